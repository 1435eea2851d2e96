"""What a value in a sentence is: its role by the cue before it, or as another form of the value it stands behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalize.hints import Hints
from normalize.model import Sentence
from normalize.prose.counts import condition_of
from normalize.prose.names import Mention
from normalize.prose.sentences import FILLER, words_of
from normalize.prose.values import Value
from normalize.prose.years import IS_YEAR, YEAR

MEASURES = {
    "target": "target",
    "medium_target": "medium_term_target",
    "realization": "realization",
    "reached": "reached",
    "reached_target": "reached",
    "exceeded": "reached",
    "achievement": "achievement",
    "medium_achievement": "medium_term_achievement",
    "budget": "budget",
    "spent": "spent",
    "physical": "physical",
    "efficiency": "efficiency",
    "average": "average",
    "change": "change",
    "national": "benchmark",
}
THROUGH = frozenset({"medium", "plan", "or", "from", "to", "versus"})
"""Cues that a value's walk passes, remembering them."""
SOFT = {"target": "reached", "medium_target": "reached", "exceeded": "reached", "budget": "spent"}
"""What a value is behind "mencapai" or "tercapai" when another cue stands before these."""
SHARE_ROLES = {"share_of_budget": "absorption", "share": "share"}
MONEY = {"target": "budget", "budget": "budget", "realization": "spent", "spent": "spent", "reached": "spent"}
OF_TARGET = re.compile(r"^\s*dari\s+target\b(?!\s+(?:\w+\s+){0,3}?\d)", re.IGNORECASE)
OF_BUDGET = re.compile(
    r"^\s*(?:(?:atau|setara|\()\s*[\d.,]+\s*(?:%|persen)\s*\)?\s*)?dari\s+(?:total\s+|jumlah\s+)?(?:pagu|anggaran)\b",
    re.I,
)
SPENDS = re.compile(r"\bbelanja\b(?:(?!\b(?:sisa|anggaran|pagu|alokasi|tidak|efisiensi)\b)[^.;]){0,60}$", re.I)
OTHER_FORM = re.compile(
    r"\s*(?:[A-Za-z/.]+\s+){0,3}?[,.]?(?:\([\w\s]*\))?[\s,-]*(?:\(|atau\b)[\s(]*(?:(?:dengan|persentase|prosentase|sebesar|sebanyak|sekitar|mencapai|setara)\s+)*",
    re.I,
)
RATED = re.compile(r"(?:kriteria|kategori|predikat)\s+[\w\s]{3,20}$", re.IGNORECASE)
MARKS = " \t„‟“”\"'‘’(),:="
EACH = re.compile(r"\bmasing\s*-?\s*masing\b", re.I)
AND = re.compile(r"\s*(?:,|dan|serta|,\s*dan)\s*(?:sebesar\s+)?", re.I)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d[\d.,]*|[;.]")
BREAK = re.compile(r"\b(?:sedangkan|sementara|namun|tetapi|serta)\b|;", re.IGNORECASE)
MAY_BE_OPAQUE = 1
LONGEST_WORD = 60
IN_BETWEEN = re.compile(
    r"\b(?:(?i:(?:(?:s\.?\s?/?\s?d|sampai(?:\s+dengan)?|hingga|per|pada|akhir)\.?\s+)*"
    r"(?:triwulan|semester|bulan)\s+(?:ke-?\s?)?)(?:[IVX]{1,4}|[A-Z][a-z]+)"
    r"|(?i:(?:(?:yang\s+)?(?:bersumber\s+)?dari|melalui|pada)\s+(?:dana\s+)?APB[DN](?:-P)?)\b"
    r"(?:\s+(?i:murni|perubahan|provinsi|kabupaten|kota)\b|\s+[A-Z][a-z]+){0,4})[\s()]*$"
)
"""Until when an amount counts, or whose money it is: such words may stand between a cue and its value."""
PERIODS_AND_FUNDS = Hints(["triwulan", "semester", "bulan", "apbd", "apbn"])
EQUALS = re.compile(
    r"(?:\b(?:sebesar|sebanyak|adalah|yaitu|yakni|senilai|mencapai|sejumlah|berjumlah)|[:=])\W*$", re.IGNORECASE
)
"""Only behind such a word may one unknown word stand between cue and value."""


@dataclass(frozen=True, slots=True)
class Before:
    """The statement before a value in its sentence, with its role and name."""

    value: Value
    role: str
    mention: Mention | None
    is_carried: bool


@dataclass(frozen=True, slots=True)
class RoleReader:
    """A sentence with its values and names, asked for the role of one value after another."""

    sentence: Sentence
    values: Sequence[Value]
    mentions: Sequence[Mention]

    def role(self, value: Value, before: Before | None) -> str | None:
        """The role of a value: by the cue before it, or as another form of the value it stands behind."""
        text = self.sentence.text
        if value.kind == "percent" and OF_TARGET.match(text[value.end :]):
            return "achievement"
        cue = self._cue(value)
        if cue == "budget" and value.kind == "money" and self._is_of_budget(value):
            return "spent"
        if cue is not None and cue != "again":
            return cue
        if before is not None and cue is None and not self._cue_between(before.value, value):
            form = _other_form(before, value, text[before.value.end : value.start])
            if form is not None:
                return form
        if before is not None and cue is None and self._is_next_of_each(before.value, value):
            return before.role
        if before is not None and cue == "again":
            return before.role if before.value.kind == value.kind else None
        if value.kind == "percent" and text[: value.start].rstrip().endswith("("):
            return self._in_brackets(value)
        return None

    def _is_of_budget(self, value: Value) -> bool:
        """Whether an amount of spending is said to be one of a budget: `belanja berjumlah Rp9 dari pagu Rp10`."""
        before, behind = self.sentence.text[: value.start], self.sentence.text[value.end :]
        return OF_BUDGET.match(behind) is not None and SPENDS.search(before) is not None

    def _in_brackets(self, value: Value) -> str | None:
        """A percentage in brackets behind an indicator's name, or behind a rating word, is an achievement."""
        before = self.sentence.text[: value.start].rstrip(" (")
        judged = any(cue.role in ("achievement", "exceeded") for cue in self.sentence.cues)
        if self._name_just_before(value) is not None and judged:
            return "achievement"
        return "achievement" if condition_of(f" {before[-30:]}") and RATED.search(before) else None

    def _cue_between(self, one: Value, other: Value) -> bool:
        return any(one.end <= cue.start < other.start and cue.role in MEASURES for cue in self.sentence.cues)

    def _cue(self, value: Value) -> str | None:
        """The role of the cue a value belongs to, walking left over fillers, years and names; `again` where the walk
        meets another value that this one goes on from ("menjadi", "dan pada tahun").
        """
        at, opaque = value.start, 0
        passed: set[str] = set()
        text = self.sentence.text
        while at > 0:
            cue = next(
                (c for c in self.sentence.cues if c.start < at <= c.end + 1 and not text[c.end : at].strip()), None
            )
            if cue is not None and (cue.role in THROUGH or (cue.role == "reached" and "reached" not in passed)):
                passed.add(cue.role)
                at = cue.start
                continue
            if cue is not None:
                changed = any(c.role == "change" and 0 <= cue.start - c.end <= 1 for c in self.sentence.cues)
                return "change" if changed else _role_of(cue.role, passed, opaque)
            mention = next(
                (m for m in self.mentions if m.start < at <= m.end + 1 and not text[m.end : at].strip(MARKS)), None
            )
            before = text[max(0, at - LONGEST_WORD * 2) : at]
            between = IN_BETWEEN.search(before) if PERIODS_AND_FUNDS.are_in(before) else None
            word = _last_word(text[:at])
            if between is not None and mention is None:
                at -= len(between.group())
            elif mention is not None:
                if passed & {"reached", "to"}:
                    return "reached"
                at = mention.start
            elif word is None or BREAK.fullmatch(word[0]):
                break
            elif any(v.start <= word[1] < v.end for v in self.values):
                goes_on = "to" in passed or YEAR.search(text[word[1] : value.start])
                return "reached" if "reached" in passed else "again" if goes_on else None
            else:
                known = word[0].casefold() in words_of(FILLER) or word[0].casefold() == value_unit(self.values, word[1])
                opaque += not known and not IS_YEAR.fullmatch(word[0])
                if opaque > MAY_BE_OPAQUE or (opaque and not EQUALS.search(text[: value.start])):
                    break
                at = word[1]
        return "reached" if "reached" in passed else None

    def _name_just_before(self, value: Value) -> Mention | None:
        return next((m for m in self.mentions if m.end <= value.start and value.start - m.end <= 4), None)

    def _is_next_of_each(self, before: Value, value: Value) -> bool:
        """Whether a value goes on a row of values behind "masing-masing"."""
        text = self.sentence.text
        return (
            EACH.search(text[: before.start]) is not None and AND.fullmatch(text[before.end : value.start]) is not None
        )


def _last_word(text: str) -> tuple[str, int] | None:
    found = list(WORD.finditer(text, max(0, len(text) - LONGEST_WORD)))
    return (found[-1].group(), found[-1].start()) if found else None


def value_unit(values: Sequence[Value], at: int) -> str | None:
    """The unit of the value that ends just before a word, so that the walk may pass it."""
    return next((v.unit.casefold() for v in values if v.unit and 0 <= at - v.end <= 2), None)


def _role_of(role: str, passed: set[str], opaque: int) -> str | None:
    """The role of a value whose walk ends on a cue: a target of the plan's end where that was said on the way."""
    if "reached" in passed and role in SOFT:
        return SOFT[role]
    if role == "exceeded":
        return "target" if "from" in passed and not opaque else None
    if "to" in passed and role in ("target", "realization", "achievement"):
        return role
    if role == "target" and "medium" in passed:
        return "medium_target"
    return role


def _other_form(before: Before, value: Value, between: str) -> str | None:
    """A percentage behind an amount or a number with `atau` or in brackets: its share; a number behind a percentage."""
    if not OTHER_FORM.fullmatch(between.lstrip(") ")):
        return None
    if before.value.kind == "percent" and value.kind == "plain" and before.role in ("achievement", "realization"):
        return "realization" if value.unit is not None and "atau" in between else None
    if value.kind != "percent":
        return None
    if before.value.kind == "money":
        return "share_of_budget"
    return "share" if before.value.kind == "plain" else None


def measure_of(role: str, value: Value, mention: Mention | None, follows_budget: bool) -> str:
    """The measure of a value by its role; money is a budget or its use, a percentage of spending is absorption.

    The money of an indicator may be what it measures, unless its sentence speaks of a budget before.
    """
    if role in SHARE_ROLES:
        return SHARE_ROLES[role]
    measure = MEASURES[role]
    is_measured = mention is not None and mention.kind == "indicator" and not follows_budget
    if value.kind == "money" and role in MONEY and not is_measured:
        return MONEY[role]
    return "absorption" if value.kind == "percent" and role in ("spent", "budget") else measure
