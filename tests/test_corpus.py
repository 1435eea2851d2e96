"""The corpus: the script writes the committed files again; the hand-typed labels are well formed and on the page."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import pypdfium2
import pytest

from normalize.model import MEASURES, TableKind

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
LABELS = sorted([*CORPUS.glob("gold/*.gold.json"), *CORPUS.glob("cases/*.gold.json")])
FILES = sorted(path for room in ("reports", "cases") for path in (CORPUS / room).iterdir() if path.suffix != ".json")
MADE_WITH = {"reportlab": "5.1.0", "pillow": "13.0.0"}
PICTURES = {"dlh-bandungbarat-lkip-2023.pdf": {7}, "garbled-layer.pdf": {1}}
FACT_KEYS = {"page", "objective", "indicator", "unit", "year", "measure", "raw", "value", "text"}
ids = pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.name.removesuffix(".gold.json"))


def load(labels: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(labels.read_text(encoding="utf-8"))
    return gold


def labelled_file(labels: Path, gold: dict[str, Any]) -> Path:
    room = "reports" if labels.parent.name == "gold" else "cases"
    return CORPUS / room / str(gold["document"])


def page_texts(path: Path) -> list[str]:
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8").split("\f")
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in pdf]
    finally:
        pdf.close()


def squash(text: str) -> str:
    """A text without white space, for a cell may be broken over lines."""
    return re.sub(r"\s+", "", text)


def same(made: Path, kept: Path) -> bool:
    """Byte for byte with the versions the files were made with; with others the same text on the same pages."""
    if all(version(package) == wanted for package, wanted in MADE_WITH.items()):
        return made.read_bytes() == kept.read_bytes()
    return page_texts(made) == page_texts(kept)


def test_script_writes_the_committed_files_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "corpus.make", str(tmp_path)], cwd=ROOT, check=True)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert made == sorted(path.relative_to(CORPUS) for path in FILES)
    differing = [str(name) for name in made if not same(tmp_path / name, CORPUS / name)]
    assert not differing, "run `python -m corpus.make`, look at the pages and correct their labels by hand"


def test_every_file_has_labels_and_every_label_a_file() -> None:
    assert {labelled_file(labels, load(labels)) for labels in LABELS} == set(FILES)


def test_corpus_is_small_and_broad() -> None:
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 3_000_000
    reports = [load(path) for path in LABELS if path.parent.name == "gold"]
    assert len(reports) >= 12
    assert len({gold["government"] for gold in reports}) >= 2
    assert len({gold["agency"] for gold in reports}) >= 4
    years = {(gold["agency"], gold["year"]) for gold in reports}
    assert any((agency, year + 1) in years for agency, year in years)


@ids
def test_labels_are_well_formed(labels: Path) -> None:
    gold = load(labels)
    assert labels.name == f"{Path(gold['document']).stem}.gold.json"
    pages = len(page_texts(labelled_file(labels, gold)))
    assert gold["labelled_pages"] == list(range(1, pages + 1))
    assert gold["agency"].endswith(gold["government"])
    for table in gold["tables"]:
        assert table["kind"] in get_args(TableKind)
        assert set(table["pages"]) <= set(gold["labelled_pages"])
    for fact in gold["facts"]:
        assert set(fact) - {"parent"} == FACT_KEYS
        assert fact["page"] in {page for table in gold["tables"] for page in table["pages"]}
        assert fact["measure"] in MEASURES
        assert fact["indicator"] and fact["raw"]
        assert fact["year"] is None or 2000 <= fact["year"] <= 2045
        assert fact["value"] is None or Decimal(fact["value"]).is_finite()
        assert fact["value"] is not None or fact["text"]


@ids
def test_labels_stand_on_the_page(labels: Path) -> None:
    gold = load(labels)
    pictures = PICTURES.get(gold["document"], set())
    texts = [squash(text) for text in page_texts(labelled_file(labels, gold))]
    missing = [
        fact
        for fact in gold["facts"]
        if fact["page"] not in pictures and squash(fact["raw"]) not in texts[fact["page"] - 1]
    ]
    assert not missing


@ids
def test_figures_of_value_are_those_of_raw(labels: Path) -> None:
    """Scale and marks aside, a value has no other figures than its cell: 76,82 (Juta Rp.) is 76820000."""
    for fact in load(labels)["facts"]:
        printed = re.sub(r"\D", "", fact["raw"])
        if fact["value"] is None:
            assert squash(fact["raw"]).upper().startswith(squash(fact["text"]).upper()[:1]), fact
            continue
        value = re.sub(r"\D", "", fact["value"]).strip("0")
        assert value in printed, fact
        assert (Decimal(fact["value"]) < 0) == bool(re.match(r"[-−(]\s*\d", fact["raw"])), fact


@ids
def test_no_fact_is_labelled_twice(labels: Path) -> None:
    facts = [tuple(sorted((key, str(value)) for key, value in fact.items())) for fact in load(labels)["facts"]]
    assert len(facts) == len(set(facts))


def test_known_contradictions_name_pages_and_printed_values() -> None:
    """The first value of each listed contradiction stands on one of the pages it names."""
    with (CORPUS / "gold" / "inconsistencies.tsv").open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(known) >= 30
    for row in known:
        texts = page_texts(CORPUS / "reports" / row["document"])
        pages = "".join(squash(texts[int(page) - 1]) for page in row["pages"].split(";"))
        sides = row["values"].split(";")[0].split("|")
        assert not row["values"] or any(side in pages for side in sides), row
