"""Rating scales for achievements: the report's own, read from its table or list, and the common one.

The common scale (`data/rating_scales.csv`) is that of Permendagri 54/2010, kept by 86/2017. Its whole-number bands are
read as continuous with an inclusive lower bound; the same closes gaps below one point in a report's own scale.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from extract.model import Document, Line, Place, RawTable
from normalize.facts import rows
from normalize.hints import Hints
from normalize.same import Same
from normalize.words import letters

SMALL_GAP = Decimal(1)
MIN_BANDS = 3
HIGHEST_BOUND = Decimal(200)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
ABOVE = re.compile(r"lebih\s+(?:dari|besar)|di\s?atas|melebihi|>(?!\s*=)")
AT_LEAST = re.compile(r"≥|>\s*=|ke\s?atas|minimal")
BELOW = re.compile(r"kurang\s+dari|lebih\s+kecil|di\s?bawah|<(?!\s*=)")
AT_MOST = re.compile(r"≤|<\s*=|maksimal")
INTERVAL_WORDS = re.compile(
    r"lebih|besar|kecil|kurang|dari|di\s?atas|di\s?bawah|melebihi|ke\s?atas|minimal|maksimal|nilai|sampai|dengan|"
    r"s\s*[./]?\s*d|persen|capaian|x|\d|[\s.,%<>=≤≥–—‐−-]"
)
LISTED = re.compile(
    r"^\s*(?:[-•*]|\(?[a-z0-9]{1,2}[.)])?\s*(.+?)\s*(?:=|:|dengan\s+sebutan|,?\s*kategori)\s*(\D+)$", re.I
)
BARE = re.compile(r"^\s*([<>≥≤=]?[<>≥≤=\d\s.,%–‐−-]*\d\s*%?)\s+([^\W\d_][^\d]{2,40})$")
OPENS_SCALE = Hints(
    ["skala", "kategori", "katagori", "predikat", "kriteria", "penilaian", "makna", "klasifikasi", "interval"]
)
LEVEL = re.compile(r"\s*(?:(?:dan|serta)\s+)?(?P<interval>.*\d\s?(?:%|persen)?)\s+(?P<label>[^\W\d_][^\d]{2,25}?)\s*")
BRACKETED = re.compile(
    r"\b(?!(?:dan|serta)\b)(?P<label>[^\W\d_](?:(?!\b(?:dan|serta)\b)[^\d();:,.]){2,25}?)\s*\((?P<interval>[^()]*\d[^()]*)\)"
)
BETWEEN = re.compile(r"[\s,;.]*(?:\b(?:dan|serta)\b)?\s*")
SEPARATOR = re.compile(r"[;:]|[,.](?!\d)")
SCALE_LINES = 6
DIGIT = re.compile(r"\d")
LISTED_MARKS = ("=", ":", "sebutan", "kategori")
BARE_MARKS = frozenset("<>≥≤=.,%–‐−-")
LABEL = re.compile(r"^[^\W\d_][^\d]{0,40}$")
CODE = re.compile(r"\(\s*([^)]{1,4}?)\s*\)")


@dataclass(frozen=True, slots=True)
class Band:
    """One level of a scale; an open end is None. `code` is the short form printed beside it, as `SB`."""

    low: Decimal | None
    low_inclusive: bool
    high: Decimal | None
    high_inclusive: bool
    label: str
    code: str | None = None

    def holds(self, percent: Decimal) -> bool:
        if self.low is not None and (percent < self.low or (percent == self.low and not self.low_inclusive)):
            return False
        return self.high is None or percent < self.high or (percent == self.high and self.high_inclusive)


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating scale, its highest band first, and where a report prints it (None for the common one)."""

    name: str
    bands: tuple[Band, ...]
    place: Place | None = None


@cache
def known_scales() -> dict[str, Scale]:
    """The scales of `rating_scales.csv` by code."""
    columns = ("scale", "name", "low", "low_inclusive", "high", "high_inclusive", "label")
    bands: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("rating_scales", columns, ("scale", "label")):
        bands[row["scale"]].append(row)
    return {code: Scale(found[0]["name"], tuple(_band(row) for row in found)) for code, found in bands.items()}


def _band(row: dict[str, str]) -> Band:
    low, high = (Decimal(row[end]) if row[end] else None for end in ("low", "high"))
    return Band(low, row["low_inclusive"] == "1", high, row["high_inclusive"] == "1", row["label"])


COMMON = known_scales()["permendagri"]


def rate(scale: Scale, percent: Decimal) -> str | None:
    """The label of an achievement; on a bound that two bands claim the higher one, in a gap below one point the lower.

    >>> rate(COMMON, Decimal("45.73")), rate(COMMON, Decimal("90.5")), rate(COMMON, Decimal(91))
    ('Sangat Rendah', 'Tinggi', 'Sangat Tinggi')
    """
    holding = [band for band in scale.bands if band.holds(percent)]
    return holding[0].label if holding else _in_gap(scale, percent)


def _in_gap(scale: Scale, percent: Decimal) -> str | None:
    for upper, lower in pairwise(scale.bands):
        if upper.low is None or lower.high is None or not lower.high <= percent <= upper.low:
            continue
        return lower.label if upper.low - lower.high <= SMALL_GAP else None
    return None


def labels(scale: Scale, percent: Decimal) -> tuple[str, ...]:
    """Every label that may honestly be given: two on a bound that both bands claim.

    >>> scale = Scale("", (Band(Decimal(80), True, None, True, "Baik"), Band(None, True, Decimal(80), True, "Kurang")))
    >>> labels(scale, Decimal(80))
    ('Baik', 'Kurang')
    """
    found = tuple(band.label for band in scale.bands if band.holds(percent))
    gap = _in_gap(scale, percent)
    return found or ((gap,) if gap else ())


def band_of(scale: Scale, word: str) -> Band | None:
    """The band that a printed rating word or code names, else None."""
    wanted = letters(CODE.sub("", word)) or letters(word)
    return next((b for b in scale.bands if wanted and wanted in (letters(b.label), letters(b.code or ""))), None)


@lru_cache(maxsize=16384)
def read_interval(text: str) -> Band | None:
    """The bounds that a cell of a scale prints, as a band without label; None where it is no interval.

    >>> band = read_interval("50 - < 80 %")
    >>> band.low, band.low_inclusive, band.high, band.high_inclusive
    (Decimal('50'), True, Decimal('80'), False)
    >>> read_interval("Lebih dari 100 %").low_inclusive, read_interval(">=80").low_inclusive
    (False, True)
    >>> read_interval("Tahun 2016") is None
    True
    """
    plain = re.sub(r"<\s*/?\s*[a-z]+\s*>", " ", text.casefold())
    numbers = [Decimal(found.replace(",", ".")) for found in NUMBER.findall(plain)]
    if not 1 <= len(numbers) <= 2 or INTERVAL_WORDS.sub("", plain) or max(numbers) > HIGHEST_BOUND:
        return None
    head, *rest = NUMBER.split(plain)
    if len(numbers) == 2:
        if numbers[0] >= numbers[1]:
            return None
        return Band(numbers[0], not ABOVE.search(head), numbers[1], not BELOW.search(rest[0]), "")
    around = f"{head} {rest[0]}"
    if AT_LEAST.search(around) or ABOVE.search(around):
        return Band(numbers[0], AT_LEAST.search(around) is not None, None, True, "")
    if AT_MOST.search(around) or BELOW.search(around):
        return Band(None, True, numbers[0], AT_MOST.search(around) is not None, "")
    return None


def read_scales(tables: Sequence[RawTable], lines: Iterable[Line] = ()) -> tuple[Scale, ...]:
    """The rating scales that a report prints in tables, then those in lists of its text, then in its sentences.

    A scale is recognised by what it holds, not by its head: at least three rows with an interval and a word, whose
    intervals fall or rise without overlap. A scale of letters (AA to D) rates evaluations; it counts only alone.
    """
    found = [scale for table in tables if (scale := _from_table(table))]
    pages = {scale.place.page for scale in found if scale.place}
    free = [line for line in lines if line.page not in pages or line.box is None]
    found += _from_lines(free)
    found += _from_sentences(free)
    worded = [scale for scale in found if not all(_is_graded(band) for band in scale.bands)]
    return tuple(worded or found)


def scales_of(document: Document) -> tuple[Scale, ...]:
    """The rating scales of a document, found once for all who ask."""
    return _scales_of(Same(document))


@lru_cache(maxsize=1)
def _scales_of(key: Same[Document]) -> tuple[Scale, ...]:
    return read_scales(key.it.tables, (line for page in key.it.pages for line in page.lines))


def _is_graded(band: Band) -> bool:
    return {band.label.upper(), (band.code or "").upper()} & {"AA", "A", "BB", "B", "CC", "C", "D", "E"} != set()


def _from_table(table: RawTable) -> Scale | None:
    printed: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        if cell.text.strip():
            printed[cell.row].append(" ".join(cell.text.split()))
    bands = [band for texts in printed.values() if (band := _labelled(texts)) is not None]
    first = min(table.cells, key=lambda cell: (cell.row, cell.col)).place if table.cells else None
    return _scale(table.caption or "", bands, first)


def _labelled(texts: list[str]) -> Band | None:
    """The band of one row: its interval and its longest word; a shorter word beside it is the code."""
    intervals = [band for text in texts if (band := read_interval(text)) is not None]
    words = sorted((t for t in texts if read_interval(t) is None and LABEL.match(t)), key=len, reverse=True)
    if len(intervals) != 1 or not words:
        return None
    return _named(intervals[0], words[0], words[1] if len(words) > 1 else None)


def _named(band: Band, label: str, code: str | None) -> Band:
    inside = CODE.search(label)
    code = inside.group(1) if inside else code
    name = CODE.sub("", label).strip(" .;,")
    return Band(band.low, band.low_inclusive, band.high, band.high_inclusive, name, code)


def _scale(name: str, bands: list[Band], place: Place | None) -> Scale | None:
    ordered = sorted(bands, key=lambda b: b.low if b.low is not None else Decimal(-1), reverse=True)
    if len(ordered) < MIN_BANDS or len({letters(b.label) for b in ordered}) < len(ordered):
        return None
    for upper, lower in pairwise(ordered):
        if lower.high is None or upper.low is None or lower.high > upper.low:
            return None
    return Scale(name, tuple(ordered), place)


def _place(line: Line) -> Place:
    return Place(line.page, 0, 1, 1, line.line if line.box is None else None)


def _level(text: str) -> re.Match[str] | None:
    """A line as a listed or a bare level, which both hold digits and end with words."""
    if text[-1:].isdecimal() or not DIGIT.search(text):
        return None
    folded = text.casefold()
    is_listed = any(mark in folded for mark in LISTED_MARKS)
    if is_listed and (match := LISTED.match(text)) is not None:
        return match
    first = text[0]
    may_be_bare = first in BARE_MARKS or first.isdecimal() or first.isspace()
    return BARE.match(text) if may_be_bare else None


def _from_sentences(lines: Sequence[Line]) -> Iterable[Scale]:
    """Scales told in one sentence: `lebih dari 100 persen Sangat Baik, 85 sampai dengan 100 persen Baik, dan …`."""
    after = 0
    for at, line in enumerate(lines):
        if at < after or not OPENS_SCALE.are_in(line.text):
            continue
        text = " ".join(one.text for one in lines[at : at + SCALE_LINES] if one.page == line.page)
        bands: list[Band] = []
        for part in SEPARATOR.split(text):
            match = LEVEL.fullmatch(part)
            band = read_interval(match["interval"]) if match else None
            if match and band:
                bands.append(_named(band, match["label"], None))
            elif bands:
                break
        if scale := _scale("", bands or list(_bracketed(text)), _place(line)):
            yield scale
            after = at + SCALE_LINES


def _bracketed(text: str) -> Iterable[Band]:
    """Levels whose bounds stand in brackets behind them, one after the other.

    >>> [band.label for band in _bracketed("Predikat: Tinggi (≥ 91), Sedang (66 - 90,99) dan Rendah (< 66).")]
    ['Tinggi', 'Sedang', 'Rendah']
    """
    end: int | None = None
    for match in BRACKETED.finditer(text):
        band = read_interval(match["interval"])
        if band is None and end is None:
            continue
        if band is None or (end is not None and not BETWEEN.fullmatch(text[end : match.start()])):
            return
        yield _named(band, match["label"], None)
        end = match.end()


def _from_lines(lines: Iterable[Line]) -> Iterable[Scale]:
    """Scales printed as a list, one level a line: `a. > 100 = Sangat Baik (SB)`."""
    bands: list[Band] = []
    start: Line | None = None
    for line in lines:
        match = _level(line.text)
        band = read_interval(match.group(1)) if match else None
        if match and band:
            start = start if bands else line
            bands.append(_named(band, match.group(2), None))
            continue
        if start and (scale := _scale("", bands, _place(start))):
            yield scale
        bands, start = [], None
    if start and (scale := _scale("", bands, _place(start))):
        yield scale
