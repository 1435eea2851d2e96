"""The files of the corpus that a script makes: a PDF for each `.lay` description, a text for each `.txt.lay`."""

from __future__ import annotations

from pathlib import Path

from corpus.make.page import register_fonts
from corpus.make.script import typeset
from corpus.make.text import write_text

HERE = Path(__file__).parent
ROOMS = ("reports", "cases")


def write_all(folder: Path) -> list[Path]:
    """Write every file below the folder, which need not exist, and return their paths."""
    register_fonts()
    written = []
    for room in ROOMS:
        (folder / room).mkdir(parents=True, exist_ok=True)
        for source in sorted((HERE / room).glob("*.lay")):
            if source.stem.endswith(".txt"):
                target = folder / room / source.stem
                write_text(source, target)
            else:
                target = folder / room / f"{source.stem}.pdf"
                typeset(source, target)
            written.append(target)
    return written
