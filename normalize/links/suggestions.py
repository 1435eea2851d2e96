"""What a person may decide: indicators of an agency that may be one, concepts that an indicator may measure.

Nothing here changes a figure. A suggestion says how near the names are and what the printed figures say of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from rapidfuzz import fuzz

from normalize.corrections.applying import by_document, fits
from normalize.corrections.file import Correction
from normalize.indicators.concepts import Concept, concepts, propose
from normalize.indicators.keys import shown_name
from normalize.model import Interpretation, LinkedRows, Observation
from normalize.names.indicator_text import IndicatorText, indicator_text
from normalize.names.one_indicator import WITNESSES, Slot, telling
from normalize.names.same_indicator import likeness
from normalize.tables.labels import indicator_key

LEAST_ALIKE = 72.0
"""Below this the names of two indicators are not looked at."""
FOR, AGAINST = 6.0, 12.0
"""What a telling figure that both print adds to the score; what one that differs, or another word, takes from it."""
MOST_FOR = 18.0
SHOWN = 3
"""How many figures a reason names."""
DIGITS = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something for a person to decide; `suggestion_id` is made from what it says, so that it stays the same.

    `same`: the indicator may be the one called `other`; `concept`: it may measure the concept `other` (an id). `score`
    goes from 0 to 100. `targets` are the spellings it is about, as (sha256 of the report, indicator as printed).
    """

    suggestion_id: str
    kind: Literal["same", "concept"]
    agency: str | None
    indicator: str
    other: str
    score: float
    reasons: tuple[str, ...]
    targets: tuple[tuple[str, str], ...]

    def decisions(self, decision: Literal["correct", "reject"], by: str, date: str, reason: str) -> list[Correction]:
        """The rows of `corrections.csv` that accept or reject the suggestion."""
        field = "indicator" if self.kind == "same" else "concept"
        return [
            Correction(sha256, None, printed, None, "", "", "", field, decision, self.other, by, date, reason)
            for sha256, printed in self.targets
        ]


@dataclass(frozen=True, slots=True)
class Linked:
    """An indicator of an agency with all that its reports print of it."""

    indicator_id: str
    agency: str | None
    name: str
    text: IndicatorText
    concept_id: str
    observations: tuple[tuple[str, Observation], ...]
    figures: Mapping[Slot, frozenset[Decimal]]
    units: frozenset[str]
    rows: Mapping[tuple[str, str, Slot], frozenset[tuple[int, int]]]

    @property
    def spellings(self) -> tuple[tuple[str, str], ...]:
        """Report and printed name, each once."""
        return tuple(dict.fromkeys((sha256, shown_name(o)) for sha256, o in self.observations))


def suggest(
    meanings: Sequence[Interpretation], linked: LinkedRows, corrections: Iterable[Correction] = ()
) -> tuple[Suggestion, ...]:
    """Suggestions over the documents of an agency, or of several, best first, without those a person has rejected."""
    decided = by_document(corrections)
    by_agency: dict[str, list[Linked]] = defaultdict(list)
    for one in _indicators(meanings, linked):
        by_agency[one.indicator_id.rpartition("/")[0]].append(one)
    found = [
        suggestion
        for _, group in sorted(by_agency.items())
        for suggestion in (*_same(group, decided), *_concepts(group, decided))
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.agency or "", one.suggestion_id)))


def _indicators(meanings: Sequence[Interpretation], linked: LinkedRows) -> Iterator[Linked]:
    """The linked indicators that are named on their own; sub-rows are known by their group line."""
    named = {one.indicator_id: one for one in linked.indicators}
    printed: dict[str, list[tuple[str, Observation]]] = defaultdict(list)
    by_key = {(n, key): indicator_id for n, key, indicator_id in linked.keys}
    for n, meaning in enumerate(meanings):
        for key, observation in zip(meaning.indicator_keys, meaning.observations, strict=True):
            printed[by_key[n, key]].append((meaning.document.sha256, observation))
    agencies = {meaning.identity.agency_id: meaning.identity.agency for meaning in meanings}
    for indicator_id, observations in sorted(printed.items()):
        one = named[indicator_id]
        figures: dict[Slot, set[Decimal]] = defaultdict(set)
        rows: dict[tuple[str, str, Slot], set[tuple[int, int]]] = defaultdict(set)
        for sha256, o in observations:
            slot = (o.year, o.measure, o.period)
            table = o.table_caption or f"{o.place.page} {o.place.table_no}"
            rows[sha256, table, slot].add((o.place.page, o.place.row))
            if o.value is not None and o.period == "year" and o.measure in WITNESSES:
                figures[slot].add(o.value)
        yield Linked(
            indicator_id,
            agencies.get(one.agency_id),
            one.name,
            indicator_text(one.name),
            one.concept_id,
            tuple(observations),
            {slot: frozenset(values) for slot, values in figures.items()},
            frozenset(o.unit for _, o in observations if o.unit and o.measure in ("target", "realization")),
            {place: frozenset(numbers) for place, numbers in rows.items()},
        )


# -- indicators that may be one ---------------------------------------------------------------------------------------


def _same(group: Sequence[Linked], decided: Mapping[str, Sequence[Correction]]) -> Iterator[Suggestion]:
    """Pairs of an agency's indicators: the one that fewer figures stand under may be the other."""
    for pair in combinations(group, 2):
        fewer, more = sorted(pair, key=lambda one: (len(one.observations), one.indicator_id))
        alike = fuzz.token_sort_ratio(" ".join(fewer.text.tokens), " ".join(more.text.tokens))
        if alike < LEAST_ALIKE or likeness(fewer.text, more.text) == 0 or _are_two(fewer, more):
            continue
        equal, apart, weight = _compared(fewer, more)
        unlike = min(map(len, _own_words(fewer, more)))
        score = min(100.0, alike + min(MOST_FOR, FOR * weight) - AGAINST * (len(apart) + unlike))
        if score < LEAST_ALIKE or _rejected("indicator", more.name, fewer, decided):
            continue
        reasons = (*_about_names(fewer, more, alike), *_about_figures(equal, apart))
        yield _suggestion("same", fewer, more.name, score, reasons)


def _are_two(one: Linked, other: Linked) -> bool:
    """Whether a table prints both in rows of their own, one above the other, in other units, or as other concepts."""
    side_by_side = any(one.rows[place] != other.rows[place] for place in one.rows.keys() & other.rows.keys())
    unlike = bool(one.units and other.units) and not one.units & other.units
    known = [each.concept_id for each in (one, other) if each.concept_id in concepts()]
    above = _is_group_of(one, other) or _is_group_of(other, one)
    return side_by_side or unlike or above or len(set(known)) == 2


def _is_group_of(one: Linked, other: Linked) -> bool:
    """Whether one is the group line above the other."""
    name = indicator_key(one.name)
    return any(o.parent is not None and indicator_key(o.parent) == name for _, o in other.observations)


def _compared(one: Linked, other: Linked) -> tuple[list[str], list[str], float]:
    """The figures that both print alike and those in which they differ, as words, and how much the equal ones tell."""
    equal, apart = [], []
    values: set[Decimal] = set()
    for slot in sorted(one.figures.keys() & other.figures.keys(), key=str):
        year, measure, _ = slot
        shared = one.figures[slot] & other.figures[slot]
        if shared:
            values |= shared
            equal.append(f"{measure} {year} {min(shared):f}")
        else:
            apart.append(f"{measure} {year} {min(one.figures[slot]):f} and {min(other.figures[slot]):f}")
    return equal, apart, sum(map(telling, values))


def _own_words(one: Linked, other: Linked) -> tuple[list[str], list[str]]:
    """The words that only one of the names has, for each of the two."""
    mine = [word for word in one.text.tokens if word not in other.text.tokens]
    theirs = [word for word in other.text.tokens if word not in one.text.tokens]
    return mine, theirs


def _about_names(one: Linked, other: Linked, alike: float) -> Iterator[str]:
    yield f"names {alike:.0f} % alike"
    mine, theirs = _own_words(one, other)
    if mine or theirs:
        yield f"words of one alone: {', '.join(mine) or 'none'}; of the other: {', '.join(theirs) or 'none'}"


def _about_figures(equal: Sequence[str], apart: Sequence[str]) -> Iterator[str]:
    if equal:
        yield f"both print {_some(equal)}"
    if apart:
        yield f"they differ in {_some(apart)}"
    if not equal and not apart:
        yield "no figure of the same year and measure to compare"


def _some(parts: Sequence[str]) -> str:
    more = f" and {len(parts) - SHOWN} more" if len(parts) > SHOWN else ""
    return ", ".join(parts[:SHOWN]) + more


# -- concepts ---------------------------------------------------------------------------------------------------------


def _concepts(group: Sequence[Linked], decided: Mapping[str, Sequence[Correction]]) -> Iterator[Suggestion]:
    """Concepts whose accepted wordings are near the name of an indicator without one, and whose range it keeps."""
    taken = {one.concept_id for one in group}
    for one in group:
        if one.concept_id in concepts():
            continue
        for proposal in propose(one.name):
            concept = concepts()[proposal.concept_id]
            outside = _outside(one, concept)
            if outside or _rejected("concept", concept.concept_id, one, decided):
                continue
            reasons = [f"near the accepted wording “{proposal.alias}” ({proposal.score:.0f} %)", _about(concept)]
            if concept.concept_id in taken:
                reasons.append("another indicator of the agency measures it already")
            yield _suggestion("concept", one, concept.concept_id, proposal.score, tuple(reasons))


def _outside(one: Linked, concept: Concept) -> bool:
    """Whether a target or result lies beyond what the concept can be, or only one of the two is a percentage."""
    if one.units and concept.unit and (concept.unit == "%") != ("%" in one.units):
        return True
    values = [value for (_, measure, _), values in one.figures.items() if measure != "achievement" for value in values]
    low, high = concept.low, concept.high
    return any((low is not None and value < low) or (high is not None and value > high) for value in values)


def _about(concept: Concept) -> str:
    bounds = f", from {concept.low} to {concept.high}" if concept.low is not None and concept.high is not None else ""
    return f"{concept.name}: {concept.unit or 'no unit'}{bounds}"


# -- both -------------------------------------------------------------------------------------------------------------


def _suggestion(
    kind: Literal["same", "concept"], one: Linked, other: str, score: float, reasons: tuple[str, ...]
) -> Suggestion:
    said = "\x1f".join((kind, one.indicator_id, other))
    number = hashlib.sha256(said.encode()).hexdigest()[:DIGITS]
    return Suggestion(number, kind, one.agency, one.name, other, round(score, 1), reasons, one.spellings)


def _rejected(field: str, other: str, one: Linked, decided: Mapping[str, Sequence[Correction]]) -> bool:
    """Whether a person said that this is not so."""
    return any(
        c.field == field
        and c.decision == "reject"
        and (not c.value or indicator_key(c.value) == indicator_key(other))
        and fits(c, observation)
        for sha256, observation in one.observations
        for c in decided.get(sha256, ())
    )
