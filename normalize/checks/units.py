"""One indicator in several units, or in rupiah and in millions of rupiah."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import indicator, observation_ids, raw, where
from normalize.formulas import printed_scale
from normalize.model import Finding, Observation

MONEY = "IDR"


def check_units(dossier: Dossier) -> Iterator[Finding]:
    """Indicators whose targets and realisations carry different units."""
    for ids in dossier.by_key(dossier.ids_of("target", "realization")).values():
        units: dict[str, list[int]] = defaultdict(list)
        for i in ids:
            unit = dossier.observations[i].unit
            if unit:
                units[unit].append(i)
        if len(units) > 1:
            yield _unit_mix(list(units.values()), dossier)
        elif MONEY in units:
            yield from _scale_mix(units[MONEY], dossier)


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
        f"{indicator(groups[0][0])} is printed in rupiah and in a multiple of rupiah: {' and '.join(parts)}.",
        " | ".join(raw(group[0]) for group in groups),
        None,
        observation_ids(ids),
    )
