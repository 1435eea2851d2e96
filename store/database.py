"""Opening a database: made if missing, brought up to date, refused with one clear line where it is not ours.

The journal is SQLite's rollback journal, not a write-ahead log: a database is then one file that can be copied at any
time between runs. Measured on documents of 60 pages with 120 cells a page: 0.6 ms a page against 0.4 ms with the log.
Rows go in through executemany: sqlite-utils' insert_all costs 1.5 ms a page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.columns import view_names
from store.migrations import MIGRATIONS
from store.schema import APPLICATION_ID, INDEXES, SCHEMA_VERSION, TABLES
from store.views import view_sql

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_SECONDS = 20.0


class StoreError(Exception):
    """The database cannot be used; the message is one line and says what to do."""


def open_database(path: Path) -> Database:
    """The database at `path`, ready for writing: created if missing, migrated if older. Raises StoreError."""
    from sqlite_utils import Database  # imports pandas where it is installed: 0.4 s that only writing shall cost

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"cannot make the folder of {path}: {error.strerror}; choose another path with --db"
        ) from error
    new = not path.exists() or path.stat().st_size == 0
    connection = _connect(path)
    try:
        with _plain_errors(path):
            connection.execute("BEGIN IMMEDIATE")  # can it be written at all?
            connection.rollback()
            _check_ours(connection, path)
            db = Database(connection, execute_plugins=False)
            _bring_up_to_date(db)
    except BaseException:
        connection.close()
        if new and path.is_file() and path.stat().st_size == 0:
            path.unlink()
        raise
    return db


def open_reader(path: Path) -> sqlite3.Connection:
    """The database at `path` for reading only. Raises StoreError where it is missing, not ours or out of date."""
    if not path.exists():
        raise StoreError(f"there is no database at {path}; make one with: lakip ingest FOLDER --db {path}")
    connection = _connect(path)
    try:
        with _plain_errors(path):
            _check_ours(connection, path)
            if _version(connection) < SCHEMA_VERSION:
                update = f"lakip ingest FOLDER --db {path}"
                raise StoreError(f"{path} was made by an older lakip; bring it up to date with: {update}")
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def read_database(path: Path) -> Database:
    """As `open_reader`, with the conveniences of sqlite-utils."""
    from sqlite_utils import Database

    return Database(open_reader(path), execute_plugins=False)


@contextmanager
def read_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection for reading a database that is known to be ours: what a worker needs."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA query_only = ON")
        yield connection
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout=BUSY_SECONDS)
    except sqlite3.Error as error:
        raise StoreError(f"cannot open {path}: {error}; choose another path with --db") from error


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """What SQLite says, as one line with the next step."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        said = str(error)
        if "not a database" in said or "malformed" in said:
            raise StoreError(f"{path} is not a SQLite database; choose another path with --db") from error
        if "locked" in said:
            raise StoreError(f"{path} is in use by another program; wait until it has finished") from error
        if "readonly" in said or "unable to open" in said:
            raise StoreError(f"{path} cannot be written; choose another path with --db") from error
        if "full" in said:
            raise StoreError(f"{path}: the disk is full; free some space and run again") from error
        raise StoreError(f"{path}: {said}") from error


def _check_ours(db: sqlite3.Connection, path: Path) -> None:
    """Refuse another program's database and one from a newer version of ours; an empty one is ours to fill."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (objects,) = db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or objects):
        raise StoreError(f"{path} was made by another program; choose another path with --db")
    if _version(db) > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was made by a newer lakip (schema {_version(db)}, this one knows {SCHEMA_VERSION}); "
            "install the newer lakip"
        )


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _bring_up_to_date(db: Database) -> None:
    """Make the tables of a new database, migrate an older one, renew the views where they changed."""
    before = _version(db.conn)
    if before == SCHEMA_VERSION and not _changed_views(db):
        return
    with db.atomic():
        if before == 0:
            for table in TABLES:
                db.execute(table.create_sql())
            for index in INDEXES:
                db.execute(index)
        for migration in MIGRATIONS:
            if 0 < before < migration.version:
                migration.apply(db)
        for name in _changed_views(db):
            db.create_view(name, view_sql(name), replace=True)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _changed_views(db: Database) -> list[str]:
    """Public views that the database lacks or defines in another way."""
    have = {view.name: view.schema for view in db.views}
    return [name for name in view_names() if not have.get(name, "").endswith(f" AS {view_sql(name)}")]


@contextmanager
def exact_views(db: sqlite3.Connection) -> Iterator[None]:
    """Within this, the public views give the exact digits of every decimal (as text) in place of numbers."""
    db.execute("PRAGMA query_only = OFF")
    for name in view_names():
        db.execute(f'CREATE TEMP VIEW "{name}" AS {view_sql(name, exact=True)}')
    db.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        db.execute("PRAGMA query_only = OFF")
        for name in view_names():
            db.execute(f'DROP VIEW temp."{name}"')
        db.execute("PRAGMA query_only = ON")
