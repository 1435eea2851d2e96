"""What the text claims of one indicator in words - target passed, reached or missed - held against its achievement."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.achievements.candidates import Candidates
from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_moves import results
from normalize.checks.prose_places import place_of
from normalize.checks.prose_subject_values import is_telling
from normalize.checks.wording import indicator, listed, observation_ids, value_at, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.names import Mention, index_names
from normalize.prose.phrases import DENIED, IF, OF_MONEY, OTHER_BASES, WISHED, whole_words
from normalize.prose.subjects import Subject, read_subjects, sentence_before, stems_of, subject_of
from normalize.prose.values import read_values
from normalize.prose.years import LAST_YEAR, YEAR

CLAIMS = Hints(
    ["melebihi", "melampaui", "melampui", "melewati", "atas", "bawah", "tercapai", "mencapai", "memenuhi", "menyamai"]
)
PASSED = re.compile(r"\b(?:melebihi|melampaui|melampui|melewati|di\s?atas)\s+(?:dari\s+)?target\b", re.I)
MISSED = re.compile(
    r"\b(?:belum|tidak|kurang|hampir|nyaris)\s+(?:dapat\s+|bisa\s+|mampu\s+)?"
    r"(?:(?:tercapai(?:nya)?|mencapai|memenuhi)\s*(?:target)?|(?:menyamai|menyentuh)\s+target)\b|\bdi\s?bawah\s+target\b",
    re.I,
)
OPEN = whole_words(
    WISHED,
    IF,
    OTHER_BASES,
    OF_MONEY,
    r"tahun\s+depan|akhir|triwulan|semester|sebagian|beberapa|namun|tetapi|meskipun|walaupun",
)
IS_DENIED = re.compile(rf"\b(?:{DENIED})\s+(?:\w+\s+){{0,2}}$", re.I)
SAME = re.compile(
    r"^\W*(?:angka|nilai|hasil|capaian|realisasi|persentase|jumlah|penerimaan)\s+(?:itu|tersebut|ini)\b", re.I
)
END_OF_NAME = re.compile(r"[.,;:()]|\d")
WORDS = re.compile(r"[^\W\d_]+")
LEAST_STEMS = 2
BEHIND = 60
BEFORE = 12
AROUND = 80


@dataclass(frozen=True, slots=True)
class _Claim:
    """A sentence that says of an indicator that its target was passed or missed."""

    sentence: Sentence
    key: str
    is_passed: bool


def check_indicator_claims(dossier: Dossier) -> Iterator[Finding]:
    """`realisasi melebihi target` of an indicator that reached 96,25; one finding an indicator and claim."""
    groups = {group.key: group for group in dossier.groups if group.year == dossier.year}
    found: dict[tuple[str, bool], list[Sentence]] = defaultdict(list)
    for claim in _claims(dossier):
        group = groups.get(claim.key)
        if group is not None and _contradicts(group, claim.is_passed):
            found[claim.key, claim.is_passed].append(claim.sentence)
    for (key, is_passed), sentences in found.items():
        group = groups[key]
        places = [place_of(one, dossier) for one in sentences]
        printed = group.printed.values
        figures = [value_at(v) for choice in (group.realizations, group.targets) for v in choice.values]
        said = "passed its target" if is_passed else "did not reach its target"
        yield finding(
            "claim.target",
            [*places, *(o.place for value in printed for o in value.observations)],
            f"The text says that {indicator(printed[0].best)} {said} ({where(places)}), but the tables print an "
            f"achievement of {listed([value_at(value) for value in printed])}; target and realisation are "
            f"{listed(figures)}.",
            said,
            " / ".join(value_at(value) for value in printed),
            observation_ids(i for value in printed for i in value.ids),
        )


def _contradicts(group: Candidates, is_passed: bool) -> bool:
    """Whether every printed achievement of the year says otherwise."""
    values = [value.best.value for value in group.printed.values]
    if not values or any(value is None for value in values) or not group.targets.values:
        return False
    known = [value or Decimal(0) for value in values]
    return all(value < HUNDRED for value in known) if is_passed else all(value >= HUNDRED for value in known)


def _claims(dossier: Dossier) -> Iterator[_Claim]:
    told = dossier.interpretation
    likely = [(number, one) for number, one in enumerate(told.sentences) if CLAIMS.are_in(one.text)]
    spoken = [(number, one) for number, one in likely if PASSED.search(one.text) or MISSED.search(one.text)]
    if not spoken:
        return
    names = index_names(dossier.observations, dossier.keys, dossier.budgets, ())
    subjects = read_subjects(dossier.observations, dossier.keys, dossier.year)
    for number, sentence in spoken:
        text = sentence.text
        years = {int(year) for year in YEAR.findall(text)}
        if years - {dossier.year} or LAST_YEAR.search(text):
            continue
        mentions = names.mentions(text, ("indicator",))
        for pattern, is_passed in ((PASSED, True), (MISSED, False)):
            for said in pattern.finditer(text):
                around = text[max(0, said.start() - AROUND) : said.end() + AROUND]
                if OPEN.search(around) or (is_passed and IS_DENIED.search(text[: said.start()])):
                    continue
                subject = _subject(mentions, said)
                key = subject.key if subject is not None else _told(said, number, subjects, dossier)
                if key is None and not mentions:
                    key = _named_behind(text[said.end() :], subjects)
                if key is not None:
                    yield _Claim(sentence, key, is_passed)


def _told(said: re.Match[str], at: int, subjects: Sequence[Subject], dossier: Dossier) -> str | None:
    """The indicator whose result of the year is the only value before the claim, in this sentence or, where it speaks
    of `realisasi ini`, in one of the two before; no limit may stand behind the claim.
    """
    sentences = dossier.interpretation.sentences
    values = read_values(sentences[at].text)
    if any(0 <= v.start - said.end() <= BEHIND for v in values):
        return None
    own = [v for v in values if v.end <= said.start() and said.start() - v.end <= AROUND]
    numbers = [at] if own else [at - 1, at - 2] if not values and SAME.match(sentences[at].text) else []
    for number in numbers:
        if number < 0 or sentences[number].paragraph != sentences[at].paragraph:
            break
        own = own or list(read_values(sentences[number].text))
        before = sentence_before(sentences, number)
        subject = subject_of(sentences[number], before, subjects) if len(own) == 1 else None
        known = results(subject.key, dossier.year or 0, dossier) if subject is not None else []
        if subject is not None and own[0].value in {o.value for o in known if is_telling(o)}:
            return subject.key
        own = []
    return None


def _named_behind(text: str, subjects: Sequence[Subject]) -> str | None:
    """The one indicator whose telling words are those right behind the claim: `melampaui target konsumsi ikan`."""
    words = WORDS.findall(END_OF_NAME.split(text, maxsplit=1)[0])
    found = {
        one.key
        for one in subjects
        if len(one.stems) >= LEAST_STEMS and stems_of(" ".join(words[: len(one.stems)])) == one.stems.keys()
    }
    return next(iter(found)) if len(found) == 1 else None


def _subject(mentions: Sequence[Mention], said: re.Match[str]) -> Mention | None:
    """The only indicator that ends shortly before the claim, or begins right behind it."""
    before = [m for m in mentions if m.end <= said.start() and said.start() - m.end <= BEHIND]
    behind = [m for m in mentions if 0 <= m.start - said.end() <= BEFORE]
    near = before[-1:] or behind[:1]
    return near[0] if near and len({m.key for m in before}) <= 1 else None
