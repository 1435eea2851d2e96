"""The site that a Datasette shows: its database, its page images, and whether decisions are taken."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from explore.images import Pictures
from explore.reports import recorded
from store import SITE_ID

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

    from explore.corrections import Corrections
    from explore.mirror import Mirror

Row = dict[str, Any]
APPLICATION_AT, HEADER_END = 68, 72


@dataclass(slots=True, weakref_slot=True)
class Site:
    """What a site knows beside its database. `mirror` and `corrections` are there only where `lakip serve` runs it."""

    datasette: Datasette
    database: str
    pictures: Pictures
    mirror: Mirror | None = None
    corrections: Corrections | None = None
    is_review: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def db(self) -> Database:
        return self.datasette.get_database(self.database)

    async def show_new_copy(self) -> None:
        """Put the new copy of the database in the place of the old one, once it is made."""
        from datasette.database import Database

        assert self.mirror is not None, "only a site with a mirror has copies"
        copy = await self.mirror.renew()
        if copy is not None:
            self.datasette.remove_database(self.database)
            new = Database(self.datasette, path=str(copy), is_mutable=False)
            self.datasette.add_database(new, name=self.database)
            self._forget_connections()
            self.mirror.clean()
            if self.pictures.reports is not None:
                self.pictures.reports.recorded = recorded(self.mirror.source)

    def _forget_connections(self) -> None:
        """Let queries go to new threads: Datasette keeps a connection for each thread, open on the old file."""
        old = self.datasette.executor
        self.datasette.executor = ThreadPoolExecutor(max_workers=self.datasette.setting("num_sql_threads"))
        old.shutdown(wait=False)

    async def rows(self, sql: str, *values: Any) -> list[Row]:
        """The rows of a query, each by its column names."""
        result = await self.db.execute(sql, list(values), truncate=False)
        return [dict(row) for row in result.rows]

    async def row(self, sql: str, *values: Any) -> Row | None:
        """The first row of a query."""
        found = await self.rows(sql, *values)
        return found[0] if found else None


async def agencies_by_name(site: Site) -> list[Row]:
    """Each agency once, by the name that its latest report gives it."""
    return await site.rows("SELECT agency_id, agency, MAX(year) FROM scorecard GROUP BY agency_id ORDER BY agency")


_SITES: WeakKeyDictionary[Datasette, Site] = WeakKeyDictionary()


def attach(site: Site) -> None:
    """Make a Datasette show this site."""
    _SITES[site.datasette] = site


def site_of(datasette: Datasette) -> Site | None:
    """The site that a Datasette shows: the one attached, else the first file that is a site's database."""
    site = _SITES.get(datasette)
    if site is None:
        for name, database in datasette.databases.items():
            if database.path and is_site(Path(database.path)):
                site = Site(datasette, name, Pictures(None, None))
                attach(site)
                break
    return site


def is_site(file: Path) -> bool:
    """Whether a file is a site's database, by the application_id in SQLite's header."""
    with file.open("rb") as opened:
        header = opened.read(HEADER_END)
    return header[:15] == b"SQLite format 3" and int.from_bytes(header[APPLICATION_AT:HEADER_END], "big") == SITE_ID


def site_folder(database: Path) -> Path:
    """Where a site keeps its copy of the database and its page images: beside the database, else in the temp folder."""
    import hashlib
    import os
    import tempfile

    beside = database.absolute().parent
    if os.access(beside, os.W_OK):
        return beside / f"{database.name}.site"
    key = hashlib.sha256(str(database.absolute()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"lakip-site-{os.getuid() if hasattr(os, 'getuid') else 0}-{key}"
