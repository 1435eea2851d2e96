"""Exports: every view, the exact digits, the same bytes twice, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from normalize.model import Interpretation
from store import View, public_view, public_views
from store.export import digits
from store.package import data_package
from store.schema import find_table
from store.spreadsheet import inert
from tests.generated import generate

Lakip = Callable[..., Result]
MakeReport = Callable[..., Interpretation]
ROOT = Path(__file__).parent.parent


def test_export_all_writes_every_view_twice_the_same(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    for folder in ("one", "two"):
        assert lakip("export", "all", "-o", tmp_path / folder, "--db", filled).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted([*(f"{view.name}.csv" for view in public_views()), "datapackage.json"])
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    package = json.loads((tmp_path / "one" / "datapackage.json").read_text())
    for resource in package["resources"]:
        with (tmp_path / "one" / resource["path"]).open(newline="", encoding="utf-8") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]


def test_csv_is_rfc_4180_with_exact_digits(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    path = tmp_path / "deep" / "observations.csv"
    lakip("export", "observations", "-o", path, "--db", filled)
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 16
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    assert {row["raw"]: row["value"] for row in rows if row["document"] == "a-2024.pdf"} == {
        "70": "70", "70,50": "70.50", "72,40 (BB)": "72.40", "5-6": "", "103,43%": "103.43",
    }  # fmt: skip


def test_json_has_numbers_booleans_and_null(lakip: Lakip, filled: Path) -> None:
    text = lakip("export", "achievements", "-o", "-", "--format", "json", "--db", filled).stdout
    row = json.loads(text, parse_float=Decimal)[0]
    assert '"realization": 72.40,' in text
    assert (row["realization"], row["restated"], row["decided_by"]) == (Decimal("72.40"), False, None)
    assert json.loads(row["target_ids"])[0].endswith("/p2/t1/r1c3/target/2024/year")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")', id="formula"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0", id="plus"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("-", "'-", id="dash"),
        pytest.param("-7,20 %", "-7,20 %", id="negative-percent"),
        pytest.param("+1.250,5", "+1.250,5", id="signed-number"),
        pytest.param("Nilai = 70", "Nilai = 70", id="words"),
        pytest.param(" =1+1", "' =1+1", id="space-in-front"),
        pytest.param("\u00a0@A1", "'\u00a0@A1", id="no-break-space-in-front"),
        pytest.param("\ufeff=1+1", "'\ufeff=1+1", id="byte-order-mark-in-front"),
        pytest.param("\n=1+1", "'\n=1+1", id="line-end-in-front"),
        pytest.param("\x07bell", "'\x07bell", id="control-character"),
        pytest.param("＝1+1", "'＝1+1", id="full-width"),
        pytest.param("-1-1", "'-1-1", id="a-sum"),
        pytest.param("- 7,2", "- 7,2", id="negative-with-a-space"),
    ],
)
def test_formulas_are_inert_and_numbers_stay(cell: str, written: str) -> None:
    assert inert(cell) == written


def test_hostile_text_is_inert_in_csv_and_verbatim_in_json(
    lakip: Lakip, fill: Callable[..., Path], make_report: MakeReport
) -> None:
    meaning = make_report()
    hostile = '=cmd|"/C calc"!A0\n<script>\'; DROP TABLE document_rows;--'
    first = replace(meaning.observations[0], raw=hostile)
    database_path = fill(replace(meaning, observations=(first, *meaning.observations[1:])))
    written = list(
        csv.DictReader(
            io.StringIO(lakip("export", "observations", "-o", "-", "--db", database_path).stdout, newline="")
        )
    )
    assert "'" + hostile in [row["raw"] for row in written]
    as_json = json.loads(lakip("export", "observations", "-o", "-", "--format", "json", "--db", database_path).stdout)
    assert hostile in [row["raw"] for row in as_json]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("nothing", "-o", "x.csv"), "no view 'nothing'; there are documents, ", id="view"),
        pytest.param(("trend", "-o", "x.docx"), "end the name in .csv, .json, .xlsx, .parquet", id="ending"),
        pytest.param(("all", "-o", "-"), "all is a folder of files", id="all-to-stdout"),
        pytest.param(("trend", "-o", "-", "--format", "xlsx"), "xlsx is no text", id="workbook-to-stdout"),
    ],
)
def test_export_wrong_usage(lakip: Lakip, filled: Path, arguments: tuple[str, ...], message: str) -> None:
    result = lakip("export", *arguments, "--db", filled)
    assert result.exit_code == 2
    assert message in result.stderr


def test_workbook_has_a_sheet_a_view_and_their_columns(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert lakip("export", "all", "-o", tmp_path / name, "--db", filled).exit_code == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    book = load_workbook(tmp_path / "one.xlsx")
    assert book.sheetnames == [*(view.name for view in public_views()), "columns"]
    assert {sheet.auto_filter.ref is not None for sheet in book} == {True}
    assert book["achievements"].auto_filter.ref == "A1:AC4"
    assert {cell.value for cell in book["achievements"]["U"]} == {"restated", False}
    assert [cell.value for cell in book["columns"][2]][:3] == ["documents", "sha256", "sha256"]
    sheet = book["observations"]
    assert sheet.freeze_panes == "A2"
    heads = [cell.value for cell in sheet[1]]
    values = {
        row[heads.index("raw")]: row[heads.index("value")] for row in sheet.iter_rows(min_row=2, values_only=True)
    }
    assert values == {"70": 70, "70,50": 70.5, "72,40 (BB)": 72.4, "5-6": None, "103,43%": 103.43}


def test_hostile_text_is_inert_in_a_workbook(
    lakip: Lakip, tmp_path: Path, fill: Callable[..., Path], make_report: MakeReport
) -> None:
    meaning = make_report()
    first = replace(meaning.observations[0], raw="=1+1\x07")
    database = fill(replace(meaning, observations=(first, *meaning.observations[1:])))
    assert lakip("export", "observations", "-o", tmp_path / "x.xlsx", "--db", database).exit_code == 0
    cells = [cell for row in load_workbook(tmp_path / "x.xlsx")["observations"] for cell in row]
    assert ("'=1+1\ufffd", "s") in [(cell.value, cell.data_type) for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_parquet_holds_the_view_or_says_what_is_missing(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    result = lakip("export", "observations", "-o", tmp_path / "x.parquet", "--db", filled)
    if find_spec("pyarrow") is None:
        assert (result.exit_code, result.stderr) == (
            1,
            "Error: Parquet needs an extra; install it with: pip install 'lakip[parquet]'\n",
        )
        return
    from pyarrow import parquet

    table = parquet.read_table(tmp_path / "x.parquet")
    assert table.column_names == [column.name for column in public_view("observations").columns]
    pairs = zip(table["raw"].to_pylist(), table["value"].to_pylist(), strict=True)
    assert ("72,40 (BB)", 72.4) in pairs


# -- for Indonesia ----------------------------------------------------------------------------------------------------


def test_csv_for_indonesian_excel(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    path = tmp_path / "nilai.csv"
    assert lakip("export", "observations", "-o", path, "--excel-id", "--db", filled).exit_code == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfobservation_id;document;")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {row["raw"]: (row["value"], row["confidence"]) for row in rows if row["document"] == "a-2024.pdf"} == {
        "70": ("70", "0,9"), "70,50": ("70,50", "0,9"), "72,40 (BB)": ("72,40", "0,9"), "5-6": ("", "0,9"),
        "103,43%": ("103,43", "0,9"),
    }  # fmt: skip
    wrong = lakip("export", "observations", "-o", tmp_path / "x.xlsx", "--excel-id", "--db", filled)
    assert (wrong.exit_code, "--excel-id is a kind of csv" in wrong.stderr) == (2, True)


@pytest.mark.parametrize("view", public_views(), ids=lambda view: view.name)
def test_every_column_has_an_indonesian_label_of_its_own(view: View) -> None:
    labels = [column.label for column in view.columns]
    assert len(set(labels)) == len(labels), view.name
    assert [column.name for column in view.columns if column.label == column.name] == []
    assert 0 < len(view.label) <= 31 and view.label != view.name, "the name of a sheet"


def test_indonesian_labels_in_every_form(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    for form in ("csv", "json", "xlsx"):
        path = tmp_path / f"rapor.{form}"
        assert lakip("export", "scorecard", "-o", path, "--labels", "id", "--db", filled).exit_code == 0
    heads = [column.label for column in public_view("scorecard").columns]
    assert (tmp_path / "rapor.csv").read_text(encoding="utf-8").splitlines()[0] == ",".join(heads)
    assert list(json.loads((tmp_path / "rapor.json").read_text(encoding="utf-8"))[0]) == heads
    book = load_workbook(tmp_path / "rapor.xlsx")
    assert book.sheetnames == ["Rapor instansi", "Keterangan kolom"]
    assert [cell.value for cell in book["Rapor instansi"][1]] == heads


# -- the data package -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--labels", "id"), ("--excel-id", "--labels", "id")], ids=" ".join)
def test_data_package_describes_every_file(
    lakip: Lakip, tmp_path: Path, filled: Path, options: tuple[str, ...]
) -> None:
    assert lakip("export", "all", "-o", tmp_path, *options, "--db", filled).exit_code == 0
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [view.name for view in public_views()]
    keys = {resource["name"]: resource["schema"].get("primaryKey") for resource in package["resources"]}
    for resource in package["resources"]:
        schema, dialect = resource["schema"], resource["dialect"]
        with (tmp_path / resource["path"]).open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.reader(file, delimiter=dialect["delimiter"]))
        names = [field["name"] for field in schema["fields"]]
        assert rows[0] == names
        key = [names.index(name) for name in schema.get("primaryKey", ())]
        found = [tuple(row[at] for at in key) for row in rows[1:]]
        assert not key or len(set(found)) == len(found), f"{resource['name']}: two rows of one key"
        for foreign in schema.get("foreignKeys", ()):
            assert foreign["reference"]["fields"] == keys[foreign["reference"]["resource"]]
        for number, field in enumerate(schema["fields"]):
            check_cells([row[number] for row in rows[1:]], field)


def check_cells(cells: list[str], field: dict[str, object]) -> None:
    """Every cell that is filled has the type of its field; what is required is filled."""
    required = isinstance(field.get("constraints"), dict)
    for cell in cells:
        assert cell or not required, field
        if cell and field["type"] == "integer":
            int(cell)
        elif cell and field["type"] == "number":
            float(cell.replace(str(field.get("decimalChar", ".")), "."))
        elif cell and field["type"] == "boolean":
            assert cell in ("0", "1")


@pytest.mark.parametrize(
    "options",
    [(), ("--excel-id", "--labels", "id"), *(("--format", form) for form in ("xlsx", "json", "parquet"))],
    ids=" ".join,
)
def test_frictionless_accepts_the_package(lakip: Lakip, tmp_path: Path, filled: Path, options: tuple[str, ...]) -> None:
    frictionless = pytest.importorskip("frictionless")
    assert lakip("export", "all", "-o", tmp_path, *options, "--db", filled).exit_code == 0
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])


def test_the_package_declares_only_what_can_be_checked() -> None:
    counts = dict.fromkeys((view.name for view in public_views()), 1)
    package = data_package("json", {**counts, "budgets": 0})
    assert package["profile"] == "data-package"
    assert [one["name"] for one in package["resources"] if "schema" not in one] == ["budgets"]
    types = {
        field["name"]: field["type"] for field in data_package("parquet", counts)["resources"][1]["schema"]["fields"]
    }
    assert (types["page"], types["year"], types["value"], types["raw"]) == ("number", "number", "number", "string")


# -- years as columns, many rows --------------------------------------------------------------------------------------


def test_trend_with_years_as_columns(lakip: Lakip, fill: Callable[..., Path], make_report: MakeReport) -> None:
    database = fill(make_report("a-2022.pdf", "Dinas A", 2022), make_report("a-2024.pdf", "Dinas A", 2024))
    text = lakip("export", "trend", "--wide", "-o", "-", "--db", database).stdout
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert [(name, row[name]) for name in row if name.startswith("realization")] == [
        ("realization_2022", "72.40"), ("realization_2024", "72.40"),
    ]  # fmt: skip
    wrong = lakip("export", "scorecard", "--wide", "-o", "-", "--db", database)
    assert (wrong.exit_code, "--wide is for the trend" in wrong.stderr) == (2, True)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells the memory of a process")
def test_many_rows_are_written_in_little_memory(tmp_path: Path) -> None:
    database = tmp_path / "large.db"
    generate(database, agencies=100, indicators=40)
    with closing(sqlite3.connect(database)) as db:
        names = find_table("observation_rows").names()
        values = ", ".join(
            {"observation_id": "observation_id || '/2'", "number": "number + 1000"}.get(n, n) for n in names
        )
        db.execute(f"INSERT INTO observation_rows ({', '.join(names)}) SELECT {values} FROM observation_rows")
        db.commit()
    code = (
        "import sys; from pathlib import Path; from commands import cli\n"
        "try: cli(sys.argv[1:])\n"
        "except SystemExit: print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    arguments = ["export", "observations", "-o", str(tmp_path / "x.csv"), "--db", str(database)]
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "observations: 80000 rows" in done.stderr
    assert int(done.stdout) / 1024 < 100, "megabytes; the rows together are more than that"


def test_computed_numbers_have_no_exponent() -> None:
    assert [digits(value) for value in (7200837838.0, 1e16, 0.1, -20.0, 1e-7)] == [
        "7200837838", "10000000000000000", "0.1", "-20", "0.0000001",
    ]  # fmt: skip
