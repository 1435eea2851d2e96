"""Averages that a table prints for each objective, held against the achievements of their indicators."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import RawTable
from normalize.checks.dossier import Dossier, finding
from normalize.checks.objective_values import OTHER, SHARE
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import listed, name, number, observation_ids, raw, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Finding
from normalize.prose.objectives import PREFIX
from normalize.tables.sheet import Sheet, sheet_of
from normalize.words import letters

MEAN = re.compile(r"\brata\s*-?\s*rata\b|\bcapaian\b", re.I)
NUMBERED = re.compile(r"^(?:sasaran\s+)?(?:strategis\s+)?(\d)\.?$", re.I)
LAST_DIGIT = Decimal("1.5")
LEAST_FITTING = 2
LARGEST_FACTOR = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class _Line:
    """One objective's printed average, and the achievements of its indicators in the other table."""

    label: str
    printed: Decimal
    place_raw: tuple[int, int]
    ids: tuple[int, ...]
    mean: Decimal
    recomputed: Decimal
    step: Decimal

    @property
    def fits(self) -> bool:
        """Whether the achievements give it, as they are printed or by their targets and results."""
        return any(abs(self.printed - mean) <= self.step * LAST_DIGIT for mean in (self.mean, self.recomputed))


def check_means_of_objectives(dossier: Dossier) -> Iterator[Finding]:
    """`102,50` for an objective whose two indicators reached 105,50 and 95,00, in a table whose other rows fit."""
    groups = _achievements(dossier)
    if not groups:
        return
    for table in {id(t): t for t in dossier.tables.values()}.values():
        yield from _against(table, groups, dossier)


def _achievements(dossier: Dossier) -> list[dict[str, list[int]]]:
    """The achievements of the year of each table with several objectives, by objective."""
    tables: dict[Table, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i in dossier.ids_of("achievement"):
        o = dossier.observations[i]
        if o.year == dossier.year and o.value is not None and o.objective and not o.parent:
            tables[table_key(o, dossier)][letters(o.objective)].append(i)
    return [groups for groups in tables.values() if len(groups) >= LEAST_FITTING]


def _against(table: RawTable, groups: Sequence[Mapping[str, list[int]]], dossier: Dossier) -> Iterator[Finding]:
    sheet = sheet_of(table)
    heads = {col: read_head(sheet.head_path(col)) for col in range(1, table.n_cols + 1)}
    objectives = [col for col, head in heads.items() if head.role == Role.OBJECTIVE]
    if len(objectives) != 1 or any(head.role == Role.INDICATOR for head in heads.values()):
        return
    for col in heads:
        path = " ".join(sheet.head_path(col))
        if col == objectives[0] or not MEAN.search(path) or OTHER.search(path):
            continue
        options = [list(_lines(sheet, objectives[0], col, group, dossier)) for group in groups]
        lines = max(options, key=lambda found: sum(line.fits for line in found))
        wrong = [line for line in lines if not line.fits]
        if len(lines) - len(wrong) < LEAST_FITTING or len(wrong) != 1:
            continue
        if 1 / LARGEST_FACTOR < wrong[0].printed / wrong[0].mean < LARGEST_FACTOR:
            yield _finding(wrong[0], sheet, dossier)


def _lines(sheet: Sheet, objective: int, col: int, group: Mapping[str, list[int]], dossier: Dossier) -> Iterator[_Line]:
    computed = {a.indicator_key: a.recomputed for a in dossier.interpretation.achievements if a.year == dossier.year}
    own = {
        i: computed.get(dossier.keys[i]) or dossier.observations[i].value or Decimal(0)
        for ids in group.values()
        for i in ids
    }
    for row in sheet.body_rows:
        label, cell = sheet.covering.get((row, objective)), sheet.covering.get((row, col))
        printed = SHARE.match(" ".join(cell.text.split())) if cell is not None and cell.row == row else None
        if label is None or printed is None:
            continue
        text = " ".join(label.text.split())
        at = NUMBERED.match(text)
        keys = list(group)
        key = keys[int(at.group(1)) - 1] if at and 1 <= int(at.group(1)) <= len(keys) else letters(PREFIX.sub("", text))
        ids = tuple(group.get(key, ()))
        values = [dossier.observations[i].value or Decimal(0) for i in ids]
        if values and (mean := sum(values, Decimal(0)) / len(values)):
            value = Decimal(printed.group(1).replace(",", "."))
            step = Decimal(1).scaleb(-len(re.split("[.,]", printed.group(1))[1]))
            yield _Line(text, value, (row, col), ids, mean, sum(map(own.__getitem__, ids), Decimal(0)) / len(ids), step)


def _finding(line: _Line, sheet: Sheet, dossier: Dossier) -> Finding:
    cell = sheet.covering[line.place_raw]
    own = [dossier.observations[i] for i in line.ids]
    parts = listed([f"{raw(o)} ({where([o.place])})" for o in own])
    return finding(
        "average.mismatch",
        [cell.place, *(o.place for o in own)],
        f"The average achievement of the objective {name(line.label)} is printed as {number(line.printed)} "
        f"({where([cell.place])}), but the mean of {parts} is {number(line.mean, 2)}.",
        number(line.printed),
        number(line.mean, 2),
        observation_ids(line.ids),
    )
