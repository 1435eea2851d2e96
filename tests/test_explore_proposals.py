"""Open proposals on the review page: seen, taken, refused, and answered on this machine alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra lakip[site]")

from explore import proposals
from explore.site import site_of
from tests.explore_site import Asker, asker
from tests.test_link import meaning
from tests.test_suggest import NEW, OLD


@pytest.fixture
def database(fill: Callable[..., Path]) -> Path:
    """Two reports that print one figure of one indicator under two names."""
    return fill(meaning("a", 2023, [OLD]), meaning("b", 2024, [NEW]))


@pytest.fixture
def review(database: Path, tmp_path: Path) -> Asker:
    return asker(database, tmp_path / "kept", is_review=True, corrections=tmp_path / "corrections.csv")


def answer(site: Asker, **changed: str) -> dict[str, str]:
    page = site.get("/review?list=proposals").text
    (suggested,) = re.findall(r'name="accept" value="([0-9a-f]+)"', page)
    found = site_of(site.datasette)
    assert found is not None
    told = {"accept": suggested, "by": "Ani", "reason": "tabel yang sama", "token": found.token, "agency": ""}
    return {**told, **changed}


def test_a_proposal_says_what_speaks_for_it_and_its_answer_is_written(review: Asker, tmp_path: Path) -> None:
    page = review.get("/review?list=proposals").text
    assert OLD[0] in page
    assert NEW[0] in page
    assert "keduanya mencetak realisasi 2023 100" in page
    sent = review.post("/propose", answer(review), origin="http://127.0.0.1:8001")
    assert (sent.status, "said=decide.written" in sent.headers["location"]) == (303, True)
    with (tmp_path / "corrections.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["field"], row["decision"], row["indicator"], row["value"]) == ("indicator", "correct", NEW[0], OLD[0])


def test_what_is_refused_is_not_proposed_again(review: Asker) -> None:
    told = answer(review)
    review.post("/propose", {**told, "accept": "", "refuse": told["accept"]})
    assert 'name="accept"' not in review.get("/review?list=proposals").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"by": " "}, "decide.who"), ({"accept": "0"}, "decide.gone")],
    ids=["nobody", "no such proposal"],
)
def test_a_bad_answer_is_not_written(review: Asker, tmp_path: Path, changed: dict[str, str], said: str) -> None:
    assert f"said={said}" in review.post("/propose", answer(review, **changed)).headers["location"]
    assert not (tmp_path / "corrections.csv").exists()


def test_foreign_answers_are_refused(review: Asker, tmp_path: Path) -> None:
    assert review.post("/propose", answer(review, token="x")).status == 403
    assert review.post("/propose", answer(review), origin="http://evil.example").status == 403
    assert review.get("/propose").status == 403
    assert not (tmp_path / "corrections.csv").exists()


def test_without_review_proposals_are_seen_only(database: Path, tmp_path: Path) -> None:
    page = asker(database, tmp_path / "kept").get("/review?list=proposals").text
    assert OLD[0] in page
    assert 'name="accept"' not in page


def test_a_large_database_asks_for_an_agency(review: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "MOST_REPORTS", 1)
    assert "Pilih instansi" in review.get("/review?list=proposals").text
    assert OLD[0] in review.get("/review?list=proposals&agency=12/dinas-sosial").text
