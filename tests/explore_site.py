"""The site over our own corpus, for tests: made once, asked through Datasette's client or run as a server."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from commands import cli

CORPUS = Path(__file__).parent.parent / "corpus"
DISNAKER = "1612f7648bdb"
AGENCY = "21.72/dinas-tenaga-kerja-koperasi-dan-usaha-mikro"
BPJS = f"{DISNAKER}/p2/t1/r5c6/achievement/2024/year"


def ingest(database: Path, *paths: Path) -> None:
    """Read reports into a database as a user does."""
    arguments = ["ingest", *map(str, paths), "--db", str(database), "--ocr", "never", "--jobs", "0", "--no-progress"]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def normalize(database: Path) -> None:
    """Understand the database again, with the decisions beside it."""
    result = CliRunner().invoke(cli, ["normalize", "--db", str(database), "--jobs", "0", "--no-progress"])
    assert result.exit_code == 0, result.output


@cache
def demo() -> Path:
    """A folder with the demo database, made once, and copies of its reports that a test may move and bring back."""
    folder = Path(tempfile.mkdtemp(prefix="lakip-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(CORPUS / "reports", folder / "reports")
    ingest(folder / "lakip.db", folder / "reports")
    return folder


@dataclass(slots=True)
class Answer:
    """What the site answered."""

    status: int
    text: str
    headers: dict[str, str]
    content: bytes


@dataclass(slots=True)
class Asker:
    """Asks a site for pages, as a browser on this machine does; `cookies` are sent with every request."""

    datasette: Any
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, headers, None)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        return self._ask("POST", path, headers, form)

    def _ask(self, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None) -> Answer:
        named = {"host": "127.0.0.1:8001", **{name.replace("_", "-"): value for name, value in headers.items()}}

        async def ask() -> Any:
            client = self.datasette.client
            if form is None:
                return await client.get(path, headers=named, cookies=self.cookies)
            return await client.post(path, data=form, headers=named, cookies=self.cookies)

        answer = asyncio.run(ask())
        return Answer(answer.status_code, answer.text, dict(answer.headers), answer.content)


def asker(database: Path, folder: Path, **settings: Any) -> Asker:
    """The site of a database; `folder` keeps its copy and page images."""
    from explore.app import SiteSettings, make_site

    return Asker(make_site(SiteSettings(database, folder=folder, **settings)))


@contextmanager
def server(database: Path, folder: Path, **settings: Any) -> Iterator[str]:
    """The site on a port of this machine, as `lakip serve` runs it; gives its address."""
    import uvicorn

    from explore.app import SiteSettings, make_site

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = make_site(SiteSettings(database, folder=folder, **settings)).app()
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    for _ in range(200):
        if running.started:
            break
        time.sleep(0.05)
    assert running.started, "the site did not start"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join(10)
