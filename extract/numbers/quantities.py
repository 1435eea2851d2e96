"""A cell to its figure: no number, a number in brackets, one number in its frame, or more (see `pairs`)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extract.numbers.completion import finish, negated, read_brackets, reweighed
from extract.numbers.digits import read_digits
from extract.numbers.figures import Figure, Reading
from extract.numbers.frame import PERCENT, YEAR, Draft, cut_brackets, read_prefix, read_suffix
from extract.numbers.marks import clean, fold, grade_family, marks, take_currency
from extract.numbers.number_words import read_number_words
from extract.numbers.pairs import read_pair
from extract.numbers.shapes import NOT_NUMBERS, WITHOUT_DIGITS

_RUN = re.compile(
    r"(?<![A-Za-z0-9.,])[.,]?[0-9](?:[0-9.,]|\s+(?=[0-9.,]))*|(?<![A-Za-z0-9])[0-9](?:[0-9.,]|\s+(?=[0-9.,]))*"
)
_DIGIT = re.compile(r"[0-9]")
_OF_YEAR = re.compile(rf"[\s,;-]+(?:tahun|thn|th)\.?\s*{YEAR.pattern}\s*$", re.IGNORECASE)
_EQUALS = re.compile(r"[=:]\s*$")
_WORKED_OUT = re.compile(r"(?=[^=]*[0-9])(?=[^=]*[/:x×*])[0-9.,()/:x×*+%\s-]{5,}=\s*([0-9.,]+\s*%?)\s*", re.IGNORECASE)
_FRACTIONS = {"1⁄2": "0,5", "1⁄4": "0,25", "3⁄4": "0,75"}


def read_cell(raw: str) -> Figure:
    """The figure of a cell that is more than a plain number; see `extract.numbers.read_figure`."""
    text, notes = clean(raw)
    if (worked := _WORKED_OUT.fullmatch(text)) and (result := read_cell(worked.group(1))).kind == "number":
        return replace(result, raw=raw)
    draft = Draft(raw, text, list(notes), read_cell)
    for shape in NOT_NUMBERS if _DIGIT.search(text) else WITHOUT_DIGITS:
        figure = shape(draft)
        if figure is not None:
            return figure
    body, groups = cut_brackets(text)
    if (remark := _OF_YEAR.search(body)) and (groups or _DIGIT.search(body, 0, remark.start())):
        draft.remarks.append(remark.group().strip())
        body = body[: remark.start()]
    body, draft.currency, sign = take_currency(body)
    if sign:
        draft.units.append(sign)
    if "⁄" in body:
        for vulgar, decimal in _FRACTIONS.items():
            body = body.replace(vulgar, decimal)
    if not body.strip(" %\n"):
        return _bracketed(draft, groups, "%" in body)
    runs = list(_RUN.finditer(body))
    if not runs:
        return _no_number(draft, body, groups)
    if len(runs) == 1:
        return _one_number(draft, body, runs[0], groups)
    return read_pair(draft, body, runs, groups)


def _bracketed(draft: Draft, groups: list[str], percent: bool) -> Figure:
    """A cell that is all bracket: an accounting negative "(53,88)", a column number "(1)", a grade "(SB)", a unit."""
    if len(groups) != 1 or not groups[0]:
        return draft.words(draft.text)
    inner = groups[0]
    if grade_family(inner, short=True):
        draft.grade = inner
        return draft.figure("grade", (Reading(None, inner, rule="grade"),))
    found = read_cell(inner)
    if found.kind != "number" or found.first is None or found.first.value is None or found.comparator:
        return draft.words(inner) if found.kind in ("words", "grade") else draft.figure(found.kind, found.readings)
    draft.units.extend([found.unit_raw] if found.unit_raw else ["%"] if percent else [])
    draft.currency = draft.currency or found.currency
    draft.scale, draft.scaled = found.scale, found.scaled
    whole = not found.unit_raw and not percent and draft.currency is None and found.first.decimals == 0
    if whole and found.first.value <= 60:
        draft.notes.append("column_number")
        return draft.figure("column_number", (negated(found.first, "accounting", 0.3),))
    negative, plain = (0.5, 0.45) if found.is_percent else (0.8, 0.15)
    readings = [negated(reading, "accounting", negative) for reading in found.readings]
    readings += [reweighed(reading, "bracketed", plain) for reading in found.readings]
    return draft.figure("number", tuple(sorted(readings, key=lambda reading: -reading.weight)))


def _no_number(draft: Draft, body: str, groups: list[str]) -> Figure:
    """Words, a grade, a grade with its score in brackets, or number words."""
    words = " ".join(body.split()).strip(" :=")
    inner = groups[0] if groups else ""
    head, _, tail = words.rpartition(" ")
    grade = words if grade_family(words) else tail if grade_family(tail) and fold(head) in marks("label") else None
    if inner and (grade or fold(words) in marks("label") | marks("ordinal")):
        score = read_cell(inner)
        if score.kind == "number":
            return _score(draft, score, grade)
    spelled = read_number_words(words)
    if spelled is not None:
        draft.proposal = spelled.proposal
        draft.notes.extend(spelled.notes)
        if spelled.value is None:
            return draft.figure("malformed")
        value = Reading(spelled.value, rule="number_words", weight=0.4, decimals=_decimals(spelled.value))
        return draft.figure("words", (Reading(None, words, rule="words", weight=0.6), value))
    if grade and not groups:
        draft.grade = grade
        return draft.figure("grade", (Reading(None, words, rule="grade"),))
    return draft.words(draft.text)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _score(draft: Draft, score: Figure, grade: str | None) -> Figure:
    draft.grade = grade
    draft.comparator = score.comparator
    draft.units.extend([score.unit_raw] if score.unit_raw else [])
    draft.notes.extend(score.notes)
    return draft.figure("number", score.readings)


def _one_number(draft: Draft, body: str, run: re.Match[str], groups: list[str]) -> Figure:
    prefix, suffix = body[: run.start()], body[run.end() :]
    word = fold(prefix.strip(" -:=")).rpartition(" ")[2]
    if word in marks("ordinal") and run.group().strip().isdigit():
        return _ordinal(draft, body, groups)
    if not read_prefix(draft, prefix):
        return draft.words(draft.text)
    if (
        prefix.strip(" -")
        and not _EQUALS.search(prefix)
        and YEAR.fullmatch(run.group().strip())
        and not draft.comparator
    ):
        return draft.absent("other_year") if not suffix.strip() else draft.words(draft.text)
    if "words_before" in draft.notes and re.search("[A-Za-z]", suffix) and not PERCENT.match(suffix):
        return draft.words(draft.text)
    digits = read_digits(run.group().strip())
    if fold(suffix).split(" ")[0] in marks("heading"):
        return draft.figure("list_number")
    read_suffix(draft, suffix)
    read_brackets(draft, groups, digits)
    return finish(draft, digits)


def _ordinal(draft: Draft, body: str, groups: list[str]) -> Figure:
    """ "Level 3", "Level 3 Plus": a text; with a score in brackets the score is the value."""
    text = " ".join(body.split())
    if groups and (score := read_cell(groups[0])).kind == "number":
        return _score(draft, score, text)
    draft.grade = text
    return draft.figure("grade", (Reading(None, " ".join(draft.text.split()), rule="ordinal"),))
