"""Rules of findings that no single report shows: between reports of an agency, and on a person's decisions."""

from __future__ import annotations

from normalize.corrections.applying import UNMATCHED
from normalize.links.history import AGREEMENT, REPEATED, RESTATED
from normalize.rule import Rule

LINK_RULES: tuple[Rule, ...] = (
    Rule(
        RESTATED,
        "medium",
        "A later report prints another result for a year than an earlier one.",
        "Both print results of one indicator and year in one unit, and none of one equals any of the other to the "
        "digits that both print; told by the later report against the nearest earlier one.",
    ),
    Rule(
        REPEATED,
        "medium",
        "A report prints as its own year's result the figure of the year before.",
        "The report of the year before prints the same figure, of three digits or more, and this report no other.",
    ),
    Rule(
        AGREEMENT,
        "high",
        "A report measures against another target than the performance agreement of its year.",
        "The agreement is a document of its own; none of the report's targets of that year, those of earlier plans "
        "left out, equals any of the agreement's.",
    ),
    Rule(
        UNMATCHED,
        "medium",
        "A decision in corrections.csv fits nothing that is read in its report any more.",
        "No value of the report has the page, indicator, year, period, measure and printed text that it names.",
    ),
)
