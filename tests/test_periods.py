"""Quarters and heads that OCR misspelled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import TablePart
from normalize.tables.column_heads import read_columns
from normalize.tables.columns import Setting
from normalize.tables.sheet import Sheet
from tests.tables import table_of

QUARTERS = ["q1", "q2", "q3", "q4"]


def periods(words: tuple[str, ...], method: str) -> list[str | None]:
    """The periods of columns under one head; None where a column holds nothing known."""
    table = table_of("Indikator|Capaian" + "|" * (len(words) - 1), "|" + "|".join(words), "Nilai A|1|2|3|4")
    cells = [replace(c, col_span=4) if (c.row, c.col) == (1, 2) else c for c in table.cells]
    spanned = tuple(c for c in cells if c.row > 1 or c.col <= 2)
    columns = read_columns(Sheet(replace(table, method=method, cells=spanned)), Setting(2016))
    return [c.period if c.is_value else None for c in columns[1:]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(("Triw I", "Tn WU", "Triw II]", "Tri WIV"), QUARTERS, id="by-place"),
        pytest.param(("Trw", "Trtw N", "Trw", "Trw V"), [None] * 4, id="none-numbered"),
        pytest.param(("Triw I", "Triw II", "Triw III", "Setahun"), ["q1", "q2", "q3", "year"], id="other-word"),
    ],
)
def test_quarters_of_a_scan(words: tuple[str, ...], expected: list[str | None]) -> None:
    assert periods(words, "ocr") == expected


def test_printed_words_are_taken_as_they_are() -> None:
    assert periods(("Triw I", "Triw U", "Triw III", "Triw IV"), "rules") != QUARTERS


@pytest.mark.parametrize(("method", "rows"), [("ocr", (2, 4)), ("rules", (2, 3, 4))])
def test_a_scanned_head_printed_again_may_be_misspelled(method: str, rows: tuple[int, ...]) -> None:
    table = table_of("Sasaran|Indikator Kinerja|Target", "A|Nilai A|7", "Sasarn|Indilutor KInera|Targd", "B|Nilai B|8")
    parts = (TablePart(1, 1, 1, 2), TablePart(2, 1, 3, 4))
    assert Sheet(replace(table, method=method, parts=parts)).body_rows == rows
