"""Rows to SQLite and back: tables, public views, exports. Alone writes SQL against tables."""

from store.columns import Column, View, dictionary, public_view, public_views, view_names
from store.database import StoreError, open_database, read_database
from store.rows import DocumentRows, Outcome, Source, document_rows
from store.write import move_document, write_document, write_meaning

__all__ = [
    "Column",
    "DocumentRows",
    "Outcome",
    "Source",
    "StoreError",
    "View",
    "dictionary",
    "document_rows",
    "move_document",
    "open_database",
    "public_view",
    "public_views",
    "read_database",
    "view_names",
    "write_document",
    "write_meaning",
]
