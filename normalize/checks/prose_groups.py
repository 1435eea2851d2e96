"""Groups that the text lists behind a number of people or things, held against that number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import number, where
from normalize.hints import Hints
from normalize.model import Finding

NUMBER = r"(?<![\d.,/])\d{1,3}(?:\.\d{3})*(?![\d,%/]|\.\d)"
THINGS = (
    r"(?:\s*\([^()]{1,40}\))?\s+(?:orang|pegawai|personel|personil|asn|pns|aparatur|responden|tenaga|karyawan|unit|buah|"
    r"kasus|perkara|laporan|pengaduan|kelompok|desa|kelurahan|kecamatan|sekolah|puskesmas|pasar|kendaraan|kapal|titik|"
    r"lokasi|peserta|siswa|kk|jiwa|dokumen|berkas|buku|bidang|paket|anggota|kios|tempat\s+tidur|armada)\b"
)
OPENS = (
    r"(?:terdiri\s+(?:atas|dari)|terbagi\s+(?:atas|menjadi|dalam)|yaitu|yakni|meliputi|mencakup|"
    r"dengan\s+rincian|rinciannya)"
)
WHOLE = re.compile(rf"(?P<whole>{NUMBER}){THINGS}[^.;:\d]{{0,40}}?(?:\s*[,(]?\s*\b{OPENS}\s*:?|\s*:)\s+(?=\d)", re.I)
PART = re.compile(
    rf"(?P<part>{NUMBER})(?:\s*\([A-Za-z ]+\))?\s+(?P<what>[^\W\d_][^\d,;.:()]{{1,60}}?)\s*"
    r"(?P<end>,\s*(?:dan|serta)?\s+|\s(?:dan|serta)\s+(?=\d)|[.;)]|$)"
)
HINTS = Hints(["terdiri", "terbagi", "yaitu", "yakni", "meliputi", "mencakup", "rincian"])
GROUP = r"(?<![\d.,/])\d{1,3}(?:\.\d{3})*(?![\d,%/]|\.\d)\s+[^\W\d_][^\d,;.:()]{1,40}?"
COUNTED = re.compile(NUMBER)
TOTALS = Hints(["seluruhnya", "totalnya", "keseluruhan", "jumlah", "total"])
ADDED = re.compile(
    rf"(?P<parts>{GROUP}(?:,\s+(?:dan\s+|serta\s+)?{GROUP})*(?:,?\s+(?:dan|serta)\s+){GROUP}),\s+"
    r"(?:sehingga\s+|atau\s+|dengan\s+)?(?:seluruhnya|keseluruhannya|totalnya|jumlahnya|jumlah\s+seluruhnya|total)\s+"
    rf"(?:sebanyak\s+|berjumlah\s+|ada\s+|menjadi\s+)?(?P<whole>{NUMBER}){THINGS}",
    re.I,
)
MEASURE = (
    r"(?P<number>(?<![\d.,/])\d[\d.]*(?:,\d+)?)\s+(?P<unit>km|kilometer|ha|hektare?|m2|m3|meter|ton|liter|kwintal)\b"
)
MEASURED = re.compile(rf"{MEASURE}\s*[,(]?\s*{OPENS}\s*:?\s+", re.I)
MEASURED_PART = re.compile(
    rf"(?!\d)[^\d,;.:()]{{2,60}}?\s{MEASURE}\s*(?P<end>,\s*(?:dan|serta)?\s+|\s(?:dan|serta)\s+|[.;)]|$)", re.I
)
MOST_APART = 5
"""A sum further away than a fifth of the whole rather lacks parts."""
FEWEST = 2


def check_groups_of_counts(dossier: Dossier) -> Iterator[Finding]:
    """`40 pegawai, terdiri atas 25 PNS dan 16 tenaga kontrak`; one finding a sentence."""
    for sentence in dossier.interpretation.sentences:
        if not (HINTS.are_in(sentence.text) or ":" in sentence.text):
            continue
        for match in WHOLE.finditer(sentence.text):
            parts = _parts(sentence.text, match.end())
            whole = _count(match.group("whole"))
            sums = list(accumulate(map(_count, parts)))
            if len(parts) < FEWEST or whole in sums or max(map(_count, parts)) >= whole:
                continue
            if abs(sums[-1] - whole) * MOST_APART > whole:
                continue
            place = place_of(sentence, dossier)
            yield finding(
                "count.groups",
                [place],
                f"The text divides {match.group('whole')} into {' + '.join(parts)} ({where([place])}), which is "
                f"{sums[-1]}.",
                match.group("whole"),
                str(sums[-1]),
            )


def check_sums_behind(dossier: Dossier) -> Iterator[Finding]:
    """`136 PNS dan 58 tenaga kontrak, seluruhnya 196 orang`; one finding a sentence."""
    for sentence in dossier.interpretation.sentences:
        if not TOTALS.are_in(sentence.text):
            continue
        for match in ADDED.finditer(sentence.text):
            parts = [_count(part) for part in COUNTED.findall(match.group("parts"))]
            whole, added = _count(match.group("whole")), sum(parts)
            if len(parts) < FEWEST or whole == added or max(parts) >= whole or abs(added - whole) * MOST_APART > whole:
                continue
            place = place_of(sentence, dossier)
            shown = " + ".join(map(str, parts))
            yield finding(
                "count.groups",
                [place],
                f"The text divides {match.group('whole')} into {shown} ({where([place])}), which is {added}.",
                match.group("whole"),
                str(added),
            )


def check_measured_groups(dossier: Dossier) -> Iterator[Finding]:
    """`812,46 km, terdiri atas aspal 538,20 km, beton 121,65 km dan tanah 65,30 km`; one finding a sentence."""
    for sentence in dossier.interpretation.sentences:
        if not HINTS.are_in(sentence.text):
            continue
        for match in MEASURED.finditer(sentence.text):
            unit, printed = match.group("unit").casefold(), match.group("number")
            texts = _measured_parts(sentence.text, match.end(), unit)
            parts = [_amount(one) for one in texts]
            whole, added = _amount(printed), sum(parts, Decimal(0))
            slack = len(parts) * Decimal(1).scaleb(-max(len(one.partition(",")[2]) for one in [printed, *texts]))
            is_far = abs(added - whole) * MOST_APART > whole
            if len(parts) < FEWEST or abs(added - whole) <= slack or is_far or max(parts) >= whole:
                continue
            place = place_of(sentence, dossier)
            yield finding(
                "count.groups",
                [place],
                f"The text divides {printed} into {' + '.join(texts)} ({where([place])}), which is {number(added)}.",
                printed,
                number(added),
            )


def _measured_parts(text: str, at: int, unit: str) -> list[str]:
    """The numbers of parts that are named before them, up to the end of the list; none where another unit stands."""
    found: list[str] = []
    while (part := MEASURED_PART.match(text, at)) is not None and part.group("unit").casefold() == unit:
        found.append(part.group("number"))
        at = part.end()
        if part.group("end").strip() in (".", ";", ")", ""):
            return found
    return []


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _parts(text: str, at: int) -> list[str]:
    """The numbers of the parts that follow one another up to the end of the list; none where something else follows."""
    found: list[str] = []
    while (part := PART.match(text, at)) is not None:
        found.append(part.group("part"))
        at = part.end()
        if part.group("end").strip() in (".", ";", ")", ""):
            return found
        if not text[at : at + 1].isdigit():
            break
    return []


def _count(text: str) -> int:
    return int(text.replace(".", ""))
