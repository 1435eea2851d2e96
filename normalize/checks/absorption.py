"""The absorption of budget beside one indicator, in tables of efficiency and of performance and money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from extract.model import Place, RawTable
from extract.numbers import read_figure
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import name, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Finding
from normalize.tables.sheet import sheet_of
from normalize.words import letters

ALIKE = 92
TOLERANCE = Decimal("0.015")
LEAST_LETTERS = 12
LARGEST_SHARE = Decimal(200)


@dataclass(frozen=True, slots=True)
class Absorption:
    """A percentage of absorption beside the name of an indicator."""

    indicator: str
    value: Decimal
    raw: str
    place: Place
    table: int


def check_indicator_absorption(dossier: Dossier) -> Iterator[Finding]:
    """Indicators whose absorption differs between two tables that print it once each."""
    groups: list[list[Absorption]] = []
    for found in _absorptions(dossier):
        group = next((g for g in groups if _alike(g[0].indicator, found.indicator)), None)
        if group is None:
            groups.append([found])
        else:
            group.append(found)
    for group in groups:
        by_table: dict[int, list[Absorption]] = defaultdict(list)
        for found in group:
            by_table[found.table].append(found)
        single = [same[0] for same in by_table.values() if len(same) == 1]
        values: list[Absorption] = []
        for found in single:
            if all(abs(found.value - other.value) > TOLERANCE for other in values):
                values.append(found)
        if len(values) > 1:
            yield _conflict(values)


def _alike(a: str, b: str) -> bool:
    return letters(a) == letters(b) or fuzz.ratio(letters(a), letters(b)) >= ALIKE


def _absorptions(dossier: Dossier) -> Iterator[Absorption]:
    """All absorptions beside an indicator; of an indicator with several rows that of its programme."""
    programs = {budget.place[:3] for budget in dossier.budgets if budget.level == "program"}
    tables = {id(table): table for table in dossier.tables.values()}
    for number, table in enumerate(tables.values()):
        yield from _from_table(table, number, programs)


def _from_table(table: RawTable, number: int, programs: set[tuple[int, int, int]]) -> Iterator[Absorption]:
    sheet = sheet_of(table)
    heads = {col: read_head(sheet.head_path(col)) for col in range(1, table.n_cols + 1)}
    names = [col for col, head in heads.items() if head.role == Role.INDICATOR]
    shares = [col for col, head in heads.items() if head.role == Role.ABSORPTION]
    roles = {head.role for head in heads.values()}
    is_share_of_total = Role.BUDGET in roles and not roles & {Role.BUDGET_REALIZATION, Role.REALIZATION}
    if not names or len(shares) != 1 or is_share_of_total:
        return
    for row in sheet.body_rows:
        label, cell = sheet.covering.get((row, names[0])), sheet.covering.get((row, shares[0]))
        if label is None or cell is None or cell.row != row or label.row != row:
            continue
        if label.row_span > cell.row_span and cell.place[:3] not in programs:
            continue
        figure = read_figure(cell.text)
        value = figure.readings[0].value if figure.kind == "number" and figure.readings else None
        if value is not None and value <= LARGEST_SHARE and len(letters(label.text)) >= LEAST_LETTERS:
            yield Absorption(" ".join(label.text.split()), value, " ".join(cell.text.split()), cell.place, number)


def _conflict(values: list[Absorption]) -> Finding:
    shown = [f"{found.raw} ({where([found.place])})" for found in values]
    return finding(
        "absorption.conflict",
        [found.place for found in values],
        f"The absorption of budget beside {name(values[0].indicator)} is printed as {' and as '.join(shown)}.",
        " | ".join(found.raw for found in values),
        None,
    )
