"""Take the pictures of the site that the documentation shows, from the demo reports: `python -m docs.screenshots.make`.

Needs the extras `site` and `browser` and Chromium. Every picture is kept under 150 kB by its number of colours.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.explore_site import AGENCY, BPJS, DISNAKER, ingest, server

FOLDER = Path(__file__).parent
REPORTS = FOLDER.parent.parent / "corpus" / "reports"
MOST_BYTES = 150_000
WIDE, PHONE = (1240, 800), (390, 780)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the page, the window, and the colours of the page."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    scheme: str = "light"


def shots(address: str) -> list[Shot]:
    """The pictures, with the finding about BPJS membership among them."""
    finding = f"{address}/lakip/findings.json?_shape=array&rule=achievement.conflict&message__contains=BPJS"
    with urllib.request.urlopen(finding) as answer:
        found = json.load(answer)[0]["finding_id"]
    return [
        Shot("front", "/"),
        Shot("agency", f"/agency/{AGENCY}"),
        Shot("indicator", "/indicator/akip-score"),
        Shot("number", f"/number/{BPJS}"),
        Shot("finding", f"/finding/{found}"),
        Shot("report", f"/report/{DISNAKER}"),
        Shot("review", "/review?list=conflict"),
        Shot("number-dark", f"/number/{BPJS}?lang=en", scheme="dark"),
        Shot("front-phone", "/", PHONE),
        Shot("number-phone", f"/number/{BPJS}", PHONE),
    ]


def small(png: bytes) -> bytes:
    """The picture with as many colours as the limit allows."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        target = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        if target.tell() < MOST_BYTES:
            break
    return target.getvalue()


def take(browser: Any, address: str, shot: Shot) -> bytes:
    """The picture of a page as the browser shows it."""
    width, height = shot.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=shot.scheme, locale="id-ID")
    page.goto(address + shot.path)
    page.wait_for_load_state("networkidle")
    png: bytes = page.screenshot()
    page.close()
    return png


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ingest(folder / "lakip.db", REPORTS)
        with (
            server(folder / "lakip.db", folder / "kept", is_review=True) as address,
            sync_playwright() as started,
        ):
            browser = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for shot in shots(address):
                (FOLDER / f"{shot.name}.png").write_bytes(small(take(browser, address, shot)))
            browser.close()


if __name__ == "__main__":
    main()
