"""Counts that the text states, held against the tables, against each other and against the lists they announce."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Place
from normalize.candidates import fold
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.trust import table_key
from normalize.checks.wording import listed, name, where
from normalize.formulas import HUNDRED
from normalize.indicator_text import IndicatorText, indicator_text
from normalize.model import Count, Finding
from normalize.prose.counts import list_items
from normalize.ratings import labels
from normalize.same_indicator import likeness, same_text

NOUNS = {"sasaran": "objectives", "indikator": "indicators", "program": "programmes", "kegiatan": "activities"}
WHOLE = re.compile(
    r"\b(?:terdapat|menetapkan|ditetapkan|memiliki|mempunyai|terdiri|dari|sebanyak|dengan|oleh|melalui|melaksanakan)\W+$",
    re.I,
)
PART = re.compile(
    r"\b(?:pada|untuk|dalam)\s+(?:sasaran|misi|tujuan|indikator|program|kegiatan)\b|\bsasaran\s+(?:ini|tersebut|pertama|kedua|ketiga)"
    r"|\b(?:misi|tujuan|sasaran|bidang|program)\s+(?:ke|[IVX\d]|pertama|kedua|ketiga|keempat|kelima|[A-Z])|\bgubernur\b|\bbupati\b"
    r"|\bwali\s?kota\b|\bAPBN\b|\bmisi\b|\bcapaian\b.{0,20}\bmisi",
    re.IGNORECASE,
)
SHARED = 0.6
FEWEST = 3
FEWEST_TABLES = 2
MOST_INDICATORS = 40
LONGEST_LIST = 30
ALIKE = 0.6
OWN_VERSIONS = (None, "pk", "pk_revised")
MAIN_KINDS = ("performance_measurement", "performance_agreement", "multi_year_comparison")
CONDITIONS = {"above": "above target", "below": "below target", "met": "at target"}


def check_sums_of_counts(dossier: Dossier) -> Iterator[Finding]:
    """`11 indikator: 6 sangat baik, 1 baik, 5 kurang`: parts of one sentence that do not add up to the whole."""
    by_sentence: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for count in dossier.interpretation.counts:
        if not count.is_listed and count.noun in ("indikator", "sasaran"):
            by_sentence[count.sentence, count.noun].append(count)
    seen: set[str] = set()
    for (sentence, noun), counts in by_sentence.items():
        wholes = [c for c in counts if c.condition is None]
        parts = [c for c in counts if c.condition is not None]
        distinct = len({c.condition for c in parts}) == len(parts)
        added = sum(c.value for c in parts)
        if len(wholes) != 1 or len(parts) < FEWEST or not distinct or added == wholes[0].value or sentence in seen:
            continue
        if counts[0] is not wholes[0] or max(c.value for c in parts) > wholes[0].value:
            continue
        seen.add(sentence)
        places = [place_of(c, dossier) for c in counts]
        shown = listed([f"{c.value} {CONDITIONS.get(c.condition or '', c.condition or '')}" for c in parts])
        yield finding(
            "count.parts",
            places,
            f"The text counts {wholes[0].value} {NOUNS[noun]} ({where(places)}), but its parts "
            f"{shown} add up to {added}.",
            " + ".join(str(c.value) for c in parts),
            str(wholes[0].value),
        )


def check_objective_counts(dossier: Dossier) -> Iterator[Finding]:
    """Fewer objectives in the text than the report's tables name, and other numbers of indicators than they have."""
    tables = _main_tables(dossier)
    if len(tables) < FEWEST_TABLES:
        return
    sizes = {len(table.keys) for table in tables}
    objectives = min(len(table.objectives) for table in tables)
    for value, same in _by_value(_whole_counts(dossier, "sasaran")).items():
        if value < objectives:
            yield _differs(same, objectives, [t.place for t in tables], dossier)
    beside = {c.sentence for c in dossier.interpretation.counts if c.noun == "sasaran" and c.value > 1}
    stated = [c for c in _whole_counts(dossier, "indikator") if c.sentence in beside]
    for value, same in _by_value(stated).items():
        if len(sizes) == 1 and value not in sizes and max(sizes) <= MOST_INDICATORS:
            yield _differs(same, sizes.pop(), [t.place for t in tables], dossier)
            return


def _whole_counts(dossier: Dossier, noun: str) -> list[Count]:
    """Counts of a noun that are of the whole report, one of them in its sentence."""
    counts = [c for c in dossier.interpretation.counts if c.noun == noun and not c.is_listed]
    several = Counter(c.sentence for c in counts)
    return [c for c in counts if _is_whole(c) and several[c.sentence] == 1]


def _differs(same: Sequence[Count], size: int, tables: Sequence[Place], dossier: Dossier) -> Finding:
    places = [place_of(c, dossier) for c in same]
    return finding(
        "count.tables",
        [*places, *tables],
        f"The text counts {same[0].raw} ({where(places)}), but the tables have {size} ({where(tables)}).",
        same[0].raw,
        str(size),
    )


def _by_value(counts: Sequence[Count]) -> dict[int, list[Count]]:
    found: dict[int, list[Count]] = defaultdict(list)
    for count in counts:
        found[count.value].append(count)
    return found


def _is_whole(count: Count) -> bool:
    """Whether a count is of the whole report: its sentence speaks of no single mission, objective or programme."""
    if count.condition is not None or count.value < 2 or "indikator" not in count.sentence.casefold():
        return False
    before = count.sentence[: count.sentence.find(count.raw)]
    return PART.search(before) is None and WHOLE.search(before) is not None


@dataclass(frozen=True, slots=True)
class _Main:
    """A table with most of the report's indicators: their keys and the objectives they stand under."""

    place: Place
    keys: frozenset[str]
    objectives: tuple[IndicatorText, ...]


def _main_tables(dossier: Dossier) -> list[_Main]:
    """Agreements and measurements of the year that hold most of the indicators, every row with its objective."""
    rows: dict[object, dict[str, str | None]] = defaultdict(dict)
    first: dict[object, Place] = {}
    for i in dossier.ids_of("target", "realization", "achievement"):
        o = dossier.observations[i]
        is_own = o.table_kind in MAIN_KINDS and o.plan_version in OWN_VERSIONS
        if o.year == dossier.year and is_own and o.parent is None:
            table = table_key(o, dossier)
            rows[table].setdefault(dossier.keys[i], o.objective)
            first.setdefault(table, o.place)
    largest = max((len(found) for found in rows.values()), default=0)
    return [
        _Main(first[table], frozenset(found), _distinct([text for text in found.values() if text]))
        for table, found in rows.items()
        if largest >= FEWEST and len(found) >= SHARED * largest and all(found.values())
    ]


def _distinct(texts: Sequence[str]) -> tuple[IndicatorText, ...]:
    """The different objectives among some texts, spellings of one counted once."""
    found: list[IndicatorText] = []
    for text in map(indicator_text, texts):
        if not any(same_text(text, other) for other in found):
            found.append(text)
    return tuple(found)


def check_listed_objectives(dossier: Dossier) -> Iterator[Finding]:
    """A list of the plan's objectives that is shorter or longer than what the tables of the report hold."""
    tables = _main_tables(dossier)
    sizes = {len(table.objectives) for table in tables}
    if len(tables) < FEWEST_TABLES or len(sizes) != 1:
        return
    paragraphs = dossier.interpretation.paragraphs
    for count in dossier.interpretation.counts:
        if not count.is_listed or count.noun != "sasaran" or count.value in sizes or count.value < FEWEST:
            continue
        start = next(n for n, p in enumerate(paragraphs) if p.text == count.sentence)
        beside = [
            c.value
            for c in dossier.interpretation.counts
            if c.noun == "sasaran" and c.sentence[-60:] == count.sentence[-60:]
        ]
        if sizes & set(beside):
            continue
        items = [indicator_text(item.text) for item in list_items(paragraphs, start + 1)]
        known = [text for table in tables for text in table.objectives]
        if sum(any(likeness(item, text) >= ALIKE for text in known) for item in items) * 2 >= len(items):
            place = place_of(count, dossier)
            yield finding(
                "count.objectives",
                [place, *(t.place for t in tables)],
                f"The list of objectives ({where([place])}) has {count.value}, the tables have {sizes.pop()} "
                f"({where(t.place for t in tables)}).",
                f"{count.value} {count.raw}",
                str(len(tables[0].objectives)),
            )
            return


def check_reached_counts(dossier: Dossier) -> Iterator[Finding]:
    """`7 indikator melebihi target`: counts of indicators by their achievement, recomputed from the tables."""
    achieved = _achievements(dossier)
    if len(achieved) < FEWEST:
        return
    tables = {
        "above": {key for key, values in achieved.items() if max(values) > HUNDRED},
        "below": {key for key, values in achieved.items() if min(values) < HUNDRED},
    }
    unsure = {
        key
        for key, values in achieved.items()
        if min(values) < HUNDRED < max(values) or (len(values) > 1 and HUNDRED in values)
    }
    for condition, keys in tables.items():
        stated = [c for c in dossier.interpretation.counts if c.noun == "indikator" and c.condition == condition]
        for value, same in _by_value(stated).items():
            sure = len(keys - unsure)
            if sure <= value <= len(keys) and not (unsure and value == len(keys)):
                continue
            if not _speaks_of_all(same[0], len(achieved)):
                continue
            yield _reached(same, condition, sorted(keys), sorted(unsure & keys), dossier)


def _speaks_of_all(count: Count, total: int) -> bool:
    """Whether the sentence counts among all indicators of the report: it names their number."""
    return re.search(rf"\b{total}\b", count.sentence) is not None


def _achievements(dossier: Dossier) -> dict[str, set[Decimal]]:
    """All achievements of the report's year that tables print, by indicator."""
    found: dict[str, set[Decimal]] = defaultdict(set)
    for i in dossier.ids_of("achievement"):
        o = dossier.observations[i]
        if o.year == dossier.year and o.value is not None:
            found[dossier.keys[i]].add(o.value)
    held = {dossier.keys[i] for i in dossier.ids_of("target") if dossier.observations[i].year == dossier.year}
    return {key: values for key, values in found.items() if key in held}


def _reached(
    same: Sequence[Count], condition: str, keys: Sequence[str], unsure: Sequence[str], dossier: Dossier
) -> Finding:
    places = [place_of(c, dossier) for c in same]
    rows = [
        i
        for i in dossier.ids_of("achievement")
        if dossier.keys[i] in keys and dossier.observations[i].year == dossier.year
    ]
    doubt = f", {len(unsure)} of them in some tables only" if unsure else ""
    values = ", ".join(
        dict.fromkeys(
            f"{' '.join(dossier.observations[i].raw.split())}" for i in rows if dossier.keys[i] in (unsure or keys)
        )
    )
    return finding(
        "count.reached",
        [*places, *(dossier.observations[i].place for i in rows)],
        f"The text counts {same[0].value} indicators {CONDITIONS[condition]} ({where(places)}), but the tables print "
        f"achievements {CONDITIONS[condition]} for {len(keys)}{doubt}: {values}.",
        same[0].raw,
        str(len(keys)),
        (("observation", i) for i in rows),
    )


def check_rating_counts(dossier: Dossier) -> Iterator[Finding]:
    """`6 indikator tercapai sangat baik`: counts by rating word, recomputed with the report's own scale."""
    achieved = _achievements(dossier)
    if not dossier.scales or len(achieved) < FEWEST or any(len(values) > 1 for values in achieved.values()):
        return
    scale = dossier.scales[0]
    by_label: Counter[str] = Counter()
    for values in achieved.values():
        for label in labels(scale, next(iter(values))):
            by_label[fold(label)] += 1
    known = {fold(band.label) for band in scale.bands}
    for count in dossier.interpretation.counts:
        word = fold(count.condition or "")
        is_whole = count.noun == "indikator" and word in known and _speaks_of_all(count, len(achieved))
        if is_whole and count.value != by_label[word]:
            place = place_of(count, dossier)
            yield finding(
                "count.rated",
                [place],
                f"The text counts {count.value} indicators rated {name(count.condition or '')} ({where([place])}), but "
                f"by the report's own scale and tables there are {by_label[word]}.",
                count.raw,
                str(by_label[word]),
            )


def check_list_counts(dossier: Dossier) -> Iterator[Finding]:
    """`2 (dua) tujuan sebagai berikut:` followed by a list of another length."""
    counts = dossier.interpretation.counts
    announced = {(c.sentence[-60:], c.noun): c for c in counts if not c.is_listed and c.sentence.rstrip().endswith(":")}
    found: dict[tuple[str, int, int], list[Count]] = defaultdict(list)
    for count in counts:
        said = announced.get((count.sentence[-60:], count.noun)) if count.is_listed else None
        if said is None or said.value == count.value or said.condition or said.value > LONGEST_LIST:
            continue
        if abs(said.value - count.value) <= max(2, said.value // 3):
            found[said.noun, said.value, count.value].append(said)
    for (_, _, items), same in found.items():
        places = [place_of(said, dossier) for said in same]
        yield finding(
            "count.list",
            places,
            f"The text announces {same[0].raw} ({where(places)}), but the list that follows has {items} items.",
            same[0].raw,
            str(items),
        )
