"""Full-text search over agencies, indicators, objectives and the text of the reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explore.layout import page
from explore.site import Row, Site

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

KINDS = ("agency", "indicator", "objective", "page")
MOST = {"agency": 12, "indicator": 40, "objective": 20, "page": 30}
MOST_ALONE = 200
MOST_WORDS = 12
_WORD = re.compile(r"\w+")


def match(query: str) -> str | None:
    """What a reader typed as an FTS query: every word must be there, the last may go on; nothing in it is syntax.

    >>> match('BPJS "ketenaga OR'), match("  *  ")
    ('"BPJS" "ketenaga" "OR"*', None)
    """
    words = _WORD.findall(query)[:MOST_WORDS]
    return " ".join(f'"{word}"' for word in words) + "*" if words else None


async def search(site: Site, request: Request) -> Response:
    """What was found, by kind."""
    query = request.args.get("q", "").strip()
    kind = request.args.get("kind") if request.args.get("kind") in KINDS else None
    wanted = match(query)
    found: dict[str, list[Row]] = {}
    counts: dict[str, int] = {}
    if wanted:
        told = await site.rows("SELECT kind, COUNT(*) AS n FROM search WHERE search MATCH ? GROUP BY kind", wanted)
        counts = {row["kind"]: row["n"] for row in told}
        for one in [kind] if kind else KINDS:
            if counts.get(one):
                found[one] = await site.rows(
                    "SELECT key, place, title, snippet(search, 3, char(2), char(3), '…', 40) AS marked,"
                    " snippet(search, 4, char(2), char(3), '…', 24) AS excerpt FROM search"
                    " WHERE search MATCH ? AND kind = ? ORDER BY rank LIMIT ?",
                    wanted, one, MOST_ALONE if kind else MOST[one],
                )  # fmt: skip
    return await page(site, request, "search", {"q": query, "kind": kind, "found": found, "counts": counts})
