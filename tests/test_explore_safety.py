"""What the site withstands: hostile reports, foreign forms, wandering addresses; and what leaves it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra lakip[site]")

from click.testing import CliRunner

from commands import cli
from explore.corrections import BadDecision, Corrections, Decision, typed_value
from explore.site import site_of
from normalize.corrections.file import COLUMNS
from tests.explore_site import BPJS, DISNAKER, Asker, asker, demo, ingest

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
EVIL_NAME = "x<img src=x onerror=alert(3)> & ' .txt"
FORMULA = "=HYPERLINK(1)"
HOSTILE = f"""LAPORAN KINERJA
DINAS KESEHATAN KOTA CIMAHI
TAHUN 2024
Tabel 3.1 {EVIL}
No\tSasaran\tIndikator Kinerja\tSatuan\tTarget\tRealisasi\tCapaian
1\t{EVIL}\t{EVIL} sehat\t%\t80\t90\t112,5
2\tSehat\t{FORMULA} puas\t%\t50\t40\t99
3\tSehat\tNilai AKIP\tnilai\t70\t{EVIL}\t-
"""


@pytest.fixture(scope="module")
def home() -> Path:
    return demo()


@pytest.fixture(scope="module")
def site(home: Path) -> Asker:
    return asker(home / "lakip.db", home / "kept")


@pytest.fixture
def review(home: Path, tmp_path: Path) -> Asker:
    return asker(home / "lakip.db", home / "kept", is_review=True, corrections=tmp_path / "corrections.csv")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("hostile")
    report = folder / EVIL_NAME
    report.write_text(HOSTILE, encoding="utf-8")
    ingest(folder / "lakip.db", report)
    return asker(folder / "lakip.db", folder / "kept", is_review=True, corrections=folder / "c.csv")


def hostile_pages(site: Asker) -> list[str]:
    """Every page on which the hostile report can show."""
    values = json.loads(site.get("/lakip/observations.json?_shape=array&_size=max").text)
    agency = json.loads(site.get("/lakip/scorecard.json?_shape=array").text)[0]["agency_id"]
    doc = values[0]["sha256"][:12]
    found = json.loads(site.get("/lakip/findings.json?_shape=array").text)
    return [
        "/", "/reports", "/findings", "/review", "/review?list=conflict", "/review?list=unexplained",
        "/search?q=script",
        "/search?q=puas", f"/agency/{agency}", f"/report/{doc}", f"/report/{doc}/1", "/lakip/observations",
        "/lakip/documents", "/lakip/achievements", "/lakip/comparison", "/lakip?sql=select+*+from+observations",
        *(f"/number/{row['observation_id']}" for row in values),
        *(f"/indicator/{row['indicator_id']}" for row in values),
        *(f"/finding/{row['finding_id']}" for row in found),
    ]  # fmt: skip


def test_hostile_content_shows_as_text(hostile: Asker) -> None:
    seen = 0
    for path in dict.fromkeys(hostile_pages(hostile)):
        answer = hostile.get(path)
        assert answer.status == 200, path
        assert "<script>alert" not in answer.text, path
        assert "<img src=x" not in answer.text, path
        seen += answer.text.count("&lt;script&gt;alert(1)")
    assert seen > 10


def test_a_formula_is_text_in_csv_and_verbatim_in_json(hostile: Asker) -> None:
    text = hostile.get("/lakip/observations.csv?_size=max").text
    cells = [row["indicator"] for row in csv.DictReader(io.StringIO(text))]
    assert any(cell == f"'{FORMULA} puas" for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)
    values = json.loads(hostile.get("/lakip/observations.json?_shape=array").text)
    assert any(row["indicator"] == f"{FORMULA} puas" for row in values)
    streamed = hostile.get("/lakip/observations.csv?_stream=on&_dl=1")
    assert streamed.text == text
    assert "attachment" in streamed.headers["content-disposition"]


@pytest.mark.parametrize(
    "path", ["/", f"/number/{BPJS}", "/lakip/findings", "/lakip?sql=select+1", "/nothing", "/reports"]
)
def test_every_page_carries_the_policy(site: Asker, path: str) -> None:
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_nothing_is_fetched_from_elsewhere(site: Asker) -> None:
    for path in ("/", f"/number/{BPJS}", "/indicator/akip-score", "/lakip"):
        told = re.findall(r'(?:src|href|action)="([^"]+)"', site.get(path).text)
        assert [one for one in told if re.match(r"[a-z]+:|//", one)] == []


@pytest.mark.parametrize(
    "path",
    [
        "/page/" + "0" * 64 + "/1@1.png",
        "/page/../../../../etc/passwd",
        f"/page/{DISNAKER}/1@1.png",
        "/page/..%2f..%2fetc%2fpasswd/1@1.png",
        "/-/lakip/../site.py",
        "/-/lakip/%2e%2e/site.py",
        "/-/lakip/..%2f..%2fpyproject.toml",
        "/report/../../etc/passwd",
        "/-/databases.json",
        "/-/threads.json",
        "/-/allow-debug",
        "/lakip.db",
    ],
)
def test_addresses_do_not_wander(site: Asker, path: str) -> None:
    answer = site.get(path)
    if answer.status == 302:
        answer = site.get(answer.headers["location"])
    assert answer.status in (400, 403, 404)
    assert "root:" not in answer.text
    assert "hookimpl" not in answer.text


def test_no_page_tells_where_files_are(home: Path, site: Asker) -> None:
    for path in (
        "/",
        "/reports",
        f"/report/{DISNAKER}",
        f"/report/{DISNAKER}/2",
        "/lakip/documents",
        "/lakip/documents.json",
    ):
        assert str(home) not in site.get(path).text, path


@pytest.mark.parametrize(
    "sql", ["delete from findings", "drop table findings", "attach '/etc/passwd' as x", "pragma journal_mode=wal"]
)
def test_sql_only_reads(site: Asker, sql: str) -> None:
    before = site.get("/lakip/findings.json?_size=1").text
    assert site.get(f"/lakip?sql={sql.replace(' ', '+')}").status == 400
    assert (
        json.loads(site.get("/lakip/findings.json?_size=1").text)["filtered_table_rows_count"]
        == (json.loads(before)["filtered_table_rows_count"])
    )


def test_sql_has_a_time_limit(site: Asker) -> None:
    began = time.monotonic()
    endless = "with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+count(*)+from+n"
    assert site.get(f"/lakip?sql={endless}").status == 400
    assert time.monotonic() - began < 10


def form(site: Asker, **changed: str) -> dict[str, str]:
    told = {"decision": "correct", "value": "98,05", "by": "Ani", "reason": "tabel 3.1", "token": token(site)}
    return {**told, **changed}


def token(site: Asker) -> str:
    found = site_of(site.datasette)
    assert found is not None
    return found.token


def test_a_decision_is_written_as_a_row(review: Asker, tmp_path: Path) -> None:
    page = review.get(f"/number/{BPJS}").text
    assert f'value="{token(review)}"' in page
    answer = review.post(f"/decide/{BPJS}", form(review), origin="http://127.0.0.1:8001")
    assert answer.status == 303
    with (tmp_path / "corrections.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    told = {name: rows[0][name] for name in COLUMNS if name not in ("sha256", "date", "indicator")}
    assert told == {
        "page": "2", "year": "2024", "period": "year", "measure": "achievement", "raw": "137,53", "field": "value",
        "decision": "correct", "value": "98.05", "by": "Ani", "reason": "tabel 3.1",
    }  # fmt: skip
    assert rows[0]["sha256"].startswith(DISNAKER)
    assert "Dibetulkan menjadi 98.05 oleh Ani" in review.get(f"/number/{BPJS}").text
    assert "Ani" in review.get("/review?list=decided").text


def test_a_second_decision_takes_the_place_of_the_first(review: Asker, tmp_path: Path) -> None:
    review.post(f"/decide/{BPJS}", form(review))
    review.post(f"/decide/{BPJS}", form(review, decision="reject", reason="milik\n baris=lain"))
    with (tmp_path / "corrections.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["decision"], row["value"], row["reason"]) for row in rows] == [("reject", "", "milik baris=lain")]


def test_other_decisions_in_the_file_are_kept(review: Asker, tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    row = (
        "0" * 64,
        "2",
        "Nilai AKIP",
        "",
        "",
        "",
        "",
        "concept",
        "correct",
        "akip-score",
        "Budi",
        "31/01/2026",
        "x; y",
    )
    lines = [";".join(COLUMNS), ";".join(f'"{cell}"' for cell in row)]
    file.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    review.post(f"/decide/{BPJS}", form(review))
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(one["field"], one["by"], one["reason"]) for one in rows] == [
        ("concept", "Budi", "x; y"),
        ("value", "Ani", "tabel 3.1"),
    ]


def test_a_slip_in_the_file_is_said_and_nothing_is_overwritten(review: Asker, tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    file.write_text("sha256,page\n1,2\n", encoding="utf-8")
    answer = review.post(f"/decide/{BPJS}", form(review))
    assert "said=decide.file" in answer.headers["location"]
    assert file.read_text(encoding="utf-8") == "sha256,page\n1,2\n"
    assert "corrections.csv line 1" in review.get("/review").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "1.234"}, "decide.ambiguous"),
        ({"value": "  "}, "decide.empty"),
        ({"by": ""}, "decide.who"),
        ({"reason": " "}, "decide.who"),
        ({"decision": "drop"}, "decide.what"),
    ],
    ids=lambda one: str(one),
)
def test_a_bad_decision_is_not_written(review: Asker, tmp_path: Path, changed: dict[str, str], said: str) -> None:
    answer = review.post(f"/decide/{BPJS}", form(review, **changed))
    assert f"said={said}" in answer.headers["location"]
    assert not (tmp_path / "corrections.csv").exists()


@pytest.mark.parametrize(
    ("changed", "headers"),
    [
        ({"token": ""}, {}),
        ({"token": "x" * 32}, {}),
        ({}, {"origin": "http://evil.example"}),
        ({}, {"origin": "http://127.0.0.1:9999"}),
        ({}, {"origin": "null"}),
        ({}, {"sec_fetch_site": "cross-site"}),
        ({}, {"host": "evil.example"}),
        ({}, {"host": "127.0.0.1.evil.example:8001"}),
        ({"reason": "x" * 30_000}, {}),
    ],
    ids=["no token", "wrong token", "foreign", "other port", "null", "cross-site", "rebound", "look-alike", "too long"],
)
def test_foreign_forms_are_refused(
    review: Asker, tmp_path: Path, changed: dict[str, str], headers: dict[str, str]
) -> None:
    assert review.post(f"/decide/{BPJS}", form(review, **changed), **headers).status == 403
    assert not (tmp_path / "corrections.csv").exists()


def test_another_name_for_this_machine_reads_no_token(review: Asker) -> None:
    answer = review.get(f"/number/{BPJS}", host="evil.example")
    assert answer.status == 403
    assert token(review) not in answer.text


def test_without_review_nothing_is_decided(home: Path, site: Asker) -> None:
    assert "Keputusan</h2>" not in site.get(f"/number/{BPJS}").text
    assert token(site) not in site.get(f"/number/{BPJS}").text
    assert site.post(f"/decide/{BPJS}", form(site)).status == 403
    assert not (home / "corrections.csv").exists()


def test_serve_takes_decisions_on_this_machine_only(home: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--db", str(home / "lakip.db"), "--review", "--host", "0.0.0.0"])
    assert result.exit_code == 2
    assert "127.0.0.1" in result.output


def test_serve_without_a_database_says_so_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 1
    assert "lakip ingest" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def published(home: Path) -> Path:
    target = home / "site.db"
    result = CliRunner().invoke(cli, ["publish", "-o", str(target), "--db", str(home / "lakip.db"), "--images"])
    assert result.exit_code == 0, result.output
    assert "page images" in result.output
    return target


def test_a_published_database_tells_no_local_path(home: Path, published: Path) -> None:
    content = published.read_bytes()
    assert str(home).encode() not in content
    assert b"/reports/" not in content
    with closing(sqlite3.connect(published)) as db:
        assert db.execute("SELECT COUNT(path) FROM documents").fetchone() == (0,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_any_datasette_shows_a_published_database(published: Path) -> None:
    from datasette.app import Datasette

    from explore.app import register

    register()
    site = Asker(Datasette([], immutables=[str(published)]))
    number = site.get(f"/number/{BPJS}").text
    assert 'class="cell-box"' in number
    image = site.get(re.findall(r"/page/[0-9a-f]{64}/2@1\.png", number)[0])
    assert image.content.startswith(b"\x89PNG")
    unstored = site.get(f"/report/{DISNAKER}/1").text
    assert '<text class="printed"' in unstored
    assert site.get("/site/findings").status == 200
    assert site.post(f"/decide/{BPJS}", form(site)).status == 403


def test_another_database_keeps_datasettes_own_pages(tmp_path: Path) -> None:
    from datasette.app import Datasette

    from explore.app import register

    register()
    with closing(sqlite3.connect(tmp_path / "reports.db")) as db:
        db.execute("CREATE TABLE t (a)")
    other = Asker(Datasette([str(tmp_path / "reports.db")]))
    assert "Powered by" in other.get("/").text
    assert "Powered by" in other.get("/reports").text
    assert other.get("/reports/t").status == 200
    assert "content-security-policy" not in other.get("/").headers


def test_a_typed_value_has_one_reading() -> None:
    assert typed_value("75,5250") == "75.5250"
    for text in ("1.234", "1,234", "-9.999", "1.23.4", "1,2.3,4", "5.", "1.234.5,"):
        with pytest.raises(BadDecision):
            typed_value(text)


def test_only_a_file_that_normalize_takes_is_written(tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    value = {"sha256": "0" * 64, "page": 2, "indicator": "Nilai AKIP", "year": 2024, "period": "year"}
    Corrections(file).write({**value, "measure": "target", "raw": "70"}, Decision("accept", "", "Ani", "as printed"))
    before = file.read_bytes()
    untold = {**value, "measure": "target", "year": None, "raw": ""}
    with pytest.raises(BadDecision, match=r"decide\.unfit"):
        Corrections(file).write(untold, Decision("correct", "71", "Ani", "left out"))
    assert file.read_bytes() == before
