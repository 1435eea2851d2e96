"""One programme or activity under different names in two budget tables, known by its amount."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import BRACKETS, same_but_shortened, same_words
from normalize.checks.trust import Table
from normalize.checks.wording import name, number, where
from normalize.model import Budget, Finding
from normalize.words import letters

KIND = re.compile(r"^\W*(?:[\d.]+\s*\)?\s*)?(?:pro?gra?m|sub\s*-?\s*kegiatan|kegiatan|keg\.)\s+", re.I)
INITIALS = re.compile(r"\b[A-Z]{3,}\b")
LEAST_ALIKE = 3
LEAST_OTHERS = 2
"""Names that two tables share where only one row of each has another name."""
LEAST_AMOUNT = Decimal(100_000)
MOST_SHOWN = 5


def check_budget_names(dossier: Dossier) -> Iterator[Finding]:
    """Rows of one amount, level, year and programme that neither table has under the other's name; one finding."""
    renamed: dict[tuple[str, str], tuple[Budget, Budget]] = {}
    for one, other in combinations(_tables(dossier).values(), 2):
        amounts = one.keys() & other.keys()
        alike = [a for a in amounts if _title(one[a]) == _title(other[a])]
        mine, theirs = ({_title(budget) for budget in rows.values()} for rows in (one, other))
        is_only = len(mine & theirs) >= LEAST_OTHERS and len(mine - theirs) == len(theirs - mine) == 1
        if len(alike) < LEAST_ALIKE and not (alike and is_only):
            continue
        for amount in sorted(amounts):
            first, second = one[amount], other[amount]
            is_apart = _title(first) not in theirs and _title(second) not in mine
            if is_apart and _is_renamed(first, second):
                renamed.setdefault((_title(first), _title(second)), (first, second))
    if renamed:
        yield _finding(sorted(renamed.values(), key=_likeness))


def _tables(dossier: Dossier) -> Mapping[Table, dict[Decimal, Budget]]:
    """The rows of each budget table by their amount, those that several rows print left out."""
    found: dict[Table, dict[Decimal, list[Budget]]] = defaultdict(lambda: defaultdict(list))
    for budget in dossier.budgets:
        if budget.budget is not None and budget.budget >= LEAST_AMOUNT and not budget.is_total:
            place = budget.place.page, budget.place.table_no
            found[id(dossier.tables.get(place, place))][budget.budget].append(budget)
    return {table: {a: same[0] for a, same in rows.items() if len(same) == 1} for table, rows in found.items()}


def _title(budget: Budget) -> str:
    return letters(KIND.sub("", " ".join(BRACKETS.sub(" ", budget.name).split())))


def _is_renamed(one: Budget, other: Budget) -> bool:
    """Whether two rows are one by level, year and programme, and differ in words, not only in initials."""
    if (one.level, one.year) != (other.level, other.year):
        return False
    if letters(KIND.sub("", one.parent or "")) != letters(KIND.sub("", other.parent or "")):
        return False
    short, long = sorted((_title(one), _title(other)), key=len)
    has_initials = any(INITIALS.search(BRACKETS.sub(" ", budget.name)) for budget in (one, other))
    if short in long or has_initials or same_words(one.name, other.name):
        return False
    return not same_but_shortened(*(KIND.sub("", " ".join(budget.name.split())) for budget in (one, other)))


def _likeness(pair: tuple[Budget, Budget]) -> float:
    return fuzz.ratio(_title(pair[0]), _title(pair[1]))


def _finding(pairs: list[tuple[Budget, Budget]]) -> Finding:
    parts = [
        f"{name(one.name)} ({where([one.place])}) is {name(other.name)} ({where([other.place])}), both with "
        f"{number(one.budget or Decimal(0))}"
        for one, other in pairs[:MOST_SHOWN]
    ]
    more = f"; and {len(pairs) - MOST_SHOWN} more" if len(pairs) > MOST_SHOWN else ""
    return finding(
        "budget.name",
        [budget.place for pair in pairs for budget in pair],
        f"Programmes or activities of one amount have other names in another table: {'; '.join(parts)}{more}.",
        " | ".join(f"{one.name} / {other.name}" for one, other in pairs[:MOST_SHOWN]),
        None,
    )
