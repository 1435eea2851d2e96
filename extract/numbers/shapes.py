"""Cells that hold digits or marks but no number: missing marks, dates, references, codes, formulas, list numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.numbers.figures import Figure, Reading
from extract.numbers.frame import Draft
from extract.numbers.marks import fold, marks, take_currency, take_scale

Shape = Callable[[Draft], Figure | None]

_NO_TEXT = re.compile(r"[\W_]*")
_NOT_YET = re.compile(r"(?:masih |data )?belum\b|menunggu\b", re.IGNORECASE)

_VERDICT = re.compile(r"[A-Za-z\s]+[(:]?\s*[0-9.,]+\s*%\s*\)?")  # "Belum tercapai (99,51%)"


def as_missing(draft: Draft) -> Figure | None:
    """Dashes, dots, N/A, ticks, "belum dinilai", nothing at all."""
    text = draft.text
    if not text:
        return draft.absent("blank")
    word = fold(text)
    code = marks("missing").get(text.casefold()) or marks("missing").get(word)
    if code is None and _NOT_YET.match(word) and not _VERDICT.fullmatch(text):
        code = "not_yet"
    if code is None and _NO_TEXT.fullmatch(text):
        bare = text.strip(" \n%.…_/")
        code = "blank" if not bare else "dash" if not bare.strip("- \n") else "mark"
    return draft.absent(code) if code else None


_YEAR = r"(?:19[89]|20[0-4])[0-9]"
_OTHER_YEAR = re.compile(
    rf"[^0-9]{{0,60}}?\b(?:tahun|thn|th|ta|t\.\s?a)\b\.?\s*:?\s*{_YEAR}(?:\s*(?:dan|-|s\.?/?d\.?)\s*{_YEAR})?",
    re.IGNORECASE,
)
_YEARS = re.compile(rf"\(?{_YEAR}\s*(?:-|/|s\.?/?d\.?|sampai)\s*{_YEAR}\)?|\({_YEAR}\)", re.IGNORECASE)
_DAY = re.compile(r"[0-3]?[0-9]\s?([/.-])\s?[01]?[0-9]\s?\1\s?(?:[12][09])?[0-9]{2}|[01]?[0-9]/(?:19|20)[0-9]{2}")
_PART = re.compile(
    r"(?:triwulan|tw\.?|semester|sem\.?|bulan|minggu)\s*(?:ke)?\s*-?\s*(?:[IV]{1,3}|[0-9]{1,2})(?:\s+(?:tahun\s+)?(?:19|20)[0-9]{2})?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:(?:tanggal|tgl\.?|akhir|awal|s\.?/?d\.?|bulan)\s+)?(?:[0-3]?[0-9]\s*)?(?P<month>[A-Za-z]{3,9})\.?(?:\s*(?:19|20)[0-9]{2})?",
    re.IGNORECASE,
)


def as_date(draft: Draft) -> Figure | None:
    """Dates and periods are text; a year beside a word ("Nilai Tahun 2023") tells that the value is another year's."""
    text = draft.text
    if _OTHER_YEAR.fullmatch(text):
        return draft.absent("other_year")
    month = _MONTH.fullmatch(text)
    named = month is not None and month.group("month").casefold() in marks("month")
    if named or _YEARS.fullmatch(text) or _DAY.fullmatch(text) or _PART.fullmatch(text):
        return draft.figure("date", (Reading(None, " ".join(text.split()), rule="date"),))
    return None


_REFERENCE = re.compile(r"(?P<word>[A-Za-z][A-Za-z. ]*?)\s*\.?\s*[:#]?\s*[0-9]")
_LETTER_CODE = re.compile(
    r"[A-Za-z]{1,3}\.\s?[0-9]{1,2}(?:\.[0-9a-z]{1,3})*\.?|(?:[A-Z]-?[0-9]\b.{0,3})|[A-Z]+[0-9]+[A-Z]+"
)
_DECREE = re.compile(r"(?:[0-9]+|[A-Z.-]+)(?:/(?:[0-9]+|[A-Z][A-Z.-]*)){2,}(?:\s.*)?", re.DOTALL)
_TELEPHONE = re.compile(r"\(?0[0-9]{2,4}\)?[\s-]?[0-9]{3,4}[\s-]?[0-9]{3,5}")
_CIVIL_SERVANT = re.compile(r"(?:19|20)[0-9]{2}\s?[0-9]{4}\s?[0-9]{6}\s?[0-9]\s?[0-9]{3}")
_CODE_AND_NAME = re.compile(
    r"-?\s*(?![0-9]{1,3}(?:\.[0-9]{3})+(?:[.,][0-9]{1,2})?(?![0-9.]))[0-9]{1,2}(?:\.[0-9]{1,4}){2,}\.?\s+[A-Za-z].*",
    re.DOTALL,
)


def as_code(draft: Draft) -> Figure | None:
    """Legal references, civil-servant numbers, telephone numbers, programme and chapter codes: never numbers."""
    text = draft.text
    found = _REFERENCE.match(text)
    named = found is not None and fold(found.group("word")) in marks("number_sign")
    if (
        named
        or _DECREE.fullmatch(text)
        or _CIVIL_SERVANT.fullmatch(text)
        or _TELEPHONE.fullmatch(text)
        or _CODE_AND_NAME.fullmatch(text)
    ):
        return draft.figure("code")
    if _LETTER_CODE.fullmatch(text) and not text.casefold().startswith(("rp.", "min.", "maks.", "max.")):
        return draft.figure("code")
    return None


_RATE_BASE = re.compile(r"(?:/|per)\s*1[0.,\s]{2,9}[A-Za-z\s/().]*", re.IGNORECASE)


def as_unit(draft: Draft) -> Figure | None:
    """A cell that names a unit only: "%", "(Juta Rp.)", "per 100.000 KH"."""
    text = draft.text.strip("() .\n")
    bare, currency, _ = take_currency(text)
    rest, scale = take_scale(bare, currency is not None)
    if (
        draft.text.strip("() \n") == "%"
        or ((currency or scale) and not rest.strip(" .()"))
        or _RATE_BASE.fullmatch(text)
    ):
        draft.units.append(" ".join(text.split()))
        return draft.figure("unit")
    return None


_OPERATORS = re.compile(r"[\s0-9.,()=*/x×:+%-]+")
_FORMULA = re.compile(r"=\s*\(?\s*[0-9]+\s*\)?\s*[*/x×:+-]|[0-9)]\s*[*×]\s*[0-9(]|\([0-9]+\s*[-/+:]\s*[0-9]+\)")


def as_formula(draft: Draft) -> Figure | None:
    """A column formula under a head: "(3/4)*100", "8=(7/6)", "(100-6)"."""
    if _OPERATORS.fullmatch(draft.text) and _FORMULA.search(draft.text):
        return draft.figure("formula")
    return None


_LIST_NUMBER = re.compile(r"[0-9]{1,2}(?:\)|\.\)?(?=\s*[A-Za-z(]))(?:.*)?", re.DOTALL)


def as_list_item(draft: Draft) -> Figure | None:
    """A list number with or without its text: "1) …", "2. Pembinaan"."""
    if not _LIST_NUMBER.fullmatch(draft.text):
        return None
    draft.notes.append("list_number")
    return draft.figure("list_number")


WITHOUT_DIGITS: tuple[Shape, ...] = (as_unit, as_missing, as_date)
NOT_NUMBERS: tuple[Shape, ...] = (*WITHOUT_DIGITS, as_code, as_formula, as_list_item)
