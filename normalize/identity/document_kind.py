"""What a document is: the yearly report, or only an agreement, a plan or a print made during the year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

from normalize import facts
from normalize.identity.title_lines import TitleLines
from normalize.model import DocumentKind

_MONTHS = "JANUARI|FEBRUARI|PEBRUARI|MARET|APRIL|MEI|JUNI|JULI|AGUSTUS|SEPTEMBER|OKTOBER|NOVEMBER|NOPEMBER|DESEMBER"
_MONTHLY = re.compile(rf"\b(?:TARGET|REALISASI)\s+(?:BULAN\s+)?(?:{_MONTHS})\b")
_MEASURED = re.compile(r"\bPENGUKURAN\s+KINERJA\b.{0,80}\bTAHUN\s+20\d\d", re.DOTALL)
_EVALUATES = re.compile(r"^(?:\S{1,5}\s+)?EVALUASI\b(?!.{0,40}\b(?:AKUNTABILITAS|S?AKIP|LAPORAN)\b)", re.MULTILINE)
_TITLE = re.compile(
    r"\b(?:L[AK]{1,2}J?IP|LKJ|LAKIN)\b|\bLAPORAN (?:AKUNTABILITAS )?KINERJA (?:INSTANSI|TAHUN|DINAS|BADAN)\b"
)
_AGREEMENT = re.compile(r"(?:.{0,60}\n){0,2}?(?:LAMPIRAN\s+)?(?:PERJANJIAN|PENETAPAN)\s+KINERJA\b")
_RUNNING_SHARE = 0.4
_CHAPTER_ONE_OR_THREE = re.compile(r"\bBAB\s+(?:I|III)\b|\bIII\.\s+AKUNTABILITAS")


def document_kind(lines: TitleLines) -> DocumentKind:
    """The kind a document's titles and running heads claim.

    An agreement or a plan is one only where no title claims a report: reports carry their agreement as an appendix.
    """
    scores = {kind: _score(lines, pattern) for kind, pattern in _patterns().items()}
    measured = any(_MEASURED.search(edge) for edge in lines.edges)
    if measured:
        scores["report"] += 6
    if _AGREEMENT.match(lines.opening) and not measured and not any(map(_TITLE.search, lines.edges)):
        return "agreement"
    if _MONTHLY.search(lines.opening) or _EVALUATES.search(lines.opening):
        scores["monitoring"] += 10
    if scores["monitoring"] >= 10 and not _titled_report(lines.opening):
        return "monitoring"
    if scores["report"] < 4:
        scores["report"] += _in_prose(lines)
    if scores["report"] >= 4 and scores["report"] >= scores["plan"]:
        return "report"
    best = max(("agreement", "plan", "monitoring", "report"), key=lambda kind: scores[kind])
    return cast(DocumentKind, best) if scores[best] >= 4 else "other"


def _titled_report(opening: str) -> bool:
    """Whether a title line names a report and neither it nor the next line a part of the year."""
    lines = opening.split("\n")
    return any(
        _TITLE.search(line) and not _patterns()["monitoring"].search("\n".join(lines[at : at + 2]))
        for at, line in enumerate(lines)
    )


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    phrases: dict[str, list[str]] = {}
    for row in facts.rows("document_kinds", ("phrase", "kind"), ("phrase",)):
        phrases.setdefault(row["kind"], []).append(re.escape(row["phrase"]).replace(r"\ ", r"\s+"))
    return MappingProxyType({kind: re.compile(rf"\b(?:{'|'.join(each)})\b") for kind, each in phrases.items()})


def _score(lines: TitleLines, pattern: re.Pattern[str]) -> float:
    score = 10.0 if pattern.search(lines.opening) else 0.0
    score += 5.0 if any(pattern.search(cover) for cover in lines.covers) else 0.0
    running = sum(1 for edge in lines.edges if pattern.search(edge))
    if lines.edges and running >= max(2, _RUNNING_SHARE * len(lines.edges)):
        score += 8.0
    return score


def _in_prose(lines: TitleLines) -> float:
    """How much running text speaks of itself as a report, for a document without cover and running heads."""
    pattern = _patterns()["report"]
    hits = sum(len(pattern.findall(text)) for text in lines.pages)
    return 5.0 if hits >= 3 and any(_CHAPTER_ONE_OR_THREE.search(edge) for edge in lines.edges) else 0.0
