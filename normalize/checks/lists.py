"""Lists that count or add up wrongly: appendices that are left out, items that do not make the sum below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extract.model import Place
from extract.numbers import read_figure
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import listed, number, where
from normalize.model import Finding, Paragraph

APPENDIX = re.compile(r"^\W*(?:Lampiran|LAMPIRAN)\s+(?P<no>\d{1,2})\b(?![.,]\d)\s*[:.\-–]?\s*(?P<title>[^\W\d_].+)")
LEAST_APPENDICES = 4
PRICED = re.compile(
    r"^\s*(?P<no>\d{1,3})[.)]\s*(?P<name>[^\W\d_][^:]{2,80}?)\s*:\s*(?:Rp\.?\s*)?(?P<figure>\d[\d.,]*\d|\d)"
    r"(?:,-|\s*[^\W\d_]{1,6}\d?)?\s*$"
)
SUMMED = re.compile(r"^\s*(?:jumlah|total)\s*:\s*(?:Rp\.?\s*)?(?P<figure>\d[\d.,]*\d)", re.I)
LEAST_ITEMS = 3
NEAR = Decimal("0.2")
FURNITURE = 3
"""So many lines may stand between two items: the foot and head of a page."""


def check_appendices(dossier: Dossier) -> Iterator[Finding]:
    """`Lampiran 4` and then `Lampiran 6` in the list of appendices, or one number twice; one finding."""
    run: list[tuple[int, str, Paragraph]] = []
    for paragraph in (*dossier.interpretation.paragraphs, None):
        match = APPENDIX.match(paragraph.text) if paragraph is not None else None
        if paragraph is not None and match is not None:
            run.append((int(match["no"]), match["title"], paragraph))
            continue
        if len(run) >= LEAST_APPENDICES and run[0][0] == 1 and (found := _misnumbered(run, dossier)) is not None:
            yield found
            return
        run = []


def _misnumbered(run: Sequence[tuple[int, str, Paragraph]], dossier: Dossier) -> Finding | None:
    """Where the appendices of a list do not count on, where at most places they do."""
    wrong = [(one, other) for one, other in pairwise(run) if other[0] - one[0] in (0, 2)]
    steps = sum(other[0] - one[0] == 1 for one, other in pairwise(run))
    if not wrong or steps + len(wrong) != len(run) - 1 or steps < 2 * len(wrong):
        return None
    places = [place_at(*one[2].pieces[0][1:], dossier) for pair in wrong for one in pair]
    parts = [
        f"behind number {one[0]} stands number {other[0]}" if one[0] != other[0] else f"number {one[0]} stands twice"
        for one, other in wrong
    ]
    return finding(
        "list.appendix",
        places,
        f"In the list of appendices (lampiran) {listed(parts)} ({where(places)}).",
        " | ".join(str(other[0]) for _, other in wrong),
        " | ".join(str(one[0] + 1) for one, _ in wrong),
    )


def check_listed_sums(dossier: Dossier) -> Iterator[Finding]:
    """`1. Taman A : 20.000`, `2. Taman B : 6.000`, … `JUMLAH : 92.685`, where the items make another sum."""
    for page_sum, items in _sums(dossier):
        printed, place = page_sum
        total = read_figure(printed).value
        values = [read_figure(figure).value for figure, _ in items]
        if total is None or any(value is None for value in values):
            continue
        added = sum((value for value in values if value is not None), Decimal(0))
        if added != total and abs(added - total) <= NEAR * total:
            places = [place, items[0][1], items[-1][1]]
            yield finding(
                "list.sum",
                places,
                f"A list of {len(items)} items is summed to {printed} ({where(places)}), but they add up to "
                f"{number(added)}.",
                printed,
                number(added),
            )


def _sums(dossier: Dossier) -> Iterator[tuple[tuple[str, Place], list[tuple[str, Place]]]]:
    """The sums below numbered lists of figures, with the items from 1 on."""
    items: list[tuple[str, Place]] = []
    between = 0
    for page in dossier.interpretation.document.pages:
        for line in page.lines:
            item = PRICED.match(line.text) if ":" in line.text else None
            if item is not None and int(item["no"]) in (1, len(items) + 1):
                items = [] if int(item["no"]) == 1 else items
                items.append((item["figure"], place_at(line.page, line.line, dossier)))
                between = 0
                continue
            if len(items) >= LEAST_ITEMS and (found := SUMMED.match(line.text)):
                yield (found["figure"], place_at(line.page, line.line, dossier)), items
                items = []
            between += bool(line.text.strip())
            if between > FURNITURE:
                items = []
