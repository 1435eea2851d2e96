"""Targets, realisations and achievements that the text states, held against the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from normalize.achievements.formulas import HUNDRED, P1, Figure, compute, figure, fits_exactly
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of, spot
from normalize.checks.wording import indicator, measure_word, number, observation_ids, raw, value_at, where
from normalize.model import Finding, Measure, Observation, Statement
from normalize.prose.phrases import WISHED
from normalize.prose.years import names_other_years

TABLE_MEASURES: dict[str, tuple[Measure, ...]] = {
    "target": ("target",),
    "realization": ("realization",),
    "achievement": ("achievement",),
    "medium_term_target": ("medium_term_target",),
    "medium_term_achievement": ("medium_term_achievement",),
    "reached": ("realization", "achievement"),
}
RULES = {
    "target": "prose.target",
    "realization": "prose.realization",
    "achievement": "prose.achievement",
    "medium_term_target": "prose.medium-term",
    "medium_term_achievement": "prose.medium-term",
    "reached": "prose.realization",
}
ASKED = re.compile(r"^[\d.]+\s+(?:orang\s+)?responden\b", re.I)
"""How many were asked is no result."""
HOPED = re.compile(
    rf"\b(?:{WISHED}|dapat|minimal|maksimal|belum|tidak|lebih\s+dari|kurang\s+dari)\s+(?:\w+\s+){{0,2}}$",
    re.IGNORECASE,
)
OTHER_BASE = re.compile(
    r"^\S+\s*(?:dari|terhadap|dibanding\w*)\s+(?:capaian|realisasi|total|jumlah|keseluruhan|seluruh|rata|tahun|nasional|kondisi)\b",
    re.I,
)
RATED = re.compile(r"^\S+\s*(?:dengan|dan|,|\()?\s*(?:kategori|kriteria|predikat|sebutan)\b", re.I)
ROUNDED_TO_WHOLE = Decimal("0.05")
"""`100%` says that all is done: it rounds nothing further away."""
LARGEST_RATIO = Decimal(20)
"""A value twenty times another one measures something else."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A statement and the table values of its indicator, measure and year that differ from it."""

    statement: Statement
    tables: tuple[int, ...]
    elsewhere: tuple[int, ...]


def check_prose_values(dossier: Dossier) -> Iterator[Finding]:
    """Values of indicators in sentences that no table prints; one finding for each value."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for i, observation in enumerate(dossier.observations):
        if observation.period == "year" and observation.value is not None:
            by_key[dossier.keys[i]].append(i)
    groups: dict[tuple[str, str, Decimal | None], list[Clash]] = defaultdict(list)
    by_sentence: dict[int, list[Statement]] = defaultdict(list)
    for told in dossier.interpretation.statements:
        by_sentence[told.number].append(told)
    for told in dossier.interpretation.statements:
        statement = _dated(told, by_sentence[told.number], by_key, dossier)
        if (
            statement.indicator_key is not None
            and statement.measure in TABLE_MEASURES
            and not _is_open(statement, dossier)
        ):
            clash = _clash(statement, by_key[statement.indicator_key], dossier)
            if clash is not None:
                groups[statement.indicator_key, RULES[statement.measure], statement.value].append(clash)
    for clashes in groups.values():
        yield _finding(clashes, dossier)


def _dated(
    statement: Statement, beside: Sequence[Statement], by_key: Mapping[str, Sequence[int]], dossier: Dossier
) -> Statement:
    """The statement with the report's year where another value of its sentence is the indicator's of that year."""
    if statement.year is not None or statement.indicator_key is None or dossier.year is None:
        return statement
    for other in beside:
        is_of_same = other.indicator_key == statement.indicator_key and other.start != statement.start
        if not is_of_same or other.measure not in ("realization", "achievement"):
            continue
        own = [dossier.observations[i] for i in by_key[statement.indicator_key]]
        years = {o.year for o in own if o.measure == other.measure and confirms(other, o)}
        if years == {dossier.year}:
            return replace(statement, year=dossier.year)
    return statement


def _clash(statement: Statement, own: Sequence[int], dossier: Dossier) -> Clash | None:
    """The table values that a statement contradicts, or None where one confirms it or nothing can be compared."""
    year = statement.year or dossier.year
    measures = TABLE_MEASURES[statement.measure]
    wanted = [
        i
        for i in own
        if dossier.observations[i].measure in measures and _is_of(dossier.observations[i], year, statement)
    ]
    comparable = [i for i in wanted if _comparable(statement, dossier.observations[i])]
    if not comparable or any(confirms(statement, dossier.observations[i]) for i in wanted):
        return None
    elsewhere = [i for i in own if confirms(statement, dossier.observations[i])]
    if elsewhere and not _is_telling(statement, [dossier.observations[i] for i in elsewhere], year):
        return None
    if statement.is_carried and not _same_unit(statement, [dossier.observations[i] for i in comparable]):
        return None
    return Clash(statement, tuple(comparable), tuple(elsewhere))


def _is_open(statement: Statement, dossier: Dossier) -> bool:
    """Whether the sentence leaves open what the value is: of which year, of what base, reached or only hoped for."""
    before, behind = statement.sentence[: statement.start], statement.sentence[statement.start :]
    if statement.year is None and names_other_years(statement.sentence, dossier.year):
        return True
    if HOPED.search(before) or OTHER_BASE.match(behind) or ASKED.match(behind):
        return True
    kept = statement.measure in ("reached", "achievement")
    return kept and any(a.observation.value in statement.readings for a in dossier.aggregates)


def _is_of(observation: Observation, year: int | None, statement: Statement) -> bool:
    if statement.measure.startswith("medium_term"):
        return statement.year is None or observation.year in (None, statement.year)
    return observation.year == year


def _is_telling(statement: Statement, elsewhere: Sequence[Observation], year: int | None) -> bool:
    """Whether a value that tables print elsewhere is wrong here: its measure is said, and no other year is meant."""
    same = [o for o in elsewhere if o.measure in TABLE_MEASURES[statement.measure]]
    if statement.measure in ("reached", "achievement") or (same and statement.year is None):
        return False
    says_base = statement.measure in ("target", "medium_term_achievement")
    return says_base or bool(same) or statement.year is not None


def _comparable(statement: Statement, observation: Observation) -> bool:
    """Whether statement and table value can be one quantity: both percentages or neither, of like magnitude."""
    assert observation.value is not None and statement.value is not None, "values without a number are left out"
    is_share = observation.unit == "%" or observation.measure in ("achievement", "medium_term_achievement")
    if (statement.kind == "percent" or _is_rated(statement)) != is_share:
        return False
    if statement.kind == "money" and observation.unit != "IDR":
        return False
    if observation.unit == "IDR" and statement.kind != "money":
        return False
    small, large = sorted((abs(statement.value), abs(observation.value)))
    return small == large == 0 or (small > 0 and large <= LARGEST_RATIO * small)


def _is_rated(statement: Statement) -> bool:
    """Whether an achievement without its percent sign stands before a rating: `sebesar 93,87 dengan kategori Baik`."""
    is_bare = statement.measure == "achievement" and statement.kind == "plain" and statement.unit is None
    return is_bare and RATED.match(statement.sentence[statement.start :]) is not None


def _same_unit(statement: Statement, observations: Sequence[Observation]) -> bool:
    units = {(o.unit_raw or o.unit or "").casefold() for o in observations}
    return statement.kind == "percent" or (statement.unit or "-").casefold() in units


def confirms(statement: Statement, observation: Observation) -> bool:
    """Whether a table value is the stated one, to the digits of the coarser print."""
    if observation.value is None:
        return False
    for value in (observation.value, *observation.alternatives):
        for stated in statement.readings:
            if stated == value:
                return True
            is_whole = stated == HUNDRED and statement.kind == "percent" and abs(value - stated) > ROUNDED_TO_WHOLE
            if not is_whole and equal_when_rounded(stated, statement.decimals, value, observation.decimals or 0):
                return True
    return False


def equal_when_rounded(one: Decimal, one_decimals: int, other: Decimal, other_decimals: int) -> bool:
    """Whether two prints are one number to the digits of the coarser one, rounded or cut; single digits say too little.

    >>> equal_when_rounded(Decimal("33"), 0, Decimal("33.33"), 2)
    True
    >>> equal_when_rounded(Decimal("46.24"), 2, Decimal("46.25"), 2)
    False
    """
    if one_decimals == other_decimals:
        return False
    coarse, fine, step = (
        (one, other, Decimal(1).scaleb(-one_decimals))
        if one_decimals < other_decimals
        else (other, one, Decimal(1).scaleb(-other_decimals))
    )
    return abs(coarse) >= 10 * step and abs(coarse - fine) < step


def _finding(clashes: Sequence[Clash], dossier: Dossier) -> Finding:
    statement = clashes[0].statement
    tables = sorted({i for clash in clashes for i in clash.tables})
    observations = [dossier.observations[i] for i in tables]
    prints = _prints(observations)
    year = statement.year or dossier.year
    when = f" for {year}" if year and not statement.measure.startswith("medium_term") else ""
    what = "value reached" if statement.measure == "reached" else measure_word(observations[0].measure)
    rule = "prose.slip" if _is_slip(statement, observations) else RULES[statement.measure]
    places = [place_of(clash.statement, dossier) for clash in clashes]
    return finding(
        rule,
        [*places, *(o.place for o in observations)],
        f"The text gives {statement.raw} as the {what} of {indicator(observations[0])}{when} ({where(places)}), but "
        f"the tables print {prints}.{_hint(clashes, dossier)}",
        statement.raw,
        " / ".join(dict.fromkeys(raw(o) for o in observations)),
        (*(("statement", n) for n in spot([c.statement for c in clashes], dossier)), *observation_ids(tables)),
    )


def _prints(observations: Sequence[Observation]) -> str:
    """The different prints with their places: `38,00% / 38 (lines 37 and 233)`."""
    groups: dict[Decimal | None, list[Observation]] = defaultdict(list)
    for observation in observations:
        groups[observation.value].append(observation)
    return " and ".join(
        f"{' / '.join(dict.fromkeys(raw(o) for o in same))} ({where(o.place for o in same)})"
        for same in groups.values()
    )


def _is_slip(statement: Statement, observations: Sequence[Observation]) -> bool:
    step = Decimal(1).scaleb(-statement.decimals)
    return statement.decimals > 0 and all(
        o.value is not None and o.decimals == statement.decimals and abs(o.value - (statement.value or 0)) == step
        for o in observations
    )


def _hint(clashes: Sequence[Clash], dossier: Dossier) -> str:
    """What else prints the stated value: another measure or year of the indicator, or another indicator's pair."""
    statement = clashes[0].statement
    for i in clashes[0].elsewhere:
        o = dossier.observations[i]
        if o.measure not in TABLE_MEASURES[statement.measure] or o.year != (statement.year or dossier.year):
            of_year = f" of {o.year}" if o.year is not None else ""
            return f" {raw(o)} is its {measure_word(o.measure)}{of_year} ({where([o.place])})."
    others = _owners(statement, dossier)
    if not others and (pair := _pair(statement, dossier)):
        return f" It follows from {pair}."
    return f" These are the figures of {' and '.join(others)}." if others else ""


def _pair(statement: Statement, dossier: Dossier) -> str | None:
    """The printed realisation and target of the indicator that give a stated achievement to its decimals."""
    if statement.measure != "achievement" or not statement.decimals or statement.value is None:
        return None
    step = Decimal(1).scaleb(-statement.decimals)
    printed = Figure(statement.value, step, step / 2)
    for group in dossier.groups:
        if group.key != statement.indicator_key or group.year != (statement.year or dossier.year):
            continue
        for target, reached in product(group.targets.values, group.realizations.values):
            wanted, had = figure(target.best), figure(reached.best)
            result = compute(P1, wanted, had) if wanted and had else None
            if result is not None and fits_exactly(result, printed):
                return f"realisation {value_at(reached)} and target {value_at(target)}"
    return None


def _owners(statement: Statement, dossier: Dossier) -> list[str]:
    """Other indicators whose figures of the year the sentence gives: at least two of them agree."""
    same = [
        s
        for s in dossier.interpretation.statements
        if s.number == statement.number and s.indicator_key == statement.indicator_key and s.measure in TABLE_MEASURES
    ]
    found: dict[str, set[int]] = defaultdict(set)
    for n, stated in enumerate(same):
        for i, o in enumerate(dossier.observations):
            if dossier.keys[i] == statement.indicator_key or o.year != dossier.year or o.period != "year":
                continue
            if o.measure in TABLE_MEASURES[stated.measure] and o.value in stated.readings:
                found[dossier.keys[i]].add(n)
    keys = [key for key, hits in found.items() if len(hits) >= 2]
    names = [next(indicator(o) for i, o in enumerate(dossier.observations) if dossier.keys[i] == key) for key in keys]
    return names if len(names) == 1 else []


def shown(value: Decimal) -> str:
    """A value as a message prints it."""
    return number(value)
