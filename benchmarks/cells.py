"""Table engines side by side on labelled reports: how many printed figures stand in a cell, and CPU time a page.

    python benchmarks/cells.py FOLDER [ENGINE ...]

FOLDER holds `reports/*.pdf` and `gold/*.gold.json` (what a report's labelled pages print). Every engine reads the
labelled pages only. A figure is found when its printed text, white space aside, is part of a cell of its page; it
stands alone when it is the whole cell. pdfplumber, camelot and tablers have to be installed to be measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Cells = dict[int, list[str]]  # the texts of a document's cells by page


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report's labelled pages, and the figures printed on each of them."""

    path: Path
    pages: list[int]
    figures: dict[int, list[str]]


def main(folder: str, *engines: str) -> None:
    """Measure the named engines, or all."""
    documents = list(labelled(Path(folder)))
    pages = sum(len(one.pages) for one in documents)
    figures = sum(len(found) for one in documents for found in one.figures.values())
    print(f"{len(documents)} reports, {pages} labelled pages, {figures} figures\n")
    print("| engine | in a cell | alone in a cell | CPU ms a page |\n|---|---|---|---|")
    for name in engines or ENGINES:
        start = time.process_time()
        read = [ENGINES[name](one.path, one.pages) for one in documents]
        spent = 1000 * (time.process_time() - start) / pages
        pairs = [
            (f, cells.get(p, []))
            for one, cells in zip(documents, read, strict=True)
            for p, found in one.figures.items()
            for f in found
        ]
        inside = sum(any(figure in cell for cell in cells) for figure, cells in pairs)
        alone = sum(figure in cells for figure, cells in pairs)
        print(f"| {name} | {100 * inside / figures:.1f} % | {100 * alone / figures:.1f} % | {spent:.1f} |", flush=True)


def labelled(folder: Path) -> Iterable[Labelled]:
    """The labelled digital reports of a folder."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        report = folder / "reports" / gold["document"]
        if report.suffix == ".pdf" and not report.stem.endswith("-scan"):
            figures: dict[int, list[str]] = {}
            for fact in gold["facts"]:
                figures.setdefault(fact["page"], []).append(squash(fact["raw"]))
            yield Labelled(report, gold["labelled_pages"], figures)


def squash(text: Any) -> str:
    """A text without white space, in lower case."""
    return "".join(str(text or "").split()).casefold()


def ours(path: Path, pages: list[int]) -> Cells:
    """This project: characters and paths from pypdfium2, grids by `extract`."""
    import pypdfium2

    from extract.page_grids import find_grids
    from extract.pdf.pdfium import PdfPage

    document = pypdfium2.PdfDocument(path)
    found: Cells = {}
    for number in pages:
        with PdfPage(document.raw, number - 1) as page:
            found[number] = [squash(one.text) for grid, _ in find_grids(page, True) for one in grid.slots if one.lines]
    document.close()
    return found


def pdfplumber_lines(path: Path, pages: list[int]) -> Cells:
    """pdfplumber as it comes."""
    import pdfplumber

    found: Cells = {}
    with pdfplumber.open(path, pages=pages) as document:
        for page in document.pages:
            found[page.page_number] = [squash(x) for table in page.extract_tables() for row in table for x in row if x]
            page.close()
    return found


def tablers_edges(path: Path, pages: list[int]) -> Cells:
    """tablers as it comes."""
    from tablers import Document, find_tables

    document = Document(str(path))
    found: Cells = {}
    for number in pages:
        tables = find_tables(document.get_page(number - 1), extract_text=True)
        found[number] = [squash(cell.text) for table in tables for cell in table.cells if cell.text]
    document.close()
    return found


def camelot_lattice(path: Path, pages: list[int]) -> Cells:
    """camelot by rules."""
    return _camelot(path, pages, "lattice")


def camelot_hybrid(path: Path, pages: list[int]) -> Cells:
    """camelot by rules and text."""
    return _camelot(path, pages, "hybrid")


def _camelot(path: Path, pages: list[int], flavor: str) -> Cells:
    import camelot

    found: Cells = {}
    for table in camelot.read_pdf(str(path), pages=",".join(map(str, pages)), flavor=flavor):
        found.setdefault(table.page, []).extend(squash(x) for row in table.data for x in row if x)
    return found


ENGINES: dict[str, Callable[[Path, list[int]], Cells]] = {
    "lakip": ours,
    "tablers": tablers_edges,
    "pdfplumber": pdfplumber_lines,
    "camelot-lattice": camelot_lattice,
    "camelot-hybrid": camelot_hybrid,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
