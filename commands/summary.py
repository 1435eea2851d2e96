"""What a run did, in a few lines on stderr, and the exit code that goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.terminal import tell

if TYPE_CHECKING:
    from pipeline import Summary

MOST_NAMES = 5
ENDINGS = ("read", "empty", "refused", "failed")
ACHIEVEMENTS = (
    ("agreeing", ("equal", "rounding")),
    ("disagreeing", ("other_formula", "other_pair", "capped", "unexplained")),
    ("not printed", ("not_printed",)),
    ("not computable", ("not_computable",)),
    ("in conflict", ("conflict",)),
)


def exit_code(summary: Summary) -> int:
    """0 done, 1 where a document failed by our mistake or nothing could be read, 130 after Ctrl-C."""
    if summary.interrupted:
        return 130
    readable = sum(counts[status] for counts in (summary.ended, summary.unchanged) for status in ("read", "empty"))
    return 1 if summary.ended["failed"] or not readable else 0


def say(summary: Summary, database: Path) -> None:
    """Print the summary to stderr, ending with the next step."""
    for line in lines(summary, database):
        tell(line, err=True)


def lines(summary: Summary, database: Path) -> list[str]:
    """The summary as lines."""
    said = [_documents(summary)]
    for status in ENDINGS:
        said += _reasons(status, summary.reasons.get(status, ()))
    for path, first in summary.same_content:
        said.append(f"  same content: {_shown(path)} is {_shown(first)}")
    if summary.other_files:
        names = [Path(name).name for name in summary.other_files]
        said.append(f"  {_number(len(names), 'other file')} left alone: {_some(names)}")
    if summary.without_agency:
        said.append(f"  agency not told: {_some(summary.without_agency)} (name it with --agency)")
    if summary.ended:
        said.append(
            f"{_number(summary.pages, 'page')}, {_number(summary.tables, 'table')}, "
            f"{_number(summary.observations, 'observation')}, {_number(summary.findings, 'finding')}"
        )
        said.append(_achievements(summary.achievements))
    return [*said, _next_step(summary, database)]


def _documents(summary: Summary) -> str:
    counts = [f"{summary.ended[status]} {status}" for status in ENDINGS if summary.ended[status] or status == "read"]
    unchanged = summary.unchanged.total()
    if unchanged:
        counts.append(f"{unchanged} unchanged and skipped")
    if summary.same_content:
        counts.append(f"{len(summary.same_content)} with the same content as another")
    if unchanged and not summary.ended:
        return f"Nothing new: {_number(unchanged, 'document')} unchanged."
    return f"{_number(summary.documents, 'document')}: {', '.join(counts)}"


def _reasons(status: str, reasons: Sequence[tuple[str, str]]) -> list[str]:
    """One line for each reason, with the documents it holds for."""
    grouped: dict[str, list[str]] = {}
    for name, reason in reasons:
        grouped.setdefault(reason, []).append(name)
    return [f"  {status}: {reason}: {_some(names)}" for reason, names in sorted(grouped.items())]


def _achievements(statuses: Counter[str]) -> str:
    counts = [(name, sum(statuses[status] for status in group)) for name, group in ACHIEVEMENTS]
    return "achievements: " + ", ".join(f"{count} {name}" for name, count in counts)


def _next_step(summary: Summary, database: Path) -> str:
    if summary.interrupted:
        return "Interrupted. What was read is kept; run the same command again for the rest."
    if not summary.documents:
        return "No report found: name files, or a folder that holds .pdf or .txt files."
    if summary.ended["failed"]:
        return "Some documents failed by our mistake; see the column traceback of document_rows, and please report it."
    if exit_code(summary):
        return "Nothing could be read."
    return f"Next: lakip compare --db {database}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(map(_shown, names[:MOST_NAMES])) + more


def _shown(name: str) -> str:
    """A file's name on one line, with nothing in it that a terminal would obey.

    >>> _shown("laporan 2024.pdf"), _shown("a\\x1b[2Jb\\n.pdf")
    ('laporan 2024.pdf', 'a\\\\x1b[2Jb\\\\n.pdf')
    """
    return name if name.isprintable() else name.encode("unicode_escape").decode("ascii")


def _number(count: int, noun: str) -> str:
    """
    >>> _number(1, "page"), _number(2, "page")
    ('1 page', '2 pages')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
