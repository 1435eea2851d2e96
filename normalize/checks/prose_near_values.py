"""Results in the text that are a digit away from those of the indicator the sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extract.numbers import read_figure
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_moves import past_value, results
from normalize.checks.prose_places import place_of
from normalize.checks.wording import indicator, observation_ids, one_line, raw, where
from normalize.hints import Hints
from normalize.model import Finding, Measure, Observation, Sentence
from normalize.prose.phrases import WISHED, YEAR_BEFORE
from normalize.prose.subjects import Subject, read_subjects, sentence_before, subject_of
from normalize.prose.values import Value, read_values

CHANGE = re.compile(
    r"\b(?:naik|meningkat|kenaikan|peningkatan|turun|menurun|penurunan|bertambah|berkurang|tumbuh|selisih|"
    r"tambahan|kurang|lebih|poin|hampir|sekitar)\s+(?:\w+\s+){0,2}$",
    re.I,
)
OTHER = re.compile(
    rf"\b(?:target\w*|pagu|anggaran|dari|{WISHED}|{YEAR_BEFORE}|triwulan|semester|bulan|nasional|rata-rata)\b"
    r"[^.;,]{0,30}$",
    re.I,
)
PAST = re.compile(
    rf"\b(?:(?:tahun|pada|(?:di)?banding(?:kan)?(?:\s+dengan)?)\s+(?P<year>20\d\d)|{YEAR_BEFORE})\b,?[^.;,]{{0,40}}$",
    re.I,
)
PAST_BEHIND = re.compile(r"^\s*\)?\s*(?:pada|di|untuk)\s+(?:tahun\s+)?(?P<year>20\d\d)\b", re.I)
CLAUSE = re.compile(r"[,;]\s+(?:sedangkan|sementara(?:\s+itu)?|adapun)\s+", re.I)
OF_TARGET = re.compile(r"\b(?:target\w*|tercapai|capaian\w*|anggaran|dana)\s+(?:\w+\s+){0,2}$", re.I)
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
NOT_DIGITS = re.compile(r"\D")
LAST_YEAR = Hints(["lalu", "sebelumnya"])
UNIT = re.compile(r"^\s*\)?\s*([A-Za-z]+)")
HALF = 0.5
"""So much of a name is enough where a number is a slip of its result in the same unit."""
NO_UNITS = frozenset(
    ("poin", "dengan", "dan", "dari", "atau", "yang", "pada", "di", "untuk", "sehingga", "serta", "berkat", "karena")
)
AMOUNTS_TO = re.compile(r"\b(?:berjumlah|sejumlah|sebanyak|jumlahnya)\s+(?:hanya\s+)?$", re.I)
LEAST_DIGITS, LEAST_TELLING = 3, 2


def check_near_values(dossier: Dossier) -> Iterator[Finding]:
    """`berjumlah 380 KK` of an indicator that reached 360 KK; values of the year before likewise."""
    year = dossier.year
    if year is None or not dossier.observations:
        return
    sentences = dossier.interpretation.sentences
    own = _digits_of("realization", year, dossier)
    slips = {slip for digits in own for slip in _slips_of(digits)}
    past = {slip for digits in _digits_of("realization", year - 1, dossier) for slip in _slips_of(digits)}
    every = own | _digits_of("target", year, dossier)
    likely = [number for number in range(len(sentences)) if _may_differ(number, sentences, every, (slips, past), year)]
    if not likely:
        return
    subjects = read_subjects(dossier.observations, dossier.keys, year)
    found: list[tuple[Value, Finding]] = []
    for number in likely:
        for sentence, before in _clauses(sentences[number], sentence_before(sentences, number)):
            subject = subject_of(sentence, before, subjects, HALF)
            for value in read_values(sentence.text) if subject is not None else ():
                near = _near(value, sentence, before, subject, dossier) if subject and value.kind != "money" else None
                if near is not None:
                    found.append((value, near))
    if found:
        printed = printed_values(dossier)
        yield from (near for value, near in found if not set(value.readings) & printed)


def _clauses(sentence: Sentence, before: Sentence | None) -> Iterator[tuple[Sentence, Sentence | None]]:
    """The parts of a sentence that speak of different things (`…, sedangkan …`), each with what stands before it."""
    for number, text in enumerate(CLAUSE.split(sentence.text)):
        yield replace(sentence, text=text), before if number == 0 else None


def _digits_of(measure: Measure, year: int, dossier: Dossier) -> set[str]:
    """The telling digits of what tables print as a measure of a year."""
    of_year = (o for o in dossier.observations if o.measure == measure and o.year == year and o.value is not None)
    found = {NOT_DIGITS.sub("", o.raw) for o in of_year}
    return {digits for digits in found if len(digits.strip("0")) >= LEAST_TELLING}


def _may_differ(
    at: int, sentences: Sequence[Sentence], own: set[str], slips: tuple[set[str], set[str]], year: int
) -> bool:
    """Whether a sentence prints a number a slip away from a result, or a result beside one of the year before.

    `slips` are those of the year's results and of those of the year before.
    """
    text = sentences[at].text
    numbers = NUMBER.findall(text)
    digits = {NOT_DIGITS.sub("", one) for one in numbers}
    near = digits & slips[0]
    if any(len(one) >= LEAST_DIGITS for one in near) or (near and digits & own):
        return True
    if str(year - 1) not in numbers and not LAST_YEAR.are_in(text):
        return False
    if any(len(one) >= LEAST_DIGITS for one in digits & slips[1]):
        return True
    above = NUMBER.findall(sentences[at - 1].text) if at else []
    return bool(own & (digits | {NOT_DIGITS.sub("", one) for one in above}))


def _slips_of(digits: str) -> Iterator[str]:
    """What one wrong digit, or two neighbours that change places, make of a number.

    >>> found = set(_slips_of("360"))
    >>> "380" in found, "630" in found, "360" in found, "603" in found
    (True, True, False, False)
    """
    for at, own in enumerate(digits):
        yield from (digits[:at] + other + digits[at + 1 :] for other in "0123456789" if other != own)
        swapped = digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :]
        if swapped != digits:
            yield swapped


def printed_values(dossier: Dossier) -> set[Decimal]:
    """Every number that a table prints."""
    found: set[Decimal] = set()
    for table in dossier.interpretation.document.tables:
        for cell in table.cells:
            if len(cell.text) < 40 and any(c.isdigit() for c in cell.text):
                found |= {r.value for r in read_figure(one_line(cell.text)).readings if r.value is not None}
    return found


def _near(
    value: Value, sentence: Sentence, before: Sentence | None, subject: Subject, dossier: Dossier
) -> Finding | None:
    year = dossier.year or 0
    now, then = results(subject.key, year, dossier), results(subject.key, year - 1, dossier)
    said = sentence.text[: value.start]
    past = PAST.search(said) or PAST_BEHIND.match(sentence.text[value.end :])
    if past is not None:
        is_year_before = int(past["year"] or year - 1) == year - 1
        beside = {v.value for one in (before, sentence) if one is not None for v in read_values(one.text)}
        own, old = {o.value for o in now}, {o.value for o in then}
        is_told = is_year_before and len(old) == 1 and not OF_TARGET.search(said) and not CHANGE.search(said)
        is_known = is_told and (bool((own - old) & beside) or is_slip(value, then[0]))
        return past_value(value, sentence, then, dossier) if is_known else None
    if len({o.value for o in now}) != 1 or CHANGE.search(said) or OTHER.search(said):
        return None
    new = now[0]
    if not is_slip(value, new) or not is_same_unit(value, sentence.text, new, subject):
        return None
    digits = NOT_DIGITS.sub("", value.raw)
    if len(digits.strip("0")) < LEAST_TELLING:
        return None
    if len(digits) < LEAST_DIGITS and not any(v.value in subject.values for v in read_values(sentence.text)):
        return None
    place = place_of(sentence, dossier)
    ids = [i for i, o in enumerate(dossier.observations) if any(o is one for one in now)]
    return finding(
        "prose.near",
        [place, *(o.place for o in now)],
        f"The text gives {value.raw} as the result of {indicator(new)} ({where([place])}), which no table prints; the "
        f"tables have {raw(new)} ({where(o.place for o in now)}).",
        value.raw,
        raw(new),
        observation_ids(ids),
    )


def is_slip(value: Value, observation: Observation) -> bool:
    """Whether one digit is another one, or two neighbours have changed places."""
    if value.decimals != (observation.decimals or 0):
        return False
    return NOT_DIGITS.sub("", value.raw) in set(_slips_of(NOT_DIGITS.sub("", observation.raw)))


def is_same_unit(value: Value, text: str, observation: Observation, subject: Subject) -> bool:
    """Whether the unit behind a value is the indicator's; a number with decimals may stand alone."""
    if value.kind == "percent":
        return observation.unit in (None, "percent", "%") or "%" in subject.units
    units = {word for unit in subject.units for word in unit.split()}
    behind = UNIT.match(text[value.end :])
    unit = behind.group(1).casefold() if behind else None
    scale = value.raw.split()[-1].casefold() if " " in value.raw else None
    if unit in units or scale in units:
        return True
    is_bare = unit is None or unit in NO_UNITS
    return is_bare and (value.decimals > 0 or AMOUNTS_TO.search(text[: value.start]) is not None)
