"""What a column can hold (`Role`) and the rules by which the words of its head propose it.

Indonesian noun phrases begin with their noun, so the first word that can name a column leads ("Target Indikator
Kinerja" is a target) and the words around it, or above it, bend the meaning ("Target Akhir Renstra" is a medium-term
target, "Target" under "Keuangan" a budget). The rules stand in `data/head_rules.csv`, in order, per leading word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from normalize.facts import rows
from normalize.heads.words import phrases


class Role(StrEnum):
    """What the values of a column are; the meanings stand in `data/roles.csv` (see `meanings`)."""

    NO = "no"
    CODE = "code"
    VISION = "vision"
    MISSION = "mission"
    GOAL = "goal"
    OBJECTIVE = "objective"
    INDICATOR = "indicator"
    UNIT = "unit"
    PROGRAM = "program"
    ACTIVITY = "activity"
    SUB_ACTIVITY = "sub_activity"
    DESCRIPTION = "description"
    TARGET = "target"
    REALIZATION = "realization"
    ACHIEVEMENT = "achievement"
    MEDIUM_TERM_TARGET = "medium_term_target"
    MEDIUM_TERM_ACHIEVEMENT = "medium_term_achievement"
    BASELINE = "baseline"
    BENCHMARK = "benchmark"
    BENCHMARK_COMPARISON = "benchmark_comparison"
    GROWTH = "growth"
    DIFFERENCE = "difference"
    AVERAGE = "average"
    BUDGET = "budget"
    BUDGET_REALIZATION = "budget_realization"
    ABSORPTION = "absorption"
    BUDGET_REMAINING = "budget_remaining"
    PHYSICAL = "physical"
    EFFICIENCY = "efficiency"
    FUNDING_SOURCE = "funding_source"
    WEIGHT = "weight"
    SCORE = "score"
    RATING = "rating"
    SCALE_INTERVAL = "scale_interval"
    SCALE_LABEL = "scale_label"
    SCALE_COLOUR = "scale_colour"
    ANALYSIS = "analysis"
    FORMULA = "formula"
    SOURCE = "source"
    RESPONSIBLE = "responsible"
    NOTE = "note"
    POLARITY = "polarity"
    PREDICTION = "prediction"
    COMPONENT = "component"
    FLAG = "flag"
    COUNT = "count"
    OTHER = "other"
    UNKNOWN = "unknown"


# Marks that no single word carries: what the years and periods of the head add up to, and a "%" in brackets.
DERIVED = frozenset(
    {"yearly", "ranged", "part_of_year", "until_year", "later_year", "earlier_year", "percent", "percent_unit"}
)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of the words that name the column (`core`) and of the head cells above them (`above`)."""

    core: frozenset[str]
    above: frozenset[str]

    def hold(self, need: str) -> bool:
        """Whether a need of a rule is met: `x` in the core, `^x` above it, `~x` in either."""
        if need.startswith("^"):
            return need[1:] in self.above
        if need.startswith("~"):
            return need[1:] in self.core or need[1:] in self.above
        return need in self.core


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `head_rules.csv`; `example` is a head (levels parted by " > ") that the rule decides."""

    name: str
    lead: str
    strong: bool
    needs: tuple[str, ...]
    without: tuple[str, ...]
    role: Role
    alternatives: tuple[Role, ...]
    certainty: float
    example: str

    def fits(self, marks: Marks) -> bool:
        return all(map(marks.hold, self.needs)) and not any(map(marks.hold, self.without))


@cache
def meanings() -> Mapping[Role, str]:
    """Each role with its meaning, in the order of the documentation. Raises ValueError where list and class differ."""
    found = {row["role"]: row["meaning"] for row in rows("roles", ("role", "kind", "meaning"), ("role",))}
    if set(found) != set(Role):
        raise ValueError(f"roles.csv and Role differ: {', '.join(sorted(set(found) ^ set(Role)))}")
    return {Role(role): meaning for role, meaning in found.items()}


@cache
def kinds() -> Mapping[Role, str]:
    """The kind of each role: label, performance, money, aggregate, judgement or text."""
    return {Role(row["role"]): row["kind"] for row in rows("roles", ("role", "kind", "meaning"), ("role",))}


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules by leading mark, in order; the last one of a lead has no condition.

    Raises ValueError on a rule that repeats another, can never be reached, or asks for a mark that no word carries.
    """
    marks = DERIVED | {mark for carried in phrases().values() for mark in carried}
    columns = ("lead", "strength", "needs", "without", "role", "alternatives", "certainty", "example")
    found: dict[str, list[Rule]] = {}
    for row in rows("head_rules", columns, ("lead", "needs", "without")):
        rule = _rule(row)
        strange = {need.lstrip("^~") for need in (rule.lead, *rule.needs, *rule.without)} - marks
        if strange:
            raise ValueError(f"head_rules.csv: no word carries {', '.join(sorted(strange))} of {rule.name}")
        before = found.setdefault(rule.lead, [])
        hidden = next(
            (b for b in before if set(b.needs) <= set(rule.needs) and set(b.without) <= set(rule.without)), None
        )
        if hidden is not None:
            raise ValueError(f"head_rules.csv: {rule.name} is never reached behind {hidden.name}")
        if before and before[0].strong != rule.strong:
            raise ValueError(f"head_rules.csv: {rule.lead} is both strong and weak")
        before.append(rule)
    for lead, listed in found.items():
        if listed[-1].needs or listed[-1].without:
            raise ValueError(f"head_rules.csv: {lead} has no last rule without a condition")
    return {lead: tuple(listed) for lead, listed in found.items()}


def _rule(row: Mapping[str, str]) -> Rule:
    if row["strength"] not in {"strong", "weak"}:
        raise ValueError(f"head_rules.csv: {row['lead']} is {row['strength']}, neither strong nor weak")
    return Rule(
        name="+".join([row["lead"], *row["needs"].split(), *(f"-{x}" for x in row["without"].split())]),
        lead=row["lead"],
        strong=row["strength"] == "strong",
        needs=tuple(row["needs"].split()),
        without=tuple(row["without"].split()),
        role=Role(row["role"]),
        alternatives=tuple(Role(x) for x in row["alternatives"].split()),
        certainty=float(row["certainty"]),
        example=row["example"],
    )
