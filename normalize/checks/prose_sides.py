"""One thing that the text gives in several ways: its values with their places, and the sentence that names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of, spot
from normalize.checks.wording import listed, where
from normalize.model import Finding, Statement

Groups = dict[Decimal, list[Statement]]


def by_value(statements: Iterable[Statement]) -> Groups:
    """Statements by the value they give, in reading order."""
    found: Groups = defaultdict(list)
    for statement in statements:
        found[statement.value or Decimal(0)].append(statement)
    return found


def told_in_ways(rule: str, lead: str, groups: Sequence[Sequence[Statement]], dossier: Dossier) -> Finding:
    """The finding that `lead` is given as the values of the groups, each with its places."""
    sides = [(same[0].raw, [place_of(s, dossier) for s in same]) for same in groups]
    evidence = [("statement", n) for n in spot([s for same in groups for s in same], dossier)]
    return given_as(rule, lead, sides, evidence)


def given_as(
    rule: str, lead: str, sides: Sequence[tuple[str, list[Place]]], evidence: Iterable[tuple[str, int]] = ()
) -> Finding:
    """The finding that `lead` is given as each print at its places."""
    return finding(
        rule,
        [place for _, places in sides for place in places],
        f"{lead} as {listed([f'{raw} ({where(places)})' for raw, places in sides])}.",
        " | ".join(raw for raw, _ in sides),
        None,
        evidence,
    )
