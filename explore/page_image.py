"""The image of a page, by the report's sha256: nothing but a page of a recorded report can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explore.figure import stored_image
from explore.images import ZOOMS, NoPicture
from explore.site import Site

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


async def page_image(site: Site, request: Request) -> Response:
    """PNG of one page; 404 where the report has no such page or its file is missing."""
    from datasette.utils.asgi import Response

    sha256, page, zoom = request.url_vars["sha256"], int(request.url_vars["page"]), int(request.url_vars["zoom"])
    known = await site.row("SELECT 1 FROM pages WHERE sha256 = ? AND page = ?", sha256, page)
    if known is None or zoom not in ZOOMS:
        return Response.text("no such page", status=404)
    png = await stored_image(site, sha256, page)
    if png is None:
        try:
            png = (await site.pictures.draw(sha256, page, zoom)).read_bytes()
        except NoPicture:
            return Response.text("no image of this page", status=404)
    return Response(png, headers=FOREVER, content_type="image/png")
