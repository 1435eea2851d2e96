"""Databases of some governments each, exported as Parquet parts and merged by DuckDB, hold what one database would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.made import small_reports
from benchmarks.scale import copy_of, differences, export, link_all, merge, read_reports, size, write
from pipeline import Settings, run
from store import read_connection

pytest.importorskip("duckdb", reason="needs DuckDB")
pytest.importorskip("pyarrow", reason="needs the extra lakip[parquet]")
CORPUS = Path(__file__).parent.parent / "corpus" / "reports"
WriteReports = Callable[[Path, int], list[Path]]


def settings(database: Path) -> Settings:
    return Settings(database, 0, ocr="never")


def test_merged_parts_are_one_database(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    small_reports(40, folder)  # ten of each government
    shutil.copy(min(CORPUS.glob("*.pdf")), folder)
    files = sorted(folder.iterdir())
    for number, paths in enumerate((files[:20], files[20:])):
        run(paths, settings(tmp_path / f"{number}.db"))
        export(tmp_path / f"{number}.db", tmp_path / "parts" / str(number))
    run([folder], settings(tmp_path / "whole.db"))
    export(tmp_path / "whole.db", tmp_path / "whole" / "0")
    assert differences(tmp_path / "parts", tmp_path / "whole") == []
    merge(tmp_path / "parts", tmp_path / "merged")
    assert size(tmp_path / "merged") > 0
    assert len(list((tmp_path / "merged" / "observations").glob("year=*"))) > 1


def test_a_lost_row_is_seen(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    small_reports(2, tmp_path / "in")
    for number, paths in enumerate([sorted((tmp_path / "in").iterdir()), sorted((tmp_path / "in").iterdir())[:1]]):
        run(paths, settings(tmp_path / f"{number}.db"))
        export(tmp_path / f"{number}.db", tmp_path / f"parts-{number}" / "0")
    assert "observations" in differences(tmp_path / "parts-0", tmp_path / "parts-1")


def test_copies_are_documents_of_their_own(tmp_path: Path) -> None:
    made = read_reports(sorted(CORPUS.glob("*.pdf"))[:2])
    steps = list(write(tmp_path / "x.db", made, range(3)))
    link_all(tmp_path / "x.db")
    assert steps[-1].documents == 6
    assert copy_of(made[0], 1).doc != copy_of(made[0], 2).doc != made[0].doc
    with read_connection(tmp_path / "x.db") as db:
        assert db.execute("SELECT COUNT(*), COUNT(DISTINCT government_id) FROM documents").fetchone() == (6, 6)
        observations = db.execute("SELECT COUNT(*) FROM observations").fetchone()[0]
        assert observations == 3 * sum(rows.count("observation_rows") for rows in made)
        for (ids,) in db.execute("SELECT target_ids FROM achievements WHERE target IS NOT NULL"):
            for one in json.loads(ids):
                assert db.execute("SELECT 1 FROM observations WHERE observation_id = ?", (one,)).fetchone(), one
