"""Columns settled by their neighbours: money beside budgets, benchmarks beside results, the plan's end beside years.

Each step is a question of its own and changes roles only; `settle` is their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.numbers import read_figure
from normalize.heads.roles import Role
from normalize.heads.years import is_year
from normalize.tables.columns import (
    CONTEXT_ROLES,
    MONEY_ROLES,
    MOSTLY,
    PROGRAM_ROLES,
    STAND_INS,
    TEXT_LENGTH,
    VALUE_ROLES,
    WIDER_AREA,
    Column,
    Setting,
    body_texts,
    is_figure,
    is_money,
    share,
)
from normalize.tables.sheet import Sheet

ABOUT_MONEY = re.compile(r"\b(?:pendapatan|retribusi|pajak|belanja|pembiayaan)\b", re.IGNORECASE)
PLANNED = re.compile(r"\b(?:sasaran|target|rencana)\b", re.IGNORECASE)
BUDGETED = re.compile(r"\b(?:anggaran|pagu|pendanaan|rupiah)\b", re.IGNORECASE)
SHORTEST_NAME = 9  # letters of what rows under a head without a known word name
SHORTEST_THING = 3  # … beside targets and their results: goods, crops ("Kopi")
WHOLE = frozenset({"q4_ytd", "s2_ytd", "m12_ytd"})
FORESEEN = frozenset({"realization+result", "achievement", "achievement+yearly", "achievement+performance+yearly"})


def settle(sheet: Sheet, columns: list[Column], setting: Setting) -> tuple[Column, ...]:
    """The columns with the roles that words alone could not tell."""
    columns = _with_indicators_money(columns)
    columns = _with_finance(sheet, columns)
    columns = _with_money(sheet, columns)
    columns = _with_benchmark(sheet, columns)
    columns = [_without_prose(sheet, c) for c in columns]
    columns = _with_achievement(sheet, columns)
    columns = _without_scored(_without_bare_percent(columns))
    columns = _with_plans(sheet, columns, setting)
    columns = _with_indicator(sheet, columns)
    columns = [_with_known_period(c) for c in _without_sums(_with_whole_year(columns))]
    return tuple(_with_medium_term(sheet, columns, setting))


def _with_indicators_money(columns: list[Column]) -> list[Column]:
    """Targets and results in rupiah are the indicators' own where no column names programmes or budgets.

    Where each stands beside another target or result, as Rp beside K, it is the money spent on the indicator.
    """
    roles = {c.role for c in columns}
    if Role.INDICATOR not in roles or roles & PROGRAM_ROLES:
        return columns
    own = {Role.BUDGET: Role.TARGET, Role.BUDGET_REALIZATION: Role.REALIZATION}
    if all({money, plain} <= roles for money, plain in own.items()):
        return columns
    if not all(c.head.allows(own[c.role]) for c in columns if c.role in own):
        return columns
    money = any(c.role in own for c in columns)
    own[Role.ABSORPTION] = Role.ACHIEVEMENT
    return [replace(c, role=own.get(c.role, c.role)) for c in columns] if money else columns


def _with_finance(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """Targets and results in rupiah beside mere descriptions are of the money: revenue, spending."""
    roles = {c.role for c in columns}
    measured = [c for c in columns if c.role in {Role.TARGET, Role.REALIZATION, Role.MEDIUM_TERM_TARGET}]
    named = roles & (PROGRAM_ROLES | {Role.INDICATOR, Role.OBJECTIVE, Role.GOAL, Role.UNIT})
    labels = " ".join(t for c in columns if not c.is_value for t in body_texts(sheet, c.col))
    if named or Role.DESCRIPTION not in roles or not ABOUT_MONEY.search(labels):
        return columns
    money = all(is_money(sheet, c) for c in measured) if measured else roles & {Role.BUDGET, Role.BUDGET_REALIZATION}
    if not money:
        return columns
    own = {Role.TARGET: Role.BUDGET, Role.REALIZATION: Role.BUDGET_REALIZATION, Role.ACHIEVEMENT: Role.ABSORPTION}
    return [replace(c, role=own.get(c.role, c.role)) for c in columns]


def _without_bare_percent(columns: list[Column]) -> list[Column]:
    """Percentages that no word says anything of are no achievements where nothing else of a performance stands."""
    values = [c for c in columns if c.is_value]
    bare = [c for c in values if c.role is Role.ACHIEVEMENT and c.head.rule == "percent"]
    return [replace(c, role=Role.OTHER) if c in bare else c for c in columns] if len(bare) == len(values) else columns


def _without_scored(columns: list[Column]) -> list[Column]:
    """Beside the levels of a scale ("Nilai 0", "Nilai 4"), and without a target, values are scores given by it."""
    levels = sum(c.role is Role.SCALE_INTERVAL for c in columns)
    if levels < 2 or any(c.role is Role.TARGET for c in columns):
        return columns
    return [replace(c, role=Role.OTHER) if c.is_value else c for c in columns]


def _with_plans(sheet: Sheet, columns: list[Column], setting: Setting) -> list[Column]:
    """Under one head, years that are still to come hold targets, and those before them too.

    So it is where the head says "Hasil" or "Capaian", and where it tells no measure and the rows are indicators. A
    percentage beside such years is no result ("R (%)"): the rate at which they rise.
    """
    now = setting.report_year
    named = _names_indicators(columns, setting)
    doubtful = [
        c
        for c in columns
        if (c.role in {Role.REALIZATION, Role.ACHIEVEMENT} and c.head.rule in FORESEEN)
        or (named and c.role is Role.UNKNOWN and c.head.year and share(sheet, c.col, is_figure) >= MOSTLY)
    ]
    heads = {_above_years(sheet, c) for c in doubtful if now is not None and c.year is not None and c.year > now}
    planned = {c.col for c in doubtful if _above_years(sheet, c) in heads}
    rates = {c.col for c in columns if planned and c.head.rule == "short_realization" and c.head.is_percent}
    changed = [replace(c, role=Role.TARGET) if c.col in planned else c for c in columns]
    return [replace(c, role=Role.GROWTH) if c.col in rates else c for c in changed]


def _above_years(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """What stands over the year of a column, or its whole head where that is one cell; it may span from the left."""
    path = next((found for col in range(column.col, 0, -1) if (found := sheet.head_path(col))), ())
    return path[:1] if len(path) != 1 or not is_year(path[0]) else ()


def _names_indicators(columns: Sequence[Column], setting: Setting) -> bool:
    """Whether rows are indicators: headed so, or of any kind under a title that speaks of a plan and not of money."""
    if any(c.role is Role.INDICATOR or c.head.allows(Role.INDICATOR) for c in columns if not c.is_value):
        return True
    title = setting.caption or ""
    return bool(PLANNED.search(title)) and not ABOUT_MONEY.search(title) and not BUDGETED.search(title)


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
    targets = [c for c in columns if c.role in {Role.TARGET, Role.MEDIUM_TERM_TARGET} and not is_money(sheet, c)]
    changed: list[Column] = []
    for i, column in enumerate(columns):
        role = column.role
        follows_money = any(c.role in MONEY_ROLES for c in changed[-1:]) if i else False
        if role is Role.REALIZATION and budgets and (not targets or follows_money) and is_money(sheet, column):
            role = Role.BUDGET_REALIZATION
        elif role is Role.TARGET and budgets and not targets and is_money(sheet, column):
            role = Role.BUDGET
        elif (
            role is Role.ACHIEVEMENT
            and follows_money
            and (not targets or changed[-1].role is Role.BUDGET_REALIZATION)
            and not any(c.role is Role.ABSORPTION for c in columns[i + 1 : i + 2])  # K beside Rp under one head
        ):
            role = Role.ABSORPTION
        changed.append(replace(column, role=role))
    return changed


def _without_prose(sheet: Sheet, column: Column) -> Column:
    """A column headed as values that holds sentences, or words for the state of things, holds no values."""
    if column.role not in VALUE_ROLES:
        return column
    texts = body_texts(sheet, column.col)
    long = sum(len(t) > TEXT_LENGTH and read_figure(t).value is None for t in texts)
    stated = column.head.rule == "condition" and not column.head.year and share(sheet, column.col, is_figure) < MOSTLY
    return replace(column, role=Role.OTHER) if texts and (stated or long > 0.5 * len(texts)) else column


def _with_achievement(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """A rating column that holds percentages is the achievement, where target and realisation lack one."""
    roles = {c.role for c in columns}
    if Role.ACHIEVEMENT in roles or not {Role.TARGET, Role.REALIZATION} <= roles:
        return columns
    rated = [
        c for c in columns if c.role in {Role.RATING, Role.SCALE_LABEL} and share(sheet, c.col, is_figure) >= MOSTLY
    ]
    return [replace(c, role=Role.ACHIEVEMENT) if rated and c is rated[0] else c for c in columns]


def _with_indicator(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """The columns with one that names the rows: where none is headed as indicator, the nearest stand-in."""
    if any(c.role is Role.INDICATOR for c in columns) or not any(c.is_value for c in columns):
        return columns
    named = [c for c in columns if c.head.allows(Role.INDICATOR) and not c.is_value]
    if named:
        beside = {named[-1].col, *_labels_beside(columns, named)}
        return [replace(c, role=Role.INDICATOR) if c.col in beside else c for c in columns]
    counts_only = all(c.head.rule.startswith("volume") for c in columns if c.is_value)  # a work plan, no results
    for role in STAND_INS if not counts_only else ():
        found = [c for c in columns if c.role is role]
        if found:
            labels = {found[-1].col, *_labels_of_left_values(columns, found[-1]), *_labels_beside(columns, found)}
            return [replace(c, role=Role.INDICATOR) if c.col in labels else c for c in columns]
    roles = {c.role for c in columns if c.is_value}
    if len(roles) < 2 and len({c.year for c in columns if c.is_value}) < 2:
        return columns
    first_value = next(i for i, c in enumerate(columns) if c.is_value)
    least = SHORTEST_THING if {Role.TARGET, Role.REALIZATION} <= roles else SHORTEST_NAME
    texts = [
        c
        for c in columns[:first_value]
        if c.role is Role.UNKNOWN and share(sheet, c.col, lambda t: sum(map(str.isalpha, t)) >= least) > 0.5
    ]
    if texts:
        return [replace(c, role=Role.INDICATOR) if c is texts[-1] else c for c in columns]
    return columns


def _labels_of_left_values(columns: Sequence[Column], stand_in: Column) -> set[int]:
    """The columns of words that values left of the stand-in follow: each names its own values."""
    pairs = pairwise(columns)
    return {a.col for a, b in pairs if b.is_value and b.col < stand_in.col and a.role in CONTEXT_ROLES}


def _labels_beside(columns: Sequence[Column], found: Sequence[Column]) -> set[int]:
    """Of several columns headed alike those that values follow before the next: two tables side by side."""
    ends = [*found[1:], None]
    return {
        a.col
        for a, b in zip(found, ends, strict=True)
        if b and any(c.is_value and a.col < c.col < b.col for c in columns)
    }


def _with_whole_year(columns: Sequence[Column]) -> list[Column]:
    """The columns, results up to the year's last part taken for the year's own where no column holds those."""
    yearly = {(c.role, c.year) for c in columns if c.period == "year"}
    if not any(role is Role.TARGET for role, _ in yearly):
        return list(columns)

    def is_whole(column: Column) -> bool:
        return column.role is Role.REALIZATION and column.period in WHOLE and (column.role, column.year) not in yearly

    return [replace(c, head=replace(c.head, period="year")) if is_whole(c) else c for c in columns]


def _with_known_period(column: Column) -> Column:
    """A column of a quarter, half-year or month that is not numbered holds no value of a known time."""
    unknown = column.head.period.removesuffix("_ytd") in {"q", "s", "m"}
    return replace(column, role=Role.OTHER) if unknown and column.is_value else column


def _without_sums(columns: Sequence[Column]) -> list[Column]:
    """The columns, results summed over years set aside where the year's own result stands beside them."""
    results = [c for c in columns if c.role is Role.REALIZATION]
    own = {c.year for c in results if not c.head.cumulative}
    summed = {c.col for c in results if c.head.cumulative and c.year in own}
    return [replace(c, role=Role.OTHER) if c.col in summed else c for c in columns]


def _with_medium_term(sheet: Sheet, columns: Sequence[Column], setting: Setting) -> list[Column]:
    """Target columns of a later year beside results of the report's year are the end of the plan.

    So is the only target beside the initial condition. In a table of yearly targets every year is a target, the last
    one too.
    """
    now = setting.report_year
    targets = {c.year for c in columns if c.role is Role.TARGET and c.year}
    results = {c.year for c in columns if c.role in {Role.REALIZATION, Role.ACHIEVEMENT}}
    later = {y for y in targets if now is not None and y > now}
    is_yearly = len(targets) > 2 and (not targets - later <= results or _is_one_of_years(sheet, columns, later))
    alone = {c.role for c in columns if c.is_value} == {Role.BASELINE, Role.TARGET} and len(targets) == 1
    of_plan = any(c.role is Role.TARGET and c.year in later and "plan_medium" in c.head.rule for c in columns)
    if (now not in results and not alone) or len(later) != 1 or is_yearly or (_is_next(later, setting) and not of_plan):
        return list(columns)
    is_end = [c.role is Role.TARGET and c.year in later for c in columns]
    return [replace(c, role=Role.MEDIUM_TERM_TARGET) if end else c for c, end in zip(columns, is_end, strict=True)]


def _is_one_of_years(sheet: Sheet, columns: Sequence[Column], later: set[int]) -> bool:
    """Whether the target of a later year stands under the same words as those of the years before it."""
    heads = [
        (c.year in later, re.sub(r"[\W\d_]+", "", "".join(sheet.head_path(c.col)[:1])).casefold())
        for c in columns
        if c.role is Role.TARGET
    ]
    return any(words in {w for is_later, w in heads if not is_later} for is_later, words in heads if is_later)


def _is_next(later: set[int], setting: Setting) -> bool:
    """Whether the only later year is the next one and not known as the end of the plan."""
    return setting.report_year is not None and later == {setting.report_year + 1} != {setting.plan_end}
