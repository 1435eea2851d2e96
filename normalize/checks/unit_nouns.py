"""Units that count something else than the indicator's name does: businesses in people, people in documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import indicator, name, observation_ids, where
from normalize.facts import rows
from normalize.model import Finding

COUNT = re.compile(r"^\W*(?:\d+[.)]\s*)?(?:jumlah|banyaknya)\s+", re.I)
PEOPLE = "orang"
THINGS = frozenset({"dokumen", "unit", "lembaga", "kegiatan", "desa", "buah", "paket"})


def check_counted_units(dossier: Dossier) -> Iterator[Finding]:
    """`Jumlah usaha mikro` in people; one finding an indicator."""
    by_key = dossier.by_key(dossier.ids_of("target", "realization"))
    for ids in by_key.values():
        own = [(i, o) for i in ids if (o := dossier.observations[i]).unit is not None]
        noun, kind = _counted(own[0][1].indicator) if own else (None, None)
        wrong = [(i, o) for i, o in own if (o.unit == PEOPLE if kind == "thing" else o.unit in THINGS)]
        if kind is None or noun is None or not wrong or len(wrong) * 2 < len(own):
            continue
        first = wrong[0][1]
        unit = first.unit or ""
        places = [o.place for _, o in wrong]
        yield finding(
            "unit.noun",
            places,
            f"{indicator(first)} counts {name(noun)} in {name(unit)} ({where(places)}).",
            unit,
            noun,
            observation_ids(i for i, _ in wrong),
        )


def _counted(text: str) -> tuple[str | None, str | None]:
    """What an indicator counts by the first words behind `Jumlah`, and whether these are people or things.

    >>> _counted("Jumlah Usaha Mikro yang dibina"), _counted("Persentase koperasi aktif")
    (('usaha mikro', 'thing'), (None, None))
    """
    opened = COUNT.match(text)
    if opened is None:
        return None, None
    words = " ".join(re.findall(r"[^\W\d_]+|/", text[opened.end() :].casefold()))
    noun = next((one for one in _nouns() if words == one or words.startswith(f"{one} ")), None)
    if noun and words[len(noun) :].startswith(" /"):
        return None, None
    return (noun, _nouns()[noun]) if noun else (None, None)


@cache
def _nouns() -> dict[str, str]:
    """Nouns that names of indicators count, with whether they are people or things, the longest first."""
    table = {row["noun"]: row["kind"] for row in rows("counted_nouns", ("noun", "kind"), ("noun",))}
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))
