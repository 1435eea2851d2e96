"""Around every answer: who may ask, in which language, with which security headers, and that CSV is inert."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from explore.layout import LANG_KEY
from explore.site import Site, site_of
from explore.words import LANGUAGES
from store import inert

if TYPE_CHECKING:
    from datasette.app import Datasette

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

OK = 200
COOKIE = "lakip_lang"
YEAR_SECONDS = 31_536_000
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
CLOSED = ("/-/databases", "/-/threads", "/-/patterns", "/-/allow-debug", "/-/permissions", "/-/messages", "/-/actor")
"""Pages of Datasette that tell about this machine or serve its makers."""


def guard(datasette: Datasette) -> Callable[[App], App]:
    """The wrapper that Datasette puts around its application."""

    def wrap(app: App) -> App:
        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            site = site_of(datasette)
            if scope["type"] != "http" or site is None:
                await app(scope, receive, send)
                return
            refusal = _refusal(site, scope)
            if refusal:
                await _plain(send, *refusal)
                return
            await _renew(site)
            scope, chosen = _with_language(scope)
            await app(scope, receive, _Sender(send, chosen, str(scope["path"]).endswith(".csv")))

        return guarded

    return wrap


def _refusal(site: Site, scope: Scope) -> tuple[int, str] | None:
    """Why a request is not answered: a closed page, or, where decisions are taken, another machine's name for this."""
    path = str(scope["path"])
    if path.startswith(CLOSED):
        return 404, "not found"
    if site.is_review and host_name(scope) not in LOOPBACK:
        return 403, "this site takes decisions and answers on this machine alone; open it at http://127.0.0.1"
    return None


def host_name(scope: Scope) -> str:
    """The name a request was sent to, without its port."""
    host = header(scope, b"host")
    return host if host.endswith("]") or host.count(":") != 1 else host.partition(":")[0]


def header(scope: Scope, name: bytes) -> str:
    """A header of a request, empty where it is missing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


async def _plain(send: Send, status: int, text: str) -> None:
    head = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": text.encode()})


async def _renew(site: Site) -> None:
    """Show the database as it now is."""
    if site.mirror is None or not site.mirror.is_stale():
        return
    async with site.mirror.lock:
        if site.mirror.has_changed():
            await site.show_new_copy()


def _with_language(scope: Scope) -> tuple[Scope, str | None]:
    """The request without its `lang`, the language noted; and the language, where the reader has just chosen it."""
    args = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    chosen = next((value for name, value in args if name == "lang" and value in LANGUAGES), None)
    cookies: SimpleCookie = SimpleCookie()
    cookies.load(header(scope, b"cookie"))
    kept = cookies[COOKIE].value if COOKIE in cookies else None
    new = {**scope, LANG_KEY: chosen or kept}
    if any(name == "lang" for name, _ in args):
        new["query_string"] = urlencode([pair for pair in args if pair[0] != "lang"]).encode("latin-1")
    return new, chosen


class _Sender:
    """Passes an answer on with our headers; a CSV goes through `InertCsv`."""

    def __init__(self, send: Send, chosen: str | None, is_csv: bool) -> None:
        self._send = send
        self._chosen = chosen
        self._is_csv = is_csv
        self._csv: InertCsv | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._is_csv and message["status"] == OK:
                self._csv = InertCsv()
            message = {**message, "headers": self._headers(message.get("headers", []))}
        elif message["type"] == "http.response.body" and self._csv is not None:
            body = self._csv.feed(message.get("body", b""), not message.get("more_body", False))
            message = {**message, "body": body}
        await self._send(message)

    def _headers(self, headers: Any) -> list[tuple[bytes, bytes]]:
        ours = {name for name, _ in HEADERS}
        kept = [(bytes(name), bytes(value)) for name, value in headers if bytes(name).lower() not in ours]
        if self._csv is not None:
            kept = [(name, value) for name, value in kept if name.lower() != b"content-length"]
        if self._chosen:
            cookie = f"{COOKIE}={self._chosen}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax"
            kept.append((b"set-cookie", cookie.encode()))
        return [*kept, *HEADERS]


class InertCsv:
    """Makes the cells of a CSV inert that a spreadsheet would run, piece by piece as it is sent.

    >>> csv = InertCsv()
    >>> csv.feed(b'a,b\\r\\n"=1', False), csv.feed(b'+1",-2\\r\\n', True)
    (b'a,b\\r\\n', b"'=1+1,-2\\r\\n")
    """

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._rest = ""

    def feed(self, data: bytes, is_last: bool) -> bytes:
        """The finished records of what has come so far."""
        self._rest += self._decode.decode(data, is_last)
        end = len(self._rest) if is_last else self._finished()
        done, self._rest = self._rest[:end], self._rest[end:]
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\r\n")
        for record in csv.reader(io.StringIO(done, newline="")):
            writer.writerow([inert(cell) for cell in record])
        return target.getvalue().encode()

    def _finished(self) -> int:
        """Where the last finished record ends: a line end outside of quotes."""
        end = quotes = start = 0
        while (at := self._rest.find("\n", start)) >= 0:
            quotes += self._rest.count('"', start, at)
            start = at + 1
            if quotes % 2 == 0:
                end = start
        return end
