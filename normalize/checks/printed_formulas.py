"""The formulas that a report prints for its achievements, where they are misprinted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.model import Line
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.model import Finding

RULE = re.compile(r"semakin\s+(?:tinggi|besar|rendah|kecil)\s+realisasi", re.I)
WORSE = re.compile(
    r"semakin\s+(?:rendah|buruk|jelek|kurang|turun)|kurang\s+baik|(?:rendah|kecil)\s+realisasi.{0,60}\bbaik",
    re.I | re.S,
)
SAID = re.compile(r"\brumus", re.I)
PER_HUNDRED = re.compile(r"[x×*]\s*100", re.I)
REACHED = re.compile(r"\bre\w{2,6}asi\b|\bcapaian\s+aktual", re.I)
WANTED = re.compile(r"\b(?:rencana|target)\b", re.I)
REVERSED = re.compile(r"([A-Za-z]+)\s*[-–]\s*\(\s*([A-Za-z]+)\s*[-–]\s*([A-Za-z]+)\s*\)")
ENDS = re.compile(r"\b(?:selanjutnya|skala|kategori|berdasarkan|adapun)\b", re.I)
MOST_LINES = 9


@dataclass(frozen=True, slots=True)
class Formula:
    """The lines under the words that say when a formula is used."""

    line: Line
    text: str
    is_reversed: bool


def check_printed_formulas(dossier: Dossier) -> Iterator[Finding]:
    """Formulas without the realisation, and reversed ones that take it twice; each once."""
    seen: set[str] = set()
    for page in dossier.pages_with("semakin"):
        for formula in _formulas(page.lines):
            wrong = _wrong(formula)
            key = re.sub(r"\W", "", formula.text).casefold()
            if wrong is None or key in seen:
                continue
            seen.add(key)
            place = place_at(formula.line.page, formula.line.line, dossier)
            better = "lower" if formula.is_reversed else "higher"
            yield finding(
                "formula.misprinted",
                [place],
                f"The formula for indicators where {better} is better is printed as {name(formula.text)} "
                f"({where([place])}), {wrong}.",
                formula.text,
                None,
            )


def _formulas(lines: Sequence[Line]) -> Iterator[Formula]:
    """What stands under each `semakin tinggi realisasi …, maka digunakan rumus`, up to the next one or to new text."""
    for at, line in enumerate(lines):
        if not RULE.search(line.text):
            continue
        words = [line.text]
        formula: list[Line] = []
        for other in lines[at + 1 : at + 1 + MOST_LINES]:
            if RULE.search(other.text) or ENDS.search(other.text):
                break
            if any(SAID.search(text) for text in words):
                formula.append(other)
            else:
                words.append(other.text)
        text = " ".join(" ".join(other.text for other in formula).split())
        if PER_HUNDRED.search(text):
            yield Formula(formula[0], text, WORSE.search(" ".join(words)) is not None)


def _wrong(formula: Formula) -> str | None:
    if not REACHED.search(formula.text):
        return "in which the realisation does not occur" if WANTED.search(formula.text) else None
    reversed_ = REVERSED.search(formula.text)
    if formula.is_reversed and reversed_ is not None:
        first, reached, wanted = reversed_.groups()
        if REACHED.fullmatch(first) and REACHED.fullmatch(reached) and WANTED.fullmatch(wanted):
            return f"which begins with the realisation; it is {wanted}-({reached}-{wanted})"
    return None
