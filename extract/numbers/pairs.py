"""Cells with two numbers: a range, a ratio, a rate, a fraction, or two quantities of which the first counts."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.numbers.completion import finish, read_brackets
from extract.numbers.digits import Digits, read_digits
from extract.numbers.figures import Figure, Reading
from extract.numbers.frame import Draft, read_prefix, read_suffix

_RANGE = re.compile(
    r"\s*(?:(?P<unit>%|[A-Za-z]{3,10}\.?)\s*)?(?:-|~|s\s?[./]?\s?d\.?|sampai(?:\s+dengan)?|hingga|to)\s*(?:[<>≤≥]\s?=?)?\s*",
    re.IGNORECASE,
)
_TOLERANCE = re.compile(r"\s*%?\s*(?:±|\+\s*/?\s*-)\s*")
_LEVEL = re.compile(r"^[\s/,-]*(?P<level>level\s+[0-9](?:\s+plus)?)\s*$", re.IGNORECASE)
_RATIO = re.compile(r"\s*(?::|banding)\s*", re.IGNORECASE)
_RATE = re.compile(r"\s*(?:[A-Za-z]+\s+)?per\s*|\s*/\s*", re.IGNORECASE)
_NO_CENTS = re.compile(r"^\s*[-=]")
_LINE_STARTS_NEGATIVE = re.compile(r"\n\s*-$")


def read_pair(draft: Draft, body: str, runs: list[re.Match[str]], groups: list[str]) -> Figure:
    first, second = runs[0], runs[1]
    prefix, between, rest = body[: first.start()], body[first.end() : second.start()], body[second.end() :]
    if first.group().rstrip()[-1] in ".,":
        between = _NO_CENTS.sub("", between, count=1)
    pair = read_digits(first.group().strip()), read_digits(second.group().strip())
    if _LINE_STARTS_NEGATIVE.search(between):
        return draft.figure("several")
    if len(runs) == 2 and _RANGE.fullmatch(between):
        figure = _range(draft, (prefix, between, rest), pair, groups)
        if figure is not None:
            return figure
    if len(runs) == 2 and _TOLERANCE.fullmatch(between) and read_prefix(draft, prefix):
        return _tolerance(draft, rest, pair)
    if len(runs) == 2 and not prefix.strip() and _RATIO.fullmatch(between):
        return _ratio(draft, body, pair)
    if _RATE.fullmatch(between) and len(runs) == 2:
        return _rate(draft, body, runs, groups)
    if (level := _LEVEL.match(body[first.end() :])) and read_prefix(draft, prefix):
        draft.grade = " ".join(level.group("level").split())
        return finish(draft, pair[0])
    if "\n" in between and not between.rstrip().endswith("/"):
        draft.notes.append("several_values")
        return draft.figure("several")
    if not read_prefix(draft, prefix) or (prefix.strip(" <>=≤≥-") and not (draft.label or draft.comparator)):
        return draft.words(draft.text)
    draft.notes.append("two_quantities")
    draft.factor = min(draft.factor, 0.6)
    read_suffix(draft, between.rstrip(" /,;&+<>="))
    read_brackets(draft, groups, pair[0])
    if draft.second is None:
        draft.second = draft.read(body[second.start() :].strip())
    return finish(draft, pair[0])


def _tolerance(draft: Draft, rest: str, pair: tuple[Digits, Digits]) -> Figure:
    """A value and how far it may be missed ("4 ± 1%"): a text like a range, with the ends it means."""
    read_suffix(draft, rest)
    readings = [
        Reading(None, f"{middle.value}±{off.value}", middle.value - off.value, middle.value + off.value, "range")
        for middle in pair[0].readings[:1]
        for off in pair[1].readings[:1]
        if middle.value is not None and off.value is not None
    ]
    return draft.figure("range", tuple(readings))


def _range(draft: Draft, parts: tuple[str, str, str], pair: tuple[Digits, Digits], groups: list[str]) -> Figure | None:
    """ "78-90%", "55% s/d 80%", ">55 - 80": a text with its ends as numbers; both ends are read the same way.

    The ends of a share or a number with decimals may fall ("7,50 - 7,00%"), as targets of less do.
    """
    prefix, between, rest = parts
    if not read_prefix(draft, prefix):
        return draft.words(draft.text)
    if draft.comparator:
        draft.notes.append("open_end")
        draft.comparator = None
    sign = Decimal(-1) if draft.negative else Decimal(1)
    readings = []
    falls = "%" in between + rest or any(one.decimal_mark for digits in pair for one in digits.readings)
    for first in pair[0].readings:
        for second in pair[1].readings:
            if first.value is None or second.value is None or not _same_style(first, second):
                continue
            start, end = first.value * sign, second.value
            if start < end or (falls and end < start and not draft.negative):
                weight = round(first.weight * second.weight * draft.factor, 3)
                readings.append(Reading(None, f"{start:f}-{end:f}", min(start, end), max(start, end), "range", weight))
    if not readings:
        draft.units.clear()
        return None if "\n" in between else draft.words(draft.text)
    if "%" in between and not rest.strip():
        draft.units.append("%")
    read_suffix(draft, rest)
    read_brackets(draft, groups)
    return draft.figure("range", tuple(sorted(readings, key=lambda reading: -reading.weight)))


def _same_style(first: Reading, second: Reading) -> bool:
    decimal = {first.decimal_mark, second.decimal_mark} - {""}
    return not decimal & ({first.group_mark, second.group_mark} - {""})


def _ratio(draft: Draft, body: str, pair: tuple[Digits, Digits]) -> Figure:
    """ "1:400": a text; both sides are kept as numbers."""
    draft.parts = _both(pair)
    text = re.sub(
        r"\s*banding\s*|\s+", lambda found: ":" if "b" in found.group().casefold() else "", body.strip(), flags=re.I
    )
    return draft.figure("ratio", (Reading(None, text, rule="ratio"),))


def _both(pair: tuple[Digits, Digits]) -> tuple[Decimal, Decimal] | None:
    first, second = (digits.readings[0].value if digits.readings else None for digits in pair)
    return (first, second) if first is not None and second is not None else None


def _rate(draft: Draft, body: str, runs: list[re.Match[str]], groups: list[str]) -> Figure:
    """ "89/100.000 KH" keeps its numerator, its unit is "/100.000 KH"; other fractions are texts ("63/158")."""
    first, second = runs
    pair = read_digits(first.group().strip()), read_digits(second.group().strip())
    base = re.sub(r"[\s.,]", "", second.group())
    is_rate = re.fullmatch(r"10{3,6}", base) or (
        "/" not in body[first.end() : second.start()] and base.startswith("10")
    )
    if not is_rate:
        draft.parts = _both(pair)
        return draft.figure("ratio", (Reading(None, re.sub(r"\s+", "", body), rule="fraction"),))
    if not read_prefix(draft, body[: first.start()]):
        return draft.words(draft.text)
    draft.units.append(" ".join(body[first.end() :].split()))
    read_brackets(draft, groups, pair[0])
    return finish(draft, pair[0])
