"""What the row of a value, its table and the other tables of its report say for or against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize.model import Observation
from normalize.values.confidence import confidence_of
from normalize.values.name_parts import LEAST_LETTERS, Names, Words, is_part, words_of
from normalize.words import letters

MEASURES_OF_ROW = ("target", "realization", "achievement")
ROUNDED = Decimal("0.6")  # percent points by which a printed achievement may differ from the quotient
TROUBLES = frozenset(
    {
        "odd label",
        "torn label",
        "joined label",
        "figures in label",
        "doubled word",
        "program for a name",
        "gap in label",
    }
    | {"two in one", "named twice", "words among figures", "unit for a figure", "year for a figure"}
)
TROUBLED, MUCH_TROUBLED = 0.1, 0.4  # shares of a table's values that show one of them
Table = tuple[int, int]
Value = Decimal | str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The values of a report by what they are said of.

    `told` holds the tables that print a value of an indicator, `spelled` those that do so under the same letters,
    `named` those that name the indicator by these letters, `labels` the indicators' words by year, measure and value,
    `within` the values of an indicator in one table, `objectives` the letters of the objectives.
    """

    told: defaultdict[tuple[object, ...], defaultdict[Value, set[Table]]]
    spelled: defaultdict[tuple[object, ...], set[Table]]
    named: defaultdict[str, set[Table]]
    labels: defaultdict[tuple[object, ...], set[Words]]
    within: defaultdict[tuple[object, ...], set[Value]]
    objectives: frozenset[str]
    names: Names


def with_witnesses(observations: Sequence[Observation], keys: Sequence[str]) -> list[Observation]:
    """The observations with the signs of their rows and tables, and the confidence that follows."""
    heard = _heard(observations, keys)
    fits = _row_fits(observations)
    signed = []
    for index, (key, one) in enumerate(zip(keys, observations, strict=True)):
        signs = list(one.signs)
        if (value := _value(one)) is not None:
            signs += _of_others(heard, key, one, value)
        if index in fits:
            signs.append("arithmetic" if fits[index] else "misfit")
        signed.append(signs)
    trouble = _troubled_tables(observations, signed)
    weighed = []
    for one, signs in zip(observations, signed, strict=True):
        signs += trouble.get(_table(one), ())
        weighed.append(replace(one, signs=tuple(signs), confidence=confidence_of(signs)))
    return weighed


def _value(one: Observation) -> Value | None:
    return one.value if one.value is not None else one.text


def _table(one: Observation) -> Table:
    return one.place.page, one.place.table_no


def _said(key: str, one: Observation) -> tuple[object, ...]:
    return key, one.year, one.period, one.measure


def _in_table(one: Observation) -> tuple[object, ...]:
    label = letters(one.indicator), letters(one.parent), letters(one.objective)
    return _table(one), *label, one.year, one.period, one.measure


def _figure(one: Observation, value: Value) -> tuple[object, ...]:
    return one.year, one.period, one.measure, value


def _heard(observations: Sequence[Observation], keys: Sequence[str]) -> Witnesses:
    heard = Witnesses(
        told=defaultdict(lambda: defaultdict(set)),
        spelled=defaultdict(set),
        named=defaultdict(set),
        labels=defaultdict(set),
        within=defaultdict(set),
        objectives=frozenset(letters(one.objective) for one in observations if one.objective),
        names=Names({words_of(one.indicator) for one in observations}),
    )
    for key, one in zip(keys, observations, strict=True):
        if (value := _value(one)) is not None:
            heard.named[letters(one.indicator)].add(_table(one))
            heard.told[_said(key, one)][value].add(_table(one))
            heard.spelled[letters(one.indicator), _figure(one, value)].add(_table(one))
            heard.labels[_figure(one, value)].add(words_of(one.indicator))
            heard.within[_in_table(one)].add(value)
    return heard


def _of_others(heard: Witnesses, key: str, one: Observation, value: Value) -> Iterator[str]:
    """Whether other tables print the same value, another one, or at least the same indicator, and its own another."""
    told = heard.told[_said(key, one)]
    if len(told[value]) > 1:
        alike = len(heard.spelled[letters(one.indicator), _figure(one, value)]) > 1
        yield "same elsewhere" if alike else "like elsewhere"
    elif any(table != _table(one) for other, places in told.items() if other != value for table in places):
        yield "other elsewhere"
    elif len(heard.named[letters(one.indicator)]) > 1:
        yield "named elsewhere"
    if len(heard.within[_in_table(one)]) > 1:
        yield "named twice"
    yield from _of_names(heard, one, value)


def _of_names(heard: Witnesses, one: Observation, value: Value) -> Iterator[str]:
    """What the other names of the report say of this one: whether it is a part of one, or an objective's."""
    own = words_of(one.indicator)
    if len(letters(one.indicator)) >= LEAST_LETTERS:
        others = [x for x in heard.labels[_figure(one, value)] if x != own and len("".join(x)) >= LEAST_LETTERS]
        if any(is_part(own, other) for other in others):
            yield "longer elsewhere"
        elif any(is_part(other, own) for other in others):
            yield "shorter elsewhere"
    if part := heard.names.part(own):
        yield part
    if letters(one.indicator) in heard.objectives:
        yield "objective for a name"


def _troubled_tables(observations: Sequence[Observation], signed: Sequence[Sequence[str]]) -> dict[Table, list[str]]:
    """Tables many of whose values show that rows or columns were not told apart."""
    shown: dict[Table, list[bool]] = defaultdict(list)
    for one, signs in zip(observations, signed, strict=True):
        shown[_table(one)].append(not TROUBLES.isdisjoint(signs))
    shares = {table: sum(marks) / len(marks) for table, marks in shown.items()}
    return {
        table: ["trouble", "much trouble"] if share >= MUCH_TROUBLED else ["trouble"]
        for table, share in shares.items()
        if share >= TROUBLED
    }


def _row_fits(observations: Sequence[Observation]) -> dict[int, bool]:
    """For the values of rows with target, realisation and achievement whether they fit, in either polarity."""
    rows: dict[tuple[int, int, int, int | None], list[int]] = defaultdict(list)
    for index, one in enumerate(observations):
        if one.value is not None and one.period == "year":
            rows[one.place.page, one.place.table_no, one.place.row, one.year].append(index)
    found: dict[int, bool] = {}
    for members in rows.values():
        three = [next((i for i in members if observations[i].measure == m), None) for m in MEASURES_OF_ROW]
        if None not in three:
            target, realization, achievement = (observations[i].value for i in three if i is not None)
            if target and realization is not None and achievement is not None:
                quotient = 100 * realization / target
                fits = min(abs(achievement - quotient), abs(achievement - (200 - quotient))) <= ROUNDED
                found.update((i, fits) for i in three if i is not None)
    return found
