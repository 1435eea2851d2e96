"""The engines that can read the picture of a line of text, and which of them is there.

An engine gets pictures of single lines (dark on light) and gives their characters, each with its place and how sure
it is. RapidOCR is tried first (`docs/ocr.md` has the figures); LAKIP_OCR_ENGINE names another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from extract.ocr.morphology import Gray

CHOICE = "LAKIP_OCR_ENGINE"


@dataclass(frozen=True, slots=True)
class LineText:
    """What an engine reads on the picture of a line: its text, and for each character its middle and certainty.

    `middles` are in dots from the left edge of the picture, `certainty` from 0 to 1.
    """

    text: str
    middles: tuple[float, ...]
    certainty: tuple[float, ...]


class Engine(Protocol):
    """An engine that reads pictures of lines."""

    @property
    def name(self) -> str: ...

    def read(self, pictures: Sequence[Gray]) -> list[LineText]: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """An engine by name: how it is opened (None where it is not installed), and how it is installed."""

    name: str
    open: Callable[[], Engine | None]
    install: str


def _rapidocr() -> Engine | None:
    from extract.ocr.rapid import open_rapidocr

    return open_rapidocr()


def _tesseract() -> Engine | None:
    from extract.ocr.tesseract import open_tesseract

    return open_tesseract()


OFFERS = (
    Offer("rapidocr", _rapidocr, "pip install 'lakip[ocr]'"),
    Offer("tesseract", _tesseract, "apt-get install tesseract-ocr tesseract-ocr-ind"),
)


def find_engine(name: str | None = None) -> Engine | None:
    """The engine called `name` or by LAKIP_OCR_ENGINE, else the first that is installed, else None.

    Raises ValueError for a name that no engine has.
    """
    return _opened(name or os.environ.get(CHOICE) or None)


@cache
def _opened(name: str | None) -> Engine | None:
    offers = [one for one in OFFERS if name in (None, one.name)]
    if not offers:
        raise ValueError(f"no OCR engine is called {name!r}; there are {', '.join(one.name for one in OFFERS)}")
    for one in offers:
        engine = one.open()
        if engine is not None:
            return engine
    return None
