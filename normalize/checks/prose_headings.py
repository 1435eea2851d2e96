"""Headings of programmes over a sentence that begins with another programme's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import same_or_part, tokens
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.model import Finding, Paragraph

KIND = r"(?:Program|Kegiatan)"
HEADING = re.compile(
    rf"^\W*(?:\(?\w{{1,4}}[.)]\s*)?(?P<kind>{KIND})\s+(?P<name>[A-Z][^.;:()\d]{{8,120}}?)\s*(?:\([^()]*\))?\W*$", re.S
)
JOINED = re.compile(
    rf"^\W*\(?\w{{1,4}}[.)]\s*(?P<kind>{KIND})\s+(?P<name>[A-Z][^.;:()\d]{{8,120}}?)\s*(?:\([^()]*\)\s*)?(?=(?P=kind)\s+[A-Z])",
    re.S,
)
SENTENCE = re.compile(
    rf"^\W*(?P<kind>{KIND})\s+(?P<name>[A-Z][^.;:()\d]{{8,120}}?)[\s,]+(?:\([^()]*\)\s*)?"
    r"(?:dengan|yang|sebesar|melalui|meliputi|terdiri|bertujuan|memiliki|merupakan|dilaksanakan|adalah|ini)\b",
    re.S,
)
LEAST_SHARED = 2
MOST_SHOWN = 5


def check_program_headings(dossier: Dossier) -> Iterator[Finding]:
    """`1) Program Pengelolaan Ruang Laut` over `Program Pengelolaan Sumber Daya Laut dengan …`; one finding."""
    found = list(_unlike(dossier))
    if not found:
        return
    shown = [f"{name(over)} stands over {name(said)} ({where([at])})" for over, said, at in found[:MOST_SHOWN]]
    yield finding(
        "prose.heading",
        [at for _, _, at in found],
        f"Headings name other programmes or activities than the sentences below them: {'; '.join(shown)}.",
        " | ".join(said for _, said, _ in found[:MOST_SHOWN]),
        " | ".join(over for over, _, _ in found[:MOST_SHOWN]),
    )


def _unlike(dossier: Dossier) -> Iterator[tuple[str, str, Place]]:
    paragraphs = dossier.interpretation.paragraphs
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "caption" or not ("Program" in paragraph.text or "Kegiatan" in paragraph.text):
            continue
        pair = _pair(paragraph, paragraphs[number + 1 : number + 2])
        if pair is not None and _is_other(*pair[1:]):
            kind, over, said = pair
            at = place_at(*paragraph.pieces[0][1:], dossier)
            yield f"{kind} {' '.join(over.split())}", f"{kind} {' '.join(said.split())}", at


def _pair(paragraph: Paragraph, behind: Sequence[Paragraph]) -> tuple[str, str, str] | None:
    """The kind, the heading's name and that of the sentence, whether on lines of one paragraph or of the next."""
    joined = JOINED.match(paragraph.text)
    if joined is not None:
        said = SENTENCE.match(paragraph.text[joined.end() :])
        return (joined["kind"], joined["name"], said["name"]) if said is not None else None
    over = HEADING.match(paragraph.text) if paragraph.kind != "text" else None
    said = SENTENCE.match(behind[0].text) if over is not None and behind and behind[0].kind == "text" else None
    is_pair = over is not None and said is not None and over["kind"] == said["kind"]
    return (over["kind"], over["name"], said["name"]) if over is not None and said is not None and is_pair else None


def _is_other(over: str, said: str) -> bool:
    """Whether two names share words, and neither is the other in spelling, shortened or in part."""
    if same_or_part(over, said):
        return False
    one, other = set(tokens(over)), set(tokens(said))
    return not (one <= other or other <= one) and len(one & other) >= LEAST_SHARED
