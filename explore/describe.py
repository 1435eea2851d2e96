"""What Datasette's own pages say of the data: titles, columns and facets of the views, and links to our pages."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from explore.printing import key
from explore.site import site_of
from store import DETAIL_TABLES, public_views

if TYPE_CHECKING:
    from datasette.app import Datasette

FACETS = {
    "documents": ["government", "year", "kind", "status"],
    "observations": ["measure", "year", "table_kind"],
    "aggregates": ["measure", "year"],
    "achievements": ["status", "year", "agency"],
    "comparison": ["government", "year", "status"],
    "trend": ["government", "year", "status"],
    "scorecard": ["government", "year"],
    "findings": ["severity", "rule", "agency", "year"],
    "budgets": ["level", "year", "agency"],
}
LARGE = ("observations", "achievements", "budgets")
"""Of these, a facet is counted when it is asked for: there are too many rows to count several at every look."""
LISTS = ("evidence", "target_ids", "realization_ids", "printed_ids")
DOC_DIGITS = 12
SHADOWS = ("data", "idx", "content", "docsize", "config")
PAGES = {
    "observation_id": "number",
    "finding_id": "finding",
    "agency_id": "agency",
    "indicator_id": "indicator",
    "concept_id": "indicator",
    "sha256": "report",
}


def metadata(datasette: Datasette) -> dict[str, Any]:
    """The part of Datasette's metadata that we know; empty where no database of ours is served."""
    site = site_of(datasette)
    return {"databases": {site.database: _database()}} if site else {}


@cache
def _database() -> dict[str, Any]:
    tables: dict[str, Any] = {
        view.name: {
            "description": view.description,
            "columns": {one.name: one.description + (f" ({one.unit})" if one.unit else "") for one in view.columns},
            "facets": FACETS.get(view.name, []) if view.name not in LARGE else [],
        }
        for view in public_views()
    }
    hidden = [*DETAIL_TABLES, *(f"search_{shadow}" for shadow in SHADOWS)]
    return {"title": "lakip", "tables": {**tables, **{name: {"hidden": True} for name in hidden}}}


def cell_link(datasette: Datasette, row: Any, value: Any, column: str, table: str) -> Markup | None:
    """A key as a link to the page of what it names; other cells stay Datasette's."""
    if site_of(datasette) is None or value is None or value == "":
        return None
    if column in PAGES and table not in DETAIL_TABLES:
        return own_link(column, value)
    if column in LISTS:
        return _links(str(value))
    if column == "page" and "sha256" in row.keys():  # noqa: SIM118  # a Row's `in` looks at its values
        return _link(f"/report/{key(str(row['sha256']))}/{value}", str(value))
    return None


def own_link(column: str, value: Any) -> Markup | None:
    """A key as a link to our page of what it names; None where the column is no such key."""
    if column not in PAGES or value is None:
        return None
    shown = str(value)[:DOC_DIGITS] if column == "sha256" else str(value)
    return _link(f"/{PAGES[column]}/{key(str(value))}", shown)


def _links(ids: str) -> Markup | None:
    """A JSON list of observations as numbered links; others of its ids, such as budgets, as they are."""
    try:
        found = [str(one) for one in json.loads(ids)]
    except ValueError:
        return None
    links = [
        _link(f"/number/{key(one)}", str(n)) if "/budget/" not in one else escape(one) for n, one in enumerate(found, 1)
    ]
    return Markup(" ").join(links)


def _link(href: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, escape(text))
