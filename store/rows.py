"""From what was read and understood of one document to the rows that stand in the tables.

Pure and free of SQL, so that workers can do it: the writer only has to hand the tuples on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite

from extract.model import Box, Cell, CellLine, Document, Line, Page, Place
from extract.numbers import half_up
from normalize.model import Achievement, Budget, Finding, Identity, Interpretation, Observation
from store.identity import aggregate_ids, budget_ids, document_key, finding_ids, observation_ids
from store.prose_rows import prose_rows, statement_ids
from store.schema import find_table

Value = str | int | float | None
Row = tuple[Value, ...]
Rows = dict[str, list[Row]]
NOBODY = Identity(None, None, None, None, None, "other")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was found and what was asked of its reading.

    `reader` names program and options that read it; `limits` those limits that refused it, else None. `corrections`
    tells the decisions of a person that were applied.
    """

    sha256: str
    name: str
    path: str
    size: int
    reader: str
    given_agency: str | None = None
    given_year: int | None = None
    corrections: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the reading of a document ended: read, empty, refused or failed, and why."""

    status: str
    reason: str | None = None
    traceback: str | None = None
    limits: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document, by table."""

    doc: str
    scope: str
    rows: Rows = field(default_factory=dict)

    def count(self, table: str) -> int:
        return len(self.rows.get(table, ()))

    def column(self, table: str, column: str) -> list[Value]:
        """One column of the rows that stand in a table."""
        at = find_table(table).names().index(column)
        return [row[at] for row in self.rows.get(table, ())]


def document_rows(
    source: Source, outcome: Outcome, document: Document | None = None, meaning: Interpretation | None = None
) -> DocumentRows:
    """The rows of a document; without `document` (it could not be read) only its row in `documents`."""
    doc = document_key(source.sha256)
    rows: Rows = {"document_rows": [_document(doc, source, outcome, document, meaning)]}
    if document:
        rows |= reading_rows(doc, document)
    return DocumentRows(doc, _scope(doc, meaning), rows | _meaning(doc, meaning))


def renewed_rows(source: Source, outcome: Outcome, document: Document, meaning: Interpretation | None) -> DocumentRows:
    """The rows of a document understood anew: without pages, tables and cells, which are in the database already."""
    doc = document_key(source.sha256)
    rows: Rows = {"document_rows": [_document(doc, source, outcome, document, meaning)]}
    return DocumentRows(doc, _scope(doc, meaning), rows | _meaning(doc, meaning))


def _scope(doc: str, meaning: Interpretation | None) -> str:
    return (meaning and meaning.identity.government_id) or doc


def _meaning(doc: str, meaning: Interpretation | None) -> Rows:
    return meaning_rows(doc, meaning) if meaning else {}


def _document(
    doc: str, source: Source, outcome: Outcome, document: Document | None, meaning: Interpretation | None
) -> Row:
    identity = meaning.identity if meaning else NOBODY
    return (
        doc,
        source.sha256,
        source.name,
        source.path,
        source.size,
        len(document.pages) if document else 0,
        document.kind if document else None,
        document.source if document else "none",
        identity.kind if meaning else None,
        identity.agency_id,
        identity.agency,
        identity.government_id,
        identity.government,
        identity.year,
        outcome.status,
        outcome.reason,
        outcome.traceback,
        source.reader,
        outcome.limits,
        source.given_agency,
        source.given_year,
        source.corrections,
    )


def reading_rows(doc: str, document: Document) -> Rows:
    """Pages with their lines, tables with their parts and cells: all that `load_document` needs."""
    parts: list[Row] = []
    cells: list[Row] = []
    tables: list[Row] = []
    for number, table in enumerate(document.tables, 1):
        lead = f"[{','.join([_line(line, f'{line.page},') for line in table.lead])}]"
        tables.append((doc, number, table.n_rows, table.n_cols, table.method, table.quality, table.caption, lead))
        for order, part in enumerate(table.parts, 1):
            parts.append(
                (doc, number, order, part.page, part.table_no, part.first_row, part.last_row, box_text(part.box))
            )
        cells.extend(_cell(doc, number, cell) for cell in table.cells)
    return {
        "page_rows": [_page(doc, page) for page in document.pages],
        "table_rows": tables,
        "part_rows": parts,
        "cell_rows": cells,
    }


def _page(doc: str, page: Page) -> Row:
    lines = f"[{','.join([_line(line) for line in page.lines])}]"
    return (doc, page.page, _length(page.width), _length(page.height), page.source, int(page.gated), lines)


def _line(line: Line, page: str = "") -> str:
    """A line as JSON: its number, its text and the four sides of its box, where it has one."""
    sides = f",{_sides(line.box)}" if line.box and isfinite(sum(line.box)) else ""
    return f"[{page}{line.line},{_dumps(line.text)}{sides}]"


def _cell(doc: str, table: int, cell: Cell) -> Row:
    place = cell.place
    return (
        doc,
        table,
        cell.row,
        cell.col,
        cell.row_span,
        cell.col_span,
        place.page,
        place.table_no,
        place.row,
        place.col,
        place.line,
        cell.text,
        box_text(cell.box),
        _cell_lines(cell.text, cell.lines),
        cell.certainty if cell.certainty < 1 else None,
    )


def _cell_lines(text: str, lines: tuple[CellLine, ...]) -> str:
    """The boxes of the lines; with their texts only where these are not the lines of the cell's text."""
    if lines and [line.text for line in lines] == text.split("\n"):
        return f"[{','.join(box_text(line.box) or 'null' for line in lines)}]"
    pairs = [f"[{_dumps(line.text)},{box_text(line.box) or 'null'}]" for line in lines]
    return f"[{','.join(pairs)}]"


def meaning_rows(doc: str, meaning: Interpretation) -> Rows:
    """Observations, aggregates, budgets, achievements, what running text says, and findings of one document."""
    seen = observation_ids(doc, meaning.observations)
    ids = {
        "observation": seen,
        "aggregate": aggregate_ids(doc, meaning.aggregates),
        "budget": budget_ids(doc, meaning.budgets),
        "statement": statement_ids(doc, meaning.statements),
    }
    table_ids = {(p.page, p.table_no): n for n, t in enumerate(meaning.document.tables, 1) for p in t.parts}
    keyed = zip(seen, meaning.observations, meaning.indicator_keys, strict=True)
    whole = zip(ids["aggregate"], meaning.aggregates, strict=True)
    money = zip(ids["budget"], meaning.budgets, strict=True)
    return {
        "observation_rows": [
            (key, *_reading(doc, n, one), indicator) for n, (key, one, indicator) in enumerate(keyed, 1)
        ],
        "aggregate_rows": [
            (key, *_reading(doc, n, one.observation, one.kind), one.observation.measure)
            for n, (key, one) in enumerate(whole, 1)
        ],
        "budget_rows": [
            _budget(key, doc, n, table_ids.get((one.place.page, one.place.table_no)), one)
            for n, (key, one) in enumerate(money, 1)
        ],
        **prose_rows(doc, meaning),
        "achievement_rows": [_achievement(doc, n, one, seen) for n, one in enumerate(meaning.achievements, 1)],
        "finding_rows": [
            (key, doc, n, *finding_values(one, [ids[kind][index] for kind, index in one.evidence]))
            for n, (key, one) in enumerate(zip(finding_ids(doc, meaning.findings), meaning.findings, strict=True), 1)
        ],
    }


def _reading(doc: str, number: int, one: Observation, measure: str | None = None) -> Row:
    return (
        doc,
        number,
        *_place(one.place),
        measure or one.measure,
        one.year,
        one.period,
        one.plan_version,
        one.indicator,
        one.objective,
        one.parent,
        one.unit,
        one.unit_raw,
        one.raw,
        exact(one.value),
        one.text,
        one.comparator,
        exact(one.value_low),
        exact(one.value_high),
        one.missing,
        one.decimals,
        _dumps([exact(value) for value in one.alternatives]) if one.alternatives else None,
        one.table_caption,
        one.table_kind,
        box_text(one.box),
        one.confidence,
        one.method,
        one.note,
        one.decided_by,
    )


def _budget(key: str, doc: str, number: int, table: int | None, one: Budget) -> Row:
    return (
        key,
        doc,
        number,
        *_place(one.place),
        table,
        one.level,
        one.code,
        one.name,
        one.year,
        one.version,
        exact(one.budget),
        exact(one.realization),
        exact(one.absorption_printed),
        exact(absorption(one.budget, one.realization)),
        int(one.is_total),
        one.national_code,
    )


def absorption(budget: Decimal | None, realization: Decimal | None) -> Decimal | None:
    """Realisation against budget in percent, to four decimals; None without both or with a budget of zero.

    >>> absorption(Decimal("7200837838"), Decimal("6484343343"))
    Decimal('90.0498')
    """
    if budget is None or realization is None or budget == 0:
        return None
    return half_up(realization / budget * 100, 4)


def _achievement(doc: str, number: int, one: Achievement, ids: Sequence[str]) -> Row:
    return (
        doc,
        number,
        one.indicator_key,
        one.year,
        one.indicator,
        one.objective,
        one.unit,
        one.polarity,
        one.polarity_source,
        exact(one.target),
        exact(one.realization),
        exact(one.printed),
        exact(one.recomputed),
        one.formula,
        one.status,
        one.decided_by,
        one.rating_own,
        one.rating_common,
        _dumps([ids[i] for i in one.target_ids]),
        _dumps([ids[i] for i in one.realization_ids]),
        _dumps([ids[i] for i in one.printed_ids]),
        one.confidence,
        one.page,
        one.level,
    )


def finding_values(one: Finding, evidence_ids: Sequence[str]) -> Row:
    """Rule to evidence of a finding, its evidence as ids."""
    evidence = _dumps(evidence_ids)
    pages = ";".join(str(page) for page in one.pages)
    return (one.rule, one.severity, one.page, pages, one.line, one.message, one.printed, one.expected, evidence)


def exact(value: Decimal | None) -> str | None:
    """A decimal as digits, never with an exponent.

    >>> exact(Decimal("1.68E+8")), exact(Decimal("72.40"))
    ('168000000', '72.40')
    """
    return None if value is None else format(value, "f")


def box_text(box: Box | None) -> str | None:
    """A box as JSON, to a hundredth of a point; none for what a broken page gives as no number.

    >>> box_text(Box(72.0, 90.54000091552734, 100.25, 101.0)), box_text(Box(1.0, 2.0, float("nan"), 4.0))
    ('[72,90.54,100.25,101]', None)
    """
    return None if box is None or not isfinite(sum(box)) else f"[{_sides(box)}]"


def _length(points: float) -> float:
    return points if isfinite(points) else 0.0


def _sides(box: Box) -> str:
    return ",".join([f"{side:.2f}".rstrip("0").rstrip(".") for side in box])


def _place(place: Place) -> Row:
    return (place.page, place.table_no, place.row, place.col, place.line)


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
