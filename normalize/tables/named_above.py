"""The indicator that a table without a column of indicators speaks of: its title, or the heading it stands under.

Reports that treat their indicators one by one print small tables ("Tahun | Target | Realisasi | Capaian") and name the
indicator in a band over the head, in the caption, or in the heading of the section. A name counts where another table
of the report has it too, or where the title says that it is one ("IKU 3. Persentase …").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extract.model import Box, Line, Page, RawTable, holds_middle
from normalize.facts import rows
from normalize.tables.labels import indicator_key, one_line, split_mark
from normalize.tables.sheet import Sheet

REACH = 60  # lines above a table among which its heading is looked for
LONGEST = 4  # lines of a heading
NEAR_TITLE = 30.0  # points from a title down to its table
NEAR_IN_HEIGHTS = 2.5  # … or so many heights of a title in large letters, as on a slide
LONGEST_TITLE = 80  # letters
SENTENCE_LINES = 3
SHORTEST = 8  # letters of a name that is looked for inside a caption
CAPTION = re.compile(r"^\W*(?:tabel|table|gambar|grafik|diagram)\b", re.IGNORECASE)
SAYS_INDICATOR = re.compile(
    r"^\W*(?:nama\s+)?(?:indikator(?:\s+kinerja)?(?:\s+(?:utama|kegiatan|program|sasaran|tujuan))*|iku|ikk|ikp)"
    r"(?:\s+(?:ke-?\s*)?[\d.]+)?\s*[:.\-–]\s*(?=\S{3})",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")  # a unit or an abbreviation behind a name
ABOUT_MONEY = re.compile(r"\b(?:anggaran|belanja|pagu|keuangan|pembiayaan|dana)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Surroundings:
    """What a document prints outside its tables, in reading order, and the names of the indicators in them."""

    lines: Sequence[Line]
    known: dict[str, str]

    @classmethod
    def of(cls, pages: Sequence[Page], tables: Sequence[RawTable], names: Iterable[str]) -> Surroundings:
        boxes: dict[int, list[Box]] = {}
        for table in tables:
            for part in table.parts:
                if part.box is not None:
                    boxes.setdefault(part.page, []).append(part.box)
        lines = [x for page in pages for x in page.lines if x.text.strip() and not _within(x, boxes.get(x.page, []))]
        return cls(lines, {key: name for name in names if len(key := indicator_key(name)) >= SHORTEST})

    def above(self, sheet: Sheet) -> list[Line]:
        """The lines above a table, nearest first."""
        table = sheet.table
        part = table.parts[0]
        if part.box is None:
            first = min((c.place.line for c in table.cells if c.place.line is not None), default=None)
            found = [x for x in self.lines if first is not None and x.line < first] or list(table.lead)
        else:
            top = part.box.top + 4
            found = [
                x
                for x in self.lines
                if x.page == part.page - 1 or (x.page == part.page and x.box is not None and x.box.bottom <= top)
            ] or list(table.lead)
        return found[: -REACH - 1 : -1]


def name_above(sheet: Sheet, around: Surroundings) -> str | None:
    """The indicator of a table that names none in its rows; None where the text above does not tell for certain."""
    for band in reversed(sheet.title_texts):
        if name := _named(band, around) or _opened(band):
            return name
    caption = sheet.table.caption or ""
    if ABOUT_MONEY.search(caption):
        return None
    told = sentence_above(sheet.table.lead) or ""
    return _in_caption(caption, around) or _only_one(told, around) or _heading(around.above(sheet), around)


def title_above(table: RawTable) -> str | None:
    """The short line right above a table without a caption, over its own columns: "Realisasi Kinerja 2023 dan 2024"."""
    box = table.parts[0].box
    if table.caption or box is None:
        return None
    over = [x for x in table.lead if x.page == table.page and x.box and x.box.x0 < box.x1 and x.box.x1 > box.x0]
    if not over or over[-1].box is None:
        return None
    if box.top - over[-1].box.bottom > max(NEAR_TITLE, NEAR_IN_HEIGHTS * over[-1].box.height):
        return None
    text = one_line(over[-1].text)
    return text if len(text) <= LONGEST_TITLE and not text.endswith((".", ",")) else None


def sentence_above(lead: Sequence[Line]) -> str | None:
    """The sentence that announces a table: the last lines above it, up to the end of the sentence before, to a colon.

    >>> lines = [Line(1, 1, "Semua tercapai. Target tiap"), Line(1, 2, "tahun sebagai berikut :")]
    >>> sentence_above(lines)
    'Target tiap tahun sebagai berikut :'
    """
    text = " ".join(" ".join(line.text.split()) for line in lead[-SENTENCE_LINES:] if line.page == lead[-1].page)
    if not text.endswith(":"):
        return None
    return re.split(r"(?<=[a-z)][.:;])\s+(?=[A-Z])", text)[-1]


def _named(text: str, around: Surroundings) -> str | None:
    """The text without its number, where it is the name of an indicator that stands in another table."""
    stripped = SAYS_INDICATOR.sub("", split_mark(one_line(text))[1]).strip(" :.")
    plain = IN_BRACKETS.sub("", stripped)
    return next((name for name in (stripped, plain) if indicator_key(name) in around.known), None)


def _opened(text: str) -> str | None:
    """The name behind "Indikator Kinerja:" or "IKU 3.", where it begins as names of indicators do."""
    line = one_line(text)
    said = SAYS_INDICATOR.match(line)
    if said is None:
        return None
    name = split_mark(line[said.end() :])[1].strip(" :.")
    first = name.split(maxsplit=1)
    return name if first and first[0].casefold().strip(".,()") in openers() else None


def _only_one(text: str, around: Surroundings) -> str | None:
    """The known name that a sentence holds, where it holds no other."""
    name = _in_caption(text, around)
    if name is None:
        return None
    rest = indicator_key(text).replace(indicator_key(name), " ")
    return name if not any(key in rest for key in around.known) else None


def _in_caption(caption: str, around: Surroundings) -> str | None:
    """The longest known name that a caption holds."""
    letters = indicator_key(caption)
    held = [key for key in around.known if key in letters]
    return around.known[max(held, key=len)] if held else None


def _heading(above: Sequence[Line], around: Surroundings) -> str | None:
    """The nearest line, or up to four lines together, above the table that are the name of an indicator."""
    for i, line in enumerate(above):
        if CAPTION.match(line.text):
            if name := _in_caption(line.text, around):
                return name
            continue
        for count in range(min(LONGEST, len(above) - i), 0, -1):
            text = " ".join(x.text for x in reversed(above[i : i + count]))
            if name := _named(text, around):
                return name
        if name := _opened(line.text):
            return name
    return None


@cache
def openers() -> frozenset[str]:
    """The words that names of indicators begin with."""
    return frozenset(row["word"] for row in rows("indicator_openers", ("word",), ("word",)))


def _within(line: Line, boxes: Sequence[Box]) -> bool:
    return bool(boxes) and line.box is not None and holds_middle(boxes, line.box)
