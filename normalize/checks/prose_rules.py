"""The finding rules about what sentences state: values, money, counts, claims and ratings; `rules` joins them."""

from __future__ import annotations

from normalize.rule import Rule

PROSE_RULES: tuple[Rule, ...] = (
    Rule(
        "prose.target",
        "high",
        "The text gives another target of an indicator than the tables.",
        "The sentence names the indicator, or shares most of its telling words and prints its result, and says target; "
        "no table of the report prints the value as a target of that year, and one prints another in the same unit.",
    ),
    Rule(
        "prose.realization",
        "high",
        "The text gives another realisation of an indicator than the tables.",
        "The sentence names the indicator and says realisation; no table of the report prints the value as a "
        "realisation of that year, and one prints another in the same unit.",
    ),
    Rule(
        "prose.achievement",
        "high",
        "The text gives another achievement of an indicator than the tables.",
        "The sentence names the indicator and says achievement, prints a percentage in brackets behind its name, or "
        "prints its result and a percentage of the target; no table prints the value for the indicator.",
    ),
    Rule(
        "prose.medium-term",
        "medium",
        "The text gives another target for the end of the plan, or another share of it reached, than the tables.",
        "The sentence names the indicator and says end of the plan, or holds its result against the plan's target; no "
        "table prints the value as such. In other words than the name, the value is a digit away from the one target.",
    ),
    Rule(
        "prose.conflict",
        "medium",
        "The text gives an objective's achievement, the count behind a percentage, or a number of things in two ways.",
        "Both sentences name the objective or indicator and no other base or year; the values differ by more than a "
        "rounding, and no table prints such a count. Of a number of things, two neighbouring digits have changed "
        "places.",
    ),
    Rule(
        "prose.overall",
        "medium",
        "The text gives the achievement of the whole agency in several ways.",
        "Sentences that name the agency and no part, plan or other year give percentages that differ by more than a "
        "rounding; where all are averages that tables print, they belong to different tables.",
    ),
    Rule(
        "prose.average",
        "medium",
        "The text gives another average than the table above it.",
        "The sentence speaks of the average over all results, or of the average efficiency; no row of averages of the "
        "report prints the value, and the nearest table above has one such average, or it is the mean neither of the "
        "achievements that a table prints nor of those that follow.",
    ),
    Rule(
        "prose.efficiency",
        "medium",
        "The text gives another efficiency of an indicator than the tables.",
        "The sentence names the indicator and says efficiency; a column headed so has another percentage in the row of "
        "that name.",
    ),
    Rule(
        "prose.slip",
        "low",
        "A value in the text is one unit of its last digit away from the tables.",
        "As for the other values in prose, but the difference is one unit of the last printed digit.",
    ),
    Rule(
        "prose.share",
        "medium",
        "A percentage in the text is not the quotient of the two numbers before it.",
        "The text says that so many of so many, in digits or words, are a percentage; no two numbers of the sentence, "
        "or of the one before, give it.",
    ),
    Rule(
        "prose.quotient",
        "high",
        "A percentage in the text does not follow from the target and realisation before it.",
        "Target, realisation and percentage stand in a row in one sentence; no formula gives the percentage, and no "
        "table prints it for the indicator.",
    ),
    Rule(
        "prose.difference",
        "medium",
        "A rise or fall stated in the text does not follow from the values of the two years.",
        "The sentence names the indicator and its value of the year before; neither difference, growth nor ratio of "
        "the values of both years gives the stated change; or both values stand in the sentence.",
    ),
    Rule(
        "prose.absorption",
        "medium",
        "An absorption stated in the text is not realisation over budget.",
        "Budget, realisation and percentage stand in a row in one sentence, or a percentage is said of a budget that a "
        "table prints with its realisation, or stands behind one amount of a row, or is a digit away from that of the "
        "row whose words it has; the quotient differs by more than one unit of the last digit, and not only because an "
        "amount has a finding of its own.",
    ),
    Rule(
        "prose.remainder",
        "medium",
        "What the text says is left of a budget is not budget less realisation.",
        "`Sisa` stands before the one amount, a budget and its realisation in this sentence or the two before it; no "
        "pair of them in text or tables leaves the amount.",
    ),
    Rule(
        "prose.wholly-spent",
        "medium",
        "The text gives one amount as a budget and as its realisation, with an absorption below 100 percent.",
        "Budget and realisation are the same to the rupiah and stand in different sentences; the percentage stands "
        "behind the realisation.",
    ),
    Rule(
        "prose.budget",
        "medium",
        "The text gives another budget or realisation of a programme, activity or indicator than the tables.",
        "The sentence, or the one before it where it names nobody, names a row of the budget tables; no row of that "
        "name, nor all of one table together, has the amount.",
    ),
    Rule(
        "prose.program",
        "low",
        "The text names a programme otherwise than the budget tables.",
        "An item or heading begins with a programme that no table has; one table row, which the text never names, "
        "differs by one word or by a word before the rest; one finding a report.",
    ),
    Rule(
        "prose.activity",
        "low",
        "The text names an activity otherwise than the table row whose amounts it gives.",
        "A sentence begins with the name and gives one budget and one realisation, both those of rows of one other "
        "name; no table has the text's name; shortened names do not count; one finding a report.",
    ),
    Rule(
        "prose.heading",
        "low",
        "A heading names another programme or activity than the sentence below it.",
        "Both begin with Program, or both with Kegiatan; the names share two words, and neither is the other, "
        "shortened or in part; one finding a report.",
    ),
    Rule(
        "prose.mission",
        "low",
        "The text quotes a mission in other words than the list of missions.",
        "It names the mission's number; no list has it in its words, and the item of that number is like it; one "
        "finding a report.",
    ),
    Rule(
        "prose.sum",
        "medium",
        "A total in the text is not the sum of the amounts that the text adds up.",
        "The total stands behind `sehingga total` with the amounts before it, or before `terdiri dari` with them "
        "behind it, and is not half as large or twice as large as their sum; or its largest parts, in brackets behind "
        "their names, are more than it.",
    ),
    Rule(
        "prose.objective-mean",
        "medium",
        "The average achievement that the text gives for an objective is not that of its indicators.",
        "The sentence names the objective; no table's indicators of it have the value or give it on average, capped at "
        "100 or not, and no table prints it.",
    ),
    Rule(
        "prose.total",
        "medium",
        "The whole budget of the agency, or what was spent of it, has several amounts.",
        "Sentences that speak of the agency's total, and total rows within a tenth of them, differ and are not each "
        "named as another version of the budget; one finding.",
    ),
    Rule(
        "prose.progress",
        "low",
        "The physical progress of the agency has several percentages.",
        "Sentences that name the agency and no programme give percentages that differ by more than a rounding.",
    ),
    Rule(
        "prose.part",
        "low",
        "One absorption is said of the whole budget and of a part of it.",
        "The same percentage with decimals stands for the agency and for direct or indirect spending, in different "
        "sentences.",
    ),
    Rule(
        "claim.all",
        "medium",
        "The text says that all targets were reached, and the tables print achievements below 100.",
        "The sentence speaks of all indicators, objectives or programmes of the report and makes no exception, or "
        "of all indicators of one numbered objective; an indicator counts whose every achievement of the year is below "
        "100.",
    ),
    Rule(
        "claim.target",
        "medium",
        "The text says that an indicator passed or missed its target, and the tables say otherwise.",
        "The sentence names the indicator next to the claim, or prints its result and some of its words, and no other "
        "year or condition; every printed achievement of the year is below 100, or none is.",
    ),
    Rule(
        "claim.trend",
        "medium",
        "The text says that results rose in general, and the tables print falls.",
        "The sentence compares all results with the year before; for `in general` a third of the indicators with both "
        "years must not have risen, for `all` one.",
    ),
    Rule(
        "claim.budget",
        "low",
        "The text says that the revision cut the budget, and its total rose.",
        "The revised total and one other are printed, and the revised one is the higher.",
    ),
    Rule(
        "count.parts",
        "medium",
        "The parts of a count in the text do not add up to it.",
        "One sentence names the number of all indicators or objectives and at least three parts of them by different "
        "ratings or results; or the next one names more above and below target than the one before names in all.",
    ),
    Rule(
        "count.differs",
        "medium",
        "The text counts one thing in two ways.",
        "The number of the report's objectives beside that of its indicators, of its indicators of outcomes or "
        "outputs, or of objectives below target, has two values in different sentences.",
    ),
    Rule(
        "count.tables",
        "medium",
        "The text counts another number of objectives, indicators or programmes than the tables have.",
        "The sentence speaks of the whole report; at least two tables hold most of the indicators and all name more "
        "objectives, or fewer where its indicators fit, or all have one other number of indicators; or every budget "
        "table with a total lists one other number of programmes.",
    ),
    Rule(
        "count.reached",
        "medium",
        "The text counts other numbers of indicators above or below target than the tables print.",
        "The sentence names the number of all indicators; or it closes the report or tells of the rest, names no part "
        "of it, and is one off. An achievement above and below 100 in different tables is doubtful.",
    ),
    Rule(
        "count.rated",
        "medium",
        "The text counts other numbers of indicators with a rating than its own scale gives.",
        "The sentence names the number of all indicators; every indicator has one achievement, rated by the report's "
        "own scale.",
    ),
    Rule(
        "count.list",
        "low",
        "A list has another number of items than the text before it announces.",
        "The sentence ends with a colon and counts what the numbered or lettered list behind it holds.",
    ),
    Rule(
        "count.objectives",
        "medium",
        "The list of the plan's objectives is not as long as the tables have objectives.",
        "At least half of the list's items are objectives of the tables; two main tables or more agree in number.",
    ),
    Rule(
        "objective.listed",
        "low",
        "The list of the plan's objectives cuts the name of one.",
        "The item is the beginning of an objective of the main tables, which lack the shorter name.",
    ),
    Rule(
        "prose.rating",
        "medium",
        "The text gives an achievement a rating word that the report's own scale gives to another range.",
        "The word stands beside a percentage of achievement behind `kriteria`, `kategori`, `predikat` or the like.",
    ),
    Rule(
        "prose.predicate",
        "medium",
        "The text gives an AKIP score a predicate that is not that of the score.",
        "A predicate from AA to D stands beside a score behind AKIP; a score on a bound may carry both.",
    ),
)
