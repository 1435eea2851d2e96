"""Amounts of money that the text adds up, or divides into parts, and that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import listed, number, where
from normalize.hints import Hints
from normalize.model import Finding, Paragraph
from normalize.prose.paragraphs import prose
from normalize.prose.values import Value, read_values

ADDED = re.compile(r"\b(?:sehingga|maka|jadi)\s+(?:total|jumlah)(?:nya)?\b(?:(?!\brealisasi)[^.;]){0,140}$", re.I)
DIVIDED = re.compile(
    r"^[\s,-]*(?:\([^)]*\)\s*)?(?:yang\s+)?"
    r"(?:terdiri\s+(?:dari|atas)|dengan\s+rincian|meliputi|terbagi\s+(?:atas|menjadi))\b",
    re.I,
)
OTHER = re.compile(
    r"\b(?:realisasi|terealisasi|terserap|penyerapan|sisa|dari\s+target|pendapatan|semula|menjadi)\b", re.I
)
PARTS = Hints(["total", "jumlah", "terdiri", "rincian", "meliputi", "terbagi"])
LARGEST = re.compile(
    r"\b(?:kontribusi|sumbangan|penyumbang|sumber|kontributor|porsi)\s+(?:\w+\s+)?(?:terbesar|utama)\b", re.I
)
SHARES = Hints(["terbesar", "utama"])
MOST_OVER = Decimal("1.5")
END = re.compile(r"\.\s+[A-Z(]")
LEAST_PARTS = 2
MOST_PARTS = 6
NEAR = Decimal("0.5")
LEAST_AMOUNT = Decimal(1_000_000)


def check_larger_parts(dossier: Dossier) -> Iterator[Finding]:
    """`mencapai Rp2,384 miliar. Kontribusi terbesar dari A (Rp1.106 juta), B (Rp842 juta) dan C (Rp463 juta)`.

    Parts named in brackets behind one amount are more than the whole, whether or not others belong to it.
    """
    for _, paragraph in prose(dossier.interpretation.paragraphs):
        if not SHARES.are_in(paragraph.text):
            continue
        money = [value for value in read_values(paragraph.text) if value.kind == "money"]
        for opens in LARGEST.finditer(paragraph.text):
            start = paragraph.text.rfind(". ", 0, opens.start())
            above = [v for v in money if paragraph.text.rfind(". ", 0, max(start, 0)) < v.start < start]
            end = END.search(paragraph.text, opens.end())
            stop = end.start() if end else len(paragraph.text)
            named = [v for v in money if opens.end() <= v.start < stop]
            parts = [v for v in named if paragraph.text[: v.start].rstrip().endswith("(")]
            if len(above) != 1 or len(parts) < LEAST_PARTS or len(parts) < len(named):
                continue
            added, slack = _sum(parts), sum((_rounding(v) for v in (above[0], *parts)), Decimal(0))
            if above[0].value + slack < added <= above[0].value * MOST_OVER:
                yield _finding(paragraph, above[0], parts, added, dossier)


def _rounding(value: Value) -> Decimal:
    """How much an amount may be rounded: half a unit of its last digit."""
    digits = Decimal(re.sub(r"\D", "", value.raw) or 1)
    return value.value / digits / 2 if digits else Decimal(0)


def check_stated_parts(dossier: Dossier) -> Iterator[Finding]:
    """`A and B, so that the total is C`, and `C, made up of A and B`, where A and B do not make C."""
    for _, paragraph in prose(dossier.interpretation.paragraphs):
        if not PARTS.are_in(paragraph.text):
            continue
        money = [
            value for value in read_values(paragraph.text) if value.kind == "money" and value.value >= LEAST_AMOUNT
        ]
        if len(money) <= LEAST_PARTS:
            continue
        for at, value in enumerate(money):
            parts = _before(paragraph.text, money, at) or _behind(paragraph.text, money, at)
            sums = [_sum(parts[start:]) for start in range(max(1, len(parts) - 1))]
            added = _sum(parts)
            is_near = abs(added - value.value) <= NEAR * max(added, value.value)
            if parts and value.value not in sums and is_near:
                yield _finding(paragraph, value, parts, added, dossier)


def _sum(parts: Sequence[Value]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _before(text: str, money: Sequence[Value], at: int) -> Sequence[Value]:
    """The amounts before a total that the text says it adds up; none where it speaks of what was spent."""
    value, parts = money[at], money[:at]
    is_sum = ADDED.search(text[: value.start]) is not None
    is_plain = not OTHER.search(text[: value.start])
    return parts if is_sum and is_plain and LEAST_PARTS <= len(parts) <= MOST_PARTS else ()


def _behind(text: str, money: Sequence[Value], at: int) -> Sequence[Value]:
    """The amounts of the sentence behind a total that say what it is made of."""
    value = money[at]
    rest = text[value.end :]
    if not DIVIDED.match(rest):
        return ()
    end = END.search(rest)
    stop = value.end + (end.start() if end else len(rest))
    parts = [other for other in money[at + 1 :] if other.end <= stop + 1]
    is_plain = not OTHER.search(text[value.end : stop])
    return parts if is_plain and LEAST_PARTS <= len(parts) <= MOST_PARTS else ()


def _finding(paragraph: Paragraph, total: Value, parts: Sequence[Value], added: Decimal, dossier: Dossier) -> Finding:
    places = [place_at(*paragraph.at(value.start), dossier) for value in (total, *parts)]
    return finding(
        "prose.sum",
        places,
        f"The text gives {total.raw} as the sum of {listed([part.raw for part in parts])} ({where(places)}), but they "
        f"add up to {number(added)}.",
        total.raw,
        number(added),
    )
