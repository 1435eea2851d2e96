"""Amounts of money that the text states, held against each other and against the budget tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.model import Place
from extract.numbers import is_multiple
from normalize.checks.budget_rows import AMOUNTS, Amount, Line, lines_by_table, total
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of, spot
from normalize.checks.prose_spenders import NamedRow, named_rows, nearest_row, opening_name, spender_key
from normalize.checks.wording import listed, name, number, where
from normalize.model import Finding, Statement
from normalize.prose.names import budget_key
from normalize.prose.paragraphs import PROSE_LETTERS
from normalize.words import letters

LARGEST_RATIO = Decimal(50)
AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}")
LETTER = re.compile(r"[^\W\d_]")
MOST_LETTERS = 15
NEAR = Decimal(100)
"""A hundredth of an amount: another row as near as that may be the one meant."""
TENTH = 10
THOUSAND = Decimal(1000)
SMALLEST_TOTAL = Decimal(1_000_000)
KINDS: dict[str, Amount] = {"budget": "budget", "spent": "realization"}
SPENDERS = ("budget", "objective", "indicator")
WORDS = {"budget": "budget", "spent": "realisation"}
NAMED_PART = re.compile(
    r"\b(?:[Pp]rogram|[Pp]rogam|[Kk]egiatan|[Ss]asaran|[Mm]isi|[Bb]idang|[Ss]eksi|[Tt]ujuan)\s+"
    r"(?:ini|tersebut|[A-Z„“\"'‘]|ke-?|pertama|kedua|ketiga|keempat|strategis|\d)"
    r"|\bAPBN\b|\b[Dd]ekonsentrasi|\b[Tt]ugas [Pp]embantuan|\b[Hh]ibah|\b[Tt]idak [Ll]angsung|\bDAK\b|\b[Mm]asing",
)
OWN = re.compile(r"\b(?:APBD|[Dd]inas|[Bb]adan|[Bb]iro|[Kk]antor|[Ii]nspektorat|[Ss]ekretariat|SKPD|OPD)\b")
OWN_TOTAL = re.compile(r"\b(?:total|jumlah|seluruh|keseluruhan|alokasi|pagu|realisasi|penyerapan)\b", re.IGNORECASE)
WHOLE = re.compile(
    r"^\W*(?:\w+,\s*)?(?:(?:total|seluruh|jumlah|keseluruhan)\s+(?:pagu|anggaran|belanja)|anggaran\s+tahun\s+20\d\d)"
    r"(?!\s+(?:tidak|langsung|modal|pegawai|barang|untuk|pada))[^.;\d]{0,50}$",
    re.I,
)
"""How a sentence on the whole budget begins."""
ORIGINAL = re.compile(r"\b(?:apbd\s+murni|murni|induk|sebelum\s+perubahan|semula)\b", re.IGNORECASE)
REVISED = re.compile(r"\b(?:perubahan|setelah\s+perubahan|apbd-?p|dppa)\b", re.IGNORECASE)


def check_stated_budgets(dossier: Dossier) -> Iterator[Finding]:
    """Budgets and realisations of programmes and activities that no table prints; one finding a name and amount."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    rows: tuple[NamedRow, ...] | None = None
    for statement in dossier.interpretation.statements:
        if statement.measure not in KINDS or statement.kind != "money":
            continue
        if statement.subject_kind in SPENDERS:
            groups[spender_key(statement), statement.measure].append(statement)
        elif (opening := opening_name(statement)) is not None:
            rows = named_rows(dossier) if rows is None else rows
            key = nearest_row(opening, rows)
            if key is not None:
                groups[key, statement.measure].append(statement)
    if not groups:
        return
    known, printed, sums = amounts_by_name(dossier), _amounts_in_tables(dossier), _sums_of_parts(dossier)
    for (key, measure), same in groups.items():
        own = known.get((key, KINDS[measure]), {})
        values = own or _like(sums.get((key, KINDS[measure]), {}), same)
        unlike = [s for s in same if values and not _is_confirmed(s, values) and _near(s, values)]
        unlike = [s for s in unlike if re.sub(r"\D", "", s.raw.split(",")[0]) not in printed]
        if unlike:
            yield _unlike(unlike, values, _meant(unlike[0], key, known) if own else None, bool(own), dossier)


def amounts_by_name(dossier: Dossier) -> dict[tuple[str, Amount], dict[Decimal, list[Place]]]:
    """The amounts of each name: every row, and all rows of a table together."""
    found: dict[tuple[str, Amount], dict[Decimal, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for lines in lines_by_table(dossier):
        by_name: dict[str, list[Line]] = defaultdict(list)
        for line in (one for one in lines if one.budget.year in (None, dossier.year)):
            by_name[_line_key(line, dossier)].append(line)
        for key, same in by_name.items():
            for kind, _ in AMOUNTS:
                for line in same:
                    if (amount := line.amount(kind)) is not None:
                        found[key, kind][amount].append(line.budget.place)
                whole = total(same, kind)
                if whole is not None and len(same) > 1:
                    found[key, kind][whole].extend(line.budget.place for line in same)
    return found


def _sums_of_parts(dossier: Dossier) -> dict[tuple[str, Amount], dict[Decimal, list[Place]]]:
    """What the activities of each programme add up to in a table, by version."""
    found: dict[tuple[str, Amount], dict[Decimal, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for lines in lines_by_table(dossier):
        parts: dict[tuple[str, str | None], list[Line]] = defaultdict(list)
        for line in lines:
            if line.budget.level == "activity" and line.budget.parent and line.budget.year in (None, dossier.year):
                parts[budget_key(line.budget.parent), line.budget.version].append(line)
        for (key, _), same in parts.items():
            for kind, _ in AMOUNTS:
                if (whole := total(same, kind)) is not None:
                    found[key, kind][whole].extend(line.budget.place for line in same)
    return found


def _like(sums: dict[Decimal, list[Place]], same: Sequence[Statement]) -> dict[Decimal, list[Place]]:
    """The sums within a tenth of a stated amount; others rather lack rows."""
    stated = [s.value for s in same if s.value]
    return {whole: at for whole, at in sums.items() if any(abs(whole - one) * TENTH <= one for one in stated)}


def _line_key(line: Line, dossier: Dossier) -> str:
    """The key of a row: of an indicator that of its observations, of an objective its name."""
    budget = line.budget
    if budget.level == "indicator":
        name = letters(budget.name)
        own = (key for o, key in zip(dossier.observations, dossier.keys, strict=True) if letters(o.indicator) == name)
        return letters(next(own, budget.name))
    return letters(budget.name) if budget.level == "objective" else budget_key(budget.name)


def _amounts_in_tables(dossier: Dossier) -> set[str]:
    """The digits of every amount in a table cell or beside another amount on a line, understood or not."""
    document = dossier.interpretation.document
    texts = [cell.text for table in document.tables for cell in table.cells if len(cell.text) < PROSE_LETTERS]
    texts += [line.text for page in document.pages for line in page.lines if _is_row(line.text)]
    return {re.sub(r"\D", "", found) for text in texts for found in AMOUNT.findall(text)}


def _is_row(text: str) -> bool:
    """Whether a line holds several amounts and few words."""
    return len(AMOUNT.findall(text)) > 1 and len(LETTER.findall(text)) < MOST_LETTERS


def _is_confirmed(statement: Statement, values: dict[Decimal, list[Place]]) -> bool:
    """Whether a table has the stated amount, or one that it cuts or rounds to full thousands."""
    if set(statement.readings) & set(values):
        return True
    stated = statement.value or Decimal(0)
    return is_multiple(stated, THOUSAND) and any(
        abs(stated - value) < THOUSAND and not is_multiple(value, THOUSAND) for value in values
    )


def _near(statement: Statement, values: dict[Decimal, list[Place]]) -> bool:
    """Whether a table amount is of like magnitude, or the same with other zeros, so that one may be a mistake."""
    stated = statement.value or Decimal(0)
    return any(
        (value and stated and max(value, stated) <= LARGEST_RATIO * min(value, stated)) or _is_shifted(value, stated)
        for value in values
    )


def _is_shifted(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts have the same digits and a different number of zeros."""
    return bool(one and other) and one.normalize().as_tuple().digits == other.normalize().as_tuple().digits


def _meant(
    statement: Statement, key: str, known: dict[tuple[str, Amount], dict[Decimal, list[Place]]]
) -> tuple[Decimal, list[Place]] | None:
    """The only amount of another row that is within a hundredth of the stated one."""
    stated = statement.value or Decimal(0)
    near = {
        value: places
        for (other, kind), values in known.items()
        if other != key and kind == KINDS[statement.measure]
        for value, places in values.items()
        if abs(value - stated) * NEAR <= stated
    }
    return next(iter(near.items())) if len(near) == 1 else None


def _unlike(
    unlike: Sequence[Statement],
    values: dict[Decimal, list[Place]],
    meant: tuple[Decimal, list[Place]] | None,
    is_printed: bool,
    dossier: Dossier,
) -> Finding:
    places = [place_of(s, dossier) for s in unlike]
    prints = list(values.items())[:4]
    shown = " and ".join(f"{number(value)} ({where(at)})" for value, at in prints)
    stated = listed(list(dict.fromkeys(s.raw for s in unlike)))
    hint = f" {number(meant[0])} stands in another row ({where(meant[1])})." if meant else ""
    return finding(
        "prose.budget",
        [*places, *(place for _, at in prints for place in at)],
        f"The text gives {stated} as the {WORDS[unlike[0].measure]} of {name(_spender(unlike[0]))} "
        f"({where(places)}), but {'the tables print' if is_printed else 'its activities add up to'} {shown}.{hint}",
        stated,
        " / ".join(number(value) for value, _ in prints),
        (("statement", n) for n in spot(unlike, dossier)),
    )


def _spender(statement: Statement) -> str:
    """The row that the statement names, or the words that its sentence begins with."""
    named = statement.subject if statement.subject_kind in SPENDERS else opening_name(statement)
    return named or statement.subject or ""


def check_totals(dossier: Dossier) -> Iterator[Finding]:
    """The agency's whole budget or realisation with different amounts in sentences and total rows."""
    for measure, kind in KINDS.items():
        stated = [s for s in dossier.interpretation.statements if s.measure == measure and is_total(s, dossier)]
        groups: dict[Decimal, list[Statement]] = defaultdict(list)
        for statement in stated:
            groups[statement.value or Decimal(0)].append(statement)
        tables = _total_rows(dossier, kind)
        values = _near_the_largest(groups, tables)
        if groups and len(values) > 1 and not _versions_differ(groups, tables, values):
            yield _total_conflict(measure, {v: groups.get(v, []) for v in values}, tables, dossier)


def stated_totals(dossier: Dossier, measure: str) -> dict[Decimal, tuple[list[Place], str | None]]:
    """The amounts of the agency's whole budget in sentences and total rows, each with its places and named version."""
    groups: dict[Decimal, list[Statement]] = defaultdict(list)
    for statement in dossier.interpretation.statements:
        if statement.measure == measure and is_total(statement, dossier):
            groups[statement.value or Decimal(0)].append(statement)
    tables = _total_rows(dossier, KINDS[measure])
    return {
        value: (
            [*(place_of(s, dossier) for s in groups.get(value, ())), *tables.get(value, [])],
            _version(groups[value]) if value in groups else None,
        )
        for value in _near_the_largest(groups, tables)
    }


def is_total(statement: Statement, dossier: Dossier) -> bool:
    """Whether an amount is said of the agency's whole budget: its name or "total", and no programme or source named."""
    if statement.kind != "money" or (statement.value or 0) < SMALLEST_TOTAL:
        return False
    before = statement.sentence[: statement.start]
    if NAMED_PART.search(before) or statement.year not in (None, dossier.year):
        return False
    if statement.subject_kind == "agency":
        return OWN_TOTAL.search(before[-160:]) is not None or "anggaran" in before[-160:].casefold()
    if statement.subject_kind not in (None, "part"):
        return False
    has_total = re.search(r"\btotal\s+(?:pagu|anggaran)", before[-90:], re.IGNORECASE) is not None
    return (has_total and OWN.search(before) is not None) or WHOLE.match(before) is not None


def _total_rows(dossier: Dossier, kind: Amount) -> dict[Decimal, list[Place]]:
    """The amounts of rows that sum a whole budget table: of several sums in a table the largest."""
    found: dict[Decimal, list[Place]] = defaultdict(list)
    for lines in lines_by_table(dossier):
        sums = [line for line in lines if line.budget.is_total]
        amounts = [(amount, line) for line in sums if (amount := line.amount(kind)) is not None]
        if amounts:
            amount, line = max(amounts, key=lambda pair: pair[0])
            if line.budget.year in (None, dossier.year):
                found[amount].append(line.budget.place)
    return found


def _near_the_largest(groups: dict[Decimal, list[Statement]], tables: dict[Decimal, list[Place]]) -> list[Decimal]:
    """The amounts within a tenth of the largest stated one; others are of a part of the budget."""
    if not groups:
        return []
    largest = max(groups)
    return [value for value in {**groups, **tables} if abs(value - largest) * 10 <= largest]


def _versions_differ(
    groups: dict[Decimal, list[Statement]], tables: dict[Decimal, list[Place]], values: Sequence[Decimal]
) -> bool:
    """Whether every amount is named as that of another version of the budget."""
    named = [_version(groups[value]) for value in values if value in groups]
    return len(named) == len(values) and None not in named and len(set(named)) == len(named)


def _version(statements: Sequence[Statement]) -> str | None:
    texts = " ".join(s.sentence[: s.start] for s in statements)
    return "original" if ORIGINAL.search(texts) else "revised" if REVISED.search(texts) else None


def _total_conflict(
    measure: str, groups: dict[Decimal, list[Statement]], tables: dict[Decimal, list[Place]], dossier: Dossier
) -> Finding:
    sides: list[tuple[Decimal, list[Place], str]] = []
    for value, statements in groups.items():
        places = [*(place_of(s, dossier) for s in statements), *tables.get(value, [])]
        version = _version(statements) if statements else None
        sides.append((value, places, f" for the {version} budget" if version else ""))
    shown = " and ".join(f"{number(value)}{version} ({where(places)})" for value, places, version in sides)
    largest, smallest = max(groups), min(groups)
    return finding(
        "prose.total",
        [place for _, places, _ in sides for place in places],
        f"The whole {WORDS[measure]} of the agency is given as {shown}; the difference is "
        f"{number(largest - smallest)}.",
        " | ".join(number(value) for value, _, _ in sides),
        None,
        (("statement", n) for n in spot([s for group in groups.values() for s in group], dossier)),
    )
