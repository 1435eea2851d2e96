"""Groups that the text lists behind a number of people or things, held against that number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import where
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
