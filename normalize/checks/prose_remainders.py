"""Money that the text calls left over, or wholly spent, though its own amounts and percentages say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extract.numbers import is_multiple
from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_absorption import Pair, stated_pairs, table_pairs
from normalize.checks.prose_places import place_of, spot
from normalize.checks.wording import number, where
from normalize.model import Finding, Sentence, Statement
from normalize.prose.values import read_values

LEFT = re.compile(r"\bsisa\b[^.;\d]{0,60}$", re.IGNORECASE)
SPENDING = re.compile(r"\b(?:realisasi|terealisasi|direalisasikan|terserap|penyerapan)\b", re.IGNORECASE)
SENTENCES_BACK = 2
NEARLY_ALL = Decimal("99.9")
RUPIAH = Decimal(1)
MILLION = Decimal(1_000_000)
"""Round amounts are budgets of several programmes."""


def check_remainders(dossier: Dossier) -> Iterator[Finding]:
    """`sisa anggaran sebesar Rp …` that is not what the budget just named leaves after its realisation."""
    statements = dossier.interpretation.statements
    pairs: list[Pair] | None = None
    for at, sentence in enumerate(dossier.interpretation.sentences):
        if "sisa" not in sentence.text.casefold():
            continue
        left = [v for v in read_values(sentence.text) if v.kind == "money" and LEFT.search(sentence.text[: v.start])]
        before = [s for s in statements if at - SENTENCES_BACK <= s.number <= at]
        near = list(stated_pairs(before, dossier))
        if len(left) != 1 or not near:
            continue
        pairs = [*table_pairs(dossier), *stated_pairs(statements, dossier)] if pairs is None else pairs
        if not any(abs(pair.budget - pair.spent - value) < RUPIAH for pair in pairs for value in left[0].readings):
            yield _remainder(sentence, left[0].raw, near[-1], dossier)


def _remainder(sentence: Sentence, raw: str, pair: Pair, dossier: Dossier) -> Finding:
    place = place_of(sentence, dossier)
    expected = number(pair.budget - pair.spent)
    return finding(
        "prose.remainder",
        [place, pair.place],
        f"The text says that {raw} of the budget is left ({where([place])}), but budget {pair.raw[0]} less realisation "
        f"{pair.raw[1]} ({where([pair.place])}) is {expected}.",
        raw,
        expected,
    )


def check_wholly_spent(dossier: Dossier) -> Iterator[Finding]:
    """One amount that the text gives as a budget and as what was spent of it, with an absorption below 100%."""
    statements = dossier.interpretation.statements
    rows = [pair for pair in table_pairs(dossier) if pair.budget != pair.spent]
    seen: set[Decimal] = set()
    for spent, share in pairwise(statements):
        if not _is_spending(spent, share) or spent.value in seen or spent.value is None:
            continue
        budgets = [s for s in statements if s.value == spent.value and _is_budget(s)]
        meant = [pair for pair in rows if pair.budget == spent.value] or [p for p in rows if p.spent == spent.value]
        is_elsewhere = all(s.number != spent.number for s in budgets)
        if is_elsewhere and (budgets or (meant and meant[0].budget == spent.value)):
            seen.add(spent.value)
            yield _wholly(spent, share, budgets, meant[:1], dossier)


def _is_budget(statement: Statement) -> bool:
    """Whether an amount is a budget, in a sentence that has spoken of no realisation before it."""
    before = statement.sentence[: statement.start]
    return statement.measure == "budget" and statement.kind == "money" and SPENDING.search(before) is None


def _is_spending(spent: Statement, share: Statement) -> bool:
    """Whether two statements are an amount spent, no round one, and its absorption, below the whole."""
    if spent.value is None or is_multiple(spent.value, MILLION):
        return False
    is_pair = (spent.measure, share.measure) == ("spent", "absorption") and spent.number == share.number
    return is_pair and spent.kind == "money" and share.kind == "percent" and (share.value or HUNDRED) < NEARLY_ALL


def _wholly(
    spent: Statement, share: Statement, budgets: Sequence[Statement], meant: Sequence[Pair], dossier: Dossier
) -> Finding:
    place = place_of(spent, dossier)
    stated = [place_of(s, dossier) for s in budgets]
    places = [*stated, *(pair.place for pair in meant if pair.budget == spent.value)]
    hint = "".join(
        f" The tables print {pair.raw[1]} of {pair.raw[0]} ({where([pair.place])}), which is "
        f"{number(pair.spent / pair.budget * HUNDRED, 2)}%."
        for pair in meant
    )
    return finding(
        "prose.wholly-spent",
        [place, *stated, *(pair.place for pair in meant)],
        f"The text gives {spent.raw} as the realisation with an absorption of {share.raw} ({where([place])}), but the "
        f"same amount is the budget ({where(places)}), of which it would be 100%.{hint}",
        f"{spent.raw} {share.raw}",
        " / ".join(f"{pair.raw[1]} {pair.raw[0]}" for pair in meant) or None,
        (("statement", n) for n in spot([spent, share, *budgets], dossier)),
    )
