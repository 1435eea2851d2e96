"""The columns of a table: what each holds, for which year. Words propose (`headers`), content and neighbours decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.numbers import read_figure
from normalize.headers import Head, Role, read_head
from normalize.sheet import Sheet

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
WIDER_AREA = re.compile(r"\b(?:provinsi|nasional|indonesia)\b", re.IGNORECASE)
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
    """What a table stands in: the year of its report, its caption, and the last year of the plan it reports on."""

    report_year: int | None
    caption: str | None = None
    plan_end: int | None = None

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


def read_columns(sheet: Sheet, setting: Setting) -> tuple[Column, ...]:
    """The columns of a table in order; columns under one head cell that belong together are one."""
    columns = [_column(sheet, group, setting) for group in _groups(sheet)]
    columns = _with_indicators_money(columns)
    columns = _with_money(sheet, columns)
    columns = _with_benchmark(sheet, columns)
    columns = [_without_prose(sheet, c) for c in columns]
    columns = _with_achievement(sheet, columns)
    columns = _with_indicator(sheet, columns)
    columns = [_with_known_period(c) for c in _without_sums(columns)]
    return tuple(_with_medium_term(columns, setting))


def _groups(sheet: Sheet) -> list[list[int]]:
    """Neighbouring columns under the same lowest head cell."""
    groups: list[list[int]] = []
    last = None
    for col in range(1, sheet.table.n_cols + 1):
        lowest = next((c for row in reversed(sheet.head_rows) if (c := sheet.covering.get((row, col)))), None)
        if groups and lowest is not None and lowest is last:
            groups[-1].append(col)
        else:
            groups.append([col])
        last = lowest
    return groups


def _column(sheet: Sheet, group: Sequence[int], setting: Setting) -> Column:
    path = sheet.head_path(group[0])
    head = _head_by_content(sheet, group[0], path, read_head(path), setting)
    year = _year(head, setting)
    if len(group) == 1 or head.role not in VALUE_ROLES | MONEY_ROLES:
        return Column(group[0], group[-1], head.role, head, year)
    numeric = {col: _share(sheet, col, _is_figure) for col in group}
    plain = [col for col in group if numeric[col] >= MOSTLY and not _holds_money(sheet, col)]
    value = plain[0] if plain and head.role in VALUE_ROLES else max(group, key=lambda col: (numeric[col], -col))
    unit = next((col for col in group if col > value and numeric[col] < 0.3 and _share(sheet, col, bool)), None)
    return Column(value, group[-1], head.role, head, year, unit)


def _head_by_content(sheet: Sheet, col: int, path: tuple[str, ...], head: Head, setting: Setting) -> Head:
    """The head of a column, taken from what stands above it where its own words do not fit the figures below."""
    if _share(sheet, col, _is_figure) < MOSTLY:
        return head
    if head.role is Role.UNKNOWN and head.year and setting.caption:
        told = next((h for w in setting.caption.split() if (h := read_head((w,))).role in CAPTION_ROLES), None)
        return replace(told, year=head.year) if told else head
    if head.role in {Role.UNIT, Role.RATING, Role.SCALE_LABEL} and len(path) > 1:
        above = read_head(path[:-1])
        return above if above.role in VALUE_ROLES else head
    return head


def _year(head: Head, setting: Setting) -> int | None:
    if head.year is not None:
        return head.year
    if head.relative_year is not None and setting.report_year is not None:
        return setting.report_year + head.relative_year
    if head.role is Role.MEDIUM_TERM_TARGET:
        return head.end_year or _plan_end(setting)
    if head.role is Role.BASELINE:
        return None
    return setting.year


def _plan_end(setting: Setting) -> int | None:
    """The last year of the plan: the latest that the caption names after the report's, else that of the document."""
    later = [y for y in setting.caption_years if setting.report_year is None or y > setting.report_year]
    return max(later, default=setting.plan_end)


def body_texts(sheet: Sheet, col: int) -> list[str]:
    """The texts of the cells that begin in a column below the head."""
    rows = set(sheet.body_rows)
    return [c.text.strip() for c in sheet.table.cells if c.col == col and c.row in rows and c.text.strip()]


def _share(sheet: Sheet, col: int, test: object) -> float:
    texts = body_texts(sheet, col)
    assert callable(test), "a share is of texts that pass a test"
    return sum(bool(test(t)) for t in texts) / len(texts) if texts else 0.0


def _is_figure(text: str) -> bool:
    figure = read_figure(text)
    return figure.kind in {"number", "range", "ratio", "malformed", "several", "missing"} and len(text) <= 60


def _with_indicators_money(columns: list[Column]) -> list[Column]:
    """Targets and results in rupiah are the indicators' own where no column names programmes or budgets."""
    roles = {c.role for c in columns}
    if Role.INDICATOR not in roles or roles & PROGRAM_ROLES:
        return columns
    own = {Role.BUDGET: Role.TARGET, Role.BUDGET_REALIZATION: Role.REALIZATION}
    if not all(c.head.allows(own[c.role]) for c in columns if c.role in own):
        return columns
    money = any(c.role in own for c in columns)
    own[Role.ABSORPTION] = Role.ACHIEVEMENT
    return [replace(c, role=own.get(c.role, c.role)) for c in columns] if money else columns


def _with_benchmark(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """Of two results of one year, the one of a wider area (the province, the nation) is a benchmark."""

    def same(a: Column, b: Column) -> bool:
        return a.role is b.role and a.year == b.year and a.period == b.period

    changed = []
    for column in columns:
        twins = [c for c in columns if c is not column and same(c, column)]
        wider = WIDER_AREA.search(" ".join(sheet.head_path(column.col)))
        alone = all(not WIDER_AREA.search(" ".join(sheet.head_path(c.col))) for c in twins)
        is_benchmark = column.role is Role.REALIZATION and twins and wider and alone
        changed.append(replace(column, role=Role.BENCHMARK) if is_benchmark else column)
    return changed


def _with_money(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """Realisation, achievement and target columns beside budgets that hold money or its share, told so.

    In a table of budgets "Realisasi" and "%" are of the budget unless a performance target stands beside them.
    """
    budgets = [c for c in columns if c.role in {Role.BUDGET, Role.BUDGET_REALIZATION}]
    targets = [c for c in columns if c.role in {Role.TARGET, Role.MEDIUM_TERM_TARGET} and not _is_money(sheet, c)]
    changed: list[Column] = []
    for i, column in enumerate(columns):
        role = column.role
        follows_money = any(c.role in MONEY_ROLES for c in changed[-1:]) if i else False
        if role is Role.REALIZATION and budgets and (not targets or follows_money) and _is_money(sheet, column):
            role = Role.BUDGET_REALIZATION
        elif role is Role.TARGET and budgets and not targets and _is_money(sheet, column):
            role = Role.BUDGET
        elif (
            role is Role.ACHIEVEMENT and follows_money and (not targets or changed[-1].role is Role.BUDGET_REALIZATION)
        ):
            role = Role.ABSORPTION
        changed.append(replace(column, role=role))
    return changed


def _is_money(sheet: Sheet, column: Column) -> bool:
    """Whether most figures of a column are in the millions."""
    return _holds_money(sheet, column.col)


def _holds_money(sheet: Sheet, col: int) -> bool:
    values = [f.value for t in body_texts(sheet, col) if (f := read_figure(t)).value is not None]
    return bool(values) and sum(abs(v) >= MONEY for v in values if v is not None) * 2 > len(values)


def _without_prose(sheet: Sheet, column: Column) -> Column:
    """A column headed as values that holds sentences holds no values."""
    if column.role not in VALUE_ROLES:
        return column
    texts = body_texts(sheet, column.col)
    long = sum(len(t) > TEXT_LENGTH and read_figure(t).value is None for t in texts)
    return replace(column, role=Role.OTHER) if texts and long > 0.5 * len(texts) else column


def _with_achievement(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """A rating column that holds percentages is the achievement, where target and realisation lack one."""
    roles = {c.role for c in columns}
    if Role.ACHIEVEMENT in roles or not {Role.TARGET, Role.REALIZATION} <= roles:
        return columns
    rated = [
        c for c in columns if c.role in {Role.RATING, Role.SCALE_LABEL} and _share(sheet, c.col, _is_figure) >= MOSTLY
    ]
    return [replace(c, role=Role.ACHIEVEMENT) if rated and c is rated[0] else c for c in columns]


def _with_indicator(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """The columns with one that names the rows: where none is headed as indicator, the nearest stand-in."""
    if any(c.role is Role.INDICATOR for c in columns) or not any(c.is_value for c in columns):
        return columns
    for role in STAND_INS:
        found = [c for c in columns if c.role is role]
        if found:
            labels = {found[-1].col, *_labels_of_left_values(columns, found[-1])}
            return [replace(c, role=Role.INDICATOR) if c.col in labels else c for c in columns]
    first_value = next(i for i, c in enumerate(columns) if c.is_value)
    texts = [
        c for c in columns[:first_value] if c.role is Role.UNKNOWN and _share(sheet, c.col, lambda t: len(t) > 8) > 0.5
    ]
    if texts:
        return [replace(c, role=Role.INDICATOR) if c is texts[-1] else c for c in columns]
    return columns


def _with_known_period(column: Column) -> Column:
    """A column of a quarter, half-year or month that is not numbered holds no value of a known time."""
    unknown = column.head.period.removesuffix("_ytd") in {"q", "s", "m"}
    return replace(column, role=Role.OTHER) if unknown and column.is_value else column


def _labels_of_left_values(columns: Sequence[Column], stand_in: Column) -> set[int]:
    """The columns of words that values left of the stand-in follow: each names its own values."""
    pairs = zip(columns, columns[1:], strict=False)
    return {a.col for a, b in pairs if b.is_value and b.col < stand_in.col and a.role in CONTEXT_ROLES}


def _without_sums(columns: Sequence[Column]) -> list[Column]:
    """The columns, results summed over years set aside where the year's own result stands beside them."""
    own = {c.year for c in columns if c.role is Role.REALIZATION and not c.head.cumulative}
    summed = {Role.REALIZATION}
    return [
        replace(c, role=Role.OTHER) if c.role in summed and c.head.cumulative and c.year in own else c for c in columns
    ]


def _with_medium_term(columns: Sequence[Column], setting: Setting) -> Iterable[Column]:
    """Target columns of a later year beside results of the report's year are the end of the plan.

    In a table of yearly targets every year is a target, the last one too.
    """
    now = setting.report_year
    targets = {c.year for c in columns if c.role is Role.TARGET and c.year}
    results = [c for c in columns if c.role in {Role.REALIZATION, Role.ACHIEVEMENT} and c.year]
    later = {y for y in targets if now is not None and y > now}
    single_end = (
        len(later) == 1 and len(targets) <= 2 and any(c.year == now for c in results) and not _is_next(later, setting)
    )
    for column in columns:
        if single_end and column.role is Role.TARGET and column.year in later:
            yield replace(column, role=Role.MEDIUM_TERM_TARGET)
        else:
            yield column


def _is_next(later: set[int], setting: Setting) -> bool:
    """Whether the only later year is the next one and not known as the end of the plan."""
    return setting.report_year is not None and later == {setting.report_year + 1} != {setting.plan_end}
