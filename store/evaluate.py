"""Precision, recall and F1 of the observations against labels that people made.

A label file states every annual indicator value printed on some pages of a report. A prediction is right when document,
page, year, measure and value agree and its indicator text is at least 0.85 alike once case, spaces and punctuation are
dropped. Every labelled fact and every prediction counts once, exact repeats on a page once.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from store.database import exact_views

ALIKE = 0.85
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")


class GoldError(Exception):
    """A label file cannot be used; the message is one line."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled or predicted value. `value` is a number, else the text in the form in which texts are compared."""

    page: int
    year: int | None
    measure: str
    value: Decimal | str
    indicator: str
    raw: str
    parents: frozenset[str] = frozenset()

    @property
    def place(self) -> tuple[int, str, Decimal | str]:
        """What must agree exactly, besides the year."""
        return self.page, self.measure, self.value


@dataclass(frozen=True, slots=True)
class Gold:
    """The labels of one report."""

    document: str
    pages: frozenset[int]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How one document, or all together, was read."""

    document: str
    right: int
    missed: tuple[Fact, ...] = field(repr=False)
    wrong: tuple[Fact, ...] = field(repr=False)

    @property
    def precision(self) -> float:
        """The share of predictions that are right; 1 where there was nothing to predict and nothing was."""
        given = self.right + len(self.wrong)
        return self.right / given if given else float(not self.missed)

    @property
    def recall(self) -> float:
        """The share of labelled facts that were predicted; 1 where there are none."""
        wanted = self.right + len(self.missed)
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def squash(text: str | None) -> str:
    """Letters and digits in lower case.

    >>> squash("Nilai A.K.I.P. ")
    'nilaiakip'
    """
    return _NOT_WORD.sub("", (text or "").casefold())


def compared(value: str | None, text: str | None) -> Decimal | str:
    """A value in the form in which it is compared: a number, words squashed, or a text with figures without its spaces.

    >>> compared("72.40", None), compared(None, "W T P"), compared("", "5 – 6")
    (Decimal('72.40'), 'wtp', '5-6')
    """
    try:
        number = Decimal(value) if value else None
    except InvalidOperation:
        number = None
    if number is not None and number.is_finite():
        return number
    if not re.search(r"\d", text or ""):
        return squash(text)
    return _SPACE.sub("", (text or "").casefold().translate(_DASHES))


def load_gold(folder: Path) -> list[Gold]:
    """All `*.gold.json` below a folder, or one such file. Raises GoldError where there is none or one is broken."""
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*.gold.json"))
    if not paths:
        raise GoldError(f"no *.gold.json in {folder}")
    return [_gold(path) for path in paths]


def _gold(path: Path) -> Gold:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        facts = tuple(_gold_fact(fact) for fact in data["facts"])
        return Gold(data["document"], frozenset(data["labelled_pages"]), facts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{path}: not a label file ({type(error).__name__}: {error})") from error


def _gold_fact(fact: dict[str, Any]) -> Fact:
    parents = frozenset({fact["parent"]}) if fact.get("parent") else frozenset[str]()
    value = compared(fact.get("value"), fact.get("text"))
    return Fact(
        fact["page"], fact.get("year"), fact["measure"], value, fact["indicator"], fact.get("raw") or "", parents
    )


def predictions(db: Connection, document: str) -> list[Fact]:
    """The annual observations of a document that have a value, from the database."""
    sql = (
        "SELECT page, year, measure, value, text, indicator, raw FROM observations"
        " WHERE document = ? AND period = 'year' AND (value IS NOT NULL OR COALESCE(text, '') <> '')"
        " ORDER BY page, table_no, row, col, observation_id"
    )
    with exact_views(db):
        rows = db.execute(sql, (document,)).fetchall()
    return [
        Fact(page, year, measure, compared(value, text), indicator, raw)
        for page, year, measure, value, text, indicator, raw in rows
    ]


def score(gold: Gold, predicted: Iterable[Fact]) -> Score:
    """Compare the predictions on the labelled pages with the labels."""
    wanted = _once(fact for fact in gold.facts if fact.value != "")
    got = _once(fact for fact in predicted if fact.page in gold.pages and fact.value != "")
    pairs = _pairs(wanted, got)
    used_gold: set[int] = set()
    used_got: set[int] = set()
    for _, g, p in sorted(pairs, reverse=True):
        if g not in used_gold and p not in used_got:
            used_gold.add(g)
            used_got.add(p)
    # The same fact named with and without its group line is one fact.
    repeated = {p for likeness, _, p in pairs if likeness == 1.0}
    missed = tuple(fact for g, fact in enumerate(wanted) if g not in used_gold)
    wrong = tuple(fact for p, fact in enumerate(got) if p not in used_got | repeated)
    return Score(gold.document, len(used_gold), missed, wrong)


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """Exact repeats on a page as one; equal sub-rows of several groups become one that knows all its parents."""
    kept: dict[tuple[Any, ...], Fact] = {}
    for fact in facts:
        key = (*fact.place, fact.year, squash(fact.indicator))
        before = kept.get(key)
        parents = fact.parents | (before.parents if before else frozenset())
        first = before or fact
        kept[key] = Fact(first.page, first.year, first.measure, first.value, first.indicator, first.raw, parents)
    return list(kept.values())


def _pairs(wanted: Sequence[Fact], got: Sequence[Fact]) -> list[tuple[float, int, int]]:
    """Every label and prediction that could be the same fact, with how alike their indicators are."""
    at_place: dict[Any, list[int]] = defaultdict(list)
    for p, fact in enumerate(got):
        at_place[fact.place].append(p)
    return [
        (likeness, g, p)
        for g, fact in enumerate(wanted)
        for p in at_place[fact.place]
        if fact.year is None or fact.year == got[p].year
        if (likeness := _likeness(fact, got[p].indicator)) >= ALIKE
    ]


def _likeness(fact: Fact, indicator: str) -> float:
    """The best likeness under the names a labelled fact may have: alone, or behind one of its group lines."""
    names = [fact.indicator, *(f"{parent} {fact.indicator}" for parent in fact.parents)]
    return max(_alike(squash(name), squash(indicator)) for name in names)


def _alike(a: str, b: str) -> float:
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def together(scores: Sequence[Score]) -> Score:
    """All documents as one: the micro average."""
    missed = tuple(fact for one in scores for fact in one.missed)
    wrong = tuple(fact for one in scores for fact in one.wrong)
    return Score("all", sum(one.right for one in scores), missed, wrong)


def macro_f1(scores: Sequence[Score]) -> float:
    """The mean of the documents' F1."""
    return sum(one.f1 for one in scores) / len(scores)
