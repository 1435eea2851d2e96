"""Counts that the text states, held against each other and against the lists they announce."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_counts import CONDITIONS, NOUNS, by_value, check_objective_counts, whole_counts
from normalize.checks.prose_places import place_of
from normalize.checks.wording import listed, where
from normalize.model import Count, Finding

FEWEST = 3
LONGEST_LIST = 30
GOOD = re.compile(r"above|met|(?:sangat\s+)?(?:baik|tinggi|memuaskan|berhasil)")
LEVEL = re.compile(r"\b(?:outcome|output)\b", re.I)
ONE_PART = re.compile(
    r"\b(?:misi|gubernur|bupati|bidang|program)\b|\b(?:pada|untuk|dalam)\s+(?:tujuan|indikator)\b"
    r"|\bsasaran\s+(?:ini|tersebut|pertama|kedua|ketiga|ke\b)",
    re.I,
)
ONE_SECTION = re.compile(
    r"\b(?:sasaran|tujuan|bidang|misi)\s+(?:ini|tersebut|ke\b|strategis\s+(?:ke|pertama|kedua)|pertama|kedua|ketiga|\w+nya\b)|"
    r"\brencana\s+kerja\b|\brenja\b",
    re.I,
)
SOURCE = re.compile(r"\bAPB[DN]\b", re.I)
WHOLE_AGENCY = "agency"
REACH = 60
NEXT_LINES = 4
"""So many lines may stand between a count and the next sentence that parts it."""


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


def check_parts_of_page(dossier: Dossier) -> Iterator[Finding]:
    """`Dari 7 indikator, 5 sangat memuaskan`, `kegagalan pada 3 indikator` on the same page: too many."""
    counts = [c for c in dossier.interpretation.counts if not c.is_listed and c.noun in ("indikator", "sasaran")]
    for whole in (c for c in counts if c.condition is None):
        beside = [c for c in counts if c.page == whole.page and c.noun == whole.noun]
        good = [c for c in beside if c.sentence == whole.sentence and GOOD.fullmatch(c.condition or "")]
        bad = [c for c in beside if c.sentence != whole.sentence and c.condition == "below" and c.line >= whole.line]
        if (
            len(good) != 1
            or len(bad) != 1
            or ONE_PART.search(bad[0].sentence)
            or good[0].value + bad[0].value <= whole.value
        ):
            continue
        places = [place_of(c, dossier) for c in (whole, good[0], bad[0])]
        shown = " and ".join(f"{c.value} {CONDITIONS.get(c.condition or '', c.condition or '')}" for c in (*good, *bad))
        yield finding(
            "count.parts",
            places,
            f"The text counts {whole.value} {NOUNS[whole.noun]} ({where(places)}), but {shown} are more.",
            f"{good[0].value} + {bad[0].value}",
            str(whole.value),
        )


def check_parts_behind(dossier: Dossier) -> Iterator[Finding]:
    """`… digunakan: 3 indikator. Sebanyak 1 indikator melebihi target, 3 indikator tidak mencapai`: too many."""
    counts = [c for c in dossier.interpretation.counts if not c.is_listed and c.noun in ("indikator", "sasaran")]
    for whole, good, bad in zip(counts, counts[1:], counts[2:], strict=False):
        told = {good.condition, bad.condition}
        is_whole = whole.condition is None and whole.sentence != good.sentence == bad.sentence
        is_near = (
            whole.page == good.page and whole.noun == good.noun == bad.noun and good.line - whole.line <= NEXT_LINES
        )
        if not is_whole or not is_near or told not in ({"above", "below"}, {"met", "below"}):
            continue
        if sum(c.sentence == good.sentence for c in counts) > 2 or good.value + bad.value <= whole.value:
            continue
        places = [place_of(c, dossier) for c in (whole, good, bad)]
        shown = " and ".join(f"{c.value} {CONDITIONS.get(c.condition or '', c.condition or '')}" for c in (good, bad))
        yield finding(
            "count.parts",
            places,
            f"The text counts {whole.value} {NOUNS[whole.noun]} ({where(places)}), but {shown} are more.",
            f"{good.value} + {bad.value}",
            str(whole.value),
        )


def check_differing_counts(dossier: Dossier) -> Iterator[Finding]:
    """One thing counted in two ways: objectives, indicators of outcomes, objectives not reached."""
    beside = {c.sentence for c in dossier.interpretation.counts if c.noun == "indikator"}
    objectives = [c for c in whole_counts(dossier, "sasaran") if c.sentence in beside]
    told = {f.printed for f in check_objective_counts(dossier)}
    yield from _differing("objectives", [] if told & {c.raw for c in objectives} else objectives, dossier)
    indicators = [c for c in dossier.interpretation.counts if c.noun == "indikator" and not c.is_listed]
    for level in ("outcome", "output"):
        own = [c for c in indicators if _level(c) == level and c.value >= FEWEST]
        yield from _differing(f"indicators of {level}s", own, dossier)
    missed = [c for c in dossier.interpretation.counts if c.noun == "sasaran" and c.condition == "below"]
    of_all = [c for c in missed if not ONE_PART.search(c.sentence)]
    yield from _differing("objectives below target", of_all, dossier)


def check_differing_programmes(dossier: Dossier) -> Iterator[Finding]:
    """Programmes and activities of one source of money, or of the whole agency, counted in two ways; one finding."""
    groups: dict[tuple[str, str], list[Count]] = defaultdict(list)
    by_sentence: dict[str, list[Count]] = defaultdict(list)
    for count in dossier.interpretation.counts:
        if count.noun in ("program", "kegiatan", "sub kegiatan") and not count.is_listed and count.condition is None:
            by_sentence[count.sentence].append(count)
    for sentence, counts in by_sentence.items():
        keys = [(c.noun, _source(c, {one.noun for one in counts})) for c in counts]
        if "program" in {c.noun for c in counts} and not ONE_SECTION.search(sentence):
            for (noun, source), count in zip(keys, counts, strict=True):
                if source is not None and keys.count((noun, source)) == 1:
                    groups[noun, source].append(count)
    sides: list[tuple[str, list[tuple[int, list[Place]]]]] = []
    for (noun, source), found in groups.items():
        values = by_value(found)
        if len(values) == 2:
            at = [(value, [place_of(c, dossier) for c in same]) for value, same in values.items()]
            sides.append((f"{NOUNS[noun]}{f' of {source}' if source != WHOLE_AGENCY else ''}", at))
    if not sides:
        return
    shown = [f"{what}: {' and '.join(f'{v} ({where(at)})' for v, at in values)}" for what, values in sides]
    yield finding(
        "count.differs",
        [place for _, values in sides for _, at in values for place in at],
        f"The text counts programmes or activities in two ways: {'; '.join(shown)}.",
        " | ".join(str(value) for _, values in sides for value, _ in values),
        None,
    )


def _source(count: Count, nouns: set[str]) -> str | None:
    """Whose programmes or activities are counted: of APBD or APBN, or of the whole agency where a sentence with
    programmes, activities and sub-activities names neither; None where it is left open.
    """
    at = count.sentence.find(count.raw)
    behind = {found.upper() for found in SOURCE.findall(re.split(r"[,;.]", count.sentence[at:])[0])}
    before = SOURCE.findall(count.sentence[:at])[-1:]
    if len(behind) == 1:
        return str(behind.pop())
    if before and not behind:
        return str(before[0]).upper()
    return WHOLE_AGENCY if "sub kegiatan" in nouns and not behind else None


def _level(count: Count) -> str | None:
    """Whether a count of indicators is one of outcomes or outputs, by the word next to it."""
    at = count.sentence.find(count.raw)
    behind = re.split(r"[,;.]|\bserta\b|\bdan\b", count.sentence[at + len(count.raw) : at + len(count.raw) + REACH])[0]
    before = count.sentence[max(0, at - REACH) : at]
    found = LEVEL.findall(behind)[:1] or LEVEL.findall(before)[-1:]
    return str(found[0]).casefold() if found else None


def _differing(what: str, counts: Sequence[Count], dossier: Dossier) -> Iterator[Finding]:
    groups = by_value(counts)
    if len(groups) != 2:
        return
    sides = [(value, [place_of(c, dossier) for c in same]) for value, same in groups.items()]
    shown = " and ".join(f"{value} ({where(places)})" for value, places in sides)
    yield finding(
        "count.differs",
        [place for _, places in sides for place in places],
        f"The text counts the report's {what} in two ways: {shown}.",
        " | ".join(str(value) for value, _ in sides),
        None,
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
