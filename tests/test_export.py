"""Exports: every view, the exact digits, the same bytes twice, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from normalize.model import Interpretation
from store import public_view, public_views
from store.inert import inert

Lakip = Callable[..., Result]
MakeReport = Callable[..., Interpretation]


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
