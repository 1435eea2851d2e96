"""Units as printed to canonical ones: "Persen" is %, "Lapo ran" laporan, "Juta Rp." IDR times a million."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from extract.numbers import clean, take_currency, take_scale
from normalize.facts import rows

Dimension = Literal[
    "share",
    "score",
    "index",
    "number",
    "ratio",
    "rate",
    "ordinal",
    "money",
    "count",
    "time",
    "effort",
    "length",
    "area",
    "volume",
    "mass",
    "flow",
    "power",
    "energy",
    "temperature",
    "physical",
    "unknown",
]
ONE = Decimal(1)
_TIMES = frozenset({"tahun", "bulan", "minggu", "triwulan", "hari", "jam", "menit", "detik", "kapita", "kap"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its `canonical` name (None when only the dimension is known), and `scale`, what a value is multiplied by.

    Only money has a scale other than 1: values are in rupiah whatever the column prints. Other scaled units keep the
    scale in their name ("1000 ton"), so that a value stays the printed one. `certain` is False for words that are in
    no table.
    """

    canonical: str | None
    dimension: Dimension
    scale: Decimal
    raw: str
    certain: bool = True


@cache
def _spellings(where: str) -> Mapping[str, tuple[str | None, Dimension]]:
    table = rows("units", ("where", "spelling", "canonical", "dimension"), key=("where", "spelling"))
    return {
        row["spelling"].casefold(): (row["canonical"] or None, row["dimension"])  # type: ignore[misc]  # checked by a test
        for row in table
        if row["where"] == where
    }


@cache
def _squashed() -> Mapping[str, tuple[str | None, Dimension]]:
    """The spellings without their spaces, for words broken over lines."""
    return {_squash(spelling): meaning for spelling, meaning in _spellings("unit").items()}


def _squash(text: str) -> str:
    return re.sub(r"[^a-z0-9%/$°]", "", text.casefold())


_RATE = re.compile(r"(?:^|\s|/)(?:per|/)?\s*(1(?:[.,\s]*0){2,7})(?![0-9.,]*[0-9])", re.IGNORECASE)
_RATIO = re.compile(r"1\s*:\s*[0-9][0-9.,]*")


@lru_cache(maxsize=4096)
def read_unit(raw: str | None) -> Unit | None:
    """The unit a cell, a bracket or the words around a number name, or None for no unit.

    >>> read_unit("Juta Rupia\\nh")
    Unit(canonical='IDR', dimension='money', scale=Decimal('1000000'), raw='Juta Rupia\\nh', certain=True)
    >>> [read_unit(text).canonical for text in ("Persen", "(Orang)", "/100.000 KH", "pera ngka t daer ah", "Dok")]
    ['%', 'orang', 'per 100000', 'perangkat daerah', 'dokumen']
    >>> read_unit("ribu ton").canonical, read_unit("dokumen rekomendasi").canonical, read_unit("-")
    ('1000 ton', 'dokumen', None)
    """
    if raw is None:
        return None
    text = " ".join(clean(raw)[0].split()).strip(" ()[]{}:;.,=")
    if not re.search(r"[A-Za-z%$€‰°]|1\s*[:/]|/", text):
        return None
    if _RATIO.fullmatch(text):
        return Unit("rasio", "ratio", ONE, raw)
    if (rate := _RATE.search(text)) and not take_currency(text)[1]:
        return Unit(f"per {re.sub(r'[^0-9]', '', rate.group(1))}", "rate", ONE, raw)
    return _known(text, raw) or _money(text, raw) or _composed(text, raw) or _unknown(text, raw)


def _known(text: str, raw: str) -> Unit | None:
    meaning = _spellings("unit").get(text.casefold()) or _squashed().get(_squash(text))
    return Unit(meaning[0], meaning[1], ONE, raw) if meaning else None


_MONEY = re.compile(
    r"(?P<before>ribu|juta|miliar|milyar|triliun|trilyun)?(?P<sign>rp|rupiah|idr|us\$|usd)"
    r"(?P<after>ribu|juta|miliar|milyar|triliun|trilyun|jt|rb|m|t|000)?"
)


def _money(text: str, raw: str) -> Unit | None:
    """Money with its scale, also where words are broken ("Juta Rupia h") or the scale stands alone ("miliar")."""
    bare, currency, _ = take_currency(text)
    if currency is not None:
        return Unit(currency, "money", take_scale(bare.strip(" ()."), True)[1] or ONE, raw)
    rest, scale = take_scale(_squash(text), False)
    if scale is not None and not rest:
        return Unit("IDR" if scale > 1000 else None, "money", scale, raw)
    broken = _MONEY.fullmatch(_squash(text))
    if broken is None:
        return None
    word = broken.group("before") or broken.group("after")
    factor = take_scale(word, True)[1] if word else ONE
    return Unit("USD" if broken.group("sign").startswith("us") else "IDR", "money", factor or ONE, raw)


def _composed(text: str, raw: str) -> Unit | None:
    """A unit of several words: known at its start, per a time, with a scale word, or misspelt by one letter."""
    rest, scale = take_scale(text, False)
    if scale is not None and rest and (inner := read_unit(rest)) is not None:
        return Unit(f"{scale:f} {inner.canonical}", inner.dimension, ONE, raw, inner.certain)
    left, slash, right = text.partition("/")
    if slash and (known := _known(left.strip(), raw)) and (per := _known(right.strip(" ."), raw)):
        return Unit(
            f"{known.canonical}/{per.canonical}", "rate" if per.canonical in _TIMES else known.dimension, ONE, raw
        )
    if text.startswith("%"):
        return Unit("%", "share", ONE, raw)
    words = text.split()
    for length in range(min(len(words) - 1, 4), 0, -1):
        if found := _known(" ".join(words[:length]).strip(" ,/"), raw):
            return found
    return _misspelt(text, raw)


def _misspelt(text: str, raw: str) -> Unit | None:
    """A word one letter from exactly one known unit ("lemabaga"); short words are never corrected."""
    word = _squash(text)
    if len(word) < 5:
        return None
    near = {
        meaning
        for known, meaning in _squashed().items()
        if len(known) > 4 and abs(len(known) - len(word)) <= 1 and OSA.distance(word, known, score_cutoff=1) <= 1
    }
    if len(near) != 1:
        return None
    canonical, dimension = near.pop()
    return Unit(canonical, dimension, ONE, raw)


def _unknown(text: str, raw: str) -> Unit | None:
    """Words in no table stand for themselves; a sentence or a year is no unit."""
    words = text.casefold().split()
    if len(words) > 14 or re.fullmatch(r"[\W\d_]*", text) or re.search(r"\b(19|20)[0-9]{2}\b", text):
        return None
    return Unit(" ".join(words), "unknown", ONE, raw, certain=False)


def _stands_alone(bracket: str, unit: Unit) -> bool:
    """Whether a bracket in a name holds a unit and no more; capitals are abbreviations of the name: (IKM), (UMKM)."""
    if not unit.certain or re.fullmatch(r"[A-Z]{3,}", bracket.strip()):
        return False
    return unit.dimension in ("rate", "money", "share") or _known(bracket.strip(), bracket) is not None


_BRACKET = re.compile(r"\(([^()]*)\)")
_PER = re.compile(r"\bper\s*1(?:[.,\s]*0){2,7}", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]?|[A-Za-z][.)]|[-•])\s+")


@lru_cache(maxsize=4096)
def unit_in_name(indicator: str) -> Unit | None:
    """The unit an indicator's name tells, or None: in brackets, as a rate, or by its first words.

    "Jumlah …" tells a count but not of what: the unit then has no canonical name.

    >>> unit_in_name("Jumlah produksi (Ton)").canonical, unit_in_name("Nilai investasi (Rp. Triliun)").scale
    ('ton', Decimal('1000000000000'))
    >>> unit_in_name("Angka kematian ibu per 100.000 KH").canonical, unit_in_name("1. Persentase koperasi").canonical
    ('per 100000', '%')
    >>> unit_in_name("Nilai retribusi pasar").dimension, unit_in_name("Nilai evaluasi kinerja").dimension
    ('money', 'score')
    >>> unit_in_name("Jumlah wirausaha baru").dimension, unit_in_name("Terwujudnya pelayanan (IKM)")
    ('count', None)
    """
    for bracket in reversed(_BRACKET.findall(indicator)):
        found = read_unit(bracket)
        if found is not None and _stands_alone(bracket, found):
            return found
    if rate := _PER.search(indicator):
        return read_unit(rate.group())
    text = " ".join(_LIST_MARK.sub("", indicator).casefold().split())
    names = _spellings("name")
    cues = [cue for cue in names if text == cue or text.startswith(f"{cue} ")]
    if not cues:
        return None
    cue = max(cues, key=len)
    canonical, dimension = names[cue]
    return Unit(canonical, dimension, ONE, indicator[: len(cue)])
