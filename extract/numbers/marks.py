"""The words and marks that stand around printed numbers (`data/marks.csv`), and the cleaning of a cell's text."""

from __future__ import annotations

import csv
import html
import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

MARKS = Path(__file__).parents[1] / "data" / "marks.csv"
_CASED = frozenset({"grade_short"})


def fold(text: str) -> str:
    """Lower case, one space between words, no closing punctuation.

    >>> fold(" Sangat  Baik. ")
    'sangat baik'
    """
    return " ".join(text.casefold().split()).strip(" :;,").rstrip(".")


@cache
def marks(kind: str) -> dict[str, str]:
    """The words of one kind with their values."""
    return _all_marks()[kind]


@cache
def _all_marks() -> dict[str, dict[str, str]]:
    return load_marks(MARKS)


def load_marks(path: Path) -> dict[str, dict[str, str]]:
    """The table of marks by kind; raises ValueError when a word of a kind stands twice or a row has no source."""
    tables: dict[str, dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind, word = row["kind"], row["word"].strip()
            key = word if kind in _CASED else word.casefold()
            if key in tables[kind] or not row["source"] or not word:
                raise ValueError(f"marks.csv: bad or repeated row {kind} {word!r}")
            tables[kind][key] = row["value"]
    return dict(tables)


_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})")
_LETTERS = re.compile(r"[A-Z]{1,3}(?:[-+]| ?-? ?DPP)?")


def grade_family(text: str, short: bool = False) -> str | None:
    """The family of a word that is a grade by itself, or None; letters must be capitals.

    `short` also takes the abbreviations that are grades only in brackets, such as (SB).

    >>> grade_family("BB"), grade_family("Sangat Baik"), grade_family("bb"), grade_family("III"), grade_family("Orang")
    ('akip', 'rating', None, 'roman', None)
    >>> grade_family("SB"), grade_family("SB", short=True)
    (None, 'rating')
    """
    if short and text in marks("grade_short"):
        return marks("grade_short")[text]
    if len(text) <= 2 and not _LETTERS.fullmatch(text):
        return None
    found = marks("grade").get(fold(text))
    if found is None and text and len(text) <= 5 and _ROMAN.fullmatch(text):
        return "roman"
    return found


_TAGS = re.compile(r"</?(?:u|b|i|p|em|strong|span|td|tr|font|div|small)\b[^<>]*>", re.IGNORECASE)
_SUPERSCRIPT = re.compile(
    r"<su[pb]>[^<>]*</su[pb]>|(?<=[0-9%)])\s*[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+", re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>|_x000d_\n?|\r\n?", re.IGNORECASE)
_SIMPLE = re.compile(r"[\x20-\x25\x27-\x3b=\x3f-\x5f\x61-\x7a\n]*")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\u00af"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f`´'‘’‚\"“”„"))
_SPACES = dict.fromkeys(map(ord, "\t\x0b\x0c\u00a0\u2007\u2009\u202f\u3000"), " ")
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсхΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEKMHOPCTXaeopcxABEZHIKMNOPTX")
_FOOTNOTE = re.compile(
    r"(?<=[0-9%A-Za-z.\-)])\s*(?:\*+\s?\)?|†+|‡+|\^\s?[0-9a-z]{1,2}\)?|(?<=[0-9%])\s[1-9]\))+$", re.MULTILINE
)
_ZERO = re.compile(r"(?<=[0-9.,])[Oo]+(?=[0-9.,%\s]|$)|(?<![A-Za-z0-9.,])O(?=[.,][0-9])")
_ONE = re.compile(r"(?<=[0-9][.,])[lI](?=[0-9])|(?<=[0-9])[lI](?=[0-9.,])|(?<![A-Za-z0-9.,])[lI|](?=[0-9])")


def clean(raw: str) -> tuple[str, tuple[str, ...]]:
    """The text of a cell in one alphabet, with one kind of dash, without tags, footnote marks and look-alike digits.

    Line breaks stay. The second value names the repairs that a reader should know of.

    >>> clean("<u>≥</u> 90"), clean("1.630.238 *)"), clean("1OO,l5 %")
    (('≥ 90', ()), ('1.630.238', ('footnote',)), ('100,15 %', ('repaired_digit',)))
    >>> clean("95\u00b2"), clean("12 m\u00b2")
    (('95', ('footnote',)), ('12 m2', ()))
    """
    text, notes = raw, []
    if not _SIMPLE.fullmatch(raw):
        text = _one_alphabet(raw)
        bare = _SUPERSCRIPT.sub("", text)
        if bare != text:
            notes.append("footnote")
        text = unicodedata.normalize("NFKC", _TAGS.sub("", bare)).translate(_DASHES)
    text = text.strip()
    if "*" in text or ")" in text or "^" in text or "†" in text or "‡" in text:
        bare = _FOOTNOTE.sub("", text)
        if bare != text:
            notes.append("footnote")
            text = bare
    repaired = _ONE.sub("1", _ZERO.sub(lambda found: "0" * len(found.group()), text))
    if repaired != text:
        notes.append("repaired_digit")
    return repaired, tuple(dict.fromkeys(notes))


def _one_alphabet(raw: str) -> str:
    text = html.unescape(raw) if "&" in raw else raw
    text = _BREAK.sub("\n", text).translate(_SPACES).translate(_INVISIBLE).translate(_DASHES)
    swapped = text.translate(_LOOKALIKES)
    return swapped if swapped.isascii() else text


_CURRENCY = re.compile(
    r"(?<![A-Za-z])(?:R\s?p\s?[.,:]?(?![A-Za-z])|IDR\b|Rupiah\b|US\s?\$|USD\b|\$|€|EUR\b)", re.IGNORECASE
)


def take_currency(text: str) -> tuple[str, str | None, str]:
    """The text without its currency signs, the currency's code, and the first sign as printed.

    >>> take_currency("Rp. 7.200,00"), take_currency("US$ 8,6 juta"), take_currency("5 Orang")
    ((' 7.200,00', 'IDR', 'Rp.'), (' 8,6 juta', 'USD', 'US$'), ('5 Orang', None, ''))
    """
    found = _CURRENCY.search(text)
    if found is None:
        return text, None, ""
    sign = found.group()
    code = "IDR" if sign[0] in "Rr" or sign[0] in "Ii" else "EUR" if sign[0] in "€Ee" else "USD"
    return _CURRENCY.sub("", text), code, sign.strip()


_SCALE_ZEROS = re.compile(r"^\s*\.?\s*000(?![0-9.,])\s*")
_WORD = re.compile(r"(?<!/)\b[A-Za-z]+(?![0-9A-Za-z])")


def take_scale(text: str, currency: bool) -> tuple[str, Decimal | None]:
    """A unit text without its leading or only scale word, and the factor; misspelled words only beside a currency.

    >>> take_scale("miliar", True), take_scale("trililun", True), take_scale("trililun", False)
    (('', Decimal('1000000000')), ('', Decimal('1000000000000')), ('trililun', None))
    >>> take_scale("juta jiwa", False), take_scale("M", True), take_scale("M", False), take_scale("000", True)
    (('jiwa', Decimal('1000000')), ('', Decimal('1000000000')), ('M', None), ('', Decimal('1000')))
    """
    if currency and (zeros := _SCALE_ZEROS.match(text)):
        return text[zeros.end() :], Decimal(1000)
    for found in _WORD.finditer(text):
        factor = _scale_of(found.group().casefold(), currency)
        if factor is not None:
            return (text[: found.start()] + text[found.end() :].lstrip(" .")).strip(), factor
        break
    return text, None


def _scale_of(word: str, currency: bool) -> Decimal | None:
    scales = marks("scale")
    if word in scales:
        return Decimal(scales[word])
    if not currency:
        return None
    if word in marks("scale_short"):
        return Decimal(marks("scale_short")[word])
    near = {
        scales[known] for known in scales if len(word) > 4 and known[0] == word[0] and _one_or_two_apart(word, known)
    }
    return Decimal(near.pop()) if len(near) == 1 else None


def _one_or_two_apart(word: str, known: str) -> bool:
    """Whether two words differ by at most two edits, by one when they are short."""
    limit = 2 if len(known) > 5 else 1
    if abs(len(word) - len(known)) > limit:
        return False
    row = list(range(len(known) + 1))
    for i, letter in enumerate(word, start=1):
        above, row[0] = row[0], i
        for j, other in enumerate(known, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (letter != other))
    return row[-1] <= limit
