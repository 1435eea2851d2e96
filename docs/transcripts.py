"""What the program prints, for README and docs: run as a user runs it, on the reports of corpus/."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

SHOWN = (
    "document",
    "page",
    "table_no",
    "row",
    "col",
    "indicator",
    "year",
    "measure",
    "raw",
    "value",
    "unit",
    "confidence",
)


@cache
def _run(*arguments: str) -> tuple[str, str]:
    from click.testing import CliRunner

    from commands import cli

    result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False, terminal_width=100)
    return result.stdout, result.stderr


@cache
def _database() -> str:
    """A database of the corpus, made once; what ingest printed stands in `demo("ingest")`."""
    folder = tempfile.mkdtemp()
    return str(Path(folder) / "lakip.db")


@cache
def demo(what: str) -> str:
    """The output of one step of the demo."""
    database = _database()
    printed = "".join(_run("ingest", str(ROOT / "corpus" / "reports"), "--db", database, "--ocr", "never"))
    if what == "ingest":
        lines = [line for line in printed.replace(database, "outputs/lakip.db").splitlines() if not _is_progress(line)]
        return "\n".join(lines)
    if what == "compare":
        return compared()
    if what == "check":
        return _run("check", "--agency", "Dinas Tenaga Kerja", "--severity", "high", "--db", database)[0]
    if what == "row":
        text = _run("export", "observations", "-o", "-", "--db", database)[0]
        row = next(r for r in csv.DictReader(io.StringIO(text)) if r["raw"] == "5.517 Orang")
        return "\n".join(f"{name:<12} {row[name]}" for name in SHOWN)
    raise ValueError(what)


def compared(*options: str) -> str:
    """What `lakip compare` prints on a terminal of 110 columns, over the reports of the demo."""
    demo("ingest")
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "110"
    try:
        return "".join(_run("compare", *options, "--db", _database()))
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def _is_progress(line: str) -> bool:
    return bool(re.search(r"pages?/s|remaining|it/s", line))


def show(text: str, command: str = "") -> None:
    """Print a block of output for cog, with the command above it."""
    import cog

    body = "\n".join(line.rstrip() for line in text.rstrip().splitlines())
    cog.outl("```\n" + (command + "\n" if command else "") + body + "\n```")


def help_pages() -> str:
    """The help of every command, as Markdown."""
    from commands import COMMANDS

    parts = []
    for name in COMMANDS:
        parts.append(f"## lakip {name}\n\n```\n{_run(name, '--help')[0].rstrip()}\n```\n")
    return "\n".join(parts)


def rule_pages() -> str:
    """Every kind of finding, as a Markdown table."""
    from normalize.checks.rules import RULES
    from normalize.links.link_rules import LINK_RULES

    rows = [
        f"| `{r.code}` | {r.severity} | {r.explanation} | {r.decided} |"
        for r in sorted((*RULES, *LINK_RULES), key=lambda r: r.code)
    ]
    return "\n".join(["| rule | severity | what it says | how it is decided |", "|---|---|---|---|", *rows])


def column_pages() -> str:
    """Every public view with its columns, as Markdown."""
    from store import public_views

    parts = []
    for view in public_views():
        rows = [f"| `{c.name}` | {c.type} | {c.unit or ''} | {c.description} |" for c in view.columns]
        head = ["| column | type | unit | meaning |", "|---|---|---|---|"]
        parts.append("\n".join([f"## {view.name}\n\n{view.description}\n", *head, *rows, ""]))
    return "\n".join(parts)
