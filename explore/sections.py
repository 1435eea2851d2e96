"""What PermenPANRB 53/2014 asks of a report, and on which pages it was found: `sections.csv` is the list."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from explore.site import Row, Site

SECTIONS_FILE = Path(__file__).with_name("sections.csv")
MOST_PAGES = 6


class Sign(NamedTuple):
    """One thing that shows a section: a phrase of the text, a kind of table, a measure, or a figure."""

    how: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part that the regulation asks for, with the pages that show it."""

    key: str
    pages: tuple[int, ...]


@cache
def signs() -> dict[str, tuple[Sign, ...]]:
    """What shows each section, in the order of the regulation."""
    found: dict[str, tuple[Sign, ...]] = {}
    with SECTIONS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sign = Sign(row["how"], row["phrase"])
            assert sign not in found.get(row["key"], ()), f"sections.csv: {row['phrase']} stands there twice"
            found[row["key"]] = (*found.get(row["key"], ()), sign)
    return found


ANALYSES = tuple(f"analysis_{number}" for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class Analyses:
    """An objective with the page of each of its seven analyses, None where one was not found."""

    objective: str
    pages: tuple[int | None, ...]


async def analyses(site: Site, document: Row) -> list[Analyses]:
    """The seven analyses of each objective, as far as the database tells them; outputs of activities are no objectives.

    Objectives stand in the order of their first page.
    """
    outputs = {
        row["objective"]
        for row in await site.rows(
            "SELECT objective FROM achievements WHERE sha256 = ? GROUP BY objective HAVING MIN(level) = 'activity'"
            " AND MAX(level) = 'activity'", document["sha256"],
        )
    }  # fmt: skip
    found: dict[str, dict[str, int | None]] = {}
    for row in await _checked(site, document):
        if row["objective"] is not None and row["item"] in ANALYSES and row["objective"] not in outputs:
            found.setdefault(row["objective"], {})[row["item"]] = row["page"] if row["is_present"] else None
    listed = [Analyses(name, tuple(pages.get(item) for item in ANALYSES)) for name, pages in found.items()]
    return sorted(listed, key=lambda one: min((page for page in one.pages if page is not None), default=0))


async def _checked(site: Site, document: Row) -> list[Row]:
    """What the reading room found of what is asked for; nothing where the database is of an earlier build."""
    if not await site.db.table_exists("checklist"):
        return []
    return await site.rows("SELECT * FROM checklist WHERE sha256 = ? ORDER BY rowid", document["sha256"])


async def completeness(site: Site, document: Row) -> list[Section]:
    """Each section with the pages on which the report shows it; without a page, it was not found."""
    told = [row for row in await _checked(site, document) if row["objective"] is None]
    if told:
        order = {item: at for at, item in enumerate(signs())}
        items = sorted({row["item"] for row in told}, key=lambda item: order.get(item, len(order)))
        pages = {item: [row["page"] for row in told if row["item"] == item and row["is_present"]] for item in items}
        return [Section(item, tuple(sorted({page for page in pages[item] if page is not None}))) for item in items]
    sha256 = document["sha256"]
    observations = await site.rows(
        "SELECT DISTINCT page, table_kind, measure, year FROM observations WHERE sha256 = ?", sha256
    )
    budgets = await site.rows(
        "SELECT DISTINCT page FROM budgets WHERE document = ? AND realization IS NOT NULL", document["document"]
    )
    texts = [
        (row["page"], " ".join(str(line[1]) for line in json.loads(row["lines"])).lower())
        for row in await site.rows("SELECT page, lines FROM pages WHERE sha256 = ? ORDER BY page", sha256)
    ]
    spent = {row["page"] for row in budgets}
    return [
        Section(
            key, tuple(sorted({page for sign in told for page in _pages(sign, document, observations, texts, spent)}))
        )
        for key, told in signs().items()
    ]


def _pages(
    sign: Sign, document: Row, observations: list[Row], texts: list[tuple[int, str]], spent: set[int]
) -> Iterator[int]:
    """The pages that show one sign."""
    if sign.how == "text":
        yield from (page for page, text in texts if sign.phrase in text)
    elif sign.how == "budget":
        yield from spent
    else:
        yield from (row["page"] for row in observations if _shows(sign, row, document["year"]))


def _shows(sign: Sign, row: Row, year: int | None) -> bool:
    if sign.how == "kind":
        return bool(row["table_kind"] == sign.phrase)
    if sign.how == "measure":
        return bool(row["measure"] == sign.phrase)
    if row["measure"] != "realization" or row["year"] is None or year is None:
        return False
    return bool(row["year"] == year if sign.phrase == "this_year" else row["year"] < year)
