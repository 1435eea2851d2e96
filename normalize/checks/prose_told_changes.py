"""Changes that a sentence gives between two of its own values, and that they do not make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.numbers import read_number_words
from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_moves import FALLS, MOVES, RISES
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, number, where
from normalize.model import Finding, Sentence
from normalize.prose.counts import SMALL
from normalize.prose.phrases import DENIED, WISHED
from normalize.prose.values import Value, read_values

UNIT = r"(?:%|persen|poin|[A-Za-z/]{2,14})?"
MOVE = rf"\b(?:{RISES}|{FALLS}|melompat|selisih)\b"
CHANGE_BEFORE = re.compile(rf"{MOVE}\s*(?:sebesar|sebanyak|yaitu|hingga)?\s*$", re.I)
IN_WORDS = re.compile(rf"{MOVE}\s+(?:sebesar\s+|sebanyak\s+)?(?P<words>{'|'.join(SMALL)})\b", re.I)
FROM = re.compile(r"^\W*(?:[A-Za-z]+\s+){0,2}?dari\s+(?:(?:sebelumnya|semula|angka|nilai)\s+)?$", re.I)
TO = re.compile(rf"^\s*{UNIT}\s*(?:(?:pada|di)\s+(?:tahun\s+)?20\d\d\s+)?(?:menjadi|ke)\s+(?:sebesar\s+)?$", re.I)
BEGINS = re.compile(r"\bdari\s+(?:[A-Za-z]+\s+){0,2}$", re.I)
AND_SO = re.compile(
    r"^[^.;\d]{0,15}?(?:(?:pada|di)\s+(?:tahun\s+)?20\d\d)?\W*(?:artinya|atau|sehingga|yang\s+berarti|berarti|dengan)?\s*"
    r"(?:ada|terjadi|terdapat|mengalami)?\s*$",
    re.I,
)
NOT_SO = re.compile(
    rf"\b(?:{DENIED}|{WISHED}|target|rata-rata|per\s+tahun|lebih\s+dari|hampir)\s+(?:\w+\s+){{0,2}}$", re.I
)
STEP = Decimal("1.5")
LARGEST_RATIO = Decimal(20)


def check_told_changes(dossier: Dossier) -> Iterator[Finding]:
    """`melonjak 7,65 poin dari 76,55` behind 83,20, and `dari 12 menjadi 18, bertambah tujuh`."""
    for sentence in dossier.interpretation.sentences:
        if not MOVES.are_in(sentence.text) or "dari" not in sentence.text.casefold():
            continue
        values = [v for v in read_values(sentence.text) if v.kind != "money"]
        for change, raw, start, stop in (*_in_digits(values, sentence.text), *_in_words(values, sentence.text)):
            if _is_unlike(change, start, stop):
                yield _finding(raw, start, stop, sentence, dossier)


Told = tuple[Value | Decimal, str, Value, Value]


def _in_digits(values: Sequence[Value], text: str) -> Iterator[Told]:
    """Each change with the values that it lies between: `dari A menjadi B, naik C`, `naik C dari A menjadi B`, `B, naik
    C dari A`.
    """
    for one, two, three in zip(values, values[1:], values[2:], strict=False):
        gaps = text[one.end : two.start], text[two.end : three.start]
        if BEGINS.search(text[: one.start]) and TO.match(gaps[0]) and (move := CHANGE_BEFORE.search(gaps[1])):
            if AND_SO.match(gaps[1][: move.start()]):
                yield three, three.raw, one, two
        elif CHANGE_BEFORE.search(text[: one.start]) and FROM.match(_behind_unit(gaps[0])) and TO.match(gaps[1]):
            yield one, one.raw, two, three
        elif (move := CHANGE_BEFORE.search(gaps[0])) and FROM.match(_behind_unit(gaps[1])):
            is_end = not TO.match(text[three.end :][:20]) and not re.match(
                rf"\s*{UNIT}\s*(?:menjadi|ke)\b", text[three.end :]
            )
            if is_end and re.fullmatch(r"[^.;\d]{0,12}", gaps[0][: move.start()]):
                yield two, two.raw, three, one


def _behind_unit(text: str) -> str:
    return re.sub(rf"^\s*{UNIT}(?=\W)", " ", text, count=1) if not re.match(r"\s*dari\b", text) else text


def _in_words(values: Sequence[Value], text: str) -> Iterator[Told]:
    """A small change in words before `dari A menjadi B`."""
    for said in IN_WORDS.finditer(text):
        words = read_number_words(said["words"])
        pair = [v for v in values if v.start >= said.end()][:2]
        if words is None or words.value is None or len(pair) < 2:
            continue
        one, two = pair
        if FROM.match(_behind_unit(text[said.end() : one.start])) and TO.match(text[one.end : two.start]):
            yield Decimal(words.value), name(said["words"]), one, two


def _is_unlike(change: Value | Decimal, start: Value, stop: Value) -> bool:
    """Whether a change is neither the difference nor the growth, both values being of one kind."""
    told = change if isinstance(change, Decimal) else change.value
    decimals = 0 if isinstance(change, Decimal) else change.decimals
    small, large = sorted((abs(start.value), abs(stop.value)))
    if start.kind != stop.kind and "percent" in (start.kind, stop.kind) and start.decimals != stop.decimals:
        return False
    if not small or large > LARGEST_RATIO * small or told in (start.value, stop.value):
        return False
    difference = abs(stop.value - start.value)
    growth = [
        abs(stop.value / start.value * HUNDRED - HUNDRED),
        stop.value / start.value * HUNDRED,
        HUNDRED - start.value / stop.value * HUNDRED,
    ]
    slack = STEP * Decimal(1).scaleb(-decimals) if decimals < max(start.decimals, stop.decimals) else Decimal(0)
    grown = STEP * Decimal(1).scaleb(-decimals)
    return abs(difference - told) > slack and all(abs(abs(one) - told) > grown for one in growth)


def _finding(raw: str, start: Value, stop: Value, sentence: Sentence, dossier: Dossier) -> Finding:
    place = place_of(sentence, dossier)
    expected = number(abs(stop.value - start.value), max(start.decimals, stop.decimals))
    return finding(
        "prose.difference",
        [place],
        f"The text gives {raw} as the change from {start.raw} to {stop.raw} ({where([place])}), but it is {expected}.",
        raw.strip("“”"),
        f"{expected} ({start.raw} / {stop.raw})",
    )
