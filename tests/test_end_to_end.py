"""From files to the exported CSV, as a user runs it: our own corpus, and the real reports where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands import cli
from tests.real import folder, needs_reports

CORPUS = Path(__file__).parent.parent / "corpus"
NEEDS_OCR = {"dlh-bandungbarat-lkip-2023.pdf": 0.94, "garbled-layer.pdf": 0.0}  # with a page that is only an image
FLOOR = {"cianjur-dkp-lakip-2015.pdf": 0.92, "jabar-bp3akb-lkip-2016.pdf": 0.97}
LEAST = 0.98
SCANS = {"sumut-dp3akb-pk-2024-scan.pdf", "sumut-dp3akb-pk-2025-scan.pdf"}


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def f1_of(database: Path, gold: Path) -> dict[str, float]:
    found = json.loads(run("evaluate", str(gold), "--db", str(database), "--json").stdout)
    return {one["document"]: one["f1"] for one in found["documents"]}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("own") / "lakip.db"
    run("ingest", str(CORPUS / "reports"), "--db", str(database), "--ocr", "never")
    return database


def test_own_corpus_is_read_exactly(own: Path) -> None:
    scores = f1_of(own, CORPUS / "gold")
    assert len(scores) == len(list((CORPUS / "gold").glob("*.gold.json")))
    assert {name: f1 for name, f1 in scores.items() if f1 < NEEDS_OCR.get(name, 1.0)} == {}


def test_a_second_run_changes_nothing_and_says_so(own: Path) -> None:
    before = own.read_bytes()
    result = run("ingest", str(CORPUS / "reports"), "--db", str(own), "--ocr", "never")
    assert "unchanged" in result.stderr
    assert own.read_bytes() == before


def test_every_agency_of_the_corpus_has_a_row(own: Path) -> None:
    table = run("compare", "--db", str(own), "--csv").stdout
    for gold in (CORPUS / "gold").glob("*.gold.json"):
        assert json.loads(gold.read_text(encoding="utf-8"))["agency"] in table


def test_normalizing_again_changes_nothing(own: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    run("export", "observations", "-o", str(before), "--db", str(own))
    run("normalize", "--db", str(own))
    run("export", "observations", "-o", str(after), "--db", str(own))
    assert before.read_bytes() == after.read_bytes()


@needs_reports
def test_real_reports_are_read(tmp_path: Path) -> None:
    database = tmp_path / "real.db"
    run("ingest", str(folder("reports")), str(folder("seed")), "--db", str(database), "--ocr", "never")
    scores = f1_of(database, folder("gold"))
    assert {n: f1 for n, f1 in scores.items() if n not in SCANS and f1 < FLOOR.get(n, LEAST)} == {}
    assert scores["disnaker-tanjungpinang-2024.txt"] == 1
