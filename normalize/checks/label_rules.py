"""The finding rules about names, numbers and years in rows, heads, captions and headings; `rules` joins them."""

from __future__ import annotations

from normalize.rule import Rule

LABEL_RULES: tuple[Rule, ...] = (
    Rule(
        "name.drift",
        "low",
        "One indicator goes by several names.",
        "Names of one indicator differ in words; brackets, cut ends and the spelling of per cent do not count. Names "
        "that share little are one indicator's where tables print the same figures for them and none has both, or all "
        "their other rows are the same in the same order.",
    ),
    Rule(
        "name.spelling",
        "low",
        "Indicators are spelled in several ways.",
        "Names of one indicator differ in spelling only; one finding a report.",
    ),
    Rule(
        "objective.conflict",
        "medium",
        "An indicator stands under different objectives.",
        "Tables that give it one objective each give different ones, neither part nor spelling of the other.",
    ),
    Rule(
        "objective.swapped",
        "medium",
        "Two indicators have swapped their objectives between two tables.",
        "In the second table each stands under the objective that the other has in the first.",
    ),
    Rule(
        "header.lies",
        "medium",
        "A column headed as achievement holds realisations.",
        "Its words say achievement and not realisation, its values were read as realisations beside their targets.",
    ),
    Rule(
        "table.numbering",
        "low",
        "Table numbers are used twice or left out, or the text names a table that is not there.",
        "Captions are lines that begin with Tabel and a number; a number that is named nowhere counts as left out, one "
        "that is named two and more behind the last of its chapter as not there; one finding a report.",
    ),
    Rule(
        "caption.copied",
        "medium",
        "One caption stands over different tables.",
        "A title of 25 letters or more comes again after another table's caption.",
    ),
    Rule(
        "year.other",
        "medium",
        "The report names an earlier year where it tells of its own.",
        "The caption's or the sentence's figures are those of the report's year, the sentence is about the report "
        "itself, or the running head reads otherwise like the others; one finding.",
    ),
    Rule(
        "year.compared",
        "low",
        "A comparison names the wrong year.",
        "A sentence compares the only year it names with itself, calls a year the one before another that it does not "
        "precede, or calls the report's year or an earlier one a year to come; one finding a report.",
    ),
    Rule(
        "header.year",
        "medium",
        "The years in a table's caption and heads contradict each other.",
        "A head names a year that neither column of its own formula has, the caption reaches to another year than the "
        "realisations, compares another year than the two columns, or names another than all; one finding a table.",
    ),
    Rule(
        "header.covers",
        "low",
        "A head over several columns only names one of them.",
        "Its words are those of one column below it, and another column is a different measure.",
    ),
    Rule(
        "caption.listed",
        "low",
        "The list of tables names another year than the caption of the table.",
        "Both name a year, and none is the same; the number of the table comes once.",
    ),
    Rule(
        "agency.other",
        "medium",
        "The report names another agency as its own, or its own by another name.",
        "It gives its agreement, report or plan to an agency of its type with no word in common or elsewhere, is "
        "signed by the head of another, or calls itself by a name of other words at least three times, or stands once "
        "with another government where no other agency is looked at; one finding.",
    ),
    Rule(
        "row.number",
        "low",
        "A table numbers its objectives wrongly.",
        "Numbers run from 1 and one comes twice, stands in the cell of the objective above, or is left out though "
        "other tables number the next objective so.",
    ),
    Rule(
        "average.label",
        "low",
        "An average names another objective than the section it stands in.",
        "The last heading above the table numbers its objective, the table names one number only, and that is another.",
    ),
    Rule(
        "name.measure",
        "low",
        "An indicator is a count in some tables and a percentage in others.",
        "The names are the same behind `Jumlah` and `Persentase`, and no table has both; one finding a report.",
    ),
    Rule(
        "name.numbered",
        "low",
        "The text calls an indicator of one number by two names.",
        "Both stand at least twice behind the number, share half of their words, and each has words that the other "
        "lacks.",
    ),
    Rule(
        "name.listed",
        "low",
        "A list of an objective's indicators calls one otherwise than the tables.",
        "A list under a numbered objective is as long as the objective's rows; at its place stands a name with three "
        "common words that no table has; one finding a report.",
    ),
    Rule(
        "budget.name",
        "low",
        "A programme or activity has other names in another budget table.",
        "Two tables share three rows or more, or all names but one; this amount stands once in each, below the same "
        "programme, and neither has the other's name; shortened words do not count; one finding.",
    ),
    Rule(
        "chart.label",
        "low",
        "A chart calls two parts by one name.",
        "Four labels or more with their values stand one behind the other, one of them twice with different values.",
    ),
    Rule(
        "list.copied",
        "medium",
        "A point of a list keeps the words of another point.",
        "The points follow one pattern, and behind the same two words most name their own subject, this one only "
        "another's.",
    ),
    Rule(
        "list.start",
        "low",
        "The numbering of a table's indicators is broken.",
        "The marks run on below each objective, but neither begin at 1 there, nor run through the table, nor count its "
        "rows.",
    ),
    Rule(
        "section.chapter",
        "low",
        "Sections carry the number of another chapter.",
        "Three numbers from 1 on stand below a section of two whose first number is higher.",
    ),
)
