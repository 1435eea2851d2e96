"""Whose report a document is: agency, government, year and kind, from what its pages say and never from its name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.model import Document, Page
from normalize.identity import agency_names, agency_words, governments
from normalize.identity.agency_names import Mention
from normalize.identity.document_kind import document_kind
from normalize.identity.report_year import report_year
from normalize.identity.title_lines import title_lines
from normalize.model import Identity
from normalize.words import Word, compact_distance, slug, words

_COVER_PAGES = 3
_COVER_LINES = 25
_HEAD_LINES = 4
_OWN_LINE = 0.6
_IN_HEAD = 0.4
_TITLE = {"LKIP", "LAKIP", "LKJIP", "LKJ", "LAKIN", "INSTANSI", "SKPD", "OPD", "SKPD/UNIT", "LAPORAN"}
_TITLE_REACH = 9
_OWN_VERBS = {"menyusun", "mempunyai", "melaporkan"}  # what a report says of its own agency, with its name before it …
_OWN_DEEDS = {"KINERJA", "STRATEGIS", "RENSTRA"}  # … and behind
_WEIGHTS = {"cover": 12.0, "title": 5.0, "head": 3.0, "signature": 4.0, "own": 2.0, "prose": 1.0}
_LESS_IN_PROSE = {
    "kecamatan",
    "kelurahan",
    "puskesmas",
    "uptd",
    "balai",
    "cabang dinas",
    "rumah sakit",
    "lembaga",
    "perguruan tinggi",
}
_SHORT = 0.6
_ADDRESS_MARKS = ("@", "www.", ".go.id", ".com", "://")
_ADDRESS = re.compile(rf"\S*(?:{'|'.join(map(re.escape, _ADDRESS_MARKS))})\S*", re.IGNORECASE)

FIRST_PAGES = 12
LAST_PAGES = 3
EVERY_PAGE = 6


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mention and how much its place on the page says about whose report this is."""

    mention: Mention
    zone: str
    weight: float


def identify(document: Document, *, agency: str | None = None, year: int | None = None) -> Identity:
    """The identity of a document; what the pages do not tell is None.

    `agency` ("Dinas Perhubungan Kota X", in any spelling) and `year` are a person's word and stand over the pages.
    """
    rows = [(page, page_words(page)) for page in telling_pages(document.pages)]
    lines = title_lines(document)
    kind = document_kind(lines)
    told_year = year if year is not None else report_year(lines, kind)
    name, government_id = _told(agency) if agency else (None, None)
    home = government_of(rows)
    if name is None:
        name, government_id = agency_of(rows, home)
    if government_id is None:
        government_id = home
    government = governments.governments().get(government_id or "")
    if name is None or government_id is None or government is None:
        return Identity(None, name, government_id, government.name if government else None, told_year, kind)
    return Identity(
        f"{government_id}/{slug(agency_words.lasting_name(name, government_id))}",
        full_name(name, government.name),
        government_id,
        government.name,
        told_year,
        kind,
    )


def telling_pages(pages: Sequence[Page]) -> list[Page]:
    """The pages that tell whose report it is: the first and last ones, and of those between every so many."""
    if len(pages) <= FIRST_PAGES + LAST_PAGES:
        return list(pages)
    between = pages[FIRST_PAGES:-LAST_PAGES:EVERY_PAGE]
    return [*pages[:FIRST_PAGES], *between, *pages[-LAST_PAGES:]]


def full_name(name: str, government: str) -> str:
    """The agency's name with its government's, once.

    >>> full_name("Dinas Perhubungan", "Kota Tanjungpinang")
    'Dinas Perhubungan Kota Tanjungpinang'
    """
    central = governments.governments()[agency_names.CENTRAL].name
    return name if name.endswith(government) or government == central else f"{name} {government}"


def page_words(page: Page) -> list[Word]:
    """The words of a page; a word's `line` indexes the page's lines."""
    return words((_without_addresses(line.text) for line in page.lines), agency_words.vocabulary())


def _without_addresses(line: str) -> str:
    lower = line.lower()
    return _ADDRESS.sub(" ", line) if any(mark in lower for mark in _ADDRESS_MARKS) else line


def agency_of(pages: Sequence[tuple[Page, Sequence[Word]]], home: str | None) -> tuple[str | None, str | None]:
    """The agency most weighty in the pages and its government; (None, None) when none stands out.

    `home` is the government that the pages name as the report's own.
    """
    weighed = list(_weighed(pages, home))
    groups = _grouped(weighed)
    if not groups:
        return _whole_government(pages)
    ranked = sorted(groups.values(), key=lambda group: (-_sum(group), group[0].mention.key))
    best = ranked[0] if ranked[0][0].mention.key != "sekretariat" else _office(ranked)
    if _sum(best) < 2.0 and best[0].zone == "prose":
        return None, None
    if len(ranked) > 1 and _sum(ranked[1]) > 0.8 * _sum(best) and not _titled(best):
        return None, None
    government_id = _government_of_group(best) or home
    return _best_name(best, government_id), government_id


def government_of(pages: Sequence[tuple[Page, Sequence[Word]]]) -> str | None:
    """The government most often named, named as the report's own, or in whose domain the page was printed."""
    votes: Counter[str] = Counter()
    for page, row in pages:
        for code in governments.in_addresses(" ".join(line.text for line in page.lines)):
            votes[code] += 3
        for position, word in enumerate(row):
            if word.upper not in governments.OPENINGS:
                continue
            headed = governments.headed_at(row, position)
            if headed:
                votes[headed.government_id] += 2
            found = governments.government_at(row, position)
            if found and found.named:
                votes[found.government_id] += 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] > 0.6 * ranked[0][1]):
        return None
    return ranked[0][0]


def _told(agency: str) -> tuple[str | None, str | None]:
    found = agency_names.mentions(words([agency])) or agency_names.short_mentions(words([agency]), {})
    if found:
        return found[0].name, found[0].government_id
    row = words([agency])
    place = next((p for p in (governments.government_at(row, at) for at in range(len(row))) if p), None)
    if place and place.start == 0:
        return _of_government(place.government_id), place.government_id
    body = " ".join(word.text for word in (row[: place.start] if place else row))
    return agency_names.tidy(body) or None, place.government_id if place else None


def _weighed(pages: Sequence[tuple[Page, Sequence[Word]]], home: str | None) -> Iterable[Weighed]:
    full = [(page, row, mention) for page, row in pages for mention in agency_names.mentions(row)]
    learned = _learned(mention for _, _, mention in full)
    for page, row, mention in full:
        yield _weigh(page, row, mention)
    for page, row in pages:
        for mention in agency_names.short_mentions(row, learned, home):
            yield _weigh(page, row, mention)


def _learned(found: Iterable[Mention]) -> Mapping[str, str]:
    """Abbreviations the document explains in brackets, with the meaning it gives them most often."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in found:
        if mention.abbreviation:
            votes[governments.compact(mention.abbreviation)][mention.name] += 1
    return {short: names.most_common(1)[0][0] for short, names in votes.items()}


def _weigh(page: Page, row: Sequence[Word], mention: Mention) -> Weighed:
    zone = _zone(page, row, mention)
    weight = _WEIGHTS[zone]
    if zone == "prose" and mention.kind in _LESS_IN_PROSE:
        weight = 0.1
    if mention.short:
        weight *= _SHORT
    if mention.government_id:
        weight *= 1.2
    return Weighed(mention, zone, weight)


def _zone(page: Page, row: Sequence[Word], mention: Mention) -> str:
    line = row[mention.start].line
    printed = sum(1 for each in page.lines if each.text.strip())
    share = _share_of_lines(row, mention)
    runs_on = mention.end < len(row) and row[mention.end].line == row[mention.end - 1].line
    prose = runs_on and row[mention.end].text.islower()
    opens = page.page == 1 and line < _HEAD_LINES
    if page.page <= _COVER_PAGES and (printed <= _COVER_LINES or opens) and share >= _OWN_LINE and not prose:
        return "cover"
    before = [word.upper for word in row[max(0, mention.start - _TITLE_REACH) : mention.start]]
    if "." in before:
        before = before[len(before) - before[::-1].index(".") :]
    if _TITLE.intersection(before) or (before[-1:] == [":"] and "KERJA" in before):
        return "title"
    if share >= _IN_HEAD and (line < _HEAD_LINES or line >= len(page.lines) - _HEAD_LINES):
        return "head"
    if before[-1:] == ["KEPALA"] and row[mention.start].text.isupper():
        return "signature"
    said_before = bool(before) and before[-1] in _OWN_DEEDS
    said_behind = mention.end < len(row) and row[mention.end].text in _OWN_VERBS
    return "own" if (said_before or said_behind) and not mention.short else "prose"


def _share_of_lines(row: Sequence[Word], mention: Mention) -> float:
    """How much of the printed lines it stands on a mention fills."""
    lines = range(row[mention.start].line, row[mention.end - 1].line + 1)
    first = last = mention.start
    while first > 0 and row[first - 1].line in lines:
        first -= 1
    while last < len(row) and row[last].line in lines:
        last += 1
    return (mention.end - mention.start) / max(1, last - first)


def _grouped(weighed: Iterable[Weighed]) -> dict[str, list[Weighed]]:
    """Mentions by name: misprints join the name they are close to, cut names the longer one they begin."""
    groups: dict[str, list[Weighed]] = defaultdict(list)
    for each in weighed:
        groups[each.mention.key].append(each)
    for key in sorted(groups, key=lambda k: (_sum(groups[k]), k)):
        home = _home(key, groups)
        if home:
            groups[home].extend(groups.pop(key))
    return groups


def _home(key: str, groups: Mapping[str, Sequence[Weighed]]) -> str | None:
    others = [other for other in groups if other != key and _sum(groups[other]) >= _sum(groups[key]) * 0.5]
    longer = [other for other in others if other.startswith(f"{key}-")]
    near = [
        other
        for other in others
        if _sum(groups[other]) >= _sum(groups[key]) and compact_distance(key, other) <= len(key) // 16
    ]
    homes = longer or near
    return max(homes, key=lambda other: (_sum(groups[other]), other)) if homes else None


def _office(ranked: Sequence[Sequence[Weighed]]) -> Sequence[Weighed]:
    """The office of the secretariat a report is of, where it names the secretariat still more often than itself."""
    offices = [group for group in ranked if group[0].mention.kind in ("biro", "bagian")]
    weights = [*(_sum(group) for group in offices), 0.0, 0.0]
    return offices[0] if weights[0] > 0.4 * _sum(ranked[0]) and weights[0] > 3 * weights[1] else ranked[0]


def _sum(group: Sequence[Weighed]) -> float:
    return sum(each.weight for each in group)


def _titled(group: Sequence[Weighed]) -> bool:
    return any(each.zone != "prose" for each in group)


def _best_name(group: Sequence[Weighed], government_id: str | None) -> str:
    votes: Counter[str] = Counter()
    for each in group:
        votes[each.mention.name] += int(each.weight * 10)
    keys = {agency_words.name_key(name) for name in votes}
    whole = [name for name in votes if not any(key.startswith(f"{agency_words.name_key(name)}-") for key in keys)]
    ranked = sorted(whole, key=lambda name: (-votes[name], name))
    accepted = (agency_words.accepted_name(agency_words.name_key(name), government_id) for name in ranked)
    return next((name for name in accepted if name), ranked[0])


def _government_of_group(group: Sequence[Weighed]) -> str | None:
    votes: Counter[str] = Counter()
    for each in group:
        if each.mention.government_id:
            votes[each.mention.government_id] += int(each.weight * 10)
    return votes.most_common(1)[0][0] if votes else None


def _of_government(government_id: str) -> str:
    return f"Pemerintah {governments.governments()[government_id].name}"


def _whole_government(pages: Sequence[tuple[Page, Sequence[Word]]]) -> tuple[str | None, str | None]:
    """The report of a whole government, which its title names and no agency."""
    for _, row in pages:
        for position in range(len(row)):
            place = governments.government_at(row, position)
            before = {word.upper for word in row[max(0, position - _TITLE_REACH) : position]}
            if place and place.named and _TITLE & before:
                return _of_government(place.government_id), place.government_id
    return None, None
