"""The commands as a user runs them: what stands on stdout and stderr, exit codes, files."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result
from PIL import Image

from commands import COMMANDS, cli
from commands.check import SEVERITIES
from store import open_database

Lakip = Callable[..., Result]
WriteReports = Callable[[Path, int], list[Path]]
ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"


# -- the command line -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_an_example(lakip: Lakip, name: str) -> None:
    result = lakip(name, "--help")
    assert result.exit_code == 0
    assert f"lakip {name}" in result.stdout.splitlines()[-1]


def test_help_lists_every_command(lakip: Lakip) -> None:
    assert [name for name in COMMANDS if f"\n  {name} " in lakip("--help").stdout] == list(COMMANDS)


def test_help_is_fast_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; from commands import cli\n"
        "heavy = ('pandas', 'spacy', 'camelot', 'pypdfium2', 'sqlite_utils')\n"
        "try: cli(['--help'])\n"
        "except SystemExit: print([name for name in heavy if name in sys.modules])"
    )
    took = []
    for _ in range(3):
        before = _cpu_of_children()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
        took.append(_cpu_of_children() - before)
        assert done.stdout.splitlines()[-1] == "[]"
    assert min(took) < 0.3


def _cpu_of_children() -> float:
    """Seconds of processor time, which do not depend on what else the machine does."""
    times = os.times()
    return times.children_user + times.children_system


def test_version(lakip: Lakip) -> None:
    assert lakip("--version").stdout.startswith("lakip ")


def test_unforeseen_error_is_one_line_unless_debug() -> None:
    # The hook is all that stands between a mistake of ours and the user: it is run here as the interpreter runs it.
    code = "import sys, commands; commands.cli = None; commands.main()"
    for extra in ((), ("--debug",)):
        done = subprocess.run([sys.executable, "-c", code, *extra], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 1
        lines = done.stderr.splitlines()
        assert ("Traceback" in lines[0]) is bool(extra)
        assert extra or lines == [
            "Error: our mistake: TypeError: 'NoneType' object is not callable",
            "Run again with --debug and report what it prints.",
        ]


@pytest.mark.parametrize("name", ["compare", "check", "normalize"])
def test_no_database_is_one_line(lakip: Lakip, tmp_path: Path, name: str) -> None:
    result = lakip(name, "--db", tmp_path / "none.db")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: there is no database at")
    assert not (tmp_path / "none.db").exists()


def test_database_from_the_environment(lakip: Lakip, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKIP_DB", str(filled))
    assert "Dinas A" in lakip("compare").stdout


# -- ingest -----------------------------------------------------------------------------------------------------------


def test_ingest_says_what_it_did(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports
) -> None:
    write_reports(tmp_path / "in", 2)
    result = lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "1", "--progress")
    assert (result.exit_code, result.stdout) == (0, "")
    lines = result.stderr.splitlines()
    assert lines[0].startswith("2 of 2 documents, 2 pages, ")
    assert lines[1:3] == ["2 documents: 2 read", "2 pages, 2 tables, 12 observations, 1 finding"]
    assert lines[3].startswith("achievements: 4 agreeing, 0 disagreeing, ")
    assert lines[4] == f"Next: lakip compare --db {database_path}"
    again = lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "1")
    assert again.exit_code == 0
    assert again.stderr.splitlines()[0] == "Nothing new: 2 documents unchanged."


def test_corpus_becomes_one_database(lakip: Lakip, tmp_path: Path) -> None:
    database = tmp_path / "lakip.db"
    reports = sorted((CORPUS / "reports").iterdir())
    assert lakip("ingest", CORPUS / "reports", "--db", database).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(lakip("export", "documents", "-o", "-", "--db", database).stdout)))
    assert sorted(row["document"] for row in rows) == [path.name for path in reports]
    agencies = {row["agency"] for row in rows if row["agency"]}
    compared_agencies = {row["agency"] for row in json.loads(lakip("compare", "--json", "--db", database).stdout)}
    assert compared_agencies == agencies
    assert lakip("normalize", "--db", database).exit_code == 0


# -- check ------------------------------------------------------------------------------------------------------------


def test_empty_database_tells_the_next_step(lakip: Lakip, database_path: Path) -> None:
    open_database(database_path).conn.close()
    assert "lakip ingest" in lakip("compare", "--db", database_path).stderr
    assert "lakip ingest" in lakip("export", "trend", "-o", "-", "--db", database_path).stderr
    assert lakip("check", "--db", database_path).exit_code == 0


def test_check_groups_by_report_and_exits_1(lakip: Lakip, filled: Path) -> None:
    result = lakip("check", "--db", filled)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        "a-2024.pdf (Dinas A, 2024): 1 high",
        "  high    page 2    achievement.unexplained: 103,43 does not follow",
    ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        pytest.param(("--severity", "high"), 3, id="severity"),
        pytest.param(("--rule", "achievement"), 3, id="rule-group"),
        pytest.param(("--rule", "achievement.unexplained"), 3, id="rule"),
        pytest.param(("--rule", "achieve"), 0, id="half-a-rule"),
        pytest.param(("--agency", "Dinas A"), 1, id="agency-by-name"),
        pytest.param(("--agency", "2172/dinas-b"), 1, id="agency-by-id"),
    ],
)
def test_check_some(lakip: Lakip, filled: Path, options: tuple[str, ...], count: int) -> None:
    result = lakip("check", *options, "--json", "--db", filled)
    assert len(json.loads(result.stdout)) == count
    assert result.exit_code == (1 if count else 0)


def test_severities_are_those_of_the_rules() -> None:
    assert SEVERITIES == ("high", "medium", "low")


# -- tables and show --------------------------------------------------------------------------------------------------


def test_tables_prints_one_object_for_each_page(lakip: Lakip, tmp_path: Path, write_reports: WriteReports) -> None:
    (report,) = write_reports(tmp_path, 1)
    (line,) = lakip("tables", report, "--jobs", "1").stdout.splitlines()
    assert lakip("tables", report, "--jobs", "0").stdout.splitlines() == [line]  # in this process
    table = json.loads(line)
    assert {key: table[key] for key in ("document", "page", "table_no", "part")} == {
        "document": str(report), "page": 1, "table_no": 1, "part": 1,
    }  # fmt: skip
    assert table["cells"][7] == {"row": 2, "col": 1, "row_span": 1, "col_span": 1, "text": "1", "bbox": None}


def test_tables_stitched_joins_pages(lakip: Lakip) -> None:
    report = next((CORPUS / "reports").glob("disdik-*.pdf"))
    apart = [json.loads(line) for line in lakip("tables", report).stdout.splitlines()]
    whole = [json.loads(line) for line in lakip("tables", report, "--stitched").stdout.splitlines()]
    assert [(one["page"], one["table_no"], one["part"]) for one in apart] == sorted(
        (part["page"], part["table_no"], part["part"]) for one in whole for part in one["parts"]
    )
    assert max(len(one["parts"]) for one in whole) > 1


def test_tables_names_what_it_cannot_read(lakip: Lakip, tmp_path: Path, write_reports: WriteReports) -> None:
    write_reports(tmp_path, 1)
    (tmp_path / "empty.pdf").write_bytes(b"")
    result = lakip("tables", tmp_path, "--jobs", "1")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert result.stderr == f"{tmp_path / 'empty.pdf'}: the file is empty\n"
    assert lakip("tables", tmp_path / "empty.pdf", "--jobs", "1").exit_code == 1


def test_show_draws_the_page(lakip: Lakip, tmp_path: Path) -> None:
    report = next((CORPUS / "reports").glob("dinkes-*-2024.pdf"))
    database = tmp_path / "lakip.db"
    lakip("ingest", report, "--db", database, "--jobs", "1")
    with_boxes = [
        one["page"]
        for one in json.loads(lakip("export", "observations", "-o", "-", "--format", "json", "--db", database).stdout)
    ]
    for number, named in enumerate((report, report.name)):
        image = tmp_path / f"{number}.png"
        result = lakip("show", named, with_boxes[0], "-o", image, "--db", database)
        assert result.exit_code == 0, result.stderr
        colours = {colour for _, colour in Image.open(image).getcolors(1 << 24) or ()}
        assert {(0xD6, 0x27, 0x28), (0x1F, 0x77, 0xB4), (0x2C, 0xA0, 0x2C)} <= colours


def test_show_needs_no_database(lakip: Lakip, tmp_path: Path) -> None:
    report = next((CORPUS / "reports").glob("dinkes-*-2024.pdf"))
    result = lakip("show", report, 1, "-o", tmp_path / "page.png", "--db", tmp_path / "none.db")
    assert result.exit_code == 0
    assert Image.open(tmp_path / "page.png").width > 500


@pytest.mark.parametrize(
    ("report", "page", "message"),
    [
        pytest.param("no-such.pdf", 1, "no file and no document 'no-such.pdf'", id="unknown"),
        pytest.param("a-2024.pdf", 1, "is no longer there", id="file-gone"),
    ],
)
def test_show_cannot(lakip: Lakip, tmp_path: Path, filled: Path, report: str, page: int, message: str) -> None:
    result = lakip("show", report, page, "-o", tmp_path / "page.png", "--db", filled)
    assert result.exit_code == 1
    assert message in result.stderr


def test_show_says_how_many_pages_there_are(lakip: Lakip, tmp_path: Path, write_reports: WriteReports) -> None:
    report = next((CORPUS / "reports").glob("dinkes-*-2024.pdf"))
    (text,) = write_reports(tmp_path, 1)
    beyond = lakip("show", report, 999, "-o", tmp_path / "page.png", "--db", tmp_path / "none.db")
    assert "pages, not 999" in beyond.stderr
    assert "text report" in lakip("show", text, 1, "-o", tmp_path / "page.png", "--db", tmp_path / "none.db").stderr


def test_every_command_takes_debug() -> None:
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert "--debug" in [option for parameter in command.params for option in parameter.opts]
