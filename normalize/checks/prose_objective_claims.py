"""What the text claims of all indicators of one numbered objective, held against their achievements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_claims import EXCEPT, OPEN, REACHED
from normalize.checks.prose_places import place_of
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import indicator, listed, observation_ids, value_at, where
from normalize.hints import Hints
from normalize.model import Finding
from normalize.prose.phrases import NUMBERS_OF_ORDINALS, ORDINALS
from normalize.prose.years import YEAR
from normalize.words import letters

ALL = Hints(["semua", "seluruh"])
ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
CLAIM = re.compile(
    r"\b(?:semua|seluruh)\s+indikator(?:\s+kinerja)?\s+(?:(?:pada|dalam|untuk|dari|di)\s+)?sasaran(?:\s+strategis)?\s+"
    rf"(?:ke\s*-?\s*)?(?P<number>\d{{1,2}}|{ORDINALS}|[ivx]{{1,4}})\b(?P<between>[^.;:]{{0,60}}?)\b{REACHED}",
    re.I,
)
MAIN_KINDS = ("performance_measurement", "performance_agreement")


def check_objective_claims(dossier: Dossier) -> Iterator[Finding]:
    """`seluruh indikator pada sasaran 2 memenuhi target` where one of them reached 83,33; one finding a sentence."""
    for sentence in dossier.interpretation.sentences:
        claim = CLAIM.search(sentence.text) if ALL.are_in(sentence.text) else None
        if claim is None or {int(year) for year in YEAR.findall(sentence.text)} - {dossier.year}:
            continue
        if OPEN.search(claim["between"]) or EXCEPT.search(sentence.text):
            continue
        number = _number(claim["number"])
        below = [
            group
            for group in dossier.groups
            if group.year == dossier.year
            and group.key in objective_keys(number, dossier)
            and group.printed.values
            and group.targets.values
            and all(v.best.value is not None and v.best.value < HUNDRED for v in group.printed.values)
        ]
        if not below:
            continue
        place = place_of(sentence, dossier)
        values = [value for group in below for value in group.printed.values]
        shown = [
            f"{indicator(group.printed.values[0].best)} reached {' or '.join(map(value_at, group.printed.values))} "
            f"against a target of {' or '.join(map(value_at, group.targets.values))}"
            for group in below
        ]
        yield finding(
            "claim.all",
            [place, *(o.place for value in values for o in value.observations)],
            f"The text says that all indicators of objective {number} reached their targets ({where([place])}), but "
            f"{listed(shown)}.",
            " ".join(claim.group().split()),
            " / ".join(shown),
            observation_ids(i for value in values for i in value.ids),
        )


def _number(text: str) -> int:
    plain = text.casefold()
    return int(plain) if plain.isdigit() else NUMBERS_OF_ORDINALS.get(plain) or ROMANS.get(plain, 0)


def objective_keys(number: int, dossier: Dossier) -> frozenset[str]:
    """The indicators of the objective that stands at a number in the report's main tables; none where they differ."""
    tables: dict[Table, dict[str, set[str]]] = {}
    for o, key in zip(dossier.observations, dossier.keys, strict=True):
        if o.table_kind in MAIN_KINDS and o.year == dossier.year and o.objective:
            tables.setdefault(table_key(o, dossier), {}).setdefault(letters(o.objective), set()).add(key)
    found = {
        frozenset(list(objectives.values())[number - 1]) for objectives in tables.values() if _has(objectives, number)
    }
    return next(iter(found)) if len(found) == 1 else frozenset()


def _has(objectives: dict[str, set[str]], number: int) -> bool:
    return 1 <= number <= len(objectives)
