"""A page of a PDF as a picture, as a reader sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extract.model import UnreadableDocument
from extract.pdf.source import open_pdf, open_source

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_POINT = 2.0
LARGEST_SIDE = 6_000
"""In dots: a larger page is drawn smaller, so that no page can ask for all the memory there is."""


def render(path: Path | str, page: int) -> Image:
    """Page `page` (from 1) at 144 dots an inch. Raises UnreadableDocument where there is no such page or picture."""
    source = open_source(Path(path))
    if source.kind == "text":
        raise UnreadableDocument("a text report has no page to draw")
    document = open_pdf(source.data)
    try:
        if page > len(document):
            raise UnreadableDocument(f"it has {len(document)} pages, not {page}")
        one = document[page - 1]
        try:
            scale = min(DOTS_PER_POINT, LARGEST_SIDE / max(1.0, *one.get_size()))
            picture: Image = one.render(scale=scale, may_draw_forms=False).to_pil()
            return picture.convert("RGB")
        finally:
            one.close()
    finally:
        document.close()
