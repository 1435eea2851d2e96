"""What the meaning room hands out: observations, achievements, budgets, aggregates, findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.model import Box, Document, Place

Measure = Literal[
    "target",
    "realization",
    "achievement",
    "medium_term_target",
    "medium_term_achievement",
    "baseline",
    "benchmark",
]
MEASURES: tuple[Measure, ...] = (
    "target",
    "realization",
    "achievement",
    "medium_term_target",
    "medium_term_achievement",
    "baseline",
    "benchmark",
)
TableKind = Literal[
    "performance_measurement",
    "performance_agreement",
    "multi_year_comparison",
    "medium_term_comparison",
    "indicator_definition",
    "budget",
    "rating_scale",
    "other",
]
Severity = Literal["high", "medium", "low"]
Polarity = Literal["higher", "lower", "range", "milestone", "unknown"]
Level = Literal["objective", "activity"]
DocumentKind = Literal["report", "agreement", "plan", "monitoring", "other"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One reading of one printed table cell: an indicator's value for a year.

    `raw` is the cell as printed; `value` the number, in `unit` (money in rupiah, percent as percent), or None;
    `text` a grade, range, ratio or words; `missing` names a missing mark and then both are None.
    `decimals` counts the digits printed after the decimal mark. `alternatives` are the readings that were not chosen.
    `signs` are what was seen of it that tells how far it can be trusted (`data/signs.csv`). `decided_by` is who decided
    on it, when and why; None where the program did.
    """

    place: Place
    measure: Measure
    year: int | None
    indicator: str
    raw: str
    value: Decimal | None
    text: str | None = None
    period: str = "year"
    objective: str | None = None
    parent: str | None = None
    unit: str | None = None
    unit_raw: str | None = None
    plan_version: str | None = None
    comparator: str | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    missing: str | None = None
    decimals: int | None = None
    alternatives: tuple[Decimal, ...] = ()
    table_caption: str | None = None
    table_kind: TableKind = "other"
    box: Box | None = None
    method: str = ""
    confidence: float = 0.0
    signs: tuple[str, ...] = ()
    note: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An average, total, difference or growth printed in a table: the same shape as an observation, other measures."""

    kind: Literal["average", "total", "difference", "growth"]
    observation: Observation


@dataclass(frozen=True, slots=True)
class Budget:
    """One row of a budget table, in rupiah; `absorption_printed` in percent as printed.

    A table without programmes may give the money of objectives or indicators: then `name` is theirs.
    `parent` is the programme an activity or the objective an indicator stands under, `indicator` the indicator of a
    row of another kind where the table has one.
    The three `*_raw` are the cells as printed; a malformed number has its raw cell and no value. `code` is what stands
    in the report, `national_code` its entry in the national list of programmes, activities and sub-activities.
    """

    place: Place
    level: Literal["agency", "program", "activity", "sub_activity", "objective", "indicator"]
    name: str
    year: int | None
    code: str | None = None
    version: Literal["original", "revised"] | None = None
    budget: Decimal | None = None
    realization: Decimal | None = None
    absorption_printed: Decimal | None = None
    is_total: bool = False
    parent: str | None = None
    indicator: str | None = None
    budget_raw: str | None = None
    realization_raw: str | None = None
    absorption_raw: str | None = None
    national_code: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report a document is: agency, government, year and kind; None where the document does not tell."""

    agency_id: str | None
    agency: str | None
    government_id: str | None
    government: str | None
    year: int | None
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class Achievement:
    """The judgement over one indicator and year of one document; see the view `achievements`.

    The three `*_ids` index into the interpretation's observations. `level` tells the indicators of objectives from the
    outputs of activities.
    """

    indicator_key: str
    year: int
    indicator: str
    objective: str | None
    unit: str | None
    polarity: Polarity
    polarity_source: str
    target: Decimal | None
    realization: Decimal | None
    printed: Decimal | None
    recomputed: Decimal | None
    formula: str | None
    status: str
    decided_by: str | None
    rating_own: str | None
    rating_common: str | None
    target_ids: tuple[int, ...]
    realization_ids: tuple[int, ...]
    printed_ids: tuple[int, ...]
    confidence: float
    page: int | None
    level: Level = "objective"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the report says against itself, in one sentence that can be pasted into a letter.

    `evidence` names what it rests on: ("observation", 3) is the fourth observation of the interpretation.
    """

    rule: str
    severity: Severity
    page: int | None
    pages: tuple[int, ...]
    line: int | None
    message: str
    printed: str | None
    expected: str | None
    evidence: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text between two breaks, its printed lines joined; headings, captions and list items stand alone.

    `pieces` has (offset in the text, page, line) for each printed line. `follows` tells what stood just above: "text",
    "table" or nothing.
    """

    kind: Literal["text", "heading", "item", "caption"]
    text: str
    pieces: tuple[tuple[int, int, int], ...]
    follows: Literal["text", "table", ""] = "text"

    def at(self, offset: int) -> tuple[int, int]:
        """Page and line of a character."""
        page, line = self.pieces[0][1:]
        for start, on_page, on_line in self.pieces:
            if start > offset:
                break
            page, line = on_page, on_line
        return page, line


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase with a role in a sentence ("target", "spent", "filler"), by its place in the sentence."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph: `start` is where it begins in the paragraph's text."""

    paragraph: int
    start: int
    page: int
    line: int
    text: str
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A value stated in a sentence, with what it is said of; never an observation.

    `measure` is target, realization, achievement, medium_term_target, benchmark, reached (one of realization and
    achievement), share (a percentage beside a number), average, change, efficiency, or for money and progress budget,
    spent, absorption, physical. `indicator_key` is that of the observations it speaks of, where it names an indicator.
    `number` is the sentence's place in the list of sentences and `start` the value's in the sentence; `readings` are
    all honest values of the print; `is_carried` tells that the sentence before names the subject.
    """

    page: int
    line: int
    sentence: str
    subject: str | None
    indicator_key: str | None
    year: int | None
    measure: str
    raw: str
    value: Decimal | None
    text: str | None = None
    number: int = 0
    start: int = 0
    kind: Literal["percent", "money", "plain"] = "plain"
    unit: str | None = None
    decimals: int = 0
    readings: tuple[Decimal, ...] = ()
    subject_kind: Literal["indicator", "objective", "budget", "agency", "part"] | None = None
    subject_key: str | None = None
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something a report says it has, or how many a list of its prints (`is_listed`).

    `noun` is what is counted in canonical words: sasaran, indikator, program, kegiatan, sub kegiatan, … or the printed
    unit. `condition` is above, met, below or a rating word where only some are counted.
    """

    page: int
    line: int
    noun: str
    condition: str | None
    value: int
    raw: str
    sentence: str
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class NumberPair:
    """A number in digits with its words in brackets behind it; `words_value` is None where the words are malformed.

    `missing` is the scale word that the words lack, `agrees` whether both say the same.
    """

    page: int
    line: int
    digits: str
    value: Decimal | None
    words: str
    words_value: Decimal | None
    agrees: bool
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A law or regulation that the text names: type, number and year as cited, title as printed.

    `region` is whose regulation it is where printed; `in_list` tells whether it stands in the list of legal grounds.
    """

    page: int
    line: int
    type: str
    number: str | None
    year: int | None
    title: str | None
    region: str | None
    raw: str
    in_list: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """A signed performance agreement: its parties by name and post as printed, where and when it was signed."""

    page: int
    line: int
    year: int | None
    first_name: str | None
    first_post: str | None
    second_name: str | None
    second_post: str | None
    place: str | None
    date: str | None
    date_raw: str | None
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """What a report gives as a cause of success or failure, as an obstacle, or as what is done about it."""

    page: int
    line: int
    kind: Literal["cause", "obstacle", "follow_up"]
    objective: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One thing that PermenPANRB 53/2014 asks for, present or not, and where it was found.

    `item` is a chapter or section, or one of the seven analyses for an `objective` (None: asked of the whole report).
    Where something is missing, the place is what the report has instead: words on efficiency without a figure.
    """

    item: str
    objective: str | None
    is_present: bool
    page: int | None
    line: int | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """All that was understood of one document. `indicator_keys[i]` is the indicator of `observations[i]`."""

    document: Document
    identity: Identity
    observations: tuple[Observation, ...]
    indicator_keys: tuple[str, ...]
    aggregates: tuple[Aggregate, ...]
    budgets: tuple[Budget, ...]
    achievements: tuple[Achievement, ...]
    findings: tuple[Finding, ...]
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    statements: tuple[Statement, ...] = ()
    counts: tuple[Count, ...] = ()
    number_words: tuple[NumberPair, ...] = ()
    references: tuple[Reference, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    causes: tuple[Cause, ...] = ()
    checklist: tuple[ChecklistRow, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedIndicator:
    """One indicator of one agency: what all its spellings, tables and years have in common.

    `concept` is the name of the concept that several agencies share; without one `concept_id` is the `indicator_id`.
    """

    indicator_id: str
    agency_id: str | None
    name: str
    concept_id: str
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedRows:
    """What `link` says about the documents of one government; documents are named by their index in what it was given.

    `keys`: (document, indicator key, indicator_id). `restated`: (document, indicator key, year) where another document
    prints other figures. `findings`: (document, finding, evidence), the evidence as (document, kind, index).
    """

    indicators: tuple[LinkedIndicator, ...]
    keys: tuple[tuple[int, str, str], ...]
    restated: tuple[tuple[int, str, int], ...] = ()
    findings: tuple[tuple[int, Finding, tuple[tuple[int, str, int], ...]], ...] = ()
