"""Reads a `.lay` file, the plain description of a report, and sets it page after page.

A line that begins with `@` is a command; other lines are prose, a blank line ends a paragraph. `@table`, `@list` and
`@contents` take the lines below them up to the next blank line or command. In the rows of a table `|` parts the
cells, `^` continues the cell above, `<` the cell at the left, and `{...}` before a text sets it apart (`b` bold,
`l c r` where it stands, `m` in the middle of its height, `turn` upwards, `fill=r,g,b` and `ink=r,g,b` colours); `\\n`
breaks a line.
README.md of the corpus lists the commands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from corpus.make.page import Look, Report
from corpus.make.scan import as_scan
from corpus.make.table import LEFT, UP, Cell, Colour, Merge, Row, Style, lay

OPTIONS = {"head": "head_rows", "fill": "head_fill"}


@dataclass(slots=True)
class Job:
    """A report while its description is read: the look first, then the report itself, and the named table styles."""

    path: Path
    title: str = ""
    look: Look = field(default_factory=Look)
    styles: dict[str, Style] = field(default_factory=lambda: {"": Style()})
    scan_titles: list[str] = field(default_factory=list)
    report: Report | None = None

    @property
    def sheet(self) -> Report:
        if self.report is None:
            self.report = Report(self.path, self.title, self.look)
        return self.report


def commands_of(source: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Each command of a description with what stands behind it and the lines it takes; prose has no name."""
    lines = source.read_text(encoding="utf-8").split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.strip():
            continue
        if line.startswith("@"):
            name, _, rest = line[1:].partition(" ")
            block = _block(lines, at) if name in WITH_BLOCK else []
            at += len(block)
            yield name, rest.strip(), block
        else:
            block = _block(lines, at)
            at += len(block)
            yield "", " ".join([line, *block]), []


def typeset(source: Path, target: Path) -> None:
    """Write the PDF that a `.lay` file describes."""
    job = Job(target)
    for name, rest, block in commands_of(source):
        try:
            COMMANDS[name](job, rest, block)
        except (KeyError, ValueError, AssertionError) as error:
            raise ValueError(f"{source.name}: @{name} {rest}: {error!r}") from error
    job.sheet.save()


def _block(lines: Sequence[str], at: int) -> list[str]:
    return list(takewhile(lambda line: line.strip() and not line.startswith("@"), lines[at:]))


def parts(rest: str) -> list[str]:
    """What stands between the bars of a command line."""
    return [part.strip().replace("\\n", "\n") for part in rest.split("|")]


def colour(text: str) -> Colour:
    """A colour from its three shares: `0.5,1,0`."""
    red, green, blue = (float(share) for share in text.split(","))
    return red, green, blue


def parse_cell(text: str) -> str | Cell | Merge:
    """One cell of a row; see the head of this module for the marks."""
    text = text.strip()
    if text in ("^", "<"):
        return UP if text == "^" else LEFT
    marked = re.fullmatch(r"\{(.*?)\}(.*)", text, re.DOTALL)
    if not marked:
        return text.replace("\\n", "\n")
    given: dict[str, Any] = {}
    for mark in marked[1].split():
        key, _, value = mark.partition("=")
        if key in ("l", "c", "r"):
            given["align"] = key
        elif key in ("fill", "ink"):
            given[key] = colour(value)
        else:
            given[{"b": "bold", "m": "middle", "turn": "turn"}[key]] = True
    return Cell(marked[2].strip().replace("\\n", "\n"), **given)


def parse_style(base: Style, words: Sequence[str]) -> Style:
    """A table style from `key=value` words laid over another one."""
    given: dict[str, Any] = {}
    for word in words:
        key, _, value = word.partition("=")
        key = OPTIONS.get(key, key)
        was = getattr(base, key)
        if key in ("head_fill", "zebra"):
            given[key] = colour(value)
        elif isinstance(was, bool):
            given[key] = True
        else:
            given[key] = type(was)(value)
    return replace(base, **given)


def _table(job: Job, rest: str, block: list[str]) -> None:
    words = rest.split()
    base = job.styles[words.pop(0)] if words and words[0] in job.styles else job.styles[""]
    flags = {word for word in words if word in ("scan", "garbled")}
    widths = [float(x) for word in words if word.startswith("widths=") for x in word[7:].split(",")]
    left = next((float(word[2:]) for word in words if word.startswith("x=")), None)
    style = parse_style(base, [w for w in words if w not in flags and not w.startswith(("widths=", "x="))])
    rows: list[Row] = [[parse_cell(cell) for cell in line.split("|")] for line in block]
    for row in rows:
        assert len(row) == len(widths), f"{len(widths)} widths but {row}"
    if "scan" in flags:
        as_scan(job.sheet, job.scan_titles, lay(rows, widths, style), "garbled" in flags)
        return
    job.sheet.table(rows, widths, style, left)


def _look(job: Job, rest: str, _block: list[str]) -> None:
    given: dict[str, Any] = {}
    for word in rest.split():
        key, _, value = word.partition("=")
        if key == "band":
            given["band"] = colour(value)
        elif key == "paper":
            short, long = (float(length) for length in value.split("x"))
            given["size_page"] = (short, long)
        else:
            given[key] = type(getattr(job.look, key))(value)
    job.look = replace(job.look, **given)


def _set(name: str) -> Callable[[Job, str, list[str]], None]:
    def set_it(job: Job, rest: str, _block: list[str]) -> None:
        given: dict[str, Any] = {name: rest}
        job.look = replace(job.look, **given)

    return set_it


def _title(job: Job, rest: str, _block: list[str]) -> None:
    job.title = rest


def _scan(job: Job, rest: str, _block: list[str]) -> None:
    job.scan_titles = parts(rest)


def _style(job: Job, rest: str, _block: list[str]) -> None:
    name, *words = rest.split()
    job.styles[name] = parse_style(job.styles[""], words)


def _page(job: Job, rest: str, _block: list[str]) -> None:
    job.sheet.page(**dict.fromkeys(rest.split(), True))


def _cover(job: Job, rest: str, _block: list[str]) -> None:
    kind, agency, year, place = parts(rest)
    job.sheet.cover(kind, agency.split("\n"), year, place)


def _centre(job: Job, rest: str, _block: list[str]) -> None:
    size, *lines = parts(rest)
    job.sheet.centre(*lines, size=float(size))


def _list(job: Job, rest: str, block: list[str]) -> None:
    items = re.split(r"(?:^|\n)- ", "\n".join(block))[1:]
    job.sheet.items(*(" ".join(item.split()) for item in items), marks=rest)


COMMANDS: dict[str, Callable[[Job, str, list[str]], None]] = {
    "": lambda job, rest, _: job.sheet.para(rest),
    "title": _title,
    "look": _look,
    "head": _set("head"),
    "foot": _set("foot"),
    "numbered": _set("numbered"),
    "style": _style,
    "cover": _cover,
    "page": _page,
    "centre": _centre,
    "chapter": lambda job, rest, _: job.sheet.chapter(*parts(rest)),
    "heading": lambda job, rest, _: job.sheet.heading(rest),
    "flush": lambda job, rest, _: job.sheet.para(rest, 0),
    "note": lambda job, rest, _: job.sheet.note(rest),
    "caption": lambda job, rest, _: job.sheet.caption(*parts(rest)),
    "sign": lambda job, rest, _: job.sheet.signature(*parts(rest)),
    "space": lambda job, rest, _: job.sheet.space(float(rest)),
    "need": lambda job, rest, _: job.sheet.need(float(rest)),
    "art": lambda job, rest, _: job.sheet.artwork(rest),
    "scan": _scan,
    "list": _list,
    "contents": lambda job, _, block: job.sheet.contents([(a, b) for a, b in map(parts, block)]),
    "table": _table,
}
WITH_BLOCK = {"list", "contents", "table"}
