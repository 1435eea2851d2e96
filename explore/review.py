"""Review: values that a person should look at, as a work list, and the decisions taken on them."""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode, urlsplit

from explore.corrections import BadDecision, Decision, Key, key_of
from explore.guard import LOOPBACK, header
from explore.layout import not_found, page
from explore.number import DOUBTFUL, find_value
from explore.printing import key
from explore.proposals import decide_proposal, proposals
from explore.site import Row, Site, agencies_by_name

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

LISTS = ("doubtful", "conflict", "unexplained", "proposals", "decided")
MOST = 200
MOST_BODY = 20_000
_CONFLICTS = "SELECT * FROM achievements WHERE status = ? ORDER BY agency, year DESC, page LIMIT ?"


async def review(site: Site, request: Request) -> Response:
    """One of the lists: doubtful readings, conflicts that wait for a choice, unexplained figures, and decisions."""
    asked = request.args.get("list")
    which = asked if asked in LISTS else "doubtful"
    if which == "proposals" and site.mirror is None:
        which = "doubtful"
    decided = set(site.corrections.on_values()) if site.corrections else set()
    counts = await site.row(
        "SELECT (SELECT COUNT(*) FROM observations WHERE confidence < ?) AS doubtful,"
        " (SELECT COUNT(*) FROM achievements WHERE status = 'conflict') AS conflict,"
        " (SELECT COUNT(*) FROM achievements WHERE status = 'unexplained') AS unexplained", DOUBTFUL,
    )  # fmt: skip
    context: dict[str, Any] = {
        "which": which,
        "counts": {**(counts or {}), "decided": len(decided), "proposals": 0},
        "said": request.args.get("said"),
        "values": [],
        "groups": [],
        "proposals": None,
        "decisions": [],
        "most": MOST,
        "corrections": site.corrections,
        "trouble": site.corrections.trouble() if site.corrections else None,
    }
    if which == "doubtful":
        values = await _doubtful(site)
        context["values"] = [{**row, "is_decided": key_of(row) in decided} for row in values]
    elif which == "decided":
        context["decisions"] = await _decisions(site)
    elif which == "proposals":
        context |= await _proposals(site, request)
    else:
        context["groups"] = await _groups(site, which, decided)
    return await page(site, request, "review", context)


async def _proposals(site: Site, request: Request) -> dict[str, Any]:
    """The open proposals of the agency asked for, and the agencies to choose from."""
    agency_id = request.args.get("agency") or ""
    agencies = await agencies_by_name(site)
    return {"proposals": await proposals(site, agency_id), "agencies": agencies, "agency_id": agency_id}


async def _doubtful(site: Site) -> list[Row]:
    rows = await site.rows(
        "SELECT o.*, r.alternatives, r.note FROM observations o LEFT JOIN readings r USING (observation_id)"
        " WHERE o.confidence < ? ORDER BY o.confidence, o.agency, o.page LIMIT ?", DOUBTFUL, MOST,
    )  # fmt: skip
    return [{**row, "alternatives": json.loads(row["alternatives"] or "[]")} for row in rows]


async def _groups(site: Site, status: str, decided: set[Key]) -> list[dict[str, Any]]:
    """Achievements of a status, each with the values that it rests on."""
    found = []
    for row in await site.rows(_CONFLICTS, status, MOST):
        ids = [
            one for figure in ("target", "realization", "printed") for one in json.loads(row[f"{figure}_ids"] or "[]")
        ]
        marks = ", ".join("?" * len(ids))
        values = await site.rows(
            f"SELECT * FROM observations WHERE observation_id IN ({marks}) ORDER BY measure, page", *ids
        )
        found.append({**row, "values": [{**value, "is_decided": key_of(value) in decided} for value in values]})
    return found


async def _decisions(site: Site) -> list[Row]:
    """The decisions of the file, each with the value it is about where that is still there."""
    assert site.corrections is not None, "only a site with decisions lists them"
    found = []
    for one in reversed(site.corrections.on_values().values()):
        value = await site.row(
            "SELECT observation_id, document FROM observations WHERE sha256 = ? AND page IS COALESCE(?, page)"
            " AND indicator = COALESCE(NULLIF(?, ''), indicator) AND measure = COALESCE(NULLIF(?, ''), measure)"
            " AND TRIM(raw) = COALESCE(NULLIF(?, ''), TRIM(raw)) AND year IS COALESCE(?, year) LIMIT 1",
            one.sha256, one.page, one.indicator, one.measure, one.raw, one.year,
        )  # fmt: skip
        found.append({**asdict(one), **(value or {"observation_id": None, "document": None})})
    return found


async def decide(site: Site, request: Request) -> Response:
    """Write one decision. Only by POST, only from a form of this site, only where the site takes decisions."""
    from datasette.utils.asgi import Response

    if request.method != "POST" or not site.is_review or site.corrections is None:
        return Response.text("this site takes no decisions; start it with --review", status=403)
    form = await _form(request)
    if form is None or not _is_ours(site, request, form):
        return Response.text("this decision does not come from a form of this site", status=403)
    value = await find_value(site, unquote(request.url_vars["id"]))
    if value is None or value["of"] != "observations":
        return await not_found(site, request, "missing.number")
    said = "decide.written"
    try:
        site.corrections.write(value, Decision(*(form.get(name, "") for name in ("decision", "value", "by", "reason"))))
    except BadDecision as bad:
        said = bad.reason
    return Response.redirect(f"/number/{key(value['observation_id'])}?{urlencode({'said': said})}#decision", status=303)


async def propose(site: Site, request: Request) -> Response:
    """Write the answer to a proposal, under the same conditions as a decision on a value."""
    from datasette.utils.asgi import Response

    if request.method != "POST" or not site.is_review or site.corrections is None or site.mirror is None:
        return Response.text("this site takes no decisions; start it with --review", status=403)
    form = await _form(request)
    if form is None or not _is_ours(site, request, form):
        return Response.text("this decision does not come from a form of this site", status=403)
    said = "decide.written"
    try:
        await decide_proposal(site, form.get("agency", ""), form)
    except BadDecision as bad:
        said = bad.reason
    back = {"list": "proposals", "agency": form.get("agency", ""), "said": said}
    return Response.redirect(f"/review?{urlencode(back)}", status=303)


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form; None where there is more than a form of ours can hold."""
    length = header(request.scope, b"content-length")
    if not length.isdigit() or int(length) > MOST_BODY:
        return None
    return dict(await request.post_vars())


def _is_ours(site: Site, request: Request, form: dict[str, str]) -> bool:
    """Whether a form was sent by a page of this site, opened on this machine."""
    origin = header(request.scope, b"origin")
    sent = header(request.scope, b"sec-fetch-site")
    own_origin = not origin or (urlsplit(origin).hostname in LOOPBACK and urlsplit(origin).netloc == request.host)
    own_page = sent in ("", "same-origin", "none")
    return own_origin and own_page and hmac.compare_digest(form.get("token", ""), site.token)
