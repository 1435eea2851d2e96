"""Draw findings to be judged against their pages, and count the table of judgements.

`python -m benchmarks.judged_findings --draw FINDINGS.csv` prints the sample of what `lakip export findings` wrote: the
first 200 by the hash of document, rule and message, at most 15 of a rule and 20 of a document, so that the same
findings draw the same sample anywhere. Without it the figures of `docs/judged_findings.csv` are printed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

TABLE = Path(__file__).parents[1] / "docs" / "judged_findings.csv"
COLUMNS = ("key", "document", "rule", "severity", "pages", "line", "judgement", "reason")
JUDGEMENTS = ("worth it", "true only", "false")
"""True and worth a reader's time; true but not worth it; not what the page shows."""
SIZE = 200
MOST_OF_A_RULE = 15
MOST_OF_A_DOCUMENT = 20
FIRST_DRAW = (187, 200)
"""How many of the findings drawn before anything was mended were true and worth it."""
SEED = "2026"

Row = Mapping[str, str]


def key_of(row: Row) -> str:
    """Twelve hexadecimal digits that name a finding by its content and order the draw."""
    return hashlib.sha256(f"{SEED}{row['document']}{row['rule']}{row['message']}".encode()).hexdigest()[:12]


def drawn(findings: Iterable[Row]) -> list[Row]:
    """The sample in the order of the draw."""
    rules: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    sample: list[Row] = []
    for row in sorted(findings, key=key_of):
        has_room = rules[row["rule"]] < MOST_OF_A_RULE and documents[row["document"]] < MOST_OF_A_DOCUMENT
        if has_room and len(sample) < SIZE:
            rules[row["rule"]] += 1
            documents[row["document"]] += 1
            sample.append(row)
    return sample


def load(path: Path = TABLE) -> list[dict[str, str]]:
    """The published judgements."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {100 * part / whole:.1f} %"


def figures(rows: Sequence[Row]) -> str:
    """The share of true and worthwhile findings, and the counts by severity and by rule, as Markdown."""
    good = sum(row["judgement"] == JUDGEMENTS[0] for row in rows)
    lines = [
        f"True and worth a reader's time: **{share(good, len(rows))}**; in the first draw, before anything was mended, "
        f"{share(*FIRST_DRAW)}.",
        "",
        *_table("severity", rows, ("high", "medium", "low")),
        "",
        *_table("rule", rows, sorted({row["rule"] for row in rows})),
    ]
    return "\n".join(lines)


def _table(column: str, rows: Sequence[Row], values: Iterable[str]) -> list[str]:
    lines = [f"| {column} | judged | {' | '.join(JUDGEMENTS)} |", "| --- | ---: | ---: | ---: | ---: |"]
    for value in values:
        counts = Counter(row["judgement"] for row in rows if row[column] == value)
        shown = f"`{value}`" if column == "rule" else value
        lines.append(f"| {shown} | {counts.total()} | {' | '.join(str(counts[one]) for one in JUDGEMENTS)} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="draw findings to judge, or count the judgements")
    parser.add_argument("--draw", metavar="FINDINGS.csv", type=Path, help="an export of findings to draw from")
    options = parser.parse_args()
    if options.draw is None:
        print(figures(load()))
        return
    known = {row["key"]: row for row in load()}
    out = csv.DictWriter(sys.stdout, (*COLUMNS, "message"), lineterminator="\n")
    out.writeheader()
    for row in drawn(load(options.draw)):
        key = key_of(row)
        judged = {column: known.get(key, {}).get(column, "") for column in ("judgement", "reason")}
        found = {column: row[column] for column in (*COLUMNS[1:6], "message")}
        out.writerow({"key": key, **found, **judged})


if __name__ == "__main__":
    main()
