"""The marks that the words of a head carry: which word names the column, which bend its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from normalize.heads.rules import rules
from normalize.heads.words import Token, counts, phrases

LONGEST_PHRASE = 5
JOINERS = frozenset({"/", ",", "&"})
AND = frozenset({"dan", "serta", "atau"})
VALUES = frozenset({"target", "realization", "achievement", "budget", "absorption"})
SHARED = frozenset(
    {"percent", "percent_unit", "rupiah", "plan_renstra", "plan_medium", "plan_end", "plan_rkt", "plan_pk"}
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The marks of one word or phrase and the tokens it stands on; `strong` when it can name the column by itself."""

    names: tuple[str, ...]
    start: int
    end: int
    level: int
    strong: bool


def names(marks: Iterable[Mark]) -> frozenset[str]:
    """All marks of the words."""
    return frozenset(name for mark in marks for name in mark.names)


def find_marks(tokens: Sequence[Token]) -> list[Mark]:
    """The marks of the tokens, longest phrases first; an unmarked word has none.

    >>> from normalize.heads.words import tokens
    >>> [m.names for m in find_marks(tokens(["Target Akhir Renstra (%)"]))]
    [('target',), ('plan_renstra', 'plan_medium', 'plan_end'), ('percent', 'percent_unit')]
    """
    found: list[Mark] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        bracketed = place > 0 and tokens[place - 1].text == "("
        length, marks = (1, ("percent",)) if token.text == "%" else _phrase(tokens, place)
        if "percent" in marks and bracketed:
            marks = (*marks, "percent_unit")
        if marks:
            strong = marks[0] in rules() and rules()[marks[0]][0].strong
            found.append(Mark(marks, place, place + length, tokens[place + length - 1].level, strong))
        place += length
    return found


def units(tokens: Sequence[Token]) -> tuple[list[tuple[int, str]], list[Token]]:
    """Units in brackets, which are words outside the vocabulary, with their level; and the tokens without them.

    >>> from normalize.heads.words import tokens
    >>> units(tokens(["Produksi", "Target (juta ton)"]))[0]
    [(1, 'juta ton')]
    """
    found: list[tuple[int, str]] = []
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        end = next((i for i in range(place + 1, min(place + 7, len(tokens))) if tokens[i].text == ")"), None)
        inside = tokens[place + 1 : end] if tokens[place].text == "(" and end is not None else ()
        if end is not None and inside and _is_unit(inside):
            found.append((tokens[place].level, " ".join(t.raw for t in inside)))
            place = end + 1
            continue
        kept.append(tokens[place])
        place += 1
    return found, kept


def split_core(tokens: Sequence[Token], marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks of a head that names several things, thing by thing: "Program/Kegiatan" are two.

    A joiner parts only where it follows the naming word itself: in "Indikator Tujuan/Sasaran" it joins what hangs on
    the indicator. "dan" parts also before a second value ("Tingkat Capaian dan Realisasi Anggaran").
    """
    parts: list[list[Mark]] = [[]]
    lead = last = ""
    for mark in marks:
        name = mark.names[0]
        if mark.strong and lead and _parts(tokens, mark, lead, last):
            parts.append([])
            lead = ""
        parts[-1].append(mark)
        if mark.strong:
            lead, last = lead or name, name
    return [part + _lent(part, after) for part, after in zip(parts, [*parts[1:], []], strict=True)]


def _lent(part: Sequence[Mark], after: Sequence[Mark]) -> list[Mark]:
    """What a thing takes from the next one: all that bends it where it stands bare, else percent, money and plan."""
    bare = all(m.strong for m in part)
    return [m for m in after if (bare and not m.strong) or set(m.names) <= SHARED]


def _parts(tokens: Sequence[Token], mark: Mark, lead: str, last: str) -> bool:
    before = tokens[mark.start - 1]
    if before.text in JOINERS:
        return lead == last
    if before.text not in AND:
        return False
    return lead == last or (mark.names[0] in VALUES and lead != "comparison")


def _is_unit(inside: Sequence[Token]) -> bool:
    strange = [t for t in inside if t.kind == "word" and not t.known]
    others = [t for t in inside if t not in strange]
    return 0 < len(strange) <= 3 and all(
        t.text == "/" or counts().get(t.text, ("", None))[0] == "scale" for t in others
    )


def _phrase(tokens: Sequence[Token], place: int) -> tuple[int, tuple[str, ...]]:
    """The longest phrase that starts here: how many tokens it takes, and its marks."""
    table = phrases()
    words = []
    for token in tokens[place : place + LONGEST_PHRASE]:
        if token.kind != "word":
            break
        words.append(token.text)
    for length in range(len(words), 0, -1):
        marks = table.get(tuple(words[:length]))
        if marks is not None:
            return length, marks
    return 1, ()
