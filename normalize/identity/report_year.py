"""The year a document is about: a report of 2016 is signed in January 2017 and stays a report of 2016."""

from __future__ import annotations

import re
from collections import Counter

from normalize.identity.title_lines import TitleLines
from normalize.model import DocumentKind

_YEAR = r"(20[0-4]\d)"
_REPORT = r"L(?<!\wL)(?:\s?A?\s?K\s?J?\s?I\s?P|KJ|AKIN|APORAN\s+(?:AKUNTABILITAS?\s+)?KINERJA)\b"
_AGREEMENT = r"\b(?:PERJANJIAN|PENETAPAN)\s+KINERJA\b"
_MEASURE = r"\b(?:PENGUKURAN|CAPAIAN|REALISASI)(?:\s+KINERJA)?\b"
_PLAN = r"\b(?:RENCANA\s+KERJA|RENJA|RENCANA\s+KINERJA\s+TAHUNAN|RKT)\b"
_WATCH = r"\b(?:TRIWULAN|SEMESTER|MONITORING|RENCANA\s+AKSI|RENAKSI|EVALUASI)\b"
_TO = r"\s*(?:-|S/D|S\.D\.?|SAMPAI|DAN|DENGAN|&|,)\s*(?:DENGAN\s+)?(?:TAHUN\s+)?"
_NO_RANGE = rf"(?!{_TO}20\d\d|\s+20\d\d\s+20\d\d)"
_MONTHS = "JANUARI|FEBRUARI|PEBRUARI|MARET|APRIL|MEI|JUNI|JULI|AGUSTUS|SEPTEMBER|OKTOBER|NOVEMBER|NOPEMBER|DESEMBER"
_WITHIN = rf"(?:(?!\bNOMOR\b|\bNO\.|\bUNDANG|\bPERATURAN\b|\b(?:{_MONTHS})\b)[^0-9]){{0,130}}?"
_TITLED = {
    name: re.compile(rf"{head}{_WITHIN}{_YEAR}{_NO_RANGE}")
    for name, head in (
        ("report", _REPORT),
        ("agreement", _AGREEMENT),
        ("measure", _MEASURE),
        ("plan", _PLAN),
        ("monitoring", _WATCH),
    )
}
_MEASURED = re.compile(
    rf"{_MEASURE}(?:(?!\b(?:RPJM|RPJMD|RENSTRA|STRATEGIS|MENENGAH)\b)[^0-9]){{0,60}}?20\d\d{_TO}{_YEAR}"
)
_FORM = re.compile(rf"^PENGUKURAN\s+KINERJA\s+(?:TAHUN\s+)?{_YEAR}\b", re.MULTILINE)
_BUDGET_YEAR = re.compile(rf"T(?<!\wT)(?:AHUN\s+ANGGARAN|\.?\s?A\.?)\s*:?\s*{_YEAR}{_NO_RANGE}")
_PLAIN = re.compile(rf"TAHUN(?<!\d TAHUN)(?<!-TAHUN)(?<!\wTAHUN)\s*:?\s*{_YEAR}{_NO_RANGE}")
_SIGNED = re.compile(rf"\b({_MONTHS})\s+{_YEAR}\b")
_EVALUATED = re.compile(rf"^(?:\S{{1,5}}\s+)?EVALUASI\b[^.;:]{{0,60}}?{_YEAR}{_NO_RANGE}", re.MULTILINE)
_PRINTED = re.compile(rf"[?&]T(?:AHUN)?={_YEAR}\b")
_OWN = {"report": ("report", "measure"), "agreement": ("agreement",), "plan": ("plan",), "monitoring": ("monitoring",)}


def report_year(lines: TitleLines, kind: DocumentKind) -> int | None:
    """The year most titles, running heads and budget columns of the document name; None when it names none.

    Years inside a period ("2013-2018"), in a row of years and in the number of a regulation ("Nomor 53 Tahun 2014") do
    not count, but a report that opens with what was measured in several years is about the last of them.
    """
    evaluated = {match[1] for match in _EVALUATED.finditer(lines.opening)}
    if kind == "monitoring" and len(evaluated) == 1:
        return int(evaluated.pop())
    votes = _votes(lines, kind)
    if not votes:
        return None
    return max(votes, key=lambda year: (votes[year], year))


def _votes(lines: TitleLines, kind: DocumentKind) -> Counter[int]:
    votes: Counter[int] = Counter()
    own = _OWN.get(kind, ("report",))
    for text, weight in ((lines.opening, 60), *((cover, 40) for cover in lines.covers)):
        for name in own:
            _count(votes, _TITLED[name], text, weight // 4 if name == "measure" else weight)
        if kind in ("report", "other"):
            _count(votes, _MEASURED, text, weight // 4)
        _count(votes, _PLAIN, text, weight // 4)
        _count(votes, _BUDGET_YEAR, text, weight // 2)
        _count(votes, _PRINTED, text, weight)
    for edge in lines.edges:
        for name in own:
            _count(votes, _TITLED[name], edge, 3 if name == "measure" else 10)
        if kind == "report":
            _count(votes, _FORM, edge, 40)
        _count(votes, _BUDGET_YEAR, edge, 2)
    for text in lines.pages:
        for name in own:
            _count(votes, _TITLED[name], text, 10 if name in ("report", "agreement") else 3)
        _count(votes, _BUDGET_YEAR, text, 1)
        _count(votes, _PLAIN, text, 1)
    for match in _SIGNED.finditer(" ".join(lines.pages[:6])):
        early = match[1] in ("JANUARI", "FEBRUARI", "PEBRUARI", "MARET", "APRIL")
        votes[int(match[2]) - (1 if kind == "report" and early else 0)] += 2
    return votes


def _count(votes: Counter[int], pattern: re.Pattern[str], text: str, weight: int) -> None:
    for match in pattern.finditer(text):
        votes[int(match[1])] += weight
