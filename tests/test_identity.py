"""Whose report a document is, from built first pages and, where they are at hand, from whole reports."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from extract.model import Document, Line, Page
from normalize import facts
from normalize.identity.agencies import identify
from normalize.identity.governments import governments
from tests.real import folder, needs_reports

CASES = Path(__file__).parent / "cases"
CORPUS = Path(__file__).parent.parent / "corpus"


def document(pages: list[list[str]], name: str = "x.pdf") -> Document:
    made = tuple(
        Page(number, 595, 842, "digital", True, tuple(Line(number, at, text) for at, text in enumerate(lines, 1)))
        for number, lines in enumerate(pages, 1)
    )
    return Document("0" * 64, name, name, 1, "pdf", "digital", made, ())


def cases(table: str) -> list[dict[str, str]]:
    with (CASES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases("identity"), ids=lambda case: case["id"])
def test_identity(case: dict[str, str]) -> None:
    found = identify(document([page.split("|") for page in case["pages"].split("¶")]))
    got = (found.agency or "", found.agency_id or "", found.government_id or "", str(found.year or ""), found.kind)
    assert got == (case["agency"], case["agency_id"], case["government_id"], case["year"], case["kind"])


def test_the_file_name_tells_nothing() -> None:
    lines = [["Tabel 1", "Uraian"]]
    assert identify(document(lines, "lakip-dinas-sosial-kota-batu-2022.pdf")) == identify(document(lines))


def test_a_page_may_end_with_the_word_for_a_kind() -> None:
    found = identify(document([["LAKIP INSPEKTORAT KOTA BATU TAHUN 2022", "disusun oleh", "Inspektorat"]]))
    assert found.agency == "Inspektorat Kota Batu"


def test_a_persons_word_stands_over_the_pages() -> None:
    pages = [["LAKIP DINAS SOSIAL KOTA BATU TAHUN 2022"]]
    found = identify(document(pages), agency="dinas pu kota malang", year=2020)
    assert (found.agency, found.government_id, found.year) == ("Dinas Pekerjaan Umum Kota Malang", "35.73", 2020)
    assert identify(document(pages), agency="Bappeda Kota Batu").agency_id == (
        "35.79/badan-perencanaan-pembangunan-daerah"
    )
    assert identify(document(pages), agency="Inspektorat").agency_id == "35.79/inspektorat"


def test_what_a_crest_gives_on_a_scan_is_no_title() -> None:
    crest = ["J", "— -", "—", "Ly", "iol", "D", "URA", "K T2"]
    lines = [*crest, "PERJANJIAN KINERJA TAHUN 2025", "Dalam rangka mewujudkan", "Dinas Sosial Kota Batu"]
    made = document([lines])
    scan = replace(made, pages=tuple(replace(page, source="ocr") for page in made.pages))
    assert identify(scan).kind == "agreement"


def test_a_renamed_agency_is_one_agency_under_the_name_of_the_year() -> None:
    named = [
        ("BADAN PEMBERDAYAAN PEREMPUAN DAN KELUARGA BERENCANA", 2010),
        ("BP3AKB", 2016),
        ("DINAS PEMBERDAYAAN PEREMPUAN, PERLINDUNGAN ANAK DAN KELUARGA BERENCANA", 2018),
    ]
    found = [identify(document([[f"LAKIP {name} PROVINSI JAWA BARAT", f"TAHUN {year}"]])) for name, year in named]
    assert {one.agency_id for one in found} == {
        "32/badan-pemberdayaan-perempuan-perlindungan-anak-dan-keluarga-berencana"
    }
    assert len({one.agency for one in found}) == len(named)


def test_all_provinces_and_regencies() -> None:
    kinds = [government.kind for government in governments().values()]
    assert (kinds.count("provinsi"), kinds.count("kabupaten") + kinds.count("kota")) == (38, 514)
    for code, government in governments().items():
        if government.kind == "negara":
            continue
        province = None if government.kind == "provinsi" else code[:2]
        assert government.province_id == province
        assert province is None or province in governments()
        city = government.kind == "kota"
        assert len(code) == 2 or (code[3:] > "70") == city, code


def test_a_table_with_a_row_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "things.csv").write_text("name,source\nDinas,x\ndinas,y\n")
    monkeypatch.setattr(facts, "DATA", tmp_path)
    with pytest.raises(ValueError, match="line 3: dinas stands on line 2 too"):
        facts.rows("things", ("name",), ("name",))
    (tmp_path / "things.csv").write_text("name,source\nDinas,\n")
    with pytest.raises(ValueError, match="no source"):
        facts.rows("things", ("name",), ("name",))


def pages_of(path: Path) -> list[list[str]]:
    if path.suffix == ".txt":
        return [page.splitlines() for page in path.read_text(encoding="utf-8").split("\f")]
    with pypdfium2.PdfDocument(path) as pdf:  # type: ignore[no-untyped-call]
        return [page.get_textpage().get_text_range().splitlines() for page in pdf]


@pytest.mark.parametrize("label", sorted((CORPUS / "gold").glob("*.gold.json")), ids=lambda path: path.name)
def test_own_corpus(label: Path) -> None:
    gold = json.loads(label.read_text(encoding="utf-8"))
    found = identify(document(pages_of(CORPUS / "reports" / gold["document"])))
    assert (found.agency, found.government, found.year) == (gold["agency"], gold["government"], gold["year"])


@needs_reports
@pytest.mark.parametrize("case", cases("identity_reports"), ids=lambda case: case["document"])
def test_reports(case: dict[str, str]) -> None:
    found = identify(document(pages_of(folder("reports") / case["document"])))
    got = (found.agency or "", found.government_id or "", str(found.year or ""), found.kind)
    assert got == (case["agency"], case["government_id"], case["year"], case["kind"])
