"""Another agency's name where the report speaks of its own, as copied texts have it and posts of another agency."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from extract.model import Line, Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.identity.governments import government_at
from normalize.model import Finding, Paragraph
from normalize.words import words as split_words

TYPES = ("biro", "dinas", "badan", "inspektorat", "sekretariat", "kantor", "satuan", "kecamatan", "bagian")
GENERIC = frozenset(
    (*TYPES, "daerah", "setda", "dan", "tahun", "provinsi", "kabupaten", "kota", "kab", "prov", "anggaran", "republik")
)
TYPE = "|".join(kind.capitalize() for kind in TYPES)
NAME = rf"(?P<name>(?:{TYPE}|{TYPE.upper()})(?:\s*,?\s+(?:dan|DAN|&|[A-Z][\w/]*))+)"
DOCUMENT = re.compile(
    r"\b(?i:perjanjian kinerja|penetapan kinerja|laporan (?:akuntabilitas )?kinerja(?: instansi pemerintah)?|"
    r"l\s?a?kj?ip|rencana strategis|renstra|rencana kinerja(?: tahunan)?|indikator kinerja utama|pengukuran kinerja|"
    rf"visi(?: dan misi)?)\s*(?:\([^()]*\)\s*)?(?:(?:pada|dari)\s+)?{NAME}"
)
SPOKEN = re.compile(rf"\b{NAME}")
HEAD_OF = re.compile(rf"^\W*(?:(?:Plt|Pj|PLT|PJ)\W+)?(?i:kepala)\s+{NAME}\W*$")
SIGNED = re.compile(r"\bNIP\b")
LINES_ABOVE_SIGNATURE = 8
INITIALS = re.compile(r"\b(?:\w*\d\w*|[A-Z]\w*[A-Z]\w*)\b")
BEHIND_NAME = re.compile(r",?\s+(?:Tahun|Pasal|Nomor|Berdasarkan|Kegiatan|Program|TAHUN)\b.*$", re.S)
PLACE = re.compile(r"\b(?:provinsi|kabupaten|kota)\s+(?P<place>[A-Z]\w+(?:\s+[A-Z]\w+)?)", re.I)
OTHERS = re.compile(
    r"banding|studi|tiru|kunjung|kerja\s?sama|koordinasi|konsultasi|seperti|antara\s+lain|contoh|kepada|bersama|asal|"
    r"lintas|peringkat|daerah\s+lain|sekitar|mantan|mutasi|pindah|dengan\s+dinas",
    re.I,
)
"""Words by which a report looks at the agencies of other governments."""
AROUND = 90
LEAST_MENTIONS = 3
SLIP = 2


@dataclass(frozen=True, slots=True)
class Own:
    """The words of the agency's name that tell it from others, its type, and the words of its government's name."""

    words: tuple[str, ...]
    kind: str
    region: tuple[str, ...]


def check_own_name(dossier: Dossier) -> Iterator[Finding]:
    """Other agencies' names over the report's own documents, its signature and its work; one finding a report."""
    own = own_agency(dossier)
    if own is None:
        return
    named = [one for one in dossier.interpretation.paragraphs if own.kind in one.text.lower()]
    foreign = [*_documents(named, own, dossier), *_signatures(dossier, own)]
    foreign += _elsewhere(named, own, dossier)
    renamed = list(_spoken(named, own, dossier))
    if not foreign and not renamed:
        return
    parts = [f"names another agency as its own: {_listed(foreign)}"] if foreign else []
    parts += [f"also calls its agency by another name: {_listed(renamed)}"] if renamed else []
    yield finding(
        "agency.other",
        [place for place, _ in (*foreign, *renamed)],
        f"The report of {dossier.interpretation.identity.agency} {'; it '.join(parts)}.",
        " | ".join(dict.fromkeys(text for _, text in (*foreign, *renamed))),
        dossier.interpretation.identity.agency,
    )


def _listed(found: Sequence[tuple[Place, str]]) -> str:
    shown: dict[str, list[Place]] = defaultdict(list)
    for place, text in found:
        shown[text].append(place)
    return "; ".join(f"{name(text)} ({where(places)})" for text, places in shown.items())


def own_agency(dossier: Dossier) -> Own | None:
    """The agency of a report; None where it is not known, or its name has no word of its own."""
    identity = dossier.interpretation.identity
    if identity.agency is None or identity.kind != "report":
        return None
    region = tuple(_words(identity.government or ""))
    words = tuple(word for word in _words(identity.agency) if word not in GENERIC and word not in region)
    kind = next((word for word in _words(identity.agency) if word in TYPES), "")
    return Own(words, kind, region) if words and kind else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.casefold())


def told_words(text: str, own: Own) -> tuple[str, ...]:
    """The words of a name that tell it from others."""
    return tuple(word for word in _words(text) if word not in GENERIC and word not in own.region)


def _has(word: str, words: Iterable[str]) -> bool:
    return any(word == other or (len(word) > 4 and Levenshtein.distance(word, other) <= SLIP) for other in words)


def _documents(paragraphs: Sequence[Paragraph], own: Own, dossier: Dossier) -> Iterator[tuple[Place, str]]:
    """Agreements, reports and plans that the text gives to an agency of its type with other words, or elsewhere."""
    for paragraph in paragraphs:
        for match in DOCUMENT.finditer(paragraph.text):
            said = BEHIND_NAME.sub("", match["name"])
            if _words(said)[0] == own.kind and (_is_foreign(said, own) or _is_elsewhere(said, own)):
                text = " ".join(f"{match.group(0)[: -len(match['name'])]}{said}".split())
                yield place_at(*paragraph.at(match.start("name")), dossier), text


def _is_foreign(said: str, own: Own) -> bool:
    """Whether a name has words of its own and none of the agency's."""
    words = told_words(said, own)
    return bool(words) and not INITIALS.search(_mixed(said)) and not any(_has(word, own.words) for word in words)


def _is_elsewhere(said: str, own: Own) -> bool:
    """Whether a name is that of an agency of another province, regency or city."""
    place = PLACE.search(said)
    return place is not None and bool(own.region) and not any(_has(word, own.region) for word in _words(place["place"]))


def _names_a_government(said: str) -> bool:
    row = split_words([said])
    return any(government_at(row, at) is not None for at in range(len(row)))


def _mixed(text: str) -> str:
    """A name without capitals throughout, in which words would read as initials."""
    return text if text != text.upper() else text.title()


def _signatures(dossier: Dossier, own: Own) -> Iterator[tuple[Place, str]]:
    """Posts over a civil servant's number that are those of another agency of the same type."""
    for page in dossier.pages_with("nip"):
        for at, line in enumerate(page.lines):
            if SIGNED.search(line.text):
                yield from _post(page.page, page.lines[max(0, at - LINES_ABOVE_SIGNATURE) : at], own, dossier)


def _post(page: int, lines: Sequence[Line], own: Own, dossier: Dossier) -> Iterator[tuple[Place, str]]:
    for line in lines:
        match = HEAD_OF.match(line.text)
        if match is None or own.kind not in _words(match["name"]):
            continue
        words = told_words(match["name"], own)
        if _is_other(words, own) and not INITIALS.search(_mixed(match["name"])):
            yield place_at(page, line.line, dossier), " ".join(line.text.split()).strip(" ,")


def _is_other(words: Sequence[str], own: Own) -> bool:
    """Whether a name has a word that the agency's lacks, and lacks one that the agency's has."""
    return any(not _has(word, own.words) for word in words) and any(not _has(word, words) for word in own.words)


def _elsewhere(paragraphs: Sequence[Paragraph], own: Own, dossier: Dossier) -> Iterator[tuple[Place, str]]:
    """The agency's whole name with another government, where no other agency is looked at and that place comes once."""
    found: dict[tuple[str, ...], list[tuple[Place, str]]] = defaultdict(list)
    for paragraph in paragraphs:
        for match in SPOKEN.finditer(paragraph.text):
            said = BEHIND_NAME.sub("", match["name"])
            words = _words(said)
            if words[0] != own.kind or not all(_has(word, words) for word in own.words) or not _is_elsewhere(said, own):
                continue
            if not _names_a_government(said):
                continue
            before, after = paragraph.text[: match.start()], paragraph.text[match.end() :]
            around = f"{before[-AROUND:]} {after[:AROUND]}"
            if not OTHERS.search(around):
                found[tuple(words)].append((place_at(*paragraph.at(match.start()), dossier), " ".join(said.split())))
    for mentions in found.values():
        if len(mentions) == 1:
            yield from mentions


def _spoken(paragraphs: Sequence[Paragraph], own: Own, dossier: Dossier) -> Iterator[tuple[Place, str]]:
    """A name of the agency's type and region that shares half of its words, has others too, and comes often."""
    found: dict[tuple[str, ...], list[tuple[Place, str]]] = defaultdict(list)
    for paragraph in paragraphs:
        for match in SPOKEN.finditer(paragraph.text):
            said = BEHIND_NAME.sub("", match["name"])
            words, all_words = told_words(said, own), _words(said)
            shared = sum(_has(word, own.words) for word in words)
            if all_words[0] != own.kind or not _is_other(words, own) or 2 * shared < len(own.words):
                continue
            if INITIALS.search(_mixed(said)) or not own.region or own.region[-1] not in all_words:
                continue
            found[words].append((place_at(*paragraph.at(match.start()), dossier), " ".join(said.split())))
    for mentions in found.values():
        if len(mentions) >= LEAST_MENTIONS:
            yield from mentions
