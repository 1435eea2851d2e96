"""From the tables back to what the other rooms work on: a Document without its PDF, an Interpretation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from sqlite3 import Connection, Row
from typing import Any, Literal

from extract.model import Box, Cell, CellLine, Document, Line, Page, Place, RawTable, TablePart
from normalize.model import Achievement, Aggregate, Budget, Finding, Identity, Interpretation, Observation, Statement


def load_document(connection: Connection, doc: str) -> Document:
    """The document as it was read: pages, lines, tables and cells, from the database alone. KeyError if missing."""
    pages = tuple(_page(row) for row in _rows(connection, "SELECT * FROM page_rows WHERE doc = ? ORDER BY page", doc))
    parts = _grouped(_rows(connection, "SELECT * FROM part_rows WHERE doc = ? ORDER BY table_id, part", doc))
    cells = _grouped(_rows(connection, "SELECT * FROM cell_rows WHERE doc = ? ORDER BY table_id, row, col", doc))
    tables = tuple(
        RawTable(
            parts=tuple(_part(part) for part in parts.get(row["table_id"], ())),
            cells=tuple(_cell(cell) for cell in cells.get(row["table_id"], ())),
            n_rows=row["n_rows"],
            n_cols=row["n_cols"],
            method=row["method"],
            quality=row["quality"],
            caption=row["caption"],
            lead=tuple(_line(page, rest) for page, *rest in json.loads(row["lead"])),
        )
        for row in _rows(connection, "SELECT * FROM table_rows WHERE doc = ? ORDER BY table_id", doc)
    )
    return _header(_document_row(connection, doc), pages, tables)


def _document_row(connection: Connection, doc: str) -> Row:
    for row in _rows(connection, "SELECT * FROM document_rows WHERE doc = ?", doc):
        return row
    raise KeyError(doc)


def _rows(connection: Connection, sql: str, doc: str) -> list[Row]:
    cursor = connection.cursor()
    cursor.row_factory = Row
    return cursor.execute(sql, (doc,)).fetchall()


def _grouped(rows: Iterable[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["table_id"], []).append(row)
    return groups


def _header(row: Row, pages: tuple[Page, ...] = (), tables: tuple[RawTable, ...] = ()) -> Document:
    kind: Literal["pdf", "text"] = "text" if row["form"] == "text" else "pdf"
    source = row["text_source"]
    return Document(row["sha256"], row["name"], row["path"], row["bytes"], kind, source, pages, tables)


def _page(row: Row) -> Page:
    lines = tuple(_line(row["page"], one) for one in json.loads(row["lines"]))
    return Page(row["page"], row["width"], row["height"], row["source"], bool(row["gated"]), lines)


def _line(page: int, values: list[Any]) -> Line:
    number, text, *box = values
    return Line(page, number, text, Box(*box) if box else None)


def _part(row: Row) -> TablePart:
    return TablePart(row["page"], row["table_no"], row["first_row"], row["last_row"], _box(row["bbox"]))


def _cell(row: Row) -> Cell:
    place = Place(row["page"], row["table_no"], row["part_row"], row["part_col"], row["line"])
    lines = _cell_lines(row["text"], json.loads(row["lines"]))
    box = _box(row["bbox"])
    sure = 1.0 if row["certainty"] is None else row["certainty"]
    return Cell(row["row"], row["col"], row["text"], place, row["row_span"], row["col_span"], box, lines, sure)


def _cell_lines(text: str, stored: list[Any]) -> tuple[CellLine, ...]:
    """Boxes alone belong to the lines of the text; a pair brings its own text."""
    if stored and isinstance(stored[0], list) and isinstance(stored[0][0], str):
        return tuple(CellLine(said, Box(*box) if box else None) for said, box in stored)
    return tuple(
        CellLine(said, Box(*box) if box else None) for said, box in zip(text.split("\n"), stored, strict=False)
    )


def _box(text: str | None) -> Box | None:
    return None if text is None else Box(*json.loads(text))


def load_interpretation(connection: Connection, doc: str) -> Interpretation:
    """What was understood of a document; its `document` comes without pages and tables."""
    row = _document_row(connection, doc)
    seen = _rows(connection, "SELECT * FROM observation_rows WHERE doc = ? ORDER BY number", doc)
    aggregates = _rows(connection, "SELECT * FROM aggregate_rows WHERE doc = ? ORDER BY number", doc)
    budgets = _rows(connection, "SELECT * FROM budget_rows WHERE doc = ? ORDER BY number", doc)
    findings = _rows(connection, "SELECT * FROM finding_rows WHERE doc = ? ORDER BY number", doc)
    statements = _rows(connection, "SELECT * FROM statement_rows WHERE doc = ? ORDER BY page, line, statement_id", doc)
    kinds = (("observation", seen), ("aggregate", aggregates), ("budget", budgets), ("statement", statements))
    numbers = {key: (kind, index) for kind, rows in kinds for index, one in enumerate(rows) for key in (one[0],)}
    achievements = _rows(connection, "SELECT * FROM achievement_rows WHERE doc = ? ORDER BY number", doc)
    return Interpretation(
        document=_header(row),
        identity=Identity(
            row["agency_id"],
            row["agency"],
            row["government_id"],
            row["government"],
            row["year"],
            row["kind"] or "other",
        ),
        observations=tuple(_observation(one, one["measure"]) for one in seen),
        indicator_keys=tuple(one["indicator_key"] for one in seen),
        aggregates=tuple(Aggregate(one["measure"], _observation(one, one["of_measure"])) for one in aggregates),
        budgets=tuple(_budget(one) for one in budgets),
        achievements=tuple(_achievement(one, numbers) for one in achievements),
        findings=tuple(_finding(one, numbers) for one in findings),
        statements=tuple(_statement(one) for one in statements),
    )


def _place(row: Row) -> Place:
    return Place(row["page"], row["table_no"], row["row"], row["col"], row["line"])


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _observation(row: Row, measure: Any) -> Observation:
    return Observation(
        place=_place(row),
        measure=measure,
        year=row["year"],
        indicator=row["indicator"],
        raw=row["raw"],
        value=_decimal(row["value"]),
        text=row["text"],
        period=row["period"],
        objective=row["objective"],
        parent=row["parent"],
        unit=row["unit"],
        unit_raw=row["unit_raw"],
        plan_version=row["plan_version"],
        comparator=row["comparator"],
        value_low=_decimal(row["value_low"]),
        value_high=_decimal(row["value_high"]),
        missing=row["missing"],
        decimals=row["decimals"],
        alternatives=tuple(Decimal(one) for one in json.loads(row["alternatives"] or "[]")),
        table_caption=row["table_caption"],
        table_kind=row["table_kind"],
        box=_box(row["bbox"]),
        method=row["method"],
        confidence=row["confidence"],
        note=row["note"],
        decided_by=row["decided_by"],
    )


def _budget(row: Row) -> Budget:
    return Budget(
        place=_place(row),
        level=row["level"],
        name=row["name"],
        year=row["year"],
        code=row["code"],
        version=row["version"],
        budget=_decimal(row["budget"]),
        realization=_decimal(row["realization"]),
        absorption_printed=_decimal(row["absorption_printed"]),
        is_total=bool(row["is_total"]),
        national_code=row["national_code"],
    )


def _statement(row: Row) -> Statement:
    return Statement(
        page=row["page"],
        line=row["line"],
        sentence=row["sentence"],
        subject=row["subject"],
        indicator_key=row["indicator_key"],
        year=row["year"],
        measure=row["measure"],
        raw=row["raw"],
        value=_decimal(row["value"]),
        text=row["text"],
    )


def _achievement(row: Row, numbers: dict[str, tuple[str, int]]) -> Achievement:
    def indexes(column: str) -> tuple[int, ...]:
        return tuple(numbers[key][1] for key in json.loads(row[column]))

    return Achievement(
        indicator_key=row["indicator_key"],
        year=row["year"],
        indicator=row["indicator"],
        objective=row["objective"],
        unit=row["unit"],
        polarity=row["polarity"],
        polarity_source=row["polarity_source"],
        target=_decimal(row["target"]),
        realization=_decimal(row["realization"]),
        printed=_decimal(row["printed"]),
        recomputed=_decimal(row["recomputed"]),
        formula=row["formula"],
        status=row["status"],
        decided_by=row["decided_by"],
        rating_own=row["rating_own"],
        rating_common=row["rating_common"],
        target_ids=indexes("target_ids"),
        realization_ids=indexes("realization_ids"),
        printed_ids=indexes("printed_ids"),
        confidence=row["confidence"],
        page=row["page"],
        level=row["level"] or "objective",
    )


def _finding(row: Row, numbers: dict[str, tuple[str, int]]) -> Finding:
    return Finding(
        rule=row["rule"],
        severity=row["severity"],
        page=row["page"],
        pages=tuple(int(page) for page in row["pages"].split(";") if page),
        line=row["line"],
        message=row["message"],
        printed=row["printed"],
        expected=row["expected"],
        evidence=tuple(numbers[key] for key in json.loads(row["evidence"])),
    )


def value_boxes(connection: Connection, doc: str) -> Iterator[tuple[int, Box]]:
    """Page and box of every cell of a document that holds an observation."""
    rows = connection.execute(
        "SELECT DISTINCT page, bbox FROM observation_rows WHERE doc = ? AND bbox IS NOT NULL", (doc,)
    )
    for page, bbox in rows:
        yield page, Box(*json.loads(bbox))
