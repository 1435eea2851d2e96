"""A document's tables and lines to everything that was understood of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Document
from normalize.achievements.achievement import judge
from normalize.achievements.ratings import scales_of
from normalize.budgets.lists import read_budget_lists
from normalize.budgets.national import with_national_codes
from normalize.budgets.reading import read_budgets
from normalize.checks.findings import find
from normalize.corrections.applying import correct
from normalize.corrections.file import Correction
from normalize.identity.agencies import identify
from normalize.indicators.keys import group
from normalize.indicators.level import with_levels
from normalize.model import Aggregate, Interpretation, Observation
from normalize.prose.reading import read_prose
from normalize.table_reading import plan_end, read_tables
from normalize.tables.year_of_tables import year_of_tables
from normalize.values.observations import look_around, observe
from normalize.values.plan_version import version_of_document
from normalize.values.witnesses import with_witnesses

TITLE_LINES = 12


def interpret(
    document: Document,
    *,
    agency: str | None = None,
    year: int | None = None,
    corrections: Sequence[Correction] = (),
) -> Interpretation:
    """Observations, achievements, budgets and findings of a document.

    `agency`, `year` and `corrections` are a person's word: the decisions on this document, applied to what was read
    before anything is judged.
    """
    identity = identify(document, agency=agency, year=year)
    if identity.year is None:
        identity = replace(identity, year=year_of_tables(document.tables))
    readings = read_tables(document.tables, identity.year, plan_end(document, identity.year), document.pages)
    titles = [line.text for page in document.pages[:1] for line in page.lines[:TITLE_LINES]]
    elsewhere = look_around(readings, identity.year, version_of_document(identity.kind, titles))
    observations: list[Observation] = []
    aggregates: list[Aggregate] = []
    for reading in readings:
        found, summed = observe(reading, elsewhere)
        observations += found
        aggregates += summed
    keys = group(observations)
    decided = correct(with_witnesses(observations, keys), keys, corrections)
    lines = (*read_budgets(document.tables, identity.year), *read_budget_lists(document, identity.year))
    budgets = with_national_codes(lines)
    judged = judge(decided.observations, decided.keys, identity, scales_of(document))
    whole = Interpretation(
        document=document,
        identity=identity,
        observations=decided.observations,
        indicator_keys=decided.keys,
        aggregates=tuple(aggregates),
        budgets=budgets,
        achievements=with_levels(judged, budgets),
        findings=(),
    )
    whole = read_prose(whole)
    return replace(whole, findings=(*find(whole), *decided.findings))
