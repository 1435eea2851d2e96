"""Head cells as words of a closed vocabulary: broken words joined, glued words parted, misspelt words mended.

A head cell is narrow, so its words come broken over lines ("Satua\\nn", "UTA MA"), letter by letter ("T a r g e t"),
glued ("SubKegiatan") or misspelt ("Realiasi"). The vocabulary is small and closed, so the cheapest way to read the
letters as its words is nearly always the right one. A word outside the vocabulary stays, marked unknown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from normalize.facts import rows

TokenKind = Literal["word", "year", "number", "sign"]

LONGEST = 240  # letters; a longer cell is prose, read without mending
UNKNOWN_COST = 2.0
DOUBT = {1: 0.5, 2: 0.4}  # a known piece this short may still be a splinter: "Ke" and "t" are "Ket"
CUT_COST = 1.5  # "KETERA": a word of which the narrow cell shows the beginning
SHORT_COST = 3.5  # an unknown piece of one or two letters is a splinter of a word

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff"))
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІаеорсухіΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXIaeopcyxiABEZHIKMNOPTYXo")
_SUPERSCRIPT = re.compile("(?<=[0-9])[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_TAG = re.compile(r"</?[a-z]{1,6}>", re.IGNORECASE)
_FORMULA = re.compile(
    r"(?<!\d)\d{1,2}\s*=.*"  # 8 = (7/6)
    r"|\(?\s*\(?\s*(?<!\d)\d{1,2}\s*[:/]\s*\d{1,2}(?!\d)\s*\)?\s*(?:[x*]\s*100\s*%?)?\s*\)?"  # (5/4)*100
    r"|[x*]\s*100\s*%?|\(\s*\d{1,2}\s*\)",
    re.DOTALL,
)
_UNTIL = re.compile(r"(?<![a-z])s\s*[./]\s*d(?![a-z])\.?", re.IGNORECASE)
_BUDGET_YEAR = re.compile(
    r"(?<![a-z])(?:t\s*\.\s*a\s*\.?(?![a-z])|tahun\s+anggaran(?=\W*(?:19|20)\d\d))", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(r"(?<![a-z])\(?[nt]\s*-\s*1(?!\d)\)?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<![a-z])(?:y|fy)\s?[-.']?\s?(\d\d)(?![\d.,])", re.IGNORECASE)  # Y-23
_DIFFERENCE = re.compile(r"\+\s*/\s*-|[±Δ∆]")
_ZERO_IN_WORD = re.compile(r"(?<=[A-Za-z])0(?=[A-Za-z])|(?<![A-Za-z])(?<=[Nn])0(?!\d)")
_ONE_IN_WORD = re.compile(r"(?<=[A-Za-z])1(?=[A-Za-z])")
_NO = re.compile(r"^\W*n\W*[0o]\W*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?<!\d[.,])((?:1\s*9|2\s*0)\s*\d\s*\d)(?!\d)(?![.,]\d)")
_TOKEN = re.compile(r"(?P<word>[A-Za-z]+)|(?P<number>\d+(?:[.,]\d+)*)|(?P<sign>[%()/&,:+=-])")
_SOFT = "-"  # a dash may stand inside a word broken at a line end


@dataclass(frozen=True, slots=True)
class Token:
    """A word, year, number or sign of a head; `level` is its cell in the path, `raw` what was printed.

    `known` is False for a word outside the vocabulary; `mended` tells that it was joined, parted or misspelt.
    """

    text: str
    raw: str
    level: int
    kind: TokenKind
    known: bool = True
    mended: bool = False
    begins: int | None = None  # the cell of its first letter, where that is another one


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest reading of the first tokens of a stretch: its cost, where its last piece starts, the words of it."""

    cost: float
    start: int
    words: tuple[str, ...]
    known: bool


@cache
def phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The marks of every head word and phrase, by its words. Raises ValueError on a row that repeats another."""
    found = rows("head_words", ("phrase", "marks"), ("phrase",))
    return {tuple(row["phrase"].split()): tuple(row["marks"].split()) for row in found}


@cache
def counts() -> dict[str, tuple[str, int | None]]:
    """Words that count (quarters, months, ordinals, scales) with their kind and value."""
    found = rows("count_words", ("word", "kind", "value"), ("word",))
    return {row["word"]: (row["kind"], int(row["value"]) if row["value"] else None) for row in found}


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Short forms and misspellings with the words they stand for. Raises ValueError where those are unknown."""
    words = {word for phrase in phrases() for word in phrase} | set(counts())
    found = {
        row["printed"]: tuple(row["words"].split())
        for row in rows("head_spellings", ("printed", "words"), ("printed",))
    }
    for printed, meant in found.items():
        strange = [word for word in meant if word not in words]
        if strange or printed in words:
            raise ValueError(f"head_spellings.csv: {printed} stands for {' '.join(strange) or 'itself'}")
    return found


@cache
def vocabulary() -> frozenset[str]:
    """Every single word a head can hold, short forms included."""
    return frozenset(word for phrase in phrases() for word in phrase) | frozenset(counts()) | frozenset(spellings())


def plain(text: str) -> str:
    """The cell in Latin letters, without tags, invisible characters and column formulas.

    >>> plain("КЕТ."), plain("Realisasi Thdp Thn 2015 (5/4)*100"), plain("6=5/4*100")
    ('KET.', 'Realisasi Thdp Thn 2015', '')
    """
    text = _SUPERSCRIPT.sub("", text).translate(_INVISIBLE)
    text = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    text = re.sub("[‐‑‒–—−_]", "-", _TAG.sub(" ", text))
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _FORMULA.sub("", text)


def tokens(path: Sequence[str]) -> tuple[Token, ...]:
    """The tokens of a head path, broken words mended, also over two cells.

    >>> [t.text for t in tokens(["INDIKATOR KINERJA UTA MA"])], [t.text for t in tokens(["Satua", "n"])]
    (['indikator', 'kinerja', 'utama'], ['satuan'])
    >>> [(t.text, t.known) for t in tokens(["Realiasi Kota Solok 20\\n16"])]
    [('realisasi', True), ('kota', True), ('solok', False), ('2016', True)]
    """
    return _tokens(tuple(path))


@lru_cache(maxsize=8192)
def _tokens(path: tuple[str, ...]) -> tuple[Token, ...]:
    if _NO.match("".join(path)):
        return (Token("no", "".join(path), len(path) - 1, "word"),)
    printed: list[Token] = []
    for level, cell in enumerate(path):
        printed += _printed(plain(cell), level)
    letters = sum(len(t.text) for t in printed if t.kind == "word")
    found: list[Token] = []
    stretch: list[Token] = []
    for token in printed:
        if token.kind == "word" or (token.text == _SOFT and stretch):
            stretch.append(token)
            continue
        found += _words(stretch, letters <= LONGEST)
        found.append(token)
        stretch = []
    return _one_cell(found + _words(stretch, letters <= LONGEST))


def _one_cell(found: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens, those of cells that share a word in one cell: such cells are the lines of a single one."""
    lowest = {t.level: t.level for t in found}
    for token in found:
        if token.begins is not None:
            shared = range(token.begins, token.level + 1)
            lowest |= {level: max(lowest.get(level, 0), token.level) for level in shared}
    if all(level == low for level, low in lowest.items()):
        return tuple(found)
    return tuple(replace(t, level=lowest[t.level]) for t in found)


def _printed(text: str, level: int) -> list[Token]:
    text = _UNTIL.sub(" sampai ", _DIFFERENCE.sub(" selisih ", _YEAR_BEFORE.sub(" sebelumnya ", text)))
    text = _SHORT_YEAR.sub(r" 20\1 ", text)
    text = _BUDGET_YEAR.sub(" tahun ", _ONE_IN_WORD.sub("l", _ZERO_IN_WORD.sub("o", text)))
    text = _YEAR.sub(lambda m: f" {''.join(m.group(1).split())} ", text)
    found = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        kind: TokenKind = "word" if match.lastgroup == "word" else "sign" if match.lastgroup == "sign" else "number"
        if kind == "number" and re.fullmatch(r"(?:19|20)\d\d", raw):
            kind = "year"
        found.append(Token(raw.lower(), raw, level, kind))
    return found


def _words(stretch: Sequence[Token], mend: bool) -> list[Token]:
    """The words of a stretch of letters: as printed where all are known, else the cheapest way to read them."""
    known = vocabulary()
    pieces = [t for t in stretch if t.text != _SOFT]
    found: list[Token] = []
    if not mend or all(len(t.text) > 2 and t.text in known for t in pieces):
        for token in pieces:
            found += _as_words((token,), _meaning(token.text), token.text in known, False)
        return found
    steps = _cheapest(tuple((t.text, t.level) for t in pieces))
    end = len(pieces)
    while end:
        step = steps[end]
        mended = end - step.start > 1 or step.words != _meaning(pieces[step.start].text)
        found[:0] = _as_words(pieces[step.start : end], step.words, step.known, mended)
        end = step.start
    return found


def _as_words(printed: Sequence[Token], words: tuple[str, ...], known: bool, mended: bool) -> list[Token]:
    level = printed[-1].level
    raw = "".join(t.raw for t in printed)
    kind = printed[0].kind
    begins = printed[0].level if printed[0].level != level else None
    return [Token(word, raw, level, kind, known, mended, begins) for word in words]


def _meaning(word: str) -> tuple[str, ...]:
    return spellings().get(word, (word,))


@lru_cache(maxsize=8192)
def _cheapest(pieces: tuple[tuple[str, int], ...]) -> tuple[_Step, ...]:
    steps = [_Step(0.0, 0, (), True)]
    for end in range(1, len(pieces) + 1):
        best: _Step | None = None
        for start in range(end - 1, max(-1, end - 13), -1):
            run = "".join(text for text, _ in pieces[start:end])
            read = _read_run(run, end - start)
            if read is None:
                continue
            cost, words, known = read
            cost += steps[start].cost + 0.3 * (pieces[end - 1][1] - pieces[start][1])
            if best is None or cost < best.cost:
                best = _Step(cost, start, words, known)
        assert best is not None, "a single piece always has a reading"
        steps.append(best)
    return tuple(steps)


@lru_cache(maxsize=16384)
def _read_run(run: str, count: int) -> tuple[float, tuple[str, ...], bool] | None:
    """The cost of reading `count` printed pieces as one stretch of letters, its words, and whether they are known."""
    if run in vocabulary():
        return (DOUBT.get(len(run), 0.0) if count == 1 else 0.1 + 0.1 * count), _meaning(run), True
    if count > 3:
        return None
    near = _nearest(run)
    if near is not None:
        word, distance = near
        return distance + (0.0 if count == 1 else 0.2 + 0.1 * count), _meaning(word), True
    if count > 1:
        return None
    parts = _parted(run)
    if parts is not None:
        meant = tuple(word for part in parts for word in _meaning(part))
        return 0.4 + 0.2 * len(parts), meant, True
    return (SHORT_COST if len(run) < 3 else UNKNOWN_COST), (run,), False


def _nearest(run: str) -> tuple[str, float] | None:
    """The word of the vocabulary that is a slip away (one letter, or two in a long word), or the one that was cut."""
    if len(run) < 5:
        return None
    reach = 1 if len(run) < 10 else 2
    found = extractOne(run, _words_near(len(run), reach), scorer=OSA.distance, score_cutoff=reach)
    if found is not None and (len(run) >= 8 or found[0][0] == run[0]):
        return str(found[0]), float(found[1])
    first = bisect_left(_long_words(), run)
    longer = [word for word in _long_words()[first : first + 2] if word.startswith(run)]
    return (longer[0], CUT_COST) if len(longer) == 1 else None


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(sorted(word for word in vocabulary() if len(word) >= 5))


@cache
def _words_near(length: int, reach: int) -> tuple[str, ...]:
    """The long words of about that length, in order."""
    return tuple(word for word in _long_words() if abs(len(word) - length) <= reach)


def _parted(run: str) -> tuple[str, ...] | None:
    """Glued letters as the fewest words of the vocabulary, each of three letters or more, or a numeral at the end."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(run)
    for end in range(2, len(run) + 1):
        for start in range(max(0, end - 16), end):
            before, word = best[start], run[start:end]
            if before is None or word not in vocabulary():
                continue
            numeral = end == len(run) and counts().get(word, ("", None))[0] == "number"
            if len(word) < 3 and not numeral and not (start == 0 and word in counts()):
                continue
            held = best[end]
            if held is None or len(before) + 1 < len(held):
                best[end] = (*before, word)
    return best[-1]
