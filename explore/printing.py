"""Values as a reader sees them: Indonesian or English number style, each with its unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from explore.sentences import in_indonesian

DASH = "–"
_SWAP = str.maketrans(",.", ".,")
BIG = ((1e12, "T", "triliun", "trillion"), (1e9, "M", "miliar", "billion"), (1e6, "jt", "juta", "million"))


def number(value: float | int | None, lang: str = "id", decimals: int | None = None) -> str:
    """A number with its thousands grouped; without `decimals`, as many as it has, at most six.

    >>> number(1309.5), number(1309.5, "en"), number(98.1, "id", 2), number(None)
    ('1.309,5', '1,309.5', '98,10', '–')
    """
    if value is None:
        return DASH
    if decimals is None:
        text = f"{value:,.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    else:
        text = f"{value:,.{decimals}f}"
    text = text.replace("-", "−")
    return text if lang == "en" else text.translate(_SWAP)


def percent(value: float | None, lang: str = "id", decimals: int = 1) -> str:
    """A percentage for a table.

    >>> percent(98.123), percent(98.123, "en", 2)
    ('98,1 %', '98.12%')
    """
    if value is None:
        return DASH
    return number(value, lang, decimals) + ("%" if lang == "en" else " %")


def rupiah(value: float | None, lang: str = "id") -> str:
    """An amount of money, shortened.

    >>> rupiah(7200837838), rupiah(7200837838, "en"), rupiah(950000)
    ('Rp 7,20 miliar', 'Rp 7.20 billion', 'Rp 950.000')
    """
    if value is None:
        return DASH
    for size, _, indonesian, english in BIG:
        if abs(value) >= size:
            return f"Rp {number(value / size, lang, 2)} {english if lang == 'en' else indonesian}"
    return f"Rp {number(value, lang)}"


def reading(row: dict[str, Any], lang: str = "id") -> str:
    """What was understood of a printed value: a number with its unit, a range, words, or a dash."""
    value, unit = row.get("value"), row.get("unit")
    if value is None:
        low, high = row.get("value_low"), row.get("value_high")
        if low is not None and high is not None:
            return in_unit(low, unit, lang, bare=True) + DASH + in_unit(high, unit, lang)
        return str(row.get("text") or DASH)
    text = in_unit(value, unit, lang)
    mark = row.get("comparator")
    text = f"{mark} {text}" if mark else text
    return f"{text} ({row['text']})" if row.get("text") else text


def in_unit(value: float | None, unit: str | None, lang: str = "id", bare: bool = False) -> str:
    """A value with its unit behind it; money before it; `bare` leaves the unit out.

    >>> in_unit(75.52, "%"), in_unit(168e6, "IDR"), in_unit(5310.0, "orang"), in_unit(98.0, None)
    ('75,52 %', 'Rp 168.000.000', '5.310 orang', '98')
    """
    if value is None:
        return DASH
    text = number(value, lang)
    if bare or not unit:
        return text
    if unit == "IDR":
        return f"Rp {text}"
    if unit == "%":
        return text + ("%" if lang == "en" else " %")
    return f"{text} {unit}"


def key(text: str) -> str:
    """A key as a part of an address.

    >>> key("1612f7648bdb/p2/t1/r5c6/target/2024/year"), key("a b?#%/<x>")
    ('1612f7648bdb/p2/t1/r5c6/target/2024/year', 'a%20b%3F%23%25/%3Cx%3E')
    """
    return quote(text, safe="/")


def marked(text: str) -> Markup:
    """A search excerpt: what was found stands between \\x02 and \\x03, all else is shown as it is.

    >>> str(marked("a <b> \\x02c\\x03"))
    'a &lt;b&gt; <mark>c</mark>'
    """
    return Markup(str(escape(text)).replace("\x02", "<mark>").replace("\x03", "</mark>"))


def said(sentence: str, lang: str) -> str | None:
    """A finding's sentence in the reader's language; None where there is only the English one."""
    return in_indonesian(sentence) if lang == "id" else None


FILTERS: dict[str, Callable[..., Any]] = {
    "lakip_number": number,
    "lakip_percent": percent,
    "lakip_rupiah": rupiah,
    "lakip_reading": reading,
    "lakip_unit": in_unit,
    "lakip_key": key,
    "lakip_marked": marked,
    "lakip_said": said,
}
