"""Whether more or less of an indicator is better, from its words and its printed target.

The words stand in `data/polarity_words.csv`. A `lower` word counts against a `turn` word ("penyelesaian kasus"): the
thing measured is then the remedy. A `duration` that is itself measured is always lower. What the printed achievements
say about polarity is weighed in `achievement`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from normalize.facts import rows
from normalize.model import Observation, Polarity

Role = Literal["lower", "duration", "higher", "turn", "falling", "measure"]
ROLES: tuple[Role, ...] = ("lower", "duration", "higher", "turn", "falling", "measure")
MEANS = ("rata", "rata rata", "capaian")
"""Words before a duration that leave it one."""
LOWER_COMPARATORS = ("<", "≤", "<=")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A polarity, whether it is certain enough to stand against the printed figures, and where it comes from."""

    polarity: Polarity
    is_certain: bool
    source: str


DEFAULT = Verdict("higher", False, "default")


@cache
def polarity_words() -> dict[tuple[str, ...], Role]:
    """Load the phrases as token tuples; raises ValueError on an unknown role."""
    words: dict[tuple[str, ...], Role] = {}
    for row in rows("polarity_words", ("phrase", "role"), ("phrase",)):
        role = next((known for known in ROLES if known == row["role"]), None)
        if role is None:
            raise ValueError(f"polarity_words.csv: {row['phrase']!r} has the unknown role {row['role']!r}")
        words[_tokens(row["phrase"])] = role
    return words


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def _spans(name: str) -> list[tuple[Role | None, str]]:
    """Cut a name into its known phrases, longest first from the left; unknown words get None."""
    tokens, words = _tokens(name), polarity_words()
    longest = max(map(len, words))
    found: list[tuple[Role | None, str]] = []
    at = 0
    while at < len(tokens):
        size = next((n for n in range(longest, 0, -1) if tokens[at : at + n] in words), 0)
        piece = tokens[at : at + max(size, 1)]
        found.append((words.get(piece), " ".join(piece)))
        at += max(size, 1)
    return found


@lru_cache(maxsize=8192)
def from_words(name: str) -> Verdict | None:
    """The polarity that an indicator's name tells, or None where it tells nothing.

    >>> from_words("Angka Kematian Ibu")
    Verdict(polarity='lower', is_certain=True, source='words: angka kematian')
    >>> from_words("Persentase penyelesaian kasus hubungan industrial")
    Verdict(polarity='higher', is_certain=True, source='words: penyelesaian kasus')
    >>> from_words("Persentase koperasi aktif") is None
    True
    """
    spans = _spans(name)
    own = next((span for span in spans if span[1] not in MEANS), None)
    if own is not None and own[0] == "duration":
        return Verdict("lower", True, f"words: {own[1]}")
    spans = [("lower" if role == "duration" else role, phrase) for role, phrase in spans]
    first = {role: phrase for role, phrase in reversed(spans) if role}
    if "higher" in first:
        return Verdict("higher", "lower" not in first, f"words: {first['higher']}")
    if "lower" in first and "turn" in first:
        return Verdict("higher", first["turn"] != "penurunan" or spans[0][0] == "measure", _both(first))
    if "lower" in first:
        ahead = [role for role, _ in spans[: [role for role, _ in spans].index("lower")]]
        is_certain = all(role in ("measure", "falling") for role in ahead)
        return Verdict("lower", is_certain, f"words: {first['lower']}")
    if "falling" in first:
        return Verdict("lower", False, f"words: {first['falling']}")
    return None


def _both(first: dict[Role, str]) -> str:
    return f"words: {first['turn']} {first['lower']}"


def from_target(targets: Iterable[Observation]) -> Verdict | None:
    """The polarity that a printed target tells: `≤ 5 menit` is an upper bound, `5-6%` a range."""
    for target in targets:
        if target.comparator in LOWER_COMPARATORS:
            return Verdict("lower", True, f"target: {target.comparator}")
        if target.value is None and target.value_low is not None and target.value_high is not None:
            return Verdict("range", True, "target: range")
    return None
