"""Values that sentences state: which measure of which indicator, or which amount of which budget, for which year.

A value belongs to the cue before it ("target", "realisasi", "anggaran") when only filler words, years and names stand
between them. It speaks of the last indicator named before it in its sentence, else of the one the sentence before it
named. What is left open stays open: no measure or no indicator is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from normalize.model import Paragraph, Sentence, Statement
from normalize.prose.counts import is_count
from normalize.prose.names import Kind, Mention, NameIndex
from normalize.prose.roles import EACH, MEASURES, SHARE_ROLES, Before, RoleReader, measure_of
from normalize.prose.values import Value, read_values
from normalize.prose.years import year_of

OF_BUDGET = frozenset({"budget", "spent", "absorption", "physical"})
PART = re.compile(r"\bbelanja\s+(?:tidak\s+)?langsung\b", re.IGNORECASE)
PART_REACH = 90
OF_PLAN = frozenset({"reached", "achievement"})
"""What is an achievement of the plan's target where the sentence holds it against that."""
KINDS_OF_MONEY: tuple[Kind, ...] = ("budget", "objective", "indicator", "agency")
SPENDERS: tuple[Kind, ...] = ("budget", "objective", "indicator")
NEW_SPENDER = re.compile(
    r"\b(?:program|progam|kegiatan|sasaran|indikator|misi|tujuan|bidang|seksi|dinas|badan|biro|skpd|opd|seluruh\w*|"
    r"keseluruhan|lainnya?|apbn|dekonsentrasi|tugas pembantuan|hibah|dak)\b(?!\s+(?:ini|tersebut)\b)",
    re.IGNORECASE,
)
AGAINST_PLAN = re.compile(r"\bterhadap\s+target\s+(?:akhir\s+)?(?:renstra|rpjmd|jangka\s+menengah)\b", re.I)
OTHER_SUBJECT = re.compile(r"\b(?:sasaran|indikator|program|kegiatan|misi|ik\d|ss\d)\b", re.IGNORECASE)
OTHER_ROW = re.compile(r"\b(?:program|progam|kegiatan)\b(?!\s+(?:ini|tersebut)\b)", re.IGNORECASE)
RUPIAH = re.compile(r"^\d{1,3}(?:[.,]\d{3}){2,}(?:[.,]\d{2})?$")


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
        before: Before | None = None
        roles = RoleReader(self.sentence, self.values, self.mentions)
        for value in self.values:
            role = roles.role(value, before)
            if role is None:
                continue
            mention, carried = self._mention(value, role, before)
            before = Before(value, role, mention, carried)
            yield self._statement(before)

    def _statement(self, one: Before) -> Statement:
        value, mention = one.value, one.mention
        page, line = self.paragraph.at(self.sentence.start + value.start)
        is_named = mention is not None and mention.kind == "indicator"
        measure = measure_of(one.role, value, mention, self._follows_budget(one))
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
            year=year_of(value, self.values, self.sentence.text, self.report_year),
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

    def _follows_budget(self, one: Before) -> bool:
        """Whether an amount of money stands behind a budget in its sentence, so that it is what was spent of it."""
        cues = [cue for cue in self.sentence.cues if cue.end <= one.value.start]
        return one.value.kind == "money" and any(cue.role == "budget" for cue in cues)

    def _mention(self, value: Value, role: str, before: Before | None) -> tuple[Mention | None, bool]:
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
