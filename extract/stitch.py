"""Tables over page ends: which table goes on with which, and one table made of the parts.

A table goes on when no body text stands between the two parts and their column edges are the same, or one part's edges
are among the other's. A head that is printed again on the next page is kept once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby, pairwise

from extract.grids.cells import FilledSlot
from extract.grids.page_table import PageTable, is_rest, outside
from extract.model import Box, Cell, Line, Page, Place, RawTable, TablePart

EDGE = 7.0  # column edges of two parts are the same within this, in points
MARGIN = 0.05  # lines in this outer share of the page are running heads and feet
NUMBERED = 0.1  # … and those with hardly a letter in this one
SHORT = 4
HEAD = 0.18  # a table in this outer share of the page that returns with the same text is a running head or foot
MOST_HEAD_ROWS = 5
LOOSE = 0.35  # columns told by gaps may move by this share of the narrowest
NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class PageTables:
    """A page with the tables on it, from top to bottom."""

    page: Page
    tables: tuple[PageTable, ...]


def stitch(pages: Sequence[PageTables]) -> list[RawTable]:
    """All tables of a document, those that run over pages made whole, in reading order."""
    return [join(chain) for chain in chains(pages) if len(chain) > 1 or not is_rest(chain[0].grid)]


def chains(pages: Sequence[PageTables]) -> list[list[PageTable]]:
    """The parts of each table, one for each page it stands on, in reading order."""
    running = running_lines([p.page for p in pages])
    heads = running_tables(pages)
    found: list[list[PageTable]] = []
    open_chain: list[PageTable] | None = None
    previous: PageTables | None = None
    for current in pages:
        bodies = [table for table in current.tables if _print(table) not in heads]
        body = PageTables(current.page, tuple(bodies))
        for table in current.tables:
            goes_on = (
                bodies[:1] == [table]
                and open_chain is not None
                and previous is not None
                and current.page.page == previous.page.page + 1
                and ends_page(open_chain[-1], previous, running)
                and starts_page(table, body, running)
                and same_columns(open_chain[-1], table)
            )
            if goes_on and open_chain is not None:
                open_chain.append(table)
            else:
                found.append([table])
                open_chain = found[-1] if table in bodies else open_chain
        if not bodies:
            open_chain = None
        previous = body
    return found


def running_tables(pages: Sequence[PageTables]) -> set[str]:
    """What tables print that are a running head or foot: at the edge of many pages, with the same text."""
    counts: Counter[str] = Counter()
    for one in pages:
        for table in one.tables:
            box, height = table.grid.box, one.page.height
            if box.bottom < HEAD * height or box.top > (1 - HEAD) * height:
                counts[_print(table)] += 1
    return {text for text, n in counts.items() if n >= 3 and text}


def _print(table: PageTable) -> str:
    """What a table prints, without the page number it may end with."""
    text = "".join(one.text for one in table.grid.slots if one.lines)
    return re.sub(r"\d*$", "", re.sub(r"\s+", "", text).casefold())


def running_lines(pages: Sequence[Page]) -> set[str]:
    """The running heads and feet of a document: letters of outer lines that return on several pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        outer = {_letters(x.text) for x in page.lines if x.box and _is_outer(x, page, 0.16)}
        counts.update(outer)
    least = 2 if len(pages) < 8 else 3
    return {text for text, n in counts.items() if n >= least}


def _letters(text: str) -> str:
    return NOT_LETTERS.sub("", text).casefold()


def _is_outer(line: Line, page: Page, share: float) -> bool:
    assert line.box is not None
    middle = (line.box.top + line.box.bottom) / 2
    return middle < share * page.height or middle > (1 - share) * page.height


def _body(lines: Iterable[Line], page: Page, running: set[str]) -> list[Line]:
    return [x for x in lines if x.box and not _is_furniture(x, page) and _letters(x.text) not in running]


def _is_furniture(line: Line, page: Page) -> bool:
    """Whether a line stands in the page's very margin, or in its outer part and is a page number."""
    return _is_outer(line, page, MARGIN) or (_is_outer(line, page, NUMBERED) and len(_letters(line.text)) <= SHORT)


def ends_page(table: PageTable, on: PageTables, running: set[str]) -> bool:
    """Whether nothing but running lines follows the table on its page, or the rest of a line that its end cuts off."""
    if on.tables[-1] is not table:
        return False
    free = outside(on.page.lines, [t.grid.box for t in on.tables])
    bottom = table.grid.box.bottom
    below = [x for x in free if x.box and x.box.top >= bottom - 4 and not _is_cut_off(x, bottom)]
    return not _body(below, on.page, running)


def _is_cut_off(line: Line, bottom: float) -> bool:
    """Whether a line lies across a table's end: the page cuts its row there, and it is printed again on the next."""
    assert line.box is not None
    return line.box.top < bottom < line.box.bottom


def starts_page(table: PageTable, on: PageTables, running: set[str]) -> bool:
    """Whether nothing but running lines, or a line that says it goes on, stands above the table on its page."""
    if table.caption and not re.search(r"lanjut|sambung", table.caption, re.IGNORECASE):
        return False
    free = outside(on.page.lines, [t.grid.box for t in on.tables])
    above = [x for x in free if x.box and x.box.bottom <= table.grid.box.top + 4]
    return all(re.search(r"lanjut|sambung", x.text, re.IGNORECASE) for x in _body(above, on.page, running))


def same_columns(a: PageTable, b: PageTable) -> bool:
    """Whether two parts have the same column edges, or the edges of one are among the other's."""
    xs, ys = a.grid.xs, b.grid.xs
    shift = ys[0] - xs[0]
    moved = [y - shift for y in ys]
    if a.method == b.method == "gaps" and len(xs) == len(ys):
        slack = max(EDGE, LOOSE * min(x1 - x0 for x0, x1 in pairwise(xs)))
        return all(abs(x - y) <= slack for x, y in zip(xs, moved, strict=True))
    if abs((xs[-1] - xs[0]) - (ys[-1] - ys[0])) > 2 * EDGE:
        return False
    few, many = sorted((list(xs), moved), key=len)
    found = sum(any(abs(x - y) <= EDGE for y in many) for x in few)
    return found == len(few) or (len(xs) == len(ys) and head_repeats(a, b) > 0)


def head_rows(table: PageTable, count: int) -> list[list[str]]:
    """The letters of the first rows' cells, row by row."""
    rows: list[list[str]] = [[] for _ in range(count)]
    for one in table.grid.slots:
        if one.slot.row < count and one.lines:
            rows[one.slot.row].append(re.sub(r"\W+", "", one.text).casefold())
    return rows


def head_repeats(a: PageTable, b: PageTable) -> int:
    """How many first rows of `b` print the first rows of `a` again."""
    first, second = head_rows(a, MOST_HEAD_ROWS), head_rows(b, MOST_HEAD_ROWS)
    same = 0
    for x, y in zip(first, second, strict=True):
        if not x or x != y:
            break
        same += 1
    return same if same and any(re.search("[a-z]", t) for t in first[0]) else 0


def join(chain: Sequence[PageTable]) -> RawTable:
    """One table of its parts: columns by their edges, rows one after another, repeated heads once."""
    edges = _common_edges(chain)
    cells: list[Cell] = []
    parts: list[TablePart] = []
    row0 = 0
    for i, table in enumerate(chain):
        skip = head_repeats(chain[0], table) if i else 0
        skip = skip if skip < _n_rows(table) else 0
        columns = _columns(table, chain[0], edges)
        for one in table.grid.slots:
            if one.slot.last_row >= skip:
                cells.append(_cell(one, table, columns, row0, skip))
        parts.append(TablePart(table.page, table.table_no, row0 + 1, row0 + _n_rows(table) - skip, table.grid.box))
        row0 += _n_rows(table) - skip
    first = chain[0]
    return RawTable(
        tuple(parts),
        tuple(_one_a_place(cells)),
        row0,
        len(edges) - 1,
        first.method,
        min(t.grid.quality for t in chain),
        first.caption,
        first.lead,
    )


def _one_a_place(cells: Iterable[Cell]) -> Iterator[Cell]:
    """The cells by row and column. Columns closer together than `EDGE` may be one of the whole table: their cells are
    one then, with the words of both."""
    for _, group in groupby(sorted(cells, key=lambda x: (x.row, x.col)), key=lambda x: (x.row, x.col)):
        same = list(group)
        first = max(same, key=lambda x: x.col_span)
        if len(same) > 1:
            lines = tuple(line for one in same for line in one.lines)
            box = reduce(Box.union, (one.box for one in same if one.box), first.box or Box(0, 0, 0, 0))
            text = "\n".join(one.text for one in same if one.text)
            first = replace(first, text=text, lines=lines, box=box if first.box else None)
        yield first


def _columns(table: PageTable, first: PageTable, edges: Sequence[float]) -> list[int]:
    """For each column edge of a part which edge of the whole table it is."""
    if len(table.grid.xs) == len(edges):
        return list(range(len(edges)))
    shift = table.grid.xs[0] - first.grid.xs[0]
    return [_nearest(edges, x - shift) for x in table.grid.xs]


def _n_rows(table: PageTable) -> int:
    return len(table.grid.ys) - 1


def _common_edges(chain: Sequence[PageTable]) -> list[float]:
    edges = list(chain[0].grid.xs)
    for table in chain[1:]:
        shift = table.grid.xs[0] - chain[0].grid.xs[0]
        if len(table.grid.xs) == len(chain[0].grid.xs):
            continue
        for x in table.grid.xs:
            if all(abs(x - shift - e) > EDGE for e in edges):
                edges.append(x - shift)
    return sorted(edges)


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))


def _cell(one: FilledSlot, table: PageTable, columns: Sequence[int], row0: int, skip: int) -> Cell:
    slot = one.slot
    col, end = columns[slot.col], columns[slot.last_col + 1]
    top = max(slot.row, skip)
    lines = one.lines if slot.row >= skip else ()  # words of the head printed again do not reach into the body
    return Cell(
        row0 + top - skip + 1,
        col + 1,
        "\n".join(line.text for line in lines),
        Place(table.page, table.table_no, slot.row + 1, slot.col + 1),
        slot.last_row - top + 1,
        max(1, end - col),
        slot.box,
        lines,
    )
