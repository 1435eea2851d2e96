"""The regulations that reports rest on: what each is called, what became of it, and which one a reference names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from normalize.facts import rows
from normalize.model import Reference

WORD = re.compile(r"[^\W\d_]+|\d+")
WEAK = frozenset(
    (
        "dan",
        "yang",
        "atas",
        "dari",
        "tentang",
        "di",
        "serta",
        "republik",
        "indonesia",
        "tahun",
        "nomor",
        "antara",
        "kepada",
    )
)


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation of the table: what it is called and what became of it."""

    type: str
    number: str
    year: int
    title: str
    status: str
    until: int | None
    replaced_by: str

    @property
    def shown(self) -> str:
        return (
            f"{self.type} {self.number}" if str(self.year) in self.number else f"{self.type} {self.number}/{self.year}"
        )


@cache
def regulations() -> tuple[Regulation, ...]:
    """The regulations of `data/regulations.csv`."""
    columns = ("type", "number", "year", "title", "status", "until", "replaced_by")
    return tuple(
        Regulation(
            row["type"],
            row["number"],
            int(row["year"]),
            row["title"],
            row["status"],
            int(row["until"]) if row["until"] else None,
            row["replaced_by"],
        )
        for row in rows("regulations", columns, ("type", "number", "year"))
    )


def plain_number(number: str) -> str:
    """A number as compared: no leading zeros, no signs between.

    >>> plain_number("07"), plain_number("PER/09/M.PAN/5/2007") == plain_number("PER/9/M.PAN/5/2007")
    ('7', True)
    """
    parts = re.split(r"[/.\s]+", re.sub(r"(?<=\d)o|o(?=\d)", "0", number.casefold().removeprefix("per")))
    return "/".join(part.lstrip("0") or "0" for part in parts if part)


def same_type(one: str, other: str) -> bool:
    """Whether two types are one: the ministry of administrative reform is cited under its old and new name."""
    ministries = {"Peraturan Menteri PAN", "Peraturan Menteri PANRB"}
    return one == other or {one, other} <= ministries


def title_words(title: str) -> list[str]:
    """The words of a title that tell it from others, without brackets."""
    return [w for w in (found.casefold() for found in WORD.findall(re.sub(r"\([^)]*\)", " ", title))) if w not in WEAK]


def alike(one: str, other: str) -> float:
    """How like two titles are, 0 to 100, without small words and brackets; one that begins the other is the same."""
    a, b = " ".join(title_words(one)), " ".join(title_words(other))
    if a and b and (a.startswith(b) or b.startswith(a)):
        return 100.0
    return max(float(fuzz.ratio(a, b)), float(fuzz.ratio(a[: len(b) + 4], b)))


def cited(reference: Reference) -> Regulation | None:
    """The regulation of the table that a reference names by type, number and year."""
    if reference.number is None or reference.year is None:
        return None
    own = plain_number(reference.number)
    return next(
        (
            r
            for r in regulations()
            if same_type(r.type, reference.type) and plain_number(r.number) == own and r.year == reference.year
        ),
        None,
    )
