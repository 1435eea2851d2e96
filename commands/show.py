"""`lakip show`: a page as an image, with what was read on it."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import database_option, debug_option, example, output_option, plain_errors

if TYPE_CHECKING:
    from sqlite3 import Connection

    from PIL.ImageDraw import ImageDraw

    from extract.model import Box, Document
    from workers import Limits

TABLE, CELL, VALUE = "#d62728", "#1f77b4", "#2ca02c"
WIDTHS = {TABLE: 4, CELL: 1, VALUE: 3}


@dataclass(frozen=True, slots=True)
class Report:
    """A report to draw: its file, and, where the database has it, what was read and the boxes of its values."""

    path: Path
    document: Document | None = None
    values: tuple[tuple[int, Box], ...] = ()


@click.command("show", epilog=example("lakip show reports/dinas-a-2024.pdf 12 -o page.png"))
@click.argument("report")
@click.argument("page", type=click.IntRange(1))
@output_option("The image: .png or .jpg.")
@database_option
@debug_option
def command(report: str, page: int, output: Path, database: Path) -> None:
    """Draw a page with its tables and cells as they were read.

    Tables are red, cells blue. REPORT is a file, or the name of a document in the database; then cells whose values
    became observations are green.
    """
    from workers import Limits, WorkerDied, WorkerPool

    with plain_errors():
        found = _find(report, database)
    if not found.path.exists():
        raise click.ClickException(f"{found.path} is no longer there; name the file instead of the document")
    with WorkerPool(1, Limits()) as pool:
        try:
            picture = pool.submit(draw, found, page, Limits(), output.suffix.lower()).result()
        except WorkerDied as died:
            raise click.ClickException(f"{found.path}: {died}") from died
    if isinstance(picture, str):
        raise click.ClickException(f"{found.path}: {picture}")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(picture)


def _find(report: str, database: Path) -> Report:
    """The report by its file or its name; a file needs no database."""
    from store import find_document, known_documents, open_reader

    path = Path(report)
    if path.is_file() and not database.exists():
        return Report(path)
    with closing(open_reader(database)) as db:
        if path.is_file():
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            known = known_documents(db).get(sha256)
            return _stored(db, known.doc, path) if known else Report(path)
        names = find_document(db, report)
        if not names:
            raise click.ClickException(f"no file and no document {report!r}; lakip export documents -o - lists them")
        if len(names) > 1:
            paths = ", ".join(one.path for one in names)
            raise click.ClickException(f"{len(names)} documents are called {report!r}; name one by its path: {paths}")
        return _stored(db, names[0].doc, Path(names[0].path))


def _stored(connection: Connection, doc: str, path: Path) -> Report:
    from store import load_document, value_boxes

    document = load_document(connection, doc)
    return Report(path, document if document.pages else None, tuple(value_boxes(connection, doc)))


def draw(report: Report, page: int, limits: Limits, ending: str) -> bytes | str:
    """The image of a page with its boxes, or why there is none. Runs in a worker: the report is untrusted."""
    from pipeline import guarded
    from store import Outcome

    drawn = guarded(lambda: _draw(report, page, ending), limits)
    return str(drawn.reason) if isinstance(drawn, Outcome) else drawn


def _draw(report: Report, page: int, ending: str) -> bytes:
    import io

    from PIL import ImageDraw

    from extract import read, render

    image = render(report.path, page)
    document = report.document or read(report.path)
    pen = ImageDraw.Draw(image)
    scale = image.width / document.pages[page - 1].width
    for table in document.tables:
        for cell in table.cells:
            if cell.place.page == page:
                _rectangle(pen, cell.box, scale, CELL)
        for part in table.parts:
            if part.page == page:
                _rectangle(pen, part.box, scale, TABLE)
    for at, box in report.values:
        if at == page:
            _rectangle(pen, box, scale, VALUE)
    target = io.BytesIO()
    image.save(target, "JPEG" if ending in (".jpg", ".jpeg") else "PNG")
    return target.getvalue()


def _rectangle(pen: ImageDraw, box: Box | None, scale: float, colour: str) -> None:
    if box is not None:
        pen.rectangle([side * scale for side in box], outline=colour, width=WIDTHS[colour])
