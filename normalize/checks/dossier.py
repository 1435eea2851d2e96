"""All that the checks look at: an interpretation with its values grouped by indicator and year, rows and scales."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.model import Page, Place, RawTable
from normalize.achievements.achievement import polarities
from normalize.achievements.candidates import Candidates, collect
from normalize.achievements.ratings import Scale, scales_of
from normalize.achievements.rows import Row, TableId, read_rows, table_of
from normalize.checks.rules import RULE_BY_CODE
from normalize.heads.roles import Head, read_head
from normalize.indicators.polarity import Verdict
from normalize.model import Aggregate, Budget, Finding, Interpretation, Measure, Observation
from normalize.tables.sheet import sheet_of

OF_OBJECTIVE = re.compile(r"capaian\s+(?:kinerja\s+)?sasaran|rata\s*-?\s*rata", re.I)


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head over a cell as printed, from the top level down, and what its words propose."""

    path: tuple[str, ...]
    head: Head


@dataclass(frozen=True, slots=True)
class Dossier:
    """An interpretation and what several checks need of it, computed once."""

    interpretation: Interpretation
    groups: tuple[Candidates, ...]
    rows: tuple[Row, ...]
    verdicts: dict[str, Verdict]
    scales: tuple[Scale, ...]
    tables: dict[TableId, RawTable]
    heads: dict[Place, ColumnHead]
    spans: dict[Place, int]
    page_texts: tuple[str, ...]

    def pages_with(self, *words: str) -> Iterator[Page]:
        """The pages that hold one of some words, in whatever capitals: the only ones whose lines need a closer look."""
        for page, text in zip(self.interpretation.document.pages, self.page_texts, strict=True):
            if any(map(text.__contains__, words)):
                yield page

    def is_of_group(self, value: Observation, row: Observation) -> bool:
        """Whether a value is that of a group of rows: its cell covers more of them, or its head says so."""
        column = self.heads.get(value.place)
        if column is not None and OF_OBJECTIVE.search(" ".join(column.path)):
            return True
        return self.spans.get(value.place, 1) > self.spans.get(row.place, 1)

    @property
    def observations(self) -> tuple[Observation, ...]:
        return self.interpretation.observations

    @property
    def keys(self) -> tuple[str, ...]:
        return self.interpretation.indicator_keys

    @property
    def budgets(self) -> tuple[Budget, ...]:
        return self.interpretation.budgets

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        return self.interpretation.aggregates

    @property
    def year(self) -> int | None:
        return self.interpretation.identity.year

    def ids_of(self, *measures: Measure) -> list[int]:
        """The yearly observations of some measures that hold a value or a text, in reading order."""
        return [
            i
            for i, o in enumerate(self.observations)
            if o.measure in measures and o.period == "year" and (o.value is not None or o.text)
        ]

    def by_key(self, ids: Iterable[int]) -> dict[str, list[int]]:
        """Observations grouped by their indicator."""
        keys = self.keys
        groups: dict[str, list[int]] = defaultdict(list)
        for i in ids:
            groups[keys[i]].append(i)
        return groups


def _heads(table: RawTable) -> Iterator[tuple[Place, ColumnHead]]:
    """The head of each body cell of a table."""
    sheet = sheet_of(table)
    paths = {col: sheet.head_path(col) for col in range(1, table.n_cols + 1)}
    heads = {col: ColumnHead(path, read_head(path)) for col, path in paths.items() if path}
    for cell in table.cells:
        if cell.row not in sheet.head_rows and cell.col in heads:
            yield cell.place, heads[cell.col]


def open_dossier(interpretation: Interpretation) -> Dossier:
    """Group what an interpretation holds; its findings are not looked at."""
    observations, keys = interpretation.observations, interpretation.indicator_keys
    groups = collect(observations, keys)
    document = interpretation.document
    tables = {(part.page, part.table_no): table for table in document.tables for part in table.parts}
    used = {id(table): table for o in observations if (table := tables.get(table_of(o))) is not None}
    return Dossier(
        interpretation=interpretation,
        groups=groups,
        rows=read_rows(observations, keys),
        verdicts=polarities(groups, observations),
        scales=scales_of(document),
        tables=tables,
        heads={place: head for table in used.values() for place, head in _heads(table)},
        spans={cell.place: cell.row_span for table in used.values() for cell in table.cells},
        page_texts=tuple("\n".join(line.text for line in page.lines).lower() for page in document.pages),
    )


def finding(
    code: str,
    places: Sequence[Place],
    message: str,
    printed: str | None = None,
    expected: str | None = None,
    evidence: Iterable[tuple[str, int]] = (),
) -> Finding:
    """A finding of a rule of the one list, on the first of its places; `pages` holds them all once."""
    rule = RULE_BY_CODE[code]
    ordered = sorted(places)
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        page=ordered[0].page if ordered else None,
        pages=tuple(dict.fromkeys(place.page for place in ordered)),
        line=ordered[0].line if ordered else None,
        message=message,
        printed=printed,
        expected=expected,
        evidence=tuple(evidence),
    )
