"""How findings speak: places, printed values and numbers, so that a sentence can be pasted into a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extract.model import Place
from extract.numbers import half_up
from normalize.achievements.candidates import Value
from normalize.model import Measure, Observation

LONGEST_NAME = 160
BROKEN = re.compile(r"(?<=\d)\s+(?=[\d.,])|(?<=\d[.,])\s+(?=\d)")


def name(text: str) -> str:
    """An indicator's or row's name in quotation marks, on one line, cut at a word when very long.

    >>> name("Persentase  koperasi\\naktif")
    '“Persentase koperasi aktif”'
    """
    plain = " ".join(text.split())
    if len(plain) > LONGEST_NAME:
        plain = plain[:LONGEST_NAME].rsplit(" ", 1)[0] + " …"
    return f"“{plain}”"


def indicator(observation: Observation) -> str:
    """The name under which an observation stands, with the group line above it where there is one."""
    parent = f"{observation.parent.strip(' :')}: " if observation.parent else ""
    return name(parent + observation.indicator)


def called(said: str, at: Iterable[Place], other: str, other_at: Iterable[Place]) -> str:
    """Two names of one thing, each with its places: “Wisata” (page 2) is “Pariwisata” (page 5)."""
    return f"{name(said)} ({where(at)}) is {name(other)} ({where(other_at)})"


def listed(parts: Sequence[str]) -> str:
    """Parts as a sentence has them.

    >>> listed(["3", "4", "12"]), listed(["7"])
    ('3, 4 and 12', '7')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def where(places: Iterable[Place]) -> str:
    """The pages of some places, or their lines in a text report.

    >>> where([Place(4, 1, 2, 3), Place(3, 2, 1, 1), Place(4, 2, 1, 1)])
    'pages 3 and 4'
    >>> where([Place(1, 1, 2, 3, 40)])
    'line 40'
    """
    found = sorted(places)
    lines = [place.line for place in found if place.line is not None]
    word, numbers = ("line", lines) if lines else ("page", [place.page for place in found])
    once = [str(number) for number in sorted(set(numbers))]
    return f"{word}{'s' if len(once) > 1 else ''} {listed(once)}"


def number(value: Decimal, decimals: int | None = None) -> str:
    """A recomputed number as an Indonesian report prints it, rounded where `decimals` are given.

    >>> number(Decimal("1234567.891"), 2), number(Decimal("-0.5")), number(Decimal("120"))
    ('1.234.567,89', '-0,5', '120')
    """
    shown = value if decimals is None else half_up(value, decimals)
    return f"{shown:,f}".translate(str.maketrans(",.", ".,"))


def measure_word(measure: Measure) -> str:
    """A measure as a sentence names it."""
    return measure.replace("_", "-", 1).replace("_", " ").replace("realization", "realisation")


def raw(observation: Observation) -> str:
    """What an observation's cell prints, on one line; digits that the cell's width broke apart are joined."""
    text = one_line(observation.raw)
    is_broken = observation.note is not None and "joined" in observation.note
    return BROKEN.sub("", text) if is_broken else text


def one_line(text: str) -> str:
    """A cell's text on one line.

    >>> one_line("1.506.190.00\\n0"), one_line("168 (Juta\\nRp.)")
    ('1.506.190.000', '168 (Juta Rp.)')
    """
    return " ".join(re.sub(r"(?<=[\d.,])\s*\n\s*(?=[\d.,])", "", text).split())


def raws(value: Value) -> str:
    """The different prints of one value: `75` or `75 / 75,00`."""
    return " / ".join(dict.fromkeys(raw(observation) for observation in value.observations))


def value_at(value: Value) -> str:
    """A value with the places that print it: `54,91% (lines 40 and 303)`."""
    return f"{raws(value)} ({where(observation.place for observation in value.observations)})"


def observation_ids(ids: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """Observation indexes as evidence, in order and once."""
    return tuple(("observation", i) for i in sorted(set(ids)))
