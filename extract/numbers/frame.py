"""What stands around a number in its cell: comparator, label, sign, currency, scale, unit, brackets, grade."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from extract.numbers.figures import ONE, Figure, Kind, Reading
from extract.numbers.marks import fold, grade_family, marks, take_currency, take_scale

YEAR = re.compile(r"(?<![0-9.,])(?:19[89]|20[0-4])[0-9](?![0-9.,]*[0-9])")
_COMPARATOR = re.compile(r"(>\s?=|=\s?>|<\s?=|=\s?<|\+/-|[≥≧⩾≤≦⩽><±~≈])\s*[=:]?\s*$")
PERCENT = re.compile(r"^\s*(%+|persen\b|prosen\b|presen\b)", re.IGNORECASE)
_NO_CENTS = re.compile(r"^\s*(?:[.,]?\s*[-=]+|[.,])(?=\s|$)")
_SEPARATED = re.compile(r"^[\s/,;:=-]+|[\s/,;:=-]+$")


@dataclass(slots=True)
class Draft:
    """A figure in the making; `read` reads a part of the cell as a cell of its own."""

    raw: str
    text: str
    notes: list[str]
    read: Callable[[str], Figure]
    units: list[str] = field(default_factory=list)
    comparator: str | None = None
    negative: bool = False
    scale: Decimal = ONE
    scaled: bool = False
    currency: str | None = None
    grade: str | None = None
    remarks: list[str] = field(default_factory=list)
    second: Figure | None = None
    missing: str | None = None
    parts: tuple[Decimal, Decimal] | None = None
    proposal: Decimal | None = None
    label: str = ""
    factor: float = 1.0

    def figure(self, kind: Kind, readings: tuple[Reading, ...] = ()) -> Figure:
        """The finished figure."""
        remark = "; ".join(self.remarks) or None
        year = YEAR.search(remark) if remark else None
        return Figure(
            self.raw,
            kind,
            readings if len(readings) < 2 else _distinct(readings),
            comparator=self.comparator,
            unit_raw=" ".join(self.units) or None,
            scale=self.scale,
            scaled=self.scaled,
            currency=self.currency,
            missing=self.missing,
            grade=self.grade,
            remark=remark,
            year=int(year.group()) if year else None,
            second=self.second,
            parts=self.parts,
            proposal=self.proposal,
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def absent(self, code: str) -> Figure:
        """No value stands in the cell; `code` says how the cell tells so."""
        self.missing = code
        self.units.clear()
        self.notes.clear()
        return self.figure("missing")

    def words(self, text: str) -> Figure:
        """Words where a value stands: text as printed."""
        self.units.clear()
        self.comparator, self.notes = None, [note for note in self.notes if note != "words_before"]
        family = grade_family(text)
        if family is not None:
            self.grade = text
        printed = " ".join(text.split())
        return self.figure(
            "grade" if family else "words", (Reading(None, printed, rule="grade" if family else "words"),)
        )


def _distinct(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The readings without those that say the same (minus zero is zero)."""
    distinct: dict[tuple[Decimal | None, str | None], Reading] = {}
    for one in readings:
        distinct.setdefault((one.value, one.text), one)
    return tuple(distinct.values())


def cut_brackets(text: str) -> tuple[str, list[str]]:
    """A cell's text without its bracketed parts, and those parts; a lost closing bracket is borne.

    >>> cut_brackets("86 (101%)"), cut_brackets("8 (Delapan"), cut_brackets("≥ 100%)")
    (('86 ', ['101%']), ('8 ', ['Delapan']), ('≥ 100%', []))
    """
    if "(" not in text:
        return text.replace(")", ""), []
    parts: list[str] = []

    def keep(found: re.Match[str]) -> str:
        parts.append(found.group(1).strip())
        return ""

    return re.sub(r"\(([^()]*(?:\([^()]*\)[^()]*)*)(?:\)|$)", keep, text).replace(")", ""), parts


def read_prefix(draft: Draft, prefix: str) -> bool:
    """Take in what stands before the number; False when these are words that make the cell no number.

    "Nilai =", "≥", "kurang dari", "BB /", "-" and other short words are taken in.
    """
    rest = _take_sign(draft, prefix)
    if found := _COMPARATOR.search(rest):
        draft.comparator = marks("comparator")[found.group(1).replace(" ", "")]
        rest = rest[: found.start()]
    words = _SEPARATED.sub("", rest)
    if not words:
        return True
    word = fold(words)
    if word in marks("comparator"):
        draft.comparator = marks("comparator")[word]
    elif word in marks("label"):
        draft.label = word
        draft.units.append(words)
    elif grade_family(words):
        draft.grade, draft.factor = words, 0.8
    else:
        return _take_words(draft, words)
    return True


def _take_sign(draft: Draft, prefix: str) -> str:
    """The prefix without the sign of the number; a dash between words and number only separates."""
    rest = prefix.rstrip()
    if rest.endswith("+") and not rest[:-1].strip():
        return ""
    if not rest.endswith("-"):
        return prefix
    attached, before = rest == prefix, rest[:-1].rstrip()
    if attached and before and before[-1].isalnum() and rest[-2] != " ":
        return before
    if before and not attached and not _COMPARATOR.search(before):
        return before
    if not attached:
        draft.notes.append("loose_dash")
        draft.factor = 0.7
    draft.negative = True
    return before


def _take_words(draft: Draft, words: str) -> bool:
    """Other words before a number: a label with a comparator or grade, or a short unit; long words are prose."""
    head, _, tail = words.partition(" ")
    if fold(head) in marks("label") and (fold(tail) in marks("comparator") or grade_family(tail)):
        draft.label = fold(head)
        draft.units.append(head)
        if grade_family(tail):
            draft.grade, draft.factor = tail, 0.8
        else:
            draft.comparator = marks("comparator")[fold(tail)]
        return True
    if fold(words) == "minus":
        draft.negative = True
        return True
    draft.factor = 0.6
    draft.notes.append("words_before")
    draft.units.append(" ".join(words.split()))
    return len(words.split()) <= 2 and len(words) <= 20


def read_suffix(draft: Draft, suffix: str) -> None:
    """Take in what stands after the number: ",-", "%", a scale word, a grade, a unit."""
    rest = suffix
    if not rest.strip(" .\n"):
        return
    if dash := _NO_CENTS.match(rest):
        draft.notes.append("no_cents")
        rest = rest[dash.end() :]
    if percent := PERCENT.match(rest):
        _take_percent(draft, rest[percent.end() :])
        return
    rest = rest.strip(" \n.;:,")
    if not rest:
        return
    bare = _SEPARATED.sub("", rest)
    if grade_family(bare):
        draft.grade = " ".join(bare.split())
        return
    take_unit(draft, rest)


def _take_percent(draft: Draft, rest: str) -> None:
    rest = rest.strip(" \n.%")
    bare = _SEPARATED.sub("", rest)
    if bare and grade_family(bare):
        draft.grade, rest = " ".join(bare.split()), ""
    draft.units.insert(0, " ".join(f"% {rest}".split()))


def take_unit(draft: Draft, text: str) -> None:
    """Take in a unit text with its scale word and currency ("Juta Rp.", "miliar", "juta jiwa", "Orang")."""
    bare, currency, _ = take_currency(text)
    draft.currency = draft.currency or currency
    scale = take_scale(bare, draft.currency is not None)[1]
    if scale is not None:
        draft.scale, draft.scaled = scale, True
    draft.units.append(" ".join(text.split()))


def grade_in(text: str) -> str | None:
    """The grade a bracket names, with or without a label or a second wording.

    >>> grade_in("SB"), grade_in("Kategori Baik"), grade_in("A/Sangat Baik"), grade_in("orang")
    ('SB', 'Baik', 'A', None)
    """
    if grade_family(text, short=True):
        return text
    head, _, tail = text.partition(" ")
    if tail and fold(head) in marks("label") and grade_family(tail):
        return tail
    first, mark, second = text.partition("/")
    return first.strip() if mark and grade_family(first.strip()) and grade_family(second.strip()) else None


def is_money(draft: Draft) -> bool:
    """Whether the figure is an amount of money: it names a currency, or a scale word and nothing else."""
    if draft.currency is not None:
        return True
    return draft.scaled and all(take_scale(unit, False)[0] == "" for unit in draft.units)
