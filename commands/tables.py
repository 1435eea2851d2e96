"""`lakip tables`: every table of every page, nothing interpreted."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import debug_option, example, jobs_option, ocr_option
from commands.terminal import tell

if TYPE_CHECKING:
    from extract.model import Cell, RawTable
    from extract.sight import OcrMode
    from workers import Limits


@click.command("tables", epilog=example("lakip tables report.pdf > tables.jsonl"))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--stitched", is_flag=True, help="Whole tables, those that run over pages joined.")
@ocr_option
@jobs_option
@debug_option
def command(paths: tuple[Path, ...], stitched: bool, ocr: OcrMode, jobs: int) -> None:
    """Print every table of every page as JSON lines.

    One object a line for each page a table stands on: document, page, table_no (from the top of the page), part, and
    cells with row, col, row_span, col_span, text and bbox, everything counted from 1. With --stitched each object is
    a whole table with its parts.
    """
    from pipeline import find_reports
    from workers import Limits

    reports = sorted(str(path) for path, _ in find_reports(paths).reports)
    if not reports:
        raise click.ClickException("no report found: name files, or a folder that holds .pdf or .txt files")
    limits = Limits()
    read = partial(table_lines, stitched=stitched, ocr=ocr, limits=limits)
    refused = 0
    for path, (lines, reason) in _answers(reports, read, jobs, limits):
        for line in lines:
            click.echo(line)
        if reason:
            refused += 1
            tell(f"{path}: {reason}", err=True)
    if refused == len(reports):
        sys.exit(1)


Answer = tuple[list[str], str | None]
"""The tables of one report, and why there are none."""


def _answers(
    reports: list[str], read: Callable[[str], Answer], jobs: int, limits: Limits
) -> Iterator[tuple[str, Answer]]:
    """What is read of each report, in their order: by workers, or with no `jobs` in this process."""
    from workers import WorkerDied, WorkerPool, in_order

    if not jobs:
        yield from ((path, read(path)) for path in reports)
        return
    with WorkerPool(jobs, limits, preload="extract.reader") as pool:
        for path, future in in_order(pool, read, reports, 2 * jobs):
            try:
                yield path, future.result()
            except WorkerDied as died:
                yield path, ([], str(died))


def table_lines(path: str, stitched: bool, ocr: OcrMode, limits: Limits) -> Answer:
    """The tables of one report as JSON, or why there are none."""
    from pipeline import guarded, rare_collection
    from store import Outcome

    with rare_collection():
        tables = guarded(lambda: _whole_tables(path, ocr) if stitched else _page_tables(path, ocr), limits)
    if isinstance(tables, Outcome):
        return [], tables.reason
    return [_encodable(json.dumps(one, ensure_ascii=False)) for one in tables], None


def _encodable(text: str) -> str:
    """The text with a question mark for what UTF-8 cannot hold: a strange file name, half a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def _page_tables(path: str, ocr: OcrMode) -> list[dict[str, Any]]:
    from extract import read_parts

    return [_on_page(path, table, part) for table, part in read_parts(path, ocr)]


def _whole_tables(path: str, ocr: OcrMode) -> list[dict[str, Any]]:
    from extract import read_tables

    return [_whole(path, table) for table in read_tables(path, stitched=True, ocr=ocr)]


def _on_page(path: str, table: RawTable, number: int) -> dict[str, Any]:
    """A table as it stands on one page: rows and columns count in that page's part."""
    (part,) = table.parts
    cells = [_cell(cell, cell.place.row, cell.place.col) for cell in table.cells]
    place = {"document": path, "page": part.page, "table_no": part.table_no, "part": number, "bbox": part.box}
    return place | _about(table) | {"cells": cells}


def _whole(path: str, table: RawTable) -> dict[str, Any]:
    """A table with all its parts: rows and columns count in the whole, each cell tells its page."""
    parts = [
        {
            "part": number,
            "page": part.page,
            "table_no": part.table_no,
            "rows": [part.first_row, part.last_row],
            "bbox": part.box,
        }
        for number, part in enumerate(table.parts, 1)
    ]
    cells = [_cell(cell, cell.row, cell.col) | {"page": cell.place.page} for cell in table.cells]
    place = {"document": path, "page": table.page, "table_no": table.table_no, "parts": parts}
    return place | _about(table) | {"cells": cells}


def _about(table: RawTable) -> dict[str, Any]:
    return {"caption": table.caption, "method": table.method, "quality": table.quality}


def _cell(cell: Cell, row: int, col: int) -> dict[str, Any]:
    spans = {"row_span": cell.row_span, "col_span": cell.col_span}
    return {"row": row, "col": col} | spans | {"text": cell.text, "bbox": cell.box}
