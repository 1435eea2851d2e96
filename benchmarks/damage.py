"""Damaged copies of labelled pages: what is printed stays the same, but less of it can be seen.

The labels of the sound page tell which values of a damaged one are read rightly, so such copies give the wrong values
that sound pages no longer do. Every damage is one that reports come with: rules that are not drawn or drawn in pieces,
heads that are pictures, a page that is missing, columns that run into each other, text in another order, scans.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw

from extract import read_tables
from extract.model import Box
from normalize.tables.sheet import Sheet

c: Any = pypdfium2.raw
TORN = 0.3  # share of the rules that are lost
LOST_HEADS = 0.5  # share of the head cells that are lost
LOST_WORDS = 0.06  # share of the pieces of text that are lost
LOST_PAGES = 0.35
SHIFTS = (6.0, 22.0)  # points by which text slides against the rules
SQUEEZE = (0.86, 0.95)
SLANT = 0.6  # degrees, at most
NOISE = 14.0  # shades of grey, standard deviation
SCANS = (100, 150)  # dots an inch
MOST_SCANNED = 3  # pages of a document scanned at each resolution


@dataclass(frozen=True, slots=True)
class Sample:
    """A copy of some pages of a document; `pages` are their numbers in the document, in order."""

    document: str
    damage: str
    path: Path
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """An open page of a copy with the boxes of the head cells of its tables, in points from the top left corner."""

    page: Any
    heads: Sequence[Box]
    chance: random.Random

    def objects(self, kind: int) -> list[Any]:
        """The page's objects of a pdfium type, those in forms left out."""
        return list(self.page.get_objects(filter=[kind], max_depth=1))

    def drop(self, objects: Sequence[Any]) -> None:
        for one in objects:
            self.page.remove_obj(one)

    def middle(self, one: Any) -> tuple[float, float]:
        left, bottom, right, top = one.get_bounds()
        return (left + right) / 2, self.page.get_height() - (bottom + top) / 2


Damage = Callable[[Open], None]


def _rules_gone(page: Open) -> None:
    page.drop(page.objects(c.FPDF_PAGEOBJ_PATH))


def _uprights_gone(page: Open) -> None:
    page.drop([one for one in page.objects(c.FPDF_PAGEOBJ_PATH) if _is_upright(one)])


def _levels_gone(page: Open) -> None:
    page.drop([one for one in page.objects(c.FPDF_PAGEOBJ_PATH) if _is_level(one)])


def _is_upright(one: Any) -> bool:
    left, bottom, right, top = one.get_bounds()
    return bool(top - bottom > 3 * (right - left))


def _is_level(one: Any) -> bool:
    left, bottom, right, top = one.get_bounds()
    return bool(right - left > 3 * (top - bottom))


def _rules_torn(page: Open) -> None:
    page.drop([one for one in page.objects(c.FPDF_PAGEOBJ_PATH) if page.chance.random() < TORN])


def _heads_lost(page: Open) -> None:
    lost = [box for box in page.heads if page.chance.random() < LOST_HEADS]
    page.drop([one for one in page.objects(c.FPDF_PAGEOBJ_TEXT) if any(_holds(box, page.middle(one)) for box in lost)])


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.x0 <= point[0] <= box.x1 and box.top <= point[1] <= box.bottom


def _words_lost(page: Open) -> None:
    page.drop([one for one in page.objects(c.FPDF_PAGEOBJ_TEXT) if page.chance.random() < LOST_WORDS])


def _text_shifted(page: Open) -> None:
    by = page.chance.choice((-1, 1)) * page.chance.uniform(*SHIFTS)
    for one in page.objects(c.FPDF_PAGEOBJ_TEXT):
        one.transform(pypdfium2.PdfMatrix().translate(by, 0))


def _columns_narrowed(page: Open) -> None:
    """Text drawn together around the middle while the rules stay: columns run into each other."""
    by, middle = page.chance.uniform(*SQUEEZE), page.page.get_width() / 2
    for one in page.objects(c.FPDF_PAGEOBJ_TEXT):
        one.transform(pypdfium2.PdfMatrix().scale(by, 1).translate(middle * (1 - by), 0))


def _text_shuffled(page: Open) -> None:
    objects = page.objects(c.FPDF_PAGEOBJ_TEXT)
    page.drop(objects)
    page.chance.shuffle(objects)
    for one in objects:
        page.page.insert_obj(one)


def _pages_lost(page: Open) -> None:
    if page.chance.random() < LOST_PAGES:
        page.drop(list(page.page.get_objects(max_depth=1)))


def _cover_lost(page: Open) -> None:
    """Nothing on the page: the copy has no cover, and its reader is not told the report's year."""


COVER_LOST = "cover lost"
DAMAGES: dict[str, Damage] = {
    "rules gone": _rules_gone,
    "uprights gone": _uprights_gone,
    "levels gone": _levels_gone,
    "rules torn": _rules_torn,
    "heads lost": _heads_lost,
    "words lost": _words_lost,
    "text shifted": _text_shifted,
    "columns narrowed": _columns_narrowed,
    "text shuffled": _text_shuffled,
    "pages lost": _pages_lost,
    COVER_LOST: _cover_lost,
}


def damaged(path: Path, labelled: Sequence[int], folder: Path, seed: int) -> Iterator[Sample]:
    """Copies of the labelled pages of a PDF, each with the page before them, one for each damage.

    What is left to chance is drawn from the seed: the same seed makes the same copies.
    """
    with pypdfium2.PdfDocument(path) as document:
        wanted = {n for page in labelled for n in (page - 1, page) if 1 <= n <= len(document)}
    pages = tuple(sorted(wanted))
    heads = head_boxes(path)
    for name, damage in DAMAGES.items():
        chance = random.Random(f"{seed} {path.name} {name}")
        target = folder / f"{path.stem}.{name.replace(' ', '-')}.{seed}.pdf"
        with pypdfium2.PdfDocument(path) as source, pypdfium2.PdfDocument.new() as copy:
            copy.import_pages(source, [n - 1 for n in pages])
            for index, number in enumerate(pages):
                page = copy[index]
                damage(Open(page, heads.get(number, ()), chance))
                page.gen_content()
                page.close()
            copy.save(target)
        yield Sample(path.name, name, target, pages)


def head_boxes(path: Path) -> dict[int, list[Box]]:
    """The boxes of the head cells on each page, as the sound document is read."""
    found: dict[int, list[Box]] = {}
    for table in read_tables(path, stitched=True, ocr="never"):
        head = set(Sheet(table).head_rows)
        for cell in table.cells:
            if cell.row in head and cell.box:
                found.setdefault(cell.place.page, []).append(cell.box)
    return found


def scanned(path: Path, labelled: Sequence[int], folder: Path, seed: int, dpi: int, most: int) -> Sample:
    """Some labelled pages as a scanner stores them: askew, grained, without a text layer."""
    import numpy as np
    from PIL import Image

    chance = random.Random(f"{seed} {path.name} {dpi}")
    pages = tuple(sorted(chance.sample(list(labelled), min(most, len(labelled)))))
    noise = np.random.default_rng(chance.getrandbits(32))
    target = folder / f"{path.stem}.scan-{dpi}.{seed}.pdf"
    pictures = []
    with pypdfium2.PdfDocument(path) as document:
        for number in pages:
            page = document[number - 1]
            gray = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            page.close()
            askew = gray.rotate(chance.uniform(-SLANT, SLANT), resample=Image.Resampling.BILINEAR, fillcolor=255)
            grained = np.asarray(askew, dtype=np.float32) + noise.normal(0, NOISE, (askew.height, askew.width))
            pictures.append(Image.fromarray(np.clip(grained, 0, 255).astype(np.uint8)))
    written = io.BytesIO()
    pictures[0].save(written, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:])
    target.write_bytes(written.getvalue())
    return Sample(path.name, f"scan {dpi}", target, pages)
