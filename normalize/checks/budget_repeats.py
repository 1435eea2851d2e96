"""Activities that one table lists under several indicators, and one of them with two amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from normalize.checks.budget_rows import LEAST_LETTERS, Line, lines_by_table
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import listed, name, where
from normalize.model import Finding
from normalize.prose.names import budget_key


def check_repeated_activities(dossier: Dossier) -> Iterator[Finding]:
    """Activities of one programme and year with other amounts where the table repeats them, which it does alike else.

    A table in which no repeated activity has one amount divides its activities over the indicators.
    """
    for lines in lines_by_table(dossier):
        groups: dict[tuple[str, str, int | None, str | None], list[Line]] = defaultdict(list)
        for line in lines:
            one = line.budget
            key = budget_key(one.name)
            if one.level == "activity" and len(key) >= LEAST_LETTERS and one.budget:
                groups[key, budget_key(one.parent or ""), one.year, one.version].append(line)
        repeated = [same for same in groups.values() if len(same) > 1]
        unlike = [same for same in repeated if len({line.budget.budget for line in same}) > 1]
        if 2 * len(unlike) <= len(repeated):
            yield from (_finding(same) for same in unlike)


def _finding(same: Sequence[Line]) -> Finding:
    shown = listed([f"as {line.print('budget')} ({where([line.budget.place])})" for line in same])
    return finding(
        "budget.conflict",
        [line.budget.place for line in same],
        f"The budget of {name(same[0].budget.name)} is printed {shown}.",
        " | ".join(line.print("budget") or "" for line in same),
        None,
        (("budget", line.index) for line in same),
    )
