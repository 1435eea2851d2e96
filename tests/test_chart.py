"""`lakip chart`: what is drawn, that it is readable without colour, and the same bytes twice."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from PIL import Image

from commands import plots
from commands.comparison.asked import Record

Lakip = Callable[..., Result]
SCORES = "Targets met, 2023 to 2024, each agency's latest report"
MEASURES = {"unit": "indeks", "indicator": "Indeks Kepuasan", "agency": "Dinas A", "indicator_id": "x", "own": 1}


def has_charts() -> bool:
    try:
        plots.altair()
    except ImportError:
        return False
    return True


needs_charts = pytest.mark.skipif(not has_charts(), reason="needs the extra charts")


def year(number: int, target: Any, result: Any, **more: Any) -> Record:
    """A row of the trend."""
    row = {"year": number, "target": target, "realization": result, "realization_latest": result, "differs": 0}
    texts = {"target_text": None, "realization_text": None, "status": "equal"}
    return MEASURES | row | texts | more


def points(*records: Record) -> list[tuple[int, str, str]]:
    """Year, kind and label of each point that is drawn."""
    rows = plots._trend_rows(records)
    return [(row["year"], row["kind"], row["label"]) for row in rows if row["value"] is not None]


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_restated_history_is_marked_and_shows_both_results() -> None:
    assert points(year(2022, None, "70.5", own=0), year(2023, "80", "82", realization_latest="79", differs=1)) == [
        (2022, "result", "70.5^"),
        (2023, "target", "80"),
        (2023, "result", "82*"),
        (2023, "result in the latest report", "79"),
    ]


def test_years_without_a_report_break_the_line() -> None:
    rows = list(plots._trend_rows([year(2020, "1", "1"), year(2022, "1", "1")]))
    gap = [row for row in rows if row["year"] == 2021]
    assert {row["kind"] for row in gap} == set(plots.KINDS)
    assert {row["value"] for row in gap} == {None}


def test_every_value_of_a_conflict_is_drawn() -> None:
    record = year(2024, None, None, status="conflict", realization_text="88 / 89.5", target_text="BB")
    assert points(record) == [(2024, "result", "88 ?"), (2024, "result", "89.5 ?")]
    assert {row["open"] for row in plots._trend_rows([record]) if row["value"] is not None} == {True}


def test_labels_of_near_points_part() -> None:
    rows = {row["kind"]: row["above"] for row in plots._trend_rows([year(2024, "80.1", "80")])}
    assert (rows["target"], rows["result"]) == (True, False)


@needs_charts
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("scorecard",), [SCORES, "1 of 1 (100 %)"], id="scorecard"),
        pytest.param(("concept", "--indicator", "akip-score"), ["Nilai AKIP", "72.40 (target 70)"], id="concept"),
        pytest.param(("trend", "--agency", "Dinas A"), ["Dinas A", "Nilai AKIP", "72.40", "70"], id="agency"),
        pytest.param(("trend", "--agency", "Dinas A", "--indicator", "akip-score"), ["72.40"], id="indicator"),
    ],
)
def test_charts_say_their_values_and_come_out_the_same(
    lakip: Lakip, tmp_path: Path, filled: Path, arguments: tuple[str, ...], said: list[str]
) -> None:
    images = []
    for name in ("one.svg", "two.svg", "one.png", "two.png"):
        result = lakip("chart", *arguments, "-o", tmp_path / name, "--db", filled)
        assert (result.exit_code, result.stdout) == (0, ""), result.stderr
        images.append((tmp_path / name).read_bytes())
    assert images[0] == images[1] and images[2] == images[3]
    svg = images[0].decode("utf-8")
    assert set(said) <= set(words(svg))
    assert set(re.findall(r'href="(http[^"]*)"', svg)) == set(), "nothing is fetched"
    assert Image.open(BytesIO(images[2])).width > 600


@needs_charts
def test_charts_use_greys_alone(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    path = tmp_path / "chart.png"
    lakip("chart", "scorecard", "-o", path, "--db", filled)
    colours = Image.open(path).convert("RGB").getcolors(1 << 24) or []
    assert max(max(pixel) - min(pixel) for _, pixel in colours) < 8  # type: ignore[arg-type]  # pixels of RGB


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(("trend", "-o", "x.svg"), 2, "a trend is of an agency (--agency) or", id="trend-of-nothing"),
        pytest.param(("concept", "-o", "x.svg"), 2, "say which concept with --indicator", id="concept-of-nothing"),
        pytest.param(("scorecard", "-o", "x.gif"), 2, "x.gif is neither .svg nor .png", id="ending"),
        pytest.param(("scorecard", "-o", "x.svg", "--year", "1999"), 1, "there is nothing to draw", id="no-rows"),
    ],
)
def test_what_cannot_be_drawn(lakip: Lakip, filled: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    if code == 1 and not has_charts():
        pytest.skip("needs the extra charts")
    result = lakip("chart", *arguments, "--db", filled)
    assert result.exit_code == code
    assert message in result.stderr
    assert not Path("x.svg").exists()


def test_without_the_extra_it_says_what_to_install(
    lakip: Lakip, tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = lakip("chart", "scorecard", "-o", tmp_path / "x.svg", "--db", filled)
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: charts need an extra; install it with: pip install 'lakip[charts]'\n",
    )
