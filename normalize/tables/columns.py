"""The columns of a table: what one is, and what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from extract.numbers import read_figure
from normalize.heads.roles import Head, Role
from normalize.tables.sheet import Sheet

VALUE_ROLES = frozenset(
    {
        Role.TARGET,
        Role.REALIZATION,
        Role.ACHIEVEMENT,
        Role.MEDIUM_TERM_TARGET,
        Role.MEDIUM_TERM_ACHIEVEMENT,
        Role.BASELINE,
        Role.BENCHMARK,
    }
)
COMPARED_ROLES = frozenset({Role.GROWTH, Role.DIFFERENCE})
CAPTION_ROLES = frozenset({Role.TARGET, Role.REALIZATION, Role.ACHIEVEMENT})
MONEY_ROLES = frozenset({Role.BUDGET, Role.BUDGET_REALIZATION, Role.BUDGET_REMAINING, Role.ABSORPTION})
PROGRAM_ROLES = frozenset({Role.PROGRAM, Role.ACTIVITY, Role.SUB_ACTIVITY})
WIDER_AREA = re.compile(r"\b(?:prov(?:insi)?|nasional|indonesia)\b", re.IGNORECASE)
CONTEXT_ROLES = frozenset(
    {Role.OBJECTIVE, Role.GOAL, Role.MISSION, Role.VISION, Role.PROGRAM, Role.ACTIVITY, Role.SUB_ACTIVITY}
)
STAND_INS = (  # what names the rows where no column is headed as indicator, the first that is there
    Role.DESCRIPTION,
    Role.COMPONENT,
    Role.SUB_ACTIVITY,
    Role.ACTIVITY,
    Role.OBJECTIVE,
    Role.PROGRAM,
    Role.GOAL,
)
MOSTLY = 0.6
LONGEST_FIGURE = 60
FIGURES = frozenset({"number", "range", "ratio", "malformed", "several", "missing"})
TEXT_LENGTH = 28  # a value is shorter than this; longer cells are sentences
MONEY = Decimal(1_000_000)
YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Column:
    """One or more neighbouring columns of a table that hold one thing.

    `col` is where its values stand, `last` the last column under the same head; `unit_col` the column under the same
    head that holds the units of the values. `year` is None where neither head nor caption tells.
    """

    col: int
    last: int
    role: Role
    head: Head
    year: int | None
    unit_col: int | None = None

    @property
    def period(self) -> str:
        return self.head.period

    @property
    def is_value(self) -> bool:
        return self.role in VALUE_ROLES


@dataclass(frozen=True, slots=True)
class Setting:
    """What a table stands in: the year of its report, its caption, and the last year of the plan it reports on.

    `lead` is the sentence that announces the table; it can tell what columns of bare years hold, not of which year.
    """

    report_year: int | None
    caption: str | None = None
    plan_end: int | None = None
    lead: str | None = None

    @property
    def caption_years(self) -> tuple[int, ...]:
        return years_in(self.caption)

    @property
    def year(self) -> int | None:
        """The year of a column that names none: the only year of the caption, else that of the report."""
        if len(set(self.caption_years)) == 1:
            return self.caption_years[0]
        return self.report_year


def years_in(text: str | None) -> tuple[int, ...]:
    """The years that a text names.

    >>> years_in("Perbandingan Tahun 2015 dan 2016")
    (2015, 2016)
    """
    return tuple(int(y) for y in YEARS.findall(text or ""))


def body_texts(sheet: Sheet, col: int) -> list[str]:
    """The texts of the cells that begin in a column below the head."""
    return sheet.body_texts.get(col, [])


def share(sheet: Sheet, col: int, test: Callable[[str], object]) -> float:
    """The share of a column's texts that pass a test, 0 for an empty column."""
    texts = body_texts(sheet, col)
    return sum(bool(test(t)) for t in texts) / len(texts) if texts else 0.0


def is_figure(text: str) -> bool:
    """Whether a text is a value or a mark for a missing one, not words."""
    return len(text) <= LONGEST_FIGURE and read_figure(text).kind in FIGURES


def is_money(sheet: Sheet, column: Column) -> bool:
    """Whether the values of a column are in the millions, as amounts of rupiah are."""
    return holds_money(sheet, column.col)


def holds_money(sheet: Sheet, col: int) -> bool:
    """Whether most figures of a column are in the millions."""
    figures = [f for f in map(read_figure, body_texts(sheet, col)) if f.value is not None]
    large = sum(f.value is not None and abs(f.value * f.scale) >= MONEY for f in figures)
    return bool(figures) and large * 2 > len(figures)
