"""Which differing prints are worth a finding: those that no misread table can explain as well.

Values count as different prints of one thing only when they come from different tables, each of which prints the
indicator once, in one unit, and of one magnitude. Everything else is rather two things under one name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from normalize.candidates import Value, distinct
from normalize.checks.dossier import Dossier
from normalize.model import Observation
from normalize.rows import table_of

LEAST_CONFIDENCE = 0.5
LARGEST_RATIO = Decimal(50)


def table_key(observation: Observation, dossier: Dossier) -> object:
    """What tells the printed table of an observation from others, over all pages it stands on."""
    page_and_number = table_of(observation)
    table = dossier.tables.get(page_and_number)
    return id(table) if table is not None else page_and_number


def contradicting(ids: Iterable[int], dossier: Dossier) -> tuple[Value, ...]:
    """The different values of some observations of one indicator, measure and year that contradict each other.

    Empty when they agree, or when tables that print several of them, doubtful readings, other units or another
    magnitude are all that speaks for a difference.
    """
    sure = [i for i in ids if dossier.observations[i].confidence >= LEAST_CONFIDENCE]
    values = distinct(sure, dossier.observations)
    if len(values) < 2:
        return ()
    in_table: dict[object, set[int]] = defaultdict(set)
    for number, value in enumerate(values):
        for o in value.observations:
            in_table[table_key(o, dossier)].add(number)
    clear = [i for v in values for i in v.ids if len(in_table[table_key(dossier.observations[i], dossier)]) == 1]
    kept = distinct(_of_one_kind(clear, dossier.observations), dossier.observations)
    return kept if len(kept) > 1 else ()


def _of_one_kind(ids: Sequence[int], observations: Sequence[Observation]) -> list[int]:
    """Those in the unit of most and of its magnitude; words stay."""
    units = Counter(observations[i].unit for i in ids if observations[i].unit)
    common = units.most_common(1)[0][0] if units else None
    same = [i for i in ids if observations[i].unit in (None, common)]
    numbers = [abs(v) for i in same if (v := observations[i].value) is not None and v != 0]
    if not numbers:
        return same
    first = next(abs(v) for i in same if (v := observations[i].value))
    return [i for i in same if not observations[i].value or _near(abs(observations[i].value or first), first)]


def _near(a: Decimal, b: Decimal) -> bool:
    return max(a, b) <= LARGEST_RATIO * min(a, b)
