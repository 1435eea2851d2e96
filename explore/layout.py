"""What every page shows: words in the reader's language, the way through the site, and how a page is answered."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from explore.describe import FACETS, own_link
from explore.site import Site, site_of
from explore.words import LANGUAGES, Words

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

STATIC = Path(__file__).with_name("static")
LANG_KEY = "lakip.lang"
"""Where the guard leaves the language in a request's scope."""


def language(request: Request | None) -> str:
    """The reader's language: Indonesian unless they asked for another."""
    lang = request.scope.get(LANG_KEY) if request is not None else None
    return lang if lang in LANGUAGES else LANGUAGES[0]


def template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    """Variables of every template; empty where no database of ours is served."""
    site = site_of(datasette)
    if site is None:
        return {}
    lang = language(request)
    words = Words(lang)
    return {
        "site": site,
        "lang": lang,
        "w": words,
        "word": words.maybe,
        "other_languages": [(other, _in_language(request, other)) for other in LANGUAGES if other != lang],
        "with_args": lambda **changed: with_args(request, **changed),
        "url": datasette.urls.path,
        "own_link": own_link,
        "facets_of": lambda table: FACETS.get(table, []),
        "static": lambda name: datasette.urls.path(f"/-/lakip/{name}?{version(name)}"),
        "here": request.path if request is not None else "/",
    }


@cache
def version(name: str) -> str:
    """Some digits of a static file's content: a changed file has a new address, so that browsers may keep it."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def _in_language(request: Request | None, lang: str) -> str:
    return with_args(request, lang=lang)


def with_args(request: Request | None, **changed: Any) -> str:
    """This page's address with some of its arguments changed; None takes one away."""
    if request is None:
        return "/"
    args = [(name, value) for name, value in parse_qsl(request.query_string, True) if name not in changed]
    args += [(name, str(value)) for name, value in changed.items() if value is not None]
    return str(request.path) + ("?" + urlencode(args) if args else "")


def page_of(request: Request) -> int:
    """Which page of a list is asked for, the first where the address does not say."""
    return max(1, whole(request.args.get("page")) or 1)


def whole(text: str | None) -> int | None:
    """The number of a text that is a whole number of ours.

    >>> whole("12"), whole("-1"), whole("१"), whole(None)
    (12, None, None, None)
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


async def page(site: Site, request: Request, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """A page made from one of the site's templates."""
    from datasette.utils.asgi import Response

    html = await site.datasette.render_template(f"lakip/{template}.html", context, request=request)
    return Response.html(html, status=status)


async def not_found(site: Site, request: Request, what: str) -> Response:
    """A page that says what is not there; `what` is a key of the words."""
    return await page(site, request, "missing", {"what": what}, status=404)
