"""Percentages and differences in sentences that do not follow from the numbers beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of, spot
from normalize.checks.wording import indicator, number, where
from normalize.model import Finding, Statement
from normalize.prose.values import Value, read_values
from normalize.prose.years import names_other_years

LAST_DIGIT = Decimal("1.5")
SHARE_OF = re.compile(
    r"^\s+(?:[A-Za-z/]+\s+){0,5}?dari\s+(?:total\s+|seluruh\s+|jumlah\s+)?(?:[A-Za-z/]+\s+){0,2}?$", re.IGNORECASE
)
BESIDE = re.compile(r"[\w\s]{0,80},\s*(?:(?:hanya|baru|sebanyak|ada|terdapat)\s+)*$|[\w\s]{0,20}\bdan\s+\w+\s+$")
NAMED_SHARE = re.compile(r"\bpersentasenya\s+(?:adalah\s+|sebesar\s+|mencapai\s+)?$", re.I)
SHARE = re.compile(
    r"^[\w\s/,.()-]{0,60}?(?:\b(?:atau|setara|yakni|yaitu|(?:dengan\s+)?persentase(?:nya)?|proporsinya)\b|\()\s*"
    r"(?:sekitar|sebesar|sebanyak|mencapai|setara|dengan|kurang lebih)?\s*$",
    re.IGNORECASE,
)


def check_shares(dossier: Dossier) -> Iterator[Finding]:
    """`15 dari 27 kabupaten atau 59,26%`: a percentage that is not the quotient of the two numbers before it."""
    for sentence in dossier.interpretation.sentences:
        if "%" not in sentence.text and "persen" not in sentence.text:
            continue
        values = list(read_values(sentence.text))
        for first, second, share in zip(values, values[1:], values[2:], strict=False):
            is_turned = _is_turned_share(sentence.text, first, second, share)
            part, whole = (second, first) if is_turned else (first, second)
            if (is_turned or _is_share(sentence.text, part, whole, share)) and not _explained(
                part, whole, share, values
            ):
                expected = number(part.value / whole.value * HUNDRED, max(share.decimals, 2))
                place = place_of(sentence, dossier)
                yield finding(
                    "prose.share",
                    [place],
                    f"The text calls {part.raw} of {whole.raw} {_unit(whole)}{share.raw} ({where([place])}), but "
                    f"{number(part.value)} of {number(whole.value)} is {expected}%.",
                    share.raw,
                    expected,
                )


def _unit(value: Value) -> str:
    return f"{value.unit} " if value.unit else ""


def _is_share(text: str, part: Value, whole: Value, share: Value) -> bool:
    """Whether three values in a row are a part, its whole and the percentage."""
    if share.kind != "percent" or part.kind != "plain" or whole.kind != "plain" or whole.value <= 0:
        return False
    if part.decimals or whole.decimals or part.value > whole.value:
        return False
    linked = SHARE_OF.match(text[part.end : whole.start])
    return linked is not None and SHARE.match(text[whole.end : share.start]) is not None


def _is_turned_share(text: str, whole: Value, part: Value, share: Value) -> bool:
    """Whether a whole, its part in the same unit and a percentage follow one another: `17 desa, 7 desa atau 41%`."""
    is_share = share.kind == "percent" or (share.decimals > 0 and NAMED_SHARE.search(text[: share.start]) is not None)
    if not is_share or part.kind != "plain" or whole.kind != "plain" or part.unit is None:
        return False
    is_part = not part.decimals and not whole.decimals and 0 < part.value < whole.value
    same = whole.unit is not None and part.unit.casefold() == whole.unit.casefold()
    beside = BESIDE.match(text[whole.end : part.start]) is not None
    return is_part and same and beside and SHARE.match(text[part.end : share.start]) is not None


def _explained(part: Value, whole: Value, share: Value, values: Sequence[Value]) -> bool:
    """Whether the two numbers, or any two of the sentence, give the percentage to its digits."""
    numbers = [v.value for v in values if v.kind == "plain" and v.value]
    step = Decimal(1).scaleb(-share.decimals) * LAST_DIGIT
    return any(abs(a / b * HUNDRED - share.value) <= step for a in numbers for b in numbers) or (
        abs(part.value / whole.value * HUNDRED - share.value) <= step
    )


def check_quotients(dossier: Dossier) -> Iterator[Finding]:
    """A target, a realisation and an achievement of one sentence that do not belong together."""
    seen: set[tuple[str | None, Decimal | None, Decimal | None, Decimal | None]] = set()
    for triple in _triples(dossier.interpretation.statements):
        target, reached, printed = triple
        values = (target.indicator_key, target.value, reached.value, printed.value)
        if values in seen or _follows(target, reached, printed) or _in_tables(triple, dossier):
            continue
        seen.add(values)
        assert target.value and reached.value is not None, "triples without numbers are left out"
        expected = number(reached.value / target.value * HUNDRED, max(printed.decimals, 2))
        places = [place_of(one, dossier) for one in triple]
        yield finding(
            "prose.quotient",
            places,
            f"The text gives {printed.raw} for a target of {target.raw} and a realisation of {reached.raw}"
            f"{_of(target, dossier)} ({where(places)}), but these give {expected}%.",
            printed.raw,
            expected,
            (("statement", n) for n in spot(list(triple), dossier)),
        )


def _triples(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement, Statement]]:
    """Three statements in a row of one sentence and subject: a target, what was reached, and a percentage."""
    for one, two, three in zip(statements, statements[1:], statements[2:], strict=False):
        if not one.number == two.number == three.number or names_other_years(one.sentence, None):
            continue
        if one.measure != "target" or two.measure not in ("realization", "reached"):
            continue
        if three.kind != "percent" or three.measure not in ("achievement", "share", "reached"):
            continue
        if not one.value or two.value is None or three.value is None or one.kind != two.kind or one.kind == "money":
            continue
        if len({s.subject_key for s in (one, two, three) if s.subject_key}) <= 1 and _same_unit(one, two):
            yield one, two, three


def _same_unit(one: Statement, other: Statement) -> bool:
    return one.unit is None or other.unit is None or one.unit.casefold() == other.unit.casefold()


def _follows(target: Statement, reached: Statement, printed: Statement) -> bool:
    """Whether the quotient or the lower-is-better formula gives the percentage, or it is only their difference."""
    assert target.value and reached.value is not None and printed.value is not None, "triples hold numbers"
    step = Decimal(1).scaleb(-printed.decimals) * LAST_DIGIT
    quotient = reached.value / target.value * HUNDRED
    results = [quotient, 2 * HUNDRED - quotient, reached.value - target.value, quotient - HUNDRED, HUNDRED]
    if reached.value:
        results.append(target.value / reached.value * HUNDRED)
    return any(abs(abs(result) - printed.value) <= step for result in results) or printed.value == reached.value


def _in_tables(triple: Sequence[Statement], dossier: Dossier) -> bool:
    """Whether a table prints the same percentage for the indicator, whose own finding then says all."""
    key = triple[0].indicator_key
    return key is not None and any(
        dossier.keys[i] == key and o.measure == "achievement" and o.value == triple[2].value
        for i, o in enumerate(dossier.observations)
    )


def _of(statement: Statement, dossier: Dossier) -> str:
    if statement.indicator_key is None:
        return ""
    return f" of {_named(statement.indicator_key, dossier)}"


def check_changes(dossier: Dossier) -> Iterator[Finding]:
    """A stated rise or fall of an indicator that is neither difference, growth nor ratio of its values of two years."""
    values = _values_by_year(dossier)
    for statement in dossier.interpretation.statements:
        key, change, year = statement.indicator_key, statement.value, dossier.year
        if statement.measure != "change" or key is None or change is None or year is None or statement.kind == "money":
            continue
        now, before = values[key, year], values[key, year - 1]
        said = {v.value for v in read_values(statement.sentence) if v.kind != "money" and v.start != statement.start}
        if not now or len(now) > 2 or len(before) != 1 or not before & said or statement.year not in (None, year):
            continue
        if change in now | before or any(
            _gives(a, b, statement) for a in now | before | said for b in now | before | said
        ):
            continue
        earlier = next(iter(before))
        later = max(now, key=lambda v: (abs(v - earlier) < abs(earlier), v))
        expected = number(abs(later - earlier))
        place = place_of(statement, dossier)
        yield finding(
            "prose.difference",
            [place],
            f"The text says that {_named(key, dossier)} changed by {statement.raw} ({where([place])}), but from "
            f"{number(earlier)} in {year - 1} to {number(later)} in {year} it is {expected}.",
            statement.raw,
            expected,
            (("statement", n) for n in spot([statement], dossier)),
        )


def _named(key: str, dossier: Dossier) -> str:
    return next(indicator(o) for i, o in enumerate(dossier.observations) if dossier.keys[i] == key)


def _values_by_year(dossier: Dossier) -> dict[tuple[str, int], set[Decimal]]:
    """What tables and text say was reached of each indicator in each year."""
    found: dict[tuple[str, int], set[Decimal]] = defaultdict(set)
    for i, o in enumerate(dossier.observations):
        if o.measure == "realization" and o.period == "year" and o.value is not None and o.year is not None:
            found[dossier.keys[i], o.year].add(o.value)
    for s in dossier.interpretation.statements:
        year = s.year or dossier.year
        is_level = s.measure in ("realization", "achievement") and s.kind != "money"
        if not is_level or s.indicator_key is None or s.value is None or year is None:
            continue
        if s.year is not None or not found[s.indicator_key, year]:
            found[s.indicator_key, year].add(s.value)
    return found


def _gives(now: Decimal, before: Decimal, statement: Statement) -> bool:
    change, step = statement.value or Decimal(0), Decimal(1).scaleb(-statement.decimals) * LAST_DIGIT
    results = [abs(now - before)]
    if before:
        results += [
            abs(now / before * HUNDRED - HUNDRED),
            abs(now / before * HUNDRED),
            HUNDRED - now / before * HUNDRED,
        ]
    if now:
        results.append(abs(before / now * HUNDRED - HUNDRED))
    return any(abs(result - change) <= step for result in results)
