"""Charts whose printed labels contradict themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from extract.model import Page, Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import listed, name, where
from normalize.model import Finding

LABEL = re.compile(r"(?P<label>[^\W\d_]++(?:\s[^\W\d_]++){0,2})\s*[;,]\s*(?P<value>\d[\d.,]*%?)(?=\s|$)")
VALUE = re.compile(r"[;,](?<!\d.)\s*\d[\d.,]*%?(?=\s|$)")
LEAST_LABELS = 4
FARTHEST = 2
"""So many characters apart stand the labels of one chart."""


def check_chart_labels(dossier: Dossier) -> Iterator[Finding]:
    """Charts of parts (`Label; 10`) that give one label two values, while all others come once."""
    for page in dossier.interpretation.document.pages:
        for labels, place in _charts(page, dossier):
            counts = Counter(label for label, _ in labels)
            twice = [label for label, count in counts.items() if count > 1]
            values = [value for label, value in labels if label == twice[0]] if twice else []
            if len(labels) >= LEAST_LABELS and len(twice) == 1 and len(set(values)) == 2 == len(values):
                yield finding(
                    "chart.label",
                    [place],
                    f"A chart calls two parts {name(twice[0])} ({where([place])}), with {listed(values)}.",
                    " | ".join(f"{label}; {value}" for label, value in labels),
                    None,
                )


def _charts(page: Page, dossier: Dossier) -> Iterator[tuple[list[tuple[str, str]], Place]]:
    """The labels with their values that stand one behind the other on a page, by chart, and where they begin."""
    text = "".join(f"{line.text} " for line in page.lines)
    if len(VALUE.findall(text)) < LEAST_LABELS:
        return
    starts = list(accumulate((len(line.text) + 1 for line in page.lines), initial=0))
    run: list[tuple[str, str]] = []
    place, end = None, -FARTHEST
    for found in LABEL.finditer(text):
        if found.start() - end > FARTHEST:
            if place is not None:
                yield run, place
            at = bisect_right(starts, found.start()) - 1
            run, place = [], place_at(page.page, page.lines[at].line, dossier)
        run.append((" ".join(found["label"].split()), found["value"]))
        end = found.end()
    if place is not None:
        yield run, place
