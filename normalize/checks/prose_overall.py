"""The achievement of the agency as a whole that the text gives in several ways, as in summary and closing chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extract.model import Place
from normalize.checks.dossier import Dossier
from normalize.checks.prose_averages import averages_of
from normalize.checks.prose_places import place_of
from normalize.checks.prose_sides import given_as
from normalize.checks.prose_values import equal_when_rounded
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.phrases import AVERAGE, OF_MONEY, ORDINALS, OTHER_BASES, THIS
from normalize.prose.values import Value, read_values
from normalize.prose.years import LAST_YEAR, years_of

ACHIEVED = re.compile(
    rf"\b(?:(?:pen)?capaian\s+(?:kinerja|sasaran)|(?:rataan|{AVERAGE})\s+(?:nilai|(?:pen)?capaian))\b", re.I
)
OF_AGENCY = re.compile(
    r"\b(?:OPD|SKPD|Dinas|Badan|Biro|Kantor|Inspektorat|Sekretariat)\b|\b[A-Z]\w{2,}\s+(?:Provinsi|Kabupaten|Kota)\s"
)
STATES = re.compile(r"(?:\b(?:adalah|sebesar|mencapai|yaitu|yakni)\s*|\()$", re.I)
OF_PART = re.compile(
    rf"\b(?:{OF_MONEY}|{OTHER_BASES}|target|fisik|penyerapan|serapan|efisiensi|gubernur|dibanding\w*|perbandingan|"
    r"program|kegiatan|masing|bidang|seksi|triwulan|semester|persentase|prosentase|indeks|jumlah|rasio|cakupan)\b|"
    r"\b(?:me|ter|ber)\w+nya\b|"
    rf"\b(?:misi|sasaran|tujuan|indikator)\s+(?:\w+\s+)?(?:{THIS}|ke\b|{ORDINALS}|\d)",
    re.I,
)
"""Words of a share, plan, period or indicator; an objective's name opens with `meningkatnya` or the like."""
HINTS = Hints(["capaian", "rata", "rataan"])


@dataclass(frozen=True, slots=True)
class _Told:
    """An achievement of the whole agency as a sentence gives it."""

    value: Value
    place: Place


def check_overall_achievement(dossier: Dossier) -> Iterator[Finding]:
    """`Capaian kinerja Dinas … 114,78 %` and elsewhere `rata-rata nilai Dinas … 127,32 %`; one finding.

    Values that are all averages of tables belong to different tables.
    """
    told = [one for sentence in dossier.interpretation.sentences for one in _told(sentence, dossier)]
    groups: dict[Decimal, list[_Told]] = {}
    for one in told:
        groups.setdefault(one.value.value, []).append(one)
    if len(groups) < 2 or all(_alike(a[0].value, b[0].value) for a, b in pairwise(groups.values())):
        return
    printed = {value for table in dossier.interpretation.document.tables for value in averages_of(table)}
    if set(groups) <= printed:
        return
    sides = [(same[0].value.raw, [one.place for one in same]) for same in groups.values()]
    yield given_as("prose.overall", "The text gives the achievement of the whole agency", sides)


def _told(sentence: Sentence, dossier: Dossier) -> Iterator[_Told]:
    text = sentence.text
    if not HINTS.are_in(text):
        return
    for value in read_values(text):
        if _is_of_year_before(text[: value.start], dossier.year):
            return
        if value.kind != "percent" or not STATES.search(text[: value.start]):
            continue
        head = ACHIEVED.search(text[: value.start])
        between = text[head.end() : value.start] if head else ""
        if OF_AGENCY.search(between) and not OF_PART.search(between):
            yield _Told(value, place_of(sentence, dossier))


def _is_of_year_before(text: str, year: int | None) -> bool:
    """Whether the text names an earlier year than the report's; a later one is rather the end of a plan."""
    return LAST_YEAR.search(text) is not None or any(year is None or one < year for one in years_of(text))


def _alike(one: Value, other: Value) -> bool:
    return equal_when_rounded(one.value, one.decimals, other.value, other.decimals)
