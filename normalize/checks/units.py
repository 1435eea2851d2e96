"""One indicator in several units, in one row or between tables, or in different multiples of rupiah."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from normalize.achievements.explain import BARE_UNITS, units_differ
from normalize.achievements.formulas import HUNDRED, printed_scale
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import table_key
from normalize.checks.wording import indicator, observation_ids, raw, where
from normalize.model import Finding, Observation
from normalize.words import letters

MONEY = "IDR"
GRADE = re.compile(r"^\W*(?:\d+\W+)?(?:opini|predikat)\b(?!.*\b(?:persentase|nilai|skor|indeks|angka)\b)", re.I)


def check_units(dossier: Dossier) -> Iterator[Finding]:
    """Indicators whose targets and realisations carry different units."""
    for ids in dossier.by_key(dossier.ids_of("target", "realization")).values():
        units: dict[str, list[int]] = defaultdict(list)
        for i in ids:
            unit = dossier.observations[i].unit
            if unit:
                units[unit].append(i)
        if len(units) > 1:
            groups = list(units.values())
            if _is_mixed(groups, dossier):
                yield _unit_mix(groups, dossier)
        elif MONEY in units:
            yield from _scale_mix(units[MONEY], dossier)


def check_grade_units(dossier: Dossier) -> Iterator[Finding]:
    """Opinions and predicates, which are grades, measured in per cent; one finding a report and indicator."""
    for ids in dossier.by_key(dossier.ids_of("target", "realization")).values():
        observations = [dossier.observations[i] for i in ids]
        first = observations[0]
        if GRADE.match(first.indicator) and all(o.unit == "%" and o.value is not None for o in observations):
            places = [o.place for o in observations]
            shown = " / ".join(dict.fromkeys(raw(o) for o in observations))
            yield finding(
                "unit.grade",
                places,
                f"{indicator(first)} is a grade, but its target and realisation are printed in per cent: {shown} "
                f"({where(places)}).",
                shown,
                None,
                observation_ids(ids),
            )


def check_row_units(dossier: Dossier) -> Iterator[Finding]:
    """Rows whose target and realisation are in different units, as both cells print."""
    done: set[str] = set()
    for row in dossier.rows:
        if row.target is None or row.realization is None or row.key in done:
            continue
        target, reached = dossier.observations[row.target], dossier.observations[row.realization]
        if not units_differ(target, reached) or not _prints_unit(target) or not _is_known(reached):
            continue
        done.add(row.key)
        yield finding(
            "unit.row",
            [target.place, reached.place],
            f"The target of {indicator(target)} for {row.year} is {raw(target)}, in {_unit(target)}, but its "
            f"realisation {raw(reached)} in {_unit(reached)} ({where([target.place, reached.place])}).",
            f"{raw(target)} | {raw(reached)}",
            None,
            observation_ids((row.target, row.realization)),
        )


def _prints_unit(observation: Observation) -> bool:
    """Whether a cell prints its unit beside its number."""
    text = " ".join(observation.raw.casefold().split())
    unit = _unit(observation).casefold()
    return bool(unit) and unit in text


def _is_known(observation: Observation) -> bool:
    """Whether a unit is no per cent that only a head or another row suggests."""
    return observation.unit != "%" or _prints_unit(observation)


def _is_mixed(groups: list[list[int]], dossier: Dossier) -> bool:
    """Whether two tables differ in the unit of one number, or print different units beside their numbers."""
    observations = [[dossier.observations[i] for i in group] for group in groups]
    tables = [{table_key(o, dossier) for o in group} for group in observations]
    names = [letters(_unit(group[0])) for group in observations]
    if tables[0] & tables[1] or names[0] in names[1] or names[1] in names[0] or {*names} <= BARE_UNITS:
        return False
    values = [{o.value for o in group if o.value is not None and o.value not in (0, HUNDRED)} for group in observations]
    in_cells = [any(names[n] in letters(o.raw) for o in group) for n, group in enumerate(observations)]
    return bool(values[0] & values[1]) or all(in_cells)


def _unit_mix(groups: list[list[int]], dossier: Dossier) -> Finding:
    observations = [[dossier.observations[i] for i in group] for group in groups]
    parts = [f"{_unit(group[0])} ({where(o.place for o in group)}, as {raw(group[0])})" for group in observations]
    return finding(
        "unit.mix",
        [o.place for group in observations for o in group],
        f"The unit of {indicator(observations[0][0])} is {' and '.join(parts)}.",
        " | ".join(_unit(group[0]) for group in observations),
        None,
        observation_ids(i for group in groups for i in group),
    )


def _unit(observation: Observation) -> str:
    return " ".join((observation.unit_raw or observation.unit or "").split())


def _scale_mix(ids: list[int], dossier: Dossier) -> Iterator[Finding]:
    scales: dict[int, list[int]] = defaultdict(list)
    for i in ids:
        scales[int(printed_scale(dossier.observations[i]))].append(i)
    if len(scales) < 2:
        return
    groups = [[dossier.observations[i] for i in group] for group in scales.values()]
    parts = [f"as {raw(group[0])} ({where(o.place for o in group)})" for group in groups]
    yield finding(
        "scale.mix",
        [o.place for group in groups for o in group],
        f"{indicator(groups[0][0])} is printed in different multiples of rupiah: {' and '.join(parts)}.",
        " | ".join(raw(group[0]) for group in groups),
        None,
        observation_ids(ids),
    )
