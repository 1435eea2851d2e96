"""Rows to SQLite and back: tables, public views, exports. Alone writes SQL against tables."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.columns import Column, ExportError, View, dictionary, public_view, public_views, view_names
    from store.database import (
        ROW_ERRORS,
        StoreError,
        Writer,
        exact_views,
        open_database,
        open_reader,
        open_writer,
        plain_errors,
        read_connection,
        read_database,
    )
    from store.decisions import unknown_reports, unmatched_decisions
    from store.evaluate import Fact, Gold, GoldError, Score, load_gold, macro_f1, predictions, score, together
    from store.export import FORMS, WRITERS, export_all, export_file, export_text, export_workbook
    from store.identity import document_key
    from store.known import Known, find_document, known_documents, pending_scopes, readable_documents
    from store.link import agency_meanings, relink
    from store.reading import load_document, value_boxes
    from store.rows import DocumentRows, Outcome, Source, document_rows, renewed_rows
    from store.site import DETAIL_TABLES, SITE_ID, SITE_VERSION, write_site
    from store.spreadsheet import inert
    from store.style import PLAIN, Style
    from store.write import move_document, write_document, write_meaning

__all__ = [
    "DETAIL_TABLES",
    "FORMS",
    "PLAIN",
    "ROW_ERRORS",
    "SITE_ID",
    "SITE_VERSION",
    "WRITERS",
    "Column",
    "DocumentRows",
    "ExportError",
    "Fact",
    "Gold",
    "GoldError",
    "Known",
    "Outcome",
    "Score",
    "Source",
    "StoreError",
    "Style",
    "View",
    "Writer",
    "agency_meanings",
    "dictionary",
    "document_key",
    "document_rows",
    "exact_views",
    "export_all",
    "export_file",
    "export_text",
    "export_workbook",
    "find_document",
    "inert",
    "known_documents",
    "load_document",
    "load_gold",
    "macro_f1",
    "move_document",
    "open_database",
    "open_reader",
    "open_writer",
    "pending_scopes",
    "plain_errors",
    "predictions",
    "public_view",
    "public_views",
    "read_connection",
    "read_database",
    "readable_documents",
    "relink",
    "renewed_rows",
    "score",
    "together",
    "unknown_reports",
    "unmatched_decisions",
    "value_boxes",
    "view_names",
    "write_document",
    "write_meaning",
    "write_site",
]

_MODULES = {
    "columns": ("Column", "ExportError", "View", "dictionary", "public_view", "public_views", "view_names"),
    "database": (
        "ROW_ERRORS",
        "StoreError",
        "Writer",
        "exact_views",
        "open_database",
        "open_reader",
        "open_writer",
        "plain_errors",
        "read_connection",
        "read_database",
    ),
    "decisions": ("unknown_reports", "unmatched_decisions"),
    "evaluate": ("Fact", "Gold", "GoldError", "Score", "load_gold", "macro_f1", "predictions", "score", "together"),
    "export": ("FORMS", "WRITERS", "export_all", "export_file", "export_text", "export_workbook"),
    "identity": ("document_key",),
    "spreadsheet": ("inert",),
    "known": ("Known", "find_document", "known_documents", "pending_scopes", "readable_documents"),
    "link": ("agency_meanings", "relink"),
    "reading": ("load_document", "value_boxes"),
    "rows": ("DocumentRows", "Outcome", "Source", "document_rows", "renewed_rows"),
    "site": ("DETAIL_TABLES", "SITE_ID", "SITE_VERSION", "write_site"),
    "style": ("PLAIN", "Style"),
    "write": ("move_document", "write_document", "write_meaning"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """What the room hands out, imported when first asked for: a run over unchanged files needs little of it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
