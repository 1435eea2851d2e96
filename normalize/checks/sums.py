"""Totals and programmes that are not the sum of their rows.

A failing sum counts where most sums of its table hold, where the other amount of the same rows adds up, or where
another table prints what the rows give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz.distance import OSA

from normalize.checks.budget_rows import AMOUNTS, Amount, Line, lines_by_table, total
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import name, number, where
from normalize.model import Finding

LEAST_PARTS = 2
LARGEST_SHARE = Decimal("0.5")
"""A sum that misses its total by more than half rather lacks rows."""
FIT_SHARE = Decimal("0.6")
SMALL_MISS = 20
"""A twentieth of a total."""
KIND_OF_SPENDING = re.compile(r"\s*belanja\s+(?:(?:tidak\s+)?langsung|operasi)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed whole, the rows it should add up from, and what they give for one amount."""

    kind: Amount
    word: str
    whole: Line
    parts: tuple[Line, ...]
    printed: Decimal
    added: Decimal

    @property
    def fits(self) -> bool:
        return abs(self.printed - self.added) < 1

    @property
    def is_near(self) -> bool:
        return abs(self.printed - self.added) <= LARGEST_SHARE * max(self.printed, self.added)

    @property
    def is_slip(self) -> bool:
        """Whether numbered accounts miss their total by little: their numbers say that nothing else belongs to it."""
        is_tree = len(self.parts) >= LEAST_PARTS and all(part.budget.code for part in self.parts)
        return is_tree and abs(self.printed - self.added) * SMALL_MISS <= self.printed


def check_sums(dossier: Dossier) -> Iterator[Finding]:
    """Sums that fail in tables whose other sums hold; a year that prints fewer rows than another is left alone."""
    for lines in lines_by_table(dossier):
        by_version: dict[tuple[int | None, str | None], list[Line]] = {}
        for line in lines:
            by_version.setdefault((line.budget.year, line.budget.version), []).append(line)
        rows = max(map(len, by_version.values()), default=0)
        for same in by_version.values():
            if len(same) < rows:
                continue
            sums = [*_programs(same), *_totals(same), *_accounts(same), *_kinds_of_spending(same)]
            fitting = [one for one in sums if one.fits]
            proven = {one.whole.index for one in fitting}
            is_sound = bool(fitting) and len(fitting) >= FIT_SHARE * len(sums)
            failing = [one for one in sums if not one.fits and one.is_near]
            for one in failing:
                if is_sound or one.whole.index in proven or one.is_slip or _is_printed_elsewhere(one, dossier):
                    yield _finding(one)


def _is_printed_elsewhere(one: Sum, dossier: Dossier) -> bool:
    """Whether another table of the report prints as its total what the rows add up to."""
    totals = (Line(index, budget) for index, budget in enumerate(dossier.budgets) if budget.is_total)
    return len(one.parts) >= LEAST_PARTS and any(
        (value := line.amount(one.kind)) is not None and abs(value - one.added) < 1 for line in totals
    )


def _sums(whole: Line, parts: Sequence[Line]) -> Iterator[Sum]:
    for kind, word in AMOUNTS:
        printed, added = whole.amount(kind), total(parts, kind)
        if printed is not None and added is not None and len(parts) >= 1:
            yield Sum(kind, word, whole, tuple(parts), printed, added)


def _programs(lines: Sequence[Line]) -> Iterator[Sum]:
    """Each programme row against the activity rows that follow it, each activity against its sub-activities."""
    depth = {"agency": 0, "program": 1, "activity": 2, "sub_activity": 3, "objective": 1, "indicator": 2}
    for at, line in enumerate(lines):
        level = depth[line.budget.level]
        if level not in (1, 2):
            continue
        below: list[Line] = []
        for other in lines[at + 1 :]:
            if depth[other.budget.level] <= level:
                break
            if depth[other.budget.level] == level + 1:
                below.append(other)
        if below and (level > 1 or all(other.budget.parent == line.budget.name for other in below)):
            yield from _sums(line, below)


def _totals(lines: Sequence[Line]) -> Iterator[Sum]:
    """Each total row against the rows above it since the last total, or all below it; the reading that fits counts."""
    for at, line in enumerate(lines):
        if not line.budget.is_total:
            continue
        above = _since_total(lines[:at])
        options = [_top(above), _top(lines[at + 1 :]), _accounts_of(above), _top(lines[:at]), _side_by_side(above)]
        sums = [list(_sums(line, parts)) for parts in options]
        sums = [found for found in sums if found and (len(found[0].parts) >= LEAST_PARTS or all(s.fits for s in found))]
        if not sums:
            continue
        best = max(sums, key=lambda found: sum(one.fits for one in found))
        yield from (one for one in best if one.fits or not _is_another_row(one, lines))


def _is_another_row(one: Sum, lines: Sequence[Line]) -> bool:
    """Whether what a total has beyond its rows is just another row, as the indirect spending beside the programmes."""
    rest = one.printed - one.added
    others = (line.amount(one.kind) for line in lines if line.index != one.whole.index)
    return any(value is not None and abs(value - rest) < 1 for value in others)


def _since_total(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in reversed(lines):
        if line.budget.is_total:
            break
        kept.append(line)
    return kept[::-1]


def _top(lines: Sequence[Line]) -> list[Line]:
    """The rows of the highest level below the agency."""
    for level in ("program", "activity", "sub_activity", "objective", "indicator"):
        found = [line for line in lines if line.budget.level == level and not line.budget.is_total]
        if found:
            return found
    return []


def _side_by_side(lines: Sequence[Line]) -> list[Line]:
    """Programmes and kinds of spending that stand in one list, as `Belanja BLUD` beside the programmes."""
    found = [line for line in lines if not line.budget.is_total and line.budget.level in ("program", "agency")]
    levels = {line.budget.level for line in found}
    return found if len(levels) > 1 and not any(line.budget.code for line in found) else []


def _accounts_of(lines: Sequence[Line]) -> list[Line]:
    """The kinds of spending, of an account tree those that stand under no other."""
    found = [line for line in lines if line.budget.level == "agency" and not line.budget.is_total]
    codes = {line.budget.code for line in found if line.budget.code}
    return [line for line in found if not any(_is_above(code, line.budget.code) for code in codes)]


def _is_above(code: str | None, other: str | None) -> bool:
    return code is not None and other is not None and other.startswith(f"{code}.")


def _accounts(lines: Sequence[Line]) -> Iterator[Sum]:
    """Rows of an account tree (2.2 over 2.2.1, 2.2.2 …) against the rows one step below."""
    coded = [line for line in lines if line.budget.level == "agency" and line.budget.code]
    for line in coded:
        code = line.budget.code or ""
        below = [other for other in coded if (other.budget.code or "").rpartition(".")[0] == code]
        if len(below) >= LEAST_PARTS:
            yield from _sums(line, below)


def _kinds_of_spending(lines: Sequence[Line]) -> Iterator[Sum]:
    """Direct and indirect spending without account numbers against the kinds listed below each."""
    for at, line in enumerate(lines):
        if line.budget.code or not KIND_OF_SPENDING.fullmatch(line.budget.name):
            continue
        below: list[Line] = []
        for other in lines[at + 1 :]:
            one = other.budget
            if one.level != "agency" or one.is_total or one.code or KIND_OF_SPENDING.fullmatch(one.name):
                break
            below.append(other)
        if len(below) >= LEAST_PARTS:
            yield from _sums(line, below)


def _finding(one: Sum) -> Finding:
    printed = one.whole.print(one.kind) or number(one.printed)
    lines = [one.whole, *one.parts]
    slip = _slip(one)
    hint = (
        f" {name(slip[0].budget.name)} with {number(slip[1])} instead of {slip[0].print(one.kind)} would fit."
        if slip
        else ""
    )
    return finding(
        "budget.sum",
        [line.budget.place for line in lines],
        f"The {one.word} of {name(one.whole.budget.name)} is printed as {printed} ({where([one.whole.budget.place])}), "
        f"but {_rows(len(one.parts))} {number(one.added)}.{hint}",
        printed,
        number(one.added),
        (("budget", line.index) for line in lines),
    )


def _slip(one: Sum) -> tuple[Line, Decimal] | None:
    """The only row that is a digit away from what the other rows leave of the whole, and that rest."""
    found = []
    for line in one.parts:
        value = line.amount(one.kind)
        rest = one.printed - one.added + (value or Decimal(0))
        if value is not None and rest > 0 and OSA.distance(f"{value:f}", f"{rest:f}", score_cutoff=1) == 1:
            found.append((line, rest))
    return found[0] if len(found) == 1 and len(one.parts) >= LEAST_PARTS else None


def _rows(count: int) -> str:
    return "its one row has" if count == 1 else f"its {count} rows add up to"
