"""Concepts that many agencies measure: accepted wordings decide, likeness only proposes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import cast

from rapidfuzz import fuzz

from normalize import facts
from normalize.identity import agency_names
from normalize.model import Polarity
from normalize.names.indicator_text import IndicatorText, indicator_text, known_words
from normalize.names.same_indicator import likeness, same_text
from normalize.words import words

_OWN_LEVEL = {"perangkat", "instansi", "pemerintah", "pemda", "kabupaten", "kota", "provinsi", "wilayah", "tahun"}
_YEAR = re.compile(r"20\d\d$")
_OPEN = "…"
_LEAST_SCORE = 85.0
_SLIP = 2


@dataclass(frozen=True, slots=True)
class Concept:
    """What several agencies measure: its unit, the range its values can have (None: no bound) and what is better."""

    concept_id: str
    name: str
    definition: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    polarity: Polarity
    source: str


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """The concept of a text; `exact` when the whole text is an accepted wording, not only its beginning."""

    concept_id: str
    exact: bool


@dataclass(frozen=True, slots=True)
class ConceptProposal:
    """A concept a text may mean, for a person to accept: the nearest accepted wording and how near it is (0 to 100)."""

    text: str
    concept_id: str
    alias: str
    score: float


@cache
def concepts() -> Mapping[str, Concept]:
    """All concepts by id."""
    columns = ("concept_id", "name", "definition", "unit", "low", "high", "polarity", "source")
    found = {
        row["concept_id"]: Concept(
            row["concept_id"],
            row["name"],
            row["definition"],
            row["unit"],
            Decimal(row["low"]) if row["low"] else None,
            Decimal(row["high"]) if row["high"] else None,
            cast(Polarity, row["polarity"]),
            row["source"],
        )
        for row in facts.rows("concepts", columns, ("concept_id",))
    }
    return MappingProxyType(found)


def concept_of(text: str) -> str | None:
    """The concept an indicator's text means by an accepted wording, else None.

    Case, order of words, "dan", abbreviations, an agency's or government's name and a year do not matter.

    >>> concept_of("Nilai SAKIP Dinas Sosial Kota Batu"), concept_of("Indeks Pembangunan Manusia (IPM)")
    ('akip-score', 'human-development-index')
    >>> concept_of("Persentase kabupaten/kota dengan nilai SAKIP minimal B") is None
    True
    """
    match = match_concept(text)
    return match.concept_id if match else None


@lru_cache(maxsize=16384)
def match_concept(text: str) -> ConceptMatch | None:
    """As `concept_of`, and whether the whole text is an accepted wording."""
    tokens = _tokens(text)
    whole, openings, _ = _aliases()
    concept_id = whole.get(tuple(sorted(tokens)))
    if concept_id:
        return ConceptMatch(concept_id, exact=True)
    for length in range(min(len(tokens) - 1, _longest_opening()), 1, -1):
        concept_id = openings.get(tokens[:length])
        if concept_id:
            return ConceptMatch(concept_id, exact=False)
    return _misprinted(tokens)


def _misprinted(tokens: tuple[str, ...]) -> ConceptMatch | None:
    """The concept of an accepted wording that the text is with a slip of the pen: it holds a word that is no word."""
    if all(token in known_words() for token in tokens):
        return None
    own = IndicatorText("", "", tokens, None)
    near = range(len(own.letters) - _SLIP, len(own.letters) + _SLIP + 1)
    meant = {
        concept_id
        for length in near
        for wording, concept_id in _wordings_by_length().get(length, ())
        if same_text(own, wording)
    }
    return ConceptMatch(meant.pop(), exact=True) if len(meant) == 1 else None


@cache
def _longest_opening() -> int:
    """How many words the longest wording has after which more may follow."""
    return max(map(len, _aliases()[1]), default=0)


@cache
def _wordings_by_length() -> Mapping[int, Sequence[tuple[IndicatorText, str]]]:
    """All whole wordings by how many letters they have."""
    found: dict[int, list[tuple[IndicatorText, str]]] = defaultdict(list)
    for wording, concept_id in _aliases()[2]:
        found[len(wording.letters)].append((wording, concept_id))
    return MappingProxyType(found)


def propose(text: str, limit: int = 3) -> tuple[ConceptProposal, ...]:
    """The concepts whose wordings are nearest to a text that no alias decides, best first.

    Wordings with a word that contrasts with the text's are never proposed.

    >>> [proposal.concept_id for proposal in propose("Indeks Pembangunan Manusia Daerah Pesisir")]
    ['human-development-index']
    >>> propose("Nilai SAKIP")
    ()
    """
    if match_concept(text):
        return ()
    own = indicator_text(text)
    best: dict[str, ConceptProposal] = {}
    for alias, concept_id in _wordings().items():
        score = float(fuzz.token_sort_ratio(" ".join(own.tokens), " ".join(indicator_text(alias).tokens)))
        if score >= _LEAST_SCORE and likeness(own, indicator_text(alias)) > 0:
            held = best.get(concept_id)
            if held is None or score > held.score:
                best[concept_id] = ConceptProposal(text, concept_id, alias, score)
    return tuple(sorted(best.values(), key=lambda each: (-each.score, each.concept_id))[:limit])


@cache
def _wordings() -> Mapping[str, str]:
    """Accepted wordings as written in the table, each to its concept."""
    table = facts.rows("concept_aliases", ("alias", "concept_id"), ("alias",))
    unknown = {row["concept_id"] for row in table} - set(concepts())
    if unknown:
        raise ValueError(f"concept_aliases.csv names concepts that are none: {', '.join(sorted(unknown))}")
    return MappingProxyType({row["alias"]: row["concept_id"] for row in table})


@cache
def _aliases() -> tuple[
    Mapping[tuple[str, ...], str], Mapping[tuple[str, ...], str], tuple[tuple[IndicatorText, str], ...]
]:
    """Whole wordings by their sorted words, wordings after which more may follow by their words, all whole texts."""
    texts: list[tuple[IndicatorText, str]] = []
    whole: dict[tuple[str, ...], str] = {}
    openings: dict[tuple[str, ...], str] = {}
    for alias, concept_id in _wordings().items():
        tokens = _tokens(alias.rstrip(_OPEN))
        if not alias.endswith(_OPEN):
            texts.append((IndicatorText("", "", tokens, None), concept_id))
        table, key = (openings, tokens) if alias.endswith(_OPEN) else (whole, tuple(sorted(tokens)))
        if table.setdefault(key, concept_id) != concept_id:
            raise ValueError(f"concept_aliases.csv gives “{alias}” to {table[key]} and {concept_id}")
    return MappingProxyType(whole), MappingProxyType(openings), tuple(texts)


def _tokens(text: str) -> tuple[str, ...]:
    """The words that carry a text's meaning for any agency, in order; "pemerintah kota" at the end says nothing."""
    tokens = [t for t in indicator_text(_without_agencies(text)).tokens if not _YEAR.match(t)]
    while len(tokens) > 1 and tokens[-1] in _OWN_LEVEL:
        tokens.pop()
    return tuple(tokens)


def _without_agencies(text: str) -> str:
    """The text without names of agencies, unless it begins with one."""
    row = words([text])
    inside: set[int] = set()
    for mention in (*agency_names.mentions(row), *agency_names.short_mentions(row, {})):
        if mention.start > 1 and mention.kind != "lembaga":
            inside.update(range(mention.start, mention.end))
    if not inside:
        return text
    return " ".join(word.text for position, word in enumerate(row) if position not in inside)
