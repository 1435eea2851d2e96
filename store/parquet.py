"""A view as a Parquet file, through pyarrow (the extra `lakip[parquet]`). Decimals are doubles, as in the view."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from store.columns import ExportError, Record, View
from store.style import PLAIN, Style

BATCH = 50_000


class ParquetMissing(ExportError):
    """pyarrow is not installed."""


def write_parquet(path: Path, view: View, rows: Iterator[Record], style: Style = PLAIN) -> int:
    """Write the rows in batches and return how many there were. Raises ParquetMissing without pyarrow."""
    try:
        pyarrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise ParquetMissing("Parquet needs an extra; install it with: pip install 'lakip[parquet]'") from error
    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "decimal": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    schema = pyarrow.schema(
        [
            pyarrow.field(style.head(one), types[one.type], metadata={"description": one.description, "unit": one.unit})
            for one in view.columns
        ]
    )
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, BATCH)):
            columns = zip(view.columns, zip(*batch, strict=True), strict=True)
            values = [_column(column.type, column_values) for column, column_values in columns]
            writer.write_table(pyarrow.table(values, schema=schema))
            count += len(batch)
    return count


def _column(kind: str, values: tuple[Any, ...]) -> list[Any]:
    if kind == "decimal":
        return [None if value is None else float(value) for value in values]
    if kind == "boolean":
        return [None if value is None else bool(value) for value in values]
    return list(values)
