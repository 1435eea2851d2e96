"""Plans whose period, years or contents are told in two ways in the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at, place_of
from normalize.checks.wording import name, where
from normalize.hints import Hints
from normalize.model import Finding, Paragraph, Sentence
from normalize.prose.headings import after_plans, chapter_of, read_headings
from normalize.prose.phrases import NUMBERS_OF_ORDINALS, ORDINALS
from normalize.prose.years import years_of

PLAN = r"(?:renstra|rencana\s+strat[eé][gj]i[sk](?:\s*\(\s*renstra\s*\))?|rpjmd|rpd)"
PLANS = Hints(["renstra", "rencana", "rpjmd", "rpd"])
PERIOD = re.compile(
    rf"\b(?P<plan>{PLAN})\b(?P<between>(?:(?!20\d\d)[^.;:]){{0,110}}?)\b(?P<first>20\d\d)\s*(?:-|–|s/d|sampai(?:\s+dengan)?)\s*(?P<last>20\d\d)\b",
    re.I,
)
REGIONAL = re.compile(
    r"\b(?:RPJMD|RPJM\s+Daerah|Rencana\s+Pembangunan\s+Jangka\s+Menengah(?:\s*\(\s*RPJMD?\s*\))?\s+Daerah)\b"
    r"(?P<between>(?:(?!20\d\d|\bnasional\b)[^.;:,]){0,60}?)\b"
    r"(?P<first>20\d\d)\s*(?:-|–|s/d|sampai(?:\s+dengan)?)\s*(?P<last>20\d\d)\b",
    re.I,
)
REGIONAL_PLANS = Hints(["rpjmd", "rpjm", "rencana pembangunan"])
WHOSE = re.compile(r"\b(?:provinsi|kabupaten|kota)\s+\w+", re.I)
YEARS_OF_PLAN = {**NUMBERS_OF_ORDINALS, "awal": 1, **{str(number): number for number in range(1, 7)}}
ORDINAL_YEAR = re.compile(
    r"(?:\btahun\s+(?P<year>20\d\d)\s+(?:adalah|merupakan|ini\s+merupakan|yang\s+merupakan)\s+)?(?:\btahun\s+)+(?:yang\s+)?(?:ke\s*-?\s*)?"
    rf"(?P<word>{ORDINALS}|terakhir|[1-6])\b"
    rf"(?P<between>\s+(?:dari\s+|dalam\s+|atas\s+)?(?:pelaksanaan\s+|implementasi\s+)?(?:dari\s+)?){PLAN}\b[^.;:\d]{{0,100}}?"
    r"\b(?P<first>20\d\d)\s*[-–]\s*(?P<last>20\d\d)\b",
    re.I,
)
END_YEAR = re.compile(
    r"\b(?:akhir\s+(?:renstra|rencana\s+strategis)(?:\s+(?:pada|di))?(?:\s+tahun)?|"
    r"(?:renstra|rencana\s+strategis)\b(?:(?!20\d\d)[^.;:]){0,40}\b(?:hingga|sampai(?:\s+dengan)?|s/d)\s+(?:akhir\s+)?tahun)\s+(?P<year>20\d\d)\b",
    re.I,
)
RESTS_ON = re.compile(
    r"\b(?:(?:ber|di)dasarkan(?:\s+pada)?|ditetapkan\s+dalam|(?:telah\s+)?menjalankan|mengacu\s+(?:ke)?pada)\s+(?:dokumen\s+)?$",
    re.I,
)
RESULTS = re.compile(r"\b(?:realisasi|capaian|pencapaian|pengukuran|evaluasi)\b", re.I)
ANY_YEAR = re.compile(r"\b(20\d\d)\b")
SECTION = 8
"""Paragraphs below a heading in which its first table has its caption."""
CLOSING = frozenset({"IV", "V", "4", "5"})
CLOSED = re.compile(r"\W*penutup\W*", re.I)
CARRIED_OUT = re.compile(
    r"\b(?:pelaksanaan|pencapaian|pencapain)\b[^.;]{0,60}\b(?:program|kegiatan|kinerja)\b[^.;]{0,40}\btahun(?:\s+anggaran)?\s+20\d\d",
    re.I,
)
COMPARED = re.compile(r"\b(?:di)?banding|\b(?:meningkat|menurun|naik|turun|lalu|sebelumnya|sama)\b", re.I)
OF_OTHERS = re.compile(
    r"\b(?:kementerian|nasional|k/l|pusat|provinsi|perubahan|revisi|reviu|semula|sebelumnya)\b", re.I
)
LEAST_PRINTS = 2
NEAR_PLAN = 70
"""So many letters from the plan's name on its period begins."""
NO_VISION = re.compile(
    r"\b(?:tidak|tanpa)\s+(?:lagi\s+)?(?:tercantum|mencantumkan|memuat|memiliki|terdapat|ada|dicantumkan|dimuat)\s+"
    r"(?:adanya\s+)?visi\b",
    re.I,
)
VISION = re.compile(r"\bvisi\s+dan\s+misi\b[^.;]{0,80}\b(?:rpjmd|renstra|rencana)\b", re.I)


def sentences_of_plans(dossier: Dossier) -> Iterator[Sentence]:
    """The sentences that may speak of a plan."""
    return (one for one in dossier.interpretation.sentences if PLANS.are_in(one.text))


def check_ordinal_years(dossier: Dossier) -> Iterator[Finding]:
    """`tahun terakhir pelaksanaan Renstra 2024-2026` said of 2024; one finding a saying."""
    for sentence in sentences_of_plans(dossier):
        for said in ORDINAL_YEAR.finditer(sentence.text):
            year = int(said["year"]) if said["year"] else dossier.year
            first, last = int(said["first"]), int(said["last"])
            if year is None or (said["year"] is None and not _is_own(sentence.text[: said.start()])):
                continue
            right = _ordinals(year, first, last)
            if said["word"].casefold() in right:
                continue
            place = place_of(sentence, dossier)
            printed = " ".join(said.group().split())
            expected = "is not in it" if not right else f"is its year {year - first + 1}"
            yield finding(
                "plan.year",
                [place],
                f"The text says {name(printed)} of {year} ({where([place])}), but of a plan for {first}–{last} {year} "
                f"{expected}.",
                printed,
                expected,
            )


def _is_own(before: str) -> bool:
    """Whether what stands before speaks of the report, its year or this year."""
    return re.search(r"\b(?:laporan|lakip|lkjip|lkip|tahun\s+ini|tahun\s+anggaran)\b", before, re.I) is not None


def _ordinals(year: int, first: int, last: int) -> set[str]:
    """The words that may name a year of a plan; where a plan names six years, the first may be counted or not.

    >>> sorted(_ordinals(2016, 2013, 2018)), sorted(_ordinals(2024, 2024, 2026))
    (['3', '4', 'keempat', 'ketiga'], ['1', 'awal', 'kesatu', 'pertama'])
    """
    if not first <= year <= last:
        return set()
    numbers = {year - first + 1} | ({year - first} if last - first >= 5 else set())
    words = {word for word, number in YEARS_OF_PLAN.items() if number in numbers}
    return words | ({"terakhir"} if year == last else set())


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a sentence gives a plan."""

    plan: str
    first: int
    last: int
    sentence: Sentence
    raw: str
    start: int


def check_plan_periods(dossier: Dossier) -> Iterator[Finding]:
    """A plan that ends in another year than its period says elsewhere, or that begins and ends in one year."""
    periods = list(_periods(dossier))
    for period in periods:
        if period.first >= period.last:
            same = Counter((p.first, p.last) for p in periods if p.plan == period.plan and p.first < p.last)
            if same:
                (first, last), _ = same.most_common(1)[0]
                yield wrong_end(period.raw, f"{first}–{last}", [place_of(period.sentence, dossier)], [])
    own = own_periods(dossier)
    yield from _of_another_plan(periods, own, dossier)
    yield from _with_another_end(own, dossier)
    ends = Counter(p.last for p in own)
    if len(ends) != 1 or len(own) < LEAST_PRINTS:
        return
    last = own[0].last
    planned = {o.year for o in dossier.observations if o.measure in ("target", "medium_term_target")}
    wrong: dict[int, list[tuple[Sentence, str]]] = defaultdict(list)
    for sentence in sentences_of_plans(dossier):
        for said in END_YEAR.finditer(sentence.text):
            year = int(said["year"])
            if year > last and year not in planned:
                wrong[year].append((sentence, " ".join(said.group().split())))
    for same_year in wrong.values():
        places = [place_of(sentence, dossier) for sentence, _ in same_year]
        beside = [place_of(p.sentence, dossier) for p in own]
        yield wrong_end(same_year[0][1], f"{own[0].first}–{last}", places, beside[:3])


def own_periods(dossier: Dossier) -> list[Period]:
    """The periods that sentences give the strategic plan around the report's year."""
    return [p for p in _periods(dossier) if p.plan == "renstra" and p.first < p.last and _is_in(p, dossier.year)]


def _of_another_plan(periods: Sequence[Period], own: Sequence[Period], dossier: Dossier) -> Iterator[Finding]:
    """Sentences that rest the report on a strategic plan that ended before its year; one finding a period."""
    ended: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for period in periods:
        is_over = period.plan == "renstra" and period.first < period.last < (dossier.year or 0)
        if is_over and RESTS_ON.search(period.sentence.text[: period.start]):
            ended[period.first, period.last].append(period)
    for same in ended.values() if own else ():
        places = [place_of(p.sentence, dossier) for p in same]
        beside = [place_of(p.sentence, dossier) for p in own]
        yield wrong_end(same[0].raw, f"{own[0].first}–{own[0].last}", places, beside[:3])


def _with_another_end(own: Sequence[Period], dossier: Dossier) -> Iterator[Finding]:
    """Two periods of the strategic plan around the report's year that begin or end together; one finding."""
    by_period: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for period in own:
        gap = period.sentence.text.find(str(period.first), period.start) - period.start
        if gap <= NEAR_PLAN and not OF_OTHERS.search(period.sentence.text):
            by_period[period.first, period.last].append(period)
    if len(by_period) != 2:
        return
    (right, often), (wrong, rare) = sorted(
        by_period.items(), key=lambda item: (-len(item[1]), item[1][0].sentence.page)
    )
    if right[0] == wrong[0] or right[1] == wrong[1]:
        places, beside = ([place_of(p.sentence, dossier) for p in same] for same in (rare, often))
        yield wrong_end(rare[0].raw, f"{right[0]}–{right[1]}", places, beside[:3])


def check_regional_plans(dossier: Dossier) -> Iterator[Finding]:
    """A regional plan (RPJMD) that ends in one year and begins in two; one finding a year."""
    by_end: dict[int, dict[int, list[tuple[Sentence, str, str]]]] = defaultdict(lambda: defaultdict(list))
    for sentence in dossier.interpretation.sentences:
        for said in REGIONAL.finditer(sentence.text) if REGIONAL_PLANS.are_in(sentence.text) else ():
            whose = " ".join(WHOSE.findall(said["between"])).casefold()
            if int(said["first"]) < int(said["last"]):
                by_end[int(said["last"])][int(said["first"])].append((sentence, " ".join(said.group().split()), whose))
    for last, starts in by_end.items():
        if len({whose for same in starts.values() for _, _, whose in same if whose}) > 1 or len(starts) != 2:
            continue
        (right, often), (_, rare) = sorted(starts.items(), key=lambda item: (-len(item[1]), item[0]))
        places, beside = ([place_of(sentence, dossier) for sentence, _, _ in same] for same in (rare, often))
        yield wrong_end(rare[0][1], f"{right}–{last}", places, beside)


def _is_in(period: Period, year: int | None) -> bool:
    return year is not None and period.first <= year <= period.last


def _periods(dossier: Dossier) -> Iterator[Period]:
    for sentence in sentences_of_plans(dossier):
        for found in PERIOD.finditer(sentence.text):
            plan = "renstra" if found["plan"].casefold().startswith("re") else found["plan"].casefold()
            raw = f"{found['plan']} {found['first']}-{found['last']}"
            yield Period(plan, int(found["first"]), int(found["last"]), sentence, raw, found.start())


def wrong_end(said: str, period: str, places: list[Place], beside: list[Place]) -> Finding:
    elsewhere = f" ({where(beside)})" if beside else ""
    return finding(
        "plan.period",
        [*places, *beside],
        f"The text says {name(said)} ({where(places)}), but elsewhere the plan is for {period}{elsewhere}.",
        said,
        period,
    )


def check_vision(dossier: Dossier) -> Iterator[Finding]:
    """A plan that by one sentence has no vision and mission, and by another has; one finding."""
    sentences = [one for one in dossier.interpretation.sentences if "visi" in one.text.casefold()]
    without = [one for one in sentences if NO_VISION.search(one.text)]
    with_it = [one for one in sentences if one not in without and VISION.search(one.text)]
    if not without or not with_it:
        return
    denied, said = ([place_of(one, dossier) for one in group] for group in (without, with_it))
    yield finding(
        "plan.vision",
        [*denied, *said],
        f"The plan has no vision and mission by its own words ({where(denied)}), but the report rests on vision and "
        f"mission of a plan ({where(said)}).",
        " ".join(with_it[0].text.split()[:12]),
        "no vision and mission",
    )


def check_report_year(dossier: Dossier) -> Iterator[Finding]:
    """The closing chapter speaks of the year before as the one that is reported on; one finding."""
    year, stale = dossier.year, stale_sentences(dossier)
    if year is None or not stale:
        return
    places = [place_of(one, dossier) for one in stale]
    yield finding(
        "text.year",
        places,
        f"The closing chapter speaks of the work of {year - 1} ({where(places)}), but the report is on {year}.",
        f"{year - 1}",
        f"{year}",
    )


def stale_sentences(dossier: Dossier) -> list[Sentence]:
    """The sentences of the closing chapter that name the year before alone as that of the work."""
    told, year = dossier.interpretation, dossier.year
    closing = set(closing_paragraphs(told.paragraphs)) if year is not None else set()
    return [
        one
        for one in told.sentences
        if one.paragraph in closing
        and years_of(one.text) == {(year or 0) - 1}
        and CARRIED_OUT.search(one.text)
        and not COMPARED.search(one.text)
    ]


def check_years_of_headings(dossier: Dossier) -> Iterator[Finding]:
    """A heading over results of the report's year that names the year before."""
    year, told = dossier.year, dossier.interpretation
    results = dict(after_plans(told.paragraphs))
    for heading in read_headings(told.paragraphs, told.document) if year else ():
        is_own = heading.number is not None and heading.paragraph in results and RESULTS.search(heading.title)
        if not is_own or set(map(int, ANY_YEAR.findall(heading.title))) != {(year or 0) - 1}:
            continue
        if COMPARED.search(heading.title):
            continue
        below = told.paragraphs[heading.paragraph + 1 : heading.paragraph + 1 + SECTION]
        captions = [p for p in below if p.kind == "caption" and RESULTS.search(p.text)]
        named = {int(found) for p in captions[:1] for found in ANY_YEAR.findall(p.text)}
        if named != {year}:
            continue
        places = [place_at(heading.page, heading.line, dossier), place_at(*captions[0].pieces[0][1:], dossier)]
        yield finding(
            "text.year",
            places,
            f"The heading {name(heading.title)} names {(year or 0) - 1} ({where(places[:1])}), but the table below it "
            f"is of {year} ({where(places[1:])}).",
            f"{(year or 0) - 1}",
            f"{year}",
        )


def closing_paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """The paragraphs of the last chapter, which is called so or is the fourth or fifth."""
    is_closing = False
    for number, paragraph in enumerate(paragraphs):
        chapter = chapter_of(paragraph)
        if chapter is not None:
            is_closing = chapter in CLOSING
        elif CLOSED.fullmatch(paragraph.text):
            is_closing = True
        if is_closing:
            yield number
