"""Columns of differences, growth and efficiency that fail in single rows, judged by the two columns they rest on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from extract.model import Cell, RawTable
from extract.numbers import read_figure
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import listed, name, number, where
from normalize.heads.roles import Head, read_head
from normalize.heads.rules import Role
from normalize.model import Finding
from normalize.tables.sheet import Sheet, sheet_of
from normalize.words import letters

RESULTS = (Role.DIFFERENCE, Role.GROWTH, Role.EFFICIENCY, Role.BUDGET_REMAINING)
INPUTS = (
    Role.REALIZATION,
    Role.ACHIEVEMENT,
    Role.TARGET,
    Role.AVERAGE,
    Role.ABSORPTION,
    Role.MEDIUM_TERM_ACHIEVEMENT,
    Role.BUDGET,
    Role.BUDGET_REALIZATION,
)
TARGETS = (Role.TARGET, Role.MEDIUM_TERM_TARGET, Role.BUDGET)
NAMES = (Role.INDICATOR, Role.ACTIVITY, Role.PROGRAM, Role.OBJECTIVE, Role.DESCRIPTION)
COMMA_DECIMAL = re.compile(r"^\s*-?\d[\d.]*,\d{1,2}\s*%?\s*$")
THOUSANDS = re.compile(r"^\s*-?\d{1,3}\.\d{3}\s*$")
LEAST_FITTING = 3
LEAST_LETTERS = 4
MOST_EXAMPLES = 3
FIT_SHARE = Decimal("0.6")
LAST_DIGIT = Decimal("1.5")
HALF = Decimal("0.51")
HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Operation:
    """A way in which a column is made of two others; `text` is how a letter would write it."""

    text: str
    compute: Callable[[Decimal, Decimal], Decimal | None]


def _growth(later: Decimal, earlier: Decimal) -> Decimal | None:
    return (later - earlier) / earlier * HUNDRED if earlier else None


def _ratio(later: Decimal, earlier: Decimal) -> Decimal | None:
    return later / earlier * HUNDRED if earlier else None


DIFFERENCE = Operation("the difference of {a} and {b}", lambda later, earlier: later - earlier)
GROWTH = Operation("the growth from {b} to {a} in percent", _growth)
OPERATIONS = (DIFFERENCE, GROWTH, Operation("{a} in percent of {b}", _ratio))


ALLOWED = (
    *OPERATIONS,
    Operation("{b} in percent of {a}", lambda later, earlier: _ratio(earlier, later)),
    Operation("as lower is better", lambda later, earlier: _ratio(2 * earlier - later, earlier)),
)
"""What a single row may follow besides the rule of its column: an indicator that should fall is turned around."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row that a column of results rests on, with their numbers."""

    result: Cell
    first: Cell
    second: Cell
    printed: Decimal
    a: Decimal
    b: Decimal
    step: Decimal

    def fits(self, operation: Operation) -> bool:
        value = operation.compute(self.a, self.b)
        return value is not None and abs(value - self.printed) <= self.step * LAST_DIGIT

    def rounds_to(self, operation: Operation) -> bool:
        """Whether the printed digits are those of the result, rounded."""
        value = operation.compute(self.a, self.b)
        return value is not None and abs(value - self.printed) <= self.step * HALF


def check_differences(dossier: Dossier) -> Iterator[Finding]:
    """Rows that leave the rule of their column."""
    done: set[int] = set()
    for table in dossier.tables.values():
        if id(table) not in done:
            done.add(id(table))
            yield from _check_table(table)


def _check_table(table: RawTable) -> Iterator[Finding]:
    sheet = sheet_of(table)
    if not sheet.head_rows:
        return
    heads = {col: read_head(sheet.head_path(col)) for col in range(1, table.n_cols + 1)}
    inputs = [col for col, head in heads.items() if head.role in INPUTS or is_bare_year(head)]
    for col, head in heads.items():
        is_result = head.role in RESULTS
        if not is_result and not _may_compare_years(head, heads):
            continue
        mixed = list(_mixed(sheet, heads, col, inputs)) if is_result else []
        yield from mixed
        best = None if mixed else _best(sheet, col, inputs, OPERATIONS if is_result else (DIFFERENCE, GROWTH))
        if best is not None:
            operation, rows = best
            yield from (_mismatch(sheet, heads, row, operation) for row in rows if not any(map(row.fits, ALLOWED)))


def is_bare_year(head: Head) -> bool:
    """Whether a head names a year and nothing else: its caption says what the column holds."""
    return head.role == Role.UNKNOWN and head.year is not None


def _may_compare_years(head: Head, heads: dict[int, Head]) -> bool:
    """Whether a column of achievements stands beside realisations of several years and no target to rest on."""
    if head.role != Role.ACHIEVEMENT or any(one.role in TARGETS for one in heads.values()):
        return False
    return len({one.year for one in heads.values() if one.role == Role.REALIZATION} - {None}) > 1


def _best(
    sheet: Sheet, col: int, inputs: Sequence[int], operations: Sequence[Operation]
) -> tuple[Operation, list[Row]] | None:
    """The operation and pair of columns that most rows of a column follow, if enough do."""
    options = []
    for first, second in permutations([other for other in inputs if other != col], 2):
        rows = _rows(sheet, col, first, second)
        options += [(sum(row.fits(operation) for row in rows), operation, rows) for operation in operations]
    if not options:
        return None
    fitting, operation, rows = max(options, key=lambda option: option[0])
    if fitting < FIT_SHARE * len(rows) or (fitting < LEAST_FITTING and not _is_short(rows, operation)):
        return None
    return operation, rows


def _mixed(sheet: Sheet, heads: dict[int, Head], col: int, inputs: Sequence[int]) -> Iterator[Finding]:
    """A column that is growth in percent in some rows and the bare difference in others, and nothing else."""
    for first, second in permutations([other for other in inputs if other != col], 2):
        rows = _rows(sheet, col, first, second)
        moved = [row for row in rows if row.a != row.b]
        bare = [row for row in moved if row.rounds_to(DIFFERENCE) and not row.rounds_to(GROWTH)]
        grown = [row for row in moved if row.rounds_to(GROWTH) and not row.rounds_to(DIFFERENCE)]
        is_either = all(row.rounds_to(DIFFERENCE) or row.rounds_to(GROWTH) for row in moved)
        if bare and grown and is_either and len(moved) >= LEAST_FITTING:
            yield _mixture(sheet, heads, bare, grown)
            return


def _is_short(rows: Sequence[Row], operation: Operation) -> bool:
    """Whether all but one of the three rows of a column follow from two others to two decimals at least."""
    fine = [row for row in rows if row.rounds_to(operation) and row.printed and row.step < TENTH]
    return len(rows) == LEAST_FITTING and len(fine) == LEAST_FITTING - 1


def _mixture(sheet: Sheet, heads: dict[int, Head], bare: Sequence[Row], grown: Sequence[Row]) -> Finding:
    rows = sorted([*bare, *grown], key=lambda row: row.result.place)
    head = " ".join(" ".join(sheet.head_path(rows[0].result.col)).split())
    parts = []
    for kind, same in (("the growth in percent", grown), ("the bare difference", bare)):
        texts = [f"{_print(row.result)} ({_print(row.second)} to {_print(row.first)})" for row in same[:MOST_EXAMPLES]]
        parts.append(f"{listed(texts)} {'are' if len(texts) > 1 else 'is'} {kind}")
    return finding(
        "difference.mixed",
        [row.result.place for row in rows],
        f"The column {name(head)} is not computed in one way ({where(row.result.place for row in rows)}): "
        f"{', '.join(parts)}.",
        " | ".join(_print(row.result) for row in rows),
        " | ".join(number(value, 2) for row in bare if (value := _growth(row.a, row.b)) is not None),
    )


def _print(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _rows(sheet: Sheet, col: int, first: int, second: int) -> list[Row]:
    """The rows whose three cells hold one number each."""
    has_commas = any(COMMA_DECIMAL.match(cell.text) for cell in sheet.table.cells)
    found = (_row(sheet, number, (col, first, second), has_commas) for number in sheet.body_rows)
    return [row for row in found if row is not None]


def _row(sheet: Sheet, number: int, cols: tuple[int, int, int], has_commas: bool) -> Row | None:
    cells = [sheet.covering.get((number, at)) for at in cols]
    if any(cell is None or cell.row != number for cell in cells) or len({id(cell) for cell in cells}) < len(cells):
        return None
    result, one, two = (cell for cell in cells if cell is not None)
    printed, a, b = (plain_value(cell.text, has_commas) for cell in (result, one, two))
    if printed is None or a is None or b is None:
        return None
    exponent = printed.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    return Row(result, one, two, printed, a, b, step)


def plain_value(text: str, has_commas: bool = False) -> Decimal | None:
    """The number of a cell that holds one and can be read in one way.

    Where the table writes decimals with a comma (`has_commas`), a point before three digits stands between thousands.
    """
    figure = read_figure(text)
    if has_commas and THOUSANDS.match(text) and figure.kind == "number":
        return next((r.value for r in figure.readings if not r.decimals), None)
    if figure.kind != "number" or len(figure.readings) != 1 or figure.second is not None:
        return None
    return figure.readings[0].value


def _mismatch(sheet: Sheet, heads: dict[int, Head], row: Row, operation: Operation) -> Finding:
    expected = operation.compute(row.a, row.b)
    is_whole = operation is DIFFERENCE and expected == expected // 1 if expected is not None else False
    shown = "nothing" if expected is None else number(expected, 0 if is_whole and row.step >= 1 else 2)
    printed, a, b = (" ".join(cell.text.split()) for cell in (row.result, row.first, row.second))
    head = " ".join(" ".join(sheet.head_path(row.result.col)).split())
    return finding(
        "difference.mismatch",
        [row.result.place],
        f"In the column {name(head)} the row {name(row_name(sheet, heads, row.result.row))} prints {printed} "
        f"({where([row.result.place])}), but {operation.text.format(a=a, b=b)} is {shown}.",
        printed,
        shown,
    )


def row_name(sheet: Sheet, heads: dict[int, Head], row: int) -> str:
    """What a row of a table is about: its indicator, activity, programme or objective."""
    for role in NAMES:
        for col, head in heads.items():
            cell = sheet.covering.get((row, col))
            if head.role == role and cell is not None and len(letters(cell.text)) >= LEAST_LETTERS:
                return cell.text
    return f"number {row}"
