"""Absorptions that the text states, held against the amounts of their sentence and of the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extract.model import Place
from normalize.achievements.formulas import HUNDRED
from normalize.checks.budget_rows import Line, lines_by_table
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_budgets import amounts_by_name
from normalize.checks.prose_places import place_of, spot
from normalize.checks.prose_spenders import opening_words, spender_key
from normalize.checks.wording import name, number, where
from normalize.model import Finding, Statement

OUT_OF = re.compile(
    r"\bdari\s+(?:(?:total|jumlah|seluruh|pagu|anggaran|alokasi|dana|belanja|yang|sebesar)\s+){1,4}$", re.I
)
LAST_DIGIT = Decimal("1.5")
SMALLEST_STEP = Decimal("0.01")
ALL_OF_IT = Decimal("0.05")
"""A bare `100%` may not leave more than this unspent."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A budget and what was spent of it, as one row or sentence prints them."""

    budget: Decimal
    spent: Decimal
    raw: tuple[str, str]
    place: Place

    def gives(self, share: Decimal, step: Decimal) -> bool:
        return abs(self.spent / self.budget * HUNDRED - share) <= step


def check_stated_absorption(dossier: Dossier) -> Iterator[Finding]:
    """Budget, realisation and absorption of one sentence that do not belong together.

    An amount that the tables contradict is a finding of its own, from which a wrong quotient only follows.
    """
    known = amounts_by_name(dossier)
    pairs = [*table_pairs(dossier), *stated_pairs(dossier.interpretation.statements, dossier)]
    seen: dict[tuple[Decimal, Decimal, Decimal], list[tuple[Statement, ...]]] = defaultdict(list)
    for triple in _triples(dossier.interpretation.statements):
        budget, spent, share = (s.value for s in triple)
        assert budget and spent is not None and share is not None, "triples hold numbers"
        key = spender_key(triple[0])
        budgets = [*triple[0].readings, *known.get((key, "budget"), {})]
        amounts = [*triple[1].readings, *known.get((key, "realization"), {})]
        step = _step(triple[2], spent < budget)
        if not any(abs(s / b * HUNDRED - share) <= step for b in budgets for s in amounts if b):
            seen[budget, spent, share].append(triple)
    for same in seen.values():
        yield _unlike(same, pairs, dossier)


def _step(share: Statement, is_less: bool) -> Decimal:
    """How far a quotient may be from a printed percentage."""
    if is_less and share.value == HUNDRED and share.decimals == 0:
        return ALL_OF_IT
    return max(Decimal(1).scaleb(-share.decimals), SMALLEST_STEP) * LAST_DIGIT


def _unlike(same: Sequence[tuple[Statement, ...]], pairs: Sequence[Pair], dossier: Dossier) -> Finding:
    places = [place_of(triple[2], dossier) for triple in same]
    budget, spent, share = same[0]
    expected = number((spent.value or Decimal(0)) / (budget.value or Decimal(1)) * HUNDRED, max(2, share.decimals))
    meant = next((pair for pair in pairs if _is_meant(pair, same[0])), None)
    hint = f" {share.raw} follows from {meant.raw[1]} of {meant.raw[0]} ({where([meant.place])})." if meant else ""
    return finding(
        "prose.absorption",
        [*places, *([meant.place] if meant else [])],
        f"The text gives {share.raw} as the absorption{_of(same[0])} ({where(places)}), but realisation "
        f"{spent.raw} and budget {budget.raw} give {expected}.{hint}",
        share.raw,
        expected,
        (("statement", n) for n in spot([s for triple in same for s in triple], dossier)),
    )


def _is_meant(pair: Pair, triple: tuple[Statement, ...]) -> bool:
    """Whether another print of the same budget or realisation gives the percentage."""
    budget, spent, share = triple
    is_other = pair.budget in budget.readings and pair.spent not in spent.readings
    is_other = is_other or (pair.spent in spent.readings and pair.budget not in budget.readings)
    return is_other and share.decimals > 0 and pair.gives(share.value or Decimal(0), _step(share, False))


def _triples(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement, Statement]]:
    for first, second, three in zip(statements, statements[1:], statements[2:], strict=False):
        one, two = _in_order(first, second)
        if (one.measure, two.measure, three.measure) == ("budget", "spent", "absorption"):
            amounts = one.kind == two.kind == "money" and three.kind == "percent"
            if amounts and one.number == two.number == three.number and one.value and three.value:
                yield one, two, three


def _in_order(one: Statement, two: Statement) -> tuple[Statement, Statement]:
    """Budget and realisation, also where `realisasi Rp… dari pagu Rp…` names the budget behind what was spent of it."""
    is_turned = (one.measure, two.measure) == ("spent", "budget") and one.number == two.number
    return (two, one) if is_turned and OUT_OF.search(one.sentence[one.start : two.start]) else (one, two)


def _of(statements: Sequence[Statement]) -> str:
    """Whose absorption it is: the subject, else the words the sentence begins with."""
    subject = next((s.subject for s in statements if s.subject and s.subject_kind != "agency"), None)
    subject = subject or opening_words(statements[0])
    subject = subject or next((s.subject for s in statements if s.subject), None)
    return f" of {name(subject)}" if subject else ""


def check_absorption_of_budget(dossier: Dossier) -> Iterator[Finding]:
    """A percentage said to be absorbed of a budget whose row in a table has another one."""
    rows = list(table_pairs(dossier))
    for share, budget in _shares(dossier.interpretation.statements):
        same = [row for row in rows if row.budget in budget.readings]
        if not same or any(row.gives(share.value or Decimal(0), _step(share, False)) for row in same):
            continue
        place = place_of(share, dossier)
        shares = [number(row.spent / row.budget * HUNDRED, 2) for row in same]
        gives = " and ".join(
            f"{row.raw[1]} of {row.raw[0]} ({where([row.place])}), which is {gives}"
            for row, gives in zip(same, shares, strict=True)
        )
        yield finding(
            "prose.absorption",
            [place, *(row.place for row in same)],
            f"The text gives {share.raw} as the absorption of {budget.raw} ({where([place])}), but the tables print a "
            f"realisation of {gives}.",
            share.raw,
            " / ".join(shares),
            (("statement", n) for n in spot([share, budget], dossier)),
        )


def _shares(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Each absorption with the budget behind it, in a sentence that names no realisation."""
    for one, two in pairwise(statements):
        if (one.measure, two.measure) != ("absorption", "budget") or one.number != two.number or not one.decimals:
            continue
        spent = [s for s in statements if s.number == one.number and s.measure == "spent"]
        if two.kind == "money" and two.value and one.value and not spent:
            yield one, two


def table_pairs(dossier: Dossier) -> Iterator[Pair]:
    """The rows of the budget tables that print both amounts."""
    lines: list[Line] = [line for lines in lines_by_table(dossier) for line in lines]
    for line in lines:
        budget, spent = line.amount("budget"), line.amount("realization")
        if budget and spent is not None:
            raw = (line.print("budget") or number(budget), line.print("realization") or number(spent))
            yield Pair(budget, spent, raw, line.budget.place)


def stated_pairs(statements: Sequence[Statement], dossier: Dossier) -> Iterator[Pair]:
    """A budget and what was spent of it, one behind the other in a sentence."""
    for pair in pairwise(statements):
        one, two = _in_order(*pair)
        is_pair = (one.measure, two.measure) == ("budget", "spent") and one.number == two.number
        if is_pair and one.kind == two.kind == "money" and one.value and two.value is not None:
            yield Pair(one.value, two.value, (one.raw, two.raw), place_of(two, dossier))
