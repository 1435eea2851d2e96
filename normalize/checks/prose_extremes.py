"""What the text calls the highest or the lowest of all - an achievement, an absorption - held against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Place
from normalize.achievements.formulas import HUNDRED
from normalize.checks.budget_rows import Line, lines_by_table
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, number, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.names import Mention, NameIndex, index_names
from normalize.prose.phrases import AVERAGE, ORDINALS, OTHER_BASES, YEAR_BEFORE, whole_words
from normalize.prose.values import Value, read_values
from normalize.words import letters

HIGHEST = r"tertinggi|terbaik|terbesar|paling\s+(?:tinggi|baik|besar)"
LOWEST = r"terendah|terkecil|paling\s+(?:rendah|kecil)"
HINTS = Hints(["tertinggi", "terbaik", "terbesar", "terendah", "terkecil", "paling"])
OF = (
    r"(?P<what>(?:persentase\s+|tingkat\s+|rasio\s+|nilai\s+)?"
    r"(?:capaian(?:nya)?(?:\s+kinerja)?|(?:daya\s+serap|serapan|penyerapan)(?:nya)?(?:\s+anggaran)?|"
    r"realisasi\s+(?:anggaran|keuangan)|persentase))"
)
CLAIM = re.compile(rf"\b{OF}\s+(?:(?:yang|anggaran)\s+)?(?:(?P<high>{HIGHEST})|(?P<low>{LOWEST}))\b", re.I)
MONEY = re.compile(r"serap|anggaran|keuangan", re.I)
OPEN = whole_words(
    AVERAGE,
    OTHER_BASES,
    YEAR_BEFORE,
    rf"sasaran\s+(?:strategis\s+)?(?:ke|{ORDINALS}|\d|ini|tersebut)",
    r"triwulan|semester|bulan|selama|sejak|sepanjang|unsur|kecamatan|kabupaten|kedua|ketiga|antara|di\s+bidang|pada\s+program",
)
END = re.compile(r"[;.](?:\s|$)|\b(?:sedangkan|sementara|namun|tetapi|serta|sebaliknya|disusul|diikuti)\b", re.I)
LEAST_ROWS = 3
AROUND = 120


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage of one row or indicator by each honest way to tell it, what it is called and where it stands."""

    key: str
    shown: str
    values: tuple[Decimal, ...]
    place: Place

    def beats(self, other: _Share, is_high: bool) -> bool:
        """Whether it is above another one (below, where the lowest is meant) whichever of their values count."""
        return min(self.values) > max(other.values) if is_high else max(self.values) < min(other.values)


@dataclass(frozen=True, slots=True)
class _Claim:
    """That what is named is the highest, or the lowest, with the percentages said of it."""

    sentence: Sentence
    mention: Mention
    is_high: bool
    told: Sequence[Value]


def check_extremes(dossier: Dossier) -> Iterator[Finding]:
    """`capaian tertinggi: X` where the tables have a higher one; one finding a claim."""
    spoken = [s for s in dossier.interpretation.sentences if HINTS.are_in(s.text) and CLAIM.search(s.text)]
    if not spoken:
        return
    names = index_names(dossier.observations, dossier.keys, dossier.budgets, ())
    achievements = _achievements(dossier)
    budgets = [_absorptions(lines) for lines in lines_by_table(dossier)]
    for sentence in spoken:
        for said in CLAIM.finditer(sentence.text):
            clause = _clause(sentence.text, said)
            if OPEN.search(sentence.text[clause[0] : clause[1]]):
                continue
            is_money = MONEY.search(said.group("what")) is not None
            is_bare = said.group("what").casefold() == "persentase"
            mention = _mention(sentence, said, clause, names)
            if mention is None or (mention.kind == "indicator" and (is_money or is_bare)):
                continue
            if mention.kind == "budget" and not is_money and not is_bare:
                continue
            groups = [achievements] if mention.kind == "indicator" else budgets
            told = [v for v in read_values(sentence.text) if clause[0] <= v.start < clause[1] and v.kind == "percent"]
            yield from _against(_Claim(sentence, mention, said.group("high") is not None, told), groups, dossier)


def _clause(text: str, said: re.Match[str]) -> tuple[int, int]:
    """Where the part of a sentence with a claim begins and ends."""
    start = max((m.end() for m in END.finditer(text, 0, said.start())), default=0)
    end = next((m.start() for m in END.finditer(text, said.end())), len(text))
    return max(start, said.start() - AROUND), min(end, said.end() + AROUND)


def _mention(sentence: Sentence, said: re.Match[str], clause: tuple[int, int], names: NameIndex) -> Mention | None:
    """The one indicator or row of a budget that the part of the sentence names."""
    near = [
        m
        for m in names.mentions(sentence.text, ("indicator", "budget"))
        if clause[0] <= m.start and m.end <= clause[1] and (m.start >= said.end() or m.end <= said.start())
    ]
    return near[0] if len({(m.kind, m.key) for m in near}) == 1 else None


def _against(claim: _Claim, groups: Sequence[Sequence[_Share]], dossier: Dossier) -> Iterator[Finding]:
    """A finding where every table of the named row has one that beats it."""
    mention, is_high = claim.mention, claim.is_high
    own: list[tuple[_Share, _Share]] = []
    for shares in groups:
        named = [s for s in shares if s.key == _key(mention)]
        if len(named) != 1 or len(shares) < LEAST_ROWS:
            continue
        better = [s for s in shares if s.beats(named[0], is_high)]
        if not better:
            return
        best = max(better, key=lambda s: max(s.values)) if is_high else min(better, key=lambda s: min(s.values))
        own.append((named[0], best))
    if not own:
        return
    place = place_of(claim.sentence, dossier)
    mine, best = own[0]
    if claim.told and not any(set(value.readings) & {*mine.values, *best.values} for value in claim.told):
        return
    word = "highest" if is_high else "lowest"
    what = "achievement" if mention.kind == "indicator" else "absorption"
    printed, other = (" / ".join(number(v, 2) for v in dict.fromkeys(one.values)) for one in (mine, best))
    yield finding(
        "claim.extreme",
        [place, mine.place, best.place],
        f"The text calls the {what} of {name(mine.shown)} the {word} ({where([place])}), but the tables have {printed} "
        f"for it ({where([mine.place])}) and {other} for {name(best.shown)} ({where([best.place])}).",
        f"{mine.shown}: {printed}",
        f"{best.shown}: {other}",
    )


def _key(mention: Mention) -> str:
    return mention.key if mention.kind == "indicator" else letters(mention.shown)


def _achievements(dossier: Dossier) -> list[_Share]:
    """The achievements of the indicators of the report's year, printed and by target and realisation."""
    own = {a.indicator_key: a.recomputed for a in dossier.interpretation.achievements if a.year == dossier.year}
    found = []
    for group in dossier.groups:
        printed = [v.best for v in group.printed.values if v.best.value is not None]
        if group.year == dossier.year and printed:
            computed = own.get(group.key)
            values = (*(o.value for o in printed), None if computed is None else round(computed, 2))
            told = tuple(dict.fromkeys(v for v in values if v is not None))
            found.append(_Share(group.key, printed[0].indicator, told, printed[0].place))
    return found


def _absorptions(lines: Sequence[Line]) -> list[_Share]:
    """The absorptions of the rows of a table that are of one level, printed and by their amounts."""
    levels = [line.budget.level for line in lines if not line.budget.is_total]
    found = []
    for line in lines if len(set(levels)) == 1 else ():
        budget, spent, printed = line.amount("budget"), line.amount("realization"), line.budget.absorption_printed
        if line.budget.is_total or not budget or spent is None:
            continue
        values = dict.fromkeys(v for v in (printed, round(spent / budget * HUNDRED, 2)) if v is not None)
        found.append(_Share(letters(line.budget.name), line.budget.name, tuple(values), line.budget.place))
    return found
