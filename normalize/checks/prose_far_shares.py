"""Percentages that do not follow from numbers in words, or from a number of the sentence before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.numbers import read_number_words
from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, number, where
from normalize.model import Finding, Sentence
from normalize.prose.counts import SMALL
from normalize.prose.subjects import sentence_before
from normalize.prose.values import Value, read_values

SMALL_NUMBER = rf"(?:{'|'.join(SMALL)}|(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\s?belas)"
IN_WORDS = re.compile(
    rf"\bdari\s+(?:total\s+|seluruh\s+|ke)?(?P<whole>{SMALL_NUMBER})\s+\w+[^.;\d]{{0,40}}?,\s*"
    rf"(?:(?:hanya|baru|sebanyak|ada|terdapat|sudah)\s+)*(?P<part>{SMALL_NUMBER})\b(?!\s+(?:sampai|hingga|atau))"
    r"[^.;\d]{0,80}?[\s(]$",
    re.I,
)
OF_WHOLE = re.compile(
    r"^\W*(?:Terhadap|Dari)\s+(?:(?:total|jumlah|panjang|luas|seluruh|keseluruhan)\s+)(?:\w+\s+){0,4}$"
)
IS_SHARE = re.compile(
    r"^\s*[A-Za-z/]*\W+(?:maka\s+)?(?:proporsi|persentase|porsi|rasio)(?:nya)?\s+(?:\w+\s+){0,2}$", re.I
)
LAST_DIGIT = Decimal("1.5")


def check_far_shares(dossier: Dossier) -> Iterator[Finding]:
    """`Dari enam desa, hanya empat …, yakni 83,33 persen`; `… 512 km. Terhadap panjang 825 km, proporsinya 64%`."""
    sentences = dossier.interpretation.sentences
    for at, sentence in enumerate(sentences):
        text = sentence.text
        if ("%" not in text and "persen" not in text) or ("ari" not in text and "Terhadap" not in text):
            continue
        values = read_values(text)
        if values and values[0].kind == "percent" and (said := IN_WORDS.search(text[: values[0].start])):
            sides = [(_value(said[side]), name(said[side])) for side in ("part", "whole")]
            yield from _check(sides[0], sides[1], values[0], sentence, dossier)
        elif len(values) == 2 and values[1].kind == "percent" and OF_WHOLE.match(text[: values[0].start]):
            before = sentence_before(sentences, at)
            own = [v for v in read_values(before.text) if v.unit == values[0].unit] if before is not None else []
            if own and IS_SHARE.match(text[values[0].end : values[1].start]):
                pair = [(one.value, one.raw) for one in (own[-1], values[0])]
                yield from _check(pair[0], pair[1], values[1], sentence, dossier)


def _value(words: str) -> Decimal:
    """The number that words say, 0 where they say none."""
    read = read_number_words(words)
    return Decimal(read.value) if read is not None and read.value is not None else Decimal(0)


def _check(
    part: tuple[Decimal, str], whole: tuple[Decimal, str], share: Value, sentence: Sentence, dossier: Dossier
) -> Iterator[Finding]:
    if not 0 < part[0] < whole[0] or abs(part[0] / whole[0] * HUNDRED - share.value) <= share.step * LAST_DIGIT:
        return
    expected = number(part[0] / whole[0] * HUNDRED, max(share.decimals, 2))
    place = place_of(sentence, dossier)
    yield finding(
        "prose.share",
        [place],
        f"The text calls {part[1]} of {whole[1]} {share.raw} ({where([place])}), but {number(part[0])} of "
        f"{number(whole[0])} is {expected}%.",
        share.raw,
        expected,
    )
