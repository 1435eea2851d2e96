"""Targets of money printed without their unit, held against those that carry it, as `2.105` beside `2.150` million."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalize.checks.conflicts import PLAN_NAMES
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import LEAST_CONFIDENCE
from normalize.checks.wording import indicator, observation_ids, raw, where
from normalize.model import Finding, Observation
from normalize.values.units import read_unit

MONEY = "IDR"
FARTHEST = Decimal(2)


def check_bare_targets(dossier: Dossier) -> Iterator[Finding]:
    """A target of a table without units that is in millions by the other tables, and another number than theirs."""
    for ids in dossier.by_key(dossier.ids_of("target")).values():
        own = [i for i in ids if _is_own(dossier.observations[i], dossier.year)]
        in_unit = [i for i in own if dossier.observations[i].unit == MONEY]
        bare = [i for i in own if dossier.observations[i].unit is None]
        scales = {_scale(dossier.observations[i]) for i in in_unit}
        values = {dossier.observations[i].value for i in in_unit}
        scale, value = next(iter(scales), None), next(iter(values), None)
        if len(scales) != 1 or len(values) != 1 or not bare or not scale or scale == 1 or not value:
            continue
        others = {dossier.observations[i].value or Decimal(0) for i in bare}
        low, high = value / scale / FARTHEST, value / scale * FARTHEST
        if len(others) == 1 and low <= (other := next(iter(others))) <= high and other != value / scale:
            yield _finding(in_unit, bare, dossier)


def _is_own(o: Observation, year: int | None) -> bool:
    return o.year == year and o.value is not None and o.confidence >= LEAST_CONFIDENCE


def _scale(o: Observation) -> Decimal | None:
    unit = read_unit(o.unit_raw)
    return unit.scale if unit is not None else None


def _finding(in_unit: list[int], bare: list[int], dossier: Dossier) -> Finding:
    sides = [[dossier.observations[i] for i in ids] for ids in (in_unit, bare)]
    unit, (first, other) = sides[0][0].unit_raw, (raw(side[0]) for side in sides)
    shown, beside = (where(o.place for o in side) for side in sides)
    plan = PLAN_NAMES.get(sides[1][0].plan_version or "")
    if plan in (None, PLAN_NAMES["pk"]):
        code = "target.conflict"
        text = f"is printed as {first} ({unit}; {shown}) and as {other} ({beside})."
    else:
        code = "target.differs-from-plan"
        text = f"is {first} ({unit}; {shown}), but {plan} printed in the same report has {other} ({beside})."
    return finding(
        code,
        [o.place for side in sides for o in side],
        f"The target of {indicator(sides[0][0])} for {dossier.year} {text}",
        first if code != "target.conflict" else f"{first} | {other}",
        other if code != "target.conflict" else None,
        observation_ids([*in_unit, *bare]),
    )
