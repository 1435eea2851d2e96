"""Years that a table's caption, its heads and its own formulas name differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.model import Place, RawTable
from normalize.checks.dossier import Dossier, finding
from normalize.checks.named_years import named_years, place_of_table
from normalize.checks.wording import name, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Finding
from normalize.tables.sheet import Sheet, sheet_of

QUOTIENT = re.compile(r"\(?\s*\(?\s*(?P<over>\d{1,2})\s*[/:]\s*(?P<under>\d{1,2})\s*\)?\s*(?:[*x×]\s*100|\))", re.I)
SUM = re.compile(r"\([^()]*\+[^()]*\)")
UNTIL = re.compile(r"\b(?:sampai(?:\s+dengan)?|s\s?\.?\s?/?\s?d\.?|hingga)\s+(?:akhir\s+)?(?:tahun\s+)?(20\d\d)", re.I)
PLANNED = re.compile(r"renstra|rpjm|target|akhir|jangka", re.I)
OTHER_YEARS = re.compile(
    r"banding|terhadap|thdp|awal|akhir|lalu|renstra|rpjm|nasional|jangka|sebelum|prognosis|tumbuh", re.I
)
COMPARED = re.compile(r"banding|perkembangan", re.I)
VALUES = frozenset(
    {Role.TARGET, Role.REALIZATION, Role.ACHIEVEMENT, Role.BUDGET, Role.BUDGET_REALIZATION, Role.ABSORPTION}
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: its place in the table, its head on one line, the years in it and what it holds."""

    col: int
    head: str
    years: frozenset[int]
    role: Role


def check_table_years(dossier: Dossier) -> Iterator[Finding]:
    """Tables whose caption or formula names other years than the heads of the columns; one finding a table."""
    for table in dossier.interpretation.document.tables:
        sheet = sheet_of(table)
        columns = _columns(sheet)
        texts = [*_formulas(sheet, columns), *_caption(table, columns)]
        if texts:
            caption = name(table.caption) if table.caption else "without a caption"
            place = place_of_table(table)
            yield finding(
                "header.year",
                [place, *_other_pages(table, place)],
                f"The years in the heads of the table {caption} ({where([place])}) contradict each other: "
                f"{'; '.join(texts)}.",
                " | ".join(texts),
                None,
            )


def _other_pages(table: RawTable, place: Place) -> Iterator[Place]:
    """The beginnings of the table's parts on its other pages."""
    for part in table.parts[1:]:
        yield min((c.place for c in table.cells if c.place.page == part.page), default=place)


def _columns(sheet: Sheet) -> dict[int, Column]:
    paths = {col: sheet.head_path(col) for col in range(1, sheet.table.n_cols + 1)}
    heads = {col: " ".join(" ".join(path).split()) for col, path in paths.items() if path}
    return {
        col: Column(col, head, named_years(SUM.sub(" ", head)), read_head(paths[col]).role)
        for col, head in heads.items()
    }


def _formulas(sheet: Sheet, columns: dict[int, Column]) -> Iterator[str]:
    """Heads that name other years than the two columns that their own formula divides."""
    for column in columns.values():
        quotient = QUOTIENT.search(column.head)
        if quotient is None:
            continue
        parts = [columns.get(int(quotient[part])) for part in ("over", "under")]
        over, under = parts
        if over is None or under is None or not (over.years and under.years) or column in parts:
            continue
        wrong = named_years(SUM.sub(" ", column.head)) - over.years - under.years
        if wrong:
            yield (
                f"the head of column {column.col} says {name(column.head)}, but its formula divides column {over.col}, "
                f"{name(over.head)}, by column {under.col}, {name(under.head)}"
            )


def _caption(table: RawTable, columns: dict[int, Column]) -> Iterator[str]:
    """A caption that reaches to another year than the realisations below it, or names another year than all values."""
    caption = " ".join((table.caption or "").split())
    until = UNTIL.search(caption)
    if until is not None and not PLANNED.search(caption[: until.start()]):
        for column in columns.values():
            reach = UNTIL.search(SUM.sub(" ", column.head))
            if reach is None or PLANNED.search(column.head) or reach[1] == until[1]:
                continue
            said = name(until.group(0))
            yield f"the caption says {said}, but the head of column {column.col} says {name(column.head)}"
            return
    years = named_years(caption)
    values = [column for column in columns.values() if column.role in VALUES]
    named = frozenset().union(*(column.years for column in columns.values()))
    if len(years) == len(named) == 2 and len(years & named) == 1 and COMPARED.search(caption):
        yield f"the caption compares {_both(years)}, the columns stand for {_both(named)}"
        return
    texts = " ".join([caption, *(column.head for column in columns.values())])
    is_one = len(years) == len(named) == 1 and years != named and not OTHER_YEARS.search(texts)
    if is_one and values and all(column.years for column in values):
        head = name(values[0].head)
        yield f"the caption says {next(iter(years))}, but the head of column {values[0].col} says {head}"


def _both(years: frozenset[int]) -> str:
    return " and ".join(map(str, sorted(years)))
