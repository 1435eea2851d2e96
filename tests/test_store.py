"""The database: what goes in comes out, exactly, once, and in any order of reading."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from extract.model import Box, Cell, CellLine, Document, Line, Page, Place, RawTable, TablePart
from normalize.model import Interpretation
from store import (
    DocumentRows,
    Outcome,
    Source,
    StoreError,
    document_rows,
    open_database,
    public_views,
    read_database,
    write_document,
    write_meaning,
)
from store.database import exact_views
from store.reading import load_document, load_interpretation
from store.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES

MakeReport = Callable[..., Interpretation]


def rows_of(meaning: Interpretation, status: str = "read") -> DocumentRows:
    document = meaning.document
    source = Source(document.sha256, document.name, document.path, document.size, "test")
    return document_rows(source, Outcome(status), document, meaning)


def dump(db: Database) -> list[str]:
    return list(db.conn.iterdump())


@pytest.fixture
def db(database_path: Path) -> Iterator[Database]:
    database = open_database(database_path)
    yield database
    database.conn.close()


def test_views_have_the_promised_columns(db: Database) -> None:
    for view in public_views():
        names = [column[0] for column in db.conn.execute(f'SELECT * FROM "{view.name}"').description]
        assert names == [column.name for column in view.columns], view.name


def test_every_column_is_described() -> None:
    for view in public_views():
        assert view.description
        assert view.order, view.name
        for column in view.columns:
            assert column.description, (view.name, column.name)


def test_every_table_is_strict_and_clustered(db: Database) -> None:
    schemas = {table.name: table.schema for table in db.tables}
    assert set(schemas) == {table.name for table in TABLES}
    assert all(schema.endswith("STRICT, WITHOUT ROWID") for schema in schemas.values())


def test_the_file_says_whose_it_is(db: Database) -> None:
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_document_comes_back_as_it_was_written(db: Database, make_report: MakeReport) -> None:
    meaning = make_report()
    write_document(db, rows_of(meaning))
    assert load_document(db.conn, meaning.document.sha256[:12]) == meaning.document


def test_interpretation_comes_back_as_it_was_written(db: Database, make_report: MakeReport) -> None:
    meaning = make_report()
    write_document(db, rows_of(meaning))
    light = replace(meaning.document, pages=(), tables=())
    assert load_interpretation(db.conn, meaning.document.sha256[:12]) == replace(meaning, document=light)


def test_unknown_document_is_a_key_error(db: Database) -> None:
    with pytest.raises(KeyError):
        load_document(db.conn, "0" * 12)


WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBERS = st.integers(-500, 200_000).map(lambda hundredths: hundredths / 100)
BOXES = st.none() | st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
CELL_LINES = st.lists(st.builds(CellLine, WORDS, BOXES), max_size=3).map(tuple)


@given(st.lists(st.tuples(WORDS, BOXES, CELL_LINES, st.booleans()), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cell_and_line_comes_back(
    db: Database, parts: list[tuple[str, Box | None, tuple[CellLine, ...], bool]]
) -> None:
    cells = tuple(
        Cell(row, 1, "\n".join(x.text for x in lines) if joined else text, Place(1, 1, row, 1, row), 1, 1, box, lines)
        for row, (text, box, lines, joined) in enumerate(parts, 1)
    )
    lines = tuple(Line(1, number, text, box) for number, (text, box, _, _) in enumerate(parts, 1))
    table = RawTable((TablePart(1, 1, 1, len(parts)),), cells, len(parts), 1, "tabs", 1.0, None, lines)
    document = Document(
        "ab" * 32, "x.txt", "/x.txt", 1, "text", "text", (Page(1, 0.0, 0.0, "text", True, lines),), (table,)
    )
    write_document(db, document_rows(Source("ab" * 32, "x.txt", "/x.txt", 1, "test"), Outcome("empty"), document, None))
    assert load_document(db.conn, "ab" * 6) == document


def test_second_write_changes_nothing(db: Database, make_report: MakeReport) -> None:
    write_document(db, rows_of(make_report()))
    before = dump(db)
    write_document(db, rows_of(make_report()))
    assert dump(db) == before
    write_meaning(db, rows_of(make_report()))
    assert dump(db) == before


def test_order_of_documents_does_not_matter(tmp_path: Path, make_report: MakeReport) -> None:
    reports = [rows_of(make_report(name)) for name in ("a.pdf", "b.pdf", "c.pdf")]
    dumps = []
    for number, order in enumerate((reports, reports[::-1])):
        db = open_database(tmp_path / f"{number}.db")
        for report in order:
            write_document(db, report)
        dumps.append(dump(db))
        db.conn.close()
    assert dumps[0] == dumps[1]


def test_new_meaning_leaves_the_cells(db: Database, make_report: MakeReport) -> None:
    meaning = make_report()
    write_document(db, rows_of(meaning))
    write_meaning(
        db, rows_of(replace(meaning, observations=(), indicator_keys=(), achievements=(), findings=(), budgets=()))
    )
    assert db.execute("SELECT COUNT(*) FROM observation_rows").fetchone() == (0,)
    assert load_document(db.conn, meaning.document.sha256[:12]) == meaning.document


def test_failed_write_leaves_the_old_rows(db: Database, make_report: MakeReport) -> None:
    good = rows_of(make_report())
    write_document(db, good)
    before = dump(db)
    bad = DocumentRows(good.doc, good.scope, good.rows | {"budget_rows": [("too", "short")]})
    with pytest.raises(sqlite3.ProgrammingError):
        write_document(db, bad)
    assert dump(db) == before


def test_ids_follow_the_place(db: Database, make_report: MakeReport) -> None:
    meaning = make_report()
    write_document(db, rows_of(meaning))
    doc = meaning.document.sha256[:12]
    ids = [row[0] for row in db.execute("SELECT observation_id FROM observation_rows ORDER BY number")]
    assert ids == [
        f"{doc}/p2/t1/r1c3/target/2024/year",
        f"{doc}/p2/t1/r1c3/target/2024/year/2",
        f"{doc}/p2/t1/r1c4/realization/2024/year",
        f"{doc}/p2/t1/r1c3/realization/2024/year",
        f"{doc}/p2/t1/r1c3/achievement/2024/year",
    ]
    (evidence,) = db.execute("SELECT evidence FROM findings").fetchone()
    assert json.loads(evidence) == [ids[4], f"{doc}/p2/t2/r3c4/budget/2024/original"]
    (printed,) = db.execute("SELECT printed_ids FROM achievements").fetchone()
    assert json.loads(printed) == [ids[4]]


def test_year_that_is_not_printed_is_none_in_the_id(db: Database, make_report: MakeReport) -> None:
    meaning = make_report()
    first = replace(meaning.observations[0], year=None, measure="medium_term_target")
    write_document(db, rows_of(replace(meaning, observations=(first, *meaning.observations[1:]))))
    (key,) = db.execute("SELECT observation_id FROM observation_rows WHERE year IS NULL").fetchone()
    assert key.endswith("/p2/t1/r1c3/medium_term_target/none/year")


def test_values_are_numbers_in_views_and_exact_beside(db: Database, make_report: MakeReport) -> None:
    write_document(db, rows_of(make_report()))
    sql = "SELECT value FROM observations WHERE raw = '70,50'"
    assert db.execute(sql).fetchone() == (70.5,)
    with exact_views(db.conn):
        assert db.execute(sql).fetchone() == ("70.50",)
        assert db.execute("SELECT budget FROM budgets").fetchone() == ("7200837838.00",)
    assert db.execute(sql).fetchone() == (70.5,)


def test_absorption_is_computed(db: Database, make_report: MakeReport) -> None:
    write_document(db, rows_of(make_report()))
    assert db.execute("SELECT absorption, absorption_printed FROM budgets").fetchone() == (90.0498, None)


def test_half_a_surrogate_pair_does_not_stop_a_document(db: Database, make_report: MakeReport) -> None:
    meaning = make_report()
    broken = replace(meaning.observations[0], raw="7\ud8000")
    write_document(db, rows_of(replace(meaning, observations=(broken, *meaning.observations[1:]))))
    assert db.execute("SELECT raw FROM observations WHERE indicator = 'Nilai AKIP' AND raw LIKE '7%0'").fetchall()[
        0
    ] == ("7?0",)


def test_lines_can_be_searched_with_sql(db: Database, make_report: MakeReport) -> None:
    write_document(db, rows_of(make_report()))
    lines = "SELECT page, json_extract(one.value, '$[0]') FROM page_rows, json_each(lines) one"
    sql = f"{lines} WHERE one.value LIKE '%Pengukuran%'"
    assert db.execute(sql).fetchall() == [(1, 2)]


def test_cannot_make_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="choose another path with --db"):
        open_database(tmp_path / "file" / "lakip.db")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="--db"):
        open_database(tmp_path)


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE people (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="made by another program"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, " * 100)
    with pytest.raises(StoreError, match="not a SQLite database"):
        open_database(path)


def test_database_from_a_newer_version(database_path: Path) -> None:
    db = open_database(database_path)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.conn.close()
    with pytest.raises(StoreError, match="newer lakip"):
        open_database(database_path)
    with pytest.raises(StoreError, match="newer lakip"):
        read_database(database_path)


def test_no_database_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="lakip ingest"):
        read_database(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_another_writer_holds_the_database(db: Database, database_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.database.BUSY_SECONDS", 0.05)
    db.conn.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another program"):
        open_database(database_path)
    db.conn.rollback()


def test_reading_cannot_write(db: Database, database_path: Path) -> None:
    reader = read_database(database_path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM document_rows")
    reader.conn.close()


def test_changed_view_is_renewed(db: Database, database_path: Path) -> None:
    db.create_view("trend", "SELECT 1 AS one", replace=True)
    db.conn.close()
    again = open_database(database_path)
    assert "one" not in [column[0] for column in again.conn.execute("SELECT * FROM trend").description]
    again.conn.close()


def test_scorecard_counts_what_the_report_of_the_year_says(filled: Path) -> None:
    db = read_database(filled)
    (row,) = db.query("SELECT * FROM scorecard WHERE agency = 'Dinas A'")
    db.conn.close()
    assert row == {
        "agency_id": "2172/dinas-a", "agency": "Dinas A", "government_id": "2172", "government": "Kota Tanjungpinang",
        "year": 2024, "indicators": 1, "exceeded": 1, "met": 0, "below": 0, "not_computable": 0,
        "met_share": 100.0, "sure": 1, "in_conflict": 0, "without_result": 0, "implausible": 0,
        "mean_achievement": 103.4286, "mean_achievement_capped": 100.0, "budget": 7200837838.0,
        "budget_realization": 6484343343.0, "absorption": 90.0498, "efficiency": 114.8571,
        "efficiency_pmk22": 12.9353, "efficiency_pmk22_value": 82.3382, "akip_score": 72.4, "akip_predicate": "BB",
        "akip_basis": "printed", "compared_targets": 0, "weak_targets": 0, "printed_values": 5, "findings_high": 1,
        "findings_medium": 0, "findings_low": 0, "has_report": 1, "activities": 0, "budget_basis": "sum",
    }  # fmt: skip


def with_achievement(meaning: Interpretation, year: int, realization: str) -> Interpretation:
    """The report with one more row: what it says of another year."""
    (own,) = meaning.achievements
    other = replace(own, year=year, realization=Decimal(realization), recomputed=None, status="not_computable")
    return replace(meaning, achievements=(own, other))


def test_comparison_takes_the_years_own_report_else_the_latest_later_one(
    fill: Callable[..., Path], make_report: MakeReport
) -> None:
    database = fill(
        make_report("a-2022.pdf", "Dinas A", 2022),
        with_achievement(make_report("a-2023.pdf", "Dinas A", 2023), 2022, "60"),
        with_achievement(make_report("a-2024.pdf", "Dinas A", 2024), 2021, "55"),
    )
    db = read_database(database)
    rows = db.execute("SELECT year, realization, document, restated FROM comparison ORDER BY year").fetchall()
    assert [row[:3] for row in rows] == [
        (2021, 55.0, "a-2024.pdf"),
        (2022, 72.4, "a-2022.pdf"),
        (2023, 72.4, "a-2023.pdf"),
        (2024, 72.4, "a-2024.pdf"),
    ]
    assert rows[0][3] == 1
    trend = db.execute("SELECT year, realization, realization_latest, reports FROM trend WHERE year = 2022").fetchall()
    assert trend == [(2022, 72.4, 60.0, 2)]
    db.conn.close()


def test_budget_of_the_scorecard_prefers_the_printed_revised_total(
    fill: Callable[..., Path], make_report: MakeReport
) -> None:
    meaning = make_report("a-2024.pdf", "Dinas A", 2024)
    (program,) = meaning.budgets
    total = replace(program, level="agency", is_total=True)
    rows = (
        program,
        replace(program, place=Place(2, 2, 4, 4), budget=Decimal(1000), realization=Decimal(500)),
        replace(total, place=Place(2, 2, 5, 4), budget=Decimal(9000), realization=Decimal(8100)),
        replace(total, place=Place(3, 1, 5, 4), budget=Decimal(8000), realization=Decimal(7600), version="revised"),
        replace(total, place=Place(3, 1, 6, 4), budget=Decimal(7000), realization=None),
    )
    db = read_database(fill(replace(meaning, budgets=rows)))
    assert db.execute("SELECT budget, absorption FROM scorecard").fetchone() == (8000.0, 95.0)
    db.conn.close()
