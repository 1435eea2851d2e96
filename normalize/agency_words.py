"""The words of agencies' names by role, abbreviations and accepted spellings, from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from normalize import facts
from normalize.governments import compact, governments
from normalize.words import slug

_LOOSE = {"dan", "serta", "daerah", "dengan", "atau", "pada"}


@dataclass(frozen=True, slots=True)
class Short:
    """What an abbreviation stands for; `government_id` is None when it is in general use."""

    name: str
    government_id: str | None


@cache
def roles() -> Mapping[str, tuple[str, str]]:
    """Each word of the grammar to its role (kind, content, connector, stop) and value."""
    table = facts.rows("agency_words", ("word", "role", "value"), ("word",))
    return MappingProxyType({row["word"]: (row["role"], row["value"]) for row in table})


@cache
def vocabulary() -> frozenset[str]:
    """Words that part a letter-spaced heading in capitals."""
    places = {part.upper() for government in governments().values() for part in government.name.split()}
    single = {part for word in roles() for part in word.split() if len(part) > 1}
    return frozenset(places | single | {"LAPORAN", "KINERJA", "INSTANSI", "PEMERINTAH", "TAHUN", "PROVINSI", "KOTA"})


@cache
def shorts() -> Mapping[str, tuple[Short, ...]]:
    """Compact abbreviation to the agencies it stands for, those of one government first."""
    found: dict[str, list[Short]] = {}
    columns = ("government_id", "name", "spelling", "relation")
    for row in facts.rows("agencies", columns, ("government_id", "spelling")):
        if row["relation"] == "abbreviation":
            found.setdefault(compact(row["spelling"]), []).append(Short(row["name"], row["government_id"] or None))
    return MappingProxyType({key: tuple(sorted(v, key=lambda s: s.government_id is None)) for key, v in found.items()})


@cache
def _accepted_names() -> Mapping[tuple[str, str], str]:
    """(region code or "", key of a spelling) to the accepted name."""
    columns = ("government_id", "name", "spelling", "relation")
    found: dict[tuple[str, str], str] = {}
    for row in facts.rows("agencies", columns, ("government_id", "spelling")):
        spellings = [row["name"], row["spelling"]] if row["relation"] == "spelling" else [row["name"]]
        for spelling in spellings:
            found.setdefault((row["government_id"], name_key(spelling)), row["name"])
    return MappingProxyType(found)


def accepted_name(key: str, government_id: str | None) -> str | None:
    """The name the table accepts for spellings with that key: the government's own, else the general one.

    >>> accepted_name(name_key("DINAS PEMUDA DAN OLAH RAGA"), "32.03")
    'Dinas Pemuda dan Olahraga'
    """
    table = _accepted_names()
    return table.get((government_id or "", key)) or table.get(("", key))


def name_key(name: str) -> str:
    """Equal for spellings of one name that differ in case, commas, "dan" or "Daerah".

    >>> name_key("Badan Ketahanan Pangan Daerah") == name_key("BADAN KETAHANAN PANGAN")
    True
    """
    return "-".join(part for part in slug(name).split("-") if part not in _LOOSE)
