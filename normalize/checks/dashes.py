"""Realisations that a table leaves out with a dash while the text gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.model import Line
from normalize.checks.cumulative import SUM_OF_YEARS
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import indicator, observation_ids, where
from normalize.model import Finding, Observation
from normalize.names.indicator_text import indicator_text
from normalize.prose.values import Value, read_values

SAID = re.compile(r"\brealisasi(?:nya)?\b", re.I)
WORD = re.compile(r"[^\W\d_]{3,}")
OTHER_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
LEAST_LETTERS = 8
NEAR = 60


def check_dashes(dossier: Dossier) -> Iterator[Finding]:
    """Dashes for the report's year whose indicator a line names with its realisation; one finding an indicator."""
    seen: set[str] = set()
    lines = (line for page in dossier.pages_with("realisasi") for line in page.lines)
    spoken = [line for line in lines if SAID.search(line.text)]
    for i, o in enumerate(dossier.observations):
        key = dossier.keys[i]
        is_open = o.measure == "realization" and o.missing == "dash" and o.period == "year" and o.year == dossier.year
        if not is_open or key in seen or _is_printed(key, dossier):
            continue
        for line in spoken:
            value = _stated(line, o, dossier.year)
            if value is not None:
                seen.add(key)
                place = place_at(line.page, line.line, dossier)
                shown = f"{value.raw} {value.unit}" if value.unit else value.raw
                yield finding(
                    "realization.dash",
                    [o.place, place],
                    f"The table prints no realisation of {indicator(o)} for {o.year} ({where([o.place])}), but the "
                    f"text gives {shown} ({where([place])}).",
                    " ".join(o.raw.split()),
                    shown,
                    observation_ids([i]),
                )
                break


def _is_printed(key: str, dossier: Dossier) -> bool:
    """Whether some table prints the realisation of the year, and not only a sum of years up to it."""
    return any(
        other == key
        and (o.measure, o.year) == ("realization", dossier.year)
        and o.value is not None
        and not (o.place in dossier.heads and SUM_OF_YEARS.search(" ".join(dossier.heads[o.place].path)))
        for o, other in zip(dossier.observations, dossier.keys, strict=True)
    )


def _stated(line: Line, o: Observation, year: int | None) -> Value | None:
    """The first number behind the indicator's own name on a line that speaks of realisation."""
    name = indicator_text(o.indicator).letters
    text = " ".join(line.text.split())
    if len(name) < LEAST_LETTERS or name not in indicator_text(text).letters:
        return None
    words = WORD.findall(o.indicator)
    start = text.casefold().rfind(words[-1].casefold()) if words else -1
    if start < 0 or any(int(found) != year for found in OTHER_YEAR.findall(text)):
        return None
    values = [value for value in read_values(text) if start < value.start <= start + NEAR]
    return values[0] if values and values[0].kind != "money" else None
