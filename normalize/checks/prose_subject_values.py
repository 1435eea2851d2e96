"""Targets and achievements that the text gives of an indicator in other words than its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_moves import results
from normalize.checks.prose_places import place_of
from normalize.checks.prose_values import equal_when_rounded
from normalize.checks.wording import indicator, observation_ids, raw, where
from normalize.hints import Hints
from normalize.model import Finding, Measure, Observation, Sentence
from normalize.prose.phrases import ORDINALS, OTHER_BASES, WISHED, YEAR_BEFORE
from normalize.prose.subjects import Subject, read_subjects, sentence_before, subject_of
from normalize.prose.values import Value, read_values
from normalize.prose.years import years_of

HINTS = Hints(["target", "sasaran", "capaian", "tercapai"])
TARGET = re.compile(
    r"\b(?:target(?:nya)?|sasaran(?:nya)?)\s+(?:(?:hanya|tahun|ini|kinerja|awal|yang|ditetapkan|sebesar|sebanyak|adalah|"
    r"yaitu|yakni|semula|diperjanjikan)\s+){0,4}$",
    re.I,
)
TARGETED = re.compile(r"^\s*(?:[A-Za-z]+\s+)?(?:yang\s+)?(?:ditargetkan|dijanjikan|diperjanjikan|direncanakan)\b", re.I)
ACHIEVED = re.compile(
    r"\b(?:capaian(?:nya|\s+kinerja(?:nya)?)?|tercapai|tingkat\s+capaian(?:nya)?)\s+"
    r"(?:(?:hanya|baru|sebesar|adalah|yaitu|yakni|mencapai|menjadi)\s+){0,2}$",
    re.I,
)
OF_TARGET = re.compile(r"^\s*dari\s+(?:target|sasaran)\b(?!\s+(?:akhir|renstra|jangka|nasional|rpjmd))", re.I)
OTHER = re.compile(
    rf"\b(?:sasaran\s+(?:strategis\s+)?(?:ke\b|{ORDINALS}|\d)|{OTHER_BASES}|akhir|{WISHED}|{YEAR_BEFORE}|triwulan|semester|bulan|provinsi|sebelumnya|mendatang|"
    r"depan|semula|rata-rata|serapan|terserap|anggaran)\b",
    re.I,
)
NEXT_CLAUSE = re.compile(r",\s|\b(?:walaupun|meskipun|namun|tetapi)\b", re.I)
"""What follows it may speak of other years and targets."""
LARGEST_RATIO = Decimal(5)
LEAST_DIGITS = 2


def check_subject_values(dossier: Dossier) -> Iterator[Finding]:
    """`dari sasaran 45 persen, hanya 33,20 persen anak` of an indicator whose target is 40; one finding a value."""
    year, sentences = dossier.year, dossier.interpretation.sentences
    if year is None or not dossier.observations:
        return
    printed = {o.value for o in dossier.observations}
    stated = {(s.number, s.start) for s in dossier.interpretation.statements if s.indicator_key is not None}
    subjects: Sequence[Subject] | None = None
    for number, sentence in enumerate(sentences):
        if not HINTS.are_in(sentence.text):
            continue
        for value in read_values(sentence.text):
            measure = _measure(value, sentence.text)
            said = sentence.text[: value.end] + NEXT_CLAUSE.split(sentence.text[value.end :], maxsplit=1)[0]
            if measure is None or OTHER.search(said) or years_of(said) - {year}:
                continue
            if set(value.readings) & printed or (number, value.start) in stated:
                continue
            subjects = read_subjects(dossier.observations, dossier.keys, year) if subjects is None else subjects
            before = sentence_before(sentences, number)
            subject = subject_of(sentence, before, subjects)
            told = {v.value for one in (before, sentence) if one is not None for v in read_values(one.text)}
            reached = _results(subject.key, year, dossier) if subject is not None else set()
            if subject is not None and told & reached and not _is_difference(value, reached, subject):
                yield from _clash(value, measure, sentence, subject, dossier)


def _measure(value: Value, text: str) -> Measure | None:
    """What a value is by the words beside it: the target, the achievement or neither."""
    before, behind = text[: value.start], text[value.end :]
    if TARGET.search(before) or TARGETED.match(behind):
        return "target"
    is_share = value.kind == "percent" and (OF_TARGET.match(behind) or ACHIEVED.search(before))
    return "achievement" if is_share else None


def _is_difference(value: Value, reached: set[Decimal], subject: Subject) -> bool:
    """Whether a value is how far a result is from another figure of the indicator: `melampaui target sebesar 18,75`."""
    return any(abs(result - other) == value.value for result in reached for other in subject.values)


def _results(key: str, year: int, dossier: Dossier) -> set[Decimal]:
    """The telling results of an indicator and year."""
    return {o.value for o in results(key, year, dossier) if o.value is not None and is_telling(o)}


def is_telling(o: Observation) -> bool:
    """Whether a value has two digits or more, so that another number is rarely the same."""
    return len(re.sub(r"\D", "", o.raw).strip("0")) >= LEAST_DIGITS


def _clash(value: Value, measure: Measure, sentence: Sentence, subject: Subject, dossier: Dossier) -> Iterator[Finding]:
    ids = [
        i
        for i in dossier.ids_of(measure)
        if dossier.keys[i] == subject.key and dossier.observations[i].year == dossier.year
    ]
    own = [dossier.observations[i] for i in ids]
    if not own or not all(_is_alike(value, o, subject, sentence.text) for o in own):
        return
    place = place_of(sentence, dossier)
    prints = " / ".join(dict.fromkeys(raw(o) for o in own))
    yield finding(
        f"prose.{measure}",
        [place, *(o.place for o in own)],
        f"The text gives {value.raw} as the {measure} of {indicator(own[0])} for {dossier.year} ({where([place])}), "
        f"but the tables print {prints} ({where(o.place for o in own)}).",
        value.raw,
        prints,
        observation_ids(ids),
    )


def _is_alike(value: Value, o: Observation, subject: Subject, text: str) -> bool:
    """Whether a value can be the measured one and is another number."""
    if o.value is None or equal_when_rounded(value.value, value.decimals, o.value, o.decimals or 0):
        return False
    if value.kind == "money":
        is_unit = o.unit == "IDR"
    elif value.kind == "percent":
        is_unit = o.measure == "achievement" or o.unit == "%"
    else:
        behind = re.match(r"\s*([A-Za-z]+)", text[value.end :])
        words = {word for unit in subject.units for word in re.split(r"[\s/]+", unit)}
        is_unit = o.unit != "%" and behind is not None and behind.group(1).casefold() in words
    small, large = sorted((abs(value.value), abs(o.value)))
    return is_unit and 0 < small < large <= LARGEST_RATIO * small
