"""Values that sentences state: which measure of which indicator, or which amount of which budget, for which year.

A value belongs to the cue before it ("target", "realisasi", "anggaran") when only filler words, years and names stand
between them. It speaks of the last indicator named before it in its sentence, else of the one the sentence before it
named. What is left open stays open: no measure or no indicator is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from normalize.hints import Hints
from normalize.model import Paragraph, Sentence, Statement
from normalize.prose.counts import condition_of, is_count
from normalize.prose.names import Kind, Mention, NameIndex
from normalize.prose.sentences import FILLER, words_of
from normalize.prose.values import Value, read_values

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
OF_BUDGET = frozenset({"budget", "spent", "absorption", "physical"})
PART = re.compile(r"\bbelanja\s+(?:tidak\s+)?langsung\b", re.IGNORECASE)
PART_REACH = 90
OF_PLAN = frozenset({"reached", "achievement"})
"""What is an achievement of the plan's target where the sentence holds it against that."""
SHARE_ROLES = {"share_of_budget": "absorption", "share": "share"}
KINDS_OF_MONEY: tuple[Kind, ...] = ("budget", "objective", "indicator", "agency")
SPENDERS: tuple[Kind, ...] = ("budget", "objective", "indicator")
NEW_SPENDER = re.compile(
    r"\b(?:program|progam|kegiatan|sasaran|indikator|misi|tujuan|bidang|seksi|dinas|badan|biro|skpd|opd|seluruh\w*|"
    r"keseluruhan|lainnya?|apbn|dekonsentrasi|tugas pembantuan|hibah|dak)\b(?!\s+(?:ini|tersebut)\b)",
    re.IGNORECASE,
)
MONEY = {"target": "budget", "budget": "budget", "realization": "spent", "spent": "spent", "reached": "spent"}
YEAR = re.compile(
    r"\b(?:tahun|thn|ta|t\.a|tahun\s+anggaran)\s*\.?\s*((?:19|20)\d\d)\b(?!\s*[-–/]\s*(?:19|20)\d\d)", re.IGNORECASE
)
YEAR_BEHIND = re.compile(
    r"^\s*(?:(?!(?:dan|menjadi|dari|target|realisasi|dengan|atau|sebesar|sementara|sedangkan|pada|di)\b)[A-Za-z/]+\s+){0,3}?"
    r"(?:pada|di|untuk|dalam)\s*(?:akhir\s+)?tahun\s*((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
IS_YEAR = re.compile(r"(?:19|20)\d\d")
OF_TARGET = re.compile(r"^\s*dari\s+target\b(?!\s+(?:\w+\s+){0,3}?\d)", re.IGNORECASE)
AGAINST_PLAN = re.compile(r"\bterhadap\s+target\s+(?:akhir\s+)?(?:renstra|rpjmd|jangka\s+menengah)\b", re.I)
OTHER_FORM = re.compile(
    r"\s*(?:[A-Za-z/.]+\s+){0,3}?[,.]?(?:\([\w\s]*\))?[\s,-]*(?:\(|atau\b)[\s(]*(?:(?:dengan|persentase|prosentase|sebesar|sebanyak|sekitar|mencapai|setara)\s+)*",
    re.I,
)
RATED = re.compile(r"(?:kriteria|kategori|predikat)\s+[\w\s]{3,20}$", re.IGNORECASE)
OTHER_SUBJECT = re.compile(r"\b(?:sasaran|indikator|program|kegiatan|misi|ik\d|ss\d)\b", re.IGNORECASE)
OTHER_ROW = re.compile(r"\b(?:program|progam|kegiatan)\b(?!\s+(?:ini|tersebut)\b)", re.IGNORECASE)
MARKS = " \t„‟“”\"'‘’(),:="
EACH = re.compile(r"\bmasing\s*-?\s*masing\b", re.I)
AND = re.compile(r"\s*(?:,|dan|serta|,\s*dan)\s*(?:sebesar\s+)?", re.I)
LAST_YEAR = re.compile(r"\btahun\s+(?:lalu|sebelumnya|yang\s+lalu)\b", re.IGNORECASE)
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
RUPIAH = re.compile(r"^\d{1,3}(?:[.,]\d{3}){2,}(?:[.,]\d{2})?$")
EQUALS = re.compile(
    r"(?:\b(?:sebesar|sebanyak|adalah|yaitu|yakni|senilai|mencapai|sejumlah|berjumlah)|[:=])\W*$", re.IGNORECASE
)
"""Only behind such a word may one unknown word stand between cue and value."""


def read_statements(
    paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence], names: NameIndex, report_year: int | None
) -> tuple[Statement, ...]:
    """All values that sentences state, in reading order."""
    found: list[Statement] = []
    carried: Mention | None = None
    spoken_of: Mention | None = None
    paragraph = -1
    last_told = {sentence.paragraph: number for number, sentence in enumerate(sentences) if _states(sentence)}
    for number, sentence in enumerate(sentences):
        if number > last_told.get(sentence.paragraph, -1):
            continue
        if sentence.paragraph != paragraph:
            paragraph, carried, spoken_of = sentence.paragraph, None, None
        if not _states(sentence):
            carried = None if sentence.cues else carried
            spoken_of = _one_spender(names.mentions(sentence.text), spoken_of)
            continue
        values = _with_money(tuple(v for v in read_values(sentence.text) if not is_count(sentence.text, v.end)))
        mentions = names.mentions(sentence.text) if values else ()
        before = _Carried(carried, spoken_of)
        scene = _Scene(paragraphs[sentence.paragraph], sentence, number, values, mentions, before, report_year)
        stated = list(scene.statements())
        found += stated
        named = [m for m in mentions if m.kind == "indicator"]
        carried = named[-1] if named else carried if any(one.is_carried for one in stated) else None
        if number < last_told[paragraph]:
            spoken_of = _one_spender(mentions or names.mentions(sentence.text), spoken_of)
    return tuple(found)


def _with_money(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values of a sentence; numbers of rupiah that lack their `Rp` behind an amount that has it are money too."""
    start = next((value.start for value in values if value.kind == "money"), None)
    return tuple(
        replace(value, kind="money", unit=None)
        if start is not None and value.start > start and value.kind == "plain" and RUPIAH.match(value.raw)
        else value
        for value in values
    )


def _states(sentence: Sentence) -> bool:
    """Whether a sentence may state a value of a measure."""
    return any(cue.role in MEASURES for cue in sentence.cues)


def _one_spender(mentions: Sequence[Mention], before: Mention | None) -> Mention | None:
    """Whose money the next sentence may speak of: the one programme, objective or indicator of this one, if it has one.

    A programme outranks the objective and indicator it serves. A sentence without names leaves it as it was.
    """
    for kind in SPENDERS:
        named = {mention.key: mention for mention in mentions if mention.kind == kind}
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
    return before if not mentions else None


@dataclass(frozen=True, slots=True)
class _Carried:
    """What the sentences before speak of: an indicator, and whose money."""

    indicator: Mention | None
    spender: Mention | None


@dataclass(frozen=True, slots=True)
class _Before:
    """The statement before a value in its sentence, with its role and name."""

    value: Value
    role: str
    mention: Mention | None
    is_carried: bool


@dataclass(frozen=True, slots=True)
class _Scene:
    """One sentence while its values are read."""

    paragraph: Paragraph
    sentence: Sentence
    number: int
    values: Sequence[Value]
    mentions: Sequence[Mention]
    carried: _Carried
    report_year: int | None

    def statements(self) -> Iterator[Statement]:
        before: _Before | None = None
        for value in self.values:
            role = self._role(value, before)
            if role is None:
                continue
            mention, carried = self._mention(value, role, before)
            before = _Before(value, role, mention, carried)
            yield self._statement(before)

    def _statement(self, one: _Before) -> Statement:
        value, mention = one.value, one.mention
        page, line = self.paragraph.at(self.sentence.start + value.start)
        is_named = mention is not None and mention.kind == "indicator"
        measure = _measure(one.role, value, mention, self._follows_budget(one))
        if measure in OF_PLAN and value.kind == "percent" and AGAINST_PLAN.search(self.sentence.text[: value.start]):
            measure = "medium_term_achievement"
        part = PART.search(self.sentence.text[: value.start][-PART_REACH:]) if measure in OF_BUDGET else None
        part = part if mention is None or mention.kind == "agency" else None
        subject = part.group() if part else mention.shown if mention else None
        return Statement(
            page=page,
            line=line,
            sentence=self.sentence.text,
            subject=subject,
            indicator_key=mention.key if mention and is_named and measure not in OF_BUDGET else None,
            year=self._year(value),
            measure=measure,
            raw=value.raw if value.unit is None else f"{value.raw} {value.unit}",
            value=value.value,
            number=self.number,
            start=value.start,
            kind=value.kind,
            unit=value.unit,
            decimals=value.decimals,
            readings=value.readings,
            subject_kind="part" if part else mention.kind if mention else None,
            subject_key=mention.key if mention and not part else None,
            is_carried=one.is_carried,
        )

    def _follows_budget(self, one: _Before) -> bool:
        """Whether an amount of money stands behind a budget in its sentence, so that it is what was spent of it."""
        cues = [cue for cue in self.sentence.cues if cue.end <= one.value.start]
        return one.value.kind == "money" and any(cue.role == "budget" for cue in cues)

    def _role(self, value: Value, before: _Before | None) -> str | None:
        """The role of a value: by the cue before it, or as another form of the value it stands behind."""
        text = self.sentence.text
        if value.kind == "percent" and OF_TARGET.match(text[value.end :]):
            return "achievement"
        cue = self._cue(value)
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

    def _mention(self, value: Value, role: str, before: _Before | None) -> tuple[Mention | None, bool]:
        """The name a value speaks of and whether it stands in the sentence before."""
        if role in SHARE_ROLES and before is not None:
            return before.mention, before.is_carried
        wanted = KINDS_OF_MONEY if value.kind == "money" or role in ("budget", "spent", "physical") else ("indicator",)
        left = [m for m in self.mentions if m.kind in wanted and m.end <= value.start and self._reaches(m, value)]
        each = self._each(value, left) if wanted == ("indicator",) else None
        if each is not None:
            return each, False
        if left:
            best = min(wanted.index(m.kind) for m in left) if role in ("budget", "spent") else None
            near = [m for m in left if best is None or wanted.index(m.kind) == best]
            both = [m for m in near if m.start >= near[-1].start and m.kind == "indicator"]
            return (both or near)[-1], False
        is_bare = not any(mention.start < value.start for mention in self.mentions)
        if value.kind == "money" and is_bare and self.carried.spender is not None:
            said = self.sentence.text[: value.start]
            return (None, False) if NEW_SPENDER.search(said) else (self.carried.spender, True)
        above = [m for m in self.mentions if m.kind == "objective" and m.end <= value.start]
        if above and role in ("achievement", "average") and value.kind == "percent":
            return above[-1], False
        right = [m for m in self.mentions if m.kind == "indicator" and m.start >= value.end]
        if right and role == "achievement" and self.sentence.text[: value.start].rstrip().endswith("("):
            return right[0], False
        said = self.sentence.text[: value.start]
        if right or "indicator" not in wanted or OTHER_SUBJECT.search(said):
            return None, False
        return self.carried.indicator, self.carried.indicator is not None

    def _is_next_of_each(self, before: Value, value: Value) -> bool:
        """Whether a value goes on a row of values behind "masing-masing"."""
        text = self.sentence.text
        return (
            EACH.search(text[: before.start]) is not None and AND.fullmatch(text[before.end : value.start]) is not None
        )

    def _each(self, value: Value, left: Sequence[Mention]) -> Mention | None:
        """The name of a value behind "masing-masing", where as many values stand behind it as names before."""
        each = next((m for m in EACH.finditer(self.sentence.text) if m.end() <= value.start), None)
        if each is None:
            return None
        names = [m for m in left if m.end <= each.start()]
        row = [v for v in self.values if v.start >= each.end() and v.kind == value.kind]
        if len({m.key for m in names}) != len(names) or not 1 < len(names) == len(row) or value not in row:
            return None
        return names[row.index(value)]

    def _reaches(self, mention: Mention, value: Value) -> bool:
        """Whether no other programme or activity stands between a programme's name and an amount."""
        between = self.sentence.text[mention.end : value.start]
        return mention.kind != "budget" or OTHER_ROW.search(between) is None

    def _year(self, value: Value) -> int | None:
        """The year said just behind the value, else the last one before it in its clause, else the only one."""
        text = self.sentence.text
        behind = YEAR_BEHIND.match(text[value.end : value.end + 40])
        if behind:
            return int(behind.group(1))
        start = max((v.end for v in self.values if v.end <= value.start), default=0)
        clause = text[start : value.start]
        named = list(YEAR.finditer(clause))
        lasts = list(LAST_YEAR.finditer(clause))
        if lasts and (not named or named[-1].start() < lasts[-1].start()):
            return self.report_year - 1 if self.report_year else None
        if named:
            return int(named[-1].group(1))
        years = years_of(text[: value.start])
        return years.pop() if len(years) == 1 and not LAST_YEAR.search(text) else None


def _last_word(text: str) -> tuple[str, int] | None:
    found = list(WORD.finditer(text, max(0, len(text) - LONGEST_WORD)))
    return (found[-1].group(), found[-1].start()) if found else None


def years_of(text: str) -> set[int]:
    """The single years that a sentence names, periods of plans left out.

    >>> years_of("Renstra Tahun 2013-2018 pada tahun 2016 sebesar 5")
    {2016}
    """
    return {int(match.group(1)) for match in YEAR.finditer(text)}


def names_other_years(text: str, year: int | None) -> bool:
    """Whether a sentence speaks of more than one year, or of the year before without its number."""
    return len(years_of(text) | ({year} if year else set())) > 1 or LAST_YEAR.search(text) is not None


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


def _other_form(before: _Before, value: Value, between: str) -> str | None:
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


def _measure(role: str, value: Value, mention: Mention | None, follows_budget: bool) -> str:
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
