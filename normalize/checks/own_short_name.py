"""The agency's short name with another place, and another agency in the words that close the report: copied texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.own_name import GENERIC, NAME, OTHERS, Own, own_agency, told_words
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.facts import rows
from normalize.model import Finding, Paragraph

UNITS = ("Kecamatan", "Kapanewon", "Kemantren", "Distrik", "Kelurahan", "Puskesmas")
REGION = r"(?:Kabupaten|Kota|Provinsi|Kab\.|Prov\.)"
PLACE = r"[A-Z][a-z]+(?:\s+(?:Timur|Barat|Selatan|Utara|Tengah|Tenggara)\b)?"
TITLE_LINES = 12
INITIALS = re.compile(r"\b[A-Z]{3,8}\b")
CLOSES = re.compile(rf"\b[Dd]emikian\w*\b[^.;]{{0,60}}\b[Kk]inerja\s+{NAME}")
THIS_REPORT = re.compile(
    rf"\b(?i:laporan\s+(?:akuntabilitas\s+)?kinerja(?:\s+instansi\s+pemerintah)?|l\s?a?kj?ip)\s*(?:\([^()]*\)\s*)?{NAME}"
    r"(?:\s+(?i:tahun(?:\s+anggaran)?)\s+20\d\d)?\s+ini\b"
)
"""`Laporan Kinerja Dinas … Tahun 2023 ini`, by which a report names itself."""
BEHIND_CORE = re.compile(r"\s+(?:(?:Provinsi|Kabupaten|Kota|Kab|Prov)\b|Tahun\b).*$", re.S | re.I)
WHOLE_AGENCIES = ("dinas", "badan", "inspektorat", "kantor", "kecamatan")
AROUND = 90
LEAST_OWN = 3


def check_own_short_name(dossier: Dossier) -> Iterator[Finding]:
    """`Kapanewon Depok` once in the report of Kapanewon Ngaglik; one finding a name."""
    found: dict[str, list[Place]] = defaultdict(list)
    own = own_agency(dossier)
    if own is not None:
        for paragraph in dossier.interpretation.paragraphs:
            if "emikian" in paragraph.text:
                for at, said in _closing(paragraph, own, dossier):
                    found[said].append(at)
    for said, at in _of_this_report(dossier):
        if said not in found:
            found[said].append(at)
    for short in _shorts(dossier):
        for said, place in _elsewhere(short, own, dossier):
            found[said].append(place)
    for said, places in found.items():
        agency = dossier.interpretation.identity.agency
        yield finding(
            "agency.other",
            places,
            f"The report of {agency} names another agency as its own: {name(said)} ({where(places)}).",
            said,
            agency,
        )


def _closing(paragraph: Paragraph, own: Own, dossier: Dossier) -> Iterator[tuple[Place, str]]:
    """A name of another type in the words that close the report, with the agency's own government."""
    for match in CLOSES.finditer(paragraph.text):
        said = " ".join(match["name"].split())
        words = said.casefold().split()
        shared = set(told_words(said, own)) & set(own.words)
        if words[0] != own.kind and own.region and own.region[-1] in words and told_words(said, own) and not shared:
            yield place_at(*paragraph.at(match.start("name")), dossier), said


def _of_this_report(dossier: Dossier) -> Iterator[tuple[str, Place]]:
    """Agencies of another type, with no word of the report's own, by whose name the report calls itself."""
    identity = dossier.interpretation.identity
    own = set((identity.agency or "").casefold().split())
    if identity.kind != "report" or not own:
        return
    for paragraph in dossier.interpretation.paragraphs:
        for match in THIS_REPORT.finditer(paragraph.text) if "ini" in paragraph.text else ():
            core = BEHIND_CORE.sub("", match["name"])
            words = [word for word in re.findall(r"[^\W\d_]+", core.casefold()) if word not in GENERIC]
            kind = core.casefold().split()[0]
            is_other = kind in WHOLE_AGENCIES and kind not in own and words and not own & set(words)
            if is_other and not INITIALS.search(core):
                said = re.sub(r"\s+tahun\b.*$", "", " ".join(match["name"].split()), flags=re.I)
                yield said, place_at(*paragraph.at(match.start("name")), dossier)


def _shorts(dossier: Dossier) -> set[str]:
    """Short names of the agency: its usual abbreviations, and initials or units in the title of the report."""
    identity = dossier.interpretation.identity
    if identity.kind != "report" or not dossier.interpretation.document.pages:
        return set()
    plain = (identity.agency or "").removesuffix(identity.government or "").strip()
    usual = {
        row["spelling"]
        for row in rows("agencies", ("name", "spelling", "relation"), ("name", "spelling"))
        if row["name"] == plain
    }
    lines = [line.text for line in dossier.interpretation.document.pages[0].lines[:TITLE_LINES]]
    title = " ".join(lines)
    units = {unit for unit in UNITS if unit.casefold() in title.casefold()}
    return {one for one in usual if " " not in one and one[:1].isupper()} | units | set(INITIALS.findall(title))


def _elsewhere(short: str, own: Own | None, dossier: Dossier) -> Iterator[tuple[str, Place]]:
    """Places beside a short name that come once, where another place, or the agency's own, stands beside it often."""
    pattern = re.compile(rf"\b{re.escape(short)}\s+(?P<kind>di\s+|{REGION}\s+)?(?P<place>{PLACE})")
    found: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for paragraph in dossier.interpretation.paragraphs:
        if short not in paragraph.text:
            continue
        for match in pattern.finditer(paragraph.text):
            around = paragraph.text[max(0, match.start() - AROUND) : match.end() + AROUND]
            if match["kind"] is None and short not in UNITS:
                continue
            said = match["place"].casefold()
            kinds[said] = (match["kind"] or "").strip()
            at = place_at(*paragraph.at(match.start()), dossier)
            found[said].append((match.group() if not OTHERS.search(around) else "", at))
    first = dossier.interpretation.document.pages[0].lines[:TITLE_LINES]
    title = " ".join(line.text for line in first).casefold()
    home = next((place for place in found if place in title), None)
    region = " ".join(own.region[1:]) if own is not None and own.region else ""
    is_regional = bool(region) and region in title
    for place, mentions in found.items():
        text, at = mentions[0]
        is_one = len(mentions) == 1 and bool(text) and place not in title
        if kinds[place] and kinds[place] != "di":
            is_of_level = own is not None and own.region != () and kinds[place].casefold()[:3] == own.region[0][:3]
            is_other = is_regional and is_of_level and place not in region and region not in place
        else:
            is_other = home is not None and _mentions(short, home, dossier) >= LEAST_OWN
        if is_one and is_other:
            yield " ".join(text.split()), at


def _mentions(short: str, place: str, dossier: Dossier) -> int:
    """How often the pages print the short name with a place."""
    said = re.compile(rf"\b{re.escape(short.casefold())}\s+(?:di\s+)?{re.escape(place)}\b")
    return sum(len(said.findall(text)) for text in dossier.page_texts)
