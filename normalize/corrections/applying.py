"""A person's decisions: read from `corrections.csv`, matched to what was printed, applied to observations.

A decision names the report, page, indicator, year, period, measure and printed text, never the table or row, so that
better table reading does not lose it. An empty cell fits anything. What was printed (`raw`, `indicator`) stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from normalize.corrections.file import Correction
from normalize.model import MEASURES, Finding, Measure, Observation
from normalize.names.indicator_text import indicator_text
from normalize.tables.labels import indicator_key, one_line

UNMATCHED = "correction.unmatched"
REJECTED = "rejected"
"""`missing` of an observation that a person says is none."""
BY_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Observations and their keys after a person's decisions, and a finding for each decision that fits nothing."""

    observations: tuple[Observation, ...]
    keys: tuple[str, ...]
    findings: tuple[Finding, ...]


def correct(observations: Sequence[Observation], keys: Sequence[str], corrections: Sequence[Correction]) -> Corrected:
    """Apply the decisions on one document. All are matched against what was read, before any is applied.

    Of two decisions on the same field of a value the later one in the file counts.
    """
    changed, renamed = list(observations), list(keys)
    findings: list[Finding] = []
    for one in corrections:
        hits = [n for n, observation in enumerate(observations) if fits(one, observation)]
        if not hits:
            findings.append(_unmatched(one))
        for n in hits:
            changed[n] = _decided(one, changed[n], observations[n])
            if one.field == "indicator" and one.decision == "correct":
                renamed[n] = _key_of(one.value, observations, keys)
    return Corrected(tuple(changed), tuple(renamed), tuple(findings))


def fits(one: Correction, observation: Observation) -> bool:
    """Whether a decision is about an observation, as it was read."""
    return (
        one.page in (None, observation.place.page)
        and one.year in (None, observation.year)
        and one.period in ("", observation.period)
        and one.measure in ("", observation.measure)
        and (not one.indicator or indicator_key(one.indicator) in _names(observation))
        and (not one.raw or _squeezed(one.raw) == _squeezed(observation.raw))
    )


def _names(observation: Observation) -> tuple[str, str]:
    """The indicator as printed, and with the group line above it."""
    return indicator_key(observation.indicator), indicator_key(f"{observation.parent or ''}{observation.indicator}")


def other_names(corrections: Iterable[Correction], observations: Iterable[Observation]) -> tuple[str, ...]:
    """The names a person gave the indicator of some observations."""
    named = [one for one in corrections if one.field == "indicator" and one.decision == "correct"]
    return tuple(dict.fromkeys(one.value for o in observations for one in named if fits(one, o)))


def concept_decision(corrections: Iterable[Correction], observations: Sequence[Observation]) -> Correction | None:
    """What a person decided on the concept of an indicator, by any of its observations; the last decision counts.

    That it is not a certain concept says nothing of others.
    """
    decided = [one for one in corrections if one.field == "concept" and (one.decision == "correct" or not one.value)]
    return next((one for one in reversed(decided) if any(fits(one, o) for o in observations)), None)


def by_document(corrections: Iterable[Correction]) -> Mapping[str, tuple[Correction, ...]]:
    """The decisions on each document, by its sha256, in the order of the file."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        found[one.sha256].append(one)
    return {sha256: tuple(group) for sha256, group in found.items()}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", one_line(text)).casefold()


def _key_of(name: str, observations: Sequence[Observation], keys: Sequence[str]) -> str:
    """The key of the indicator of that name in the document, else the one the name makes."""
    wanted = indicator_key(name)
    known = (key for o, key in zip(observations, keys, strict=True) if wanted in _names(o))
    return next(known, None) or indicator_text(name).slug or "indikator"


def _decided(one: Correction, observation: Observation, read: Observation) -> Observation:
    """The observation with a decision applied; `read` is what the program read."""
    is_link = one.field in ("indicator", "concept")
    if is_link and one.decision == "reject":
        return observation
    who = f"{one.by} ({one.date}): {one.reason}"
    observation = replace(observation, decided_by=who)
    if is_link:
        return observation
    if one.decision == "correct":
        observation = _changed(one, observation, read)
    elif one.decision == "reject":
        observation = replace(_with_value(observation, None, None, read), missing=REJECTED)
    return replace(observation, confidence=1.0)


def _changed(one: Correction, observation: Observation, read: Observation) -> Observation:
    if one.field == "measure":
        return replace(observation, measure=_measure(one.value))
    if one.field == "year":
        return replace(observation, year=int(one.value))
    if one.field == "unit":
        return replace(observation, unit=one.value)
    try:
        return _with_value(observation, Decimal(one.value), None, read)
    except InvalidOperation:
        return _with_value(observation, None, one.value, read)


def _measure(text: str) -> Measure:
    return next(measure for measure in MEASURES if measure == text)


def _with_value(observation: Observation, value: Decimal | None, text: str | None, read: Observation) -> Observation:
    """Another value in the place of the one read, which stays among the readings."""
    others = [v for v in (read.value, *read.alternatives) if v is not None and v != value]
    exponent = value.as_tuple().exponent if value is not None else 0
    return replace(
        observation,
        value=value,
        text=text,
        missing=None,
        comparator=None,
        value_low=None,
        value_high=None,
        decimals=max(0, -exponent) if value is not None and isinstance(exponent, int) else None,
        alternatives=tuple(dict.fromkeys(others)),
    )


def _unmatched(one: Correction) -> Finding:
    said = [one.measure, f"“{one.indicator}”" if one.indicator else "", str(one.year or ""), one.raw]
    about = " ".join(part for part in said if part) or "the report"
    wanted = f" as {one.value}" if one.value else ""
    return Finding(
        UNMATCHED,
        "medium",
        one.page,
        (one.page,) if one.page else (),
        None,
        f"The decision of {one.by} of {one.date} to {one.decision} the {one.field} of {about}{wanted} fits "
        "nothing that is read in this report.",
        one.raw or None,
        one.value or None,
    )
