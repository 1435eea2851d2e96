"""Budgets that contradict each other: absorption, one programme with two amounts, malformed amounts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Place
from extract.numbers import is_multiple, read_figure
from normalize.achievements.formulas import HUNDRED
from normalize.checks.budget_meant import decimals_of, gives, meant_amount
from normalize.checks.budget_rows import AMOUNTS, LEAST_LETTERS, Amount, Line, lines_by_table, total
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import name, number, where
from normalize.model import Budget, Finding
from normalize.prose.names import budget_key

LEAST_DIFFERENT = 4
MOST_EXAMPLES = 4
LARGEST_RATIO = Decimal(20)
FIGURES = 2
LONG_NAME = 25
SLIP = Decimal("1.1")
OTHER_WHOLE = Decimal("1.5")
NEARLY_ALL = Decimal("0.9")
ONE_MARK = "same_mark"
"""`2.807.870.000.00`: one mark both between thousands and before decimals."""
TENTH = Decimal("0.1")
"""A full 100 among percentages with decimals is wrong where more than that is missing."""


def check_absorption(dossier: Dossier) -> Iterator[Finding]:
    """Rows whose printed absorption is not realisation over budget."""
    seen: dict[tuple[Decimal, Decimal, Decimal], list[int]] = defaultdict(list)
    usual = _usual_decimals(dossier)
    for index, budget in enumerate(dossier.budgets):
        spent, printed = budget.realization, budget.absorption_printed
        if not budget.budget or spent is None or printed is None:
            continue
        is_full = printed == HUNDRED and usual.get(id(dossier.tables.get(_table(budget))), 0) >= FIGURES
        if not gives(budget.budget, spent, printed) or (is_full and abs(spent / budget.budget - 1) * HUNDRED > TENTH):
            seen[budget.budget, spent, printed].append(index)
    for (amount, spent, printed), same in seen.items():
        budgets = [dossier.budgets[index] for index in same]
        first = budgets[0]
        expected = number(spent / amount * HUNDRED, max(FIGURES, decimals_of(printed)))
        meant = next((told for index in same if (told := meant_amount(index, dossier))), None)
        yield finding(
            "budget.absorption",
            [budget.place for budget in budgets],
            f"The absorption of {_named(first)} is printed as {first.absorption_raw} "
            f"({where(budget.place for budget in budgets)}), but realisation {first.realization_raw} and budget "
            f"{first.budget_raw} give {expected}.{meant or ''}",
            first.absorption_raw,
            expected,
            (("budget", index) for index in same),
        )


def _usual_decimals(dossier: Dossier) -> dict[int, int]:
    """How many decimals most absorptions of each table have that are not 0 or 100."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for budget in dossier.budgets:
        if budget.absorption_printed is not None and not is_multiple(budget.absorption_printed, HUNDRED):
            found[id(dossier.tables.get(_table(budget)))][decimals_of(budget.absorption_printed)] += 1
    return {table: counts.most_common(1)[0][0] for table, counts in found.items()}


def _table(budget: Budget) -> tuple[int, int]:
    return budget.place.page, budget.place.table_no


def _named(budget: Budget) -> str:
    beside = f" for {name(budget.indicator)}" if budget.indicator else ""
    return f"{name(budget.name)}{beside}"


@dataclass(frozen=True, slots=True)
class Side:
    """The rows of one table under one name."""

    table: int
    lines: tuple[Line, ...]

    def values(self, kind: Amount) -> set[Decimal]:
        """What the name is worth in this table: each row alone and all of them together."""
        single = {value for line in self.lines if (value := line.amount(kind)) is not None}
        whole = total(self.lines, kind)
        return single | ({whole} if whole is not None else set())

    def shown(self, kind: Amount) -> str:
        prints = [line.print(kind) or "" for line in self.lines]
        whole = total(self.lines, kind)
        added = f", together {number(whole)}" if len(prints) > 1 and whole is not None else ""
        return f"{' + '.join(prints)}{added} ({where(self.places)})"

    @property
    def places(self) -> list[Place]:
        return [line.budget.place for line in self.lines]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two tables that print different amounts under one name."""

    kind: Amount
    word: str
    sides: tuple[Side, Side]


def check_conflicts(dossier: Dossier) -> Iterator[Finding]:
    """Programmes, activities and kinds of spending with other amounts in another table."""
    names: dict[tuple[str, str, int | None], list[Side]] = defaultdict(list)
    tables = lines_by_table(dossier)
    for table, lines in enumerate(tables):
        rows: dict[tuple[str, str, int | None, str | None], list[Line]] = defaultdict(list)
        for line in lines:
            key = budget_key(line.budget.name)
            if len(key) >= LEAST_LETTERS and not line.budget.is_total:
                rows[key, line.budget.level, line.budget.year, line.budget.version].append(line)
        for (key, level, year, _), same in rows.items():
            names[key, level, year].append(Side(table, tuple(same)))
    agree: dict[frozenset[int], int] = defaultdict(int)
    clashes: dict[frozenset[int], list[Clash]] = defaultdict(list)
    for sides in names.values():
        for kind, word in AMOUNTS:
            for clash in _clashes(sides, kind, word, agree):
                clashes[frozenset(side.table for side in clash.sides)].append(clash)
    yield from _findings(clashes, agree, _wholes(tables))


def _clashes(sides: Sequence[Side], kind: Amount, word: str, agree: dict[frozenset[int], int]) -> list[Clash]:
    """Differences of one name between tables, each value against the first that differs from it."""
    known: list[Side] = []
    found: list[Clash] = []
    for side in sides:
        if not side.values(kind):
            continue
        other = next((k for k in known if k.table != side.table and _comparable(k, side, kind)), None)
        fitting = next((k for k in known if k.table != side.table and k.values(kind) & side.values(kind)), None)
        if fitting is not None:
            agree[frozenset((fitting.table, side.table))] += 1
        elif other is not None:
            found.append(Clash(kind, word, (other, side)))
        known.append(side)
    return found


def _comparable(a: Side, b: Side, kind: Amount) -> bool:
    """Whether two sides are of one version and magnitude, so that one may be a mistake for the other."""
    versions = {line.budget.version for side in (a, b) for line in side.lines} - {None}
    first, second = max(a.values(kind)), max(b.values(kind))
    if len(versions) > 1 or not first or not second or _is_part(a, second, kind) or _is_part(b, first, kind):
        return False
    return max(first, second) <= LARGEST_RATIO * min(first, second)


def _is_part(side: Side, other: Decimal, kind: Amount) -> bool:
    """Whether several rows together stay well below the amount of the other table, which may hold more of them."""
    return len(side.lines) > 1 and max(side.values(kind)) < other * NEARLY_ALL


def _wholes(tables: Sequence[Sequence[Line]]) -> dict[int, Decimal]:
    """The largest total of each table that prints one."""
    sums = {
        table: [amount for line in lines if line.budget.is_total and (amount := line.amount("budget"))]
        for table, lines in enumerate(tables)
    }
    return {table: max(amounts) for table, amounts in sums.items() if amounts}


def _are_of_other_wholes(tables: frozenset[int], wholes: dict[int, Decimal]) -> bool:
    """Whether two tables divide budgets of quite another size: that of a province and that of its agency."""
    known = [wholes[table] for table in tables if table in wholes]
    return len(known) > 1 and max(known) > OTHER_WHOLE * min(known)


def _findings(
    clashes: dict[frozenset[int], list[Clash]], agree: dict[frozenset[int], int], wholes: dict[int, Decimal]
) -> Iterator[Finding]:
    """Tables that agree in nothing do not speak of one budget; those that mostly differ get one finding."""
    for tables, found in clashes.items():
        if _are_of_other_wholes(tables, wholes):
            continue
        if not agree[tables] and not any(_is_slip(clash) for clash in found):
            continue
        if len(found) >= LEAST_DIFFERENT and len(found) > 2 * agree[tables]:
            yield _unlike(found)
        else:
            yield from (_clash(clash) for clash in found)


def _is_slip(clash: Clash) -> bool:
    """Whether two amounts under one long name are so near that one is rather a slip of the other."""
    low, high = sorted(max(side.values(clash.kind)) for side in clash.sides)
    name_length = len(budget_key(clash.sides[0].lines[0].budget.name))
    return name_length >= LONG_NAME and high <= low * SLIP


def _clash(clash: Clash) -> Finding:
    first, second = sorted(clash.sides, key=lambda side: side.places[0])
    budget = first.lines[0].budget
    return finding(
        "budget.conflict",
        [*first.places, *second.places],
        f"The {clash.word} of {name(budget.name)}{_when(budget)} is printed as {first.shown(clash.kind)} and as "
        f"{second.shown(clash.kind)}.",
        " | ".join(line.print(clash.kind) or "" for side in clash.sides for line in side.lines),
        None,
        (("budget", line.index) for side in clash.sides for line in side.lines),
    )


def _when(budget: Budget) -> str:
    return f" for {budget.year}" if budget.year else ""


def _unlike(found: Sequence[Clash]) -> Finding:
    parts = [
        f"{name(clash.sides[0].lines[0].budget.name)} {clash.word} {clash.sides[0].shown(clash.kind)} against "
        f"{clash.sides[1].shown(clash.kind)}"
        for clash in found[:MOST_EXAMPLES]
    ]
    more = f"; and {len(found) - MOST_EXAMPLES} more" if len(found) > MOST_EXAMPLES else ""
    lines = [line for clash in found for side in clash.sides for line in side.lines]
    return finding(
        "budget.tables-differ",
        [line.budget.place for line in lines],
        f"Two budget tables ({where(line.budget.place for line in lines)}) differ for most of what both hold: "
        f"{'; '.join(parts)}{more}.",
        " | ".join(f"{line.print(clash.kind)}" for clash in found for side in clash.sides for line in side.lines[:1]),
        None,
        dict.fromkeys(("budget", line.index) for line in lines),
    )


def check_malformed_amounts(dossier: Dossier) -> Iterator[Finding]:
    """Amounts whose digit groups fit no way of writing numbers."""
    for index, budget in enumerate(dossier.budgets):
        for kind, word in AMOUNTS:
            line = Line(index, budget)
            text = line.print(kind)
            figure = read_figure(text) if text else None
            if figure is None or not (figure.kind == "malformed" or ONE_MARK in figure.notes):
                continue
            meant = figure.value if ONE_MARK in figure.notes else figure.proposal
            probable = f"; it probably means {number(meant)}" if meant is not None else ""
            beside = next(
                (b for b in dossier.budgets if b.place.page == budget.place.page and _has_print(b, kind)), None
            )
            usual = f", beside {Line(0, beside).print(kind)} in the same column" if beside else ""
            yield finding(
                "number.malformed",
                [budget.place],
                f"The {word} of {name(budget.name)} is printed as {text}{usual} ({where([budget.place])}), which "
                f"is no well-formed number{probable}.",
                text,
                number(meant) if meant is not None else None,
                [("budget", index)],
            )


def _has_print(budget: Budget, kind: Amount) -> bool:
    """Whether a row prints a well-formed amount."""
    text = Line(0, budget).print(kind)
    figure = read_figure(text) if text else None
    has_value = (budget.budget if kind == "budget" else budget.realization) is not None
    return has_value and figure is not None and ONE_MARK not in figure.notes
