"""Opening a database: made if missing, brought up to date, refused with one clear line where it is not ours.

The journal is SQLite's rollback journal, not a write-ahead log: a database is then one file that can be copied at any
time between runs. Measured on documents of 60 pages with 120 cells a page: 0.6 ms a page against 0.4 ms with the log.
Rows go in through executemany: sqlite-utils' insert_all costs 1.5 ms a page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from store.columns import view_names
from store.migrations import MIGRATIONS
from store.schema import APPLICATION_ID, INDEXES, SCHEMA_VERSION, TABLES
from store.views import view_sql

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_SECONDS = 20.0


ROW_ERRORS = (
    sqlite3.IntegrityError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
    sqlite3.DataError,
    OverflowError,
)
"""What is raised for rows that the tables do not take: our mistake in making them, not the database's state."""


class StoreError(Exception):
    """The database cannot be used; the message is one line and says what to do."""


class Connected(Protocol):
    """A database that is open: this room's own, or one of sqlite-utils."""

    @property
    def conn(self) -> sqlite3.Connection: ...


@dataclass(frozen=True, slots=True)
class Writer:
    """A database open for writing."""

    conn: sqlite3.Connection

    def close(self) -> None:
        self.conn.close()


def open_database(path: Path) -> Database:
    """As `open_writer`, with the conveniences of sqlite-utils."""
    from sqlite_utils import Database

    return Database(open_writer(path).conn, execute_plugins=False)


def open_writer(path: Path) -> Writer:
    """The database at `path`, ready for writing: created if missing, migrated if older. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"cannot make the folder of {path}: {error.strerror}; choose another path with --db"
        ) from error
    new = not path.exists() or path.stat().st_size == 0
    connection = _connect(path)
    try:
        with plain_errors(path):
            connection.execute("BEGIN IMMEDIATE")  # can it be written at all?
            connection.rollback()
            _check_ours(connection, path)
            _bring_up_to_date(connection)
    except BaseException:
        connection.close()
        if new and path.is_file() and path.stat().st_size == 0:
            path.unlink()
        raise
    return Writer(connection)


def open_reader(path: Path) -> sqlite3.Connection:
    """The database at `path` for reading only. Raises StoreError where it is missing, not ours or out of date."""
    if not path.exists():
        raise StoreError(f"there is no database at {path}; make one with: lakip ingest FOLDER --db {path}")
    connection = _connect(path)
    try:
        with plain_errors(path):
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


_SAID = (
    ("not a database", "{path} is not a SQLite database; choose another path with --db"),
    ("malformed", "{path} is damaged; put a copy in its place, or delete it and ingest again"),
    ("locked", "{path} is in use by another program; wait until it has finished and run again"),
    ("readonly", "{path} cannot be written; choose another path with --db"),
    ("unable to open", "{path} cannot be written; choose another path with --db"),
    ("full", "{path}: the disk is full; free some space and run again"),
    ("disk I/O error", "{path}: the disk does not take what is written; look after it and run again"),
)


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """What SQLite says of the database, as one line with the next step; not what it says of rows."""
    try:
        yield
    except ROW_ERRORS:
        raise
    except sqlite3.DatabaseError as error:
        said = str(error)
        plain = next((line for part, line in _SAID if part in said), "{path}: {said}")
        raise StoreError(plain.format(path=path, said=said)) from error


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


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables of a new database, migrate an older one, renew the views where they changed."""
    if _version(connection) == SCHEMA_VERSION and not _changed_views(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        before = _version(connection)  # asked again: another run may have made the tables while this one waited
        if before == 0:
            for statement in (*(table.create_sql() for table in TABLES), *INDEXES):
                connection.execute(statement)
        elif before < SCHEMA_VERSION:
            _migrate(connection, before)
        for name in _changed_views(connection):
            connection.execute(f'DROP VIEW IF EXISTS "{name}"')
            connection.execute(f'CREATE VIEW "{name}" AS {view_sql(name)}')
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    from sqlite_utils import Database  # imports pandas where it is installed: 0.4 s and 100 MB for an old database only

    db = Database(connection, execute_plugins=False)
    for name in db.view_names():
        db.execute(f'DROP VIEW "{name}"')  # a view of before may name what a step takes away
    for migration in MIGRATIONS:
        if version < migration.version:
            migration.apply(db)


def _changed_views(connection: sqlite3.Connection) -> list[str]:
    """Public views that the database lacks or defines in another way."""
    have = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
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
