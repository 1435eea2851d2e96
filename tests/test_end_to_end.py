"""From files to the exported CSV, as a user runs it: our own corpus, and the real reports where they are at hand."""

from __future__ import annotations

import csv
import json
import re
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


NOT_FOUND = {
    ("disnaker-tanjungpinang-lakip-2024.pdf", "Meningkatnya Daya Saing Usaha Mikro Kecil dan Menengah"),
    ("kec-lembang-bandungbarat-lkip-2024.pdf", "Realisasi dan Capaian Kinerja"),
}
"""A caption of three centred lines, and a table that mixes decimal marks once."""
NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def named(known: dict[str, str], finding: dict[str, str]) -> bool:
    """Whether a finding stands on a page of a known contradiction and prints a value of each side or half its words."""
    text = " ".join(finding[column] or "" for column in ("printed", "expected", "message"))
    if not set(known["pages"].split(";")) & set(finding["pages"].split(";")):
        return False
    sides = [side.split("|") for side in known["values"].split(";") if NUMBER.search(side)]
    if not sides:
        words = set(re.findall(r"[^\W\d_]{3,}", known["about"].casefold()))
        return len(words & set(re.findall(r"[^\W\d_]{3,}", text.casefold()))) * 2 >= len(words)
    printed = {number.rstrip(".,") for number in NUMBER.findall(text)}
    return any(all(set(NUMBER.findall(value)) & printed for value in side) for side in sides)


@pytest.fixture(scope="module")
def findings(own: Path) -> list[dict[str, str]]:
    exported = own.with_name("findings.csv")
    run("export", "findings", "-o", str(exported), "--db", str(own))
    with exported.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_contradictions_of_the_corpus_are_found(findings: list[dict[str, str]]) -> None:
    """Every contradiction that a reader noted, but those of which `NOT_FOUND` says why."""
    with (CORPUS / "gold" / "inconsistencies.tsv").open(encoding="utf-8", newline="") as file:
        noted = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    lost = {
        (one["document"], one["about"])
        for one in noted
        if not any(one["document"] == found["document"] and named(one, found) for found in findings)
    }
    assert lost == NOT_FOUND


SAID = [
    ("claim.all", "12", "45,73"),
    ("claim.budget", "12", "8.039.998"),
    ("claim.trend", "9", "11.875"),
    ("name.agency", "4", "Kopersi"),
    ("objective.listed", "7", "Jaminan Sosial"),
    ("person.differs", "14", "BUDI CONTOH"),
    ("plan.vision", "7", "vision"),
    ("plan.year", "4", "2024 - 2026"),
    ("prose.progress", "13", "95,86"),
    ("prose.achievement", "13", "realisation 74,05"),
    ("reference.annulled", "4", "17/2012"),
    ("section.budget-missing", "3", "realised budgets"),
    ("section.number", "10", "3.2"),
    ("target.weak", "9", "59,62"),
    ("unit.noun", "9", "usaha mikro"),
    ("words.malformed", "13", "juta"),
    ("words.spelling", "13", "milyar"),
]


@pytest.mark.parametrize(("rule", "page", "text"), SAID, ids=[row[0] for row in SAID])
def test_the_report_with_an_agencys_own_figures_is_told(
    findings: list[dict[str, str]], rule: str, page: str, text: str
) -> None:
    own = [one for one in findings if one["document"].startswith("disnaker") and one["rule"] == rule]
    assert any(text in one["message"] and page in one["pages"].split(";") for one in own)
