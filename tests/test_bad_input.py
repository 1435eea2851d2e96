"""Bad input gets one clear line, a row in `documents`, and costs nothing else. Killing a run loses nothing either."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from store import read_connection
from store.schema import SCHEMA_VERSION

Lakip = Callable[..., Result]
WriteReports = Callable[[Path, int], list[Path]]
LAKIP_MAIN = (sys.executable, "-c", "from commands import main; main()")
ROOT = Path(__file__).parent.parent


def prose_pdf(encrypted: bool = False) -> bytes:
    """One page of prose without any table."""
    file = io.BytesIO()
    canvas = Canvas(file, A4, encrypt=StandardEncryption("secret") if encrypted else None)
    for number in range(30):
        canvas.drawString(72, 760 - 20 * number, "Kata pengantar laporan ini memuat uraian tanpa tabel kinerja.")
    canvas.save()
    return file.getvalue()


def image_pdf() -> bytes:
    """One page that is only a picture."""
    file = io.BytesIO()
    canvas = Canvas(file, A4)
    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *A4)
    canvas.save()
    return file.getvalue()


BAD_FILES = [
    pytest.param("empty.pdf", b"", "refused", "empty", id="empty-file"),
    pytest.param("letter.pdf", b"Dengan hormat,\n" * 50, "refused", "not a PDF", id="text-named-pdf"),
    pytest.param("cut.pdf", prose_pdf()[:700], "refused", "damaged", id="truncated-pdf"),
    pytest.param("locked.pdf", prose_pdf(encrypted=True), "refused", "encrypted", id="encrypted-pdf"),
    pytest.param("scan.pdf", image_pdf(), "refused", "its pages are images", id="pdf-of-images"),
    pytest.param("prose.pdf", prose_pdf(), "empty", "no indicator table", id="pdf-without-tables"),
    pytest.param("prose.txt", b"Hanya uraian.\n" * 30, "empty", "no indicator table", id="text-without-tables"),
    pytest.param("blank.txt", b" \n\n", "refused", "no text", id="blank-text"),
    pytest.param("program.txt", bytes(range(256)) * 20, "refused", "neither a PDF nor a text", id="binary-named-txt"),
]


@pytest.mark.parametrize(("name", "data", "status", "reason"), BAD_FILES)
def test_bad_file_is_told_and_the_good_one_read(
    lakip: Lakip,
    tmp_path: Path,
    database_path: Path,
    write_reports: WriteReports,
    name: str,
    data: bytes,
    status: str,
    reason: str,
) -> None:
    write_reports(tmp_path / "in", 1)
    (tmp_path / "in" / name).write_bytes(data)
    result = lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "0", "--ocr", "never")
    assert result.exit_code == 0
    assert result.stdout == ""
    (line,) = [line for line in result.stderr.splitlines() if name in line]
    assert line.startswith(f"  {status}: ")
    assert reason in line
    with read_connection(database_path) as connection:
        rows = connection.execute("SELECT document, status, reason FROM documents ORDER BY status = 'read'").fetchall()
    assert [(row[0], row[1]) for row in rows] == [(name, status), ("report-000.txt", "read")]
    assert reason in rows[0][2]


@pytest.mark.parametrize(("name", "data", "status", "reason"), BAD_FILES)
def test_bad_file_alone(
    lakip: Lakip, tmp_path: Path, database_path: Path, name: str, data: bytes, status: str, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    arguments = ("ingest", tmp_path / name, "--db", database_path, "--jobs", "0", "--ocr", "never")
    result = lakip(*arguments)
    assert result.exit_code == (0 if status == "empty" else 1)
    assert reason in result.stderr
    again = lakip(*arguments)
    assert again.exit_code == result.exit_code
    assert again.stderr.startswith("Nothing new: 1 document unchanged.")


def test_folder_without_reports(lakip: Lakip, tmp_path: Path, database_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "photo.jpg").write_bytes(b"x")
    result = lakip("ingest", tmp_path / "in", "--db", database_path)
    assert result.exit_code == 1
    assert "No report found" in result.stderr
    assert "1 other file left alone: photo.jpg" in result.stderr


def test_path_that_is_not_there(lakip: Lakip, tmp_path: Path, database_path: Path) -> None:
    result = lakip("ingest", tmp_path / "none", "--db", database_path)
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE people (name TEXT)")


def newer_database(path: Path) -> None:
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA application_id = 0x4C414B50")
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def text_file(path: Path) -> None:
    path.write_text("no database\n" * 200)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(Path.mkdir, "choose another path with --db", id="folder"),
        pytest.param(text_file, "is not a SQLite database", id="not-sqlite"),
        pytest.param(other_database, "was made by another program", id="made-by-something-else"),
        pytest.param(newer_database, "install the newer lakip", id="from-a-newer-version"),
    ],
)
def test_database_that_cannot_be_used(
    lakip: Lakip, tmp_path: Path, write_reports: WriteReports, make: Callable[[Path], None], message: str
) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    path = tmp_path / "lakip.db"
    make(path)
    result = lakip("ingest", report, "--db", path)
    assert result.exit_code == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_database_path_that_cannot_be_written(lakip: Lakip, tmp_path: Path, write_reports: WriteReports) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    result = lakip("ingest", report, "--db", report / "lakip.db")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: cannot make the folder of")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_disk_that_is_full(lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    lakip("ingest", report, "--db", database_path, "--jobs", "0")
    result = lakip("export", "documents", "-o", "/dev/full", "--format", "csv", "--db", database_path)
    assert result.exit_code == 1
    assert "cannot write /dev/full: No space left on device" in result.stderr


# -- killed and interrupted -------------------------------------------------------------------------------------------


def content(database: Path) -> list[str]:
    with read_connection(database) as connection:
        return list(connection.iterdump())


def documents(database: Path) -> int:
    """How many documents another process has written so far."""
    try:
        with read_connection(database) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM document_rows").fetchone()[0])
    except sqlite3.Error:
        return 0


def interrupted_run(folder: Path, database: Path, sent: signal.Signals) -> tuple[int, str]:
    """Start a run, send the signal once it has written three documents; its exit code and stderr.

    A shell starts its background jobs with SIGINT ignored, and children inherit that: it is listened to again first.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    arguments = [*LAKIP_MAIN, "ingest", str(folder), "--db", str(database), "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, env=environment) as process:
        while process.poll() is None and documents(database) < 3:
            time.sleep(0.005)
        process.send_signal(sent)
        _, stderr = process.communicate(timeout=30)
    return process.returncode, stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize(
    ("sent", "code"), [pytest.param(signal.SIGKILL, -9, id="killed"), pytest.param(signal.SIGINT, 130, id="ctrl-c")]
)
def test_stopped_run_is_completed_by_the_next(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports, sent: signal.Signals, code: int
) -> None:
    write_reports(tmp_path / "in", 300)
    exit_code, stderr = interrupted_run(tmp_path / "in", database_path, sent)
    assert exit_code == code
    assert ("run the same command again" in stderr) is (sent == signal.SIGINT)
    with sqlite3.connect(database_path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        whole = connection.execute("SELECT COUNT(*), COUNT(DISTINCT doc) FROM observation_rows").fetchone()
    written = documents(database_path)
    assert 3 <= written < 300
    assert whole == (6 * written, written)
    assert lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "0").exit_code == 0
    undisturbed = tmp_path / "undisturbed.db"
    assert lakip("ingest", tmp_path / "in", "--db", undisturbed, "--jobs", "0").exit_code == 0
    assert content(database_path) == content(undisturbed)
