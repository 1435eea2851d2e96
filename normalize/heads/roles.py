"""From the head of one column to what the column holds: words propose, later the values decide.

`read_head` takes the head cells above a column, from the top level down, and proposes a role with the year, period,
unit and plan the words name. Some heads lie (a column headed CAPAIAN often holds realisations): the roles that the
words would also allow stand in `alternatives`, so that the arithmetic of the rows can choose among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from normalize.heads.marks import Mark, find_marks, names, split_core, units
from normalize.heads.rules import Marks, Role, Rule, kinds, rules
from normalize.heads.words import Token, counts, tokens
from normalize.heads.years import Times, read_times

__all__ = ["Head", "Role", "read_head"]

PLANS = (
    ("plan_pk_revised", "pk_revised"),
    ("plan_pk", "pk"),
    ("plan_rkt", "rkt"),
    ("plan_renstra", "renstra"),
)
RELATIVE = {"previous": -1, "current": 0, "next": 1}
MENDED = 0.97  # what is left of the certainty when a word had to be mended
LETTERS = frozenset({"short_target", "short_realization", "short_achievement"})
COLUMNS = frozenset({"no", "objective", "indicator", "unit", "target", "realization", "achievement", "note"})
PROSE = 9  # words; a longer cell that is mostly unknown words is a sentence


@dataclass(frozen=True, slots=True)
class Head:
    """What the words above a column propose.

    `year` is the year of the values (None: not said), `years` all years named, `end_year` the end of the plan or the
    year compared with; `relative_year` is -1 for "tahun lalu", 0 for "tahun ini"; `year_ordinal` 3 for "Tahun ke-3".
    `period` is `year`, `q1`…`q4`, `s1`, `s2`, `m01`…`m12`, or `q`, `s`, `m` for a part of the year whose number is
    not said, with `_ytd` for cumulated values; `cumulative` tells of values summed over years ("s.d. tahun 2016").
    `scale` multiplies money printed in thousands or millions; `unit_raw` is the unit as printed in the head.
    `rule` names the row of `head_rules.csv` that decided.
    """

    role: Role
    certainty: float
    alternatives: tuple[Role, ...] = ()
    year: int | None = None
    years: tuple[int, ...] = ()
    end_year: int | None = None
    relative_year: int | None = None
    year_ordinal: int | None = None
    period: str = "year"
    cumulative: bool = False
    unit_raw: str | None = None
    scale: Decimal = Decimal(1)
    is_percent: bool = False
    is_money: bool = False
    plan_version: str | None = None
    budget_version: str | None = None
    rule: str = ""

    def allows(self, role: Role) -> bool:
        """Whether the words allow the role, as the first proposal or as another."""
        return role is self.role or role in self.alternatives


def read_head(path: Sequence[str]) -> Head:
    """What the head cells above a column, from the top level down, say about it.

    >>> head = read_head(["Realisasi", "2022"])
    >>> head.role.value, head.year
    ('realization', 2022)
    >>> head = read_head(["CAPAIAN INDIKATOR KINERJA TA. 2024"])
    >>> head.role.value, head.year, [role.value for role in head.alternatives]
    ('achievement', 2024, ['realization'])
    >>> head = read_head(["Target", "Akhir\\nRenstra\\n(2018)"])
    >>> head.role.value, head.year, head.plan_version
    ('medium_term_target', 2018, 'renstra')
    >>> head = read_head(["Realisasi Anggaran pada Tahun Ke-(Rp.000)", "2017"])
    >>> head.role.value, head.year, head.scale, head.is_money
    ('budget_realization', 2017, Decimal('1000'), True)
    """
    return _read(tuple(path))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A head path taken apart: tokens without units, the level its core starts at, what core and upper cells say."""

    kept: Sequence[Token]
    start: int
    units: Sequence[tuple[int, str]]
    core_marks: Sequence[Mark]
    said: Marks
    times: Times
    above: Times
    whole: Times

    @property
    def core(self) -> list[Token]:
        return [t for t in self.kept if t.level >= self.start]


@lru_cache(maxsize=16384)
def _read(path: tuple[str, ...]) -> Head:
    reading = _take_apart(path)
    segments = split_core(reading.kept, reading.core_marks)
    by_time = _time_marks(reading.times)
    found = [_decide(Marks(names(part) | by_time, reading.said.above), part) for part in segments]
    rule = _meant(found, reading.core_marks)
    if rule is None:
        return Head(Role.UNKNOWN, 0.0)
    others = [r.role for r in found if r is not None]
    certainty = rule.certainty * _known_share(reading.core) * (0.5 if any(map(_run_together, segments)) else 1.0)
    return _head(reading, rule, certainty, tuple(dict.fromkeys([*others, *rule.alternatives])))


def _take_apart(path: tuple[str, ...]) -> _Reading:
    unit_of, kept = units(tokens(path))
    marks = find_marks(kept)
    start = _core_level(kept, marks)
    whole = read_times(kept)
    times = read_times([t for t in kept if t.level >= start]) if start else whole
    above = read_times([t for t in kept if t.level < start])
    titles = {level for level in range(start) if _known_share([t for t in kept if t.level == level]) < 0.5}
    core_marks = [m for m in marks if m.level >= start]
    upper = names(m for m in marks if m.level < start and m.level not in titles)
    said = Marks(names(core_marks) | _time_marks(times), upper | _time_marks(above))
    return _Reading(kept, start, unit_of, core_marks, said, times, above, whole)


def _head(reading: _Reading, rule: Rule, certainty: float, allowed: tuple[Role, ...]) -> Head:
    role, said, times = rule.role, reading.said, reading.times
    kind = kinds()[role]
    is_value = kind not in {"label", "text"}
    return Head(
        role=role,
        certainty=round(certainty, 3),
        alternatives=tuple(other for other in allowed if other is not role),
        year=_year(role, times, Times() if "relation" in said.above else reading.above),
        years=times.years or reading.above.years,
        end_year=times.end_year or reading.above.end_year,
        relative_year=_relative(said),
        year_ordinal=reading.whole.ordinal,
        period=reading.whole.period or "year",
        cumulative=times.until_year and role is not Role.MEDIUM_TERM_TARGET,
        unit_raw=_unit_raw(reading) if is_value else None,
        scale=_scale(reading.kept, reading.start),
        is_percent="percent" in said.core,
        is_money=role in {Role.BUDGET, Role.BUDGET_REALIZATION, Role.BUDGET_REMAINING} or said.hold("~rupiah"),
        plan_version=_plan(said) if is_value else None,
        budget_version=_budget_version(said) if kind == "money" else None,
        rule=rule.name,
    )


def _core_level(kept: Sequence[Token], marks: Sequence[Mark]) -> int:
    """The level from which the column names itself: that of its lowest strong word, or higher where it hangs on one."""
    strong = sorted({m.level for m in marks if m.strong or _is_letter(m, kept)})
    if not strong:
        return 0
    start = strong.pop()
    while strong and _hangs(kept, marks, start):
        start = strong.pop()
    return start


def _is_letter(mark: Mark, kept: Sequence[Token]) -> bool:
    """Whether a cell says no more than T, R or C, maybe with a percent sign."""
    words = [t for t in kept if t.level == mark.level and t.kind == "word"]
    return mark.names[0] in LETTERS and len(words) == 1


def _hangs(kept: Sequence[Token], marks: Sequence[Mark], start: int) -> bool:
    """Whether the cells from `start` down go on with a phrase begun above: "Realisasi 2016 thdp" over "Target"."""
    above = [i for i, t in enumerate(kept) if t.level < start]
    below = [i for i, t in enumerate(kept) if t.level >= start]
    if not above or not below:
        return False
    edge = [m for m in marks if m.end == above[-1] + 1 or m.start == below[0]]
    return any({"relation", "until"} & set(m.names) for m in edge) or kept[above[-1]].text == "/"


def _time_marks(times: Times) -> frozenset[str]:
    found = set()
    if times.years or times.ordinal is not None or times.open_ordinal:
        found.add("yearly")
    if times.year is None and len(times.years) > 2:
        found.add("ranged")
    if times.period:
        found.add("part_of_year")
    if times.until_year:
        found.add("until_year")
    if times.year and times.end_year and times.end_year != times.year:
        found.add("later_year" if times.end_year > times.year else "earlier_year")
    return frozenset(found)


def _decide(marks: Marks, part: Sequence[Mark]) -> Rule | None:
    """The first rule that fits the leading mark; without a strong word, the weak leads in the order of the table."""
    leads = [m.names[0] for m in part if m.strong] or [m.names[0] for m in part if m.names[0] in LETTERS]
    lead = leads[0] if leads else None
    if lead is not None:
        return next(rule for rule in rules()[lead] if rule.fits(marks))
    for lead, listed in rules().items():
        if not listed[0].strong and (lead in marks.core or lead in marks.above):
            return next(rule for rule in listed if rule.fits(marks))
    return None


def _meant(found: Sequence[Rule | None], core: Sequence[Mark]) -> Rule | None:
    """The first thing named, but the money where a head of performance and money stands over "Rp"."""
    lowest = max((m.level for m in core), default=0)
    if "rupiah" in names(m for m in core if m.level == lowest and lowest):
        return next((r for r in found if r is not None and kinds()[r.role] == "money"), found[0])
    return found[0]


def _run_together(part: Sequence[Mark]) -> bool:
    """Whether a whole head row stands in one cell ("INDIKATOR TARGET REALISASI CAPAIAN"): its columns were lost."""
    return len({m.names[0] for m in part if m.strong} & COLUMNS) >= 4


def _known_share(core: Sequence[Token]) -> float:
    """How much of the core the vocabulary knows, by letters; prose counts less."""
    words = [t for t in core if t.kind == "word"]
    letters = sum(len(t.raw) for t in words)
    if not letters:
        return 1.0
    share = sum(len(t.raw) for t in words if t.known) / letters
    if len(words) >= PROSE and share < 0.6:
        share /= 2
    return float(share**0.7) * (MENDED if any(t.mended for t in words) else 1.0)


def _year(role: Role, times: Times, above: Times) -> int | None:
    """The year of the values: the end of the plan for a medium-term target, else the year named nearest below."""
    if role is Role.MEDIUM_TERM_TARGET:
        return times.end_year or (max(times.years) if times.years else None) or above.end_year or above.year
    if role is Role.GROWTH and times.years:
        return max(times.years)
    return times.year or (None if times.years else above.year)


def _relative(said: Marks) -> int | None:
    for place in (said.core, said.above):
        found = next((step for mark, step in RELATIVE.items() if mark in place), None)
        if found is not None:
            return found
    return None


def _plan(said: Marks) -> str | None:
    for place in (said.core, said.above):
        found = next((plan for mark, plan in PLANS if mark in place), None)
        if found is not None:
            return "pk_revised" if found == "pk" and "revised" in place else found
    return None


def _budget_version(said: Marks) -> str | None:
    if said.hold("~original"):
        return "original"
    if said.hold("~revised"):
        return "revised"
    return "original" if said.hold("~initial") else None


def _unit_raw(reading: _Reading) -> str | None:
    """The unit printed in the head: in brackets, as money, or as a percent sign."""
    printed = [text for level, text in reading.units if level >= reading.start] or [text for _, text in reading.units]
    if printed:
        return printed[-1]
    if reading.said.hold("~rupiah"):
        money = [t for t in reading.kept if _factor(t) or t.text in {"rp", "rupiah"}]
        return " ".join(t.raw for t in money)
    return "%" if "percent" in reading.said.core else None


def _scale(kept: Sequence[Token], start: int) -> Decimal:
    """What the head multiplies its values by: a scale word or zeros beside Rp, in brackets or after "dalam"."""
    for place in ([t for t in kept if t.level >= start], [t for t in kept if t.level < start]):
        framed = any(t.text in {"rp", "rupiah", "(", "dalam"} for t in place)
        found = next((f for t in place if (f := _factor(t)) is not None), None)
        if framed and found is not None:
            return Decimal(found)
    return Decimal(1)


def _factor(token: Token) -> int | None:
    if token.kind == "number":
        zeros = re.fullmatch(r"(?:1[.,])?(000(?:[.,]000)*)", token.text)
        return 10 ** zeros.group(1).count("0") if zeros else None
    kind, value = counts().get(token.text, ("", None))
    return value if kind == "scale" else None
