"""Tesseract with its Indonesian data, called as a program: all lines of a page in one call."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2

from extract.ocr.engines import Engine, LineText
from extract.ocr.morphology import Gray, framed, resized
from extract.ocr.picture import DPI

LANGUAGE = "ind"
BORDER = 12  # dots of white around a line
SCALE = 1.5
WORD = "5"  # the level of a word in Tesseract's table


def open_tesseract() -> Engine | None:
    """The engine, or None where the program or its Indonesian data is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30)
    return Tesseract(program) if LANGUAGE in known.stdout.split() else None


class Tesseract:
    """Reads lines with the program at a path."""

    name = "tesseract"

    def __init__(self, program: str) -> None:
        self._program = program

    def read(self, pictures: Sequence[Gray]) -> list[LineText]:
        """The text of each picture."""
        if not pictures:
            return []
        with tempfile.TemporaryDirectory(prefix="lakip-ocr-") as folder:
            files = [Path(folder, f"{i}.png") for i in range(len(pictures))]
            for file, picture in zip(files, pictures, strict=True):
                height, width = picture.shape
                large = resized(picture, round(SCALE * height), round(SCALE * width))
                cv2.imwrite(str(file), framed(large, BORDER, cv2.BORDER_CONSTANT))
            return self._texts(files)

    def _texts(self, files: Sequence[Path]) -> list[LineText]:
        """The text in picture files; where the program dies of one of them, that one has no text."""
        table = self._table(files)
        if table is not None:
            return _lines(table, len(files))
        if len(files) == 1:
            return [LineText("", (), ())]
        middle = len(files) // 2
        return [*self._texts(files[:middle]), *self._texts(files[middle:])]

    def _table(self, files: Sequence[Path]) -> str | None:
        """The program's table of words, None where it died."""
        listed = files[0].with_name("lines.txt")
        listed.write_text("".join(f"{file}\n" for file in files))
        command = [self._program, str(listed), "stdout", "-l", LANGUAGE, "--psm", "7", "--dpi", str(int(DPI * SCALE))]
        env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run([*command, "tsv"], capture_output=True, text=True, check=False, env=env)
        return None if done.returncode else done.stdout


def _lines(table: str, count: int) -> list[LineText]:
    """The lines in Tesseract's table of words, in the order of the pictures."""
    words: list[list[tuple[str, float, float, float]]] = [[] for _ in range(count)]
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == WORD and row["text"].strip():
            left, width = (float(row["left"]) - BORDER) / SCALE, float(row["width"]) / SCALE
            words[int(row["page_num"]) - 1].append((row["text"].strip(), left, width, float(row["conf"]) / 100))
    return [_line(line) for line in words]


def _line(words: Sequence[tuple[str, float, float, float]]) -> LineText:
    text: list[str] = []
    middles: list[float] = []
    certainty: list[float] = []
    for word, left, width, sure in words:
        if text:
            text.append(" ")
            middles.append(left)
            certainty.append(1.0)
        for i, character in enumerate(word):
            text.append(character)
            middles.append(left + (i + 0.5) * width / len(word))
            certainty.append(max(0.0, sure))
    return LineText("".join(text), tuple(middles), tuple(certainty))
