"""Achievements of the year that do not follow from target and realisation, with what explains them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from extract.numbers import read_figure
from normalize.achievements.candidates import Candidates, Value
from normalize.achievements.explain import Explanation, Pair, explain, formulas_of, other_pairs
from normalize.achievements.formulas import FORMULAS, HUNDRED
from normalize.achievements.rows import Row, TableId, pair_of, table_of
from normalize.checks.conflicts import unlike_tables
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.trust import LEAST_CONFIDENCE, contradicting, contradictions
from normalize.checks.wording import indicator, number, observation_ids, raw, raws, value_at, where
from normalize.model import Finding, Observation

FORMULA_TEXT = {formula.code: formula.text for formula in FORMULAS}
FIGURES = 2
LONG_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]{2,}\d(?![\d%])")
ANOTHER_ROW = "another row"
LARGEST_FACTOR = Decimal(10)
RANK = {status: rank for rank, status in enumerate(("equal", "rounding", "other_formula", "other_pair", "capped"))}


@dataclass(frozen=True, slots=True)
class Reading:
    """One printed value of an achievement with the pair it was held against and how it comes about."""

    value: Value
    pair: Pair | None
    explained: Explanation

    @property
    def follows(self) -> bool:
        return self.explained.status in ("equal", "rounding")

    @property
    def is_of_another_row(self) -> bool:
        return self.explained.pair is not None and self.explained.pair.relation == ANOTHER_ROW


def check_achievements(dossier: Dossier) -> Iterator[Finding]:
    """One finding for every indicator and year whose printed achievements do not follow; small misfits in one."""
    rounded: list[tuple[Candidates, Reading]] = []
    astray: list[tuple[Candidates, Reading]] = []
    by_table: dict[TableId, list[Row]] = defaultdict(list)
    for row in dossier.rows:
        by_table[row.table].append(row)
    found = contradictions([_printed_ids(group) for group in dossier.groups], dossier)
    for at, group in enumerate(dossier.groups):
        values = found.single.get(at) or group.printed.values[:1]
        if len(values) < min(2, len(group.printed.values)):
            continue
        readings = [_read(value, group, dossier, by_table) for value in values]
        if len(readings) > 1 and not _is_implied(group, readings, dossier):
            yield _conflict(group, readings)
            continue
        if len(readings) == 1 and readings[0].is_of_another_row:
            astray.append((group, readings[0]))
        elif len(readings) == 1 and not readings[0].follows:
            yield from _single(group, readings[0], dossier)
        rounded += [(group, reading) for reading in readings if reading.explained.status == "rounding"]
    yield from _astray(astray, dossier)
    for tables, same in found.unlike.items():
        yield unlike_tables("achievement.conflict", "achievement", list(same.values()), tables, dossier)
    if rounded:
        yield _rounding(rounded)


def _printed_ids(group: Candidates) -> list[int]:
    return [i for value in group.printed.values for i in value.ids]


def _read(value: Value, group: Candidates, dossier: Dossier, by_table: dict[TableId, list[Row]]) -> Reading:
    """The best explanation of a printed value over the rows that print it."""
    polarity = dossier.verdicts[group.key].polarity
    readings = []
    for i, printed in zip(value.ids, value.observations, strict=True):
        pair = _own_pair(i, group, dossier, by_table)
        if pair is None or min(o.confidence for o in (printed, pair.target, pair.realization)) < LEAST_CONFIDENCE:
            continue
        if table_of(printed) == table_of(pair.target) and dossier.is_of_group(printed, pair.target):
            continue
        others = chain(_neighbours(printed, group, dossier, by_table), _same_indicator(pair, group, dossier))
        explained = explain(printed, pair, polarity, others, _may_cap(printed, dossier))
        readings.append(Reading(value, pair, explained))
    unknown = Reading(value, None, Explanation("not_computable", None, None))
    return min(readings, key=lambda r: RANK.get(r.explained.status, len(RANK)), default=unknown)


def _own_pair(i: int, group: Candidates, dossier: Dossier, by_table: dict[TableId, list[Row]]) -> Pair | None:
    """Target and realisation of the printed row; what it lacks comes from the rest of the report, if undisputed."""
    printed = dossier.observations[i]
    row = next((row for row in by_table[table_of(printed)] if row.printed == i), None)
    target = dossier.observations[row.target] if row and row.target is not None else _sure(group.targets.values)
    reached = row.realization if row else None
    realization = dossier.observations[reached] if reached is not None else _sure(group.realizations.values)
    return Pair(target, realization, "own") if target and realization else None


def _sure(values: tuple[Value, ...]) -> Observation | None:
    return values[0].best if len(values) == 1 else None


def _neighbours(
    printed: Observation, group: Candidates, dossier: Dossier, by_table: dict[TableId, list[Row]]
) -> Iterator[Pair]:
    for row in by_table[table_of(printed)]:
        if row.key != group.key and row.year == group.year:
            pair = pair_of(row, dossier.observations, ANOTHER_ROW)
            if pair is not None:
                yield pair


def _same_indicator(own: Pair, group: Candidates, dossier: Dossier) -> Iterator[Pair]:
    same = [o for o, key in zip(dossier.observations, dossier.keys, strict=True) if key == group.key]
    targets = [o for o in same if o.measure in ("target", "medium_term_target", "benchmark")]
    realizations = [o for o in same if o.measure in ("realization", "baseline")]
    return other_pairs(own, targets, realizations)


def _may_cap(printed: Observation, dossier: Dossier) -> bool:
    """Whether the report prints no achievement above this one, so that it may be a limit."""
    shown = printed.value
    return shown is not None and all(
        o.value is None or o.value <= shown for o in dossier.observations if o.measure == "achievement"
    )


def _is_implied(group: Candidates, readings: list[Reading], dossier: Dossier) -> bool:
    """Whether different achievements only follow from different targets or realisations, one kind of them."""
    targets, realizations = (
        contradicting([i for v in choice.values for i in v.ids], dossier)
        for choice in (group.targets, group.realizations)
    )
    is_one_sided = bool(targets) != bool(realizations)
    return is_one_sided and all(reading.follows for reading in readings)


def _because(reading: Reading) -> str:
    """How a printed value comes about, in words; what would be expected where nothing explains it."""
    explained, pair = reading.explained, reading.pair
    assert pair is not None, "a printed value comes about from a target and a realisation"
    used = explained.pair or pair
    reached, wanted = raw(used.realization), raw(used.target)
    if explained.status in ("equal", "rounding"):
        return f"follows from realisation {reached} and target {wanted} ({FORMULA_TEXT[explained.formula or 'P1']})"
    if explained.status == "other_formula":
        return f"is {FORMULA_TEXT[explained.formula or 'P1']} of target {wanted} and realisation {reached}"
    if explained.status == "other_pair":
        source = f"row {indicator(used.target)}" if used.relation == ANOTHER_ROW else used.relation
        formula = FORMULA_TEXT[explained.formula or "P1"]
        return f"is {formula} of target {wanted} and realisation {reached}: {source} ({where([used.target.place])})"
    if explained.recomputed is None:
        return f"cannot be computed from realisation {reached} and target {wanted}"
    expected = number(explained.recomputed, FIGURES)
    return f"does not follow from realisation {reached} and target {wanted}, which give {expected}"


def _conflict(group: Candidates, readings: list[Reading]) -> Finding:
    first = readings[0].value.best
    parts = [value_at(r.value) + (f", which {_because(r)}" if r.pair else "") for r in readings]
    expected = _expected(readings)
    return finding(
        "achievement.conflict",
        [o.place for reading in readings for o in reading.value.observations],
        f"The achievement of {indicator(first)} for {group.year} is printed as {'; as '.join(parts)}.",
        " | ".join(raws(reading.value) for reading in readings),
        expected,
        observation_ids(i for reading in readings for i in reading.value.ids),
    )


def _expected(readings: list[Reading]) -> str | None:
    results = {number(r.explained.recomputed, FIGURES) for r in readings if r.explained.recomputed is not None}
    return " | ".join(sorted(results)) or None


def _single(group: Candidates, reading: Reading, dossier: Dossier) -> Iterator[Finding]:
    """The finding for the one printed achievement of an indicator and year that does not follow."""
    if reading.pair is None:
        return
    explained, pair = reading.explained, reading.pair
    shown = reading.value.best.value
    if explained.status == "unexplained" and not _is_comparable(shown, explained.recomputed):
        return
    if explained.status == "not_computable":
        if pair.target.value == 0 and reading.value.best.value not in (0, HUNDRED):
            yield _finding("achievement.zero-target", group, reading, "the target is 0, so that no formula gives it")
        return
    own = formulas_of(dossier.verdicts[group.key].polarity)[0]
    expected = number(explained.recomputed, FIGURES) if explained.recomputed is not None else ""
    reached, wanted = raw(pair.realization), raw(pair.target)
    basis = f"realisation {reached} and target {wanted} give {expected} ({own.text})"
    if explained.status == "other_formula":
        yield _finding("achievement.other-formula", group, reading, f"{basis}; the printed figure {_because(reading)}")
    elif explained.status == "other_pair":
        yield _finding("achievement.other-pair", group, reading, f"{basis}; the printed figure {_because(reading)}")
    elif explained.status == "capped":
        yield _finding("achievement.capped", group, reading, f"{basis}; the printed figure is a limit set below it")
    else:
        yield _finding("achievement.unexplained", group, reading, basis + _implied(reading, pair, dossier))


def _implied(reading: Reading, pair: Pair, dossier: Dossier) -> str:
    """Which realisation the printed figure would follow from, if the report prints such a number elsewhere."""
    printed, target = reading.value.best, pair.target.value
    if printed.value is None or not target or not printed.decimals:
        return ""
    half = Decimal(1).scaleb(-printed.decimals) / 2
    low, high = ((printed.value + step) * target / HUNDRED for step in (-half, half))
    for page in dossier.interpretation.document.pages:
        for line in page.lines:
            for found in LONG_NUMBER.findall(line.text):
                values = [r.value for r in read_figure(found).readings if r.value is not None]
                if any(low <= value <= high for value in values):
                    place = place_at(page.page, line.line, dossier)
                    return f"; it follows from {found}, which stands in the text ({where([place])})"
    return ""


def _astray(found: list[tuple[Candidates, Reading]], dossier: Dossier) -> Iterator[Finding]:
    """Achievements that are those of another row: two that changed places in one finding, the others one by one."""
    keys = {id(o): key for o, key in zip(dossier.observations, dossier.keys, strict=True)}
    owner = {group.key: keys[id(r.explained.pair.target)] for group, r in found if r.explained.pair is not None}
    done: set[str] = set()
    for group, reading in found:
        other = next((o for o in found if o[0].key == owner[group.key] and o[0].year == group.year), None)
        if group.key in done:
            continue
        if other is None or owner[other[0].key] != group.key:
            yield from _single(group, reading, dossier)
        else:
            done.add(other[0].key)
            yield _swapped((group, reading), other)


def _swapped(first: tuple[Candidates, Reading], second: tuple[Candidates, Reading]) -> Finding:
    (group, a), (other, b) = first, second
    expected = [number(r.explained.recomputed, FIGURES) for r in (a, b) if r.explained.recomputed is not None]
    return finding(
        "achievement.swapped",
        [o.place for r in (a, b) for o in r.value.observations],
        f"The achievements of {indicator(a.value.best)} and {indicator(b.value.best)} for {group.year} have changed "
        f"places: {value_at(a.value)} and {value_at(b.value)} are printed, their own figures give "
        f"{' and '.join(expected)}.",
        f"{raws(a.value)} | {raws(b.value)}",
        " | ".join(expected),
        observation_ids((*a.value.ids, *b.value.ids, *group.targets.ids, *other.targets.ids)),
    )


def _is_comparable(printed: Decimal | None, recomputed: Decimal | None) -> bool:
    """Whether two percentages are near enough that one may be a mistake for the other, not another quantity."""
    if not printed or not recomputed:
        return printed is not None and recomputed is not None and max(printed, recomputed) <= HUNDRED
    return LARGEST_FACTOR > recomputed / printed > 1 / LARGEST_FACTOR


def _finding(code: str, group: Candidates, reading: Reading, why: str) -> Finding:
    value, pair = reading.value, reading.pair
    assert pair is not None, "a finding on an achievement rests on a target and a realisation"
    recomputed = reading.explained.recomputed
    return finding(
        code,
        [o.place for o in (*value.observations, pair.target, pair.realization)],
        f"The achievement of {indicator(value.best)} for {group.year} is printed as {value_at(value)}, but {why}.",
        raws(value),
        number(recomputed, value.best.decimals or FIGURES) if recomputed is not None else None,
        observation_ids((*value.ids, *group.targets.ids, *group.realizations.ids)),
    )


def _rounding(rounded: list[tuple[Candidates, Reading]]) -> Finding:
    """All achievements of a report that only unrounded inputs or a cut digit explain, in one finding."""
    parts: list[str] = []
    printed: list[str] = []
    expected: list[str] = []
    for group, reading in rounded:
        assert reading.pair is not None and reading.explained.recomputed is not None, "a rounded value has a pair"
        result = number(reading.explained.recomputed, max(FIGURES, reading.value.best.decimals or 0))
        shown = raws(reading.value)
        parts.append(f"{indicator(reading.value.best)} {group.year}: {shown} instead of {result}")
        printed.append(shown)
        expected.append(result)
    places = [o.place for _, reading in rounded for o in reading.value.observations]
    return finding(
        "achievement.rounding",
        places,
        f"{len(parts)} printed achievement{'s are' if len(parts) > 1 else ' is'} not what the printed target and "
        f"realisation give and can only come from figures before rounding or from digits cut off "
        f"({where(places)}): {'; '.join(parts)}.",
        " | ".join(printed),
        " | ".join(expected),
        observation_ids(i for _, reading in rounded for i in reading.value.ids),
    )
