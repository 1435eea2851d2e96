"""Budgets outside tables of money: lists of programmes with amounts, and cells that print name and amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.model import Document, Line, Place, RawTable
from extract.numbers import read_figure
from normalize.budgets.levels import TOTAL, Level, known_level, said_level, split_code
from normalize.model import Budget
from normalize.prose.paragraphs import in_table, table_places

MARK = re.compile(r"^\W*(?:\d{1,2}|[a-z])\s*[.)]\s*(?=[A-Za-z])")
AMOUNT = re.compile(r"\d[.,]\d{3}[.,]\d{3}")
AMOUNT_BEHIND = re.compile(
    r"^(?P<name>.*?)[\s.:…-]*(?:\bRp\.?\s*)?(?P<amount>\d{1,3}(?:[.,]\d{3}){2,}(?:[.,]\d{2})?)\s*(?:,?\s?-)?"
    r"\s*(?:APB[DN](?:-P)?|DAK|DAU|PAD)?\W*$"
)
NAME_AND_MONEY = re.compile(
    r"^(?P<name>[^\d:;]{8,}?)[\s,:-]*\bRp\s?\.?\s*(?P<amount>\d{1,3}(?:[.,]\d{3}){2,}(?:[.,]\d{2})?)\s*(?:,?\s?-)?\W*$",
    re.S,
)
SENTENCE = re.compile(r"\b(?:sebesar|anggaran|alokasi|senilai|realisasi|terealisasi|biaya|rupiah)\b", re.I)
PROGRAMS = re.compile(r"\bprogram\b", re.I)
MONEY_HEAD = re.compile(r"\b(?:anggaran|pagu|rp|rupiah|biaya|alokasi)\b", re.I)
LEAST_ITEMS = 2
LEAST_CELLS = 3
MOST_LINES = 4
LEAST_LETTERS = 8


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of a list: its name, the amount as printed, and where it begins."""

    name: str
    amount: str
    line: Line


def read_budget_lists(document: Document, year: int | None) -> tuple[Budget, ...]:
    """The budgets that lists outside tables give, a row for each entry, on the line where the entry begins.

    A list is two entries or more, each with an amount of at least a million at its end, under a line that speaks of
    money or each named a programme or activity. Sentences that speak of a budget are read as statements.
    """
    boxes, rows = table_places(document)
    found: list[Budget] = []
    for page in document.pages:
        if sum(AMOUNT.search(line.text) is not None for line in page.lines) < LEAST_ITEMS:
            continue
        free = [line for line in page.lines if not in_table(line, boxes.get(page.page, ()), rows)]
        for items, head in _lists(free):
            if len(items) >= LEAST_ITEMS and (MONEY_HEAD.search(head) or all(said_level(None, i.name) for i in items)):
                found += [_budget(item, head, document.kind, year) for item in items]
    return tuple(found)


def _lists(lines: Sequence[Line]) -> Iterator[tuple[list[_Item], str]]:
    """The lists of a page's lines, each with the line above it."""
    items: list[_Item] = []
    open_lines: list[Line] = []
    head = above = ""
    for line in lines:
        text = " ".join(line.text.split())
        starts = MARK.match(text) is not None or said_level(None, _name(text)) is not None
        if SENTENCE.search(text):
            starts, open_lines = False, []
        elif starts:
            open_lines = [line]
        elif open_lines and len(open_lines) < MOST_LINES:
            open_lines.append(line)
        else:
            open_lines = []
        if not open_lines:
            if items and text:
                yield items, head
                items = []
            above = text or above
            continue
        whole = " ".join(" ".join(one.text.split()) for one in open_lines)
        ends = _ending(whole)
        if ends is not None:
            head = head if items else above
            name = MARK.sub("", ends["name"]).strip(" .:-")
            if sum(letter.isalpha() for letter in name) >= LEAST_LETTERS or TOTAL.match(name):
                items.append(_Item(name, ends["amount"], open_lines[0]))
            open_lines = []
    yield items, head


def _ending(text: str) -> re.Match[str] | None:
    """The amount at the end of a text with the name before it."""
    return AMOUNT_BEHIND.match(text) if AMOUNT.search(text) else None


def _name(text: str) -> str:
    """A line without the amount at its end."""
    ends = _ending(text)
    return ends["name"].strip(" .:-") if ends else text


def _budget(item: _Item, head: str, kind: str, year: int | None) -> Budget:
    code, name = split_code(item.name)
    is_total = TOTAL.match(name) is not None
    usual: Level = "program" if PROGRAMS.search(head) else "activity"
    level: Level = said_level(code, name) or known_level(name) or usual
    figure = read_figure(item.amount)
    return Budget(
        place=Place(item.line.page, 0, item.line.line, 1, item.line.line if kind == "text" else None),
        level="agency" if is_total else level,
        name=name,
        year=year,
        code=code,
        budget=figure.readings[0].value if figure.readings else None,
        is_total=is_total,
        budget_raw=item.amount,
    )


def read_named_cells(table: RawTable, year: int | None) -> tuple[Budget, ...]:
    """The budgets of a table without columns of money whose cells print a programme or activity with its amount."""
    found: list[Budget] = []
    for cell in table.cells:
        match = NAME_AND_MONEY.match(" ".join(cell.text.split()))
        if match is None or SENTENCE.search(match["name"]):
            continue
        code, name = split_code(match["name"])
        figure = read_figure(match["amount"])
        value = figure.readings[0].value if figure.readings else None
        level: Level = said_level(code, name) or known_level(name) or "activity"
        found.append(Budget(cell.place, level, name, year, code, budget=value, budget_raw=match["amount"]))
    return tuple(found) if len(found) >= LEAST_CELLS else ()
