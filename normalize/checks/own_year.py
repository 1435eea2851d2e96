"""Another year than the report's own where it tells of its own year, as texts copied from an earlier report do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.model import Place, RawTable
from normalize.checks.dossier import Dossier, finding
from normalize.checks.named_years import named_years, place_of_table, telling_figures, years_of
from normalize.checks.prose_places import place_at
from normalize.checks.prose_plans import stale_sentences
from normalize.checks.wording import listed, name, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.headings import after_plans
from normalize.words import letters

LOOKS_BACK = (
    r"banding|terhadap|sebelum|lalu\b|semula|sejak|mulai|dari\s+(?:\w+\s+)?tahun|\bke\s+tahun|sumber|tindak\s+lanjut|"
    r"\b(?:meningkat|menurun|turun|naik|bertambah|berkurang)\b|rencana\s+strategis|renstra|rpjm|akhir\s+tahun|awal"
)
COMPARES = re.compile(rf"{LOOKS_BACK}|dengan\s+tahun|sampai|hingga|s\.?/?d\b", re.I)
COMPARES_WITH = re.compile(LOOKS_BACK, re.I)
REPORT = r"(?:laporan\s+(?:akuntabilit\w+\s+)?kinerja|l\s?a?\s?k\s?j?\s?i\s?p)\b"
ABOUT_ITSELF = re.compile(
    rf"\b(?:penyusunan|disusun\w*|menyusun|sistematika|penyampaian)\W+(?:\w+\W+){{0,6}}?{REPORT}|"
    rf"{REPORT}[^.;:]{{0,120}}?\b20\d\d\W+(?:ini\b|(?:telah|dapat|kami)?\s*di(?:susun|buat|sampaikan|sajikan)\w*)",
    re.I,
)
ITS_VALUE = re.compile(r"\b(?:capaian|realisasi|kinerja)\b.{0,160}\btahun\s+20\d\d\b.{0,60}\d", re.I | re.S)
RUNNING_HEAD = re.compile(rf"^\W*{REPORT}.*\b20\d\d\b", re.I)
EDGE_LINES = 4
SAME_YEAR = re.compile(
    r"\b(?P<one>20\d\d)\b(?:(?!20\d\d).){0,140}?(?P<words>sama\s+(?:seperti|dengan|halnya)|dibanding\w*|"
    r"(?:lebih|meningkat|menurun|turun|naik)\s+(?:\w+\s+)?dari(?:pada)?)\s+"
    r"(?:(?:dengan|realisasi|(?:pen)?capaian|kinerja|pada|kondisi|nilai|hasil|di|untuk)\s+){0,4}"
    r"(?:tahun|th|thn|TA)\.?\s*(?P<other>(?P=one))\b(?!\s*[-–])",
    re.I | re.S,
)
YEAR_BEFORE = re.compile(
    r"\b(?P<one>20\d\d)\b(?:(?!20\d\d)[^.]){0,120}?(?P<words>tahun\s+(?:sebelumnya|(?:yang\s+)?lalu))"
    r"\W*(?:\w+\W+){0,3}?(?:tahun\s+)?(?P<other>20\d\d)\b",
    re.I | re.S,
)
COMING = re.compile(r"\btahun\s+(?:anggaran\s+)?(?P<year>20\d\d)\s+(?:mendatang|(?:yang\s+)?akan\s+datang)\b", re.I)
AHEAD = Hints(["mendatang", "datang"])
BEFORE = Hints(["sebelumnya", "lalu"])
LONGEST_HEAD = 120
LIKE_HEAD = 80
LEAST_HEADS = 3
OLDEST = 3
"""So many years before the report's a copied text may be from; running heads may be older."""
LEAST_SHARED = 3
LEAST_SHARE = 0.25
MOST_SHOWN = 6
WORDS_BEFORE, WORDS_AFTER = 12, 8


@dataclass(frozen=True, slots=True)
class Slip:
    """A year that should be the report's: where it stands, in what (with room for the print), and how it is printed."""

    place: Place
    kind: str
    text: str
    year: int


def check_own_year(dossier: Dossier) -> Iterator[Finding]:
    """Captions, sentences and running heads of the report's own year that name another; one finding."""
    if dossier.year is None or dossier.interpretation.identity.kind != "report":
        return
    slips = sorted(
        {
            slip.place: slip for find in (_sentences, _captions, _running_heads) for slip in find(dossier, dossier.year)
        }.values(),
        key=lambda slip: slip.place,
    )
    if not slips:
        return
    parts = [f"{slip.kind.format(name(slip.text))} ({where([slip.place])})" for slip in slips[:MOST_SHOWN]]
    more = f"; and {len(slips) - MOST_SHOWN} more" if len(slips) > MOST_SHOWN else ""
    years = listed([str(year) for year in sorted({slip.year for slip in slips})])
    yield finding(
        "year.other",
        [slip.place for slip in slips],
        f"The report of {dossier.year} names the wrong year {years} where it tells of {dossier.year}: "
        f"{'; '.join(parts)}{more}.",
        " | ".join(slip.text for slip in slips[:MOST_SHOWN]),
        str(dossier.year),
    )


def _wrong(years: Iterable[int], own: int) -> int | None:
    """The one year that a text names, where it is one shortly before the report's own."""
    found = set(years)
    year = next(iter(found)) if len(found) == 1 else None
    return year if year is not None and 0 < own - year <= OLDEST else None


def check_compared_years(dossier: Dossier) -> Iterator[Finding]:
    """Comparisons of a year with itself, a year before that is not the one before, and a year to come that is over; one
    finding a report.
    """
    found: list[tuple[Place, str]] = []
    for sentence in dossier.interpretation.sentences:
        same = SAME_YEAR.search(sentence.text) if len(named_years(sentence.text)) == 1 else None
        before = YEAR_BEFORE.search(sentence.text) if BEFORE.are_in(sentence.text) else None
        coming = COMING.search(sentence.text) if AHEAD.are_in(sentence.text) else None
        own = dossier.year
        told = None
        if coming and own is not None and int(coming["year"]) <= own:
            told = f"the report is on {own}, so {own + 1} is the year to come, not as in {name(_shown(coming))}"
        elif same:
            told = f"{same['one']} is compared with itself in {name(_shown(same))}"
        elif before and int(before["one"]) - int(before["other"]) != 1:
            told = f"{before['other']} is called the year before {before['one']} in {name(_shown(before))}"
        if told:
            found.append((place_at(sentence.page, sentence.line, dossier), told))
    if found:
        yield finding(
            "year.compared",
            [place for place, _ in found],
            f"Wrong years are compared: {'; '.join(f'{text} ({where([place])})' for place, text in found)}.",
            " | ".join(text.partition(" in ")[2].strip("“”") for _, text in found),
            None,
        )


def _shown(found: re.Match[str]) -> str:
    """The words from one year to the other."""
    return " ".join(found.group(0).split())


def _captions(dossier: Dossier, own: int) -> Iterator[Slip]:
    """Captions over figures that another table prints for the report's year, and none for the year of the caption."""
    tables = dossier.interpretation.document.tables
    for table in tables:
        years = years_of(table)
        year = _wrong(years.caption, own)
        if year is None or years.head or year in years.body or COMPARES.search(table.caption or ""):
            continue
        others = [other for other in tables if other is not table]
        alike = [o for o in others if own in years_of(o).titles and year not in years_of(o).titles and _alike(table, o)]
        before = [o for o in others if year in years_of(o).titles and _alike(table, o)]
        if alike and not before:
            yield Slip(
                place_of_table(table),
                f"the caption {{}} over values of {own}",
                " ".join((table.caption or "").split()),
                year,
            )


def _alike(table: RawTable, other: RawTable) -> bool:
    figures = years_of(table).figures
    shared = len(figures & years_of(other).figures)
    return shared >= max(LEAST_SHARED, LEAST_SHARE * len(figures))


def _sentences(dossier: Dossier, own: int) -> Iterator[Slip]:
    """Sentences about the report itself, or with figures of the report's year; those of the closing chapter's work have
    a rule of their own."""
    told = dossier.interpretation
    results = {number for number, _ in after_plans(told.paragraphs)}
    figures = _figures(dossier, own)
    stale = stale_sentences(dossier)
    for sentence in told.sentences:
        year = _wrong(named_years(sentence.text), own)
        if year is None or sentence in stale:
            continue
        is_result = sentence.paragraph in results
        is_plain = not COMPARES.search(sentence.text)
        if (is_plain and ABOUT_ITSELF.search(sentence.text)) or (
            is_result and _has_own_figure(sentence, year, figures, dossier)
        ):
            yield Slip(
                place_at(sentence.page, sentence.line, dossier), "the sentence {}", _around(sentence, year), year
            )


def _has_own_figure(sentence: Sentence, year: int, figures: frozenset[str], dossier: Dossier) -> bool:
    """Whether a sentence on results states figures that tables print for the report's year only."""
    before, _, _ = sentence.text.partition(str(year))
    if COMPARES_WITH.search(before):
        return False
    stated = telling_figures(sentence.text)
    return bool(ITS_VALUE.search(sentence.text) and stated & figures and not stated & _figures(dossier, year))


def _figures(dossier: Dossier, year: int) -> frozenset[str]:
    """The telling figures that tables print for a year, those of other places left out."""
    observations = [*dossier.observations, *(a.observation for a in dossier.aggregates)]
    return telling_figures(" ".join(o.raw for o in observations if o.year == year and o.measure != "benchmark"))


def _around(sentence: Sentence, year: int) -> str:
    """The sentence's words on both sides of its year."""
    before, _, after = sentence.text.partition(str(year))
    head, tail = before.split(), after.split()
    shown = [*head[-WORDS_BEFORE:], str(year) + (after[:1] if after[:1] in ".,;" else ""), *tail[:WORDS_AFTER]]
    shown = [word for word in shown if word not in ".,;"]
    return ("… " if len(head) > WORDS_BEFORE else "") + " ".join(shown) + (" …" if len(tail) > WORDS_AFTER else "")


def _running_heads(dossier: Dossier, own: int) -> Iterator[Slip]:
    """Running heads that name another year than those of most pages, which read alike."""
    found: list[tuple[Place, str, frozenset[int]]] = []
    for page in dossier.interpretation.document.pages:
        for line in [*page.lines[:EDGE_LINES], *page.lines[EDGE_LINES:][-EDGE_LINES:]]:
            if len(line.text) <= LONGEST_HEAD and RUNNING_HEAD.match(line.text):
                found.append((place_at(page.page, line.line, dossier), line.text, named_years(line.text)))
    usual = [text for _, text, years in found if years == {own}]
    agency = letters(dossier.interpretation.identity.agency) or "?"
    for place, text, years in found:
        if own in years or len(years) != 1 or next(iter(years)) > own:
            continue
        if agency in letters(text) or sum(_like(text, other) for other in usual) >= LEAST_HEADS:
            yield Slip(place, "the running head {}", text, next(iter(years)))


def _like(text: str, other: str) -> bool:
    return fuzz.ratio(re.sub(r"\d", "", letters(text)), re.sub(r"\d", "", letters(other))) >= LIKE_HEAD
