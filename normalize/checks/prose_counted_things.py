"""One kind of thing that the text counts twice, with two digits of the number changed round."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import listed, where
from normalize.model import Finding, Sentence
from normalize.prose.phrases import OTHER_BASES, YEAR_BEFORE
from normalize.prose.years import years_of

COUNT = re.compile(
    r"(?<![\d.,/\w])(?P<number>[1-9]\d{2}|[1-9]\d{0,2}(?:\.\d{3})+)\s+(?P<what>[a-z]{4,}\s+[a-z]{4,})\b(?!\s*/)"
)
DIGITS = re.compile(r"\d{3}|\d\.\d{3}")
OTHER = re.compile(rf"\b(?:{OTHER_BASES}|{YEAR_BEFORE}|triwulan|semester|target|per|sebelumnya|menjadi)\b", re.I)
NO_THINGS = frozenset(
    ("yang", "dari", "pada", "atau", "dengan", "untuk", "dalam", "oleh", "juta", "ribu", "miliar", "milyar", "persen",
     "rupiah", "serta", "lebih", "orang", "jiwa", "unit", "buah", "tahun", "hari", "sehingga", "telah", "sudah")
)  # fmt: skip


def check_counted_things(dossier: Dossier) -> Iterator[Finding]:
    """`142 tempat tidur` in one place and `124 tempat tidur` in another; a thing with more than two counts is many."""
    found: dict[str, dict[str, list[Sentence]]] = defaultdict(lambda: defaultdict(list))
    for sentence in dossier.interpretation.sentences:
        for match in COUNT.finditer(sentence.text) if DIGITS.search(sentence.text) else ():
            words = match["what"].split()
            is_own = not OTHER.search(sentence.text) and not years_of(sentence.text) - {dossier.year}
            if is_own and not NO_THINGS & set(words):
                found[" ".join(words)][match["number"]].append(sentence)
    for what, counts in found.items():
        if len(counts) != 2 or not _is_turned(*counts):
            continue
        sides = [(number, [place_of(one, dossier) for one in same]) for number, same in counts.items()]
        yield finding(
            "prose.conflict",
            [place for _, places in sides for place in places],
            f"The text counts {listed([f'{number} {what} ({where(places)})' for number, places in sides])}.",
            " | ".join(number for number, _ in sides),
        )


def _is_turned(one: str, other: str) -> bool:
    """Whether two neighbouring digits of a number have changed places.

    >>> _is_turned("142", "124"), _is_turned("142", "241")
    (True, False)
    """
    return len(one) == len(other) and any(
        one[:at] + one[at : at + 2][::-1] + one[at + 2 :] == other for at in range(len(one) - 1)
    )
