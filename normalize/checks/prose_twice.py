"""Values that the text itself gives twice and not alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.checks.dossier import Dossier
from normalize.checks.prose_sides import by_value, told_in_ways
from normalize.checks.prose_values import OTHER_BASE, equal_when_rounded
from normalize.checks.wording import name
from normalize.model import Finding, Statement
from normalize.prose.phrases import AVERAGE, OTHER_BASES, YEAR_BEFORE, whole_words
from normalize.prose.statements import AGAINST_PLAN
from normalize.words import letters

OTHER = whole_words(OTHER_BASES, AVERAGE, YEAR_BEFORE)


def check_objective_achievements(dossier: Dossier) -> Iterator[Finding]:
    """The achievement of one objective and year with two percentages in the text."""
    objectives = {letters(o.objective) for o in dossier.observations if o.objective}
    groups: dict[str, list[Statement]] = defaultdict(list)
    for s in dossier.interpretation.statements:
        is_named = letters(s.subject) in objectives or s.subject_kind == "objective"
        if s.measure == "achievement" and s.kind == "percent" and is_named and s.year in (None, dossier.year):
            behind = s.sentence[s.start :]
            if not (OTHER.search(s.sentence) or AGAINST_PLAN.search(s.sentence) or OTHER_BASE.match(behind)):
                groups[letters(s.subject)].append(s)
    for same in groups.values():
        yield from _two_ways(
            f"The text gives the achievement of the objective {name(same[0].subject or '')}", same, dossier
        )


def check_realized_counts(dossier: Dossier) -> Iterator[Finding]:
    """`24 perangkat daerah` in one sentence and `23 perangkat daerah` in another, where no table prints a count."""
    counted = {
        dossier.keys[i] for i in dossier.ids_of("realization") if dossier.observations[i].unit not in (None, "%")
    }
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in dossier.interpretation.statements:
        is_count = s.measure == "realization" and s.kind == "plain" and s.unit is not None and not s.decimals
        is_own = s.year in (None, dossier.year) and not OTHER.search(s.sentence[: s.start])
        if is_count and is_own and s.indicator_key and s.indicator_key not in counted:
            groups[s.indicator_key, (s.unit or "").casefold()].append(s)
    for same in groups.values():
        yield from _two_ways(f"The text gives the realisation of {name(same[0].subject or '')}", same, dossier)


def _two_ways(lead: str, same: Sequence[Statement], dossier: Dossier) -> Iterator[Finding]:
    """The finding on statements of one thing that give exactly two values; more are rather of different things."""
    values = by_value(same)
    if len(values) == 2 and not _alike(*values.values()):
        yield told_in_ways("prose.conflict", lead, list(values.values()), dossier)


def _alike(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    a, b = one[0], other[0]
    if a.number == b.number:
        return True
    return equal_when_rounded(a.value or Decimal(0), a.decimals, b.value or Decimal(0), b.decimals)
