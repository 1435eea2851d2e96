"""Counts of indicators by what they reached or how they are rated, held against the achievements of the tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.numbers import read_number_words
from normalize.achievements.formulas import HUNDRED
from normalize.achievements.ratings import labels
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_counts import CONDITIONS, by_value
from normalize.checks.prose_places import place_of
from normalize.checks.prose_plans import closing_paragraphs
from normalize.checks.wording import name, where
from normalize.model import Count, Finding
from normalize.prose.phrases import OTHER_BASES, YEAR_BEFORE
from normalize.prose.years import years_of
from normalize.words import letters

FEWEST = 3
REST = re.compile(r"\b(?:selebihnya|sisanya|(?:indikator\s+)?(?:yang\s+)?lain(?:nya)?|di\s+antaranya)\b", re.I)
ONE_PART = re.compile(
    r"\b(?:sasaran|misi|tujuan|bidang|seksi|program|kegiatan|kabupaten|kota|gubernur|bupati)\b(?!\s+strategis\s+dinas)",
    re.I,
)
OF_SO_MANY = re.compile(r"\bdari\s+(?:total\s+|seluruh\s+|ke)?$", re.I)
OF_THEM_ALL = re.compile(r"\bdari\s+ke\s?-?(?P<number>[a-z]+(?:\s?belas)?)\s+(?:buah\s+)?indikator\b", re.I)
"""`dari keenam indikator tersebut`: their number as an ordinal."""
OTHER_BASE = re.compile(rf"\b(?:{OTHER_BASES}|akhir|{YEAR_BEFORE}|triwulan|semester|meningkat|menurun)\b", re.I)


def check_reached_counts(dossier: Dossier) -> Iterator[Finding]:
    """`7 indikator melebihi target`: counts of indicators by their achievement, recomputed from the tables."""
    achieved = _achievements(dossier)
    if len(achieved) < FEWEST:
        return
    tables = {
        "above": {key for key, values in achieved.items() if max(values) > HUNDRED},
        "below": {key for key, values in achieved.items() if min(values) < HUNDRED},
        "met": {key for key, values in achieved.items() if max(values) >= HUNDRED},
    }
    recomputed = _recomputed(set(achieved), dossier)
    closing = set(closing_paragraphs(dossier.interpretation.paragraphs))
    unsure = {
        key
        for key, values in achieved.items()
        if min(values) < HUNDRED < max(values) or (len(values) > 1 and HUNDRED in values)
    }
    counts = [c for c in dossier.interpretation.counts if c.noun == "indikator" and not c.is_listed]
    for condition, keys in tables.items():
        stated = [c for c in counts if c.condition == condition]
        if condition == "met":  # beside others that passed it, to meet a target is to reach it exactly
            stated = [c for c in stated if not any(o.sentence == c.sentence and o.condition == "above" for o in counts)]
        for value, same in by_value(stated).items():
            sure = len(keys - unsure)
            if sure <= value <= len(keys) and not (unsure and value == len(keys)):
                continue
            is_near = abs(value - len(keys)) == 1 and value > 1 and value != recomputed[condition]
            same = [
                count
                for count in same
                if _speaks_of_all(count, len(achieved), counts) or (is_near and _is_of_report(count, closing, dossier))
            ]
            if same:
                yield _reached(same, condition, sorted(keys), sorted(unsure & keys), dossier)


def _speaks_of_all(count: Count, total: int, counts: Sequence[Count]) -> bool:
    """Whether the sentence counts among all indicators of the report: it names their number."""
    if any(
        c.sentence == count.sentence and c.value == total and c.condition is None and c.noun == count.noun
        for c in counts
    ):
        return True
    of_all = OF_THEM_ALL.search(count.sentence)
    words = read_number_words(of_all["number"]) if of_all is not None else None
    if words is not None and words.value == total:
        return True
    return re.search(rf"\b{total}\b", count.sentence) is not None


def _recomputed(keys: set[str], dossier: Dossier) -> dict[str, int]:
    """How many indicators are above, below or at target by the achievements that follow from their figures."""
    own = (a for a in dossier.interpretation.achievements if a.year == dossier.year and a.indicator_key in keys)
    values = [a.recomputed for a in own if a.recomputed is not None]
    return {
        "above": sum(value > HUNDRED for value in values),
        "below": sum(value < HUNDRED for value in values),
        "met": sum(value >= HUNDRED for value in values),
    }


def _is_of_report(count: Count, closing: set[int], dossier: Dossier) -> bool:
    """Whether a count without their number is of all indicators: it tells of the rest, or closes the report."""
    if (
        ONE_PART.search(count.sentence)
        or years_of(count.sentence) - {dossier.year}
        or OTHER_BASE.search(count.sentence)
    ):
        return False
    at = count.sentence.find(count.raw)
    if OF_SO_MANY.search(count.sentence[:at]):
        return False
    paragraphs = enumerate(dossier.interpretation.paragraphs)
    number, paragraph = next(((n, p) for n, p in paragraphs if count.sentence in p.text), (0, None))
    if paragraph is None or paragraph.kind == "item" or ONE_PART.search(paragraph.text.replace(count.sentence, "")):
        return False
    return number in closing or REST.search(count.sentence) is not None


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
            by_label[letters(label)] += 1
    known = {letters(band.label) for band in scale.bands}
    for count in dossier.interpretation.counts:
        word = letters(count.condition or "")
        is_of_all = (
            count.noun == "indikator"
            and word in known
            and _speaks_of_all(count, len(achieved), dossier.interpretation.counts)
        )
        if is_of_all and count.value != by_label[word]:
            place = place_of(count, dossier)
            yield finding(
                "count.rated",
                [place],
                f"The text counts {count.value} indicators rated {name(count.condition or '')} ({where([place])}), but "
                f"by the report's own scale and tables there are {by_label[word]}.",
                count.raw,
                str(by_label[word]),
            )
