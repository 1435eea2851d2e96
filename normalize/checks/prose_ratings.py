"""Rating words and AKIP predicates in sentences, held against the report's own scale and the national one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.achievements.akip import akip_predicates
from normalize.achievements.ratings import Scale, labels
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import listed, name, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.values import Value, read_values
from normalize.words import letters

RATED = re.compile(
    r"(?:[Kk]riteria|[Kk]ate?gori|[Kk]atagori|[Pp]redikat|[Ss]ebutan\w*|[Ii]nterpr?e?s?t\w+|[Kk]ualifikasi)\s*(?:nilai\s+|:\s*)?[“\"„'‘]?\s*"
    r"(?P<word>[A-Za-z]+(?:\s+[A-Za-z]+)?)"
)
LIST_RATED = re.compile(
    r"\bindikator\s+(?:kinerja\s+)?(?:yang\s+)?(?:menunjuk\w+|ber\w+|mendapat\w*|memperoleh|mencapai|termasuk)\s+"
    r"(?:(?:indikator|hasil|kategori|kriteria|predikat|nilai|capaian)\s+){1,2}"
    r"(?P<word>(?:sangat\s+)?[a-z]+)\W{0,3}\s+(?:yaitu|yakni)\b",
    re.I,
)
RATING_WORDS = Hints(["kriteria", "kategori", "katgori", "katagori", "predikat", "sebutan", "interp", "kualifikasi"])
BEHIND = 70
SENTENCES_BACK = 2
THIS = re.compile(r"^\W*(?:nilai\s+|persentase\s+)?capaian\s+(?:kinerja\s+)?(?:tersebut|ini)\b", re.I)
AKIP = re.compile(
    r"\b(?:nilai\s+)?(?:S?AKIP|akuntabilitas(?:\s+kinerja)?(?:\s+instansi\s+pemerintah)?)\b", re.IGNORECASE
)
GRADE_WORDS = Hints(["predikat", "kategori", "peringkat", "grade"])
GRADE = re.compile(r"(?i:predikat|kategori|peringkat|grade)\s*[“\"„'‘(]?\s*(?P<grade>AA|A|BB|B|CC|C|D)\b")
REACH = 90
OTHER_OBJECT = re.compile(r"[.;]|\b(?:penyerapan|anggaran|keuangan|efisiensi|target)\b", re.IGNORECASE)


def check_rated_sentences(dossier: Dossier) -> Iterator[Finding]:
    """`kriteria kurang (45,73%)`: a rating word that the report's own scale gives to another range."""
    if not dossier.scales:
        return
    scale = dossier.scales[0]
    found: dict[tuple[Decimal, str], list[tuple[Sentence, Value, str]]] = defaultdict(list)
    sentences = dossier.interpretation.sentences
    for at_sentence, sentence in enumerate(sentences):
        before = sentences[max(0, at_sentence - SENTENCES_BACK) : at_sentence]
        rated = (
            *_rated(sentence.text, scale),
            *_rated_above(sentence, before, scale),
            *_rated_list(sentence.text, scale),
        )
        for value, word in rated:
            allowed = labels(scale, value.value)
            if allowed and letters(word) not in {letters(label) for label in allowed}:
                found[value.value, letters(word)].append((sentence, value, word))
    for (percent, _), same in found.items():
        places = [place_of(sentence, dossier) for sentence, _, _ in same]
        _, value, word = same[0]
        allowed = labels(scale, percent)
        at = [scale.place] if scale.place else []
        yield finding(
            "prose.rating",
            [*places, *at],
            f"The text calls {value.raw} {name(word)} ({where(places)}), but the report's own scale "
            f"{f'({where(at)}) ' if at else ''}gives it {listed([name(label) for label in allowed])}.",
            f"{value.raw} {word}",
            " / ".join(allowed),
        )


def _rated(text: str, scale: Scale) -> Iterator[tuple[Value, str]]:
    """Percentages with a rating word of the scale in brackets, just before them or just behind them."""
    said = list(RATED.finditer(text)) if RATING_WORDS.are_in(text) else []
    if not said:
        return
    known = {letters(band.label) for band in scale.bands}
    values = [v for v in read_values(text) if v.kind == "percent"]
    for match in said:
        word = next((w for w in (match.group("word"), match.group("word").split()[0]) if letters(w) in known), None)
        if word is None:
            continue
        before = [v for v in values if v.end <= match.start() and match.start() - v.end <= BEHIND]
        behind = [
            v for v in values if v.start >= match.end() and re.fullmatch(r"[”\"’')\s(]*", text[match.end() : v.start])
        ]
        chosen = behind[0] if behind else before[-1] if before else None
        if chosen is None or (chosen in before and OTHER_OBJECT.search(text[chosen.end : match.start()])):
            continue
        if _is_achievement(text, chosen):
            yield chosen, word


def _rated_above(sentence: Sentence, before: Sequence[Sentence], scale: Scale) -> Iterator[tuple[Value, str]]:
    """The percentage that ends one of the sentences just above one that calls "this achievement" a rating word."""
    said = RATED.search(sentence.text) if THIS.match(sentence.text) else None
    if said is None or any(read_values(sentence.text)):
        return
    known = {letters(band.label) for band in scale.bands}
    word = next((w for w in (said.group("word"), said.group("word").split()[0]) if letters(w) in known), None)
    last = next((values[-1] for one in reversed(before) if (values := list(read_values(one.text)))), None)
    if word is not None and last is not None and last.kind == "percent" and before[-1].page == sentence.page:
        yield last, word


def _rated_list(text: str, scale: Scale) -> Iterator[tuple[Value, str]]:
    """`2 indikator yang menunjukkan hasil kurang, yaitu A (80%) dan B (93,81%)`: each percentage with the word."""
    said = LIST_RATED.search(text) if "yaitu" in text or "yakni" in text else None
    if said is None or letters(said["word"]) not in {letters(band.label) for band in scale.bands}:
        return
    for value in read_values(text):
        is_behind = value.start >= said.end() and value.kind == "percent"
        if is_behind and text[: value.start].rstrip().endswith("(") and text[value.end :].lstrip().startswith(")"):
            yield value, said["word"]


def _is_achievement(text: str, value: Value) -> bool:
    """Whether the nearest telling word before a percentage speaks of achievement, not of money or a range."""
    before = text[: value.start].casefold()
    told = [
        (before.rfind(word), word)
        for word in ("capaian", "tercapai", "anggaran", "keuangan", "efisiensi", "serap", "indikator", "kinerja")
    ]
    at, word = max(told)
    return (
        at >= 0
        and word not in ("anggaran", "keuangan", "efisiensi", "serap")
        and not re.search(r"[<>≥≤=–-]\s*$", before)
    )


def check_predicates(dossier: Dossier) -> Iterator[Finding]:
    """`nilai AKIP 70,06 atau Predikat B`: a predicate that is not that of the score."""
    found: dict[tuple[Decimal, str], list[Sentence]] = defaultdict(list)
    raws: dict[tuple[Decimal, str], str] = {}
    for sentence in dossier.interpretation.sentences:
        for match in GRADE.finditer(sentence.text) if GRADE_WORDS.are_in(sentence.text) else ():
            before = [v for v in read_values(sentence.text) if v.end <= match.start() and match.start() - v.end <= 25]
            if not before or before[-1].kind == "money" or not Decimal(0) < before[-1].value <= 100:
                continue
            value, grade = before[-1], match.group("grade")
            if AKIP.search(sentence.text[max(0, value.start - REACH) : value.start]) and grade not in predicates_of(
                value.value
            ):
                found[value.value, grade].append(sentence)
                raws[value.value, grade] = value.raw
    for (score, grade), sentences in found.items():
        places = [place_of(sentence, dossier) for sentence in sentences]
        right = predicates_of(score)
        yield finding(
            "prose.predicate",
            places,
            f"The text gives the AKIP score {raws[score, grade]} the predicate {grade} ({where(places)}), but by the "
            f"national scale it is {listed(list(right))}.",
            f"{raws[score, grade]} {grade}",
            " / ".join(right),
        )


def predicates_of(score: Decimal) -> tuple[str, ...]:
    """The predicates a score may carry: two on a bound, which governments read both ways.

    >>> predicates_of(Decimal("62.72")), predicates_of(Decimal(70))
    (('B',), ('BB', 'B'))
    """
    return tuple(one.predicate for one in akip_predicates() if one.above <= score <= one.up_to)
