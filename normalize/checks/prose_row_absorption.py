"""Absorptions that the text states of a row of the budget tables: by one of its amounts, or by words of its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz.distance import OSA

from extract.model import Place
from normalize.achievements.formulas import HUNDRED
from normalize.checks.budget_rows import lines_by_table
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, number, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.subjects import stems_of
from normalize.prose.values import Value, read_values

SPENDING = Hints(["serap", "terealisasi", "realisasi", "menghabiskan", "dibelanjakan", "dimanfaatkan", "terpakai"])
LINKED = re.compile(
    r"^(?:(?!\b(?:dari|target|sisa|fisik|rata)\b)[^.;%]){0,60}?(?:\batau|\bsetara|\bterserap|\bterealisasi|"
    r"\bdimanfaatkan|\bdigunakan|\bserapan(?:nya)?|\brealisasi(?:nya)?|\bmencapai|\()\s*(?:sebesar|sekitar|dengan|"
    r"mencapai|sebanyak|anggaran|adalah|hanya|baru|keuangan|sama)?\s*(?:sebesar|dengan)?\s*$",
    re.I,
)
SPENT = re.compile(r"\b\w*serap\w*|\bterealisasi\b|\brealisasi\s+(?:anggaran|keuangan|belanja)\b", re.I)
USED = re.compile(r"\b(?:\w*serap\w*|\w*realisasi\w*|dimanfaatkan|digunakan)\b", re.I)
OTHER = re.compile(r"\b(?:fisik|efisiensi|target|triwulan|semester|porsi|proporsi|sisa|tidak\s+terserap)\b", re.I)
OTHER_BASE = re.compile(r"^\s*\)?\s*(?:dari|terhadap)\s+(?!pagu|anggaran(?!\s+dinas)|dana)", re.I)
LAST_DIGIT = Decimal("1.5")
SMALLEST, LARGEST = Decimal(20), Decimal(130)
LEAST_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a budget table that prints budget and realisation, with the absorption that follows from them."""

    name: str
    budget: Decimal
    spent: Decimal
    printed: Decimal | None
    is_total: bool
    place: Place

    @property
    def share(self) -> Decimal:
        return self.spent / self.budget * HUNDRED


def check_absorption_of_rows(dossier: Dossier) -> Iterator[Finding]:
    """`memperoleh pagu Rp9.362.400.000 dan terserap 96,00 persen` of a row whose amounts give 94,00; one a saying."""
    rows: list[_Row] | None = None
    seen: set[tuple[Decimal, Decimal]] = set()
    for sentence in dossier.interpretation.sentences:
        if ("%" not in sentence.text and "persen" not in sentence.text) or not SPENDING.are_in(sentence.text):
            continue
        values = read_values(sentence.text)
        shares = [v for v in values if v.kind == "percent" and SMALLEST <= v.value <= LARGEST]
        if not shares:
            continue
        rows = list(_rows(dossier)) if rows is None else rows
        for share in shares if rows else ():
            row = _by_amount(share, values, sentence, rows) or _by_name(share, values, sentence, rows, dossier)
            if row is not None and (row.budget, share.value) not in seen:
                seen.add((row.budget, share.value))
                yield _unlike(share, sentence, row, dossier)


def _rows(dossier: Dossier) -> Iterator[_Row]:
    """The rows of the report's year; where every table says the year before, that is rather a wrong caption."""
    every = [line for lines in lines_by_table(dossier) for line in lines]
    years = {line.budget.year for line in every}
    is_misdated = years == {(dossier.year or 0) - 1}
    for line in every:
        b = line.budget
        budget, spent = line.amount("budget"), line.amount("realization")
        if budget and spent and (is_misdated or b.year in (None, dossier.year)):
            yield _Row(" ".join(b.name.split()), budget, spent, b.absorption_printed, b.is_total, b.place)


def _by_amount(share: Value, values: Sequence[Value], sentence: Sentence, rows: Sequence[_Row]) -> _Row | None:
    """The row whose budget or realisation is the one amount just before a percentage that it does not give."""
    at = values.index(share)
    amount = values[at - 1] if at else None
    if amount is None or amount.kind != "money" or sum(v.kind == "money" for v in values) != 1:
        return None
    between = sentence.text[amount.end : share.start]
    if not LINKED.match(between) or OTHER_BASE.match(sentence.text[share.end :]) or OTHER.search(between):
        return None
    is_used = USED.search(between) is not None
    own = [r for r in rows if {r.spent, r.budget if is_used else r.spent} & set(amount.readings)]
    if not own or any(_is_share(share, part / whole.budget) for whole in rows for part in amount.readings):
        return None
    return None if any(_gives(row, share) for row in own) else own[0]


def _by_name(
    share: Value, values: Sequence[Value], sentence: Sentence, rows: Sequence[_Row], dossier: Dossier
) -> _Row | None:
    """The one row with a telling word in the sentence whose absorption is a digit away from the percentage."""
    if share.decimals < LEAST_DECIMALS or any(v.kind == "money" for v in values):
        return None
    if OTHER.search(sentence.text) or not SPENT.search(sentence.text):
        return None
    if any(_gives(row, share) for row in rows):
        return None
    digits = _digits(share.value, share.decimals)
    near = [row for row in rows if _is_slip(digits, row, share.decimals)]
    if len({row.share for row in near}) != 1:
        return None
    said = stems_of(sentence.text)
    others = [stems_of(row.name) for row in rows if row.name not in {one.name for one in near}]
    telling = stems_of(near[0].name) - set().union(*others) if others else stems_of(near[0].name)
    of_whole = near[0].is_total and not any(said & own for own in others)
    return near[0] if telling & said or of_whole else None


def _is_slip(digits: str, row: _Row, decimals: int) -> bool:
    own = {_digits(row.share, decimals)} | ({_digits(row.printed, decimals)} if row.printed else set())
    return any(len(one) == len(digits) and OSA.distance(one, digits, score_cutoff=1) == 1 for one in own)


def _digits(value: Decimal, decimals: int) -> str:
    return re.sub(r"\D", "", f"{value:.{decimals}f}")


def _gives(row: _Row, share: Value) -> bool:
    return _is_share(share, row.spent / row.budget) or row.printed == share.value


def _is_share(share: Value, quotient: Decimal) -> bool:
    return abs(quotient * HUNDRED - share.value) <= share.step * LAST_DIGIT


def _unlike(share: Value, sentence: Sentence, row: _Row, dossier: Dossier) -> Finding:
    place = place_of(sentence, dossier)
    expected = number(row.share, max(2, share.decimals))
    return finding(
        "prose.absorption",
        [place, row.place],
        f"The text gives {share.raw} as the absorption of {name(row.name)} ({where([place])}), but realisation "
        f"{number(row.spent)} and budget {number(row.budget)} give {expected} ({where([row.place])}).",
        share.raw,
        expected,
    )
