"""Average achievements of objectives that the text states, held against the achievements of their indicators."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of, spot
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import indicator, listed, name, number, observation_ids, raw, where
from normalize.model import Finding, Statement
from normalize.names.indicator_text import indicator_text
from normalize.prose.objectives import same_name
from normalize.words import letters

CALLED = re.compile(r"\bsasaran\b", re.I)
LAST_DIGIT = Decimal("1.5")
LEAST_INDICATORS = 2
MOST_INDICATORS = 6
LARGEST_FACTOR = Decimal(5)


def check_objective_means(dossier: Dossier) -> Iterator[Finding]:
    """Averages said of an objective that no table's indicators of it give."""
    tables = _tables(dossier)
    seen: set[tuple[str, Decimal]] = set()
    for statement in dossier.interpretation.statements:
        if statement.subject_kind != "objective" or statement.measure not in ("average", "achievement"):
            continue
        if not _is_called(statement):
            continue
        if statement.kind != "percent" or statement.year not in (None, dossier.year) or not statement.value:
            continue
        own = [ids for (_, objective), ids in tables.items() if same_name(objective, statement.subject_key or "")]
        if own and not any(_gives(ids, statement, dossier) for ids in own) and not _is_printed(statement, dossier):
            best = max(own, key=len)
            mean = _mean([dossier.observations[i].value or Decimal(0) for i in best])
            one = (statement.subject_key or "", statement.value)
            is_plain = LEAST_INDICATORS <= len(best) <= MOST_INDICATORS and _is_near(mean, statement.value)
            if is_plain and one not in seen:
                seen.add(one)
                yield _finding(statement, best, mean, dossier)


def _is_called(statement: Statement) -> bool:
    """Whether the sentence says that it speaks of an objective, and names it in full."""
    said = statement.sentence[: statement.start]
    named = indicator_text(statement.subject or "").letters
    return CALLED.search(said) is not None and named in indicator_text(said).letters


def _tables(dossier: Dossier) -> dict[tuple[Table, str], list[int]]:
    """The achievements of the report's year by table and objective, without objectives that have nested indicators."""
    found: dict[tuple[Table, str], list[int]] = defaultdict(list)
    nested = {letters(o.objective) for o in dossier.observations if o.parent and o.objective}
    for i in dossier.ids_of("achievement"):
        o = dossier.observations[i]
        if o.objective and o.value is not None and o.year == dossier.year and letters(o.objective) not in nested:
            found[table_key(o, dossier), o.objective].append(i)
    return found


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _gives(ids: Sequence[int], statement: Statement, dossier: Dossier) -> bool:
    """Whether one of the achievements, their mean, or their mean with each capped at 100 is the stated value."""
    values = [dossier.observations[i].value or Decimal(0) for i in ids]
    step = Decimal(1).scaleb(-statement.decimals) * LAST_DIGIT
    means = [*values, _mean(values), _mean([min(value, HUNDRED) for value in values])]
    return any(abs(mean - stated) <= step for mean in means for stated in statement.readings)


def _is_printed(statement: Statement, dossier: Dossier) -> bool:
    """Whether a table prints the stated value as an average or an achievement."""
    printed = [a.observation.value for a in dossier.aggregates]
    printed += [o.value for o in dossier.observations if "achievement" in o.measure]
    return any(value in statement.readings for value in printed if value is not None)


def _is_near(mean: Decimal, stated: Decimal) -> bool:
    return 0 < mean <= LARGEST_FACTOR * stated and stated <= LARGEST_FACTOR * mean


def _finding(statement: Statement, ids: Sequence[int], mean: Decimal, dossier: Dossier) -> Finding:
    place = place_of(statement, dossier)
    observations = [dossier.observations[i] for i in ids]
    shown = [f"{raw(o)} for {indicator(o)} ({where([o.place])})" for o in observations]
    expected = number(mean, 2)
    return finding(
        "prose.objective-mean",
        [place, *(o.place for o in observations)],
        f"The text gives {statement.raw} as the achievement of the objective {name(statement.subject or '')} "
        f"({where([place])}), but its indicators have {listed(shown)}, on average {expected}.",
        statement.raw,
        expected,
        (*(("statement", n) for n in spot([statement], dossier)), *observation_ids(ids)),
    )
