"""What joins the documents of one government: read as interpretations, written as rows that are dropped and rebuilt.

`scope` is a government_id, or the key of a document whose government is not known and which therefore stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from sqlite3 import Connection

from normalize.model import Interpretation, LinkedRows
from store.database import Connected
from store.identity import aggregate_ids, budget_ids, finding_ids, observation_ids
from store.reading import load_interpretation
from store.rows import Row, finding_values
from store.schema import find_table
from store.views import CHOOSE
from store.write import transaction

SCOPE_TABLES = ("indicator_rows", "between_rows", "chosen_rows")
DOCUMENT_LINKS = ("link_rows", "restated_rows")
Link = Callable[[Sequence[Interpretation]], LinkedRows]
"""What finds the links of some documents: `normalize.link`."""


def relink(db: Connected, scope: str, link: Link) -> None:
    """Put the links of a government in the place of the old ones, all or nothing.

    It goes from agency to agency, whose reports alone have anything to do with each other: the memory it takes does
    not grow with the number of agencies.
    """
    with transaction(db):
        for name in SCOPE_TABLES:
            db.conn.execute(f"DELETE FROM {name} WHERE scope = ?", (scope,))
        for name in DOCUMENT_LINKS:  # a document that was linked when more was known of it is its own scope now
            db.conn.execute(f"DELETE FROM {name} WHERE doc = ?", (scope,))
        for docs in _agencies(db.conn, scope):
            meanings = [load_interpretation(db.conn, doc) for doc in docs]
            _write_agency(db, scope, docs, meanings, link(meanings))
        db.conn.execute(CHOOSE, {"scope": scope})
        db.conn.execute("DELETE FROM pending_rows WHERE scope = ?", (scope,))


def agency_meanings(connection: Connection, agency_id: str | None = None) -> Iterator[list[Interpretation]]:
    """What was understood of the documents of each known agency, or of one, agency by agency."""
    rows = connection.execute(
        "SELECT agency_id, doc FROM document_rows WHERE agency_id IS NOT NULL AND agency_id = COALESCE(?, agency_id)"
        " AND status IN ('read', 'empty') ORDER BY 1, 2",
        (agency_id,),
    ).fetchall()
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield [load_interpretation(connection, doc) for _, doc in group]


def _agencies(connection: Connection, scope: str) -> Iterator[list[str]]:
    """The documents of each agency of a government, in an order that does not depend on reading.

    A document whose agency is not known stands alone.
    """
    rows = connection.execute(
        "SELECT COALESCE(agency_id, doc), doc FROM document_rows"
        " WHERE COALESCE(government_id, doc) = ? AND status IN ('read', 'empty') ORDER BY 1, 2",
        (scope,),
    ).fetchall()
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield [doc for _, doc in group]


def _write_agency(
    db: Connected, scope: str, docs: Sequence[str], meanings: Sequence[Interpretation], linked: LinkedRows
) -> None:
    concepts = {one.indicator_id: one.concept_id for one in linked.indicators}
    rows: dict[str, list[Row]] = {
        "indicator_rows": [
            (one.indicator_id, scope, one.agency_id, one.name, one.concept_id) for one in linked.indicators
        ],
        "link_rows": [(docs[n], key, indicator, concepts[indicator]) for n, key, indicator in linked.keys],
        "restated_rows": [(docs[n], key, year) for n, key, year in linked.restated],
        "between_rows": _between(scope, docs, meanings, linked),
    }
    for name in DOCUMENT_LINKS:
        db.conn.executemany(f"DELETE FROM {name} WHERE doc = ?", [(doc,) for doc in docs])
    for name, values in rows.items():
        db.conn.executemany(find_table(name).insert_sql(), values)
    names = {one.concept_id: one.concept for one in linked.indicators if one.concept}
    db.conn.executemany("INSERT OR REPLACE INTO concept_rows VALUES (?, ?)", sorted(names.items()))


def _between(scope: str, docs: Sequence[str], meanings: Sequence[Interpretation], linked: LinkedRows) -> list[Row]:
    """Findings between reports, their evidence as ids of several documents."""
    ids = [
        {
            "observation": observation_ids(doc, one.observations),
            "aggregate": aggregate_ids(doc, one.aggregates),
            "budget": budget_ids(doc, one.budgets),
        }
        for doc, one in zip(docs, meanings, strict=True)
    ]
    rows: list[Row] = []
    for number, doc in enumerate(docs):
        own = [(finding, evidence) for n, finding, evidence in linked.findings if n == number]
        keys = finding_ids(doc, [finding for finding, _ in own])
        for key, (finding, evidence) in zip(keys, own, strict=True):
            named = [ids[n][kind][index] for n, kind, index in evidence]
            rows.append((key, scope, doc, *finding_values(finding, named)))
    return rows
