"""Counts of indicators by what they reached or how they are rated, held against the achievements of the tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.achievements.formulas import HUNDRED
from normalize.achievements.ratings import labels
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_counts import CONDITIONS, by_value
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, where
from normalize.model import Count, Finding
from normalize.words import letters

FEWEST = 3


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
        for value, same in by_value(stated).items():
            sure = len(keys - unsure)
            if sure <= value <= len(keys) and not (unsure and value == len(keys)):
                continue
            if not any(_speaks_of_all(count, len(achieved)) for count in same):
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
            by_label[letters(label)] += 1
    known = {letters(band.label) for band in scale.bands}
    for count in dossier.interpretation.counts:
        word = letters(count.condition or "")
        is_of_all = count.noun == "indikator" and word in known and _speaks_of_all(count, len(achieved))
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
