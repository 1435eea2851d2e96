"""A database of every earlier version is upgraded in place with its content kept, all or nothing."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import Settings, normalize_all
from store import StoreError, open_reader, open_writer, public_views
from store.migrations import MIGRATIONS, Migration
from store.schema import SCHEMA_VERSION

FOLDER = Path(__file__).parent / "cases" / "databases"
VERSIONS = range(1, SCHEMA_VERSION + 1)
OLDER = range(1, SCHEMA_VERSION)
Rows = list[tuple[object, ...]]


def kept(version: int, target: Path) -> Path:
    """A copy of the database kept of a version."""
    packed = FOLDER / f"v{version}.db.gz"
    assert packed.exists(), f"no database of version {version} is kept; make one with: python -m tests.make_database"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.decompress(packed.read_bytes()))
    return target


def tables(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """The columns of each table: name, type, whether NULL is forbidden, place in the key, how it is generated."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: {row[1:4] + row[5:] for row in db.execute(f"PRAGMA table_xinfo({name})")} for name in names}


def indexes(path: Path) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return set(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))


def content(path: Path, columns: dict[str, list[str]]) -> dict[str, Rows]:
    """The rows of some columns of each table."""
    with closing(sqlite3.connect(path)) as db:
        return {
            table: sorted(db.execute(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
            for table, names in columns.items()
        }


def columns_of(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in names}


@pytest.mark.parametrize("version", VERSIONS)
def test_upgraded_database_is_like_a_new_one(version: int, tmp_path: Path) -> None:
    old, new = kept(version, tmp_path / "old.db"), tmp_path / "new.db"
    open_writer(old).close()
    open_writer(new).close()
    assert tables(old) == tables(new), "a change of the tables needs a new SCHEMA_VERSION and a migration"
    assert indexes(old) == indexes(new)
    with closing(open_reader(old)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        for view in public_views():
            found = db.execute(f'SELECT * FROM "{view.name}"')
            assert [column[0] for column in found.description] == [column.name for column in view.columns]


@pytest.mark.parametrize("version", OLDER)
def test_content_is_kept(version: int, tmp_path: Path) -> None:
    path = kept(version, tmp_path / "old.db")
    columns = columns_of(path)
    before = content(path, columns)
    assert len(before["cell_rows"]) > 100
    assert len(before["observation_rows"]) == 85
    open_writer(path).close()
    after = content(path, {table: names for table, names in columns.items() if table in tables(path)})
    assert after == {table: rows for table, rows in before.items() if table in after}
    assert {table for table, rows in before.items() if rows} <= set(after), "a table with rows was taken away"


@pytest.mark.parametrize("version", OLDER)
def test_upgraded_database_can_be_understood_again(version: int, tmp_path: Path) -> None:
    path = kept(version, tmp_path / "old.db")
    summary = normalize_all(Settings(path, 0))
    assert summary.ended == {"read": 2, "empty": 1}
    assert summary.observations >= 85


@pytest.mark.parametrize("version", OLDER)
def test_reading_an_older_database_says_how_to_update_it(version: int, tmp_path: Path) -> None:
    path = kept(version, tmp_path / "old.db")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="made by an older lakip; bring it up to date with: lakip ingest FOLDER --db"):
        open_reader(path)
    assert path.read_bytes() == before


def test_upgrade_that_stops_leaves_the_old_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise RuntimeError("stopped")

    path = kept(1, tmp_path / "old.db")
    before = path.read_bytes()
    monkeypatch.setattr("store.database.MIGRATIONS", (*MIGRATIONS, Migration(SCHEMA_VERSION, stop)))
    with pytest.raises(RuntimeError, match="stopped"):
        open_writer(path)
    assert path.read_bytes() == before


def test_every_version_has_its_step() -> None:
    assert [one.version for one in MIGRATIONS] == list(range(2, SCHEMA_VERSION + 1))
