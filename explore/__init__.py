"""The site: a Datasette plugin that shows a site's database, every number with the page it was printed on.

These are the hooks that Datasette calls; each hands over to a module of this room. Where Datasette serves no database
of ours, none of them changes anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

    from explore.routes import Route


@hookimpl
def register_routes(datasette: Datasette) -> list[Route]:
    """The pages of the site."""
    from explore.routes import routes

    return routes(datasette)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Language, security headers, spreadsheet-safe CSV and a database that is up to date."""
    from explore.guard import guard

    return guard(datasette)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Numbers as people write them."""
    from explore.printing import FILTERS

    env.filters.update(FILTERS)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    """Words in the reader's language, and what every page shows."""
    from explore.layout import template_vars

    return template_vars(datasette, request)


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Descriptions of views and columns, and which facets to open with."""
    from explore.describe import metadata

    return metadata(datasette)


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str, datasette: Datasette) -> Any:
    """Keys in Datasette's tables lead to the pages of the site."""
    from explore.describe import cell_link

    return cell_link(datasette, row, value, column, table)
