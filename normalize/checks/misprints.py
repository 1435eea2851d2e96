"""Amounts in the text whose groups of digits fit no way of writing numbers, and errors that a spreadsheet left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.model import Place
from extract.numbers import read_figure
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, number, where
from normalize.model import Finding

AMOUNT = re.compile(r"\bRp\s*[.:]?\s*(?P<digits>\d[\d.,]*\d)")
ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)")
MOST_SHOWN = 6


def check_amounts_in_text(dossier: Dossier) -> Iterator[Finding]:
    """`Rp 2.400.,000,000` in a sentence."""
    for sentence in dossier.interpretation.sentences:
        if "Rp" not in sentence.text:
            continue
        for found in AMOUNT.finditer(sentence.text):
            printed = found["digits"]
            figure = read_figure(printed)
            if figure.kind == "malformed":
                paragraph = dossier.interpretation.paragraphs[sentence.paragraph]
                place = place_at(*paragraph.at(sentence.start + found.start()), dossier)
                proposal = figure.proposal
                probable = f"; it probably means {number(proposal)}" if proposal is not None else ""
                yield finding(
                    "number.malformed",
                    [place],
                    f"An amount in the text is printed as {name(found.group())} ({where([place])}), which is no "
                    f"well-formed number{probable}.",
                    printed,
                    number(proposal) if proposal is not None else None,
                )


def check_error_values(dossier: Dossier) -> Iterator[Finding]:
    """`#REF!` where a value should stand; one finding a report."""
    found: list[tuple[str, Place]] = []
    for page in dossier.pages_with("#"):
        for line in page.lines:
            found += [(error, place_at(page.page, line.line, dossier)) for error in ERROR.findall(line.text)]
    if not found:
        return
    kinds = list(dict.fromkeys(error for error, _ in found))
    shown = [f"{name(kind)} ({where(place for error, place in found if error == kind)})" for kind in kinds[:MOST_SHOWN]]
    yield finding(
        "number.error",
        [place for _, place in found],
        f"Errors of a spreadsheet stand where values should: {'; '.join(shown)}.",
        " | ".join(kinds),
        None,
    )
