"""Amounts in the text that are a digit away from an amount of the budget tables, and shares of a budget beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from rapidfuzz.distance import OSA

from extract.model import Place
from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, number, where
from normalize.model import Finding, Sentence
from normalize.prose.subjects import stems_of
from normalize.prose.values import Value, read_values

DIGITS = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}")
LEAST_DIGITS = 8
THOUSANDS = 3
"""The digits that the text may round away."""
LEAST_TELLING = 5
"""Digits before the closing zeros: rounder amounts are alike by chance."""
LEAST_ROUND, LEAST_STEMS = 4, 2
"""Fewer digits are telling where so many words of the row's name stand in the sentence."""
OF_BUDGET = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?,?\s*(?:\(|atau|setara|yakni|yaitu|sama\s+dengan)\s*(?:dengan\s+|sebesar\s+|sekitar\s+){0,2}$",
    re.I,
)
FROM = re.compile(
    r"^\s*\)?\s*dari\s+(?:(?:total|jumlah|target|pagu|anggaran|alokasi|rencana|dana|nilai|yang|sebesar|belanja|"
    r"tersedia)\s+){0,4}$",
    re.I,
)
LAST_DIGIT = Decimal("1.5")
Rows = list[tuple[str, Place]]
"""The names and places of the rows of one amount."""


def check_money_slips(dossier: Dossier) -> Iterator[Finding]:
    """`Rp883.725.500` of a programme whose row prints 838.725.500; one finding an amount."""
    rows = _amounts(dossier)
    if not rows:
        return
    seen: set[str] = set()
    every: set[str] | None = None
    for sentence in dossier.interpretation.sentences:
        for value in read_values(sentence.text) if DIGITS.search(sentence.text) else ():
            digits = f"{value.value:f}".partition(".")[0]
            if value.kind != "money" or len(digits) < LEAST_DIGITS or digits in rows or digits in seen:
                continue
            near = [d for d in rows if len(d) == len(digits) and OSA.distance(d, digits, score_cutoff=1) == 1]
            if len(near) != 1 or not _is_telling(digits, near[0], rows[near[0]], rows, sentence):
                continue
            if near[0][:-THOUSANDS] == digits[:-THOUSANDS]:
                continue
            if every is None:
                every = _every_amount(dossier)
            if digits in every:
                continue
            seen.add(digits)
            yield _slip(value, sentence, near[0], rows[near[0]], dossier)


def _is_telling(digits: str, meant: str, own: Rows, rows: Mapping[str, Rows], sentence: Sentence) -> bool:
    """Whether two amounts are not so round that they are alike by chance.

    Of rounder ones the row must be named, of still rounder ones its other amount must stand in the sentence.
    """
    telling = min(len(meant.rstrip("0")), len(digits.rstrip("0")))
    if telling >= LEAST_TELLING:
        return True
    said = stems_of(sentence.text)
    if not any(len(said & stems_of(label)) >= LEAST_STEMS for label, _ in own):
        return False
    beside = {place for value in read_values(sentence.text) for _, place in rows.get(f"{value.value:f}", ())}
    return telling >= LEAST_ROUND or any(place in beside for _, place in own)


def _amounts(dossier: Dossier) -> dict[str, Rows]:
    """The budgets and realisations of the budget tables by their digits, each with the names and places of its rows."""
    found: dict[str, Rows] = {}
    for budget in dossier.budgets:
        for amount in (budget.budget, budget.realization):
            if amount is not None:
                found.setdefault(f"{amount:f}".partition(".")[0], []).append((budget.name, budget.place))
    return found


def _every_amount(dossier: Dossier) -> set[str]:
    """The digits of every amount that a table cell prints."""
    return {
        re.sub(r"\D", "", found)
        for table in dossier.interpretation.document.tables
        for cell in table.cells
        for found in DIGITS.findall(cell.text)
    }


def _slip(value: Value, sentence: Sentence, meant: str, rows: Rows, dossier: Dossier) -> Finding:
    places = [place for _, place in rows]
    own = place_of(sentence, dossier)
    right = number(Decimal(meant))
    return finding(
        "prose.amount",
        [own, *places],
        f"The text prints {value.raw} ({where([own])}), which no table has; {name(rows[0][0])} has {right} "
        f"({where(places)}).",
        value.raw,
        right,
    )


def check_shares_of_budget(dossier: Dossier) -> Iterator[Finding]:
    """`terpakai Rp94.737.334.250 atau 97,45 persen dari Rp99.776.000.000`: a share that the two amounts do not give."""
    for sentence in dossier.interpretation.sentences:
        if "dari" not in sentence.text or "Rp" not in sentence.text:
            continue
        values = read_values(sentence.text)
        for part, share, whole in zip(values, values[1:], values[2:], strict=False):
            if (part.kind, share.kind, whole.kind) != ("money", "percent", "money") or not whole.value:
                continue
            is_said = OF_BUDGET.match(sentence.text[part.end : share.start]) is not None
            if not is_said or not FROM.match(sentence.text[share.end : whole.start]):
                continue
            quotient = part.value / whole.value * HUNDRED
            slack = LAST_DIGIT * share.step + quotient * _slack(part) + quotient * _slack(whole)
            if abs(quotient - share.value) <= slack:
                continue
            place = place_of(sentence, dossier)
            expected = number(quotient, max(share.decimals, 2))
            yield finding(
                "prose.share-of-budget",
                [place],
                f"The text calls {part.raw} {share.raw} of {whole.raw} ({where([place])}), but it is {expected}%.",
                share.raw,
                f"{expected} ({whole.raw})",
            )


def _slack(value: Value) -> Decimal:
    """How far an amount in millions or billions may be rounded, as a share of it."""
    if not value.decimals or not value.value:
        return Decimal(0)
    digits = re.sub(r"\D", "", value.raw)
    return Decimal("0.6") / Decimal(digits) if int(digits) else Decimal(0)
