"""A document's tables and lines to everything that was understood of it."""

from __future__ import annotations

from extract.model import Document
from normalize.agencies import identify
from normalize.model import Aggregate, Interpretation, Observation
from normalize.observations import observe
from normalize.tables import plan_end, read_tables


def interpret(document: Document, *, agency: str | None = None, year: int | None = None) -> Interpretation:
    """Observations, achievements, budgets and findings of a document; `agency` and `year` are a person's word."""
    identity = identify(document, agency=agency, year=year)
    observations: list[Observation] = []
    aggregates: list[Aggregate] = []
    for reading in read_tables(document.tables, identity.year, plan_end(document, identity.year)):
        found, summed = observe(reading)
        observations += found
        aggregates += summed
    return Interpretation(document, identity, tuple(observations), (), tuple(aggregates), (), (), ())
