"""Writing: one transaction a document, so that a killed run never leaves half of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from store.database import Connected
from store.schema import DOCUMENT_TABLES, MEANING_TABLES, find_table

if TYPE_CHECKING:
    from store.rows import DocumentRows, Row, Value


@contextmanager
def transaction(db: Connected) -> Iterator[None]:
    """All or nothing; takes the write lock at once."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.execute("COMMIT")


def write_document(db: Connected, new: DocumentRows) -> None:
    """Put a document's rows in the place of what the database has of it, and mark its government for linking."""
    _replace(db, new, DOCUMENT_TABLES)


def write_meaning(db: Connected, new: DocumentRows) -> None:
    """Put what was understood anew in the place of the old; pages, tables and cells stay."""
    _replace(db, new, ("document_rows", *MEANING_TABLES))


def _replace(db: Connected, new: DocumentRows, tables: Iterable[str]) -> None:
    try:
        _write(db, new, tables)
    except UnicodeEncodeError:
        # A broken font can name half of a surrogate pair, which no UTF-8 text can hold.
        whole = {name: [_encodable(row) for row in rows] for name, rows in new.rows.items()}
        _write(db, replace(new, rows=whole), tables)


def _write(db: Connected, new: DocumentRows, tables: Iterable[str]) -> None:
    with transaction(db):
        before = _scope(db, new.doc)
        for name in tables:
            db.conn.execute(f"DELETE FROM {name} WHERE doc = ?", (new.doc,))
            db.conn.executemany(find_table(name).insert_sql(), new.rows.get(name, ()))
        db.conn.execute("DELETE FROM chosen_rows WHERE doc = ?1 OR latest_doc = ?1", (new.doc,))
        for scope in {before, new.scope} - {None}:
            db.conn.execute("INSERT OR IGNORE INTO pending_rows VALUES (?)", (scope,))


def _scope(db: Connected, doc: str) -> str | None:
    row = db.conn.execute("SELECT COALESCE(government_id, doc) FROM document_rows WHERE doc = ?", (doc,)).fetchone()
    return None if row is None else str(row[0])


def _encodable(row: Row) -> Row:
    def clean(value: Value) -> Value:
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

    return tuple(clean(value) for value in row)


def move_document(db: Connected, doc: str, name: str, path: str) -> None:
    """Record that a document, unchanged in content, now lies elsewhere."""
    with transaction(db):
        values = _encodable((name, path, doc))
        db.conn.execute("UPDATE document_rows SET name = ?, path = ? WHERE doc = ?", values)
