"""What a run did, for people: counts, reasons, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bulk.documents import DocumentResult


@dataclass(slots=True)
class Summary:
    """What a run did. Names and reasons are kept of what went wrong or was left alone, of the rest only counts."""

    documents: int = 0
    pages: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unchanged: Counter[str] = field(default_factory=Counter)
    same_content: list[tuple[str, str]] = field(default_factory=list)
    other_files: list[str] = field(default_factory=list)
    tables: int = 0
    observations: int = 0
    findings: int = 0
    achievements: Counter[str] = field(default_factory=Counter)
    without_agency: list[str] = field(default_factory=list)
    interrupted: bool = False

    def add(self, result: DocumentResult) -> None:
        self.pages += result.pages
        self.ended[result.status] += 1
        if result.reason:
            self.reasons.setdefault(result.status, []).append((result.name, result.reason))
        if result.rows:
            self.tables += result.rows.count("table_rows")
            self.observations += result.rows.count("observation_rows")
            self.findings += result.rows.count("finding_rows")
            self.achievements.update(str(status) for status in result.rows.column("achievement_rows", "status"))
            if result.status == "read" and result.rows.column("document_rows", "agency_id") == [None]:
                self.without_agency.append(result.name)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after one more document; sizes are in bytes."""

    done: int
    total: int
    pages: int
    size_done: int
    size_total: int
    result: DocumentResult | None


OnProgress = Callable[[Progress], None]
