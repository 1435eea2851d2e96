"""A person's decisions on values, written to `corrections.csv`, which `lakip normalize` applies.

A second decision on the same value takes the place of the first. The file's form is that of `normalize`.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from normalize import Correction, CorrectionError, format_corrections, parse_corrections

DECISIONS = ("accept", "correct", "reject")
FIELD = "value"
MOST_CHARS = 500
MARKED = re.compile(r"-?[0-9][0-9.,]*")
PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?P<mark>[.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:(?!(?P=mark))[.,][0-9]+)?")
"""A number whose digits stand in groups of three, which may have decimals behind the other mark."""
Key = tuple[str, int | None, str, int | None, str, str, str]


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

    def read(self) -> tuple[Correction, ...]:
        """All decisions in the order of the file. Raises CorrectionError where a person has made a slip in it."""
        try:
            return parse_corrections(self.path.read_text(encoding="utf-8-sig"), self.path.name)
        except FileNotFoundError:
            return ()
        except (UnicodeDecodeError, OSError) as error:
            raise CorrectionError(f"{self.path.name} cannot be read: {error}") from error

    def trouble(self) -> str | None:
        """Why the file cannot be used, if it cannot."""
        try:
            self.read()
        except CorrectionError as error:
            return str(error)
        return None

    def on_values(self) -> dict[Key, Correction]:
        """The decisions on values by what they are about; none where the file cannot be used."""
        return {_key(one): one for one in self.all() if one.field == FIELD}

    def all(self) -> tuple[Correction, ...]:
        """All decisions; none where the file cannot be used."""
        try:
            return self.read()
        except CorrectionError:
            return ()

    def write(self, value: dict[str, Any], decision: Decision) -> Correction:
        """Add a decision on a value. Raises BadDecision."""
        new = _correction(value, decision)
        self.add([new])
        return new

    def add(self, new: Sequence[Correction]) -> None:
        """Add decisions; the file is replaced as a whole, so that nobody reads half of it. Raises BadDecision.

        Only a file that `lakip normalize` takes is written.
        """
        about = {_subject(one) for one in new}
        with self.lock:
            try:
                kept = [one for one in self.read() if _subject(one) not in about]
                text = _text([*kept, *new], self.path.name)
                partial = self.path.with_name(f".{self.path.name}.{os.getpid()}")
                partial.write_text(text, encoding="utf-8", newline="")
                partial.replace(self.path)
            except (CorrectionError, OSError) as error:
                raise BadDecision("decide.file") from error


def _subject(one: Correction) -> tuple[object, ...]:
    """What a decision is about; a later one on the same takes its place."""
    return _key(one) if one.field == FIELD else one.subject


def _text(corrections: list[Correction], name: str) -> str:
    """The file's text, held to be one that `lakip normalize` reads. Raises BadDecision."""
    text = format_corrections(corrections)
    try:
        parse_corrections(text, name)
    except CorrectionError as error:
        raise BadDecision("decide.unfit") from error
    return text


def key_of(value: dict[str, Any]) -> Key:
    """What tells a value in the file: report, page, indicator, year, period, measure and what is printed."""
    parts = (value["sha256"], value["page"], value["indicator"], value["year"])
    return *parts, value["period"], value["measure"], value["raw"].strip()


def _key(one: Correction) -> Key:
    return one.sha256, one.page, one.indicator, one.year, one.period, one.measure, one.raw.strip()


def _correction(value: dict[str, Any], decision: Decision) -> Correction:
    """The decision as a row, every part fit for the file."""
    verdict, new, by, reason = _checked(decision)
    return Correction(*key_of(value), FIELD, verdict, new, by, date.today().isoformat(), reason)


def _checked(decision: Decision) -> Iterator[str]:
    """Decision, value, person and reason."""
    if decision.decision not in DECISIONS:
        raise BadDecision("decide.what")
    by, reason = person_and_reason(decision.by, decision.reason)
    yield decision.decision
    yield typed_value(decision.value) if decision.decision == "correct" else ""
    yield by
    yield reason


def person_and_reason(by: str, reason: str) -> tuple[str, str]:
    """Who decides and why, each on one line. Raises BadDecision where one is missing."""
    told = (" ".join(by.split())[:MOST_CHARS], " ".join(reason.split())[:MOST_CHARS])
    if not all(told):
        raise BadDecision("decide.who")
    return told


def typed_value(text: str) -> str:
    """A value as a person types it: a number with decimal comma or point becomes plain, other words stay.

    >>> [typed_value(text) for text in ("75,52", "7.200.837.838", "-3.1", " BB ", "1.234,5", "75,5 %", "0,125")]
    ['75.52', '7200837838', '-3.1', 'BB', '1234.5', '75.5', '0.125']
    >>> typed_value("1.234")
    Traceback (most recent call last):
    explore.corrections.BadDecision: decide.ambiguous
    """
    text = " ".join(text.split())[:MOST_CHARS]
    if not text:
        raise BadDecision("decide.empty")
    digits = text.removesuffix("%").rstrip()
    if not MARKED.fullmatch(digits):
        return text
    plain, grouped = PLAIN.fullmatch(digits), GROUPED.fullmatch(digits)
    if (plain is None) == (grouped is None):
        raise BadDecision("decide.ambiguous")
    if grouped:
        digits = digits.replace(grouped["mark"], "")
    return format(Decimal(digits.replace(",", ".")), "f")
