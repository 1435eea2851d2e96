"""Indicators that the text calls by their number and by different names; marks that fit no way of numbering them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import tokens
from normalize.checks.prose_places import place_at
from normalize.checks.wording import listed, name, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.hints import Hints
from normalize.model import Finding
from normalize.tables.sheet import Sheet, sheet_of

CALLED = re.compile(
    r"\bindikator(?:\s+kinerja)?(?:\s+sasaran)?\s*(?:ke\W*)?\(?(?P<number>\d{1,2})\)?\s*,?\s*(?:yaitu|yakni|adalah)\s*:?\s*"
    r"(?P<name>[^.;,:]{15,160}?)(?=[.;,:(]|\s(?:mencapai|tercapai|dari|sampai|sebesar|pada|dengan|dimana|untuk|tahun)\b)",
    re.I,
)
NAMES = Hints(["yaitu", "yakni", "adalah"])
MARK = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.)]\s*(?=\D)")
LEAST_MENTIONS = 2
LEAST_OWN_WORDS = 2
HALF = 0.5
LEAST_GROUPS = 2


def check_numbered_names(dossier: Dossier) -> Iterator[Finding]:
    """One number of an indicator before two names that share half of their words, each at least twice."""
    said: dict[int, dict[tuple[str, ...], list[tuple[Place, str]]]] = defaultdict(lambda: defaultdict(list))
    for paragraph in dossier.interpretation.paragraphs:
        if not NAMES.are_in(paragraph.text):
            continue
        for match in CALLED.finditer(paragraph.text):
            text = " ".join(match["name"].split())
            place = place_at(*paragraph.at(match.start("name")), dossier)
            said[int(match["number"])][tuple(tokens(text))].append((place, text))
    for number, names in said.items():
        often = [(words, found) for words, found in names.items() if len(found) >= LEAST_MENTIONS]
        pair = next(((a, b) for a in often for b in often if a is not b and _differ(a[0], b[0])), None)
        if pair is None:
            continue
        parts = [f"{name(found[0][1])} ({where(place for place, _ in found)})" for _, found in pair]
        yield finding(
            "name.numbered",
            [place for _, found in pair for place, _ in found],
            f"The text calls indicator {number} by two names: {listed(parts)}.",
            " | ".join(found[0][1] for _, found in pair),
            None,
        )


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names share half of the words of each, and the second has words that the first lacks."""
    shared = [word for word in one if any(_alike(word, w) for w in other)]
    own = [word for word in other if not any(_alike(word, w) for w in one)]
    lacking = len(one) - len(shared)
    return lacking > 0 and len(own) >= LEAST_OWN_WORDS and len(shared) >= HALF * max(len(one), len(other))


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 4 and Levenshtein.distance(one, other) <= 2)


@dataclass(frozen=True, slots=True)
class Group:
    """The marks of one objective's indicators in a table, with their places; `row` counts its first indicator."""

    marks: tuple[int, ...]
    places: tuple[Place, ...]
    row: int


def check_indicator_marks(dossier: Dossier) -> Iterator[Finding]:
    """Numbers before indicators that neither begin anew with each objective nor run through the table."""
    for table in dossier.interpretation.document.tables:
        groups = _groups(sheet_of(table))
        if len(groups) < LEAST_GROUPS or _fit(groups):
            continue
        shown = [f"{group.marks[0]} to {group.marks[-1]}" for group in groups]
        places = [place for group in groups for place in group.places]
        caption = f" of the table {name(table.caption)}" if table.caption else ""
        yield finding(
            "list.start",
            places,
            f"The numbering of the indicators{caption} is broken: those below one objective are numbered "
            f"{listed(shown)} ({where(places)}), which neither begins at 1 below each nor runs through the table.",
            " | ".join(shown),
            " | ".join(f"1 to {len(group.marks)}" for group in groups),
        )


def _groups(sheet: Sheet) -> list[Group]:
    """The numbered indicators below each objective; none where a cell holds several, or a number is lost."""
    roles = {col: read_head(path).role for col in range(1, sheet.table.n_cols + 1) if (path := sheet.head_path(col))}
    objectives = [col for col, role in roles.items() if role == Role.OBJECTIVE]
    indicators = [col for col, role in roles.items() if role == Role.INDICATOR]
    if len(objectives) != 1 or len(indicators) != 1:
        return []
    found: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    first: dict[int, int] = {}
    count, group = 0, 0
    for row in sheet.body_rows:
        above = sheet.covering.get((row, objectives[0]))
        group += above is not None and above.row == row and bool(above.text.strip())
        cell = sheet.covering.get((row, indicators[0]))
        if cell is None or cell.row != row or not cell.text.strip() or cell.text.strip()[0].islower():
            continue
        count += 1
        if mark := MARK.match(cell.text):
            first.setdefault(group, count)
            found[group].append((int(mark["number"]), cell.place))
    return [
        Group(tuple(n for n, _ in marks), tuple(place for _, place in marks), first[group])
        for group, marks in found.items()
        if len(marks) > 1
    ]


def _fit(groups: Sequence[Group]) -> bool:
    """Whether one way of numbering explains all marks, or some do not run on within their objective."""
    if any(b - a != 1 for group in groups for a, b in pairwise(group.marks)):
        return True
    anew = all(group.marks[0] == 1 for group in groups)
    through = all(b.marks[0] == a.marks[-1] + 1 for a, b in pairwise(groups))
    rows = all(group.marks[0] == group.row for group in groups)
    return anew or rows or (through and groups[0].marks[0] == 1)
