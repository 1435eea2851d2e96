"""Achievements that tables print for whole objectives, in rows without an indicator, and that differ between tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Place, RawTable
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import listed, name, where
from normalize.heads.roles import Head, read_head
from normalize.heads.rules import Role
from normalize.model import Finding
from normalize.names.indicator_text import indicator_text
from normalize.prose.objectives import PREFIX
from normalize.tables.sheet import Sheet, sheet_of

OTHER = re.compile(r"renstra|rpjmd|menengah|akhir|nasional|\blalu\b|thdp|terhadap|peningkatan|target", re.I)
SHARE = re.compile(r"^(\d{1,3}[.,]\d{1,2})\s*%?\s*(?:\([A-Za-z ]{1,20}\))?$")
HIGHER = re.compile(r"^\W*(?:visi|misi|tujuan)\b", re.I)
LEAST_LETTERS = 12
TOLERANCE = Decimal("0.015")
LARGEST_FACTOR = Decimal(3)


@dataclass(frozen=True, slots=True)
class Whole:
    """The achievement of an objective in one table."""

    objective: str
    value: Decimal
    raw: str
    place: Place
    table: int


def check_objective_values(dossier: Dossier) -> Iterator[Finding]:
    """Objectives whose own achievement of the report's year differs between two tables."""
    groups: dict[str, dict[int, list[Whole]]] = defaultdict(lambda: defaultdict(list))
    for at, table in enumerate({id(t): t for t in dossier.tables.values()}.values()):
        for whole in _wholes(table, at, dossier.year):
            groups[indicator_text(whole.objective).letters][whole.table].append(whole)
    for key, tables in groups.items():
        single = [same[0] for same in tables.values() if len(same) == 1]
        low, high = min(single, key=_value, default=None), max(single, key=_value, default=None)
        if low is None or high is None or len(key) < LEAST_LETTERS or high.value - low.value <= TOLERANCE:
            continue
        if high.value < LARGEST_FACTOR * low.value:
            shown = [f"{whole.raw} ({where([whole.place])})" for whole in single]
            yield finding(
                "objective.achievement-conflict",
                [whole.place for whole in single],
                f"The achievement of the objective {name(single[0].objective)} for {dossier.year} is printed as "
                f"{listed(shown)}.",
                " | ".join(whole.raw for whole in single),
                None,
            )


def _value(whole: Whole) -> Decimal:
    return whole.value


def _wholes(table: RawTable, at: int, year: int | None) -> Iterator[Whole]:
    """The rows of a table that name an objective and no indicator, with the one achievement they print."""
    sheet = sheet_of(table)
    heads = {col: read_head(sheet.head_path(col)) for col in range(1, table.n_cols + 1)}
    objectives = [col for col, head in heads.items() if _names_objectives(sheet, col, head)]
    indicators = [col for col, head in heads.items() if head.role == Role.INDICATOR]
    if len(objectives) != 1 or not indicators:
        return
    values = [col for col, head in heads.items() if _is_achievement(sheet, col, head, year)]
    for row in sheet.body_rows:
        label = sheet.covering.get((row, objectives[0]))
        beside = [cell for col in indicators if (cell := sheet.covering.get((row, col))) is not None]
        is_whole = label is not None and label.row == row and not any(cell.text.strip() for cell in beside)
        if label is None or not is_whole or HIGHER.match(label.text):
            continue
        cells = [cell for col in values if (cell := sheet.covering.get((row, col))) is not None and cell.row == row]
        printed = [(cell, found) for cell in cells if (found := SHARE.match(" ".join(cell.text.split())))]
        if len(printed) == 1:
            cell, found = printed[0]
            objective = PREFIX.sub("", " ".join(label.text.split()))
            yield Whole(objective, Decimal(found.group(1).replace(",", ".")), found.group(1), cell.place, at)


def _is_achievement(sheet: Sheet, col: int, head: Head, year: int | None) -> bool:
    """Whether a column holds achievements of the year, or realisations in per cent of the target."""
    path = " ".join(sheet.head_path(col)).casefold()
    if OTHER.search(path) or head.year not in (None, year):
        return False
    return head.role == Role.ACHIEVEMENT or "capaian" in path or ("realisasi" in path and "%" in path)


def _names_objectives(sheet: Sheet, col: int, head: Head) -> bool:
    """Whether a column holds objectives, alone or below their missions."""
    is_shared = head.role == Role.MISSION and "sasaran" in " ".join(sheet.head_path(col)).casefold()
    return head.role == Role.OBJECTIVE or is_shared
