"""What the text claims of results in words, without a number, held against the figures of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Place
from normalize.achievements.candidates import Value
from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_budgets import REVISED, stated_totals
from normalize.checks.prose_places import place_of
from normalize.checks.wording import indicator, listed, number, observation_ids, raw, value_at, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.phrases import AVERAGE, DENIED, IF, OF_MONEY, ORDINALS, THIS, WISHED, whole_words
from normalize.prose.years import YEAR

ALL = Hints(["semua", "seluruh"])
RISES = Hints(["perlambatan", "penurunan", "menurun", "meningkat", "peningkatan", "kenaikan"])
REACHED = (
    r"(?:tercapai|terpenuhi|(?:mencapai|memenuhi|melebihi|melampaui|melampui|sesuai(?:\s+dengan)?|di\s?atas)\s+target|"
    r"mencapai\s+(?:kinerja\s+|capaian\s+)?(?:di\s?atas\s+)?100|di\s?atas\s+100)"
)
ALL_REACHED = re.compile(
    r"\b(?P<all>(?:semua|seluruh)(?:nya)?|keseluruhan(?:nya)?|secara\s+(?:ke|me)seluruh(?:an)?)\b"
    rf"(?P<between>[^.;:]{{0,110}}?)\b{REACHED}",
    re.I,
)
WHOLE = re.compile(r"\b(?:indikator|sasaran|program|capaian|kinerja)\b", re.I)
EXCEPT = re.compile(r"\b(?:belum|tidak|kecuali|selain)\b", re.I)
OPEN = whole_words(DENIED, WISHED, IF, AVERAGE, OF_MONEY, r"kecuali|kurang|untuk|perlu|harus|dalam\s+rangka|sebesar")
ONE_PART = re.compile(
    rf"\b(?:misi|tujuan|sasaran|bidang|program|kegiatan|indikator)\s+(?:ke|{THIS}|[IVX\d]|(?:yang\s+)?(?:{ORDINALS}|mendukung))|\b(?:ke\s?dua|kedua|ketiga)\s+indikator|\b(?:pada|untuk|dalam)\s+(?:sasaran|indikator)\b"
    r"|\b(?:target|dari)\s+(?:seluruh|semua)|\btujuan\s+dan\s+sasaran\b",
    re.I,
)
NO_FALL = (
    r"\b(?:tidak\s+(?:ada|terdapat)\b[^.;]{0,40}\b(?:perlambatan|penurunan|menurun)|(?:secara\s+(?:umum|unum|keseluruhan)|semua|seluruh)\b"
    r"[^.;]{0,60}\b(?:meningkat|peningkatan|kenaikan))\b"
)
ALL_ROSE = re.compile(NO_FALL, re.I)
AGAINST_BEFORE = re.compile(
    r"\b(?:tahun[\s-]+tahun\s+sebelumnya|tahun\s+(?:sebelumnya|lalu)|dari\s+tahun\s+(?:19|20)\d\d|di?banding)", re.I
)
OF_RESULTS = re.compile(r"\b(?:realisasi\s+kinerja|capaian\s+(?:kinerja|indikator)|indikator)\b", re.I)
CUT = re.compile(
    r"\b(?:rasionalisasi|pemotongan|pengurangan|penurunan|penghematan|refo[ck]us\w*)\s+(?:\w+\s+){0,2}anggaran\b", re.I
)
IN_GENERAL = re.compile(r"\bsecara\s+(?:umum|unum)\b", re.I)
WITHOUT_EXCEPTION = re.compile(r"\b(?:semua|seluruh|tidak\s+(?:ada|terdapat))\b", re.I)
OF_TWO_YEARS = re.compile(r"\bperbandingan\b.*\btahun\b", re.I)
REACH = 90
SHARE_IN_GENERAL = 3
"""A third of the indicators may not contradict what is said to hold in general."""
FEWEST = 2
MOST_SHOWN = 3
MOST_PAGES = 2
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class _Case:
    """An indicator that a claim does not hold for: the values that tell, and how the message prints them."""

    shown: str
    values: tuple[Value, ...]
    places: tuple[Place, ...]
    weight: Decimal


def _case(shown: str, values: Sequence[Value], weight: Decimal) -> _Case:
    places = tuple(o.place for value in values for o in value.observations)
    return _Case(shown, tuple(values), places, weight)


def check_claims_of_all(dossier: Dossier) -> Iterator[Finding]:
    """`Semua indikator mencapai target` where the tables print an achievement below 100; one finding."""
    claims = [one for one in dossier.interpretation.sentences if _says_all_reached(one.text, dossier.year)]
    of_two_years = [one for one in claims if OF_TWO_YEARS.search(one.text)]
    of_targets = [one for one in claims if one not in of_two_years]
    if of_targets and (below := _below(dossier)):
        yield _finding("claim.all", "all targets were reached", of_targets, below, dossier)
    for claim in of_two_years:
        if not_above := _not_above(claim, dossier):
            said = f"all of {dossier.year} is above 100% of {(dossier.year or 0) - 1}"
            yield _finding("claim.all", said, [claim], not_above, dossier)


def _says_all_reached(text: str, year: int | None) -> bool:
    """Whether a sentence says of the whole report that everything reached its target.

    >>> _says_all_reached("Semua program dan kegiatan dapat dilaksanakan sesuai dengan target.", 2024)
    True
    >>> _says_all_reached("Semua indikator tercapai kecuali satu.", 2024)
    False
    """
    for claim in ALL_REACHED.finditer(text) if ALL.are_in(text) else ():
        before, behind = text[max(0, claim.start() - REACH) : claim.end()], text[claim.end() : claim.end() + REACH]
        is_open = OPEN.search(before) or EXCEPT.search(behind) or ONE_PART.search(text)
        if WHOLE.search(before) and not is_open:
            return not {int(y) for y in YEAR.findall(text)} - {year, (year or 0) - 1}
    return False


def _below(dossier: Dossier) -> list[_Case]:
    """The indicators whose every printed achievement of the year is below 100, the lowest first."""
    found: list[_Case] = []
    for group in dossier.groups:
        values = [v for v in group.printed.values if v.best.value is not None]
        if group.year != dossier.year or not values or len(values) != len(group.printed.values):
            continue
        if all((v.best.value or HUNDRED) < HUNDRED for v in values) and group.targets.values:
            lowest = min(v.best.value or HUNDRED for v in values)
            shown = f"{indicator(values[0].best)} reached {' or '.join(value_at(v) for v in values)}"
            found.append(_case(shown, values, lowest))
    return sorted(found, key=lambda case: case.weight)


def _not_above(claim: Sentence, dossier: Dossier) -> list[_Case]:
    """Growth printed at or below 100 in the table above a sentence that calls the comparison of two years above it."""
    near = [
        a.observation
        for a in dossier.aggregates
        if a.kind == "growth" and 0 <= claim.page - a.observation.place.page <= MOST_PAGES and a.observation.value
    ]
    last = max(((o.place.page, o.place.table_no) for o in near), default=None)
    rows = [o for o in near if (o.place.page, o.place.table_no) == last]
    return [
        _Case(f"{indicator(o)} stands at {raw(o)} ({where([o.place])})", (), (o.place,), o.value)
        for o in rows
        if o.value is not None and o.value <= HUNDRED
    ]


def check_claims_of_trend(dossier: Dossier) -> Iterator[Finding]:
    """`Realisasi secara umum meningkat dibanding tahun sebelumnya` where the tables print falls; one finding."""
    claims = [one for one in dossier.interpretation.sentences if _says_all_rose(one.text, dossier.year)]
    if not claims or dossier.year is None:
        return
    of_achievement = all("realisasi" not in one.text.casefold() for one in claims)
    compared, fell = _falls(dossier, of_achievement)
    in_general = all(IN_GENERAL.search(one.text) and not WITHOUT_EXCEPTION.search(one.text) for one in claims)
    if fell and (len(fell) * SHARE_IN_GENERAL >= compared if in_general else True) and compared >= FEWEST:
        yield _finding("claim.trend", f"results rose from {dossier.year - 1} to {dossier.year}", claims, fell, dossier)


def _says_all_rose(text: str, year: int | None) -> bool:
    claim = ALL_ROSE.search(text) if RISES.are_in(text) else None
    if claim is None or not OF_RESULTS.search(text) or not AGAINST_BEFORE.search(text) or ONE_PART.search(text):
        return False
    return not {int(y) for y in YEAR.findall(text)} - {year, (year or 0) - 1} and not re.search(
        r"\b(?:anggaran|belum|kecuali)\b", claim.group(), re.I
    )


def _falls(dossier: Dossier, of_achievement: bool) -> tuple[int, list[_Case]]:
    """How many indicators have a value in both years, and those whose value did not rise, the largest fall first."""
    by_year = {(group.key, group.year): group for group in dossier.groups}
    compared, fell = 0, []
    for group in dossier.groups:
        before = by_year.get((group.key, group.year - 1))
        if group.year != dossier.year or before is None or dossier.verdicts[group.key].polarity == "lower":
            continue
        has_achievements = of_achievement and bool(group.printed.values and before.printed.values)
        now_values = group.printed.values if has_achievements else group.realizations.values
        old_values = before.printed.values if has_achievements else before.realizations.values
        if not now_values or len(old_values) != 1:
            continue
        now, old = max(now_values, key=lambda v: (v.tables, v.best.value or Decimal(0))), old_values[0]
        if now.best.value is None or old.best.value is None or not old.best.value:
            continue
        compared += 1
        if now.best.value <= old.best.value and not now.best.value == old.best.value == HUNDRED:
            word = "fell from" if now.best.value < old.best.value else "stayed at"
            to = f" to {value_at(now)}" if now.best.value < old.best.value else ""
            weight = now.best.value / old.best.value
            fell.append(_case(f"{indicator(now.best)} {word} {value_at(old)}{to}", (old, now), weight))
    return compared, sorted(fell, key=lambda case: case.weight)


def _finding(code: str, what: str, claims: Sequence[Sentence], cases: Sequence[_Case], dossier: Dossier) -> Finding:
    places = [place_of(one, dossier) for one in claims]
    shown = cases[:MOST_SHOWN]
    more = [f"{len(cases) - MOST_SHOWN} more did not"] if len(cases) > MOST_SHOWN else []
    values = [value for case in shown for value in case.values]
    return finding(
        code,
        [*places, *(place for case in shown for place in case.places)],
        f"The text says that {what} ({where(places)}), but {listed([*(case.shown for case in shown), *more])}.",
        " ".join(claims[0].text.split()[:MOST_WORDS]),
        " / ".join(case.shown for case in shown),
        observation_ids(i for value in values for i in value.ids),
    )


def check_claims_of_cuts(dossier: Dossier) -> Iterator[Finding]:
    """A budget that the revision is said to have cut, and whose revised total is above the other one; one finding."""
    of_budgets = [one for one in dossier.interpretation.sentences if "anggaran" in one.text.lower()]
    claims = [one for one in of_budgets if CUT.search(one.text) and REVISED.search(one.text)]
    totals = stated_totals(dossier, "budget") if claims else {}
    revised = [value for value, (_, version) in totals.items() if version == "revised"]
    others = [value for value, (_, version) in totals.items() if version != "revised"]
    if len(revised) != 1 or len(others) != 1 or revised[0] <= others[0]:
        return
    places = [place_of(one, dossier) for one in claims]
    sides = {value: totals[value][0] for value in (others[0], revised[0])}
    shown = [f"{number(value)} ({where(at)})" for value, at in sides.items()]
    yield finding(
        "claim.budget",
        [*places, *(place for at in sides.values() for place in at)],
        f"The text says that the revision cut the budget ({where(places)}), but the total rose from {shown[0]} to "
        f"{shown[1]}, by {number(revised[0] - others[0])}.",
        " ".join(claims[0].text.split()[-MOST_WORDS:]),
        " / ".join(number(value) for value in sides),
    )
