"""`lakip compare`: every question it answers, what the answer rests on, and what it does not hide."""

from __future__ import annotations

import csv
import io
import json
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from commands.comparison.asked import ranks
from commands.comparison.scorecard import RANKS
from commands.table import Head, layout
from normalize.model import Interpretation
from store import public_view
from tests.generated import generate
from tests.test_scorecard import with_rows

Lakip = Callable[..., Result]
Fill = Callable[..., Path]
MakeReport = Callable[..., Interpretation]
IKM = "Indeks Kepuasan Masyarakat"


def rows(result: Result) -> list[dict[str, Any]]:
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def cells(result: Result, name: str) -> list[str]:
    """The words of the line of the table that begins with a name or year."""
    return next(line.split() for line in result.stdout.splitlines() if line.strip().startswith(name))


@pytest.fixture
def two_years(fill: Fill, make_report: MakeReport) -> Path:
    """An agency with two reports that differ on 2023, and a second agency with other units and a conflict."""
    old = [{"key": "ikm", "indicator": IKM, "target": ["80"], "realization": ["82"], "unit": "indeks"}]
    new = [
        {"key": "ikm", "indicator": IKM, "target": ["81"], "realization": ["83"], "unit": "indeks",
         "recomputed": "102.47"},
        {"key": "ikm", "indicator": IKM, "realization": ["79"], "unit": "indeks", "year": 2023},
        {"key": "ikm", "indicator": IKM, "realization": ["75"], "unit": "indeks", "year": 2021},
        {"key": "plan", "indicator": "Jumlah dokumen rencana", "target": ["4"], "unit": "dokumen"},
        {"key": "aset", "indicator": "Persentase aset tertib", "target": ["90"], "realization": ["88", "89"],
         "status": "conflict"},
    ]  # fmt: skip
    other = [
        {
            "key": "ikm",
            "indicator": IKM,
            "target": ["90"],
            "realization": ["83"],
            "unit": "indeks",
            "recomputed": "92.22",
        }
    ]
    percent = [{"key": "ikm", "indicator": IKM, "target": ["90"], "realization": ["95"], "recomputed": "105.56"}]
    return fill(
        with_rows(make_report("a-2023.pdf", "Dinas A", 2023), *old),
        with_rows(make_report("a-2024.pdf", "Dinas A", 2024), *new),
        with_rows(make_report("b-2024.pdf", "Dinas B", 2024), *other),
        with_rows(make_report("c-2022.pdf", "Dinas C", 2022), *percent),
    )


# -- agencies side by side --------------------------------------------------------------------------------------------


def test_agencies_stand_with_their_latest_report(lakip: Lakip, filled: Path) -> None:
    result = lakip("compare", "--db", filled)
    assert result.stdout.splitlines()[0].split()[:3] == ["rank", "agency", "year"]
    assert cells(result, "1=")[:4] == ["1=", "Dinas", "A", "2024"]
    assert (
        "  2 reports: 2 indicators (2 sure), 2 of 2 met (100 %), 90.0 % of Rp 14.40 bn spent (2 reports)"
        in result.stdout
    )
    assert "Each agency stands with its latest report" in result.stderr


def test_figures_of_an_agency(lakip: Lakip, filled: Path) -> None:
    (row,) = rows(lakip("compare", "--json", "--year", "2024", "--db", filled))
    assert list(row) == [column.name for column in public_view("scorecard").columns]
    assert (row["indicators"], row["exceeded"], row["met_share"], row["sure"]) == (1, 1, 100, 1)
    assert (row["mean_achievement"], row["mean_achievement_capped"]) == (103.4286, 100.0)
    assert (row["budget"], row["absorption"], row["efficiency"]) == (7200837838.0, 90.0498, 114.8571)
    assert (row["findings_high"], row["findings_medium"], row["findings_low"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("option", "value", "agencies", "note"),
    [
        pytest.param("--government", "2172", ["Dinas A", "Dinas B"], "latest report", id="government-by-code"),
        pytest.param("--government", "tanjung", ["Dinas A", "Dinas B"], "latest report", id="government-by-name"),
        pytest.param(
            "--government", "Bogor", [], "Nothing fits; the database has years 2023 to 2024.", id="no-government"
        ),
        pytest.param(
            "--year", "2023", ["Dinas B"], "Nothing of 2023 (latest year in brackets): Dinas A (2024).", id="year"
        ),
        pytest.param("--year", "1999", [], "Dinas A (2024); Dinas B (2023)", id="no-such-year"),
        pytest.param("--agency", "Dinas Z", [], "No agency 'Dinas Z' has a report", id="no-such-agency"),
    ],
)
def test_some_agencies_and_what_is_missing(
    lakip: Lakip, filled: Path, option: str, value: str, agencies: list[str], note: str
) -> None:
    result = lakip("compare", option, value, "--json", "--db", filled)
    assert [row["agency"] for row in rows(result)] == agencies
    assert note in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize("by", RANKS)
def test_every_rank_orders_the_agencies(lakip: Lakip, filled: Path, by: str) -> None:
    result = lakip("compare", "--rank", by, "--db", filled)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines() if "Dinas" in line] == ["1=", "1="]


def test_ranks_share_and_skip() -> None:
    assert ranks([80.0, 90.0, None, 90.0], is_high_best=False) == ["1", "2=", "-", "2="]


# -- one concept over all agencies ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["public-satisfaction-index", "Indeks Kepuasan Masyarakat (IKM)", "kepuasan"])
def test_a_concept_by_id_or_words(lakip: Lakip, two_years: Path, name: str) -> None:
    found = rows(lakip("compare", "--concept", name, "--json", "--year", "2024", "--db", two_years))
    assert [(row["agency"], row["realization"], row["concept_id"]) for row in found] == [
        ("Dinas A", 83, "public-satisfaction-index"),
        ("Dinas B", 83, "public-satisfaction-index"),
    ]


def test_equal_results_share_a_rank_and_units_stay_apart(lakip: Lakip, two_years: Path) -> None:
    result = lakip("compare", "--indicator", "public-satisfaction-index", "--db", two_years)
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines if "Dinas" in line] == ["1", "1=", "1="]
    assert [line for line in lines if "unit" in line] == [
        f"{concept_name(two_years)}, unit {unit}, higher is better" for unit in ("%", "indeks")
    ]
    assert "Unlike units are not ranked against each other." in result.stderr
    assert "--year compares one year" in result.stderr


def concept_name(database: Path) -> str:
    with closing(sqlite3.connect(database)) as db:
        return str(
            db.execute("SELECT name FROM concept_rows WHERE concept_id = 'public-satisfaction-index'").fetchone()[0]
        )


def test_agencies_without_the_year_are_named(lakip: Lakip, two_years: Path) -> None:
    result = lakip("compare", "--indicator", "public-satisfaction-index", "--year", "2024", "--db", two_years)
    assert "Nothing of 2024 (latest year in brackets): Dinas C (2022)." in result.stderr


def test_an_unknown_indicator_names_some(lakip: Lakip, filled: Path) -> None:
    result = lakip("compare", "--indicator", "no-such", "--db", filled)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No row for the indicator 'no-such'. Concepts with most agencies: " in result.stderr


def test_words_that_mean_several_are_refused(lakip: Lakip, two_years: Path) -> None:
    result = lakip("compare", "--indicator", "a", "--db", two_years)
    assert result.exit_code == 2
    assert "concepts or indicators are 'a'" in result.stderr
    agencies = lakip("compare", "--agency", "dinas", "--db", two_years)
    assert agencies.exit_code == 2
    assert "3 agencies are 'dinas': Dinas A; Dinas B; Dinas C; say more of the name" in agencies.stderr


# -- one agency over the years ----------------------------------------------------------------------------------------


def test_years_are_columns_and_history_is_marked(lakip: Lakip, two_years: Path) -> None:
    result = lakip("compare", "--agency", "Dinas A", "--db", two_years)
    lines = result.stdout.splitlines()
    assert lines[0] == "Dinas A"
    at = next(n for n, line in enumerate(lines) if line.startswith(IKM))
    assert lines[at].split()[-7:] == ["indeks", "75^", "-", "82*", "→", "79", "83"]
    assert lines[at + 1].split() == ["-", "80", "81"]
    assert "88 / 89 ?" in result.stdout, "a conflict shows its values"
    assert "1 indicator without any result (targets of plans and activities)" in result.stdout


def test_an_agency_as_csv_is_its_trend(lakip: Lakip, two_years: Path) -> None:
    text = lakip("compare", "--agency", "Dinas A", "--csv", "--db", two_years).stdout
    found = [row for row in csv.DictReader(io.StringIO(text)) if row["indicator"] == IKM]
    names = ("year", "realization", "realization_latest", "own", "differs")
    assert [tuple(row[name] for name in names) for row in found] == [
        ("2021", "75", "75", "0", "0"),
        ("2023", "82", "79", "1", "1"),
        ("2024", "83", "83", "1", "0"),
    ]


@pytest.mark.parametrize("name", [IKM, "kepuasan", "public-satisfaction-index"])
def test_one_indicator_over_the_years(lakip: Lakip, two_years: Path, name: str) -> None:
    result = lakip("compare", "--agency", "Dinas A", "--indicator", name, "--db", two_years)
    table = [line.split() for line in result.stdout.splitlines() if line.startswith("20")]
    assert [line[:4] for line in table] == [
        ["2021", "-", "75^", "75"],
        ["2022", "-", "-", "-"],
        ["2023", "80", "82*", "79"],
        ["2024", "81", "83", "83"],
    ]
    assert "no report prints it" in result.stdout


def test_an_indicator_id_is_one_agency(lakip: Lakip, two_years: Path) -> None:
    trend = rows(lakip("export", "trend", "-o", "-", "--format", "json", "--db", two_years))
    (key,) = {row["indicator_id"] for row in trend if row["agency"] == "Dinas A" and row["indicator"] == IKM}
    found = rows(lakip("compare", "--indicator", key, "--json", "--db", two_years))
    assert [row["year"] for row in found] == [2021, 2023, 2024]


# -- weak targets and contradictions ----------------------------------------------------------------------------------


def test_weak_targets(lakip: Lakip, two_years: Path) -> None:
    result = lakip("compare", "--weak-targets", "--db", two_years)
    assert "Dinas A, 2024: 1 of 1 comparable targets" in result.stdout
    assert "1 of 1 agencies set such targets, 0 set none." in result.stderr
    (row,) = rows(lakip("compare", "--weak-targets", "--json", "--db", two_years))
    assert (row["target"], row["result_before"], row["difference"], row["is_weak"]) == (81, 82, -1, True)
    none = lakip("compare", "--weak-targets", "--government", "Bogor", "--db", two_years)
    assert "No target can be held against a result" in none.stderr


def test_contradictions_for_what_was_read(lakip: Lakip, filled: Path) -> None:
    result = lakip("compare", "--contradictions", "--db", filled)
    assert cells(result, "1=")[:10] == ["1=", "Dinas", "A", "2024", "5", "1", "0", "0", "20.0", "0"]
    assert "achievement.unexplained (1)" in result.stdout
    found = rows(lakip("compare", "--contradictions", "--json", "--year", "2024", "--db", filled))
    assert [(row["printed_values"], row["findings_high"]) for row in found] == [(5, 1)]


def test_two_questions_at_once_are_refused(lakip: Lakip, filled: Path) -> None:
    result = lakip("compare", "--weak-targets", "--contradictions", "--db", filled)
    assert (result.exit_code, "ask one" in result.stderr) == (2, True)


# -- on the terminal --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [100, 120, 160])
def test_tables_fit_the_terminal(
    lakip: Lakip, fill: Fill, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    name = "Badan Penelitian, Pengembangan dan Penerapan Ilmu Pengetahuan dan Teknologi Provinsi Jawa Barat"
    meaning = make_report("a-2024.pdf", name, 2024)
    budget = replace(meaning.budgets[0], budget=Decimal("1033500000000"), realization=Decimal("973500000000"))
    database = fill(replace(meaning, budgets=(budget,)))
    monkeypatch.setenv("COLUMNS", str(columns))
    for question in ((), ("--contradictions",), ("--indicator", "akip-score"), ("--agency", name)):
        lines = lakip("compare", *question, "--db", database).stdout.splitlines()
        assert max(map(len, lines)) <= columns, question
    monkeypatch.delenv("COLUMNS")
    assert name in lakip("compare", "--db", database).stdout


def test_wide_letters_and_lines_in_cells_keep_the_columns() -> None:
    heads = [Head("name", is_words=True), Head("value", is_right=True)]
    assert layout(heads, [["КЕТ 日本", "1\n2"], "a heading over all columns", ["b", "3"]]) == [
        "name      value",
        "--------  -----",
        "КЕТ 日本      1",
        "              2",
        "a heading over all columns",
        "b             3",
    ]


# -- many reports -----------------------------------------------------------------------------------------------------


def test_a_hundred_thousand_achievements_in_under_a_second(lakip: Lakip, tmp_path: Path) -> None:
    database = tmp_path / "large.db"
    assert generate(database, agencies=500, indicators=40) == 100_000
    for question in ((), ("--year", "2023"), ("--indicator", "akip-score")):
        took = []
        for _ in range(2):
            before = resource.getrusage(resource.RUSAGE_SELF)
            assert lakip("compare", *question, "--db", database).exit_code == 0
            after = resource.getrusage(resource.RUSAGE_SELF)
            took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert min(took) < 1.0, question
