"""Making the Datasette that `lakip serve` runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from explore.corrections import Corrections
from explore.drawers import Drawers
from explore.images import Pictures
from explore.mirror import Mirror
from explore.reports import Reports, recorded
from explore.site import Site, attach, site_folder

if TYPE_CHECKING:
    from datasette.app import Datasette

SETTINGS = {
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 300,
    "max_returned_rows": 1000,
    "default_allow_sql": True,
    "allow_download": False,
    "suggest_facets": False,
    "force_https_urls": False,
}


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What `lakip serve` is told. `reports` is a folder with report files; `folder` holds what the site keeps.
    `drawers_ahead`: how many processes wait to draw a page."""

    database: Path
    reports: Path | None = None
    corrections: Path | None = None
    is_review: bool = False
    folder: Path | None = None
    drawers_ahead: int = 0


def make_site(settings: SiteSettings) -> Datasette:
    """A Datasette that shows the database. Raises StoreError where it cannot be read."""
    register()
    _quiet()
    from datasette.app import Datasette

    folder = settings.folder or site_folder(settings.database)
    mirror = Mirror(settings.database, folder)
    copy = mirror.make()
    mirror.clean()
    datasette = Datasette([], immutables=[str(copy)], settings=SETTINGS)
    corrections = settings.corrections or settings.database.absolute().parent / "corrections.csv"
    drawers = Drawers(settings.drawers_ahead)
    drawers.get_ready()
    attach(
        Site(
            datasette,
            copy.stem,
            Pictures(Reports(recorded(settings.database), settings.reports), folder / "pages", drawers),
            mirror,
            Corrections(corrections) if settings.is_review else None,
            settings.is_review,
        )
    )
    return datasette


def register() -> None:
    """Make Datasette know this room as a plugin, where it is not installed as one."""
    from datasette.plugins import pm

    import explore

    if not pm.is_registered(explore):
        pm.register(explore, "explore")


def _quiet() -> None:
    """Datasette prints every refused address with all local variables where rich is installed; a site shall not."""
    from datasette import handle_exception

    handle_exception.rich = None
