"""Numbers in the text that disagree with their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, number, where
from normalize.model import Finding, NumberPair
from normalize.words import letters


def check_number_words(dossier: Dossier) -> Iterator[Finding]:
    """Numbers whose words say something else or are no number; one finding for each pair of digits and words."""
    groups: dict[tuple[str, str], list[NumberPair]] = defaultdict(list)
    for pair in dossier.interpretation.number_words:
        if not pair.agrees:
            groups[pair.digits, letters(pair.words)].append(pair)
    for same in groups.values():
        yield _words_finding(same, dossier)


def _words_finding(same: Sequence[NumberPair], dossier: Dossier) -> Finding:
    pair = same[0]
    places = [place_of(one, dossier) for one in same]
    shown = f"{pair.digits} is written as {name(pair.words)} ({where(places)})"
    if pair.words_value is not None:
        said = number(pair.words_value)
        return finding("words.differ", places, f"{shown}, which says {said}.", pair.words, pair.digits)
    lack = f"the word “{pair.missing}” is missing" if pair.missing else "the words make no number"
    return finding("words.malformed", places, f"{shown}: {lack}.", pair.words, pair.missing or pair.digits)
