"""The prose half of a document: paragraphs to sentences, statements, counts, references, agreements, checklist."""

from __future__ import annotations

from dataclasses import replace

from normalize.model import Identity, Interpretation, Statement
from normalize.prose.agreements import read_agreements
from normalize.prose.causes import read_causes
from normalize.prose.checklist import read_checklist
from normalize.prose.context import contexts, objective_in
from normalize.prose.counts import read_counts
from normalize.prose.names import index_names
from normalize.prose.number_pairs import read_number_pairs
from normalize.prose.objectives import read_objectives
from normalize.prose.paragraphs import read_paragraphs
from normalize.prose.planned import read_planned
from normalize.prose.references import read_references
from normalize.prose.sentences import read_sentences
from normalize.prose.statements import read_statements


def read_prose(whole: Interpretation) -> Interpretation:
    """The interpretation with what its running text says; observations and budgets give the names to look for."""
    paragraphs = read_paragraphs(whole.document)
    sentences = read_sentences(paragraphs)
    texts = [paragraph.text for paragraph in paragraphs]
    agencies = agency_names(whole.identity)
    names = index_names(whole.observations, whole.indicator_keys, whole.budgets, agencies, texts)
    objectives = read_objectives(whole.observations, whole.indicator_keys, whole.identity.year)
    around = contexts(paragraphs, names, objectives)
    told = replace(
        whole,
        paragraphs=paragraphs,
        sentences=sentences,
        statements=_in_order(
            *read_statements(paragraphs, sentences, names, whole.identity.year),
            *read_planned(paragraphs, sentences, names, _first_result(whole)),
        ),
        counts=read_counts(paragraphs, sentences),
        number_words=read_number_pairs(paragraphs),
        references=read_references(paragraphs),
        agreements=read_agreements(whole.document),
        causes=read_causes(paragraphs, sentences, around, lambda text: objective_in(text, names, objectives)),
    )
    return replace(told, checklist=read_checklist(told, objectives, around))


def _first_result(whole: Interpretation) -> int:
    """The first page with a realisation of the report's year in a table; 1 where there is none."""
    own = [o for o in whole.observations if o.measure == "realization" and o.year == whole.identity.year]
    return min((o.place.page for o in own), default=1)


def _in_order(*statements: Statement) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda one: (one.number, one.start)))


def agency_names(identity: Identity) -> tuple[str, ...]:
    """The agency's name with and without its government's.

    >>> agency_names(Identity("a", "Dinas Sosial Kota Batu", "35.79", "Kota Batu", 2024, "report"))
    ('Dinas Sosial Kota Batu', 'Dinas Sosial')
    """
    if identity.agency is None:
        return ()
    short = identity.agency.removesuffix(identity.government or "").strip()
    return (identity.agency, short) if short and short != identity.agency else (identity.agency,)
