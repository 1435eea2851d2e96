"""The tables of printed numbers, `cases/numbers*.csv`: one row is a cell in its context and what it means."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from extract.numbers import Figure, read_figure
from normalize.values.reading import Context, Partners
from normalize.values.units import ONE, read_unit

CASES = Path(__file__).parent / "cases"
Case = dict[str, str]


def load(name: str) -> list[Case]:
    """The rows of one table; `\\n` in a cell stands for a line break."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: text.replace("\\n", "\n") for key, text in row.items()} for row in csv.DictReader(file)]


def params(rows: list[Case]) -> list[object]:
    """Rows as test parameters with readable ids; known failures must fail."""
    marks = {"failing": [pytest.mark.xfail(strict=True)]}
    return [
        pytest.param(row, id=f"{number}-{row['raw'][:40]!r}", marks=marks.get(row.get("group", ""), []))
        for number, row in enumerate(rows, start=1)
    ]


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def figure_or_none(text: str) -> Figure | None:
    return read_figure(text) if text else None


def context(case: Case) -> Context:
    """The context a row describes."""
    head = read_unit(case["head"])
    return Context(
        unit=read_unit(case["unit"]),
        head_scale=head.scale if head else ONE,
        siblings=tuple(read_figure(raw) for raw in case["siblings"].split(";") if raw),
        measure=case["measure"] or None,  # type: ignore[arg-type]  # the table holds measures only
        partners=Partners(*(figure_or_none(case[name]) for name in ("target", "realization", "achievement"))),
        same_value_elsewhere=tuple(Decimal(text) for text in case["elsewhere"].split(";") if text),
    )
