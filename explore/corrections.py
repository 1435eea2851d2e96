"""A person's decisions on values: `corrections.csv`, which `lakip normalize` applies.

A decision names what was printed (report, page, indicator, year, period, measure, raw), not the table or row, so that
better table reading does not lose it. A second decision on the same value takes the place of the first.
"""

from __future__ import annotations

import csv
import io
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

COLUMNS = (
    "sha256", "page", "indicator", "year", "period", "measure", "raw", "field", "decision", "value", "by", "date",
    "reason",
)  # fmt: skip
MATCHED = COLUMNS[:8]
DECISIONS = ("accept", "correct", "reject")
MOST_CHARS = 500


class BadDecision(Exception):
    """A decision cannot be taken; `reason` is the key of the words that say why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says about a value. `value` counts where the decision is `correct`."""

    decision: str
    value: str
    by: str
    reason: str


@dataclass(slots=True)
class Corrections:
    """The file of decisions."""

    path: Path
    lock: threading.Lock = field(default_factory=threading.Lock)

    def rows(self) -> list[dict[str, str]]:
        """All decisions in the order of the file."""
        if not self.path.exists():
            return []
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return [{name: row.get(name) or "" for name in COLUMNS} for row in csv.DictReader(file)]

    def find(self, value: dict[str, Any], name: str = "value") -> dict[str, str] | None:
        """The decision on a value, if one was taken."""
        wanted = _matched(value, name)
        return next((row for row in self.rows() if tuple(row[one] for one in MATCHED) == wanted), None)

    def decided(self) -> set[tuple[str, ...]]:
        """What was decided, as `matched` tells it."""
        return {tuple(row[one] for one in MATCHED) for row in self.rows()}

    def write(self, value: dict[str, Any], decision: Decision) -> dict[str, str]:
        """Add a decision; the file is replaced as a whole, so that nobody reads half of it. Raises BadDecision."""
        new = dict(zip(COLUMNS, (*_matched(value, "value"), *_checked(decision)), strict=True))
        with self.lock:
            kept = [row for row in self.rows() if tuple(row[one] for one in MATCHED) != _matched(value, "value")]
            text = io.StringIO()
            writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows([*kept, new])
            partial = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            partial.write_text(text.getvalue(), encoding="utf-8", newline="")
            partial.replace(self.path)
        return new


def matched(value: dict[str, Any]) -> tuple[str, ...]:
    """What tells a value in the file."""
    return _matched(value, "value")


def _matched(value: dict[str, Any], name: str) -> tuple[str, ...]:
    parts = (value[one] for one in MATCHED[:-1])
    return (*("" if part is None else str(part) for part in parts), name)


def _checked(decision: Decision) -> Iterator[str]:
    """Decision, value, person, day and reason, each fit for the file."""
    if decision.decision not in DECISIONS:
        raise BadDecision("decide.what")
    by, reason = (" ".join(text.split())[:MOST_CHARS] for text in (decision.by, decision.reason))
    if not by or not reason:
        raise BadDecision("decide.who")
    yield decision.decision
    yield typed_value(decision.value) if decision.decision == "correct" else ""
    yield by
    yield date.today().isoformat()
    yield reason


def typed_value(text: str) -> str:
    """A value as a person types it: a number with decimal comma or point becomes plain, other words stay.

    >>> [typed_value(text) for text in ("75,52", "7.200.837.838", "-3.1", " BB ", "1.234,5")]
    ['75.52', '7200837838', '-3.1', 'BB', '1234.5']
    >>> typed_value("1.234")
    Traceback (most recent call last):
    explore.corrections.BadDecision: decide.ambiguous
    """
    text = " ".join(text.split())[:MOST_CHARS]
    if not text:
        raise BadDecision("decide.empty")
    digits = text.replace(".", "").replace(",", "").removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return text
    marks = [char for char in text if char in ".,"]
    if len(marks) == 1 and len(text.partition(marks[0])[2]) == 3:
        raise BadDecision("decide.ambiguous")
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        text = text.replace(marks[0], "").replace(marks[-1], ".")
    elif len(marks) > 1:
        text = text.replace(marks[0], "")
    return str(Decimal(text.replace(",", ".")))
