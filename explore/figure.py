"""A page of a report as a picture: its image, or its lines of text where there is none, with boxes over it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from explore.images import NoPicture
from explore.site import Site

MARGIN = 14.0
PAPER = (595.0, 842.0)


class Frame(NamedTuple):
    """A rectangle on the page, in points, as SVG wants it."""

    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """A printed line where the page has no image."""

    text: str
    frame: Frame


class Boxed(NamedTuple):
    """A value's cell; `label` is what a reader hears, `href` where it leads, `mark` the number beside it."""

    frame: Frame
    label: str
    href: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is drawn over a page: outlined tables, boxed values, and the cells it is about."""

    tables: Sequence[Frame] = ()
    values: Sequence[Boxed] = ()
    marked: Sequence[Boxed] = ()

    @property
    def frames(self) -> list[Frame]:
        """Where the page is looked at: its tables and the cells it is about."""
        return [*self.tables, *(one.frame for one in self.marked)]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a page's picture is made of. `missing` is the key of the words that say why there is no image."""

    sha256: str
    page: int
    width: float
    height: float
    view: Frame
    image: str | None
    missing: str | None
    lines: tuple[Line, ...] = ()
    over: Overlay = Overlay()
    text_lines: tuple[tuple[int, str], ...] = ()


def frame(bbox: str | None) -> Frame | None:
    """A stored box as a frame.

    >>> frame("[10, 20, 40, 60]")
    Frame(x=10, y=20, width=30, height=40)
    """
    if bbox is None:
        return None
    x0, top, x1, bottom = json.loads(bbox)
    return Frame(x0, top, x1 - x0, bottom - top)


def around(frames: list[Frame], width: float, height: float) -> Frame:
    """The part of the page that holds all frames, over its full width, with a margin; the page where there is none."""
    if not frames:
        return Frame(0, 0, width, height)
    top = max(0.0, min(one.y for one in frames) - MARGIN)
    bottom = min(height, max(one.y + one.height for one in frames) + MARGIN)
    return Frame(0, top, width, max(bottom - top, 1.0))


async def draw_figure(
    site: Site, sha256: str, page: int, over: Overlay, zoom: int = 1, close: bool = False
) -> Figure | None:
    """The picture of a page; None where the page is not in the database. `close`: only the part that is looked at."""
    row = await site.row("SELECT width, height, source, lines FROM pages WHERE sha256 = ? AND page = ?", sha256, page)
    if row is None:
        return None
    lines = json.loads(row["lines"])
    is_text = row["source"] == "text"
    missing = "image.text" if is_text else await missing_image(site, sha256, page, zoom)
    width, height = (row["width"], row["height"]) if row["width"] > 0 and row["height"] > 0 else PAPER
    return Figure(
        sha256,
        page,
        width,
        height,
        around(over.frames if close else [], width, height),
        None if missing else f"/page/{sha256}/{page}@{zoom}.png",
        missing,
        _printed(lines) if missing and not is_text else (),
        over,
        tuple((number, text) for number, text, *_ in lines) if is_text else (),
    )


async def missing_image(site: Site, sha256: str, page: int, zoom: int) -> str | None:
    """Why a page has no image; None where it has one. The image is drawn now, so that it is there when asked for."""
    if await stored_image(site, sha256, page) is not None:
        return None
    try:
        await site.pictures.draw(sha256, page, zoom)
    except NoPicture as none:
        return none.reason
    return None


async def stored_image(site: Site, sha256: str, page: int) -> bytes | None:
    """The image of a page in a published database."""
    if not await site.db.table_exists("page_images"):
        return None
    found = await site.row("SELECT png FROM page_images WHERE sha256 = ? AND page = ?", sha256, page)
    return found["png"] if found else None


def _printed(lines: list[list[object]]) -> tuple[Line, ...]:
    """The lines of a page that have a box."""
    found = []
    for _, text, *box in lines:
        if len(box) == 4:
            x0, top, x1, bottom = (float(str(side)) for side in box)
            found.append(Line(str(text), Frame(x0, top, x1 - x0, bottom - top)))
    return tuple(found)


async def table_frames(site: Site, sha256: str, page: int, table_no: int | None = None) -> list[Frame]:
    """The outlines of a page's tables, or of one of them."""
    rows = await site.rows(
        "SELECT bbox FROM tables WHERE sha256 = ? AND page = ? AND bbox IS NOT NULL AND (?3 IS NULL OR table_no = ?3)"
        " ORDER BY table_no",
        sha256, page, table_no,
    )  # fmt: skip
    return [one for row in rows if (one := frame(row["bbox"]))]
