"""Slips of the pen that the report itself shows: words a letter away from what it writes elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at, place_of
from normalize.checks.wording import listed, name, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence

SCALES = ("miliar", "milyar")
SCALE = re.compile(r"\b(?:miliar|milyar)\b", re.I)
WRITTEN = Hints(SCALES)
WORD = re.compile(r"(?<![\w.@/-])[^\W\d_]{6,}(?![\w@/])")
TRIPLE = re.compile(r"([a-z])\1\1")
DOUBLE = re.compile(r"([a-z])\1")
ROOT_IN_K = re.compile(r"kk(?=an)")
"""`tunjuk` with `-kan` has two: no slip."""
KNOWN = 5
"""How often a report must write a word for a single print a letter away to be a slip."""
MOST_SHOWN = 6
LEAST_NAME = 4
LEAST_LETTERS = 5


def check_scale_spelling(dossier: Dossier) -> Iterator[Finding]:
    """`milyar` and `miliar` in one report; a sentence with both is named before others."""
    found: dict[str, list[Sentence]] = {scale: [] for scale in SCALES}
    for sentence in dossier.interpretation.sentences:
        if WRITTEN.are_in(sentence.text):
            for scale in {match.lower() for match in SCALE.findall(sentence.text)}:
                found[scale].append(sentence)
    if not all(found.values()):
        return
    both = [one for one in found[SCALES[0]] if one in found[SCALES[1]]]
    shown = {scale: both or same for scale, same in found.items()}
    places = {scale: [place_of(one, dossier) for one in same] for scale, same in shown.items()}
    parts = [f"{name(scale)} ({where(places[scale])})" for scale in SCALES]
    yield finding(
        "words.spelling",
        [place for at in places.values() for place in at],
        f"The word for a thousand million is spelled in two ways{', even in one sentence' if both else ''}: "
        f"{listed(parts)}.",
        " | ".join(reversed(SCALES)),
        SCALES[0],
    )


def check_spelling(dossier: Dossier) -> Iterator[Finding]:
    """Words printed once with a letter doubled or two letters swapped, which the report writes rightly often."""
    if any(page.source == "ocr" for page in dossier.interpretation.document.pages):
        return
    pages = dossier.interpretation.document.pages
    often = _words("\n".join(line.text for page in pages for line in page.lines))
    slips: dict[str, tuple[str, list[Place]]] = {}
    for word, count in often.items():
        right = _right(word, often) if count == 1 or TRIPLE.search(word) else None
        if right is not None:
            lines = (line for page in dossier.pages_with(word) for line in page.lines)
            at = [line for line in lines for _ in range(_words(line.text)[word])]
            slips[word] = right, [place_at(line.page, line.line, dossier) for line in at]
    if not slips:
        return
    shown = [f"{name(slip)} for {name(right)} ({where(at)})" for slip, (right, at) in slips.items()]
    more = [f"{len(shown) - MOST_SHOWN} more"] if len(shown) > MOST_SHOWN else []
    yield finding(
        "text.spelling",
        [place for _, at in slips.values() for place in at],
        f"Words are misspelled: {listed([*shown[:MOST_SHOWN], *more])}.",
        " | ".join(slips),
        " | ".join(right for right, _ in slips.values()),
    )


def _words(text: str) -> Counter[str]:
    """How often each word of six letters or more comes, in small letters; those in capitals are left out."""
    found: Counter[str] = Counter()
    for word, count in Counter(WORD.findall(text)).items():
        if word[1:].islower():
            found[word.lower()] += count
    return found


def _right(word: str, often: Counter[str]) -> str | None:
    """The word that a slip stands for: one letter less where a letter is doubled, or two neighbours changed round.

    >>> _right("angggaran", Counter({"anggaran": 9})), _right("inidkator", Counter({"indikator": 9}))
    ('anggaran', 'indikator')
    >>> _right("median", Counter({"media": 9})) is None
    True
    """
    least = 1 if TRIPLE.search(word) else KNOWN
    return next((other for other in _near(word) if often.get(other, 0) >= least), None)


def _near(word: str) -> Iterable[str]:
    doubled = TRIPLE if TRIPLE.search(word) else DOUBLE
    without = [
        word[: m.start()] + word[m.start() + 1 :]
        for m in doubled.finditer(word)
        if not ROOT_IN_K.match(word, m.start())
    ]
    changed: Sequence[str] = [
        word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1) if word[i] != word[i + 1]
    ]
    return dict.fromkeys([*without, *changed])


def check_agency_spelling(dossier: Dossier) -> Iterator[Finding]:
    """The agency's own name with one word a letter away; one finding."""
    agency = [word.lower() for word in re.findall(r"[^\W\d_]+", dossier.interpretation.identity.agency or "")]
    if len(agency) < LEAST_NAME:
        return
    slips: dict[str, tuple[str, list[Place]]] = {}
    for paragraph in dossier.interpretation.paragraphs:
        if agency[0] not in paragraph.text.lower():
            continue
        words = list(re.finditer(r"[^\W\d_]+", paragraph.text))
        lowered = [word.group().lower() for word in words]
        for start in (n for n, word in enumerate(lowered) if word == agency[0]):
            own = lowered[start : start + len(agency)]
            unlike = [(a, b) for a, b in zip(own, agency, strict=False) if a != b]
            if len(own) == len(agency) and len(unlike) == 1 and _is_slip(*unlike[0]):
                at = next(n for n, word in enumerate(own) if word == unlike[0][0])
                place = place_at(*paragraph.at(words[start + at].start()), dossier)
                slips.setdefault(words[start + at].group(), (unlike[0][1], []))[1].append(place)
    if slips:
        shown = [f"{name(slip)} for {name(right.capitalize())} ({where(at)})" for slip, (right, at) in slips.items()]
        yield finding(
            "name.agency",
            [place for _, at in slips.values() for place in at],
            f"The agency's own name is misspelled: {listed(shown)}.",
            " | ".join(slips),
            dossier.interpretation.identity.agency,
        )


def _is_slip(word: str, right: str) -> bool:
    """Whether a word is one letter away from a long one."""
    return len(right) >= LEAST_LETTERS and word[0] == right[0] and OSA.distance(word, right, score_cutoff=1) == 1
