"""The year of a report whose pages name none outside their tables: the last one that columns of results are of."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import RawTable
from normalize.heads.roles import Role, read_head
from normalize.tables.columns import MOSTLY, is_figure, share
from normalize.tables.sheet import sheet_of

RESULTS = frozenset({Role.REALIZATION, Role.ACHIEVEMENT})


def year_of_tables(tables: Sequence[RawTable]) -> int | None:
    """The latest year in the heads of columns that hold results; None where no such head names one."""
    years = set()
    for table in tables:
        sheet = sheet_of(table)
        for col in range(1, table.n_cols + 1):
            head = read_head(sheet.head_path(col))
            if head.role in RESULTS and head.year is not None and share(sheet, col, is_figure) >= MOSTLY:
                years.add(head.year)
    return max(years, default=None)
