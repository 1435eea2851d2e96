"""The site's pages, asked one by one: what they show, in both languages, and what keeps them quick and whole."""

from __future__ import annotations

import csv
import doctest
import importlib
import io
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra lakip[site]")

from explore.sentences import in_indonesian
from explore.words import all_words
from normalize.checks.rules import RULES
from tests.explore_site import AGENCY, BPJS, DISNAKER, Asker, asker, demo

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.stem for path in (ROOT / "explore").glob("*.py") if path.stem not in ("__init__", "draw"))


@pytest.fixture(scope="module")
def home() -> Path:
    return demo()


@pytest.fixture(scope="module")
def site(home: Path) -> Asker:
    return asker(home / "lakip.db", home / "kept")


@pytest.fixture(scope="module")
def conflict(site: Asker) -> str:
    """The finding about the achievement of BPJS membership."""
    rows = json.loads(site.get("/lakip/findings.json?_shape=array&rule=achievement.conflict").text)
    return str(next(row["finding_id"] for row in rows if "BPJS" in row["message"]))


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"explore.{name}")).failed == 0


PAGES = (
    "/",
    "/?government=Kota+Cimahi&year=2024&kind=dinas&sort=findings",
    f"/agency/{AGENCY}",
    "/compare",
    f"/compare?agency={AGENCY}&agency=32.77/inspektorat",
    "/indicator/akip-score",
    "/reports",
    f"/report/{DISNAKER}",
    f"/report/{DISNAKER}/9",
    f"/report/{DISNAKER}/9?zoom=2",
    f"/number/{BPJS}",
    "/findings",
    "/findings?severity=high&rule=target.conflict",
    "/search",
    "/search?q=koperasi",
    "/review",
    "/review?list=conflict",
    "/lakip",
    "/lakip/observations",
    "/lakip/findings?_search=BPJS",
    "/lakip/scorecard?_facet=year",
    "/lakip?sql=select+count(*)+from+findings",
)


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_in_both_languages(site: Asker, path: str, lang: str) -> None:
    answer = site.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    assert answer.status == 200
    assert f'<html lang="{lang}">' in answer.text
    assert ("Beranda" if lang == "id" else "Home") in answer.text
    assert "Traceback" not in answer.text
    assert not re.search(r"<(script|style)>", answer.text), "nothing inline"
    assert not re.search(r'\s(style|on\w+)="', answer.text), "nothing inline"


def test_the_language_stays_chosen(site: Asker) -> None:
    answer = site.get("/findings?lang=en")
    assert "lakip_lang=en" in answer.headers["set-cookie"]
    assert '<html lang="en">' in Asker(site.datasette, {"lakip_lang": "en"}).get("/findings").text
    assert '<html lang="id">' in Asker(site.datasette, {"lakip_lang": "xx"}).get("/findings").text


def test_every_word_of_the_templates_is_there() -> None:
    words = all_words()
    for template in (ROOT / "explore" / "templates" / "lakip").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        used = re.findall(r"""\bw\(["']([a-z.]+[a-z])["']""", text)
        assert [key for key in used if key not in words] == [], template.name


def test_findings_speak_indonesian(home: Path, site: Asker) -> None:
    with closing(sqlite3.connect(home / "lakip.db")) as db:
        sentences = [message for (message,) in db.execute("SELECT message FROM findings")]
    unsaid = [one for one in sentences if in_indonesian(one) is None]
    assert len(unsaid) <= len(sentences) / 20, unsaid
    assert "tidak sesuai dengan realisasi" in site.get("/findings?rule=achievement.conflict").text
    assert "does not follow from" in site.get("/findings?rule=achievement.conflict&lang=en").text


@pytest.mark.parametrize(
    ("sentence", "ours"),
    [
        ("“<b>and</b>” and 5 of 9 is 55,56%.", "“<b>and</b>” dan 5 dari 9 adalah 55,56%."),
        (
            "The report of 2024 (and the rows.pdf) prints 4 on page 2.",
            "Laporan tahun 2024 (and the rows.pdf) mencetak 4 di halaman 2.",
        ),
        ("The target of “A” is wondrously printed as 4 (page 2).", None),
    ],
)
def test_names_stay_and_half_a_translation_is_none(sentence: str, ours: str | None) -> None:
    assert in_indonesian(sentence) == ours


def test_every_rule_and_status_has_words() -> None:
    assert [rule.code for rule in RULES if f"rule.{rule.code}" not in all_words()] == []
    for code in (
        "equal", "rounding", "other_formula", "other_pair", "capped", "unexplained", "not_printed", "not_computable",
        "conflict",
    ):  # fmt: skip
        assert f"status.{code}" in all_words()
        assert f"statuswhy.{code}" in all_words()
    for rule in ("agreement", "majority", "recomputation", "arithmetic", "person"):
        assert f"decision.{rule}" in all_words()
    for source in ("words", "target", "data", "default"):
        assert f"direction.{source}" in all_words()


def test_the_front_page_shows_agencies_by_government(site: Asker) -> None:
    text = site.get("/").text
    assert "Dinas Tenaga Kerja Koperasi dan Usaha Mikro Kota Tanjungpinang" in text
    assert text.index("Kota Cimahi") < text.index("Kota Tanjungpinang")
    only = site.get("/?government=Kota+Cimahi").text
    assert "/agency/32.77/inspektorat" in only
    assert "/agency/21.72/" not in only
    assert "/agency/32.77/inspektorat" not in site.get("/?kind=dinas").text
    assert "tidak ada instansi" in site.get("/?year=1999").text.lower()


def test_a_number_page_tells_its_story(site: Asker, conflict: str) -> None:
    text = site.get(f"/number/{BPJS}").text
    assert "<q>137,53</q>" in text
    assert "137,53 %" in text
    assert "75,52 ÷ 54,91 × 100 = 137,53 %" in text
    assert "makin tinggi makin baik · arah:" in text
    differing = text[text.index("tercetak berbeda") : text.index("Hitungan capaian")]
    assert "98,05" in differing
    assert "72,71%" in differing
    assert f"/finding/{conflict}" in text
    assert text.count('class="cell-box"') == 1
    assert text.count('class="table-box"') == 1
    assert f'href="/report/{DISNAKER}/1"' in text
    assert f'href="/report/{DISNAKER}/3"' in text


def test_the_formula_stands_with_a_lower_is_better_indicator(site: Asker) -> None:
    rows = json.loads(site.get("/lakip/achievements.json?_shape=array&formula=N1&status=equal").text)
    row = rows[0]
    text = site.get(f"/number/{json.loads(row['realization_ids'])[0]}?lang=en").text
    assert f"(2 × {row['target']:,g} − {row['realization']:,g}) ÷ {row['target']:,g} × 100" in text


def test_a_finding_shows_its_evidence_on_the_pages(site: Asker, conflict: str) -> None:
    text = site.get(f"/finding/{conflict}").text
    evidence = text[text.index("Bukti") :]
    for raw in ("137,53", "98,05", "72,71%"):
        assert raw in evidence
    assert evidence.count('class="cell-box"') == 3
    assert len(re.findall(r"/page/[0-9a-f]{64}/(?:2|9|11)@1\.png", evidence)) == 3


def test_a_budget_finding_boxes_the_row(site: Asker) -> None:
    rows = json.loads(site.get("/lakip/findings.json?_shape=array&rule=budget.sum").text)
    text = site.get(f"/finding/{rows[0]['finding_id']}").text
    assert text.count('class="cell-box"') == len(json.loads(rows[0]["evidence"]))


def test_a_budget_leads_to_its_row(site: Asker) -> None:
    text = site.get("/agency/32.77/badan-pengelolaan-pendapatan-daerah").text
    paths = re.findall(r'href="(/budget/[^"]+)"', text)
    assert paths
    page = site.get(paths[-1]).text
    assert page.count('class="cell-box"') == 1
    assert "Rp 14.220.000.000" in page
    assert "Jumlah anggaran tidak cocok" in page


def test_words_looked_for_are_boxed_on_their_page(site: Asker) -> None:
    found = re.findall(rf'href="(/report/{DISNAKER}/[0-9]+[?]q=jaminan)"', site.get("/search?q=jaminan").text)
    text = site.get(found[0]).text
    marked = re.findall(r'class="cell-box".*?<title>(.*?)</title>', text)
    assert marked
    assert all("jaminan" in line.lower() for line in marked)


def test_a_report_lists_its_tables_and_what_is_asked_of_it(site: Asker) -> None:
    text = site.get(f"/report/{DISNAKER}").text
    assert "Tabel 2.3. Perjanjian Kinerja Tahun 2024" in text
    asked = text[text.index("PermenPANRB 53/2014") :]
    assert 'class="found"' in asked
    assert 'class="absent"' in asked


def test_the_seven_analyses_of_each_objective_stand_in_a_table(home: Path, tmp_path: Path) -> None:
    site = asker(home / "lakip.db", tmp_path)
    (copy,) = tmp_path.glob("copy-*/lakip.db")
    with closing(sqlite3.connect(copy)) as db, db:
        (sha256,) = db.execute("SELECT sha256 FROM documents WHERE sha256 LIKE ?", (f"{DISNAKER}%",)).fetchone()
        columns = "sha256 TEXT, item TEXT, objective TEXT, is_present INTEGER, page INTEGER"
        db.execute(f"CREATE TABLE IF NOT EXISTS checklist ({columns})")
        db.execute("DELETE FROM checklist")
        for item, present, at in (("analysis_1", 1, 9), ("analysis_2", 1, 11), ("analysis_3", 0, None)):
            db.execute(
                "INSERT INTO checklist (sha256, item, objective, is_present, page) VALUES (?, ?, ?, ?, ?)",
                (sha256, item, "Meningkatnya koperasi", present, at),
            )
        db.execute("INSERT INTO checklist (sha256, item, is_present, page) VALUES (?, 'closing', 1, 13)", (sha256,))
    text = site.get(f"/report/{DISNAKER}").text
    table = text[text.index("Tujuh analisis untuk") : text.index('id="causes"')]
    assert "Meningkatnya koperasi" in table
    assert re.findall(rf'href="/report/{DISNAKER}/([0-9]+)"', table) == ["9", "11"]
    assert table.count("tidak ditemukan") == 5
    chapters = text[text.index("PermenPANRB 53/2014") : text.index("Tujuh analisis untuk")]
    assert chapters.count('class="found"') == 1
    assert "Bab IV Penutup" in chapters


def test_sentences_that_state_the_value_are_named(home: Path, tmp_path: Path) -> None:
    site = asker(home / "lakip.db", tmp_path)
    (copy,) = tmp_path.glob("copy-*/lakip.db")
    with closing(sqlite3.connect(copy)) as db, db:
        indicator, document = db.execute(
            "SELECT indicator_id, document FROM observations WHERE observation_id = ?", (BPJS,)
        ).fetchone()
        for at, (raw, value) in enumerate((("137,53%", 137.53), ("98%", 98.0))):
            db.execute(
                "INSERT INTO statements (statement_id, document, page, line, sentence, indicator_id, year, measure,"
                " raw, value) VALUES (?, ?, 13, 4, ?, ?, 2024, 'achievement', ?, ?)",
                (f"s{at}", document, f"Capaiannya {raw}.", indicator, raw, value),
            )
    text = site.get(f"/number/{BPJS}").text
    stated = text[text.index("Disebut dalam kalimat") :]
    assert stated.count('<span class="differs">') == 1
    assert stated.index("137,53%") < stated.index("98%")
    assert f"/report/{DISNAKER}/13?line=4" in stated
    page = site.get(f"/report/{DISNAKER}/13?line=4").text
    assert page.count('class="cell-box"') == 1


def test_a_text_report_shows_its_lines(site: Asker) -> None:
    rows = json.loads(site.get("/lakip/observations.json?_shape=array&document__endswith=.txt&_size=1").text)
    text = site.get(f"/number/{rows[0]['observation_id']}").text
    assert f'<li value="{rows[0]["line"]}" class="hit">' in text
    assert "berkas teks" in text


def test_agencies_stand_side_by_side(site: Asker) -> None:
    first, second = (
        "Inspektorat Daerah Kota Cimahi",
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Cimahi",
    )
    cards = json.loads(site.get("/lakip/scorecard.json?_shape=array&government=Kota+Cimahi").text)
    ids = {card["agency"]: card["agency_id"] for card in cards}
    text = site.get(f"/compare?agency={ids[first]}&agency={ids[second]}").text
    assert text.index(f"{first}</a>") < text.index(f"{second}</a>")
    assert 'href="/indicator/akip-score"' in text[text.index("Indikator yang sama") :]


def test_unlike_units_are_never_in_one_chart(site: Asker) -> None:
    rows = json.loads(site.get("/lakip/comparison.json?_shape=array&concept_id=akip-score&_size=max").text)
    charts = re.findall(r'data-chart="[^"]+">(.*?)</script>', site.get("/indicator/akip-score").text, re.DOTALL)
    units = {(row["unit"], row["polarity"]) for row in rows}
    drawn = [json.loads(chart) for chart in charts]
    assert len(drawn) <= len(units)
    for chart in drawn:
        in_chart = {(value["year"], value["value"]) for value in chart["data"]["values"]}
        assert any(
            in_chart <= {(row["year"], row["realization"]) for row in rows if (row["unit"], row["polarity"]) == unit}
            for unit in units
        )


def test_search_finds_indicators_objectives_and_text(site: Asker) -> None:
    text = site.get("/search?q=bpjs ketenaga").text
    assert "<mark>BPJS</mark>" in text
    assert f"/indicator/{AGENCY}" in text
    assert f"/report/{DISNAKER}/" in text
    assert "Perlindungan" in site.get("/search?q=perlindungan tenaga kerja").text


@pytest.mark.parametrize("query", ['"', "NEAR(", "a AND", "title:*", "* OR *", "-", "'; drop table search", "x" * 3000])
def test_search_syntax_is_only_words(site: Asker, query: str) -> None:
    assert site.get("/search?q=" + query.replace(" ", "+")).status == 200


def test_the_page_image_is_drawn_once_and_kept(home: Path, site: Asker) -> None:
    path = re.findall(r"/page/[0-9a-f]{64}/3@1\.png", site.get(f"/report/{DISNAKER}/3").text)[0]
    first = site.get(path)
    assert first.content.startswith(b"\x89PNG")
    assert "immutable" in first.headers["cache-control"]
    kept = home / "kept" / "pages" / path.split("/")[2] / "3@1.png"
    kept.write_bytes(first.content + b"kept")
    assert site.get(path).content == first.content + b"kept"
    assert site.get(path.replace("@1", "@9")).status == 404


def test_a_missing_file_says_so_and_shows_the_text(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "lakip.db"
    shutil.copy(home / "lakip.db", database)
    moved = tmp_path / "moved"
    shutil.copytree(home / "reports", moved)
    (moved / "disnaker-tanjungpinang-lakip-2024.pdf").rename(moved / "renamed [1].pdf")
    reports = home / "reports"
    reports.rename(home / "away")
    try:
        lost = asker(database, tmp_path / "lost").get(f"/number/{BPJS}").text
        found = asker(database, tmp_path / "found", reports=moved).get(f"/number/{BPJS}").text
        (moved / "renamed [1].pdf").write_bytes(b"%PDF other" + b" " * 85579)
        other = asker(database, tmp_path / "other", reports=moved).get(f"/number/{BPJS}").text
    finally:
        (home / "away").rename(reports)
    for text in (lost, other):
        assert "--reports" in text
        assert '<text class="printed"' in text
        assert 'class="cell-box"' in text
        assert "@1.png" not in text
    assert "--reports" not in found
    assert "@1.png" in found


def test_the_site_follows_the_database(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "lakip.db"
    shutil.copy(home / "lakip.db", database)
    site = asker(database, tmp_path / "kept")
    assert site.get(f"/report/{DISNAKER}").status == 200
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE document_rows SET agency = 'Dinas Baru' WHERE doc = ?", (DISNAKER,))
    from explore.site import site_of

    mirror = site_of(site.datasette).mirror  # type: ignore[union-attr]
    assert mirror is not None
    mirror.looked = 0.0
    assert "Dinas Baru" in site.get(f"/report/{DISNAKER}").text
    assert len(list((tmp_path / "kept").glob("copy-*"))) == 1


def test_data_pages_keep_facets_permalinks_csv_and_json(site: Asker) -> None:
    page = site.get("/lakip/findings?severity=high").text
    assert 'id="facet-rule"' in page
    assert "/lakip/findings.csv?severity=high" in page
    rows = list(csv.DictReader(io.StringIO(site.get("/lakip/findings.csv?severity=high&_size=max").text)))
    assert rows
    assert {row["severity"] for row in rows} == {"high"}
    assert len(json.loads(site.get("/lakip/findings.json?severity=high&_shape=array&_size=max").text)) == len(rows)
    assert f'href="/number/{BPJS}"' in site.get("/lakip/observations?page=2&_size=max").text


def test_public_views_are_all_there_and_the_rest_is_hidden(site: Asker) -> None:
    from store import public_views

    page = site.get("/lakip").text
    assert set(re.findall(r"<code>(\w+)</code>", page)) == {view.name for view in public_views()}


def test_an_address_that_leads_nowhere_says_so(site: Asker) -> None:
    for path in (
        "/agency/x/y",
        "/indicator/x",
        "/report/ffffffffffff",
        "/number/x",
        "/finding/x",
        f"/report/{DISNAKER}/99",
    ):
        answer = site.get(path)
        assert answer.status == 404
        assert "Tidak ditemukan" in answer.text
