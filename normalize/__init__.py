"""Printed text to canonical rows: pure, no PDF, no SQL; facts of the world in `data/`."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from normalize.corrections.applying import by_document
    from normalize.corrections.file import (
        Correction,
        CorrectionError,
        fingerprint,
        format_corrections,
        parse_corrections,
    )
    from normalize.identity.agency_words import other_names
    from normalize.interpretation import interpret
    from normalize.links.linking import link

__all__ = [
    "Correction",
    "CorrectionError",
    "by_document",
    "fingerprint",
    "format_corrections",
    "interpret",
    "link",
    "other_names",
    "parse_corrections",
]

_HOMES = {
    "by_document": "corrections.applying",
    "interpret": "interpretation",
    "link": "links.linking",
    "other_names": "identity.agency_words",
}


def __getattr__(name: str) -> Any:
    """What the room hands out, imported when first asked for: who needs only its model does not load its tables."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'corrections.file')}"), name)
