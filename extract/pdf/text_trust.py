"""Whether the text layer of a page can be believed.

A page may have no text, text that some scanner's OCR laid under or over its picture, or text whose letters stand for
others because its font does not tell them. Three signs tell, none of which is a dictionary: text that is not drawn
(`is_undrawn`), tokens that no language prints ("l{egiatan", "20t4"), and letters with too few vowels. Words that
every Indonesian report is full of (`data/words.csv`) clear a page at once.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pypdfium2.raw

from extract.pdf.pdfium import PdfPage

c: Any = pypdfium2.raw

Trust = Literal["printed", "layer", "garbled", "none"]

LEAST_TEXT = 20  # a page with fewer characters has no text layer worth the name
CLEAR = 0.35  # a page with this share of known words is no gibberish
HIDDEN_STRANGE = 0.015  # the share of odd tokens that makes a hidden text layer garbled
STRANGE = 0.03  # the same in text that is drawn on a picture of the page
VERY_STRANGE = 0.12  # the same in text that is printed
LEAST_TOKENS = 12
UNKNOWN = 0.03
_VOWELS = "aeiouyàáâãäåèéêëìíîïòóôõöùúûüαεηιουω"
VOWELS = (0.27, 0.62)  # the share of vowels among the letters of a language
LEAST_LETTERS = 200
PICTURE = 0.5  # a picture that covers this share of a page is the page
LOOKED_AT = 60  # text objects asked whether they are drawn
HIDDEN = 0.9  # the share of hidden text that makes a page's text hidden

_TABLE = Path(__file__).parents[1] / "data" / "words.csv"
_LETTERS = re.compile(r"[a-z]{2,}")
_EDGES = ".,;:()[]\"'“”‘’-–/%!?*…•<>=≥≤|_$€£" + "".join(map(chr, range(0xF0A0, 0xF100)))
_PLAIN = re.compile(r"[A-Za-z]?[a-z]*-?[A-Za-z]?[a-z]*|[A-Z0-9./&()-]+|[\d.,/:%()+-]+")
_POSSESSIVE = re.compile(r"['’]s$")
_ADDRESS = re.compile(r"\w@\w[\w-]*\.\w|www|https?:|\.(?:id|com|net|org|html?|php)\b")
_ODD = re.compile(
    r"[{}|\\~^€$£¥¤§¢<>_@#\[\]\ufffd\ue000-\uf8ff\x01-\x1f]"
    r"|[a-z][A-Z][a-z]+[A-Z]|[a-z]{3}[A-Z]{2}[a-z]|[A-Z]{2}[a-z][A-Z][a-z]"
    r"|\d[A-Za-z]{1,3}\d|[a-z]\d+[a-z]|[A-Za-z]{2}\d[a-z]|\d{2}[a-z]{1,2}\d|[a-z]{2}![a-z]"
    r"|[bcdfghjklmnpqrstvwxz]{5}"
)


def trust_of(page: PdfPage) -> Trust:
    """How far the text of a page can be believed.

    `printed`: it is what a reader sees; `layer`: another OCR's reading that looks sound; `garbled`: it does not look
    sound; `none`: there is hardly any.
    """
    text = page.text
    if len(text.strip()) < LEAST_TEXT:
        return "none"
    hidden = is_undrawn(page.handle)
    known = known_share(text)
    if not hidden and known >= CLEAR:
        return "printed"
    strange = odd_share(text)
    limit = HIDDEN_STRANGE if hidden else VERY_STRANGE
    if not hidden and STRANGE < strange <= VERY_STRANGE and page.image_share() >= PICTURE:
        limit = STRANGE
    if strange > limit or (known < UNKNOWN and not _has_vowels(text)):
        return "garbled"
    return "layer" if hidden else "printed"


@cache
def known_words() -> frozenset[str]:
    """The words that reports are full of. Raises ValueError when one stands twice or has no source."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    words = frozenset(row["word"] for row in rows if row["source"])
    if len(words) != len(rows):
        raise ValueError("words.csv: a word without source or repeated")
    return words


def known_share(text: str) -> float:
    """The share of known words among the words of a text, 0 where there are none.

    >>> known_share("Program dan kegiatan tahun 2016"), known_share("l'rogran dcn kegiotan")
    (1.0, 0.0)
    """
    words = _LETTERS.findall(text.casefold())
    return sum(map(known_words().__contains__, words)) / len(words) if words else 0.0


def odd_share(text: str) -> float:
    """The share of tokens that no language prints, 0 where there are few tokens.

    >>> round(odd_share("Nilai BP3IPTEK 20t4 z}t4 33,33 % l{egiatan " * 3), 2)
    0.5
    """
    tokens = [core for token in text.split() if len(core := token.strip(_EDGES)) > 1]
    return sum(map(is_odd, tokens)) / len(tokens) if len(tokens) >= LEAST_TOKENS else 0.0


def is_odd(token: str) -> bool:
    """Whether a token mixes letters, digits and signs as only a misreading does.

    >>> [t for t in ("Meningkatnya", "P2WKSS", "LKjIP", "dinas@jabar.go.id", "Qur'an", "20t4", "Fer{rub") if is_odd(t)]
    ['20t4', 'Fer{rub']
    """
    if token.isascii() and token.isalpha() and token[1:].islower():
        return False
    if _PLAIN.fullmatch(_POSSESSIVE.sub("", token)) or _ADDRESS.search(token):
        return False
    return _ODD.search(token) is not None


def _has_vowels(text: str) -> bool:
    folded = text.casefold()
    letters = sum(map(str.isalpha, folded))
    return letters < LEAST_LETTERS or VOWELS[0] <= sum(map(folded.count, _VOWELS)) / letters <= VOWELS[1]


def is_undrawn(page: Any) -> bool:
    """Whether the text of an open page is not drawn: the layer of an OCR program."""
    seen = hidden = 0
    for index in range(c.FPDFPage_CountObjects(page)):
        item = c.FPDFPage_GetObject(page, index)
        if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_TEXT:
            hidden += c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE
            seen += 1
            if not hidden or seen >= LOOKED_AT:
                break
    return seen > 0 and hidden >= HIDDEN * seen
