"""Counts of objectives and indicators that the text states, held against what the tables list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.model import Place
from normalize.checks.budget_rows import lines_by_table
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at, place_of
from normalize.checks.trust import table_key
from normalize.checks.wording import name, where
from normalize.model import Count, Finding
from normalize.names.indicator_text import IndicatorText, indicator_text
from normalize.names.same_indicator import likeness, same_text
from normalize.prose.counts import list_items
from normalize.prose.headings import MARK
from normalize.prose.objectives import OPENER, is_cut
from normalize.prose.phrases import ORDINALS
from normalize.same import Same
from normalize.words import letters

NOUNS = {
    "sasaran": "objectives",
    "indikator": "indicators",
    "program": "programmes",
    "kegiatan": "activities",
    "sub kegiatan": "sub-activities",
}
WHOLE = re.compile(
    r"\b(?:terdapat|menetapkan|ditetapkan|memiliki|mempunyai|terdiri|dari|sebanyak|dengan|oleh|melalui|melaksanakan|"
    r"ke\s+dalam|dirumuskan|merumuskan|memuat|serta|untuk|dijabarkan|"
    r"(?:memuat|terdapat|menetapkan|memiliki|terdiri\s+(?:atas|dari))\s+(?:\w+\s+){1,2}sasaran(?:\s+strategis)?\s+dan)\W+$",
    re.I,
)
PART = re.compile(
    r"\b(?:pada|untuk|dalam)\s+(?:sasaran|misi|tujuan|indikator|program|kegiatan)\b|\bsasaran\s+(?:ini|tersebut|pertama|kedua|ketiga)"
    r"|\b(?:misi|tujuan|sasaran|bidang|program)\s+(?:ke|[IVX]+\b|\d|pertama|kedua|ketiga|keempat|kelima|[A-Z]\b)|\bgubernur\b|\bbupati\b"
    r"|\bwali\s?kota\b|\bAPBN\b|\bmisi\b|\bcapaian\b.{0,20}\bmisi|[≥≤<>%]",
    re.IGNORECASE,
)
ONE_PART = re.compile(
    rf"\b(?:misi|bidang|seksi|gubernur|bupati|urusan|sekretariat)\b|\b(?:sasaran|tujuan|program)\s+(?:ini|ke|{ORDINALS}|\d)",
    re.I,
)
OF_SOURCE = re.compile(r"\bAPB[DN]\b|\bDAK\b|\bdekonsentrasi\b|\bprioritas\b|\bkegiatan\b", re.I)
BUDGETED = re.compile(r"\b(?:anggaran|dianggarkan|dana|belanja|pagu|Rp)\b", re.I)
AGREED = re.compile(
    r"\bindikator\s+(?:kinerja\s+)?(?:yang\s+)?(?:telah\s+)?diperjanjikan\b|\bperjanjian\s+kinerja\b", re.I
)
SETS = re.compile(r"\b(?:menetapkan|ditetapkan|menentukan|merumuskan)\b[^.;:]{0,40}\bsasaran\b", re.I)
SHARED = 0.6
FEWEST = 3
LEAST_LETTERS = 8
FEWEST_TABLES = 2
MOST_INDICATORS = 40
ALIKE = 0.6
OWN_VERSIONS = (None, "pk", "pk_revised")
MAIN_KINDS = ("performance_measurement", "performance_agreement", "multi_year_comparison")
CONDITIONS = {"above": "above target", "below": "below target", "met": "at target"}


def check_objective_counts(dossier: Dossier) -> Iterator[Finding]:
    """Fewer objectives in the text than the report's tables name, and other numbers of indicators than they have."""
    tables = _main_tables(dossier)
    if len(tables) < FEWEST_TABLES:
        return
    sizes = {len(table.keys) for table in tables}
    objectives = min(len(table.objectives) for table in tables)
    counted = [c for c in dossier.interpretation.counts if c.noun == "indikator" and c.condition is None]
    fitting = {c.sentence for c in counted if {c.value} == sizes}
    is_one = len({len(table.objectives) for table in tables}) == 1
    for value, same in by_value(whole_counts(dossier, "sasaran")).items():
        is_more = value > objectives and is_one and any(c.sentence in fitting for c in same)
        if value < objectives or is_more:
            yield _differs(same, objectives, [t.place for t in tables], dossier)
    beside = {c.sentence for c in dossier.interpretation.counts if c.noun == "sasaran" and c.value > 1}
    stated = [c for c in whole_counts(dossier, "indikator") if c.sentence in beside]
    for value, same in by_value(stated).items():
        if len(sizes) == 1 and value not in sizes and max(sizes) <= MOST_INDICATORS:
            yield _differs(same, sizes.pop(), [t.place for t in tables], dossier)
            return


def check_agreed_counts(dossier: Dossier) -> Iterator[Finding]:
    """`dari tujuh indikator yang diperjanjikan` where agreement and measurement have six."""
    stated = [c for c in whole_counts(dossier, "indikator") if AGREED.search(c.sentence)]
    tables = _find_main_tables(Same(dossier)) if stated else ()
    sizes = {len(table.keys) for table in tables}
    told = {f.printed for f in check_objective_counts(dossier)} if stated else set()
    if len(tables) < FEWEST_TABLES or len(sizes) != 1 or max(sizes) > MOST_INDICATORS:
        return
    for value, same in by_value(stated).items():
        if value not in sizes and same[0].raw not in told:
            yield _differs(same, max(sizes), [t.place for t in tables], dossier)


def check_programme_counts(dossier: Dossier) -> Iterator[Finding]:
    """`untuk 5 (lima) program` where every budget table of the report lists four, and its total."""
    counts = [c for c in dossier.interpretation.counts if c.noun == "program" and not c.is_listed]
    stated = [c for c in counts if is_of_all_programmes(c)]
    if not stated:
        return
    sizes: dict[int, list[Place]] = defaultdict(list)
    for lines in lines_by_table(dossier):
        rows = [line.budget for line in lines if not line.budget.is_total and line.budget.year in (None, dossier.year)]
        if all(row.level == "program" for row in rows) and any(line.budget.is_total for line in lines) and rows:
            sizes[len({letters(row.name) for row in rows})].append(rows[0].place)
    if len(sizes) != 1 or len(places := next(iter(sizes.values()))) < FEWEST_TABLES:
        return
    size = next(iter(sizes))
    for value, same in by_value(stated).items():
        if abs(value - size) in (1, 2) and value > 1:
            yield _differs(same, size, places, dossier)


def is_of_all_programmes(count: Count) -> bool:
    """Whether a sentence counts programmes of its whole budget: it names no objective, source or other part."""
    before = count.sentence[: count.sentence.find(count.raw)]
    is_part = ONE_PART.search(before) or OF_SOURCE.search(count.sentence) or count.condition is not None
    return not is_part and WHOLE.search(before) is not None and BUDGETED.search(count.sentence) is not None


def whole_counts(dossier: Dossier, noun: str) -> list[Count]:
    """Counts of a noun that are of the whole report, one of them in its sentence."""
    counts = [c for c in dossier.interpretation.counts if c.noun == noun and not c.is_listed]
    several = Counter(c.sentence for c in counts)
    return [c for c in counts if is_whole(c) and several[c.sentence] == 1]


def _differs(same: Sequence[Count], size: int, tables: Sequence[Place], dossier: Dossier) -> Finding:
    places = [place_of(c, dossier) for c in same]
    first = same[0]
    said = first.raw if str(first.value) in first.raw else f"{first.value} {NOUNS[first.noun]} ({name(first.raw)})"
    return finding(
        "count.tables",
        [*places, *tables],
        f"The text counts {said} ({where(places)}), but the tables have {size} ({where(tables)}).",
        same[0].raw,
        str(size),
    )


def by_value(counts: Sequence[Count]) -> dict[int, list[Count]]:
    found: dict[int, list[Count]] = defaultdict(list)
    for count in counts:
        found[count.value].append(count)
    return found


def is_whole(count: Count) -> bool:
    """Whether a count is of the whole report: its sentence speaks of no single mission, objective or programme."""
    if count.condition is not None or count.value < 2 or "indikator" not in count.sentence.casefold():
        return False
    before = count.sentence[: count.sentence.find(count.raw)]
    return PART.search(before) is None and WHOLE.search(before) is not None


@dataclass(frozen=True, slots=True)
class _Main:
    """A table with most of the report's indicators: their keys and the objectives they stand under, if all do."""

    place: Place
    keys: frozenset[str]
    objectives: tuple[IndicatorText, ...]
    is_whole: bool


def _main_tables(dossier: Dossier) -> tuple[_Main, ...]:
    """Agreements and measurements of the year that hold most of the indicators, every row with its objective.

    They are found once for all who ask.
    """
    return tuple(table for table in _find_main_tables(Same(dossier)) if table.is_whole)


@lru_cache(maxsize=1)
def _find_main_tables(key: Same[Dossier]) -> tuple[_Main, ...]:
    dossier = key.it
    rows: dict[object, dict[str, str | None]] = defaultdict(dict)
    levels = {(a.indicator_key, a.year): a.level for a in dossier.interpretation.achievements}
    wholes = _wholes({o.objective for o in dossier.observations if o.objective})
    first: dict[object, Place] = {}
    for i in dossier.ids_of("target", "realization", "achievement"):
        o = dossier.observations[i]
        is_own = o.table_kind in MAIN_KINDS and o.plan_version in OWN_VERSIONS
        is_objective = levels.get((dossier.keys[i], dossier.year or 0), "objective") == "objective"
        if o.year == dossier.year and is_own and o.parent is None and is_objective:
            table = table_key(o, dossier)
            rows[table].setdefault(dossier.keys[i], wholes.get(o.objective or "", o.objective))
            first.setdefault(table, o.place)
    largest = max((len(found) for found in rows.values()), default=0)
    return tuple(
        _Main(first[table], frozenset(found), _distinct([text for text in found.values() if text]), all(found.values()))
        for table, found in rows.items()
        if largest >= FEWEST and len(found) >= SHARED * largest
    )


def _wholes(objectives: set[str]) -> dict[str, str]:
    """The whole names of those that are the head or tail of one, as where a page or row end cuts them."""
    found = {one: [other for other in objectives if is_cut(one, other)] for one in objectives}
    return {one: max(sorted(others), key=len) for one, others in found.items() if others}


def _distinct(texts: Sequence[str]) -> tuple[IndicatorText, ...]:
    """The different objectives among some texts, spellings of one counted once."""
    found: list[IndicatorText] = []
    for text in map(indicator_text, texts):
        if not any(same_text(text, other) for other in found):
            found.append(text)
    return tuple(found)


def check_listed_objectives(dossier: Dossier) -> Iterator[Finding]:
    """A list of the plan's objectives that is shorter or longer than what the tables hold, or than the text counts."""
    tables = _main_tables(dossier)
    sizes = {len(table.objectives) for table in tables}
    known = [text for table in tables for text in table.objectives]
    told = [c for c in whole_counts(dossier, "sasaran") if c.value >= FEWEST]
    paragraphs = dossier.interpretation.paragraphs
    for count in dossier.interpretation.counts:
        if not count.is_listed or count.noun != "sasaran" or count.value < FEWEST:
            continue
        start = next(n for n, p in enumerate(paragraphs) if p.text == count.sentence)
        beside = {
            c.value
            for c in dossier.interpretation.counts
            if c.noun == "sasaran" and c is not count and c.sentence[-60:] == count.sentence[-60:]
        }
        items = [item.text for item in list_items(paragraphs, start + 1)]
        alike = sum(any(likeness(indicator_text(item), text) >= ALIKE for text in known) for item in items)
        said = {count.value, *beside}
        is_of_tables = len(tables) >= FEWEST_TABLES and len(sizes) == 1 and alike * 2 >= len(items)
        if is_of_tables and not sizes & said:
            yield _listed(count, sizes.pop(), "the tables have", [t.place for t in tables], dossier)
            return
        opened = sum(OPENER.match(MARK.sub("", item)) is not None for item in items)
        values = {c.value for c in told}
        if opened == len(items) and SETS.search(count.sentence) and len(values) == 1 and not values & said:
            yield _listed(count, told[0].value, "the text counts", [place_of(c, dossier) for c in told], dossier)
            return


def check_listed_names(dossier: Dossier) -> Iterator[Finding]:
    """An objective in a list of the plan's objectives that lacks words which the tables' name of it has."""
    tables = _main_tables(dossier)
    known = {o.objective for o in dossier.observations if o.objective and o.table_kind in MAIN_KINDS}
    paragraphs = dossier.interpretation.paragraphs
    for count in dossier.interpretation.counts:
        if not count.is_listed or count.noun != "sasaran" or len(tables) < FEWEST_TABLES:
            continue
        start = next(n for n, p in enumerate(paragraphs) if p.text == count.sentence)
        for item in list_items(paragraphs, start + 1):
            own = letters(MARK.sub("", item.text))
            if any(letters(one) == own for one in known) or len(own) < LEAST_LETTERS:
                continue
            longer = [
                one for one in known if letters(one).startswith(own) and len(letters(one)) - len(own) >= LEAST_LETTERS
            ]
            if not longer:
                continue
            place = place_at(*item.pieces[0][1:], dossier)
            longest = max(sorted(longer), key=lambda one: len(letters(one)))
            whole = [o for o in dossier.observations if letters(o.objective) == letters(longest)]
            rest = " ".join(longest.split())
            yield finding(
                "objective.listed",
                [place, *(o.place for o in whole)],
                f"The list of objectives names {name(MARK.sub('', item.text))} ({where([place])}), where the tables "
                f"have {name(rest)} ({where(o.place for o in whole)}).",
                " ".join(MARK.sub("", item.text).split()),
                rest,
            )


def _listed(count: Count, size: int, who: str, places: Sequence[Place], dossier: Dossier) -> Finding:
    place = place_of(count, dossier)
    return finding(
        "count.objectives",
        [place, *places],
        f"The list of objectives ({where([place])}) has {count.value}, {who} {size} ({where(places)}).",
        f"{count.value} {count.raw}",
        str(size),
    )
