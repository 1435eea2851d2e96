"""Rules on common lines: what is drawn twice, or piece by piece, is one line."""

from __future__ import annotations

from collections.abc import Iterable

from extract.pdf.rulings import Rule

SNAP = 3.6
REACH = 5.0  # how far two rules may stand apart and still meet


def snap(rules: Iterable[Rule], tolerance: float = SNAP) -> list[Rule]:
    """Rules moved onto common lines, stretches on one line joined where they touch."""
    ordered = sorted(rules)
    lines: list[list[Rule]] = []
    for rule in ordered:
        if lines and rule.at - lines[-1][0].at <= tolerance and rule.at - lines[-1][-1].at <= tolerance / 1.5:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return [joined for line in lines for joined in _join(line)]


def _join(line: list[Rule]) -> list[Rule]:
    at = sum(r.at * (r.end - r.start) for r in line) / max(1e-6, sum(r.end - r.start for r in line))
    stretches: list[list[float]] = []
    for rule in sorted(line, key=lambda r: r.start):
        if stretches and rule.start <= stretches[-1][1] + REACH:
            stretches[-1][1] = max(stretches[-1][1], rule.end)
        else:
            stretches.append([rule.start, rule.end])
    return [Rule(at, start, end) for start, end in stretches]


def lines_of(rules: Iterable[Rule]) -> list[float]:
    """The different coordinates of rules, in order."""
    lines: list[float] = []
    for at in sorted(r.at for r in rules):
        if not lines or at - lines[-1] > SNAP:
            lines.append(at)
    return lines
