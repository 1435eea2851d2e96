"""How tables number their objectives, and which objective an average says it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from extract.model import Cell, Place, RawTable
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Finding, Paragraph
from normalize.tables.labels import is_average
from normalize.tables.sheet import Sheet, sheet_of
from normalize.words import letters

NUMBER = re.compile(r"^\W*(\d{1,2})\W*$")
TWO_NUMBERS = re.compile(r"^\W*(\d{1,2})\W+(\d{1,2})\W*$")
OF_OBJECTIVE = re.compile(r"\bsasaran\W+(?:(?:strategis|stratejik)\W+)?(?:ke\W*)?(\d{1,2})\b", re.I)
OPENS_OBJECTIVE = re.compile(
    r"^\W*(?:[A-Za-z0-9]{1,3}[.)]\s*)*sasaran\W+(?:(?:strategis|stratejik)\W+)?(?:ke\W*)?(\d{1,2})\b", re.I
)
LEAST_OBJECTIVES = 3
LEAST_LETTERS = 15
SAME_OBJECTIVE = 88
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Numbered:
    """An objective as a table numbers it; `numbers` has two where two stand in one cell, none where none does."""

    numbers: tuple[int, ...]
    text: str
    place: Place


def check_row_numbers(dossier: Dossier) -> Iterator[Finding]:
    """Tables that give two objectives one number, leave a number out, or set one beside the wrong objective."""
    tables = [
        (table, found) for table in dossier.interpretation.document.tables if (found := _numbered(sheet_of(table)))
    ]
    for table, objectives in tables:
        others = [one for other, found in tables if other is not table for one in found]
        wrong = _wrong(objectives, others)
        if wrong is None:
            continue
        title = name(table.caption) if table.caption else "without a caption"
        pages = where(one.place for one in objectives)
        shown = ", ".join("/".join(map(str, one.numbers)) or "–" for one in objectives)
        yield finding(
            "row.number",
            [one.place for one in objectives],
            f"The table {title} ({pages}) numbers its objectives (sasaran) {shown}: {wrong}.",
            shown,
            ", ".join(str(n) for n in range(1, len(objectives) + 1)),
        )


def _numbered(sheet: Sheet) -> list[Numbered]:
    """The objectives of a table with their numbers; none where the numbers count something else."""
    roles = {col: read_head(path).role for col in range(1, sheet.table.n_cols + 1) if (path := sheet.head_path(col))}
    numbers = [col for col, role in roles.items() if role == Role.NO]
    objectives = [col for col, role in roles.items() if role == Role.OBJECTIVE]
    if len(numbers) != 1 or len(objectives) != 1 or numbers[0] >= objectives[0]:
        return []
    found: list[Numbered] = []
    for row in sheet.body_rows:
        number, text = (_starting(sheet, row, col) for col in (numbers[0], objectives[0]))
        is_new = text is not None and len(letters(text.text)) >= LEAST_LETTERS and text.text.strip()[:1].isupper()
        values = _values(number)
        if values and not is_new:
            return []
        if is_new and text is not None:
            found.append(Numbered(values, " ".join(text.text.split()), text.place))
    return found if len(found) >= LEAST_OBJECTIVES else []


def _starting(sheet: Sheet, row: int, col: int) -> Cell | None:
    cell = sheet.covering.get((row, col))
    return cell if cell is not None and cell.row == row and cell.col == col and cell.text.strip() else None


def _values(cell: Cell | None) -> tuple[int, ...]:
    text = " ".join(cell.text.split()) if cell is not None else ""
    if found := TWO_NUMBERS.match(text):
        return int(found[1]), int(found[2])
    return (int(found[1]),) if (found := NUMBER.match(text)) else ()


def _wrong(objectives: Sequence[Numbered], others: Sequence[Numbered]) -> str | None:
    """What is wrong with the numbers of a table, or None."""
    if objectives[0].numbers[:1] != (1,):
        return None
    for one, following in pairwise(objectives):
        if len(one.numbers) == 2 and not following.numbers and one.numbers[1] == one.numbers[0] + 1:
            return (
                f"number {one.numbers[1]} stands beside objective {one.numbers[0]}, {name(one.text)}, and not beside "
                f"{name(following.text)}"
            )
    if any(len(one.numbers) != 1 for one in objectives):
        return None
    sequence = [one.numbers[0] for one in objectives]
    steps = [b - a for a, b in pairwise(sequence)]
    twice = [at for at, step in enumerate(steps) if step == 0 and not _same(objectives[at], objectives[at + 1])]
    if len(twice) == 1 and all(step in (0, 1) for step in steps) and steps.count(0) == 1:
        one, other = objectives[twice[0]], objectives[twice[0] + 1]
        return f"number {one.numbers[0]} stands beside both {name(one.text)} and {name(other.text)}"
    if sorted(steps)[:-1] == [1] * (len(steps) - 1) and max(steps) == 2:
        behind = objectives[steps.index(2) + 1]
        elsewhere = {one.numbers for one in others if _same(one, behind)}
        if elsewhere == {(behind.numbers[0] - 1,)}:
            return (
                f"number {behind.numbers[0] - 1} is left out, and {name(behind.text)}, which other tables number "
                f"{behind.numbers[0] - 1}, is numbered {behind.numbers[0]}"
            )
    return None


def _same(one: Numbered, other: Numbered) -> bool:
    return fuzz.ratio(letters(one.text), letters(other.text)) >= SAME_OBJECTIVE


def check_average_labels(dossier: Dossier) -> Iterator[Finding]:
    """Averages that name another objective than the section in which their table stands."""
    for table in dossier.interpretation.document.tables:
        for cell in table.cells:
            number = OF_OBJECTIVE.search(cell.text) if is_average(cell.text, False) else None
            section = _section(cell, table, dossier) if number else None
            if number is None or section is None or section[0] == int(number[1]):
                continue
            place = place_at(*section[1].pieces[0][1:], dossier)
            yield finding(
                "average.label",
                [cell.place, place],
                f"An average row is headed {name(cell.text)} ({where([cell.place])}), but stands in the section of "
                f"sasaran {section[0]}, {name(section[1].text)} ({where([place])}).",
                " ".join(cell.text.split()),
                f"Sasaran {section[0]}",
            )


def _section(cell: Cell, table: RawTable, dossier: Dossier) -> tuple[int, Paragraph] | None:
    """The objective whose section the row stands in: the last heading of one above the table.

    None where the table itself holds several averages or names objectives by number.
    """
    labels = [c for c in table.cells if OF_OBJECTIVE.search(c.text)]
    if labels != [cell]:
        return None
    first = min(c.place for c in table.cells)
    top = min((line.line for line in table.lead), default=0)
    found: tuple[int, Paragraph] | None = None
    for paragraph in dossier.interpretation.paragraphs:
        page, line = paragraph.pieces[0][1:]
        if page > first.page or (page == first.page and line > _line_of(table, top)):
            break
        if paragraph.kind == "heading" and (match := OPENS_OBJECTIVE.match(paragraph.text)):
            found = int(match[1]), paragraph
    return found


def _line_of(table: RawTable, top: int) -> int:
    """The last line of text above a table on its first page."""
    return max((line.line for line in table.lead if line.page == table.page), default=top)
