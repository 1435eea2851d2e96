"""The finding rules about values of indicators: achievements, targets, realisations, ratings, units and how numbers are
written; `rules` joins them.
"""

from __future__ import annotations

from normalize.rule import Rule

VALUE_RULES: tuple[Rule, ...] = (
    Rule(
        "achievement.unexplained",
        "high",
        "A printed achievement does not follow from its target and realisation.",
        "No formula, no limit and no other printed target, realisation or row gives the printed figure.",
    ),
    Rule(
        "achievement.other-formula",
        "medium",
        "A printed achievement follows from another formula than the indicator calls for.",
        "Whether more or less is better comes from the indicator's words or its other rows; another formula gives the "
        "printed figure to its digits.",
    ),
    Rule(
        "achievement.other-pair",
        "high",
        "A printed achievement belongs to another row, or to another target or realisation of its indicator.",
        "The indicator's formula gives the printed figure, which has decimals, from another printed pair.",
    ),
    Rule(
        "achievement.swapped",
        "high",
        "The achievements of two rows have changed places.",
        "Each of two printed figures follows, to its decimals, from the other row.",
    ),
    Rule(
        "achievement.capped",
        "low",
        "A printed achievement is a round limit below the quotient.",
        "The printed figure is 100, 110, 120, 150 or 200, the quotient is above it, and no achievement of the report "
        "is higher.",
    ),
    Rule(
        "achievement.zero-target",
        "medium",
        "An achievement is printed for a target of zero.",
        "The target is 0 and the printed figure is neither 0 nor 100.",
    ),
    Rule(
        "achievement.missing",
        "medium",
        "An achievement is replaced by the name of another year.",
        "The cell names a year instead of a value, its row prints target and realisation.",
    ),
    Rule(
        "achievement.orphan",
        "medium",
        "An achievement stands without target and realisation and belongs to another indicator's figures.",
        "Its indicator prints neither anywhere; the figures of exactly one other indicator give it to its decimals.",
    ),
    Rule(
        "achievement.rounding",
        "low",
        "Printed achievements are near the quotient of the printed figures, but not equal to it.",
        "The printed figure lies within what rounding of target, realisation and achievement allows; one finding a "
        "report.",
    ),
    Rule(
        "achievement.conflict",
        "high",
        "One indicator and year has several printed achievements.",
        "The values differ beyond the digits of the coarser print and do not merely follow from a conflict of targets "
        "or of realisations that has its own finding.",
    ),
    Rule(
        "target.conflict",
        "high",
        "One indicator and year has several targets that all claim to count.",
        "Targets of the latest performance agreement and of the report's own tables differ beyond the digits of the "
        "coarser print.",
    ),
    Rule(
        "target.achievement-kept",
        "medium",
        "A table keeps the achievement of another table beside another target.",
        "The printed figure has decimals and follows from its row in one table; in another, with another target, no "
        "formula gives it from the row.",
    ),
    Rule(
        "target.differs-from-plan",
        "low",
        "The target of the report is not the one that its plan tables print for the year.",
        "The one target that counts differs from those of the strategic and yearly plans, or of a replaced agreement.",
    ),
    Rule(
        "realization.conflict",
        "high",
        "One indicator and year has several measured values.",
        "Realisations, and initial conditions of the same year, differ beyond the digits of the coarser print. "
        "A table of other things counts where words of the name and the result of the report's year stand in its row.",
    ),
    Rule(
        "medium-term.conflict",
        "medium",
        "One indicator has several targets for the end of the plan.",
        "Medium-term targets, and the plan's target of their year, differ beyond the digits of the coarser print.",
    ),
    Rule(
        "target.tables-differ",
        "medium",
        "A table prints other targets than the other tables for most of what it shares with them.",
        "At least four values differ, more than twice as many as agree; one finding for the table.",
    ),
    Rule(
        "realization.tables-differ",
        "medium",
        "A table prints other realisations than the other tables for most of what it shares with them.",
        "At least four values differ, more than twice as many as agree; one finding for the table.",
    ),
    Rule(
        "achievement.tables-differ",
        "medium",
        "A table prints other achievements than the other tables for most of what it shares with them.",
        "At least four values differ, more than twice as many as agree; one finding for the table.",
    ),
    Rule(
        "medium-term.tables-differ",
        "medium",
        "A table prints other medium-term targets than the other tables for most of what it shares with them.",
        "At least four values differ, more than twice as many as agree; one finding for the table.",
    ),
    Rule(
        "medium-term.unexplained",
        "high",
        "An achievement against the medium-term target does not follow from its row.",
        "Neither the medium-term target nor the target of the year gives the printed figure within rounding.",
    ),
    Rule(
        "medium-term.achievement-conflict",
        "high",
        "One indicator has several achievements against the medium-term target.",
        "The values differ beyond the digits of the coarser print and not only because the targets differ.",
    ),
    Rule(
        "medium-term.mixed-base",
        "medium",
        "A column of achievement against the medium-term target is held against the target of the year.",
        "The target of the year gives the printed figures to their digits, the medium-term target does not.",
    ),
    Rule(
        "target.weak",
        "low",
        "A target asks for less than the year before had already reached.",
        "Target and last year's realisation are undisputed, in one unit and not of different magnitude; one finding a "
        "report.",
    ),
    Rule(
        "target.flat",
        "low",
        "A target stays the same in every year of the plan.",
        "Three years or more of one row print the same target, which is neither 0 nor 100; one finding a report.",
    ),
    Rule(
        "target.turns-back",
        "low",
        "A row of yearly targets turns back once.",
        "All steps but one go in one direction, at least two of them.",
    ),
    Rule(
        "realization.stale",
        "high",
        "A realisation is by its own cell the value of an earlier year.",
        "The cell names an earlier year beside its value.",
    ),
    Rule(
        "realization.mixed-years",
        "medium",
        "A column of sums over several years holds single years in some rows.",
        "The head adds years up (2014+2015+2016); rows equal to their last year in another table, or below it, are no "
        "such sums where at least two others are above it; one finding a table.",
    ),
    Rule(
        "realization.dash",
        "medium",
        "A table prints a dash for a realisation that the text gives.",
        "No table prints the indicator's realisation of the year; a line that says realisation names the indicator in "
        "full with a number behind it.",
    ),
    Rule(
        "realization.jump",
        "low",
        "A realisation has doubled or halved within a year.",
        "Both are undisputed counts of a thousand or more in one unit; one finding a report.",
    ),
    Rule(
        "realization.repeated",
        "low",
        "A realisation is exactly that of the year before.",
        "Both are undisputed, have three digits or more and are not 100; one finding a report.",
    ),
    Rule(
        "rating.mismatch",
        "medium",
        "A rating word is not the one that the report's own scale gives to the achievement.",
        "The word stands in the cell or row of the achievement; a bound that two levels claim allows both.",
    ),
    Rule(
        "rating.gap",
        "low",
        "A rating scale has a range that no level covers.",
        "More than one point lies between the end of one level and the beginning of the next.",
    ),
    Rule(
        "rating.bounds",
        "low",
        "The sign between two bounds of a rating scale is turned round.",
        "A line holds two numbers with < or > between them that is not true of them, and a rating word; one finding.",
    ),
    Rule(
        "unit.mix",
        "medium",
        "One indicator is printed in different units.",
        "Its targets and realisations carry different canonical units, or are a power of ten apart where one is per so "
        "many.",
    ),
    Rule(
        "unit.row",
        "medium",
        "Target and realisation of one row are in different units.",
        "The target prints its unit in its cell; the realisation's is known and no per cent from a head.",
    ),
    Rule(
        "unit.noun",
        "low",
        "An indicator counts things in people, or people in things.",
        "The words behind `Jumlah` name things or people by a table of nouns, and at least half of its targets and "
        "realisations carry the other unit.",
    ),
    Rule(
        "unit.grade",
        "low",
        "A grade such as an auditor's opinion is measured in per cent.",
        "The indicator is called an opinion or a predicate, and every target and realisation of it is a percentage.",
    ),
    Rule(
        "formula.misprinted",
        "low",
        "A formula for achievements is misprinted.",
        "Under the words that say when it is used (semakin tinggi realisasi), it lacks the realisation, or the "
        "reversed one begins with the realisation instead of the target.",
    ),
    Rule(
        "scale.mix",
        "low",
        "One amount of money is printed in different multiples of rupiah.",
        "The digits of the cells stand for different multiples.",
    ),
    Rule(
        "decimal.mix",
        "low",
        "A report mixes decimal comma and decimal point, or has one mark for decimals and thousands.",
        "Cells of one table can only be read in different ways, or a table only with points where most have commas; "
        "one finding a report.",
    ),
    Rule(
        "percent.mix",
        "low",
        "A column of achievements prints the percent sign in some rows only.",
        "Achievements of one column with and without the sign; one finding a report.",
    ),
    Rule(
        "number.error",
        "medium",
        "An error of a spreadsheet stands where a value should.",
        "`#REF!`, `#DIV/0!` or the like is printed; one finding a report.",
    ),
    Rule(
        "number.malformed",
        "medium",
        "A printed number is not well formed.",
        "Its digit groups fit no way of writing numbers, or an amount has one mark between thousands and before "
        "decimals.",
    ),
    Rule(
        "number.split",
        "low",
        "Numbers are broken by a space.",
        "A space stands between the digits of a number on one printed line; one finding a report.",
    ),
    Rule(
        "text.foreign-letters",
        "low",
        "Cells hold letters of another script.",
        "Cyrillic, Thai, Arabic or East Asian letters in a table of values; one finding a report.",
    ),
    Rule(
        "text.cut",
        "low",
        "Tables of a text report cut words and sentences.",
        "The border of a cell stands inside a word that the report has elsewhere, or the end of a sentence stands as a "
        "row; one finding.",
    ),
)
