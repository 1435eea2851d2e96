"""The objectives of a report: each with the indicators that its tables put under it, under one of its names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from normalize.model import Observation
from normalize.words import letters

SAME_NAME = 90
"""Names closer than this are one objective in two spellings."""
KINDS = frozenset({"performance_measurement", "performance_agreement", "multi_year_comparison"})
PREFIX = re.compile(r"^\W*sasaran(?:\s+(?:strategis|stratejik|strategik))?\s*(?:ke\s*-?\s*)?\d*\s*[:.=-]\s*", re.I)
OPENER = re.compile(r"\b(?:me|ter|ber|op)\w+(?:nya|kan)\b|\b(?:ke|peng|pen|pem|per|ada)\w+(?:an|nya)\b", re.I)
CAPITAL_OPENER = re.compile(r"\b(?:Me|Ter|Ber)[a-z]+ny(?:a|\s+a)?\b")
MOST_OBJECTIVES = 12
"""A report with more has tables of programmes and activities; only names that open as an objective does count then."""
LEAST_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective by its commonest name, with all its names and the keys of its indicators."""

    name: str
    keys: frozenset[str]
    names: frozenset[str]


@dataclass
class _Group:
    """An objective while its indicators are gathered."""

    names: Counter[str]
    keys: set[str]


def read_objectives(
    observations: Sequence[Observation], keys: Sequence[str], year: int | None
) -> tuple[Objective, ...]:
    """The objectives, in the order of the tables, whose indicators have a realisation for the year."""
    own = [key for o, key in zip(observations, keys, strict=True) if o.measure == "realization" and o.year == year]
    measured = frozenset(own)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for o, key in zip(observations, keys, strict=True):
        if o.objective and key in measured and o.table_kind in KINDS:
            names[key][o.objective] += 1
    groups: list[_Group] = []
    for key, found in names.items():
        best = _best(found)
        group = next((g for g in groups if any(same_name(best, name) for name in g.names)), None)
        if group is None:
            group = _Group(Counter(), set())
            groups.append(group)
        group.names.update({name: count for name, count in found.items() if same_name(name, best)})
        group.keys.add(key)
    kept = groups if len(groups) <= MOST_OBJECTIVES else [g for g in groups if OPENER.match(_shown(g.names))]
    return tuple(_objective(group, names) for group in kept if len(letters(_shown(group.names))) >= LEAST_LETTERS)


def _objective(group: _Group, names: Mapping[str, Counter[str]]) -> Objective:
    everything = frozenset(name for key in group.keys for name in names[key])
    return Objective(_shown(group.names), frozenset(group.keys), everything)


def _best(found: Counter[str]) -> str:
    """The commonest name of an indicator's objective; one that page ends cut short counts for the whole one."""
    whole = Counter(
        {
            name: sum(count for other, count in found.items() if same_name(name, other) or is_cut(other, name))
            for name in found
            if not any(is_cut(name, other) for other in found)
        }
    )
    return (whole or found).most_common(1)[0][0]


def _shown(names: Counter[str]) -> str:
    return PREFIX.sub("", " ".join(names.most_common(1)[0][0].split()))


def is_cut(piece: str, whole: str) -> bool:
    """Whether a name is the head or tail of a longer one that holds no second objective.

    >>> is_cut("Sosial", "Meningkatnya Perlindungan Tenaga Kerja dan Jaminan Sosial")
    True
    """
    short, long = letters(piece), letters(whole)
    if len(short) >= len(long) or not (long.startswith(short) or long.endswith(short)):
        return False
    return len(CAPITAL_OPENER.findall(whole)) <= 1


def same_name(one: str, other: str) -> bool:
    """Whether two objectives differ in spelling only.

    >>> same_name("Meningkatnya Kualitas dan Penyerapan Kerja.", "Sasaran 1: Meningkatnya kualitas & penyerapan kerja")
    True
    """
    first, second = letters(PREFIX.sub("", one)), letters(PREFIX.sub("", other))
    return first == second or bool(fuzz.ratio(first, second) >= SAME_NAME)
