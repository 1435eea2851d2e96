"""One indicator under names so unlike that only its figures, or its place below an objective, tell that it is one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import BRACKETS, is_sure, same_words
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import name, observation_ids, where
from normalize.model import Finding, Measure, Observation
from normalize.same import Same
from normalize.words import letters

MEASURES: frozenset[Measure] = frozenset({"target", "realization", "achievement"})
WORD = re.compile(r"[^\W\d_]{3,}")
WEAK = frozenset(
    {
        *("yang", "dan", "dengan", "per", "tahun", "pada", "dari", "untuk", "jumlah", "tingkat", "nilai"),
        *("persentase", "prosentase", "presentase", "prosentasi", "menurunnya", "meningkatnya"),
    }
)
COUNTED = re.compile(r"^\W*(?:jumlah|banyaknya)\s+", re.I)
SHARED = re.compile(r"^\W*(?:pr[eo]?[sc]entas[ei]|persentas[ei]|presentas[ei]|persen)\s+", re.I)
TRIVIAL = frozenset({Decimal(0), Decimal(1), Decimal(100)})
LEAST_SHARE = 0.6
"""So much of the shorter name's words are in the longer one where one figure is the same; half where two are."""
HALF = 0.5
LEAST_WORDS = 2
LEAST_FIGURES = 2
"""So many figures a count and a percentage must share to be one indicator."""

LEAST_ROWS = 5
"""Rows of two tables that differ in one name only, so that their place tells that it is one row."""

At = tuple[Measure, int | None]
Figures = dict[At, Decimal]


@dataclass(slots=True)
class Rows:
    """What one table prints: the figures of each indicator, one observation of it, and its objective."""

    figures: dict[str, Figures] = field(default_factory=lambda: defaultdict(dict))
    first: dict[str, int] = field(default_factory=dict)
    objectives: dict[str, str] = field(default_factory=dict)

    def telling(self) -> Iterator[tuple[At, Decimal, str]]:
        """The figures that are not trivial and that only one row of the table prints, each with its indicator."""
        printed: dict[tuple[At, Decimal], list[str]] = defaultdict(list)
        for key, figures in self.figures.items():
            for at, value in figures.items():
                printed[at, value].append(key)
        for (at, value), keys in printed.items():
            if len(keys) == 1 and value not in TRIVIAL:
                yield at, value, keys[0]


def same_figures(dossier: Dossier) -> Mapping[str, str]:
    """The keys of indicators that print the same figures in different tables, and never stand in one, by one of them.

    A name that goes on where the other ends, or is the other one's spelling, tells nothing of two names.
    """
    return _same_figures(Same(dossier))


@lru_cache(maxsize=1)
def _same_figures(key: Same[Dossier]) -> Mapping[str, str]:
    dossier = key.it
    tables = _tables(dossier)
    alike: dict[str, str] = {}
    for first, second in (*_pairs(tables, dossier.observations), *_in_place(tables, dossier.observations)):
        if not any(first in rows.figures and second in rows.figures for rows in tables):
            one, other = alike.setdefault(first, first), alike.setdefault(second, second)
            alike = {key: one if whose == other else whose for key, whose in alike.items()}
    return alike


def _tables(dossier: Dossier) -> list[Rows]:
    """The yearly figures of each table, each indicator by its first reading."""
    tables: dict[Table, Rows] = defaultdict(Rows)
    for i in dossier.ids_of(*MEASURES):
        o, key = dossier.observations[i], dossier.keys[i]
        if o.value is None or not is_sure(o):
            continue
        rows = tables[table_key(o, dossier)]
        rows.figures[key].setdefault((o.measure, o.year), o.value)
        rows.first.setdefault(key, i)
        if o.objective:
            rows.objectives.setdefault(key, letters(o.objective))
    return list(tables.values())


def _pairs(tables: Sequence[Rows], observations: Sequence[Observation]) -> Iterator[tuple[str, str]]:
    """Indicators that only one of two tables has and whose figures agree in both."""
    printed: dict[tuple[At, Decimal], list[tuple[Rows, str]]] = defaultdict(list)
    for rows in tables:
        for at, value, key in rows.telling():
            printed[at, value].append((rows, key))
    for same in printed.values():
        for (one, first), (other, second) in combinations(same, 2):
            if first != second and first not in other.figures and second not in one.figures:
                texts = [observations[rows.first[key]].indicator for rows, key in ((one, first), (other, second))]
                if _is_other_name(*texts) and _is_one(one, first, other, second, texts):
                    yield first, second


def _in_place(tables: Sequence[Rows], observations: Sequence[Observation]) -> Iterator[tuple[str, str]]:
    """The one row in which two tables of the same indicators in one order differ; it shares a figure and a word."""
    orders = [(rows, sorted(rows.first, key=rows.first.__getitem__)) for rows in tables]
    for (one, mine), (other, theirs) in combinations(orders, 2):
        if len(mine) != len(theirs) or len(mine) < LEAST_ROWS:
            continue
        unlike = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
        if len(unlike) != 1:
            continue
        first, second = unlike[0]
        texts = [observations[rows.first[key]].indicator for rows, key in ((one, first), (other, second))]
        common = one.figures[first].keys() & other.figures[second].keys()
        is_unlike = any(one.figures[first][at] != other.figures[second][at] for at in common)
        if common and not is_unlike and _is_other_name(*texts) and _words(texts[0]) & _words(texts[1]):
            yield first, second


def _is_other_name(one: str, other: str) -> bool:
    """Whether neither name is the other's spelling, its beginning or its end."""
    short, long = sorted((letters(BRACKETS.sub(" ", one)), letters(BRACKETS.sub(" ", other))), key=len)
    return short not in long and not same_words(one, other)


def _is_one(one: Rows, first: str, other: Rows, second: str, texts: Sequence[str]) -> bool:
    mine, theirs = one.figures[first], other.figures[second]
    common = mine.keys() & theirs.keys()
    if any(mine[at] != theirs[at] for at in common):
        return False
    telling = [{at for at, _, key in rows.telling() if key == which} for rows, which in ((one, first), (other, second))]
    same = len(telling[0] & telling[1])
    words, more = sorted(map(_words, texts), key=len)
    shared = len(words & more)
    if is_count_and_share(*texts) and same < LEAST_FIGURES:
        return False
    enough = shared >= LEAST_WORDS and shared >= (LEAST_SHARE if same == 1 else HALF) * len(words)
    return enough or (shared > 0 and _left_over(one, first, other, second))


def is_count_and_share(one: str, other: str) -> bool:
    """Whether one name says that it counts and the other that it is a percentage: two measures of one thing.

    >>> is_count_and_share("Jumlah koperasi aktif", "Persentase koperasi aktif")
    True
    """
    return any(COUNTED.match(a) and SHARED.match(b) for a, b in ((one, other), (other, one)))


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.casefold()) if word not in WEAK}


def _left_over(one: Rows, first: str, other: Rows, second: str) -> bool:
    """Whether both are the only indicators of one objective that the other table does not have."""
    mine, theirs = one.objectives.get(first), other.objectives.get(second)
    if mine is None or mine != theirs:
        return False
    below = {key for key, objective in one.objectives.items() if objective == mine}
    beside = {key for key, objective in other.objectives.items() if objective == mine}
    return below - beside == {first} and beside - below == {second} and bool(below & beside)


def check_counts_and_shares(dossier: Dossier) -> Iterator[Finding]:
    """Indicators that some tables count and others print as a percentage, and no table both; one finding."""
    ids: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, o in enumerate(dossier.observations):
        text = " ".join(o.indicator.split())
        for kind, pattern in (("count", COUNTED), ("share", SHARED)):
            if is_sure(o) and (match := pattern.match(text)):
                ids[letters(text[match.end() :]), kind].append(i)
    pairs = [(ids[rest, "count"], ids[rest, "share"]) for rest, kind in list(ids) if kind == "count"]
    found = [pair for pair in pairs if pair[1] and not _tables_of(pair[0], dossier) & _tables_of(pair[1], dossier)]
    if found:
        parts = [f"{_named(count, dossier)} against {_named(share, dossier)}" for count, share in found]
        named = [i for pair in found for some in pair for i in some]
        yield finding(
            "name.measure",
            [dossier.observations[i].place for i in named],
            f"Indicators are counts in some tables and percentages in others: {'; '.join(parts)}.",
            " | ".join(dossier.observations[some[0]].indicator for pair in found for some in pair),
            None,
            observation_ids(named),
        )


def _tables_of(ids: Iterable[int], dossier: Dossier) -> set[Table]:
    return {table_key(dossier.observations[i], dossier) for i in ids}


def _named(ids: Sequence[int], dossier: Dossier) -> str:
    return f"{name(dossier.observations[ids[0]].indicator)} ({where(dossier.observations[i].place for i in ids)})"
