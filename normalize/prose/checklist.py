"""What PermenPANRB 53/2014 asks of a report, and where the report has it: chapters, sections, the seven analyses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from extract.model import Document
from normalize.facts import rows
from normalize.model import ChecklistRow, Interpretation, Observation, Paragraph, Sentence
from normalize.prose.headings import MARK, Heading, after_plans, read_headings
from normalize.prose.objectives import Objective

ANALYSES = tuple(f"analysis_{number}" for number in range(1, 8))
AS_SECTION = dict(
    zip(ANALYSES, ("target", "earlier", "medium", "standard", "causes", "efficiency", "programs"), strict=True)
)
"""The seven analyses as sections of the whole report."""
CHAPTERS = ("introduction", "planning", "accountability", "closing")
SECTIONS = ("summary", "introduction", "planning", "agreement", *AS_SECTION.values(), "budget", "closing")
LEAST_CHAPTERS = 2
LEAST_NUMBERED = 4
MEDIUM = frozenset({"medium_term_target", "medium_term_achievement"})
FIGURE = re.compile(r"\d+(?:[.,]\d+)?\s*%|\bRp\b|\d{1,3}(?:\.\d{3})+")
TO_PLAN = re.compile(r"\btarget\b.{0,40}\b(?:renstra|rpjmd)\b")
SAVED = re.compile(
    r"\b(?:melakukan|dilakukan|adanya|terdapat|analisis)\s+(?:\w+\s+)?efisiensi|"
    r"\befisiensi\s+(?:atas\s+|dalam\s+)?(?:penggunaan|pemanfaatan|anggaran|sumber)",
    re.I,
)
BECAUSE = re.compile(
    r"\b(?:karena|akibat\w*|sebab\w*|(?:me|di)\w*sebabkan|berkat|dampak\w*|terdampak|lantaran|penghambat|pendorong|"
    r"pendukung|hambatan|kendala\w*|terkendala|permasalahan|keterbatasan)\b"
)
NO_OBSTACLE = re.compile(r"\btidak\s+(?:ada|terdapat|mengalami)\s+(?:\w+\s+){0,2}(?:permasalahan|kendala|hambatan)\b")
OF_RESULT = re.compile(
    r"\b(?:target\w*|sasaran|indikator|realisasi\w*|capaian\w*|tercapai\w*|terpenuhi|kinerja|terserap\w*|naik|turun|"
    r"\w*ningkat\w*|\w*nurun\w*|kenaikan|kemajuan|bertambah|berkurang|kurang|rendah\w*|lambat\w*)\b"
)
"""Words for what came out, which a cause is one of."""
SECTION_REACH = 12
OPENER_REACH = 160
LONGEST_TITLE = 50
MOST_OUTLINES = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """Where something that is asked for stands, and what shows it."""

    page: int | None
    line: int | None
    evidence: str


@dataclass(frozen=True)
class _Report:
    """A report while it is looked through."""

    whole: Interpretation
    contexts: Sequence[str | None]

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return read_headings(self.whole.paragraphs, self.whole.document)

    @cached_property
    def results(self) -> frozenset[int]:
        """The paragraphs of the chapters on results."""
        return frozenset(number for number, _ in after_plans(self.whole.paragraphs))

    @cached_property
    def result_headings(self) -> tuple[Heading, ...]:
        return tuple(heading for heading in self.headings if heading.paragraph in self.results)

    @cached_property
    def openers(self) -> list[tuple[int, str, str]]:
        """What may open an analysis in order: the number of its paragraph, its title, and its first words folded."""
        titles = [(heading.paragraph, heading.title) for heading in self.result_headings]
        titles += [
            (number, MARK.sub("", paragraph.text))
            for number, paragraph in enumerate(self.whole.paragraphs)
            if paragraph.kind == "item" and number in self.results
        ]
        return [(number, title, title[:OPENER_REACH].casefold()) for number, title in sorted(titles)]

    @cached_property
    def said(self) -> list[tuple[Sentence, str]]:
        """The sentences of the chapters on results, each also folded."""
        return [(one, one.text.casefold()) for one in self.whole.sentences if one.paragraph in self.results]

    @cached_property
    def measured(self) -> tuple[tuple[Observation, str], ...]:
        return tuple(zip(self.whole.observations, self.whole.indicator_keys, strict=True))

    def section(self, item: str) -> Sign | None:
        """The heading of a section: the last where it stands a few times, as behind an outline; else a running head."""
        phrases = _heads()[item]
        all_ = [h for h in self.headings if h.title.casefold().startswith(phrases)]
        found = [h for h in all_ if len(h.title) <= LONGEST_TITLE] or all_
        if not found:
            return None
        best = found[-1] if len(found) <= MOST_OUTLINES and item in CHAPTERS else found[0]
        return Sign(best.page, best.line, best.title)

    def headed(self, item: str) -> tuple[tuple[str | None, Sign], ...]:
        """The headings and list items that open an analysis, each with the objective it stands under."""
        phrases = _cues(item, "head")
        found: list[tuple[str | None, Sign]] = []
        for number, title, lowered in self.openers:
            if any(phrase in lowered for phrase in phrases) and (item != "analysis_6" or self._has_figure(number)):
                page, line = self.whole.paragraphs[number].at(0)
                found.append((self.contexts[number], Sign(page, line, title)))
        return tuple(found)

    def _has_figure(self, number: int) -> bool:
        """Whether a section has figures: in its own paragraph, the first ones below it or a table among them."""
        below = self.whole.paragraphs[number + 1 : number + 1 + SECTION_REACH]
        if FIGURE.search(self.whole.paragraphs[number].text):
            return True
        if any(paragraph.follows == "table" for paragraph in below):
            return True
        return any(FIGURE.search(paragraph.text) for paragraph in below)

    def words_only(self) -> Sign | None:
        """Where the report speaks of efficiency without a figure."""
        phrases = _cues("analysis_6", "head")
        found = next((h for h in self.result_headings if any(p in h.title.casefold() for p in phrases)), None)
        if found is not None:
            return Sign(found.page, found.line, found.title)
        said = (one for one in self.whole.sentences if one.paragraph in self.results and SAVED.search(one.text))
        return next((Sign(one.page, one.line, one.text) for one in said), None)

    def sentence(self, item: str) -> Sign | None:
        """The first sentence of the chapters on results that has a cue of an analysis."""
        phrases = _cues(item, "sentence")
        for sentence, lowered in self.said if phrases else ():
            against_plan = item == "analysis_3" and TO_PLAN.search(lowered) and FIGURE.search(lowered)
            if against_plan or any(phrase in lowered for phrase in phrases):
                return Sign(sentence.page, sentence.line, sentence.text)
        return None

    def because(self) -> Sign | None:
        """The first sentence of the chapters on results that gives a reason for a result."""
        for sentence, lowered in self.said:
            if BECAUSE.search(lowered) and OF_RESULT.search(lowered) and not NO_OBSTACLE.search(lowered):
                return Sign(sentence.page, sentence.line, sentence.text)
        return None

    def cell(self, item: str) -> Sign | None:
        """The first table cell that has a cue of an analysis."""
        phrases = _cues(item, "cell")
        for table in self.whole.document.tables if phrases else ():
            for cell in table.cells:
                lowered = cell.text.casefold()
                if any(phrase in lowered for phrase in phrases):
                    return Sign(cell.place.page, cell.place.line, cell.text)
        return None

    def observed(self, item: str, keys: frozenset[str] | None) -> Sign | None:
        """The first value of the tables that belongs to an analysis, of one objective's indicators or of any."""
        year = self.whole.identity.year
        for o, key in self.measured:
            if (keys is None or key in keys) and _belongs(o, item, year):
                return Sign(o.place.page, o.place.line, o.indicator)
        return None

    def stated(self, item: str, keys: frozenset[str] | None) -> Sign | None:
        wanted = {"analysis_3": "medium_term_target", "analysis_6": "efficiency"}.get(item)
        for one in self.whole.statements if wanted else ():
            if one.measure == wanted and (keys is None or one.indicator_key in keys):
                return Sign(one.page, one.line, one.sentence)
        return None


def read_checklist(
    whole: Interpretation, objectives: Sequence[Objective], contexts: Sequence[str | None]
) -> tuple[ChecklistRow, ...]:
    """The checklist of a yearly report: its sections, then the seven analyses of each objective; else nothing.

    A part of a report (one chapter, an annex) has rows for what it can be asked: analyses where it tells of results.
    """
    if whole.identity.kind != "report":
        return ()
    report = _Report(whole, contexts)
    chapters = sum(report.section(item) is not None for item in CHAPTERS)
    numbered = sum(heading.number is not None for heading in report.headings)
    if chapters == 0 or numbered < LEAST_NUMBERED:
        return ()
    is_whole = chapters >= LEAST_CHAPTERS
    headed = {item: report.headed(item) for item in ANALYSES}
    shared = {item: _first(headed[item]) or _of_report(report, item) for item in ANALYSES}
    found: list[ChecklistRow] = []
    for item in SECTIONS:
        analysis = next((one for one, section in AS_SECTION.items() if section == item), None)
        if analysis is not None:
            sign = _first(headed[analysis]) or report.observed(analysis, None) or shared[analysis]
            found.append(_row(item, None, sign, report.words_only() if analysis == "analysis_6" else None))
        elif is_whole:
            found.append(_row(item, None, report.section(item) or _elsewhere(whole, item)))
    for objective in objectives:
        for item in ANALYSES:
            own = _of_objective(report, item, objective) or _general(headed[item], shared[item], item, objective)
            found.append(_row(item, objective.name, own))
    return tuple(found)


def _first(signs: Sequence[tuple[str | None, Sign]]) -> Sign | None:
    return signs[0][1] if signs else None


def _general(
    signs: Sequence[tuple[str | None, Sign]], shared: Sign | None, item: str, objective: Objective
) -> Sign | None:
    """The heading of an analysis under the objective, or where no two objectives have their own, that of the report."""
    own = next((sign for name, sign in signs if name == objective.name), None)
    if own is not None or len({name for name, _ in signs if name is not None}) > 1:
        return own
    return _first(signs) if item == "analysis_5" else shared


def results_heading(paragraphs: Sequence[Paragraph], document: Document) -> Sign | None:
    """The first heading of the chapters on results that names them."""
    numbers = {number for number, _ in after_plans(paragraphs)}
    for heading in read_headings(paragraphs, document):
        if heading.paragraph in numbers and heading.title.casefold().startswith(_heads()["accountability"]):
            return Sign(heading.page, heading.line, heading.title)
    return None


def _row(item: str, objective: str | None, sign: Sign | None, instead: Sign | None = None) -> ChecklistRow:
    """A row of the list; where the thing itself is missing, `instead` is what the report has in its place."""
    shown = sign or instead
    if shown is None:
        return ChecklistRow(item, objective, False, None, None, None)
    return ChecklistRow(item, objective, sign is not None, shown.page, shown.line, " ".join(shown.evidence.split()))


def _of_report(report: _Report, item: str) -> Sign | None:
    """An analysis that the report makes in its text or beside its programmes, not under a heading."""
    if item == "analysis_5":
        told = (cause for cause in report.whole.causes if cause.kind != "follow_up")
        return next((Sign(cause.page, cause.line, cause.text) for cause in told), None) or report.because()
    if item == "analysis_6":
        return report.stated(item, None)  # a sentence that only has the word does not make the analysis
    return report.stated(item, None) or report.sentence(item) or report.cell(item)


def _of_objective(report: _Report, item: str, objective: Objective) -> Sign | None:
    if item == "analysis_5":
        own = (
            cause for cause in report.whole.causes if cause.objective == objective.name and cause.kind != "follow_up"
        )
        return next((Sign(cause.page, cause.line, cause.text) for cause in own), None)
    return report.observed(item, objective.keys) or report.stated(item, objective.keys)


def _belongs(o: Observation, item: str, year: int | None) -> bool:
    if item == "analysis_1":
        return o.measure == "realization" and o.year == year
    if item == "analysis_2":
        return o.measure == "realization" and o.year is not None and year is not None and o.year < year
    if item == "analysis_3":
        return o.measure == "medium_term_achievement" or (
            o.measure == "medium_term_target" and o.table_kind != "performance_agreement"
        )
    return item == "analysis_4" and o.measure == "benchmark"


def _elsewhere(whole: Interpretation, item: str) -> Sign | None:
    """A section known by its table where no heading names it."""
    if item == "agreement":
        agreed = next((o for o in whole.observations if o.table_kind == "performance_agreement"), None)
        return Sign(agreed.place.page, agreed.place.line, agreed.table_caption or agreed.indicator) if agreed else None
    if item == "budget":
        spent = next((b for b in whole.budgets if b.realization is not None), None)
        return Sign(spent.place.page, spent.place.line, spent.name) if spent else None
    return None


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("section_heads", ("item", "phrase"), ("item", "phrase")):
        found[row["item"]] = (*found.get(row["item"], ()), row["phrase"])
    return found


@cache
def _cues(item: str, place: str) -> tuple[str, ...]:
    table: Sequence[dict[str, str]] = rows("analysis_cues", ("item", "phrase", "place"), ("item", "phrase", "place"))
    return tuple(row["phrase"] for row in table if row["item"] == item and row["place"] == place)
