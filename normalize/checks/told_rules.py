"""The finding rules about sentences that follow from their own numbers or speak of an indicator in other words."""

from __future__ import annotations

from normalize.rule import Rule

TOLD_RULES: tuple[Rule, ...] = (
    Rule(
        "prose.direction",
        "medium",
        "The text calls a fall a rise, or a rise a fall.",
        "Both values stand in the sentence or the one before it (`from … to`, or a difference that fits the other "
        "direction only); or the sentence compares with the year before, prints the year's value of one indicator, and "
        "the tables print one value for each year.",
    ),
    Rule(
        "claim.extreme",
        "medium",
        "The text calls an achievement or absorption the highest or lowest, and the tables print one beyond it.",
        "The sentence names one indicator, or one row of a budget table of one level, and no part of the report; "
        "another one is beyond it whichever of several printed values count, and those by targets or amounts with "
        "them; a percentage beside the claim must be that of one of both.",
    ),
    Rule(
        "prose.limit",
        "medium",
        "The text says that a value passes, misses or keeps a limit, and it does not.",
        "Value and limit stand on both sides of the claim in one unit (the value may stand in the sentence before); of "
        "an indicator of which less is wanted, to pass a target is to stay below it.",
    ),
    Rule(
        "prose.history",
        "medium",
        "The text gives another value of an indicator for the year before than the tables.",
        "The sentence, or the one before it, speaks of one indicator and prints its value of the report's year, or the "
        "earlier value is a digit away; no table prints that for it, and it lies within a quarter of theirs or is "
        "another indicator's.",
    ),
    Rule(
        "prose.near",
        "medium",
        "The text gives as an indicator's result a number that is a digit away from it.",
        "The sentence shares most of the telling words of one indicator, or prints its target; no table prints the "
        "number, in which one digit is another or two have changed places.",
    ),
    Rule(
        "prose.amount",
        "medium",
        "An amount in the text is a digit away from one of the budget tables.",
        "No table cell prints it; one digit of one amount alone is another, or two neighbours have changed places; "
        "round amounts count where the row is named, rounder ones where its other amount stands beside them; those "
        "that other rules name do not.",
    ),
    Rule(
        "prose.share-of-budget",
        "medium",
        "A percentage in the text is not the share that the amounts on both sides of it give.",
        "An amount, a percentage behind `atau` or in brackets, and the whole behind `dari` follow one another; the "
        "quotient differs by more than roundings allow.",
    ),
    Rule(
        "count.groups",
        "medium",
        "The groups into which the text divides a number do not add up to it.",
        "Numbers follow `terdiri atas` or its like up to the end of the list, or stand before `seluruhnya`, lengths "
        "and areas in one unit; their sum is within a fifth of the number.",
    ),
)
