"""Rows and columns of plain numbers that do not add up, and totals of the same things that differ between tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extract.model import Place
from normalize.checks.count_rows import Counts, Entry, read_counts_tables
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import listed, name, number, where
from normalize.model import Finding

LEAST_FITTING = 3
FIT_SHARE = Decimal("0.6")
MANY_PARTS = 3
NEAR = Decimal("0.5")
LEAST_SHARED = 2
LEAST_MEASURED = 4
"""Values of indicators in a column whose total is their sum to the digit: then the other columns have sums, too."""
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Miss:
    """A printed sum that its parts do not give: where it stands, by how much they are `over` it, how a letter writes
    them.
    """

    place: Place
    row: str
    column: str
    printed: str
    added: Decimal
    over: Decimal
    text: str


def check_counts(dossier: Dossier) -> Iterator[Finding]:
    """Tables whose other sums hold and one does not, one finding a table; totals that differ between two tables."""
    tables = read_counts_tables(dossier)
    for counts in tables:
        misses = _misses(counts)
        if misses:
            yield _finding(misses, _crossing(misses, counts))
    yield from _differing(tables)


def _misses(counts: Counts) -> list[Miss]:
    across = _row_misses(counts)
    down, holds = _column_misses(counts)
    crossed = {(miss.place, miss.printed) for miss in across}
    return [*across, *(miss for miss in down if holds or (miss.place, miss.printed) in crossed)]


def _row_misses(counts: Counts) -> list[Miss]:
    """The rows that leave the rule of a column that sums others, if most rows follow it."""
    entries = [*counts.rows, *([counts.total] if counts.total else [])]
    best: tuple[int, list[Miss]] = (0, [])
    width = len(counts.columns)
    for start, end in combinations(range(width), 2):
        for at in range(end + 1, width):
            fits, misses = _along(entries, counts, start, end, at)
            is_many = end - start + 1 >= MANY_PARTS
            least = LEAST_FITTING - 1 if is_many or counts.is_sum_column(at) else LEAST_FITTING
            if fits >= least and fits >= FIT_SHARE * (fits + len(misses)) and fits > best[0]:
                best = (fits, misses)
    return best[1]


def _along(entries: Sequence[Entry], counts: Counts, start: int, end: int, at: int) -> tuple[int, list[Miss]]:
    """How many rows with two parts or more add up, and those that do not."""
    fits = 0
    misses: list[Miss] = []
    for entry in entries:
        parts, printed = entry.values[start : end + 1], entry.values[at]
        if printed is None or not printed or any(part is None for part in parts):
            continue
        known = [(part, text) for part, text in zip(parts, entry.prints[start : end + 1], strict=True) if part]
        added = sum((part for part, _ in known if part), Decimal(0))
        if abs(added - printed) <= _tolerance([*entry.prints[start : end + 1], entry.prints[at]]):
            fits += len(known) > 1
        elif abs(added - printed) <= NEAR * max(added, printed):
            text = f"{' + '.join(text for _, text in known)} make {number(added)}"
            misses.append(
                Miss(entry.place, entry.label, counts.columns[at], entry.prints[at], added, added - printed, text)
            )
        else:
            fits -= 1
    return fits, misses


def _column_misses(counts: Counts) -> tuple[list[Miss], bool]:
    """The columns whose total is not the sum of the rows, and whether another column's is."""
    total = counts.total
    if total is None or (counts.is_measured and len(counts.rows) < LEAST_MEASURED):
        return [], False
    fits = 0
    misses: list[Miss] = []
    for at, printed in enumerate(total.values):
        values = [entry.values[at] for entry in counts.rows]
        if printed is None or not printed or any(value is None for value in values):
            continue
        known = [value for value in values if value]
        added = sum(known, Decimal(0))
        if abs(added - printed) <= _tolerance([*(entry.prints[at] for entry in counts.rows), total.prints[at]]):
            fits += len(known) > 1
        elif len(known) > 1 and abs(added - printed) <= NEAR * max(added, printed):
            text = f"the {len(known)} numbers above it add up to {number(added)}"
            misses.append(
                Miss(total.place, total.label, counts.columns[at], total.prints[at], added, added - printed, text)
            )
    return misses, fits >= len(misses) and fits > 0


def _tolerance(prints: Sequence[str]) -> Decimal:
    """How far rounding may lead a sum away; whole numbers are not rounded."""
    decimals = [len(text.rstrip("% ").rpartition(mark)[2]) for text in prints for mark in ",." if mark in text]
    return len(prints) * Decimal(1).scaleb(-min(decimals)) if decimals and min(decimals) < MANY_PARTS else Decimal(0)


def _crossing(misses: Sequence[Miss], counts: Counts) -> str:
    """The one cell that, read otherwise, sets right its row and its column, and what it should be then."""
    found = []
    for down in (miss for miss in misses if counts.total is not None and miss.place == counts.total.place):
        for entry in counts.rows:
            at = counts.columns.index(down.column)
            own = [m for m in misses if m.place == entry.place and m.column != down.column]
            value = entry.values[at]
            if value is not None and any(m.over == down.over for m in own):
                found.append(f" {entry.prints[at]} under {name(down.column)} would fit as {number(value - down.over)}.")
    return found[0] if len(found) == 1 else ""


def _finding(misses: Sequence[Miss], hint: str) -> Finding:
    """One finding of a table; a cell that fails along its row and its column is one miss."""
    shown: dict[tuple[Place, str, str], list[Miss]] = {}
    for miss in misses:
        shown.setdefault((miss.place, miss.column, miss.printed), []).append(miss)
    parts = []
    for same in shown.values():
        row = f" in the row {name(same[0].row)}" if same[0].row else ""
        parts.append(
            f"{same[0].printed} is printed{row} under {name(same[0].column)}, but {listed([m.text for m in same])}"
        )
    more = f"; and {len(parts) - MOST_SHOWN} more" if len(parts) > MOST_SHOWN else ""
    places = [miss.place for miss in misses]
    return finding(
        "table.sum",
        places,
        f"A table does not add up ({where(places)}): {'; '.join(parts[:MOST_SHOWN])}{more}.{hint}",
        " | ".join(same[0].printed for same in shown.values()),
        " | ".join(number(same[0].added) for same in shown.values()),
    )


def _differing(tables: Sequence[Counts]) -> Iterator[Finding]:
    """Totals of two tables that agree in all columns but one."""
    totals = [counts.total for counts in tables if counts.total is not None and not counts.is_measured]
    for one, two in combinations(totals, 2):
        if len(one.values) != len(two.values):
            continue
        pairs = list(zip(one.values, two.values, one.prints, two.prints, strict=True))
        unlike = [(a, b) for x, y, a, b in pairs if x != y and x and y]
        shared = [x for x, y, _, _ in pairs if x == y and x]
        if len(unlike) == 1 and len(shared) >= LEAST_SHARED and len(shared) == len(pairs) - 1:
            first, second = unlike[0]
            yield finding(
                "table.totals-differ",
                [one.place, two.place],
                f"Two tables end in the same sums but one: {first} ({where([one.place])}) and {second} "
                f"({where([two.place])}), beside {listed([number(value) for value in shared])} in both.",
                f"{first} | {second}",
                None,
            )
