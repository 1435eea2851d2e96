"""What each engine does with a folder of PDFs: `python -m benchmarks.engines NAME FOLDER`, measured from outside.

Every engine reads every page of every file and prints how many pages that were.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path


def pdfs(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.pdf"))


def text(folder: Path) -> int:
    """The floor: the text of every page, by pypdfium2, and nothing else."""
    import pypdfium2

    pages = 0
    for path in pdfs(folder):
        document = pypdfium2.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_range()
            page.close()
        pages += len(document)
        document.close()
    return pages


def pdfplumber(folder: Path) -> int:
    """The tables of every page, by pdfplumber with its own settings; pages closed one by one."""
    import pdfplumber as library

    pages = 0
    for path in pdfs(folder):
        with library.open(path) as document:
            for page in document.pages:
                page.extract_tables()
                page.close()
                pages += 1
    return pages


def camelot(folder: Path) -> int:
    """The tables of every page, by camelot's lattice with its own settings."""
    import camelot as library
    import pypdfium2

    pages = 0
    for path in pdfs(folder):
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
        for number in range(1, count + 1):
            with contextlib.suppress(ZeroDivisionError, ValueError):  # pages on which it gives up
                library.read_pdf(str(path), pages=str(number), flavor="lattice", suppress_stdout=True)
        pages += count
    return pages


def tables(folder: Path) -> int:
    """Our own reading alone: tables and lines, nothing interpreted, nothing stored."""
    from extract import read
    from extract.model import UnreadableDocument

    pages = 0
    for path in pdfs(folder):
        with contextlib.suppress(UnreadableDocument):
            pages += len(read(path, ocr="never").pages)
    return pages


ENGINES: dict[str, Callable[[Path], int]] = {
    "pypdfium2 text": text,
    "pdfplumber extract_tables": pdfplumber,
    "camelot lattice": camelot,
    "lakip reading alone": tables,
}


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    name, folder = sys.argv[1:]
    print(ENGINES[name](Path(folder)))


if __name__ == "__main__":
    main()
