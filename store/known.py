"""What the database already knows of documents: enough to tell which have to be read or linked again."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Known:
    """A document in the database; `limits` are those that refused it, if any did."""

    doc: str
    name: str
    path: str
    size: int
    status: str
    reader: str
    limits: str | None
    given_agency: str | None
    given_year: int | None
    corrections: str | None

    def is_current(self, limits: str, corrections: str | None) -> bool:
        """Whether reading it again by who has read it, under these limits, with these decisions, changes nothing."""
        return self.corrections == corrections and self.status != "failed" and self.limits in (None, limits)


_COLUMNS = "doc, name, path, bytes, status, reader, limits, given_agency, given_year, corrections"


def known_documents(connection: Connection) -> dict[str, Known]:
    """All documents by the sha256 of their content."""
    rows = connection.execute(f"SELECT sha256, {_COLUMNS} FROM document_rows")
    return {sha256: Known(*values) for sha256, *values in rows}


def readable_documents(connection: Connection) -> dict[str, Known]:
    """The documents whose cells and lines are in the database, largest first, by their sha256."""
    rows = connection.execute(
        f"SELECT sha256, {_COLUMNS} FROM document_rows d"
        " WHERE EXISTS (SELECT 1 FROM page_rows p WHERE p.doc = d.doc) ORDER BY page_count DESC, doc"
    )
    return {sha256: Known(*values) for sha256, *values in rows}


def find_document(connection: Connection, name: str) -> list[Known]:
    """The documents of that file name, path or start of sha256."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM document_rows"
        " WHERE name = ?1 OR path = ?1 OR (LENGTH(?1) >= 6 AND sha256 LIKE ?1 || '%') ORDER BY name, doc",
        (name,),
    )
    return [Known(*values) for values in rows]


def pending_scopes(connection: Connection) -> list[str]:
    """The governments whose documents changed since they were linked."""
    return [scope for (scope,) in connection.execute("SELECT scope FROM pending_rows ORDER BY scope")]
