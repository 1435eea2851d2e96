"""Which OCR engine would read a page, told without loading it: what decides whether scans have to be read again."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

CHOICE = "LAKIP_OCR_ENGINE"


def installed_engine() -> str | None:
    """The name of the engine that LAKIP_OCR_ENGINE asks for, else of the first that is installed, else None."""
    there = [name for name, is_there in (("rapidocr", _has_rapidocr()), ("tesseract", _has_tesseract())) if is_there]
    chosen = os.environ.get(CHOICE)
    if chosen:
        return chosen if chosen in there else None
    return there[0] if there else None


def _has_rapidocr() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def _has_tesseract() -> bool:
    return shutil.which("tesseract") is not None
