"""The headings of a report's own chapters and sections, without its lists of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.model import Document
from normalize.model import Paragraph
from normalize.prose.paragraphs import has_leaders
from normalize.same import Same

CHAPTER = re.compile(r"^\W*BAB\s+(I{1,3}|IV|V|\d)\b\W*", re.I)
LONGEST_CHAPTER = 60
BEFORE_RESULTS = frozenset({"I", "II", "1", "2"})
"""The chapters that tell of plans."""
NUMBER = re.compile(r"^\W*(\d{1,2}(?:\s?\.\s?\d{1,2}){1,4})\.?\)?\s*(?=\D)")
MARK = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})+\s+|(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,4})[.)]+\s*)+")
PAGE_AT_END = re.compile(r"\D\s\d{1,3}$")
CHAPTER_PAGE_AT_END = re.compile(r"\D\s[IVX]{1,4}\s*[-–]\s*\d{1,3}$")
LONGEST_TITLE = 140
CONTENTS_LINES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the number of its paragraph, its own number ("3.1.2") and its title without it."""

    paragraph: int
    page: int
    line: int
    number: str | None
    title: str


def read_headings(paragraphs: Sequence[Paragraph], document: Document) -> tuple[Heading, ...]:
    """Headings and short lines that stand like one, outside lists of contents; found once for all who ask."""
    return _read_headings(Same(paragraphs), Same(document))


@lru_cache(maxsize=1)
def _read_headings(of: Same[Sequence[Paragraph]], within: Same[Document]) -> tuple[Heading, ...]:
    paragraphs, document = of.it, within.it
    contents = contents_pages(document) if document.kind == "pdf" else frozenset()
    found: list[Heading] = []
    for at, paragraph in enumerate(paragraphs):
        page, line = paragraph.pieces[0][1:]
        if page in contents or not paragraph.text or len(paragraph.text) > LONGEST_TITLE:
            continue
        if paragraph.kind in ("heading", "caption") or not paragraph.text.rstrip().endswith((".", ";", ",")):
            number = NUMBER.match(paragraph.text)
            title = CHAPTER.sub("", MARK.sub("", paragraph.text[number.end() if number else 0 :]))
            digits = re.sub(r"\s", "", number.group(1)) if number else None
            found.append(Heading(at, page, line, digits, title.strip()))
    return tuple(found)


def contents_pages(document: Document) -> frozenset[int]:
    """The pages that list the report's contents: several lines lead to a page number; found once for all who ask."""
    return _contents_pages(Same(document))


@lru_cache(maxsize=1)
def _contents_pages(of: Same[Document]) -> frozenset[int]:
    found: set[int] = set()
    for page in of.it.pages:
        count = sum(has_leaders(line.text) or (line.text[:1].isalnum() and _leads(line.text)) for line in page.lines)
        if count >= (1 if page.page - 1 in found else CONTENTS_LINES):
            found.add(page.page)
    return frozenset(found)


def _leads(text: str) -> bool:
    """Whether a line is a numbered title with a page number behind it.

    >>> _leads("1.2 Landasan Hukum 2"), _leads("2.2 Perjanjian Kinerja Tahun 2016"), _leads("Latar Belakang I - 1")
    (True, False, True)
    """
    if not text[-1:].isdigit():
        return False
    if CHAPTER_PAGE_AT_END.search(text):
        return True
    return (NUMBER.match(text) or CHAPTER.match(text)) is not None and PAGE_AT_END.search(text) is not None


def chapter_of(paragraph: Paragraph) -> str | None:
    """The number of the chapter that a paragraph opens."""
    found = CHAPTER.match(paragraph.text) if len(paragraph.text) <= LONGEST_CHAPTER else None
    return found.group(1).upper() if found else None


def after_plans(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Paragraph]]:
    """The paragraphs of the chapters that tell of results, each with its number; all where no chapter is named."""
    is_plan = False
    for number, paragraph in enumerate(paragraphs):
        chapter = chapter_of(paragraph)
        if chapter is not None:
            is_plan = chapter in BEFORE_RESULTS
        if not is_plan:
            yield number, paragraph
