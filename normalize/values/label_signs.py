"""What the text that names an indicator looks like, and what stands around it, where rows were not told apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from extract.model import Cell
from extract.numbers import read_figure
from normalize.same import Same
from normalize.tables.labels import one_line
from normalize.tables.named_above import openers
from normalize.tables.sheet import KEPT, Sheet
from normalize.values.units import read_unit
from normalize.words import RATINGS

_RATING = rf"(?:sangat |cukup |kurang )?(?:{RATINGS})\b.{{0,25}}"
ODD_LABEL = re.compile(
    rf"^(?:{_RATING}|[\d\W]+|target.*|realisasi|(?:no\W*)?(?:sasaran strategis |uraian )?indikator kinerja\b.*"
    r"|(?:indikator |uraian )?(?:sasaran|indikator|program|kegiatan)\W*(?:strategis|kinerja|utama)?\W*"
    r"|\W*(?:rata\W*)?rata (?:rata )?capaian.*)$",
    re.IGNORECASE,
)
FIGURES_IN_LABEL = re.compile(
    r"(?:(?<![\d.,])(?!(?:19|20)\d\d\b)\d[\d.,]*\s*(?:%|[a-z]+)?\W*){2}$|\d[.,]\d.*\d[.,]\d", re.IGNORECASE
)
FIGURE_IN_LABEL = re.compile(r"(?<!\S)(?!(?:19|20)\d\d\b)\d[\d.,]*(?:\s|$)")
MARK_INSIDE = re.compile(r"\w\W*\s\(?(?:\d{1,2}|[a-h])[.)]\s+[A-Z]")
_CONNECTORS = "antara|atau|bagi|dalam|dan|dari|dengan|di|ke|oleh|pada|per|serta|sesuai|terhadap|untuk|yang"
_NO_ENDS = (
    "agar|antar|berdasarkan|dapat|guna|hingga|maupun|melalui|menjadi|menuju|sampai|sebagai|secara|telah|tentang|yg"
)
TORN_LABEL = re.compile(rf"^[a-z]{{2}}|^[)%,.;-]|[,(&/-]$|\b(?:{_CONNECTORS}|{_NO_ENDS})$")
CONNECTORS = frozenset(_CONNECTORS.split("|"))
OBJECTIVE = re.compile(r"(?:Me|Ter|Ber)[a-z]+nya$")
PROGRAM = re.compile(r"(?:sub )?(?:program|kegiatan)\b", re.IGNORECASE)
MOST_UNITS = 3
SHORTEST, LONGEST = 4, 420
FEW_WORDS = 2
LEAST_DOUBLED = 5  # letters: shorter words are printed twice for good ("rata rata")
BEFORE_SECOND = 3  # words of a first name at least ("Persentase peningkatan Jumlah" is one name)
LEAST_STEP, MISSING_LINE = 2.0, 1.6  # points between two lines, and how many usual steps one line lacking makes


@lru_cache(maxsize=4096)
def label_signs(label: str) -> tuple[str, ...]:
    """The signs of a text that names an indicator."""
    return tuple(_label_signs(label))


def _label_signs(label: str) -> Iterator[str]:
    if is_odd_label(label):
        yield "odd label"
    elif FIGURES_IN_LABEL.search(label):
        yield "figures in label"
    elif is_joined_label(label):
        yield "joined label"
    elif is_torn_label(label):
        yield "torn label"
    words = label.split()
    if FIGURE_IN_LABEL.search(label):
        yield "figure in label"
    if has_doubled_word(words):
        yield "doubled word"
    if has_second_name(words):
        yield "second name"
    if PROGRAM.match(label):
        yield "program for a name"
    if len(words) <= FEW_WORDS:
        yield "few words"


def is_odd_label(label: str) -> bool:
    """Whether a text can hardly name an indicator: too short or long, a rating, a head, or nothing but units."""
    words = label.split()
    only_units = len(words) <= MOST_UNITS and all(u and u.certain and u.canonical for u in map(read_unit, words))
    fits = SHORTEST <= len(re.sub(r"\W", "", label)) <= LONGEST
    return not fits or only_units or ODD_LABEL.match(label) is not None


def is_torn_label(label: str) -> bool:
    """Whether a text begins or ends in the middle of a phrase, or has one bracket of a pair.

    >>> is_torn_label("Persentase prasarana (pembangunan"), is_torn_label("Persentase prasarana (jalan)")
    (True, False)
    """
    return TORN_LABEL.search(label) is not None or label.count("(") != label.count(")")


def is_joined_label(label: str) -> bool:
    """Whether a second indicator begins inside the text: with a list mark, or with a capital after a small word.

    >>> is_joined_label("Persentase tenaga kerja yang terserap Jumlah LPK"), is_joined_label("Persentase Indeks Desa")
    (True, False)
    """
    if MARK_INSIDE.search(label):
        return True
    return any(_opens(word) and before[0].islower() and before not in CONNECTORS for before, word in _pairs(label))


def has_doubled_word(words: Sequence[str]) -> bool:
    """Whether a long word stands twice in a row, as where two columns are read as one.

    >>> has_doubled_word("Persentase tenaga tenaga kerja kerja".split()), has_doubled_word("Nilai rata rata".split())
    (True, False)
    """
    return any(
        one.casefold() == other.casefold() and one.isalpha() and len(one) >= LEAST_DOUBLED
        for one, other in pairwise(words)
    )


def has_second_name(words: Sequence[str]) -> bool:
    """Whether a word that names or objectives begin with stands far inside with a capital.

    >>> [has_second_name(n.split()) for n in ("Indeks Gender (IKG) Indeks Anak", "Meningkatnya mutu Nilai AKIP")]
    [True, True]
    >>> has_second_name("Persentase peningkatan Jumlah LPK".split())
    False
    """
    first = 1 if words and OBJECTIVE.match(words[0]) else BEFORE_SECOND
    return any(map(_opens, words[first:])) or any(map(OBJECTIVE.match, words[1:]))


def _opens(word: str) -> bool:
    return word[0].isupper() and word.casefold() in openers()


def _pairs(label: str) -> Iterator[tuple[str, str]]:
    return pairwise(label.split())


def row_signs(sheet: Sheet, row: int, col: int) -> Iterator[str]:
    """Signs that a name has more lines than were read: words alone in the row below, a line lacking inside."""
    body = sheet.body_rows
    below = bisect_left(body, row + 1)
    if below < len(body) and _is_words(sheet, body[below], col):
        yield "words below"
    cell, usual = sheet.covering.get((row, col)), _usual_step(Same(sheet), col)
    if cell is not None and usual and any(step > MISSING_LINE * usual for step in _steps(cell)):
        yield "gap in label"


def _is_words(sheet: Sheet, row: int, col: int) -> bool:
    """Whether a row has words in a column, in this row alone, and next to nothing beside them."""
    cell = sheet.covering.get((row, col))
    if cell is None or cell.row != row or cell.row_span > 1 or not cell.text.strip():
        return False
    others = [c.text for c in sheet.starting[row] if c is not cell and c.text.strip()]
    return len(others) <= 1 and all(read_figure(one_line(text)).kind == "words" for text in others)


def _steps(cell: Cell) -> list[float]:
    """Points from line to line of a cell."""
    tops = [line.box.top for line in cell.lines if line.box is not None and line.text.strip()]
    return [low - high for high, low in pairwise(tops) if low - high > LEAST_STEP]


@lru_cache(maxsize=KEPT)
def _usual_step(key: Same[Sheet], col: int) -> float | None:
    """The step between lines in a column's cells below the head, by its lower quartile; None without any."""
    rows = set(key.it.body_rows)
    steps = sorted(s for cell in key.it.table.cells if cell.col == col and cell.row in rows for s in _steps(cell))
    return steps[len(steps) // 4] if steps else None
