"""Heads that say one thing over columns that hold another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import listed, name, observation_ids, raw, where
from normalize.head_rules import Role
from normalize.model import Finding

SAYS_REALIZATION = re.compile(r"realisasi|kondisi|hasil", re.I)
LEAST_ROWS = 2


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
