"""`corrections.csv`: a person's decisions, one a row; read strictly, because a slip would change figures silently."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from decimal import Decimal

from normalize.indicators.concepts import concepts
from normalize.model import MEASURES

COLUMNS = (
    "sha256", "page", "indicator", "year", "period", "measure", "raw", "field", "decision", "value", "by", "date",
    "reason",
)  # fmt: skip
DECISIONS: Mapping[str, tuple[str, ...]] = {
    "value": ("accept", "correct", "reject"),
    "measure": ("accept", "correct"),
    "year": ("accept", "correct"),
    "unit": ("accept", "correct"),
    "indicator": ("correct", "reject"),
    "concept": ("correct", "reject"),
}
"""Which decisions a field takes."""
PERIOD = re.compile(r"(?:year|q[1-4]|s[12]|m(?:0[1-9]|1[0-2]))(?:_ytd)?")
SHA256 = re.compile(r"[0-9a-f]{64}")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
COMMA = re.compile(r"-?\d+,(?:\d{1,2}|\d{4,})")
MARKED = re.compile(r"-?\d[\d.,]*")


class CorrectionError(Exception):
    """The file cannot be used; the message is one line that names file and line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision: what it is about (an empty part fits anything), what is decided, by whom, when and why."""

    sha256: str
    page: int | None
    indicator: str
    year: int | None
    period: str
    measure: str
    raw: str
    field: str
    decision: str
    value: str
    by: str
    date: str
    reason: str

    @property
    def subject(self) -> tuple[object, ...]:
        """What tells two decisions on one thing; two names for one spelling differ in what they reject."""
        about = (self.sha256, self.page, self.indicator, self.year, self.period, self.measure, self.raw, self.field)
        return (*about, self.value) if self.decision == "reject" and self.field != "value" else about


def parse_corrections(text: str, name: str = "corrections.csv") -> tuple[Correction, ...]:
    """The decisions of a file's text, in its order. Raises CorrectionError at the first line that is not clear.

    Semicolons may part the columns, as Excel writes them in Indonesia.

    >>> start = f"{','.join(COLUMNS)}\\n{'0' * 64},2,Nilai AKIP,2024,year,target,70,value,"
    >>> parse_corrections(f"{start}correct,71,Ani,2026-01-31,typing error")[0].value
    '71'
    >>> parse_corrections(f"{start}fix,71,Ani,2026-01-31,typing error")
    Traceback (most recent call last):
    normalize.corrections.file.CorrectionError: corrections.csv line 2: value takes accept, correct or reject, not 'fix'
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return tuple(_checked(_rows(rows, name), name))
    except csv.Error as error:
        raise CorrectionError(f"{name} line {rows.line_num}: {error}") from error


def _rows(rows: Iterator[list[str]], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column; empty lines are passed over."""
    head = [cell.strip() for cell in next(rows, [])]
    missing, unknown = sorted(set(COLUMNS) - set(head)), sorted(set(head) - set(COLUMNS))
    if missing or unknown or len(head) != len(COLUMNS):
        wrong = f"it lacks {', '.join(missing)}" if missing else f"it has {', '.join(unknown) or 'a column twice'}"
        raise CorrectionError(f"{name} line 1: the head is {','.join(COLUMNS)}; {wrong}")
    for number, cells in enumerate(rows, 2):
        if any(cell.strip() for cell in cells):
            if len(cells) != len(head):
                raise CorrectionError(f"{name} line {number}: {len(cells)} cells, the head has {len(head)}")
            yield number, dict(zip(head, (cell.strip() for cell in cells), strict=True))


def _checked(rows: Iterable[tuple[int, dict[str, str]]], name: str) -> Iterator[Correction]:
    seen: dict[tuple[object, ...], tuple[int, Correction]] = {}
    for number, row in rows:
        try:
            one = _correction(row)
        except ValueError as error:
            raise CorrectionError(f"{name} line {number}: {error}") from error
        before, other = seen.setdefault(one.subject, (number, one))
        if (other.decision, other.value) != (one.decision, one.value):
            raise CorrectionError(f"{name}: lines {before} and {number} decide differently on the same {one.field}")
        if before == number:
            yield one


def _correction(row: Mapping[str, str]) -> Correction:
    """One row, every cell checked. Raises ValueError with what is wrong."""
    field, decision = row["field"], row["decision"]
    if field not in DECISIONS:
        raise ValueError(f"field is {_or(tuple(DECISIONS))}, not {field!r}")
    if decision not in DECISIONS[field]:
        raise ValueError(f"{field} takes {_or(DECISIONS[field])}, not {decision!r}")
    if not SHA256.fullmatch(row["sha256"].lower()):
        raise ValueError("sha256 is the 64 digits of the report's fingerprint (column sha256 of documents)")
    if row["period"] and not PERIOD.fullmatch(row["period"]):
        raise ValueError(f"no such period: {row['period']!r}")
    if row["measure"] and row["measure"] not in MEASURES:
        raise ValueError(f"measure is {_or(MEASURES)}, not {row['measure']!r}")
    if not row["by"] or not row["reason"]:
        raise ValueError("a decision names who took it (by) and why (reason)")
    if field == "value" and not row["raw"] and not all(row[part] for part in ("indicator", "year", "measure")):
        raise ValueError("a decision on a value names the printed text (raw), or its indicator, year and measure")
    if field in ("indicator", "concept") and not row["indicator"]:
        raise ValueError(f"a decision on the {field} names the printed indicator")
    return Correction(
        row["sha256"].lower(),
        _number(row["page"], "page"),
        row["indicator"],
        _number(row["year"], "year"),
        row["period"],
        row["measure"],
        row["raw"],
        field,
        decision,
        _value(field, decision, row["value"]),
        row["by"],
        _day(row["date"]),
        row["reason"],
    )


def _value(field: str, decision: str, value: str) -> str:
    """The decided value in its plain form."""
    if decision != "correct":
        return value
    if not value:
        raise ValueError(f"to correct the {field}, say the right one (value)")
    if field == "measure" and value not in MEASURES:
        raise ValueError(f"measure is {_or(MEASURES)}, not {value!r}")
    if field == "year":
        return str(_number(value, "year"))
    if field == "concept" and value not in concepts():
        raise ValueError(f"there is no concept {value!r}")
    if field == "value" and MARKED.fullmatch(value):
        return _plain(value)
    return value


def _plain(value: str) -> str:
    """A typed number with a decimal point; a decimal comma is taken where it can be nothing else."""
    if PLAIN.fullmatch(value):
        return format(Decimal(value), "f")
    if COMMA.fullmatch(value):
        return value.replace(",", ".")
    raise ValueError(f"write the number {value!r} without grouping and with a decimal point")


def _number(text: str, what: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{what} is a whole number, not {text!r}")
    return int(text)


def _day(text: str) -> str:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError(f"date is year-month-day, such as {date(2026, 1, 31)}, not {text!r}")


def _or(words: Sequence[str]) -> str:
    """
    >>> _or(("accept", "correct", "reject"))
    'accept, correct or reject'
    """
    return f"{', '.join(words[:-1])} or {words[-1]}"


def format_corrections(corrections: Iterable[Correction]) -> str:
    """The file's text: RFC 4180 with CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(["" if cell is None else cell for cell in astuple(one)] for one in corrections)
    return text.getvalue()


def fingerprint(corrections: Sequence[Correction]) -> str | None:
    """What tells whether the decisions on a document are still those it was understood with; None without any."""
    return hashlib.sha256(format_corrections(corrections).encode()).hexdigest()[:12] if corrections else None
