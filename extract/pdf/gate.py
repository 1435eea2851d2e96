"""The gate: which pages can hold a table of interest, decided from plain text and a count of vector paths.

A page passes when it speaks of at least two of the things such tables have columns for, and draws enough paths for a
grid or has lines that end in several figures. The page after a hit passes too, because the rest of a table speaks of
nothing.
"""

from __future__ import annotations

import re

from extract.pdf.pdfium import PdfPage

WORDS = (
    "indikator",
    "target",
    "realisasi",
    "capaian",
    "pencapaian",
    "sasaran",
    "satuan",
    "kinerja",
    "anggaran",
    "pagu",
    "program",
    "predikat",
    "kategori",
    "kriteria",
)
LEAST_WORDS = 2
LEAST_PATHS = 6
LEAST_ROWS = 3
DIGIT = re.compile(r"\d")
ROW = re.compile(
    r"(?:(?<=\s)|^)[(<>≤≥-]*\d[\d.,]*[%)]*[ \t]+[(<>≤≥-]*\d[\d.,]*[%)]*(?:[ \t]+[^\s\d]+){0,3}\s*$", re.MULTILINE
)  # ends in two figures, or in a few words behind them


def has_words(text: str) -> bool:
    """Whether a page's text names enough of what performance and budget tables hold.

    >>> has_words("Sasaran Indikator Kinerja Target 2016"), has_words("Daftar isi 1")
    (True, False)
    """
    return DIGIT.search(text) is not None and names_columns(text)


def names_columns(text: str) -> bool:
    """Whether a text names enough of what such tables have columns for."""
    folded = text.casefold()
    return sum(word in folded for word in WORDS) >= LEAST_WORDS


def has_grid(page: PdfPage) -> bool:
    """Whether the page draws enough vector paths for a table."""
    return page.count_paths(LEAST_PATHS) >= LEAST_PATHS


def has_rows(text: str) -> bool:
    """Whether a page's text has lines that end in several figures, as the rows of a table without rules do.

    >>> has_rows("Nilai A 70,5 71,2 101\\nNilai B 12 15 125\\nNilai C 118,5 118,5 100"), has_rows("naik 5 persen")
    (True, False)
    """
    return sum(1 for _ in ROW.finditer(text)) >= LEAST_ROWS


def passes(page: PdfPage, after_hit: bool) -> bool:
    """Whether the page's tables are to be read; `after_hit` when the page before it held one."""
    if not (after_hit or has_words(page.text)):
        return False
    return has_grid(page) or has_rows(page.text)
