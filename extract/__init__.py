"""Bytes to verbatim tables, lines and printed numbers, each with its place."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.eyes import installed_engine
    from extract.pdf.image import render
    from extract.reader import read, read_parts, read_tables

__all__ = ["installed_engine", "read", "read_parts", "read_tables", "render"]

_HOMES = {
    "installed_engine": "eyes",
    "read": "reader",
    "read_parts": "reader",
    "read_tables": "reader",
    "render": "pdf.image",
}


def __getattr__(name: str) -> Any:
    """What the room hands out, imported when first asked for: who needs only its model does not load pdfium."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
