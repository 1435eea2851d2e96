"""Laws and regulations that the text names: type, number, year and title as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from normalize.facts import rows
from normalize.hints import Hints, any_of
from normalize.model import Paragraph, Reference

REACH = 190
NUMBER = re.compile(
    r"\s*[.:,]*\s*(?!(?:tahun|tentang)\b)(?P<number>[A-Z0-9][\w./}{-]*\d[\w./}{-]*|\d+)?[.,]?\s*"
    r"(?P<date>tanggal\s+\d{1,2}\s+\w+\s+\d{4}\s*)?(?:[Tt]ahun\s*:?\s*(?P<year>(?:19|20)\d\d)(?!\d)|\(?(?:19|20)\d\d\))?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b(?:nomor|no|nmr)\b", re.IGNORECASE)
PLAIN = re.compile(r"\s+(?=\d{1,3}\s*(?:tahun|/)\s*(?:19|20)\d\d)", re.IGNORECASE)
YEAR_INSIDE = re.compile(r"^(\d{1,3})/((?:19|20)\d\d)$")
YEAR_BEHIND = re.compile(r"[./]((?:19|20)\d\d)$")
ABOUT = re.compile(r"[\s,]*\b(?:(?:tentang|ttg|mengenai)\b\s*:?\s*)+", re.IGNORECASE)
SHORT_FORM = re.compile(r"\([^()]{0,40}\)")
COUNTRY = re.compile(r"\b(?:Republik\s+Indonesia|RI)\b", re.IGNORECASE)
LEVEL = re.compile(r"^(?:Kota|Kabupaten)\s+(?=[A-Z])")
GROUNDS = re.compile(r"(?:dasar|landasan)\s+hukum|\bmengingat\b|peraturan perundang", re.IGNORECASE)
REPLACED = re.compile(r"sebagai\s+pengganti\s*(?:dari|atas)?\s*$", re.IGNORECASE)
MADE_LAW = re.compile(r"\s+menjadi\s+undang-undang$", re.IGNORECASE)
LONGEST_TITLE = 420


@dataclass(frozen=True, slots=True)
class _Type:
    """A kind of regulation; `issuer` tells whose name stands behind it: a minister's, a region's or an agency's."""

    name: str
    issuer: str


def read_references(paragraphs: Sequence[Paragraph]) -> tuple[Reference, ...]:
    """Every regulation that running text cites with a number or year, in reading order."""
    found: list[Reference] = []
    in_list = False
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            in_list = GROUNDS.search(paragraph.text) is not None
        elif paragraph.kind == "text" and GROUNDS.search(paragraph.text[-200:]):
            in_list = in_list or paragraph.text.rstrip().endswith(":")
        if _hints().are_in(paragraph.text) and _types_pattern().search(paragraph.text):
            whole = _with_rest(paragraphs, number)
            found += _read(whole, paragraph, in_list and paragraph.kind == "item")
    return tuple(found)


def _with_rest(paragraphs: Sequence[Paragraph], number: int) -> str:
    """A list item's text with that of the next, where a page end broke it: no mark at its end, no letter behind it."""
    text = paragraphs[number].text
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
    if paragraphs[number].kind != "item" or following is None or text.rstrip()[-1:] in ".;:":
        return text
    lettered = re.match(r"\(?(?:\w|\d{1,2})[.)]\s", following.text)
    page, line = following.pieces[0][1:]
    before = paragraphs[number].pieces[-1]
    near = (page, line) > (before[1], before[2] + 1)
    if following.kind == "item" and near and not lettered and not _types_pattern().match(following.text):
        return f"{text} {following.text}"
    return text


def _read(text: str, paragraph: Paragraph, in_list: bool) -> Iterator[Reference]:
    past = 0
    for match in _types_pattern().finditer(text):
        if match.start() >= len(paragraph.text):
            return
        cited = _cited(text, match) if match.start() >= past else None
        if cited is None:
            continue
        kind, region, number, year, end = cited
        past = end
        if number is None and year is None:
            continue
        page, line = paragraph.at(match.start())
        title = _title(text, end)
        if title and kind == "Perppu":
            title = MADE_LAW.sub("", title)
        raw = text[match.start() : end]
        yield Reference(page, line, kind, number, year, title, region, raw, in_list)


def _cited(text: str, match: re.Match[str]) -> tuple[str, str | None, str | None, int | None, int] | None:
    """Type, region, number, year and where the citation ends; None where no number follows the type."""
    kind = _types()[_plain(match.group())]
    reach = text[match.end() : match.end() + REACH]
    numbered, direct = NUMBERED.search(reach), PLAIN.match(reach)
    if direct is not None and (numbered is None or direct.start() < numbered.start()):
        owner, start = "", match.end() + direct.end()
    elif numbered is not None and _is_owner(reach[: numbered.start()]):
        owner, start = reach[: numbered.start()], match.end() + numbered.end()
    else:
        return None
    found = NUMBER.match(text, start)
    assert found is not None, "every part of the number is optional"
    number, year = _number_and_year(found.group("number"), found.group("year"))
    name, region = _named(kind, owner, year)
    return name, region, number, year, found.end() if found.end() > start else start


def _is_owner(text: str) -> bool:
    """Whether the words between type and number only say whose regulation it is."""
    plain = SHORT_FORM.sub("", text)
    has_other = re.search(r"[;:.\d]|\b(?:tentang|tahun|yang|adalah|dalam|dengan|untuk)\b", plain, re.IGNORECASE)
    return has_other is None and _types_pattern().search(plain) is None


def _number_and_year(number: str | None, year: str | None) -> tuple[str | None, int | None]:
    """The number as printed and the year beside or inside it.

    >>> _number_and_year("29/2014", None), _number_and_year("PER/9/M.PAN/5/2007", None), _number_and_year("53", "2014")
    (('29', 2014), ('PER/9/M.PAN/5/2007', 2007), ('53', 2014))
    """
    if number is None:
        return None, int(year) if year else None
    number = number.rstrip(".,")
    short = YEAR_INSIDE.match(number)
    if short and year is None:
        return short.group(1), int(short.group(2))
    behind = YEAR_BEHIND.search(number)
    return number, int(year) if year else int(behind.group(1)) if behind else None


def _named(kind: _Type, owner: str, year: int | None) -> tuple[str, str | None]:
    """The type with whose regulation it is, and the region.

    >>> _named(_Type("Peraturan Menteri", "minister"), "Pendayagunaan Aparatur Negara RI", 2014)
    ('Peraturan Menteri PAN', None)
    >>> _named(_Type("Peraturan Walikota", "region"), " Kota Tanjungpinang ", 2024)
    ('Peraturan Walikota Tanjungpinang', 'Tanjungpinang')
    """
    tidy = " ".join(COUNTRY.sub(" ", SHORT_FORM.sub(" ", owner)).replace(",", " ").split())
    if kind.issuer == "minister":
        short = _ministries().get(tidy.casefold(), tidy)
        return f"{kind.name} {short}".strip(), None
    if kind.issuer == "region":
        region = LEVEL.sub("", tidy) if kind.name.endswith(("Walikota", "Wali Kota", "Bupati")) else tidy
        return f"{kind.name} {region}".strip(), region or None
    return (f"{kind.name} {tidy}".strip() if kind.issuer else kind.name), None


def _title(text: str, start: int) -> str | None:
    """The title behind `tentang`, up to a full stop, a gazette or a word that goes on with the sentence.

    >>> _title(" tentang Keuangan Negara (Lembaran Negara Republik Indonesia Tahun 2003 Nomor 47);", 0)
    'Keuangan Negara'
    >>> _title(" sebagai pengganti Undang-undang No. 25 Tahun 1992 tentang perkoperasian;", 0)
    'perkoperasian'
    """
    replaced = re.match(r"\s*sebagai pengganti [^;.]{0,40}(?:no|nomor)\.?\s*\d+\s+tahun\s+\d{4}", text[start:], re.I)
    about = ABOUT.match(text, start + replaced.end() if replaced else start)
    if about is None:
        return None
    rest = text[about.end() : about.end() + LONGEST_TITLE]
    ends = [len(rest), *(found.start() for found in _ends().finditer(rest))]
    for other in re.finditer(r"[,;]?\s*(?:\bdan|,|;|serta)\s+", rest):
        if _types_pattern().match(rest, other.end()):
            ends.append(other.start())
    title = rest[: min(ends)].strip(" ,;:.(-–")
    return _closed(title) or None


def _closed(title: str) -> str:
    """Without a bracket that closes none."""
    depth = 0
    for at, mark in enumerate(title):
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            return title[:at].strip()
    return title if depth == 0 else title[: title.rindex("(")].strip(" ,")


def _plain(text: str) -> str:
    return re.sub(r"\s*-\s*", "-", " ".join(text.casefold().split()))


@cache
def _types() -> dict[str, _Type]:
    table = rows("regulation_types", ("spelling", "type", "issuer"), ("spelling",))
    return {row["spelling"]: _Type(row["type"], row["issuer"]) for row in table}


@cache
def _hints() -> Hints:
    return Hints(_types())


@cache
def _types_pattern() -> re.Pattern[str]:
    types = any_of(_types()).replace(r"\-", r"\s?-\s?")
    return re.compile(rf"\b{types}\b", re.IGNORECASE)


@cache
def _ministries() -> dict[str, str]:
    return {row["spelling"]: row["short"] for row in rows("ministries", ("spelling", "short"), ("spelling",))}


@cache
def _ends() -> re.Pattern[str]:
    """What ends a title: a mark, a gazette in brackets, a word that goes on, a clause about this report."""
    words = "|".join(
        re.escape(row["words"]).replace(r"\ ", r"\s+") for row in rows("reference_ends", ("words",), ("words",))
    )
    return re.compile(
        rf"[;]|[.](?!\s*\d)(?=\s|$)|\s*\(?\b(?i:{words})\b|,\s+(?:[A-Z]\w+\s+){{1,3}}ini\b|,\s*(?i:pasal|bab)\b|\s*\((?:LN|LD)\b"
    )
