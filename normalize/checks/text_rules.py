"""The finding rules about how the text is made: references, number words, spelling, plans and persons, sections, lists;
`rules` joins them.
"""

from __future__ import annotations

from normalize.rule import Rule

TEXT_RULES: tuple[Rule, ...] = (
    Rule(
        "reference.outdated",
        "low",
        "The report rests on a regulation that was replaced before its year.",
        "The reference stands in the list of legal grounds or behind words that rest on it; a dated table tells what "
        "replaced what; one finding a regulation.",
    ),
    Rule(
        "reference.annulled",
        "medium",
        "The report rests on a law that was annulled before its year.",
        "As for replaced regulations; the table names the decision.",
    ),
    Rule(
        "reference.number",
        "medium",
        "A regulation is cited with a wrong number or year.",
        "Its title is that of one regulation of the table and of its type; number or year is another.",
    ),
    Rule(
        "reference.title",
        "low",
        "A regulation is cited with a wrong title.",
        "Type, number and year are in the table; the title is unlike its own, or a short one lacks a word.",
    ),
    Rule(
        "reference.year",
        "medium",
        "One regulation is cited with different years.",
        "Type, number and title are the same in both places.",
    ),
    Rule(
        "reference.incomplete",
        "low",
        "A regulation is cited without its number.",
        "The word for number stands there and no number behind it.",
    ),
    Rule(
        "reference.gazette",
        "low",
        "The state gazette is called by a wrong name.",
        "`Lembaga Negara` stands for `Lembaran Negara` before a year; one finding a report.",
    ),
    Rule(
        "reference.organisation",
        "low",
        "The agency's duties rest on different regional rules in different places.",
        "A rule about duties that names the agency stands in the list of legal grounds, another one of its type in the "
        "text; one finding.",
    ),
    Rule(
        "words.differ",
        "medium",
        "A number in words is not the number in digits beside it.",
        "The words are a well-formed number and stand in brackets behind the digits, or before them.",
    ),
    Rule(
        "words.malformed",
        "medium",
        "A number in words is not well formed.",
        "Two groups meet without a scale word between them; the one that gives the digits is named.",
    ),
    Rule(
        "words.spelling",
        "low",
        "A word for an amount is spelled in two ways.",
        "`Milyar` and `miliar` stand in one report, at best in one sentence; one finding.",
    ),
    Rule(
        "text.spelling",
        "low",
        "Words are misspelled that the report writes rightly elsewhere.",
        "A word printed once has a letter doubled or two neighbours changed round, and the report writes the right one "
        "at least five times, or a letter stands three times in a row; one finding a report.",
    ),
    Rule(
        "name.agency",
        "low",
        "The agency's own name is misspelled.",
        "All words of the name stand in a row, one of them a letter away; one finding a report.",
    ),
    Rule(
        "plan.year",
        "medium",
        "The text counts a year of a plan wrongly.",
        "It calls a year the first, second or last of a plan whose period it names; where a period names six years, "
        "counting may begin with the first or the second.",
    ),
    Rule(
        "plan.period",
        "medium",
        "The text ends a plan in another year than its period, or rests on a plan that has ended.",
        "The strategic plan's period is printed at least twice in one way; elsewhere its end is a later year, or the "
        "text says that it ends in another; or a period begins and ends in one year; or a sentence bases the report on "
        "a period that ended before its year; or a regional plan (RPJMD) of one government has one end and two "
        "beginnings, or the strategic plan around the report's year has two periods that begin or end together.",
    ),
    Rule(
        "text.year",
        "medium",
        "The closing chapter or a heading speaks of the year before as the one reported on.",
        "A sentence on the work or results of a year names only the year before and compares nothing, or a heading "
        "does over a table of the report's year.",
    ),
    Rule(
        "plan.vision",
        "medium",
        "A plan has vision and mission in one sentence and none in another.",
        "One sentence says that the plan has none, another speaks of those of the plan.",
    ),
    Rule(
        "person.differs",
        "low",
        "The agreement of the year and the report are signed by different heads of the agency.",
        "Names are compared without titles; an agreement of the second head counts as shown wherever it stands.",
    ),
    Rule(
        "analysis.missing",
        "medium",
        "The report does not make an analysis that PermenPANRB 53/2014 asks for.",
        "No heading of the chapters on results, no value of the tables and no sentence shows it for any objective; on "
        "efficiency, words without a figure do not count. A national standard is named beside others only, for not "
        "every indicator has one.",
    ),
    Rule(
        "section.missing",
        "medium",
        "A chapter is missing that PermenPANRB 53/2014 asks for.",
        "The report has at least two of the chapters, so it is a whole one, and no heading of this one.",
    ),
    Rule(
        "section.budget-missing",
        "high",
        "The report has no account of its realised budget by programme.",
        "A whole report has neither a heading for it nor a table with realised budgets; the text states totals.",
    ),
    Rule(
        "section.number",
        "low",
        "Two sections of a chapter have one number.",
        "The same number stands over different titles, and no other chapter begins between them.",
    ),
    Rule(
        "section.listed",
        "low",
        "The list of contents names a section otherwise than its heading.",
        "One number leads to a page in the contents and stands before a heading; the titles are unlike, and the listed "
        "one is no part of the heading; one finding a report.",
    ),
    Rule(
        "list.number",
        "low",
        "Two objectives have one number in the text.",
        "Behind `Sasaran 6` comes a smaller number that another objective has had already.",
    ),
    Rule(
        "list.letter",
        "low",
        "A lettered list has lost a letter.",
        "The items above and below are two letters apart, and the item between them has another mark or none.",
    ),
    Rule(
        "list.appendix",
        "low",
        "The list of appendices leaves a number out or has it twice.",
        "At least four lines one behind the other begin with Lampiran and a number, the first with 1, and most count "
        "on; one finding a report.",
    ),
    Rule(
        "list.sum",
        "medium",
        "The items of a list do not add up to the sum below them.",
        "Numbered lines from 1 on end with a number behind a colon; a line of the sum stands below; both are within a "
        "fifth.",
    ),
    Rule(
        "text.lost",
        "low",
        "A paragraph starts in the middle of a sentence.",
        "In a text report a paragraph starts with a small letter, or with the agency's name without its first word, "
        "and the one above has ended.",
    ),
)
