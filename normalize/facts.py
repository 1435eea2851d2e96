"""Facts of the world, kept as rows in `normalize/data/*.csv`: read once, refused when a row repeats or contradicts."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(table: str, columns: Sequence[str], key: Sequence[str]) -> tuple[dict[str, str], ...]:
    """The rows of `data/<table>.csv`.

    `columns` are the columns the caller reads and `key` those that name a row. Raises ValueError when a column is
    missing, a row has no source, a row is ragged or a key stands twice.
    """
    path = DATA / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = {*columns, "source"} - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path.name} has no column {', '.join(sorted(missing))}")
        found = list(reader)
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(found, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{path.name} line {number}: not as many cells as columns")
        if not row["source"].strip():
            raise ValueError(f"{path.name} line {number}: no source")
        name = tuple(row[column].strip().casefold() for column in key)
        if name in seen:
            raise ValueError(f"{path.name} line {number}: {' / '.join(name)} stands on line {seen[name]} too")
        seen[name] = number
    return tuple({column: row[column].strip() for column in columns} for row in found)
