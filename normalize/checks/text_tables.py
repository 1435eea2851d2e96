"""Tables of a text report whose cells cut words and sentences: what was lost when the report was turned into text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extract.model import Place, RawTable
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import listed, name, where
from normalize.model import Finding

LAST = re.compile(r"([^\W\d_]{2,})$")
FIRST = re.compile(r"^([^\W\d_]+)")
LEAST_WORD = 6
LEAST_SENTENCE = 40
MOST_SHOWN = 4
SHOWN_WORDS = 4


def check_broken_cells(dossier: Dossier) -> Iterator[Finding]:
    """Words cut by the border of a cell, and sentences that go on as a row of a table; one finding a text report."""
    document = dossier.interpretation.document
    if document.kind != "text":
        return
    words = Counter(
        word.casefold()
        for page in document.pages
        for line in page.lines
        for word in re.findall(r"[^\W\d_]+", line.text)
    )
    found: list[tuple[str, tuple[Place, ...]]] = []
    for table in document.tables:
        found += [(f"{name(f'{a} | {b}')} for {name(a + b)}", places) for a, b, places in _cut_words(table, words)]
    for page in document.pages:
        printed = {line.line for line in page.lines if line.text.strip()}
        found += [
            (
                f"{name(' '.join(line.text.split()[:SHOWN_WORDS]))} as a row",
                (Place(page.page, 0, line.line, 1, line.line),),
            )
            for line in page.lines
            if _is_sentence(line.text) and not {line.line - 1, line.line + 1} & printed
        ]
    if not found:
        return
    shown = [f"{what} ({where(at)})" for what, at in found[:MOST_SHOWN]]
    more = [f"{len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
    yield finding(
        "text.cut",
        [place for _, at in found for place in at],
        f"Tables cut words and sentences: {listed([*shown, *more])}.",
        " | ".join(what for what, _ in found),
        None,
    )


def _cut_words(table: RawTable, words: Counter[str]) -> Iterator[tuple[str, str, tuple[Place, Place]]]:
    """The two pieces of each word of the report that the border to the cell at the right or below cuts."""
    cells = {(cell.row, cell.col): cell for cell in table.cells}
    for (row, col), cell in sorted(cells.items()):
        end = LAST.search(cell.text.strip())
        if end is None:
            continue
        for other in (cells.get((row, col + 1)), cells.get((row + 1, col))):
            start = FIRST.match(other.text.strip()) if other is not None else None
            if other is not None and start is not None and _is_cut(end.group(1), start.group(1), words):
                yield end.group(1), start.group(1), (cell.place, other.place)


def _is_sentence(text: str) -> bool:
    """Whether a line is the end of a sentence with empty cells behind it."""
    plain = text.rstrip("\t")
    return len(text) - len(plain) > 1 and "\t" not in plain and plain[:1].islower() and len(plain) >= LEAST_SENTENCE


def _is_cut(one: str, other: str, words: Counter[str]) -> bool:
    """Whether two pieces are a word of the report together, the second begins small and stands nowhere else."""
    whole = (one + other).casefold()
    return other.islower() and len(whole) >= LEAST_WORD and words[whole] > 0 and words[other.casefold()] == 1
