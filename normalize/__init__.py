"""Printed text to canonical rows: pure, no PDF, no SQL; facts of the world in `data/`."""

from normalize.correction_file import Correction, CorrectionError, fingerprint, format_corrections, parse_corrections
from normalize.corrections import by_document
from normalize.interpretation import interpret
from normalize.link import link

__all__ = [
    "Correction",
    "CorrectionError",
    "by_document",
    "fingerprint",
    "format_corrections",
    "interpret",
    "link",
    "parse_corrections",
]
