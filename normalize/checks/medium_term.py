"""Achievements against the medium-term target: figures that do not follow, and columns that mix two targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.achievements.candidates import Value, distinct
from normalize.achievements.explain import formulas_of, units_differ
from normalize.achievements.formulas import HUNDRED, N2, P1, compute, figure, fit
from normalize.achievements.rows import TableId, table_of
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import indicator, number, observation_ids, raw, raws, value_at, where
from normalize.model import Finding, Measure, Observation

LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """One achievement against the medium-term target: its row's realisation and targets, and which of them give it."""

    index: int
    printed: Observation
    realization: Observation
    plan: Observation
    year_target: Observation | None
    expected: Decimal
    fits_plan: bool
    fits_year: bool
    is_inverse: bool


def check_medium_term(dossier: Dossier) -> Iterator[Finding]:
    """Several values for one indicator, values that nothing explains, and tables that mix the bases."""
    comparisons = [c for i in dossier.ids_of("medium_term_achievement") if (c := _compare(i, dossier)) is not None]
    conflicting: set[str] = set()
    for key, ids in dossier.by_key(dossier.ids_of("medium_term_achievement")).items():
        by_year: dict[int | None, list[int]] = defaultdict(list)
        for i in ids:
            by_year[dossier.observations[i].year].append(i)
        for year, same in by_year.items():
            values = distinct(same, dossier.observations)
            if len(values) > 1 and not _follow(values, comparisons):
                conflicting.add(key)
                yield _conflict(year, values, comparisons)
    tables: dict[TableId, list[Comparison]] = defaultdict(list)
    for comparison in comparisons:
        tables[table_of(comparison.printed)].append(comparison)
    for rows in tables.values():
        yield from _check_base(rows)
        for row in rows:
            if not row.fits_plan and not row.fits_year and dossier.keys[row.index] not in conflicting:
                yield _unexplained(row)


def _compare(i: int, dossier: Dossier) -> Comparison | None:
    printed = dossier.observations[i]
    realization = _beside(printed, i, "realization", dossier)
    plan = _beside(printed, i, "medium_term_target", dossier)
    if realization is None or plan is None or units_differ(realization, plan):
        return None
    wanted, reached, shown = figure(plan), figure(realization), figure(printed)
    if wanted is None or reached is None or shown is None:
        return None
    verdict = dossier.verdicts.get(dossier.keys[i])
    formulas = formulas_of(verdict.polarity if verdict else "higher")
    expected = compute(formulas[0], wanted, reached)
    if expected is None:
        return None
    year_target = _beside(printed, i, "target", dossier)
    yearly = figure(year_target) if year_target else None
    fits_plan = any(fit(f, wanted, reached, shown) for f in formulas if f is not N2)
    fits_year = yearly is not None and fit(formulas[0], yearly, reached, shown) == "equal"
    is_inverse = fit(N2, wanted, reached, shown) == "equal" and shown.value != HUNDRED
    return Comparison(i, printed, realization, plan, year_target, expected, fits_plan, fits_year, is_inverse)


def _beside(printed: Observation, i: int, measure: Measure, dossier: Dossier) -> Observation | None:
    """The value of a measure in the printed row, in its table, or the only one in the report."""
    same = [j for j in dossier.ids_of(measure) if dossier.keys[j] == dossier.keys[i]]
    if measure != "medium_term_target":
        same = [j for j in same if dossier.observations[j].year == printed.year]
    found = [dossier.observations[j] for j in same]
    in_row = [o for o in found if table_of(o) == table_of(printed) and o.place.row == printed.place.row]
    in_table = [o for o in found if table_of(o) == table_of(printed)]
    for group in (in_row, in_table):
        if len(group) == 1:
            return group[0]
    values = distinct(same, dossier.observations)
    return values[0].best if len(values) == 1 and not in_table else None


def _follow(values: Sequence[Value], comparisons: Sequence[Comparison]) -> bool:
    """Whether each value follows from the plan's target of its own row, so that only the targets differ."""
    fitting = {c.index for c in comparisons if c.fits_plan}
    return all(set(value.ids) & fitting for value in values)


def _conflict(year: int | None, values: Sequence[Value], comparisons: Sequence[Comparison]) -> Finding:
    by_index = {c.index: c for c in comparisons}
    parts, expected = [], []
    for value in values:
        known = next((by_index[i] for i in value.ids if i in by_index), None)
        parts.append(value_at(value) + (f", {_because(known)}" if known else ""))
        expected += [number(known.expected, 2)] if known else []
    when = f" for {year}" if year else ""
    return finding(
        "medium-term.achievement-conflict",
        [o.place for value in values for o in value.observations],
        f"The achievement of {indicator(values[0].best)}{when} against the medium-term target is printed as "
        f"{'; as '.join(parts)}.",
        " | ".join(raws(value) for value in values),
        " | ".join(dict.fromkeys(expected)) or None,
        observation_ids(i for value in values for i in value.ids),
    )


def _because(row: Comparison) -> str:
    basis = f"realisation {raw(row.realization)} and medium-term target {raw(row.plan)}"
    if row.fits_plan:
        return f"which follows from {basis}"
    if row.is_inverse:
        return f"which is the inverse of {basis}"
    if row.fits_year and row.year_target:
        return f"which is held against the target of the year, {raw(row.year_target)}"
    return f"while {basis} give {number(row.expected, 2)}"


def _check_base(rows: Sequence[Comparison]) -> Iterator[Finding]:
    """Rows of one table that are held against the target of the year instead of the medium-term target."""
    yearly = [row for row in rows if row.fits_year and not row.fits_plan]
    planned = [row for row in rows if row.fits_plan and not row.fits_year]
    if not yearly or (not planned and len(yearly) < LEAST_ROWS):
        return
    parts = [
        f"{indicator(row.printed)} {raw(row.printed)} (medium-term target {raw(row.plan)} gives "
        f"{number(row.expected, 2)})"
        for row in yearly
    ]
    others = "the others against the medium-term target" if planned else "none against the medium-term target"
    places = [row.printed.place for row in yearly]
    yield finding(
        "medium-term.mixed-base",
        places,
        f"The column of achievement against the medium-term target mixes targets ({where(places)}): these rows are "
        f"held against the target of the year, and {others}: {'; '.join(parts)}.",
        " | ".join(raw(row.printed) for row in yearly),
        " | ".join(number(row.expected, 2) for row in yearly),
        observation_ids(row.index for row in rows),
    )


def _unexplained(row: Comparison) -> Finding:
    plain = _plain(row)
    inverse = f"; the printed figure is the inverse of {plain}" if row.is_inverse and plain else ""
    return finding(
        "medium-term.unexplained",
        [row.printed.place, row.realization.place, row.plan.place],
        f"The achievement of {indicator(row.printed)} against the medium-term target is printed as {raw(row.printed)} "
        f"({where([row.printed.place])}), but realisation {raw(row.realization)} and medium-term target "
        f"{raw(row.plan)} give {number(row.expected, 2)}{inverse}.",
        raw(row.printed),
        number(row.expected, 2),
        observation_ids([row.index]),
    )


def _plain(row: Comparison) -> str | None:
    """Realisation over medium-term target in percent, whatever the polarity."""
    wanted, reached = figure(row.plan), figure(row.realization)
    result = compute(P1, wanted, reached) if wanted and reached else None
    return number(result, 2) if result is not None else None
