"""Programmes, activities and sub-activities of the national code list, by code or by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, cast, get_args

from normalize import facts
from normalize.words import slug

ProgramLevel = Literal["program", "activity", "sub_activity"]
PROGRAM_LEVELS: tuple[ProgramLevel, ...] = get_args(ProgramLevel)
_CODE = re.compile(r"(?<![\d.])(?:\d|X)(?:\.(?:\d{1,4}|XX)){2,8}(?![\d.]*\d)", re.IGNORECASE)
_SUPPORT = "01"


@dataclass(frozen=True, slots=True)
class Program:
    """An entry of the code list; a sub-activity brings its official output indicator and unit."""

    code: str
    level: ProgramLevel
    name: str
    indicator: str | None
    unit: str | None


@cache
def programs() -> Mapping[str, Program]:
    """All entries by code."""
    table = facts.rows("programs", ("code", "level", "name", "indicator", "unit"), ("code",))
    found = {
        row["code"]: Program(
            row["code"],
            cast(ProgramLevel, row["level"]),
            row["name"],
            row["indicator"] or None,
            row["unit"] or None,
        )
        for row in table
    }
    return MappingProxyType(found)


def find_program(code: str | None, name: str | None, level: ProgramLevel | None = None) -> Program | None:
    """The entry with that code, else the one entry of that name; None when neither decides.

    A code may carry the agency's own numbers before it or an older two-digit end. A name shared by several fields
    of government is decided by `code`'s first two parts, if by anything.

    >>> find_program("2.07.03.2.01", None).name
    'Pelaksanaan Pelatihan berdasarkan Unit Kompetensi'
    >>> find_program(None, "PROGRAM PENEMPATAN TENAGA KERJA").code
    '2.07.04'
    >>> find_program(None, "Penyediaan Peralatan Rumah Tangga") is None
    True
    """
    by_code = _by_code(code) if code else None
    if by_code and (level is None or by_code.level == level):
        return by_code
    named = [each for each in _by_name().get(slug(name or ""), ()) if level is None or each.level == level]
    if len(named) > 1 and code:
        named = [each for each in named if each.code.startswith(".".join(code.split(".")[:2]) + ".")]
    return named[0] if len(named) == 1 else None


def _by_code(code: str) -> Program | None:
    match = _CODE.search(code.strip())
    if not match:
        return None
    parts = match.group().upper().split(".")
    for tail in (parts, parts[3:], parts[2:]):
        for each in _spellings(tail):
            if each in programs():
                return programs()[each]
    return None


def _spellings(parts: Sequence[str]) -> list[str]:
    """The code with its parts as wide as the list prints them."""
    if len(parts) < 3:
        return []
    widths = (1, 2, 2, 1, 2, 4)
    padded = [part.zfill(width) for part, width in zip(parts, widths, strict=False)]
    found = [".".join(padded)]
    if padded[2] == _SUPPORT and padded[0] == "X":
        same = [code for code in programs() if code.split(".")[2:] == padded[2:]]
        found += same if len({programs()[code].name for code in same}) == 1 else []
    return found


@cache
def _by_name() -> Mapping[str, tuple[Program, ...]]:
    found: dict[str, list[Program]] = defaultdict(list)
    for program in programs().values():
        found[slug(program.name)].append(program)
        if program.level == "program":
            found[slug(program.name).removeprefix("program-")].append(program)
    return MappingProxyType({name: tuple(each) for name, each in found.items()})
