"""Steps from an older database to today's. A new database is made from `schema.TABLES` at once and needs none.

Version 1 is the first. Each later version adds one step here that changes tables in place and keeps their content.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.schema import PROSE_TABLES, STATEMENT_INDEX

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Migration:
    """The step that leads to `version` from the one before."""

    version: int
    apply: Callable[[Database], None]


DECISION_COLUMNS = (
    ("document_rows", "corrections"),
    ("observation_rows", "decided_by"),
    ("aggregate_rows", "decided_by"),
)


def _add_decisions(db: Database) -> None:
    for table, column in DECISION_COLUMNS:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")


def _add_prose(db: Database) -> None:
    for table in PROSE_TABLES:
        db.execute(table.create_sql())
    db.execute(STATEMENT_INDEX)


def _add_levels(db: Database) -> None:
    db.execute("ALTER TABLE achievement_rows ADD COLUMN level TEXT")


def _add_certainty(db: Database) -> None:
    db.execute("ALTER TABLE cell_rows ADD COLUMN certainty REAL")


def _add_national_codes(db: Database) -> None:
    db.execute("ALTER TABLE budget_rows ADD COLUMN national_code TEXT")


MIGRATIONS: tuple[Migration, ...] = (
    Migration(2, _add_decisions),
    Migration(3, _add_prose),
    Migration(4, _add_levels),
    Migration(5, _add_certainty),
    Migration(6, _add_national_codes),
)
