"""The pages of the site: which address is answered by which module."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from explore import agency, budget, compare, finding, front, indicator, number, page_image, report, review, search
from explore.layout import STATIC
from explore.site import Site, site_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

Handler = Callable[[Site, "Request"], Awaitable["Response"]]
Route = tuple[str, Callable[..., Any]]

STATIC_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}
DOC = r"(?P<doc>[0-9a-f]{12,64})"
PAGES: tuple[tuple[str, Handler], ...] = (
    (r"/$", front.front),
    (r"/agency/(?P<id>.+)$", agency.agency),
    (r"/compare$", compare.compare),
    (r"/indicator/(?P<id>.+)$", indicator.indicator),
    (r"/reports$", report.reports),
    (rf"/report/{DOC}$", report.report),
    (rf"/report/{DOC}/(?P<page>[0-9]{{1,6}})$", report.report_page),
    (r"/number/(?P<id>.+)$", number.number),
    (r"/budget/(?P<id>.+)$", budget.budget),
    (r"/findings$", finding.findings),
    (r"/finding/(?P<id>.+)$", finding.finding),
    (r"/search$", search.search),
    (r"/review$", review.review),
    (r"/decide/(?P<id>.+)$", review.decide),
    (r"/propose$", review.propose),
    (r"/page/(?P<sha256>[0-9a-f]{64})/(?P<page>[0-9]{1,6})@(?P<zoom>[0-9])\.png$", page_image.page_image),
)


def routes(datasette: Datasette) -> list[Route]:
    """What Datasette shall answer through this room; nothing where it serves no database of ours."""
    from datasette.utils.asgi import asgi_static

    if site_of(datasette) is None:
        return []
    pages: list[Route] = [(pattern, _view(handler)) for pattern, handler in PAGES]
    return [*pages, (r"/-/lakip/(?P<path>.*)$", asgi_static(STATIC, headers=STATIC_HEADERS))]


def _view(handler: Handler) -> Callable[..., Any]:
    """A page as Datasette calls it, by the names of its parameters."""

    async def view(datasette: Datasette, request: Request) -> Response:
        site = site_of(datasette)
        assert site is not None, "pages are registered for a site alone"
        return await handler(site, request)

    return view
