"""Which OCR engine is there is told without loading it, by the names the engines have."""

from __future__ import annotations

import pytest

from extract import eyes
from extract.ocr.engines import CHOICE, OFFERS


def test_names_are_those_of_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eyes, "_has_rapidocr", lambda: True)
    monkeypatch.setattr(eyes, "_has_tesseract", lambda: True)
    monkeypatch.delenv(CHOICE, raising=False)
    assert eyes.CHOICE == CHOICE
    assert eyes.installed_engine() == OFFERS[0].name
    for offer in OFFERS:
        monkeypatch.setenv(CHOICE, offer.name)
        assert eyes.installed_engine() == offer.name


def test_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eyes, "_has_rapidocr", lambda: False)
    monkeypatch.setattr(eyes, "_has_tesseract", lambda: False)
    monkeypatch.delenv(CHOICE, raising=False)
    assert eyes.installed_engine() is None
