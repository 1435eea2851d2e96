"""The words of agencies' names by role, abbreviations and accepted spellings, from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from normalize import facts
from normalize.identity.governments import compact, governments
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


RENAMED = ("former", "later")
"""Relations of a name that the same agency had before or after the one it is known by."""


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


@cache
def _lasting_names() -> Mapping[tuple[str, str], str]:
    """(region code, key of a name) to the name that the agency's key is made of, for agencies that were renamed."""
    columns = ("government_id", "name", "spelling", "relation")
    rows = facts.rows("agencies", columns, ("government_id", "spelling"))
    return MappingProxyType(
        {(row["government_id"], name_key(row["spelling"])): row["name"] for row in rows if row["relation"] in RENAMED}
    )


def lasting_name(name: str, government_id: str) -> str:
    """The name that stands for an agency in its key, whatever it was called in a year; what it is called stays.

    >>> lasting_name("Dinas Pemberdayaan Masyarakat dan Desa", "32")
    'Badan Pemberdayaan Masyarakat dan Pemerintahan Desa'
    >>> lasting_name("Dinas Pemberdayaan Masyarakat dan Desa", "33")
    'Dinas Pemberdayaan Masyarakat dan Desa'
    """
    return _lasting_names().get((government_id, name_key(name)), name)


def other_names(name: str, government_id: str) -> tuple[str, ...]:
    """What else an agency was called, before or after, as the table tells.

    >>> other_names("Dinas Kelautan dan Perikanan", "32"), other_names("Dinas Perhubungan", "32")
    (('Dinas Perikanan dan Kelautan',), ())
    """
    lasting = lasting_name(name, government_id)
    columns = ("government_id", "name", "spelling", "relation")
    rows = facts.rows("agencies", columns, ("government_id", "spelling"))
    later = [
        row["spelling"]
        for row in rows
        if row["relation"] in RENAMED and (row["government_id"], row["name"]) == (government_id, lasting)
    ]
    return tuple(one for one in (lasting, *later) if later and name_key(one) != name_key(name))


def name_key(name: str) -> str:
    """Equal for spellings of one name that differ in case, commas, "dan" or "Daerah".

    >>> name_key("Badan Ketahanan Pangan Daerah") == name_key("BADAN KETAHANAN PANGAN")
    True
    """
    return "-".join(part for part in slug(name).split("-") if part not in _LOOSE)
