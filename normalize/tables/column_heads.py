"""The head of each column read: words propose (`headers`), and what stands in the column corrects them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalize.heads.roles import Head, Role, read_head
from normalize.tables.columns import (
    CAPTION_ROLES,
    MONEY_ROLES,
    MOSTLY,
    VALUE_ROLES,
    Column,
    Setting,
    body_texts,
    holds_money,
    is_figure,
    share,
)
from normalize.tables.neighbours import settle
from normalize.tables.periods import with_quarters
from normalize.tables.sheet import Sheet

WORDS = frozenset({Role.UNIT, Role.RATING, Role.SCALE_LABEL})  # what holds no figures
MAY_BE_WRONG = WORDS | {Role.BENCHMARK_COMPARISON, Role.UNKNOWN}
LEAST_LETTERS = 12  # of a cell that names an objective or an indicator and does not number it
COMPARISON = re.compile(r"\b(?:per)?banding|\bperkembangan\b", re.I)
TARGET_OF = re.compile(r"\btarget\s+(?:(?:akhir|tahun|renstra|rpjmd)\s+){0,3}(20\d\d)\b", re.I)
CERTAIN_WORD = 0.75  # of a word that tells what a column holds, in a sentence above the table


def read_columns(sheet: Sheet, setting: Setting) -> tuple[Column, ...]:
    """The columns of a table in order; columns under one head cell that belong together are one."""
    found = [column for group in _groups(sheet) for column in _parted(sheet, _column(sheet, group, setting))]
    columns = with_quarters(sheet, found)
    return settle(sheet, _with_plan_years(columns, setting), setting)


def _with_plan_years(columns: Sequence[Column], setting: Setting) -> list[Column]:
    """Columns headed "Tahun ke-1", "Tahun ke-2", … of the years up to the plan's end; without it they hold nothing."""
    counted = {c.col: c.head.year_ordinal for c in columns if c.is_value and c.head.year_ordinal and not c.head.year}
    last = max(counted.values(), default=0)
    changed = []
    for column in columns:
        ordinal = counted.get(column.col)
        if ordinal is not None and setting.plan_end is not None and len(counted) > 1:
            column = replace(column, year=setting.plan_end - last + ordinal)
        elif ordinal is not None:
            column = replace(column, role=Role.OTHER)
        changed.append(column)
    return changed


def _groups(sheet: Sheet) -> list[list[int]]:
    """Neighbouring columns under the same lowest head cell."""
    groups: list[list[int]] = []
    last = None
    for col in range(1, sheet.table.n_cols + 1):
        lowest = next((c for row in reversed(sheet.head_rows) if (c := sheet.covering.get((row, col)))), None)
        if groups and lowest is not None and (lowest is last or sheet.is_under_left(col)):
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
    numeric = {col: share(sheet, col, is_figure) for col in group}
    plain = [col for col in group if numeric[col] >= MOSTLY and not holds_money(sheet, col)]
    value = plain[0] if plain and head.role in VALUE_ROLES else max(group, key=lambda col: (numeric[col], -col))
    unit = next((col for col in group if col > value and numeric[col] < 0.3 and share(sheet, col, bool)), None)
    return Column(value, group[-1], head.role, head, year, unit)


def _parted(sheet: Sheet, column: Column) -> list[Column]:
    """Columns under one head as several: objectives, indicators and units that stand in cells of their own."""
    named = {column.role, *column.head.alternatives}
    above = next((role for role in (Role.OBJECTIVE, Role.GOAL) if role in named), None)
    worded = [col for col in range(column.col, column.last + 1) if share(sheet, col, _is_worded) >= MOSTLY]
    if column.role is Role.INDICATOR and worded == [column.last - 1] and share(sheet, column.last, _is_short) == 1.0:
        unit = replace(column, col=column.last, role=Role.UNIT, head=replace(column.head, role=Role.UNIT))
        return [replace(column, last=column.last - 1), unit]
    if above is None or Role.INDICATOR not in named or column.is_value or len(worded) != 2:
        return [column]
    if len(body_texts(sheet, worded[0])) > len(body_texts(sheet, worded[1])):
        return [column]
    return [
        replace(column, last=worded[1] - 1, role=above, head=replace(column.head, role=above)),
        replace(column, col=worded[1], role=Role.INDICATOR, head=replace(column.head, role=Role.INDICATOR)),
    ]


def _is_short(text: str) -> bool:
    """Whether a text can be a unit: words or a sign, and few letters."""
    return not is_figure(text) and not _is_worded(text)


def _is_worded(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= LEAST_LETTERS


def _head_by_content(sheet: Sheet, col: int, path: tuple[str, ...], head: Head, setting: Setting) -> Head:
    """The head of a column, taken from what stands above it where its own words do not fit the figures below."""
    if head.role not in MAY_BE_WRONG or share(sheet, col, is_figure) < MOSTLY:
        return head
    if head.role is Role.BENCHMARK_COMPARISON and len(path) > 1:
        own = read_head(path[-1:])
        return own if own.role is Role.BENCHMARK else head
    if head.role is Role.UNKNOWN and head.year and (said := setting.caption or setting.lead):
        heads = (h for w in said.split() if (h := read_head((w,))).role in CAPTION_ROLES)
        told = next((h for h in heads if setting.caption or h.certainty >= CERTAIN_WORD), None)
        if told is not None and told.role is Role.TARGET and _is_of_another_year(said, head.year, setting):
            told = read_head(("Realisasi",))
        return replace(told, year=head.year) if told else head
    if head.role in WORDS and len(path) > 1:
        above = read_head(path[:-1])
        return above if above.role in VALUE_ROLES else head
    return head


def _is_of_another_year(said: str, year: int | None, setting: Setting) -> bool:
    """Whether a comparison calls only the columns of later years targets, and this one is of a year that is over.

    `Perbandingan 2020 dan 2021 serta Target 2026`: 2020 and 2021 are results.
    """
    named, now = [int(found) for found in TARGET_OF.findall(said)], setting.report_year
    if year is None or now is None or not named:
        return False
    return year <= now < min(named) and COMPARISON.search(said) is not None


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
