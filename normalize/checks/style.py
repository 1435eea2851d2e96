"""How numbers are written: comma and point mixed, percent signs mixed, malformed or broken numbers, foreign letters."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.model import Cell, Place, RawTable
from normalize.achievements.rows import TableId, table_of
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import measure_word, name, observation_ids, raw, where
from normalize.model import Finding, Observation

NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?![\w])")
COMMA = re.compile(r"\d+,\d{1,2}|\d{1,3}(?:\.\d{3})*,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}")
POINT = re.compile(r"\d+\.\d{2}|\d{2,}\.\d|\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,}")
"""`1.1` alone is rather the number of a row."""
DECIMAL = re.compile(r"[.,]\d{1,2}$")
GROUPS = re.compile(r"^\d{1,3}(?:\.\d+)+,\d+$")
"""Dots as of thousands before a comma: a number, though its groups fit no way of writing one."""
SPLIT = re.compile(r"\d\.\d{1,3} \d{1,3}(?:\.\d{3}|\b)|\d[.,] \d")
SCRIPTS = ("CYRILLIC", "THAI", "ARABIC", "HEBREW", "HANGUL", "CJK", "DEVANAGARI")
MOST_EXAMPLES = 6
LEAST_POINTS = 3
MAJORITY = 3
MOST_LETTERS = 6
LONGEST_CELL = 60


def check_decimal_marks(dossier: Dossier) -> Iterator[Finding]:
    """Tables that write numbers both the Indonesian and the English way, or otherwise than the rest of the report."""
    tables = _used_tables(dossier)
    styles = [(_decimals_first(_written(table, COMMA)), _decimals_first(_written(table, POINT))) for table in tables]
    mixed = [pair for comma, point in styles if comma for pair in _by_page(point, comma)]
    commas = sum(bool(comma) for comma, _ in styles)
    alone = [point for comma, point in styles if not comma and len(point) >= LEAST_POINTS]
    odd = [point[0] for point in alone] if commas >= MAJORITY * len(alone) else []
    if not mixed and not odd:
        return
    shown = [
        (point[1], comma[1], f"{point[1]} beside {comma[1]} ({where([point[0].place])})")
        for point, comma in mixed[:MOST_EXAMPLES]
    ]
    marks = [text for point, comma, text in shown if DECIMAL.search(point) and DECIMAL.search(comma)]
    marks += [f"only the point, as {point[1]} ({where([point[0].place])})" for point in odd]
    groups = [text for point, comma, text in shown if not (DECIMAL.search(point) and DECIMAL.search(comma))]
    parts = [f"mixes decimal comma and decimal point: {'; '.join(marks)}"] if marks else []
    parts += [f"sets one mark both for decimals and for thousands: {'; '.join(groups)}"] if groups else []
    yield finding(
        "decimal.mix",
        [point[0].place for point, _ in mixed] + [point[0].place for point in odd],
        f"The report {'; it '.join(parts)}.",
        " | ".join([f"{point[1]} {comma[1]}" for point, comma in mixed[:MOST_EXAMPLES]] + [point[1] for point in odd]),
        None,
    )


def _by_page(
    points: Sequence[tuple[Cell, str]], commas: Sequence[tuple[Cell, str]]
) -> Iterator[tuple[tuple[Cell, str], tuple[Cell, str]]]:
    """The first number of each page written in one style, beside one of the other style, at best of that page."""
    first: dict[int, tuple[Cell, str]] = {}
    for one in points:
        first.setdefault(one[0].place.page, one)
    for page, point in first.items():
        yield point, next((comma for comma in commas if comma[0].place.page == page), commas[0])


def _decimals_first(found: list[tuple[Cell, str]]) -> list[tuple[Cell, str]]:
    """Numbers with decimals before those that only have marks between thousands."""
    return sorted(found, key=lambda cell_and_text: DECIMAL.search(cell_and_text[1]) is None)


def _used_tables(dossier: Dossier) -> list[RawTable]:
    """The tables that hold values, budgets or rating scales of the report, each once and in reading order."""
    ids = {table_of(o) for o in dossier.observations}
    ids |= {(budget.place.page, budget.place.table_no) for budget in dossier.budgets}
    ids |= {(scale.place.page, scale.place.table_no) for scale in dossier.scales if scale.place}
    tables = {id(dossier.tables[one]): dossier.tables[one] for one in sorted(ids) if one in dossier.tables}
    return list(tables.values())


def _written(table: RawTable, style: re.Pattern[str]) -> list[tuple[Cell, str]]:
    """The numbers of a table that are written in one style, with their cells."""
    cells = [cell for cell in table.cells if len(cell.text) <= LONGEST_CELL]
    return [(cell, found) for cell in cells for found in NUMBER.findall(cell.text) if style.fullmatch(found)]


def check_percent_signs(dossier: Dossier) -> Iterator[Finding]:
    """Columns of achievements that print the percent sign in some rows only; one finding a report."""
    columns: dict[tuple[TableId, int], list[int]] = defaultdict(list)
    for i in dossier.ids_of("achievement"):
        o = dossier.observations[i]
        if o.value is not None and not re.search(r"[^\W\d_]", o.raw):
            columns[table_of(o), o.place.col].append(i)
    mixed: list[tuple[int, int]] = []
    for ids in columns.values():
        signed = [i for i in ids if "%" in dossier.observations[i].raw]
        plain = [i for i in ids if "%" not in dossier.observations[i].raw]
        if signed and plain:
            mixed.append((plain[0], signed[0]))
    if mixed:
        pairs = [(dossier.observations[a], dossier.observations[b]) for a, b in mixed]
        parts = [f"{raw(a)} beside {raw(b)} ({where([a.place, b.place])})" for a, b in pairs]
        yield finding(
            "percent.mix",
            [o.place for pair in pairs for o in pair],
            f"Achievements of one column are printed with and without the percent sign: {'; '.join(parts)}.",
            " | ".join(f"{raw(a)} {raw(b)}" for a, b in pairs),
            None,
            observation_ids(i for pair in mixed for i in pair),
        )


def check_malformed(dossier: Dossier) -> Iterator[Finding]:
    """Cells under a value's head whose number cannot be read as it is printed."""
    for i, o in enumerate(dossier.observations):
        is_unread = o.value is None and o.text is None and GROUPS.match(raw(o)) is not None
        if o.missing == "malformed" or is_unread:
            yield _malformed(i, o, dossier)


def _malformed(i: int, o: Observation, dossier: Dossier) -> Finding:
    """The finding, with what other tables print for the same indicator, measure and year."""
    same = [
        other
        for other, key in zip(dossier.observations, dossier.keys, strict=True)
        if key == dossier.keys[i] and (other.measure, other.year) == (o.measure, o.year) and other.value is not None
    ]
    elsewhere = f"; elsewhere it is {raw(same[0])} ({where(other.place for other in same)})" if same else ""
    return finding(
        "number.malformed",
        [o.place, *(other.place for other in same)],
        f"The {measure_word(o.measure)} {name(raw(o))} of {name(o.indicator)} ({where([o.place])}) is no "
        f"well-formed number{elsewhere}.",
        raw(o),
        raw(same[0]) if same else None,
        observation_ids([i]),
    )


def check_split_numbers(dossier: Dossier) -> Iterator[Finding]:
    """Numbers with a space inside, on one printed line; one finding a report."""
    found: list[tuple[Place, str]] = []
    for table in _used_tables(dossier):
        for cell in table.cells:
            lines = [line for line in cell.text.split("\n") if SPLIT.search(line) and _is_number_like(line)]
            found += [(cell.place, line.strip()) for line in lines]
    if found:
        yield _examples("number.split", "Numbers are broken by a space", found)


def _is_number_like(line: str) -> bool:
    """Whether a line is a number with at most a unit or a currency beside it."""
    return len(line) <= LONGEST_CELL and len(re.findall(r"[^\W\d_]", line)) <= MOST_LETTERS


def check_foreign_letters(dossier: Dossier) -> Iterator[Finding]:
    """Cells with letters of another script that look like ours or come from bad recognition; one finding a report."""
    found: list[tuple[Place, str]] = []
    for table in _used_tables(dossier):
        found += [(c.place, " ".join(c.text.split())[:LONGEST_CELL]) for c in table.cells if _is_foreign(c.text)]
    if found:
        yield _examples("text.foreign-letters", "Cells hold letters of another script", found)


def _is_foreign(text: str) -> bool:
    return not text.isascii() and any(
        ord(c) > 0x2FF and c.isalpha() and unicodedata.name(c, "").startswith(SCRIPTS) for c in text
    )


def _examples(code: str, lead: str, found: Sequence[tuple[Place, str]]) -> Finding:
    shown = [f"{name(text)} ({where([place])})" for place, text in found[:MOST_EXAMPLES]]
    more = f"; and {len(found) - MOST_EXAMPLES} more" if len(found) > MOST_EXAMPLES else ""
    return finding(
        code,
        [place for place, _ in found],
        f"{lead}: {'; '.join(shown)}{more}.",
        " | ".join(text for _, text in found[:MOST_EXAMPLES]),
        None,
    )
