"""Rating words against the report's own scale, and scales that leave a gap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extract.model import Cell, Place
from normalize.achievements.ratings import SMALL_GAP, Band, Scale, band_of, labels
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import indicator, listed, name, number, observation_ids, raw, where
from normalize.model import Finding, Observation
from normalize.words import RATINGS, letters

TURNED = re.compile(
    r"^\s*(?:[a-z0-9][.)]\s*)?(?P<first>\d{2,3}(?:[.,]\d+)?)\s*%?\s*(?P<sign>[<>])\s*=?\s*(?P<last>\d{1,3}(?:[.,]\d+)?)\s*%?"
    r"[\s=:]*(?P<label>[^\W\d_][^\d]{2,30})$"
)
RATING = re.compile(RATINGS, re.I)


@dataclass(frozen=True, slots=True)
class Rated:
    """An achievement with the rating word printed in its cell or its row."""

    index: int
    observation: Observation
    percent: Decimal
    word: str
    band: Band


def check_ratings(dossier: Dossier) -> Iterator[Finding]:
    """Achievements that carry a word which the report's own scale gives to another range."""
    if not dossier.scales:
        return
    scale = dossier.scales[0]
    wrong: dict[tuple[str, int | None, Decimal, str], list[Rated]] = defaultdict(list)
    for rated in _rated(dossier, scale):
        allowed = labels(scale, rated.percent)
        if allowed and rated.band.label not in allowed:
            o = rated.observation
            wrong[dossier.keys[rated.index], o.year, rated.percent, letters(rated.band.label)].append(rated)
    for group in wrong.values():
        yield _mismatch(group, scale)


def _rated(dossier: Dossier, scale: Scale) -> Iterator[Rated]:
    for i in dossier.ids_of("achievement"):
        o = dossier.observations[i]
        words = [o.text] if o.text else _words_beside(o, dossier, scale)
        named = [(word, band) for word in words if (band := band_of(scale, word)) is not None]
        if o.value is not None and len({band.label for _, band in named}) == 1:
            yield Rated(i, o, o.value, " ".join(named[0][0].split()), named[0][1])


def _words_beside(observation: Observation, dossier: Dossier, scale: Scale) -> list[str]:
    """The cells of the printed row that hold a word of the scale and nothing else."""
    table = dossier.tables.get((observation.place.page, observation.place.table_no))
    cells: tuple[Cell, ...] = table.cells if table else ()
    return [c.text for c in cells if _same_row(c.place, observation.place) and band_of(scale, c.text) is not None]


def _same_row(a: Place, b: Place) -> bool:
    return (a.page, a.table_no, a.row) == (b.page, b.table_no, b.row)


def _mismatch(group: list[Rated], scale: Scale) -> Finding:
    first = group[0]
    allowed = labels(scale, first.percent)
    o = first.observation
    printed_at = f" (page {scale.place.page})" if scale.place and scale.place.line is None else ""
    return finding(
        "rating.mismatch",
        [rated.observation.place for rated in group],
        f"The achievement of {indicator(o)} for {o.year} is {raw(o)} and is rated “{first.word}” "
        f"({where(rated.observation.place for rated in group)}); by the report's own scale{printed_at} it is "
        f"{listed([f'“{label}”' for label in allowed]).replace(' and ', ' or ')}.",
        f"{raw(o)} {first.word}" if first.word not in raw(o) else raw(o),
        " or ".join(allowed),
        observation_ids(rated.index for rated in group),
    )


def check_scale_gaps(dossier: Dossier) -> Iterator[Finding]:
    """Own scales with a range that no level covers."""
    for scale in dossier.scales:
        for upper, lower in pairwise(scale.bands):
            if scale.place is None or upper.low is None or lower.high is None or upper.low - lower.high <= SMALL_GAP:
                continue
            yield finding(
                "rating.gap",
                [scale.place],
                f"The rating scale on {where([scale.place])} has no level between {number(lower.high)} "
                f"(“{lower.label}”) and {number(upper.low)} (“{upper.label}”).",
                f"{number(lower.high)} | {number(upper.low)}",
                None,
            )


def check_scale_bounds(dossier: Dossier) -> Iterator[Finding]:
    """`80 > 100 Baik`: a level between two bounds whose sign points the wrong way; one finding."""
    found: list[tuple[str, Place]] = []
    for page in dossier.pages_with(">", "<"):
        for line in page.lines:
            level = TURNED.match(line.text) if ">" in line.text or "<" in line.text else None
            if level is None or not RATING.search(level["label"]):
                continue
            first, last = (Decimal(level[side].replace(",", ".")) for side in ("first", "last"))
            if first != last and (first < last) == (level["sign"] == ">"):
                found.append((" ".join(line.text.split()), place_at(line.page, line.line, dossier)))
    if found:
        places = [place for _, place in found]
        yield finding(
            "rating.bounds",
            places,
            f"The sign between the bounds of a rating scale is turned round: "
            f"{listed([name(text) for text, _ in found])} ({where(places)}).",
            " | ".join(text for text, _ in found),
            None,
        )
