"""Open proposals of `lakip suggest` on the review page: names that may be one indicator, concepts one may measure."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from explore.corrections import BadDecision, person_and_reason
from explore.site import Site
from normalize import Correction, link
from store import agency_meanings, read_connection

if TYPE_CHECKING:
    from normalize.links.suggestions import Suggestion

MOST_REPORTS = 150
"""So many reports are looked through at once; in a larger database an agency has to be chosen."""
VERDICTS: dict[str, Literal["correct", "reject"]] = {"accept": "correct", "refuse": "reject"}


async def proposals(site: Site, agency_id: str) -> list[dict[str, Any]] | None:
    """The open proposals of an agency, or of all, likeliest first; None where an agency has to be chosen.

    They are computed from the database itself, which only a site run by `lakip serve` has.
    """
    reports = await site.row("SELECT COUNT(*) AS n FROM documents WHERE status = 'read'")
    assert reports is not None, "COUNT gives a row"
    if not agency_id and reports["n"] > MOST_REPORTS:
        return None
    return [asdict(one) for one in await _suggestions(site, agency_id)]


async def decide_proposal(site: Site, agency_id: str, asked: dict[str, str]) -> None:
    """Write that a proposal is right or not: `accept` or `refuse` names it. Raises BadDecision."""
    by, reason = person_and_reason(asked.get("by", ""), asked.get("reason", ""))
    known = {one.suggestion_id: one for one in await _suggestions(site, agency_id)}
    for name, verdict in VERDICTS.items():
        if asked.get(name) in known:
            assert site.corrections is not None, "only a site that takes decisions comes here"
            site.corrections.add(known[asked[name]].decisions(verdict, by, date.today().isoformat(), reason))
            return
    raise BadDecision("decide.gone")


async def _suggestions(site: Site, agency_id: str) -> list[Suggestion]:
    assert site.mirror is not None, "only a site with its database has proposals"
    decided = site.corrections.all() if site.corrections else ()
    return await asyncio.to_thread(_look, site.mirror.source, agency_id or None, decided)


def _look(database: Path, agency_id: str | None, decided: tuple[Correction, ...]) -> list[Suggestion]:
    from normalize.links.suggestions import suggest

    found: list[Suggestion] = []
    with read_connection(database) as db:
        for meanings in agency_meanings(db, agency_id):
            found += suggest(meanings, link(meanings, decided), decided)
    return sorted(found, key=lambda one: (-one.score, one.agency or "", one.suggestion_id))
