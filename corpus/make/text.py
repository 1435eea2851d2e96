"""Writes a `.txt.lay` description as plain text, the form in which converted reports circulate: prose in one line a
paragraph, tables with tabs between the cells, no page marks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.make.script import commands_of, parse_cell, parts
from corpus.make.table import Cell


def write_text(source: Path, target: Path) -> None:
    """Write the text file that a description stands for."""
    lines: list[str] = []
    for name, rest, block in commands_of(source):
        lines += COMMANDS[name](rest, block)
    target.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def _cell(text: str) -> str:
    cell = parse_cell(text)
    if isinstance(cell, Cell):
        return cell.text
    return cell if isinstance(cell, str) else ""


def _paragraphs(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in (*text.split("\n"), "")]


def _table(_rest: str, block: list[str]) -> list[str]:
    return [*("\t".join(_cell(cell) for cell in line.split("|")) for line in block), ""]


def _list(rest: str, block: list[str]) -> list[str]:
    items = " ".join(block).removeprefix("- ").split(" - ")
    marks = {"1": "123456789", "a": "abcdefghij"}.get(rest, "")
    return [*(f"- {f'{mark}. ' if marks else ''}{' '.join(item.split())}" for mark, item in _marked(items, marks)), ""]


def _marked(items: Sequence[str], marks: str) -> list[tuple[str, str]]:
    return list(zip(marks or " " * len(items), items, strict=False))


COMMANDS: dict[str, Callable[[str, list[str]], list[str]]] = {
    "": lambda rest, _: [rest, ""],
    "title": lambda _rest, _block: [],
    "page": lambda _rest, _block: [],
    "cover": lambda rest, _: _paragraphs(parts(rest)),
    "centre": lambda rest, _: _paragraphs(parts(rest)[1:]),
    "chapter": lambda rest, _: _paragraphs(parts(rest)),
    "heading": lambda rest, _: [rest, ""],
    "caption": lambda rest, _: [*parts(rest), ""],
    "sign": lambda rest, _: _paragraphs([part for part in parts(rest) if part]),
    "list": _list,
    "table": _table,
}
