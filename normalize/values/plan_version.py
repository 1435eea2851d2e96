"""Which plan a target was taken from: the agreement, its revision, the yearly plan or the strategic plan.

The head of a column says it first, then the title of a table that holds nothing but targets, then the kind of the
document. A table that also holds results is a measurement: its targets are those the report measures against.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model import RawTable
from normalize.model import DocumentKind

_AGREEMENT = r"(?:perjanjian|penetapan)\s+kinerja"
VERSION_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:{_AGREEMENT}|\bpk)\s+\(?(?:perubahan|revisi)|perubahan\s+{_AGREEMENT}", re.I), "pk_revised"),
    (re.compile(rf"{_AGREEMENT}|\bpk\b", re.I), "pk"),
    (re.compile(r"rencana\s+kinerja|\brkt\b|rencana\s+kerja|\brenja\b", re.I), "rkt"),
    (re.compile(r"renstra|rencana\s+strate|jangka\s+menengah|rpjmd|\brpd\b", re.I), "renstra"),
)
PLAN_YEARS = 3
"""A table that holds nothing but targets, of so many years, is that of the strategic plan."""
TITLE_LINES = 3
TITLE_LENGTH = 90
SENTENCE = re.compile(r"[.:;,]\s*$|\b(?:sebagai berikut|berikut ini|tersaji|disajikan|dapat dilihat)\b", re.I)


def version_in(title: str | None) -> str | None:
    """The plan that a title names.

    >>> version_in("Tabel 2.4 Perjanjian Kinerja Tahun 2024"), version_in("PK Perubahan 2023"), version_in("Tabel 3.1")
    ('pk', 'pk_revised', None)
    >>> version_in("Rencana Kinerja Tahunan (RKT) 2016"), version_in("Target Renstra 2018-2023")
    ('rkt', 'renstra')
    """
    return next((version for pattern, version in VERSION_WORDS if pattern.search(title or "")), None)


def version_of_table(table: RawTable, years: Sequence[int]) -> str | None:
    """The plan a table of nothing but targets prints, from its title, the headings above it, or its many years."""
    named = version_in(table.caption)
    if named is None and table.caption is None:
        named = next(filter(None, map(version_in, _headings(table))), None)
    return named or ("renstra" if len(set(years)) >= PLAN_YEARS else None)


def _headings(table: RawTable) -> list[str]:
    """The last lines above a table that are no sentences, joined and one by one, nearest first."""
    lines = [line.text for line in table.lead[-TITLE_LINES:]]
    titles = [text for text in lines if len(text) <= TITLE_LENGTH and not SENTENCE.search(text)]
    return [" ".join(titles), *reversed(titles)]


def version_of_document(kind: DocumentKind, titles: Sequence[str]) -> str | None:
    """The plan that every target of a document belongs to: an agreement's, revised where its first lines say so."""
    if kind != "agreement":
        return None
    return "pk_revised" if any(version_in(title) == "pk_revised" for title in titles) else "pk"
