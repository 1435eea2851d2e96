"""What the scorecard counts, what it rests on, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.model import Place
from normalize.model import Achievement, Interpretation, Observation, Statement
from store import read_database

Fill = Callable[..., Path]
MakeReport = Callable[..., Interpretation]
OWN = "Nilai AKIP Dinas Sosial Kota Tanjungpinang"


def with_rows(meaning: Interpretation, *rows: dict[str, Any]) -> Interpretation:
    """The report with other achievements: each row names indicator, target, realization and what else differs."""
    observations: list[Observation] = []
    achievements: list[Achievement] = []
    keys: list[str] = []
    (one,) = meaning.achievements
    for number, row in enumerate(rows):
        year = row.get("year", one.year)
        key = str(row.get("key", f"i{number}"))
        ids: dict[str, list[int]] = {"target": [], "realization": []}
        for measure in ("target", "realization"):
            for raw in row.get(measure, ()):
                value = Decimal(raw) if raw.replace(".", "").isdigit() else None
                text = None if value is not None else raw
                ids[measure].append(len(observations))
                place = Place(2, 1, number + 1, len(observations) + 3)
                observations.append(
                    replace(
                        meaning.observations[0],
                        place=place,
                        measure=measure,
                        year=year,
                        raw=raw,
                        value=value,
                        text=text,
                        indicator=row.get("indicator", f"Indikator {number}"),
                    )
                )
                keys.append(key)
        figures = {m: observations[i[0]].value if len(i) == 1 else None for m, i in ids.items()}
        achievements.append(
            replace(
                one,
                indicator_key=key,
                year=year,
                indicator=row.get("indicator", f"Indikator {number}"),
                printed=None,
                unit=row.get("unit", "%"),
                polarity=row.get("polarity", "higher"),
                target=figures["target"],
                realization=figures["realization"],
                status=row.get("status", "not_printed"),
                recomputed=Decimal(row["recomputed"]) if "recomputed" in row else None,
                target_ids=tuple(ids["target"]),
                realization_ids=tuple(ids["realization"]),
                printed_ids=(),
                confidence=row.get("confidence", 0.9),
                level=row.get("level", "objective"),
            )
        )
    return replace(
        meaning, observations=tuple(observations), indicator_keys=tuple(keys), achievements=tuple(achievements),
        aggregates=(), findings=(), budgets=meaning.budgets,
    )  # fmt: skip


def scorecard(database: Path, where: str = "1") -> dict[str, Any]:
    db = read_database(database)
    (row,) = db.query(f"SELECT * FROM scorecard WHERE {where}")
    db.conn.close()
    return dict(row)


def test_only_results_set_against_a_target_count(fill: Fill, make_report: MakeReport) -> None:
    meaning = with_rows(
        make_report("a.pdf", "Dinas A", 2024),
        {"target": ["80"], "realization": ["100"], "recomputed": "125"},
        {"target": ["80"], "realization": ["80"], "recomputed": "100", "confidence": 0.5},
        {"target": ["80"], "realization": ["40"], "recomputed": "50"},
        {"target": ["70", "80"], "realization": ["75"], "status": "conflict"},
        {"target": ["WTP"], "realization": ["WTP"], "status": "not_computable"},
        {"target": ["4"], "realization": ["4"], "recomputed": "100", "level": "activity"},
        {"target": ["12"], "status": "not_computable"},
        {"realization": ["12"], "status": "not_computable"},
    )
    row = scorecard(fill(meaning))
    assert {name: row[name] for name in ("indicators", "exceeded", "met", "below", "not_computable")} == {
        "indicators": 5, "exceeded": 1, "met": 1, "below": 1, "not_computable": 2,
    }  # fmt: skip
    assert (row["sure"], row["in_conflict"], row["without_result"], row["printed_values"]) == (4, 1, 1, 15)
    assert row["activities"] == 1
    assert (row["met_share"], row["mean_achievement"], row["mean_achievement_capped"]) == (66.6667, 91.6667, 83.3333)


def test_a_mix_of_units_does_not_move_the_mean(fill: Fill, make_report: MakeReport) -> None:
    meaning = with_rows(
        make_report("a.pdf", "Dinas A", 2024),
        {"target": ["80"], "realization": ["100"], "recomputed": "125"},
        {"target": ["142"], "realization": ["142000"], "recomputed": "100000"},
        {"target": ["3"], "realization": ["50"], "recomputed": "1666.67", "status": "equal"},
    )
    row = scorecard(fill(meaning))
    assert (row["indicators"], row["implausible"]) == (3, 1)
    assert row["mean_achievement"] == 895.835, "1,666.67 % is what the report prints"
    assert (row["exceeded"], row["not_computable"], row["mean_achievement_capped"]) == (2, 1, 100)


@pytest.mark.parametrize(
    ("mean", "budget", "spent", "efficiency", "value"),
    [
        pytest.param("109.72", "10000", "9005", 17.9275, 94.8186, id="city-labour-agency-2024"),
        pytest.param("200", "10000", "5000", 20, 100, id="kept-below-20"),
        pytest.param("50", "10000", "9000", -20, 0, id="kept-above-minus-20"),
        pytest.param("90", "10000", "9000", 0, 50, id="as-much-reached-as-spent"),
        pytest.param("0", "10000", "9000", None, None, id="nothing-reached"),
    ],
)
def test_efficiency_by_pmk_22(
    fill: Fill,
    make_report: MakeReport,
    mean: str,
    budget: str,
    spent: str,
    efficiency: float | None,
    value: float | None,
) -> None:
    meaning = make_report("a.pdf", "Dinas A", 2024)
    money = replace(meaning.budgets[0], budget=Decimal(budget), realization=Decimal(spent))
    with_mean = with_rows(meaning, {"target": ["1"], "realization": ["1"], "recomputed": mean})
    row = scorecard(fill(replace(with_mean, budgets=(money,))))
    assert (row["efficiency_pmk22"], row["efficiency_pmk22_value"]) == (efficiency, value)


SENTENCE = "Dari anggaran Rp 27.059.202.004 terealisasi Rp 23.720.614.866 atau 87,66 persen."


@pytest.mark.parametrize(
    ("said", "table", "expected"),
    [
        pytest.param(("27059202004", "23720614866", "87.66"), None, (27059202004.0, 87.6619, "sentence"), id="said"),
        pytest.param(("27059202004", "23720614866", "97.66"), None, (None, None, None), id="does-not-follow"),
        pytest.param(
            ("27059202004", "23720614866", "87.66"), "99", (27059202004.0, 87.6619, "sentence"), id="small-table"
        ),
        pytest.param(("100", "50", "50"), "99000", (99000.0, None, "sum"), id="a-programmes-sentence"),
    ],
)
def test_budget_from_a_sentence(
    fill: Fill, make_report: MakeReport, said: tuple[str, ...], table: str | None, expected: tuple[Any, ...]
) -> None:
    meaning = make_report("a.pdf", "Dinas A", 2024)
    statements = tuple(
        Statement(3, 1, SENTENCE, None, None, 2024, measure, value, Decimal(value), start=number)
        for number, (measure, value) in enumerate(zip(("budget", "spent", "absorption"), said, strict=True))
    )
    money = [replace(meaning.budgets[0], budget=Decimal(table), realization=None)] if table else []
    row = scorecard(fill(replace(meaning, statements=statements, budgets=tuple(money), findings=())))
    assert (row["budget"], row["absorption"], row["budget_basis"]) == expected


@pytest.mark.parametrize(
    ("indicator", "realization", "expected"),
    [
        pytest.param(OWN, ["72.40"], (72.4, "BB", "scale"), id="score"),
        pytest.param(OWN, ["70"], (70.0, "B", "scale"), id="bound-of-a-predicate"),
        pytest.param(OWN, ["72.40", "68"], (None, None, "conflict"), id="two-scores"),
        pytest.param("Predikat AKIP", ["BB"], (None, "BB", "printed"), id="predicate"),
        pytest.param("Nilai AKIP Kota Tanjungpinang", ["64"], (None, None, None), id="the-governments-own"),
    ],
)
def test_akip_score_of_the_agency(
    fill: Fill, make_report: MakeReport, indicator: str, realization: list[str], expected: tuple[Any, ...]
) -> None:
    status = "conflict" if len(realization) > 1 else "not_printed"
    row = {"indicator": indicator, "target": ["70"], "realization": realization, "status": status}
    found = scorecard(fill(with_rows(make_report("a.pdf", "Dinas A", 2024), row)))
    assert (found["akip_score"], found["akip_predicate"], found["akip_basis"]) == expected


def test_targets_below_last_years_result(fill: Fill, make_report: MakeReport) -> None:
    before = [
        {"key": "up", "indicator": "Cakupan air bersih", "realization": ["90"]},
        {"key": "down", "indicator": "Angka kematian ibu", "realization": ["12"], "polarity": "lower"},
        {"key": "unit", "indicator": "Panjang jalan mantap", "realization": ["90"], "unit": "km"},
        {"key": "more", "indicator": "Indeks kepuasan masyarakat", "realization": ["80"]},
    ]
    now = [
        {"key": "up", "indicator": "Cakupan air bersih", "target": ["85"]},
        {"key": "down", "indicator": "Angka kematian ibu", "target": ["15"], "polarity": "lower"},
        {"key": "unit", "indicator": "Panjang jalan mantap", "target": ["50"], "unit": "%"},
        {"key": "more", "indicator": "Indeks kepuasan masyarakat", "target": ["80"]},
    ]
    database = fill(
        with_rows(make_report("a-2023.pdf", "Dinas A", 2023), *before),
        with_rows(make_report("a-2024.pdf", "Dinas A", 2024), *now),
    )
    db = read_database(database)
    rows = db.execute("SELECT indicator, difference, is_weak, document, document_before FROM targets").fetchall()
    db.conn.close()
    assert sorted(rows) == [
        ("Angka kematian ibu", 3.0, 1, "a-2024.pdf", "a-2023.pdf"),
        ("Cakupan air bersih", -5.0, 1, "a-2024.pdf", "a-2023.pdf"),
        ("Indeks kepuasan masyarakat", 0.0, 0, "a-2024.pdf", "a-2023.pdf"),
    ]
    row = scorecard(database, "year = 2024")
    assert (row["compared_targets"], row["weak_targets"]) == (3, 2)


def test_a_print_made_during_the_year_is_no_report(fill: Fill, make_report: MakeReport) -> None:
    meaning = with_rows(
        make_report("a.pdf", "Dinas A", 2024), {"target": ["12"], "realization": ["1"], "recomputed": "8.33"}
    )
    row = scorecard(fill(replace(meaning, identity=replace(meaning.identity, kind="monitoring"))))
    assert (row["has_report"], row["indicators"], row["mean_achievement"]) == (0, 0, None)


def test_words_and_conflicts_stand_in_the_comparison(fill: Fill, make_report: MakeReport) -> None:
    meaning = with_rows(
        make_report("a.pdf", "Dinas A", 2024),
        {"target": ["54.91", "75.52"], "realization": ["75.52", "74.05"], "status": "conflict"},
        {"target": ["WTP"], "realization": ["WTP"], "status": "not_computable"},
    )
    db = read_database(fill(meaning))
    for view in ("comparison", "trend"):
        rows = db.execute(f"SELECT target, target_text, realization_text, own FROM {view}").fetchall()
        assert sorted(rows) == [(None, "54.91 / 75.52", "75.52 / 74.05", 1), (None, "WTP", "WTP", 1)]
    db.conn.close()
