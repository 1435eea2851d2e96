"""Heads that say one thing over columns that hold another, and heads over columns that they do not name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import listed, name, observation_ids, raw, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Finding
from normalize.tables.sheet import Sheet, sheet_of
from normalize.words import letters

SAYS_REALIZATION = re.compile(r"realisasi|kondisi|hasil", re.I)
LEAST_ROWS = 2
MEASURES = frozenset({Role.TARGET, Role.REALIZATION, Role.ACHIEVEMENT, Role.BUDGET, Role.BUDGET_REALIZATION})


def check_heads(dossier: Dossier) -> Iterator[Finding]:
    """Columns headed as achievement that hold measured values, beside targets of the same year."""
    tables: dict[Table, list[int]] = defaultdict(list)
    with_target = {
        (table_key(dossier.observations[i], dossier), dossier.keys[i], dossier.observations[i].year)
        for i in dossier.ids_of("target")
    }
    for i in dossier.ids_of("realization"):
        o = dossier.observations[i]
        column, table = dossier.heads.get(o.place), table_key(o, dossier)
        if column is None or column.head.role != Role.ACHIEVEMENT or SAYS_REALIZATION.search(" ".join(column.path)):
            continue
        if (table, dossier.keys[i], o.year) in with_target:
            tables[table].append(i)
    for ids in tables.values():
        if len(ids) >= LEAST_ROWS:
            yield _lie(ids, dossier)


def _lie(ids: list[int], dossier: Dossier) -> Finding:
    observations = [dossier.observations[i] for i in ids]
    heads = list(dict.fromkeys(" ".join(" ".join(dossier.heads[o.place].path).split()) for o in observations))
    shown = listed([name(head) for head in heads])
    columns = f"columns {shown} hold" if len(heads) > 1 else f"column {shown} holds"
    first = observations[0]
    return finding(
        "header.lies",
        [o.place for o in observations],
        f"The {columns} realisations ({where(o.place for o in observations)}), not achievements: {raw(first)} for "
        f"{name(first.indicator)}.",
        " | ".join(heads),
        "Realisasi",
        observation_ids(ids),
    )


def check_covering_heads(dossier: Dossier) -> Iterator[Finding]:
    """Heads over several columns that only name one of them; one finding a table."""
    for table in dossier.interpretation.document.tables:
        sheet = sheet_of(table)
        for top, below in _covering(sheet):
            roles = {read_head((head,)).role for head in below}
            named = any(letters(head) == letters(top) for head in below)
            if named and len(roles & MEASURES) > 1 and read_head((top,)).role in MEASURES:
                place = min(cell.place for cell in table.cells if cell.row in sheet.head_rows)
                caption = f" in the table {name(table.caption)}" if table.caption else ""
                yield finding(
                    "header.covers",
                    [place],
                    f"The head {name(top)} spans the columns {listed([name(head) for head in below])}{caption} "
                    f"({where([place])}), and names only one of them.",
                    " ".join(top.split()),
                    None,
                )
                break


def _covering(sheet: Sheet) -> Iterator[tuple[str, list[str]]]:
    """The heads of the top level over several columns, each with the heads of the lowest level below it."""
    columns = [sheet.head_path(col) for col in range(1, sheet.table.n_cols + 1)]
    for top, paths in groupby(columns, key=lambda path: path[0] if path else ""):
        below = [path[-1] for path in paths if len(path) > 1]
        if top and len(below) > 1:
            yield top, below
