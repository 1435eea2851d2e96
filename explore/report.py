"""Reports: the list of them, what was found in one, table by table, and each of its pages."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from explore.figure import Boxed, Frame, Overlay, draw_figure, frame, table_frames
from explore.images import ZOOMS
from explore.layout import language, not_found, page, page_of, whole
from explore.printing import key
from explore.sections import analyses, completeness
from explore.site import Row, Site
from explore.telling import agreements, also, causes
from explore.words import Words

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

MOST_VALUES = 400
MOST_FINDINGS = 6
MOST_WORDS = 12
PAGE_SIZE = 200


async def reports(site: Site, request: Request) -> Response:
    """All documents, those that could not be read with the reason."""
    total = await site.row("SELECT COUNT(*) AS n FROM documents")
    assert total is not None, "COUNT gives a row"
    number = page_of(request)
    rows = await site.rows(
        "SELECT d.*, (SELECT COUNT(*) FROM findings f WHERE f.sha256 = d.sha256) AS findings,"
        " (SELECT COUNT(*) FROM observations o WHERE o.sha256 = d.sha256) AS numbers"
        " FROM documents d ORDER BY status = 'read', government IS NULL, government, agency, year DESC, document"
        " LIMIT ? OFFSET ?",
        PAGE_SIZE, (number - 1) * PAGE_SIZE,
    )  # fmt: skip
    context = {"reports": rows, "total": total["n"], "number": number, "pages": -(-total["n"] // PAGE_SIZE)}
    return await page(site, request, "reports", context)


async def document_of(site: Site, request: Request) -> Row | None:
    """The document of an address, by its sha256 or the first digits of it."""
    doc = request.url_vars["doc"]
    return await site.row("SELECT * FROM documents WHERE sha256 >= ? AND sha256 < ?", doc, doc + "g")


async def report(site: Site, request: Request) -> Response:
    """What was found in a report."""
    document = await document_of(site, request)
    if document is None:
        return await not_found(site, request, "missing.report")
    sha256 = document["sha256"]
    findings = await site.rows(
        "SELECT * FROM findings WHERE sha256 = ?"
        " ORDER BY severity = 'high' DESC, severity = 'medium' DESC, page, rule", sha256,
    )  # fmt: skip
    statuses = await site.rows(
        "SELECT status, COUNT(*) AS n FROM achievements WHERE document = ? GROUP BY status ORDER BY n DESC",
        document["document"],
    )
    context = {
        "document": document,
        "tables": await _tables(site, document),
        "sections": await completeness(site, document),
        "analyses": await analyses(site, document),
        "findings": findings,
        "most_findings": MOST_FINDINGS,
        "statuses": statuses,
        "causes": await causes(site, document),
        "agreements": await agreements(site, document),
        "also": await also(site, document),
    }
    return await page(site, request, "report", context)


async def _tables(site: Site, document: Row) -> list[dict[str, Any]]:
    """The tables of a report: title, pages, size, and how many values of which measure each gave."""
    counted: dict[tuple[int, int], dict[str, Any]] = {}
    for row in await site.rows(
        "SELECT page, table_no, table_kind, measure, COUNT(*) AS n FROM observations WHERE sha256 = ?"
        " GROUP BY page, table_no, table_kind, measure", document["sha256"],
    ):  # fmt: skip
        told = counted.setdefault((row["page"], row["table_no"]), {"kind": row["table_kind"], "measures": {}})
        told["measures"][row["measure"]] = row["n"]
    budget_pages = {
        row["page"]: row["n"]
        for row in await site.rows(
            "SELECT page, COUNT(*) AS n FROM budgets WHERE document = ? GROUP BY page", document["document"]
        )
    }
    found: dict[int, dict[str, Any]] = {}
    for part in await site.rows("SELECT * FROM tables WHERE sha256 = ? ORDER BY table_id, part", document["sha256"]):
        table = found.setdefault(part["table_id"], {**part, "parts": [], "measures": {}, "kind": None, "rows": 0})
        told = counted.get((part["page"], part["table_no"]), {"kind": None, "measures": {}})
        table["kind"] = table["kind"] or told["kind"]
        table["rows"] += part["rows"]
        table["parts"].append((part["page"], part["table_no"]))
        for measure, n in told["measures"].items():
            table["measures"][measure] = table["measures"].get(measure, 0) + n
    for table in found.values():
        if table["kind"] is None and any(at in budget_pages for at, _ in table["parts"]):
            table["kind"] = "budget"
    return list(found.values())


async def report_page(site: Site, request: Request) -> Response:
    """One page of a report: its image with every table outlined and every value boxed, and the list of its values."""
    document = await document_of(site, request)
    number = int(request.url_vars["page"])
    if document is None:
        return await not_found(site, request, "missing.report")
    sha256, zoom = document["sha256"], zoom_of(request)
    values = await site.rows(
        "SELECT * FROM observations WHERE sha256 = ? AND page = ? ORDER BY table_no, row, col LIMIT ?",
        sha256, number, MOST_VALUES,
    )  # fmt: skip
    boxes = _boxes(values, Words(language(request)))
    tables = await table_frames(site, sha256, number)
    sought = await _sought(site, request, sha256, number)
    marked = [Boxed(cell, text) for _, text, cell in sought if cell]
    figure = await draw_figure(site, sha256, number, Overlay(tables, boxes, marked), zoom)
    if figure is None:
        return await not_found(site, request, "missing.page")
    context = {
        "document": document,
        "number": number,
        "figure": figure,
        "zoom": zoom,
        "values": values,
        "groups": [(name, list(rows)) for name, rows in groupby(values, key=lambda row: row["indicator"])],
        "highlight": {line for line, _, _ in sought},
        **await neighbours(site, sha256, number),
    }
    return await page(site, request, "page", context)


async def _sought(site: Site, request: Request, sha256: str, page: int) -> list[tuple[int, str, Frame | None]]:
    """Lines of a page that the address names by `line`, or that hold a word of `q`: number, text and frame."""
    lines = {whole(one) for one in request.args.getlist("line")}
    words = [word.casefold() for word in re.findall(r"\w+", request.args.get("q", ""))[:MOST_WORDS]]
    if not words and not lines - {None}:
        return []
    row = await site.row("SELECT lines FROM pages WHERE sha256 = ? AND page = ?", sha256, page)
    return [
        (number, text, frame(json.dumps(box)) if len(box) == 4 else None)
        for number, text, *box in json.loads(row["lines"] if row else "[]")
        if number in lines or any(word in text.casefold() for word in words)
    ]


def _boxes(values: list[Row], words: Words) -> list[Boxed]:
    """The cells of a page's values; a cell with two values is boxed once."""
    found: dict[str, Boxed] = {}
    for row in values:
        cell = frame(row["bbox"])
        if cell is not None:
            label = f"{row['indicator']}: {words.maybe('measure', row['measure'])} {row['year'] or ''} {row['raw']}"
            found.setdefault(row["bbox"], Boxed(cell, label, f"/number/{key(row['observation_id'])}"))
    return list(found.values())


def zoom_of(request: Request) -> int:
    """The zoom that is asked for, 1 where it is none of ours."""
    asked = request.args.get("zoom", "")
    return int(asked) if asked in [str(zoom) for zoom in ZOOMS] else 1


async def neighbours(site: Site, sha256: str, number: int) -> dict[str, Any]:
    """The pages before and after, and how many there are."""
    row = await site.row("SELECT MIN(page) AS first, MAX(page) AS last FROM pages WHERE sha256 = ?", sha256)
    first, last = (row["first"], row["last"]) if row else (None, None)
    return {
        "previous": number - 1 if first is not None and number > first else None,
        "next": number + 1 if last is not None and number < last else None,
        "last": last,
        "zooms": ZOOMS,
    }
