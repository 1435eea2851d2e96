"""What became of a person's decisions: those that fit nothing, those on reports the database does not have."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection


def unmatched_decisions(db: Connection) -> list[tuple[str, str]]:
    """File name and message of each decision that fits nothing in its report."""
    from normalize.corrections.applying import UNMATCHED  # loads the tables of names, which most commands do without

    return db.execute(
        "SELECT d.name, f.message FROM finding_rows f JOIN document_rows d ON d.doc = f.doc WHERE f.rule = ?"
        " ORDER BY d.name, f.number",
        (UNMATCHED,),
    ).fetchall()


def unknown_reports(db: Connection, sha256s: Iterable[str]) -> list[str]:
    """Those of the fingerprints that no report in the database has."""
    known = {sha256 for (sha256,) in db.execute("SELECT sha256 FROM document_rows")}
    return sorted(set(sha256s) - known)
