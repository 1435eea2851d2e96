"""The judgement over every indicator and year: target, realisation, and the achievement recomputed and explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from extract.numbers import half_up
from normalize.achievements.candidates import PERSON, Candidates, Choice, Value, collect
from normalize.achievements.explain import Explanation, Pair, Status, explain, other_pairs, recompute
from normalize.achievements.formulas import N1, N2, P1, figure, fit
from normalize.achievements.ratings import COMMON, Scale, rate
from normalize.achievements.rows import Row, TableId, pair_of, read_rows, table_of
from normalize.indicators.polarity import DEFAULT, Verdict, from_target, from_words
from normalize.model import Achievement, Identity, Observation, Polarity

DECISIONS: tuple[tuple[str, str], ...] = (
    (PERSON, "the only value that a person decided on, by name in decided_by of the observation"),
    ("agreement", "the target of the performance agreement, where no other value stands in more tables beside it"),
    ("majority", "the value of at least three tables that is three times as frequent as all others together"),
    ("arithmetic", "the only pair of target and realisation that gives the printed achievement"),
    ("recomputation", "the printed achievement that follows best from target and realisation"),
)
DECIMALS = 2
RANKS: tuple[Status, ...] = ("equal", "rounding", "other_formula", "other_pair", "capped")
"""How well a printed achievement follows from target and realisation, best first."""


@dataclass(frozen=True, slots=True)
class Context:
    """What all rows of a document share while they are judged."""

    observations: Sequence[Observation]
    by_key: dict[str, list[int]]
    by_table: dict[TableId, list[Row]]
    highest_printed: Decimal
    scales: tuple[Scale, ...]


def judge(
    observations: Sequence[Observation], keys: Sequence[str], identity: Identity, scales: tuple[Scale, ...] = ()
) -> tuple[Achievement, ...]:
    """Judge every indicator and year: one row each, in the order in which they are first printed.

    `keys[i]` is the indicator of `observations[i]`. A year without any target, realisation or achievement has no row;
    a row with only one of target and realisation is `not_computable`. `scales` are the report's own rating scales.
    """
    by_key: dict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(keys):
        by_key[key].append(i)
    printed = [o.value for o in observations if o.measure == "achievement" and o.value is not None]
    by_table: dict[TableId, list[Row]] = defaultdict(list)
    for row in read_rows(observations, keys):
        by_table[row.table].append(row)
    context = Context(observations, by_key, by_table, max(printed, default=Decimal(0)), scales)
    groups = collect(observations, keys)
    verdicts = polarities(groups, observations)
    return tuple(_judge_one(group, verdicts[group.key], context) for group in groups)


def polarities(groups: Sequence[Candidates], observations: Sequence[Observation]) -> dict[str, Verdict]:
    """The polarity of every indicator, from its words, its targets, or the formulas its printed rows follow."""
    by_key: dict[str, list[Candidates]] = defaultdict(list)
    for group in groups:
        by_key[group.key].append(group)
    return {key: polarity(rows, observations) for key, rows in by_key.items()}


def polarity(rows: Sequence[Candidates], observations: Sequence[Observation]) -> Verdict:
    """Polarity of one indicator over its years: certain words first, then what only one formula can explain."""
    ids = [i for row in rows for i in row.all_ids]
    names = Counter(f"{observations[i].parent or ''} {observations[i].indicator}".strip() for i in ids)
    said = [verdict for name, _ in names.most_common() if (verdict := from_words(name)) is not None]
    words = next((verdict for verdict in said if verdict.is_certain), said[0] if said else None)
    if words is not None and words.is_certain:
        return words
    bound = from_target(v.best for row in rows for v in row.targets.values)
    return bound or _from_data(rows) or words or DEFAULT


def _from_data(rows: Sequence[Candidates]) -> Verdict | None:
    """Lower-is-better where only N1 fits a row, or only N2 fits several, and no row needs P1."""
    needed = Counter(code for row in rows for code in _only_formula(row))
    if needed[P1.code]:
        return Verdict("higher", False, f"data: {P1.code}")
    if needed[N1.code] >= 1:
        return Verdict("lower", False, f"data: {N1.code}")
    return Verdict("lower", False, f"data: {N2.code}") if needed[N2.code] >= 2 else None


def _only_formula(row: Candidates) -> list[str]:
    codes = []
    for printed in row.printed.values:
        shown = figure(printed.best)
        for target, realization in _value_pairs(row):
            wanted, reached = figure(target.best), figure(realization.best)
            if shown is None or wanted is None or reached is None or wanted.value == reached.value:
                continue
            fitting = [f.code for f in (P1, N1, N2) if fit(f, wanted, reached, shown) == "equal"]
            codes += fitting if len(fitting) == 1 else []
    return codes


def _value_pairs(row: Candidates) -> list[tuple[Value, Value]]:
    targets = (row.targets.chosen,) if row.targets.chosen else row.targets.values
    realizations = (row.realizations.chosen,) if row.realizations.chosen else row.realizations.values
    return [(t, r) for t in targets for r in realizations]


def _judge_one(row: Candidates, verdict: Verdict, context: Context) -> Achievement:
    row, decided = _decide_pair(row, verdict.polarity)
    blank = _blank(row, verdict, context)
    if row.targets.is_open or row.realizations.is_open:
        return blank
    target, realization = row.targets.chosen, row.realizations.chosen
    if target is None or realization is None:
        return _without_pair(blank, row, decided)
    printed, explained, decided = _decide_printed(row, verdict.polarity, decided, context)
    if printed is None and row.printed.values:
        return blank
    shown = printed.best.value if printed else None
    decimals = (printed.best.decimals or 0) if printed and shown is not None else DECIMALS
    recomputed = None if explained.recomputed is None else half_up(explained.recomputed, max(decimals, DECIMALS))
    used = (target.best, realization.best, *([printed.best] if printed else []))
    return replace(
        blank,
        target=target.best.value,
        realization=realization.best.value,
        printed=shown,
        recomputed=recomputed,
        formula=explained.formula,
        status=explained.status,
        decided_by=decided,
        rating_own=_own_rating(recomputed if shown is None else shown, context.scales),
        rating_common=rate(COMMON, recomputed) if recomputed is not None else None,
        printed_ids=tuple(sorted(printed.ids)) if printed else (),
        confidence=min(o.confidence for o in used),
        page=used[-1].place.page,
    )


def _own_rating(percent: Decimal | None, scales: tuple[Scale, ...]) -> str | None:
    return rate(scales[0], percent) if scales and percent is not None else None


def _blank(row: Candidates, verdict: Verdict, context: Context) -> Achievement:
    """The row with its names and candidates, its figures still open."""
    first = [context.observations[i] for i in row.all_ids]
    units = Counter(o.unit for o in first if o.unit and o.measure != "achievement")
    return Achievement(
        indicator_key=row.key,
        year=row.year,
        indicator=first[0].indicator,
        objective=next((o.objective for o in first if o.objective), None),
        unit=units.most_common(1)[0][0] if units else None,
        polarity=verdict.polarity,
        polarity_source=verdict.source,
        target=None,
        realization=None,
        printed=None,
        recomputed=None,
        formula=None,
        status="conflict",
        decided_by=None,
        rating_own=None,
        rating_common=None,
        target_ids=row.targets.ids,
        realization_ids=row.realizations.ids,
        printed_ids=row.printed.ids,
        confidence=min(o.confidence for o in first),
        page=first[0].place.page,
    )


def _without_pair(blank: Achievement, row: Candidates, decided: str | None) -> Achievement:
    """A row with a target, a realisation or an achievement alone: nothing can be recomputed."""
    if row.printed.is_open:
        return blank
    chosen = [c.chosen.best for c in (row.targets, row.realizations, row.printed) if c.chosen]
    values = [c.chosen.best.value if c.chosen else None for c in (row.targets, row.realizations, row.printed)]
    return replace(
        blank,
        target=values[0],
        realization=values[1],
        printed=values[2],
        status="not_computable",
        decided_by=decided or row.printed.decided_by,
        confidence=min(o.confidence for o in chosen),
        page=chosen[-1].place.page,
    )


def _decide_pair(row: Candidates, own: Polarity) -> tuple[Candidates, str | None]:
    """Close open targets and realisations where exactly one pair gives every printed achievement."""
    if row.targets.is_open or row.realizations.is_open:
        pairs = [pair for pair in _value_pairs(row) if _gives_all(pair, row.printed, own)]
        if len(pairs) == 1:
            target, realization = pairs[0]
            row = replace(
                row,
                targets=_closed(row.targets, target),
                realizations=_closed(row.realizations, realization),
            )
    rules = [choice.decided_by for choice in (row.targets, row.realizations) if choice.decided_by]
    return row, "; ".join(dict.fromkeys(rules)) or None


def _closed(choice: Choice, value: Value) -> Choice:
    return replace(choice, chosen=value, decided_by="arithmetic") if choice.is_open else choice


def _gives_all(pair: tuple[Value, Value], printed: Choice, own: Polarity) -> bool:
    target, realization = pair
    explained = [
        explain(value.best, Pair(target.best, realization.best, "own"), own, may_cap=False) for value in printed.values
    ]
    return bool(explained) and all(e.status == "equal" for e in explained)


def _decide_printed(
    row: Candidates, own: Polarity, decided: str | None, context: Context
) -> tuple[Value | None, Explanation, str | None]:
    """The printed achievement that counts, how it comes about, and the rules used so far."""
    target, realization = row.targets.chosen, row.realizations.chosen
    assert target is not None and realization is not None, "an open pair cannot be explained"
    pair = Pair(target.best, realization.best, "own")
    if not row.printed.values:
        code, result = recompute(own, pair.target, pair.realization)
        status: Status = "not_computable" if result is None else "not_printed"
        return None, Explanation(status, code if result is not None else None, result), decided
    by_person = row.printed.decided_by == PERSON
    values = row.printed.chosen and (row.printed.chosen,) if by_person else row.printed.values
    found = [(value, _explain(value, pair, own, row, context)) for value in values or ()]
    if by_person and PERSON not in (decided or ""):
        decided = f"{decided}; {PERSON}" if decided else PERSON
    if len(found) == 1:
        return found[0][0], found[0][1], decided
    ranked = sorted(found, key=lambda item: _rank(item[1]))
    if _rank(ranked[0][1]) < _rank(ranked[1][1]):
        return ranked[0][0], ranked[0][1], f"{decided}; recomputation" if decided else "recomputation"
    return None, ranked[0][1], decided


def _rank(explained: Explanation) -> int:
    return RANKS.index(explained.status) if explained.status in RANKS else len(RANKS)


def _explain(value: Value, pair: Pair, own: Polarity, row: Candidates, context: Context) -> Explanation:
    same = [context.observations[i] for i in context.by_key[row.key]]
    targets = [o for o in same if o.measure in ("target", "medium_term_target", "benchmark")]
    realizations = [o for o in same if o.measure in ("realization", "baseline")]
    shown = value.best.value
    may_cap = shown is not None and context.highest_printed <= shown
    others = chain(_neighbours(value, row, context), other_pairs(pair, targets, realizations))
    return explain(value.best, pair, own, others, may_cap)


def _neighbours(value: Value, row: Candidates, context: Context) -> Iterator[Pair]:
    """The pairs of the other rows of the tables in which a printed achievement stands."""
    for table in dict.fromkeys(table_of(observation) for observation in value.observations):
        for other in context.by_table[table]:
            if other.key != row.key and other.year == row.year:
                pair = pair_of(other, context.observations, "another row")
                if pair is not None:
                    yield pair
