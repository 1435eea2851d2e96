"""Keys made from content: the same report gives the same keys on every machine."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from extract.model import Place
from normalize.model import Aggregate, Budget, Finding, Observation

DOC_DIGITS = 12


def document_key(sha256: str) -> str:
    """The first 12 digits of a document's sha256, which open every id.

    >>> document_key("1fee9992d8bd1d4fc988a9574b76424e")
    '1fee9992d8bd'
    """
    return sha256[:DOC_DIGITS]


def place_key(doc: str, place: Place) -> str:
    """A cell's address.

    >>> place_key("1fee9992d8bd", Place(12, 2, 5, 4))
    '1fee9992d8bd/p12/t2/r5c4'
    """
    return f"{doc}/p{place.page}/t{place.table_no}/r{place.row}c{place.col}"


def numbered(keys: Iterable[str]) -> list[str]:
    """The keys in their order, each repeat with its number behind it.

    >>> numbered(["a", "b", "a", "a"])
    ['a', 'b', 'a/2', 'a/3']
    """
    seen: Counter[str] = Counter()
    result = []
    for key in keys:
        seen[key] += 1
        result.append(key if seen[key] == 1 else f"{key}/{seen[key]}")
    return result


def observation_ids(doc: str, observations: Iterable[Observation]) -> list[str]:
    """`<doc>/p<page>/t<table_no>/r<row>c<col>/<measure>/<year>/<period>`, with `/2` for a second value of one cell.

    A value whose year is not printed has `none` in its place.
    """
    return numbered(
        f"{place_key(doc, one.place)}/{one.measure}/{one.year or 'none'}/{one.period}" for one in observations
    )


def aggregate_ids(doc: str, aggregates: Iterable[Aggregate]) -> list[str]:
    """As for observations, with average, total, difference or growth as the measure."""
    return numbered(
        f"{place_key(doc, one.observation.place)}/{one.kind}/{one.observation.year or 'none'}/{one.observation.period}"
        for one in aggregates
    )


def budget_ids(doc: str, budgets: Iterable[Budget]) -> list[str]:
    """`<doc>/p<page>/t<table_no>/r<row>c<col>/budget/<year>/<version>`; a table that names no version has `only`."""
    return numbered(
        f"{place_key(doc, one.place)}/budget/{one.year or 'none'}/{one.version or 'only'}" for one in budgets
    )


def finding_ids(doc: str, findings: Iterable[Finding]) -> list[str]:
    """`<doc>/<rule>/p<page>/<8 digits of what it says>`: a finding keeps its id while it says the same."""
    return numbered(f"{doc}/{one.rule}/p{one.page or 'none'}/{_digest(one)}" for one in findings)


def _digest(finding: Finding) -> str:
    said = "\x1f".join((finding.message, finding.printed or "", finding.expected or "", repr(finding.pages)))
    return hashlib.sha256(said.encode()).hexdigest()[:8]
