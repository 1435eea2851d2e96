"""What PermenPANRB 53/2014 asks of a report, and where the report has it: the view `checklist` as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from explore.site import Row, Site

ANALYSES = tuple(f"analysis_{number}" for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class Section:
    """A part that the regulation asks for, with the page that shows it; without one, it was not found."""

    key: str
    is_found: bool
    page: int | None


@dataclass(frozen=True, slots=True)
class Analyses:
    """An objective with the page of each of its seven analyses, None where one was not found."""

    objective: str
    pages: tuple[int | None, ...]


async def completeness(site: Site, document: Row) -> list[Section]:
    """The sections in the order of the regulation; none for a document that is not asked for them."""
    rows = await site.rows(
        "SELECT * FROM checklist WHERE sha256 = ? AND objective IS NULL ORDER BY rowid", document["sha256"]
    )
    return [Section(row["item"], bool(row["is_present"]), row["page"] if row["is_present"] else None) for row in rows]


async def analyses(site: Site, document: Row) -> list[Analyses]:
    """The seven analyses of each objective, by its first page; outputs of activities are no objectives."""
    outputs = (
        "SELECT objective FROM achievements WHERE sha256 = ? AND objective IS NOT NULL"
        " GROUP BY objective HAVING MIN(level) = 'activity' AND MAX(level) = 'activity'"
    )
    rows = await site.rows(
        "SELECT * FROM checklist WHERE sha256 = ? AND objective IS NOT NULL"
        f" AND objective NOT IN ({outputs}) ORDER BY rowid",
        document["sha256"],
        document["sha256"],
    )
    found: dict[str, dict[str, int | None]] = {}
    for row in rows:
        found.setdefault(row["objective"], {})[row["item"]] = row["page"] if row["is_present"] else None
    listed = [Analyses(name, tuple(pages.get(item) for item in ANALYSES)) for name, pages in found.items()]
    return sorted(listed, key=lambda one: min((page for page in one.pages if page is not None), default=0))
