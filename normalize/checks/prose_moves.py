"""Rises and falls that the text tells, held against their own numbers and against the values of both years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, takewhile

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import indicator, name, observation_ids, raw, where
from normalize.hints import Hints
from normalize.model import Finding, Observation, Sentence
from normalize.prose.phrases import DENIED, WISHED, YEAR_BEFORE
from normalize.prose.subjects import Subject, read_subjects, sentence_before, subject_of
from normalize.prose.values import Value, read_values

RISES = (
    "naik|meningkat|tumbuh|bertambah|melonjak|menanjak|terdongkrak|terkerek|kenaikan|peningkatan|pertumbuhan|penambahan|"
    r"lebih\s+(?:banyak|tinggi|besar|lama|lambat|panjang)"
)
FALLS = (
    "turun|menurun|merosot|berkurang|menyusut|anjlok|melorot|susut|penurunan|pengurangan|"
    r"lebih\s+(?:sedikit|rendah|kecil|singkat|cepat|pendek)"
)
MOVES = Hints([*takewhile(str.isalpha, RISES.split("|")), *takewhile(str.isalpha, FALLS.split("|")), "lebih"])
MOVE = re.compile(rf"\b(?:(?P<rise>{RISES})|(?P<fall>{FALLS}))\b", re.I)
NOT_SO = re.compile(
    rf"\b(?:{DENIED}|{WISHED}|untuk|target|menargetkan|mencegah|menekan|laju)\s+(?:\w+\s+){{0,2}}$", re.I
)
RANKED = re.compile(r"\b(?:peringkat|rangking|ranking|urutan|posisi|kelas|tipe|predikat|level)\b", re.I)
FROM = re.compile(r"\bdari\s+(?:(?:sebelumnya|semula|angka|nilai|posisi|sebesar|sebanyak)\s+){0,2}$", re.I)
TO = re.compile(r"^\s*(?:[^\W\d_]+\W+){0,6}?(?:menjadi|ke)\s+(?:[^\W\d_]+\s+){0,2}$", re.I)
AGAINST = re.compile(r"\b(?:dari|dibanding(?:kan)?|daripada|ketimbang)\s+(?:[^\W\d_]+\s+){0,4}$", re.I)
LAST_YEAR = re.compile(
    rf"\b(?:dari(?:pada)?|dibanding(?:kan)?|ketimbang)\s+(?:(?:dengan|realisasi|capaian|hasil|pada|angka|kondisi)\s+){{0,3}}"
    rf"(?:{YEAR_BEFORE}|tahun\s+(?P<year>20\d\d)|(?P<bare>20\d\d))\b",
    re.I,
)
FROM_YEAR = re.compile(
    r"\bdari\s+\d[\d.,]*\s*(?:%|[a-z]+)?\s+(?:pada|di)\s+tahun\s+(?P<year>20\d\d)|"
    r"\b(?:jika|bila|apabila)\s+dibanding(?:kan)?\s+(?:dengan\s+)?(?:tahun\s+)?(?P<when>20\d\d)\b",
    re.I,
)
DIGIT = re.compile(r"\d")
REACH = 60
LARGEST_RATIO = Decimal(20)
NEAR_PAST = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class _Move:
    """A word for a rise or fall in a sentence."""

    sentence: Sentence
    before: Sentence | None
    at: re.Match[str]

    @property
    def sign(self) -> int:
        return 1 if self.at.group("rise") else -1

    @property
    def word(self) -> str:
        return " ".join(self.at.group().split())


def check_moves(dossier: Dossier) -> Iterator[Finding]:
    """`berkurang dari 8 menjadi 9`, and `lebih banyak daripada tahun lalu` beside tables that print a fall."""
    moves = list(_moves(dossier.interpretation.sentences))
    if not moves:
        return
    subjects = read_subjects(dossier.observations, dossier.keys, dossier.year)
    for move in moves:
        own = _turned(move, dossier)
        found = own or _against_tables(move, subjects, dossier)
        if found is not None:
            yield found


def _moves(sentences: Sequence[Sentence]) -> Iterator[_Move]:
    for number, sentence in enumerate(sentences):
        if not DIGIT.search(sentence.text) or not MOVES.are_in(sentence.text):
            continue
        before = sentence_before(sentences, number)
        for at in MOVE.finditer(sentence.text):
            if not NOT_SO.search(sentence.text[: at.start()]) and not RANKED.search(sentence.text):
                yield _Move(sentence, before, at)


def _turned(move: _Move, dossier: Dossier) -> Finding | None:
    """A rise to less or a fall to more by the numbers of the sentence itself."""
    text, end = move.sentence.text, move.at.end()
    behind = [v for v in read_values(text) if v.start >= end]
    pair = next(_from_to(text, end, behind), None)
    if pair is None:
        pair = _by_difference(move, behind)
    if pair is None:
        return None
    start, stop = pair
    if (stop.value - start.value) * move.sign >= 0 or not _are_alike(start, stop):
        return None
    place = place_of(move.sentence, dossier)
    more = "less" if move.sign > 0 else "more"
    return finding(
        "prose.direction",
        [place],
        f"The text says {name(move.word)} of a change from {start.raw} to {stop.raw} ({where([place])}), but "
        f"{stop.raw} is {more} than {start.raw}.",
        move.word,
        f"{start.raw} / {stop.raw}",
    )


def _from_to(text: str, end: int, behind: Sequence[Value]) -> Iterator[tuple[Value, Value]]:
    """The values of `dari … menjadi …` that follow a word for a change, at most the change itself between."""
    for start, stop in list(pairwise(behind))[:2]:
        between = text[end : start.start]
        if len(between) > REACH or re.search(r"[;.]\s|\b(?:dan|sedangkan|sementara|tetapi)\b", between):
            return
        if FROM.search(between) and TO.match(text[start.end : stop.start]):
            yield start, stop
            return


def _by_difference(move: _Move, behind: Sequence[Value]) -> tuple[Value, Value] | None:
    """Both values where `Y, naik D dari X`: Y stands before and differs from X by D, but in the other direction."""
    text, end = move.sentence.text, move.at.end()
    if len(behind) < 2 or behind[0].start - end > 25 or behind[1].start - behind[0].end > REACH:
        return None
    change, start = behind[0], behind[1]
    if not AGAINST.search(text[change.end : start.start]) or change.decimals != start.decimals:
        return None
    earlier = [v for v in read_values(text) if v.end <= move.at.start()]
    earlier = earlier or list(read_values(move.before.text) if move.before is not None else ())
    wrong = [v for v in earlier if v.value == start.value - move.sign * change.value]
    is_right = any(v.value == start.value + change.value * move.sign for v in earlier)
    return (start, wrong[-1]) if wrong and not is_right else None


def _are_alike(one: Value, other: Value) -> bool:
    small, large = sorted((abs(one.value), abs(other.value)))
    is_same = one.kind == other.kind or {one.kind, other.kind} == {"plain", "percent"}
    return is_same and small > 0 and large <= LARGEST_RATIO * small


def _against_tables(move: _Move, subjects: Sequence[Subject], dossier: Dossier) -> Finding | None:
    """A comparison with the year before that the values of both years contradict, or another value of that year."""
    text, year = move.sentence.text, dossier.year
    if year is None:
        return None
    behind = [v for v in read_values(text) if v.start >= move.at.end()]
    pair = next(_from_to(text, move.at.end(), behind), None)
    compared = LAST_YEAR.search(text, move.at.end(), move.at.end() + 2 * REACH) or FROM_YEAR.search(text)
    named = next((one for one in compared.groups() if one), year - 1) if compared is not None else year - 1
    if int(named) != year - 1:
        return None
    if pair is None and compared is None:
        return None
    subject = subject_of(move.sentence, move.before, subjects)
    if subject is None:
        return None
    now, then = (results(subject.key, y, dossier) for y in (year, year - 1))
    if not now or not then or len({o.value for o in now}) > 1 or len({o.value for o in then}) > 1:
        return None
    new, old = now[0].value or Decimal(0), then[0].value or Decimal(0)
    told = [v for v in read_values(text) if v.value == new]
    if not told and pair is None and any(v.value == old for v in read_values(text)):
        told = [v for v in read_values(move.before.text if move.before is not None else "") if v.value == new]
    if not told:
        return None
    if pair is not None:
        return past_value(pair[0], move.sentence, then, dossier) if pair[1].value == new else None
    if (new - old) * move.sign >= 0 or told[0].value == old:
        return None
    place = place_of(move.sentence, dossier)
    return finding(
        "prose.direction",
        [place, *(o.place for o in (*now, *then))],
        f"The text says {name(move.word)} of {indicator(now[0])} against the year before ({where([place])}), but the "
        f"tables print {raw(then[0])} for {year - 1} and {raw(now[0])} for {year} "
        f"({where(o.place for o in (*now, *then))}).",
        move.word,
        f"{raw(then[0])} / {raw(now[0])}",
    )


def results(key: str, year: int, dossier: Dossier) -> list[Observation]:
    """The realisations that tables print for an indicator and year."""
    return [
        o
        for o, own in zip(dossier.observations, dossier.keys, strict=True)
        if own == key and o.measure == "realization" and o.year == year and o.period == "year" and o.value is not None
    ]


def past_value(value: Value, sentence: Sentence, then: Sequence[Observation], dossier: Dossier) -> Finding | None:
    """Another value of the year before than the tables print, near to theirs and not the indicator's elsewhere."""
    known = {o.value for o in dossier.observations if o.indicator == then[0].indicator}
    old = then[0].value or Decimal(0)
    decimals = then[0].decimals or 0
    if set(value.readings) & known or value.decimals != decimals:
        return None
    others = {o.value for o in dossier.observations if o.year == then[0].year and o.measure == "realization"}
    if abs(value.value - old) > NEAR_PAST * abs(old) and value.value not in others:
        return None
    place = place_of(sentence, dossier)
    ids = [i for i, o in enumerate(dossier.observations) if any(o is one for one in then)]
    return finding(
        "prose.history",
        [place, *(o.place for o in then)],
        f"The text gives {value.raw} as the value of {indicator(then[0])} for {then[0].year} ({where([place])}), but "
        f"the tables print {raw(then[0])} ({where(o.place for o in then)}).",
        value.raw,
        raw(then[0]),
        observation_ids(ids),
    )
