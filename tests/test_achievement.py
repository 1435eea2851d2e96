"""Judgements over indicators and years: statuses, formulas, conflicts and the rules that decide them."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Place
from extract.numbers import half_up
from normalize.achievements.achievement import judge
from normalize.achievements.formulas import N1, P1, Figure, compute, figure, fit
from normalize.model import Achievement, Identity, Measure, Observation

CASES = Path(__file__).parent / "cases" / "achievement.csv"
IDENTITY = Identity(None, None, None, None, 2024, "report")


def observe(measure: Measure, raw: str, **fields: object) -> Observation:
    """An observation from a plain cell: an Indonesian number, with or without a comparator, or a word."""
    digits = raw.lstrip("<≤>≥ ").replace(".", "").replace(",", ".")
    is_number = digits.lstrip("-").replace(".", "", 1).isdigit()
    given_fields: dict[str, object] = {
        "place": Place(1, 1, 2, {"target": 3, "realization": 4}.get(measure, 5)),
        "year": 2024,
        "indicator": "Indikator",
        "comparator": raw[0] if raw[0] in "<≤>≥" else None,
        "value": Decimal(digits) if is_number else None,
        "text": None if is_number else raw,
        "decimals": len(digits.partition(".")[2]) if is_number else None,
        "confidence": 0.9,
        **fields,
    }
    return Observation(measure=measure, raw=raw, **given_fields)  # type: ignore[arg-type]  # checked by the dataclass use


def judged(observations: list[Observation]) -> Achievement:
    rows = judge(observations, ["key"] * len(observations), IDENTITY)
    assert len(rows) == 1
    return rows[0]


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_one_row(case: dict[str, str]) -> None:
    cells: dict[Measure, str] = {
        "target": case["target"],
        "realization": case["realization"],
        "achievement": case["printed"],
    }
    row = judged(
        [
            observe(measure, raw, indicator=case["indicator"], unit=case["unit"] or None)
            for measure, raw in cells.items()
            if raw
        ]
    )
    assert (row.status, row.formula or "", row.polarity) == (case["status"], case["formula"], case["polarity"])
    assert row.recomputed == (Decimal(case["recomputed"]) if case["recomputed"] else None)


def table(page: int, target: str, realization: str, printed: str) -> list[Observation]:
    place = Place(page, 1, 2, 3)
    return [
        observe("target", target, place=place),
        observe("realization", realization, place=place),
        observe("achievement", printed, place=place),
    ]


def test_open_conflict_keeps_figures_null_and_names_all_candidates() -> None:
    rows = table(1, "54,91", "75,52", "137,53") + table(2, "75,52", "74,05", "98,05")
    row = judged(rows)
    assert row.status == "conflict" and row.decided_by is None
    assert (row.target, row.realization, row.printed, row.recomputed) == (None, None, None, None)
    assert (row.target_ids, row.realization_ids, row.printed_ids) == ((0, 3), (1, 4), (2, 5))


def test_most_tables_decide() -> None:
    rows = [o for page in (1, 2, 3) for o in table(page, "32,86", "39,67", "120,72")]
    row = judged(rows + table(4, "32,84", "39,67", "120,80"))
    assert row.target == Decimal("32.86") and row.printed == Decimal("120.72")
    assert row.decided_by == "majority; recomputation"


def test_agreement_outranks_an_equal_number_of_tables() -> None:
    rows = [
        observe("target", "80", place=Place(1, 1, 2, 3), plan_version="pk"),
        observe("target", "80", place=Place(2, 1, 2, 3)),
        observe("target", "75", place=Place(3, 1, 2, 3)),
        observe("realization", "60", place=Place(3, 1, 2, 4)),
    ]
    row = judged(rows)
    assert (row.target, row.decided_by, row.status) == (Decimal(80), "agreement", "not_printed")


def test_agreement_does_not_outrank_more_tables() -> None:
    rows = [observe("target", "35", place=Place(1, 1, 2, 3), plan_version="pk")]
    rows += [o for page in (2, 3) for o in table(page, "31", "33,33", "106,25")]
    assert judged(rows).status == "conflict"


def test_latest_agreement_counts_and_is_no_conflict() -> None:
    rows = [
        observe("target", "10", place=Place(1, 1, 2, 3), plan_version="renstra"),
        observe("target", "12", place=Place(2, 1, 2, 3), plan_version="pk"),
        observe("target", "15", place=Place(3, 1, 2, 3), plan_version="pk_revised"),
        observe("realization", "15", place=Place(4, 1, 2, 4)),
    ]
    row = judged(rows)
    assert (row.target, row.decided_by, row.recomputed) == (Decimal(15), None, Decimal("100.00"))


def test_arithmetic_decides_between_realizations() -> None:
    rows = table(1, "267", "224", "100,00") + table(2, "267", "267", "100,00")
    row = judged(rows)
    assert (row.realization, row.decided_by, row.status) == (Decimal(267), "arithmetic", "equal")


def test_swapped_rows_are_another_pair() -> None:
    first = [
        observe(o.measure, o.raw, place=Place(1, 1, 2, 3), indicator="IDG") for o in table(1, "73", "69,02", "99,36")
    ]
    second = [
        observe(o.measure, o.raw, place=Place(1, 1, 3, 3), indicator="IPG") for o in table(1, "89,68", "89,11", "94,55")
    ]
    rows = judge(first + second, ["idg"] * 3 + ["ipg"] * 3, IDENTITY)
    assert [row.status for row in rows] == ["other_pair", "other_pair"]


def test_coarse_and_fine_print_are_one_value() -> None:
    rows = [observe("target", "75", place=Place(1, 1, 2, 3)), *table(2, "75,00", "75,4", "100,53")]
    row = judged(rows)
    assert row.decided_by is None and row.status == "equal"


def test_periods_and_years_do_not_mix() -> None:
    rows = table(1, "80", "40", "50,00")
    rows.append(observe("realization", "20", period="q1"))
    rows.append(observe("realization", "79", year=2023))
    found = judge(rows, ["key"] * len(rows), IDENTITY)
    assert [(row.year, row.status, row.realization) for row in found] == [
        (2024, "equal", Decimal(40)),
        (2023, "not_computable", Decimal(79)),
    ]


def test_scale_of_the_head_widens_the_rounding() -> None:
    cell = observe("realization", "76,82", value=Decimal(76820000), decimals=2, unit="IDR")
    read = figure(cell)
    assert read is not None and read.half == Decimal("5000")


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 4))
def test_recomputed_and_printed_again_is_equal(target: int, realization: int, decimals: int) -> None:
    wanted, reached = (Figure(Decimal(number), Decimal(1), Decimal(0)) for number in (target, realization))
    for formula in (P1, N1):
        result = compute(formula, wanted, reached)
        assert result is not None
        step = Decimal(1).scaleb(-decimals)
        assert fit(formula, wanted, reached, Figure(half_up(result, decimals), step, step / 2)) == "equal"
