"""Linking the documents of one government: the same indicator of an agency over its reports and years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from normalize.corrections.applying import by_document, concept_decision, other_names
from normalize.corrections.file import Correction
from normalize.indicators.concepts import concepts, match_concept
from normalize.indicators.keys import shown_name
from normalize.links.history import against_agreements, repeated, restated
from normalize.model import Interpretation, LinkedIndicator, LinkedRows, Observation
from normalize.names.indicator_text import indicator_text
from normalize.names.one_indicator import WITNESSES, Named, Slot, figures_show_one, named_alike

_DOC_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator of one document: its key, spellings (with the group line of a sub-row) and figures."""

    document: int
    key: str
    name: str
    texts: tuple[Named, ...]
    figures: Mapping[Slot, frozenset[Decimal]]
    concept_id: str | None
    exactly: bool
    is_decided: bool = False


@dataclass(slots=True)
class _Group:
    """The entries that are one indicator, each of another document, with their different keys and spellings."""

    entries: list[Entry] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    texts: dict[Named, None] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.keys.add(entry.key)
        self.texts.update(dict.fromkeys(entry.texts))


def load_tables() -> None:
    """Load the tables that names are looked up in, which the first name would: a tenth of a second."""
    match_concept("no indicator")


def link(meanings: Sequence[Interpretation], corrections: Iterable[Correction] = ()) -> LinkedRows:
    """Indicators over all documents of one government, with concepts, restated history and findings between reports.

    A person's `corrections` give an indicator another name or concept.

    The outcome does not depend on the order of `meanings` beyond their indexes: documents are taken by year, then by
    content. An indicator is named by its earliest report.
    """
    decided = by_document(corrections)
    by_agency: dict[str, list[int]] = defaultdict(list)
    for n, meaning in enumerate(meanings):
        by_agency[meaning.identity.agency_id or meaning.document.sha256[:_DOC_DIGITS]].append(n)
    indicators: list[LinkedIndicator] = []
    keys: list[tuple[int, str, str]] = []
    for agency, documents in sorted(by_agency.items()):
        found = {n: list(_entries(n, meanings[n], decided.get(meanings[n].document.sha256, ()))) for n in documents}
        for linked, entries in _linked(agency, meanings, found):
            indicators.append(linked)
            keys.extend((entry.document, entry.key, linked.indicator_id) for entry in entries)
    known = {(n, key): indicator_id for n, key, indicator_id in keys}
    marked, findings = restated(meanings, known)
    return LinkedRows(
        tuple(indicators),
        tuple(sorted(keys)),
        tuple(sorted(marked)),
        (*findings, *repeated(meanings, known), *against_agreements(meanings, known)),
    )


def _linked(
    agency: str, meanings: Sequence[Interpretation], found: Mapping[int, Sequence[Entry]]
) -> Iterator[tuple[LinkedIndicator, list[Entry]]]:
    order = sorted(found, key=lambda n: _by_time(meanings[n]))
    groups: list[_Group] = []
    for n in order:
        _place(groups, found[n])
    taken: Counter[str] = Counter()
    for group in (one.entries for one in groups):
        first = group[0]
        taken[first.key] += 1
        slug = first.key if taken[first.key] == 1 else f"{first.key}-{taken[first.key]}"
        indicator_id = f"{agency}/{slug}"
        concept_id = _concept_of(group)
        named = concepts()[concept_id].name if concept_id else None
        agency_id = meanings[first.document].identity.agency_id
        yield LinkedIndicator(indicator_id, agency_id, first.name, concept_id or indicator_id, named), group


def _concept_of(group: Sequence[Entry]) -> str | None:
    """The concept a person decided on (none, where the last one said so), else the first that a wording tells."""
    decided = [entry for entry in group if entry.is_decided]
    if decided:
        return decided[-1].concept_id
    return next((entry.concept_id for entry in group if entry.concept_id), None)


def _by_time(meaning: Interpretation) -> tuple[int, int, str]:
    """Reports before other documents of their year; documents without a year last."""
    identity = meaning.identity
    return identity.year or 9999, int(identity.kind != "report"), meaning.document.sha256


def _entries(document: int, meaning: Interpretation, corrections: Sequence[Correction]) -> Iterator[Entry]:
    """The document's indicators in the order of their keys, each also by the name that a person gave it."""
    observed: dict[str, list[Observation]] = defaultdict(list)
    for key, observation in zip(meaning.indicator_keys, meaning.observations, strict=True):
        observed[key].append(observation)
    for key, observations in sorted(observed.items()):
        printed = {(each.parent or "", each.indicator) for each in observations}
        spellings = sorted(printed | {("", name) for name in other_names(corrections, observations)})
        figures: dict[Slot, set[Decimal]] = defaultdict(set)
        for each in observations:
            if each.value is not None and each.period == "year" and each.measure in WITNESSES:
                figures[each.year, each.measure, each.period].add(each.value)
        yield Entry(
            document,
            key,
            shown_name(min(observations, key=lambda each: each.place)),
            tuple((indicator_text(parent) if parent else None, indicator_text(text)) for parent, text in spellings),
            {slot: frozenset(values) for slot, values in figures.items()},
            *_concept((text for parent, text in spellings if not parent), concept_decision(corrections, observations)),
        )


def _concept(texts: Iterable[str], decision: Correction | None) -> tuple[str | None, bool, bool]:
    """The concept of the first text that has one, whether some text is wholly an accepted wording of it, and whether a
    person decided so instead."""
    if decision is not None:
        concept_id = decision.value if decision.decision == "correct" else None
        return concept_id, concept_id is not None, True
    matches = [match for match in map(match_concept, texts) if match]
    if not matches:
        return None, False, False
    concept_id = matches[0].concept_id
    return concept_id, any(match.exact for match in matches if match.concept_id == concept_id), False


def _place(groups: list[_Group], entries: Sequence[Entry]) -> None:
    """Put a document's indicators to the groups they belong to; two of one document never share a group.

    Equal keys go first, then spellings, then one concept of one name, then like names with equal figures.
    """
    free = list(groups)
    left = list(entries)
    for same in (_same_key, _spelled_alike, _same_concept, _figures_agree):
        rest = []
        for entry in left:
            home = next((group for group in free if same(group, entry)), None)
            if home is None:
                rest.append(entry)
            else:
                home.add(entry)
                free.remove(home)
        left = rest
    for entry in left:
        groups.append(_Group())
        groups[-1].add(entry)


def _same_key(group: _Group, entry: Entry) -> bool:
    return entry.key in group.keys


def _spelled_alike(group: _Group, entry: Entry) -> bool:
    return any(named_alike(one, other) for one in group.texts for other in entry.texts)


def _same_concept(group: _Group, entry: Entry) -> bool:
    """Accepted wordings of one concept."""
    return entry.exactly and any(each.exactly and each.concept_id == entry.concept_id for each in group.entries)


def _figures_agree(group: _Group, entry: Entry) -> bool:
    return any(figures_show_one(each.texts, each.figures, entry.texts, entry.figures) for each in group.entries)
