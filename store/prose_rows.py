"""What running text says to rows: statements, counts, number words, references, agreements, causes, the checklist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from normalize.model import (
    Agreement,
    Cause,
    ChecklistRow,
    Count,
    Interpretation,
    NumberPair,
    Reference,
    Statement,
)
from store.identity import numbered

Value = str | int | float | None
Row = tuple[Value, ...]
One = TypeVar("One")


def statement_ids(doc: str, statements: Iterable[Statement]) -> list[str]:
    """`<doc>/p<page>/l<line>/<measure>/<year>`, with `/2` for a second value of one line."""
    return numbered(f"{doc}/p{one.page}/l{one.line}/{one.measure}/{one.year or 'none'}" for one in statements)


def prose_rows(doc: str, meaning: Interpretation) -> dict[str, list[Row]]:
    """The rows of each table that running text fills."""
    keys = statement_ids(doc, meaning.statements)
    stated = zip(keys, meaning.statements, strict=True)
    return {
        "statement_rows": [_statement(doc, key, one) for key, one in stated],
        "count_rows": _numbered(doc, meaning.counts, _count),
        "number_word_rows": _numbered(doc, meaning.number_words, _number_words),
        "reference_rows": _numbered(doc, meaning.references, _reference),
        "agreement_rows": _numbered(doc, meaning.agreements, _agreement),
        "cause_rows": _numbered(doc, meaning.causes, _cause),
        "checklist_rows": _numbered(doc, meaning.checklist, _checklist),
    }


def _numbered(doc: str, things: Sequence[One], row: Callable[[One], Row]) -> list[Row]:
    return [(doc, number, *row(one)) for number, one in enumerate(things, 1)]


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _statement(doc: str, key: str, one: Statement) -> Row:
    value = _exact(one.value)
    return (
        key,
        doc,
        one.page,
        one.line,
        one.sentence,
        one.subject,
        one.indicator_key,
        one.year,
        one.measure,
        one.raw,
        value,
        one.text,
    )


def _count(one: Count) -> Row:
    return (one.page, one.line, one.noun, one.condition, one.value, int(one.is_listed), one.raw, one.sentence)


def _number_words(one: NumberPair) -> Row:
    said = _exact(one.words_value)
    return (one.page, one.line, one.digits, _exact(one.value), one.words, said, int(one.agrees), one.missing)


def _reference(one: Reference) -> Row:
    return (one.page, one.line, one.type, one.number, one.year, one.title, one.region, int(one.in_list), one.raw)


def _agreement(one: Agreement) -> Row:
    parties = (one.first_name, one.first_post, one.second_name, one.second_post)
    return (one.page, one.line, one.year, int(one.is_revised), *parties, one.place, one.date, one.date_raw)


def _cause(one: Cause) -> Row:
    return (one.page, one.line, one.kind, one.objective, one.text)


def _checklist(one: ChecklistRow) -> Row:
    return (one.item, one.objective, int(one.is_present), one.page, one.line, one.evidence)
