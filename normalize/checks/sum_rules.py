"""The finding rules about what tables compute: budgets, absorption, sums, averages, differences; `rules` joins them."""

from __future__ import annotations

from normalize.rule import Rule

SUM_RULES: tuple[Rule, ...] = (
    Rule(
        "budget.absorption",
        "medium",
        "A printed absorption is not realisation over budget of its row.",
        "The percentage differs from the quotient by more than one unit of its last digit, where most rows fit; a full "
        "100 among percentages with two decimals by more than a tenth. An amount that the total leaves for the row and "
        "that gives the percentage is named.",
    ),
    Rule(
        "budget.conflict",
        "medium",
        "One programme or activity has different budgets or realisations.",
        "Same name, level and year in two tables that agree elsewhere; rows of one table count singly and added up, "
        "and original and revised budgets are not compared. Or one table repeats activities, at least half of them "
        "alike.",
    ),
    Rule(
        "budget.tables-differ",
        "low",
        "Two budget tables differ for most programmes or activities.",
        "At least four amounts of one year differ, more than twice as many as agree, and one agrees; one finding.",
    ),
    Rule(
        "budget.sum",
        "medium",
        "A total or a programme is not the sum of its rows.",
        "The rows below a programme, or those that a total row covers, do not add up, in a table whose other sums do.",
    ),
    Rule(
        "average.mismatch",
        "medium",
        "A printed average is not the mean of its rows.",
        "Neither the rows or numbers above it, all rows of the table or of its objective, nor the averages above it "
        "give it; an objective's in a table of its own, where two others follow from those of their indicators; "
        "columns of growth and efficiency count where another average of the row holds or no value is missing.",
    ),
    Rule(
        "objective.achievement-conflict",
        "medium",
        "The achievement of one objective has several values.",
        "Rows that name the objective and no indicator print it once in each of two tables, under heads of the same "
        "year that speak neither of other years nor of the plan.",
    ),
    Rule(
        "average.mixed-levels",
        "low",
        "An average absorption counts programmes and their own activities side by side.",
        "The printed average is the mean of all rows of both levels and not that of one of them; what was spent over "
        "the budget of the programmes is named.",
    ),
    Rule(
        "average.conflict",
        "medium",
        "The average over the same indicators of a year has several values.",
        "Tables that share three quarters of their indicators print different averages of one measure and year.",
    ),
    Rule(
        "difference.mismatch",
        "medium",
        "A printed difference, growth, rest of a budget or efficiency does not follow from its row.",
        "Two columns give it in at least three rows and in most, or to two decimals in two of three, in this row they "
        "do not; one finding a row.",
    ),
    Rule(
        "direction.mismatch",
        "medium",
        "A word for the direction of a value is not that of the two values beside it.",
        "`Naik`, `Turun` or `Tetap` stand in a column of their own and fit two columns of values in at least three "
        "rows and in most; one finding a row.",
    ),
    Rule(
        "difference.mixed",
        "low",
        "A column of changes holds growth in percent in some rows and bare differences in others.",
        "Each row follows from the same two columns in one of both ways, at least one row in each way only.",
    ),
    Rule(
        "table.sum",
        "medium",
        "Numbers of a table do not add up to the sum it prints.",
        "A column that sums others in most rows fails in one, or a total row fails in a column and holds in another; "
        "budgets have their own rule; one finding a table.",
    ),
    Rule(
        "table.totals-differ",
        "low",
        "Two tables that sum the same things print different sums.",
        "Their total rows agree in all columns but one, at least two of which hold numbers.",
    ),
    Rule(
        "absorption.conflict",
        "medium",
        "One indicator has different absorptions in two tables.",
        "The percentages of budget absorption beside an indicator differ by more than a rounding.",
    ),
)
