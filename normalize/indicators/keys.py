"""Which observations of a document speak of the same indicator: one key for each, made from its first good spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from normalize.indicators.concepts import match_concept
from normalize.model import Observation
from normalize.names.indicator_text import (
    IndicatorText,
    explained_abbreviations,
    indicator_text,
    known_words,
    tidy_name,
)
from normalize.names.one_indicator import WITNESSES, Named, Slot, figures_show_one, named_alike

_Row = tuple[int, int, int]
_K = TypeVar("_K")
_V = TypeVar("_V")
_Judge = Callable[["_Group", "_Group"], bool]


@dataclass(slots=True)
class Name:
    """One spelling (with its parent), where the document prints it, and its figures by year and measure.

    `concept_id` is the concept whose accepted wording the whole name is.
    """

    spelling: tuple[str, str]
    text: IndicatorText
    parent: IndicatorText | None
    first: tuple[int, int, int, int]
    concept_id: str | None
    rows: dict[_Row, set[Slot]] = field(default_factory=lambda: defaultdict(set))
    figures: dict[Slot, set[Decimal]] = field(default_factory=lambda: defaultdict(set))

    @property
    def key(self) -> str:
        return self.text.slug if self.parent is None else f"{self.parent.slug}-{self.text.slug}"

    @property
    def named(self) -> Named:
        return self.parent, self.text

    @property
    def good(self) -> bool:
        """Every word is a known word."""
        tokens = (*self.text.tokens, *(self.parent.tokens if self.parent else ()))
        return all(token in known_words() or token.isdigit() for token in tokens)


@dataclass(slots=True)
class _Group:
    """Names of one indicator, with what they have together."""

    names: list[Name]
    rows: dict[_Row, set[Slot]]
    figures: dict[Slot, set[Decimal]]
    concepts: set[str]

    def join(self, other: _Group) -> None:
        self.names += other.names
        _add(self.rows, other.rows)
        _add(self.figures, other.figures)
        self.concepts |= other.concepts


def _grouped(names: list[Name]) -> _Group:
    found = _Group(names, {}, {}, {name.concept_id for name in names if name.concept_id})
    for name in names:
        _add(found.rows, name.rows)
        _add(found.figures, name.figures)
    return found


def _add(sets: dict[_K, set[_V]], others: Mapping[_K, set[_V]]) -> None:
    for key, values in others.items():
        if key in sets:
            sets[key] |= values
        else:
            sets[key] = set(values)


def group(observations: Sequence[Observation]) -> tuple[str, ...]:
    """The indicator key of each observation.

    Spellings of one name share a key; so do like names whose figures agree, where no table prints them side by side.
    The key is the slug of the earliest spelling without a misprint, with the group line above a sub-row before it.
    """
    names = _names(observations)
    groups = _joined(list(names.values()))
    keys = _keys([each.names for each in groups])
    return tuple(keys[_spelling(observation)] for observation in observations)


def shown_name(observation: Observation) -> str:
    """An observation's indicator as shown to a reader, with the group line above it.

    >>> from decimal import Decimal
    >>> from extract.model import Place
    >>> row = Observation(Place(1, 1, 2, 3), "target", 2016, "Domba", "5", Decimal(5), parent="Populasi ternak :")
    >>> shown_name(row)
    'Populasi ternak: Domba'
    """
    name = tidy_name(observation.indicator)
    return f"{tidy_name(observation.parent)}: {name}" if observation.parent else name


def _spelling(observation: Observation) -> tuple[str, str]:
    return observation.parent or "", observation.indicator


def _names(observations: Sequence[Observation]) -> dict[tuple[str, str], Name]:
    learned = explained_abbreviations(
        text for observation in observations for text in (observation.indicator, observation.parent or "") if text
    )
    names: dict[tuple[str, str], Name] = {}
    for observation in observations:
        spelling = _spelling(observation)
        place = observation.place
        if spelling not in names:
            parent = indicator_text(spelling[0], learned) if spelling[0] else None
            first = (place.page, place.table_no, place.row, place.col)
            concept_id = None if parent else _concept_of(spelling[1])
            names[spelling] = Name(spelling, indicator_text(spelling[1], learned), parent, first, concept_id)
        name = names[spelling]
        name.first = min(name.first, (place.page, place.table_no, place.row, place.col))
        slot = (observation.year, observation.measure, observation.period)
        name.rows[(place.page, place.table_no, place.row)].add(slot)
        if observation.value is not None and observation.measure in WITNESSES and observation.period == "year":
            name.figures[slot].add(observation.value)
    return names


def _concept_of(text: str) -> str | None:
    match = match_concept(text)
    return match.concept_id if match and match.exact else None


def _joined(names: Sequence[Name]) -> list[_Group]:
    """Names gathered into indicators: equal ones, spellings, wordings of a concept, like names of equal figures."""
    equal: dict[tuple[str, str, str | None], list[Name]] = defaultdict(list)
    for name in sorted(names, key=lambda each: each.first):
        equal[_exact(name)].append(name)
    groups = [_grouped(each) for each in equal.values()]
    for same in (_spelled_alike, _one_concept, _figures_agree):
        groups = _merged(groups, same)
    return groups


def _exact(name: Name) -> tuple[str, str, str | None]:
    return name.parent.letters if name.parent else "", name.text.letters, name.text.government_id


def _merged(groups: list[_Group], same: _Judge) -> list[_Group]:
    merged: list[_Group] = []
    for candidate in groups:
        home = next((each for each in merged if same(each, candidate) and not _side_by_side(each, candidate)), None)
        if home is None:
            merged.append(candidate)
        else:
            home.join(candidate)
    return merged


def _spelled_alike(one: _Group, other: _Group) -> bool:
    return any(named_alike(a.named, b.named) for a in one.names for b in other.names)


def _one_concept(one: _Group, other: _Group) -> bool:
    """Accepted wordings of one concept."""
    return not one.concepts.isdisjoint(other.concepts)


def _figures_agree(one: _Group, other: _Group) -> bool:
    shared = one.figures.keys() & other.figures
    if all(one.figures[slot].isdisjoint(other.figures[slot]) for slot in shared):
        return False
    mine, theirs = ([name.named for name in each.names] for each in (one, other))
    return figures_show_one(mine, one.figures, theirs, other.figures)


def _side_by_side(one: _Group, other: _Group) -> bool:
    """Whether a table prints both, in two rows, with a value of one year and measure each."""
    by_table: dict[tuple[int, int], list[tuple[int, set[Slot]]]] = defaultdict(list)
    for (page, table, row), slots in one.rows.items():
        by_table[page, table].append((row, slots))
    return any(
        row != another and slots & others
        for (page, table, another), others in other.rows.items()
        for row, slots in by_table.get((page, table), ())
    )


def _keys(groups: Sequence[Sequence[Name]]) -> Mapping[tuple[str, str], str]:
    """The key of each spelling; when two indicators have one slug, the later one counts on: `-2`."""
    keys: dict[tuple[str, str], str] = {}
    taken: dict[str, int] = defaultdict(int)
    for group in sorted(groups, key=lambda names: min(name.first for name in names)):
        best = min(group, key=lambda name: (not name.good, name.first))
        slug = best.key or "indikator"
        taken[slug] += 1
        key = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
        keys.update((name.spelling, key) for name in group)
    return keys
