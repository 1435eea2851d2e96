"""Years and parts of a year as table heads name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalize.heads.words import Token, counts

FIRST_YEAR, LAST_YEAR = 1990, 2049
_RELATIONS = frozenset({"terhadap", "dibanding", "dibandingkan", "berbanding"})
_COMPARISONS = frozenset({"perbandingan", "rasio"})
_UNTIL = frozenset({"sampai", "hingga"})
_TIME_WORDS = _UNTIL | {"ke"}
_CUMULATIVE = frozenset({"kumulatif"})
REGULATION = re.compile(
    r"(?:(?:per|kep)(?:men\w*|pres|da|bup|gub|wal\w*|ka|dirjen|bawaslu|kpu)|inpres|uu|pp|peraturan)$"
)
REGULATION_REACH = 8  # tokens
_BEFORE_NUMBERS = frozenset({"nomor", "no", "tahun", "ri"})
_PASSED_OVER = frozenset({"dengan", "tahun", "pada", "anggaran", "-", "(", "bulan", "akhir"})
_PERIODS = {
    "quarter": ("q", 4),
    "quarter_letter": ("q", 4),
    "half": ("s", 2),
    "month": ("m", 12),
    "month_letter": ("m", 12),
}
_MOST = dict(_PERIODS.values())
_YEAR = re.compile(
    r"\W*(?:(?:tahun|thn?\.?)\s*)?(?:(?:ke\W*)?(?:\d{1,2}|[ivx]{1,4})\s*\(\s*)?(?:19|20) ?\d ?\d\W*", re.IGNORECASE
)


def is_year(cell: str) -> bool:
    """Whether a cell holds a year and nothing else, numbered or not.

    >>> [is_year(cell) for cell in ("2016 *)", "Tahun 2016", "2 (2017)", "Th. IV (2019)", "20 16", "2.016", "2016 17")]
    [True, True, True, True, True, False, False]
    """
    return _YEAR.fullmatch(cell.strip()) is not None


@dataclass(frozen=True, slots=True)
class Times:
    """What a head says about time.

    `year` is the year of the values, `years` all years named (a range is spelled out), `end_year` the year they are
    compared with or reach to. `ordinal` is 3 for "Tahun ke-3", `open_ordinal` tells of a "Tahun ke-" over a row of
    numbers. `period` is `q1`…`q4`, `s1`, `s2`, `m01`…`m12`, or `q`, `s`, `m` where the number is not said, each with
    `_ytd` for cumulated values; None for a year.
    """

    year: int | None = None
    years: tuple[int, ...] = ()
    end_year: int | None = None
    ordinal: int | None = None
    open_ordinal: bool = False
    period: str | None = None
    until_year: bool = False


def read_times(tokens: Sequence[Token]) -> Times:
    """The years and the period in the tokens of a head.

    >>> from normalize.heads.words import tokens
    >>> read_times(tokens(["Realisasi s.d. Triwulan II Tahun 2023"])).period
    'q2_ytd'
    >>> times = read_times(tokens(["Capaian Tahun 2016 terhadap Target Akhir Renstra 2018"]))
    >>> times.year, times.end_year, times.years
    (2016, 2018, (2016, 2018))
    >>> read_times(tokens(["Anggaran pada Tahun 2020-2024"])).years
    (2020, 2021, 2022, 2023, 2024)
    """
    if all(t.kind in {"word", "sign"} and t.text not in _TIME_WORDS and t.text not in counts() for t in tokens):
        return Times()
    related = _related(tokens)
    until = [i for i, t in enumerate(tokens) if t.text in _UNTIL]
    named, ranged = _years(tokens)
    single = [(i, year) for i, year in named if i not in ranged]
    year = next((y for i, y in single if i < related), None)
    if year is None and related < len(tokens):
        year = next((y for _, y in single), None) if not any(i > related for i, _ in single) else None
    until_years = [y for u in until if (y := _year_after(tokens, u)) is not None]
    ends = [y for i, y in named if i > related] + until_years
    ordinal, open_ordinal = _ordinal(tokens)
    lone = _lone_number(tokens)
    period = _period(tokens, until)
    if lone is not None and period in _MOST and lone <= _MOST[period]:
        period = f"{period}{lone:0{2 if period == 'm' else 1}d}"
    if open_ordinal and lone is not None:
        ordinal, open_ordinal = lone, False
    years = dict.fromkeys(y for _, y in named)
    return Times(
        year=year,
        years=tuple(years),
        end_year=max(ends) if ends else None,
        ordinal=ordinal,
        open_ordinal=open_ordinal,
        period=period,
        until_year=bool(until_years),
    )


def _related(tokens: Sequence[Token]) -> int:
    """Where the second side of a comparison begins; the number of tokens where there is none."""
    compared = False
    for i, token in enumerate(tokens):
        compared = compared or token.text in _COMPARISONS
        if token.text in _RELATIONS or (compared and token.text in {"dengan", "dan"}):
            return i
    return len(tokens)


def _years(tokens: Sequence[Token]) -> tuple[list[tuple[int, int]], set[int]]:
    """Every year with its place, ranges spelled out, and the places that belong to a range."""
    found: list[tuple[int, int]] = []
    ranged: set[int] = set()
    places = [i for i, t in enumerate(tokens) if t.kind == "year" and FIRST_YEAR <= int(t.text) <= LAST_YEAR]
    places = [i for i in places if not _is_of_regulation(tokens, i)]
    for i in places:
        year = int(tokens[i].text)
        before = places[places.index(i) - 1] if i != places[0] else None
        if before is not None and i - before == 2 and tokens[i - 1].text in {"-", "/", *_UNTIL}:
            start = int(tokens[before].text)
            if start < year <= start + 12:
                ranged |= {before, i}
                found += [(i, y) for y in range(start + 1, year)]
        found.append((i, year))
    return found, ranged


def _is_of_regulation(tokens: Sequence[Token], place: int) -> bool:
    """Whether a year is that of a regulation: its name and number stand before it ("Kepmenkes 129/2008")."""
    numbered = False
    for token in reversed(tokens[max(0, place - REGULATION_REACH) : place]):
        if token.kind == "word" and REGULATION.match(token.text):
            return numbered
        if token.kind == "number":
            numbered = True
        elif token.kind != "sign" and token.known and token.text not in _BEFORE_NUMBERS:
            return False
    return False


def _year_after(tokens: Sequence[Token], place: int) -> int | None:
    """The year an "s.d." reaches to, unless it reaches to a part of a year or stands between the ends of a range."""
    if place and tokens[place - 1].kind == "year" and any(t.kind == "year" for t in tokens[place + 1 : place + 3]):
        return None
    for token in tokens[place + 1 : place + 9]:
        if token.kind == "year":
            return int(token.text)
        if token.text in _RELATIONS or counts().get(token.text, ("", None))[0] in {*_PERIODS, "named_month"}:
            return None
    return None


def _ordinal(tokens: Sequence[Token]) -> tuple[int | None, bool]:
    """The n of "Tahun ke-n", and whether a "Tahun ke-" stands without number and year."""
    for i, token in enumerate(tokens):
        if token.text == "tahun" and i + 1 < len(tokens) and _number(tokens[i + 1]) is not None:
            return _number(tokens[i + 1]), False
        if token.text != "ke" or i == 0:
            continue
        rest = [t for t in tokens[i + 1 :] if t.text not in {"-", "(", ")", "%", "rp", "/"}]
        number = next((n for t in rest if (n := _number(t)) is not None), None)
        if number is not None and 0 <= number <= 10:
            return number, False
        return None, not any(t.kind == "year" for t in rest)
    return None, False


def _lone_number(tokens: Sequence[Token]) -> int | None:
    """The number that is all a cell of the path holds: "II" under "Triwulan", "3" under "Tahun ke-"."""
    found = None
    for level in {t.level for t in tokens}:
        inside = [t for t in tokens if t.level == level and t.kind != "sign"]
        if level and len(inside) == 1 and (number := _number(inside[0])) is not None:
            found = number
    return found


def _number(token: Token) -> int | None:
    if token.kind == "number" and token.text.isdigit() and len(token.text) <= 2:
        return int(token.text)
    kind, value = counts().get(token.text, ("", None))
    return value if kind == "number" else None


def _period(tokens: Sequence[Token], until: Sequence[int]) -> str | None:
    """The last period named; cumulated when "s.d." stands before it or "kumulatif" anywhere."""
    found: tuple[int, str, bool] | None = None
    for i, token in enumerate(tokens):
        kind, value = counts().get(token.text, ("", None))
        if kind == "named_month":
            found = (i, f"m{value:02d}", False)
        elif kind in _PERIODS:
            letter, most = _PERIODS[kind]
            numbers = _numbers_after(tokens, i, most)
            if kind.endswith("_letter") and not _stuck(tokens, i, kind):
                continue
            if len(numbers) == 1:
                found = (i, f"{letter}{numbers[0]:0{2 if letter == 'm' else 1}d}", False)
            elif found is None:
                found = (i, letter, False)
    if found is None:
        return None
    place, period, _ = found
    reached = any(u < place and all(_passes(t) for t in tokens[u + 1 : place]) for u in until)
    cumulated = reached or any(t.text in _CUMULATIVE for t in tokens)
    return f"{period}_ytd" if cumulated else period


def _stuck(tokens: Sequence[Token], place: int, kind: str) -> bool:
    """Whether a number follows a single letter at once: "T1", "Q2", "B06" (a month has two digits)."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return after is not None and after.kind == "number" and len(after.text) == (2 if kind == "month_letter" else 1)


def _passes(token: Token) -> bool:
    return token.text in _PASSED_OVER or token.text in {"ini", "tri"}


def _numbers_after(tokens: Sequence[Token], place: int, most: int) -> list[int]:
    """The numbers of a period: one for "TW 2", several for "Triwulan I - IV" or "TW I II III IV"."""
    found: list[int] = []
    for token in tokens[place + 1 : place + 10]:
        number = _number(token)
        if number is not None and 1 <= number <= most:
            found.append(number)
        elif token.text not in {"-", ".", "/", ",", "ke", "dan", "sampai", "dengan"}:
            break
    return found
