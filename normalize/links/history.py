"""What reports of one agency say of the same indicator and year: history restated, agreements not kept to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.numbers import half_up
from normalize.achievements.explain import cells_differ
from normalize.indicators.keys import shown_name
from normalize.model import Finding, Interpretation, Observation

LinkedFinding = tuple[int, Finding, tuple[tuple[int, str, int], ...]]
RESTATED = "history.restated"
AGREEMENT = "agreement.target-differs"
REPEATED = "history.repeated"
_TELLING_DIGITS = 3
_PLANS = ("renstra", "rkt")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the document (by index) and observation it comes from."""

    document: int
    index: int
    observation: Observation

    @property
    def value(self) -> Decimal:
        assert self.observation.value is not None, "figures are made from values only"
        return self.observation.value


def restated(
    meanings: Sequence[Interpretation], indicators: Mapping[tuple[int, str], str]
) -> tuple[list[tuple[int, str, int]], list[LinkedFinding]]:
    """Indicator-years whose measured value differs between reports, and a finding for the later report of each two.

    `indicators` gives (document, indicator key) its indicator. Values that only differ in how far they are rounded are
    equal; values in different units are not compared.
    """
    marked: list[tuple[int, str, int]] = []
    findings: list[LinkedFinding] = []
    for (_, year), by_document in sorted(_figures(meanings, indicators, "realization").items()):
        documents = sorted(by_document, key=lambda n: (meanings[n].identity.year or 0, meanings[n].document.sha256))
        apart = {n for n in documents for m in documents if n != m and _differ(by_document[n], by_document[m])}
        for n in sorted(apart):
            keys = {meanings[n].indicator_keys[figure.index] for figure in by_document[n]}
            marked.extend((n, key, year) for key in sorted(keys))
        findings.extend(_told_by_the_later(meanings, documents, by_document, year))
    return marked, findings


def against_agreements(
    meanings: Sequence[Interpretation], indicators: Mapping[tuple[int, str], str]
) -> list[LinkedFinding]:
    """A report's target of its own year that is not the one of a separate performance agreement of that year."""
    findings: list[LinkedFinding] = []
    for (_, year), by_document in sorted(_figures(meanings, indicators, "target").items()):
        agreed = [n for n in by_document if meanings[n].identity.kind == "agreement"]
        reports = [n for n in by_document if meanings[n].identity.kind == "report"]
        for report in sorted(report for report in reports if meanings[report].identity.year == year):
            for agreement in sorted(n for n in agreed if meanings[n].identity.year == year):
                counted = [f for f in by_document[report] if f.observation.plan_version not in _PLANS]
                if _differ(counted, by_document[agreement]):
                    mine, theirs = counted[0], by_document[agreement][0]
                    findings.append(_finding(AGREEMENT, meanings, mine, theirs, year, "target"))
    return findings


def repeated(meanings: Sequence[Interpretation], indicators: Mapping[tuple[int, str], str]) -> list[LinkedFinding]:
    """A report's measured value of its year that an earlier report printed, to the digit, for the year before.

    Only values of three digits or more tell: that 12 follows on 12 is no wonder.
    """
    figures = _figures(meanings, indicators, "realization")
    findings: list[LinkedFinding] = []
    for (indicator, year), by_document in sorted(figures.items()):
        before = figures.get((indicator, year - 1), {})
        for later in sorted(n for n in by_document if meanings[n].identity.year == year):
            for earlier in sorted(n for n in before if meanings[n].identity.year == year - 1):
                same = [
                    (mine, theirs)
                    for mine in by_document[later]
                    for theirs in before[earlier]
                    if mine.value == theirs.value
                    and _telling(mine.value)
                    and _comparable(mine.observation, theirs.observation)
                ]
                if same and len({mine.value for mine in by_document[later]}) == 1:
                    findings.append(_repeats(meanings, *same[0], year))
    return findings


def _telling(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) >= _TELLING_DIGITS


def _figures(
    meanings: Sequence[Interpretation], indicators: Mapping[tuple[int, str], str], measure: str
) -> dict[tuple[str, int], dict[int, list[Figure]]]:
    """(indicator, year) to the figures of each document."""
    found: dict[tuple[str, int], dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for n, meaning in enumerate(meanings):
        for index, observation in enumerate(meaning.observations):
            indicator = indicators.get((n, meaning.indicator_keys[index]))
            counts = observation.measure == measure and observation.period == "year" and observation.value is not None
            if indicator and counts and observation.year is not None:
                found[indicator, observation.year][n].append(Figure(n, index, observation))
    return found


def _told_by_the_later(
    meanings: Sequence[Interpretation], documents: Sequence[int], figures: Mapping[int, Sequence[Figure]], year: int
) -> Iterator[LinkedFinding]:
    """One finding for each later report: against the nearest earlier one it differs from."""
    for position, later in enumerate(documents):
        for earlier in reversed(documents[:position]):
            if _differ(figures[later], figures[earlier]):
                yield _finding(RESTATED, meanings, figures[later][0], figures[earlier][0], year, "realisation")
                break


def _differ(one: Iterable[Figure], other: Iterable[Figure]) -> bool:
    """Whether two documents print comparable values and none of one equals any of the other."""
    pairs = [(a, b) for a in one for b in other if _comparable(a.observation, b.observation)]
    return bool(pairs) and not any(_equal(a, b) for a, b in pairs)


def _comparable(one: Observation, other: Observation) -> bool:
    return (one.unit is None or other.unit is None or one.unit == other.unit) and not cells_differ(one, other)


def _equal(one: Figure, other: Figure) -> bool:
    """Whether the values agree to the digits that both print."""
    places = min(_decimals(one), _decimals(other))
    return half_up(one.value, places) == half_up(other.value, places)


def _decimals(figure: Figure) -> int:
    if figure.observation.decimals is not None and figure.observation.unit != "IDR":
        return figure.observation.decimals
    exponent = figure.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _repeats(meanings: Sequence[Interpretation], mine: Figure, theirs: Figure, year: int) -> LinkedFinding:
    own, other = mine.observation, theirs.observation
    finding = Finding(
        REPEATED,
        "medium",
        own.place.page,
        (own.place.page,),
        own.place.line,
        f"The realisation of “{shown_name(own)}” for {year} is {own.raw.strip()} on page {own.place.page}, the same "
        f"figure that the report of {year - 1} ({meanings[theirs.document].document.name}) prints for {year - 1} on "
        f"page {other.place.page}.",
        own.raw.strip(),
        None,
    )
    evidence = ((mine.document, "observation", mine.index), (theirs.document, "observation", theirs.index))
    return mine.document, finding, evidence


def _finding(
    rule: str, meanings: Sequence[Interpretation], mine: Figure, theirs: Figure, year: int, measure: str
) -> LinkedFinding:
    own, other = mine.observation, theirs.observation
    source = meanings[theirs.document]
    kind = "agreement" if rule == AGREEMENT else "report"
    of_year = f" of {source.identity.year}" if source.identity.year else ""
    finding = Finding(
        rule,
        "high" if rule == AGREEMENT else "medium",
        own.place.page,
        (own.place.page,),
        own.place.line,
        f"The {measure} of “{shown_name(own)}” for {year} is {own.raw.strip()} on page {own.place.page}, but the "
        f"{kind}{of_year} ({source.document.name}) prints {other.raw.strip()} on page {other.place.page}.",
        own.raw.strip(),
        other.raw.strip(),
    )
    evidence = ((mine.document, "observation", mine.index), (theirs.document, "observation", theirs.index))
    return mine.document, finding, evidence
