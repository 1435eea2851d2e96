"""What a row of a budget table is: programme, activity, sub-activity, a kind of spending, or a total."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

from normalize.names.programs import find_program

Level = Literal["agency", "program", "activity", "sub_activity", "objective", "indicator"]
TOTAL = re.compile(
    r"^\W*(?:\d+\W+)?(?:grand\s+total|sub\s*total|jumlah|total|jml)\b"
    r"(?:\W+(?:total|alokasi|seluruh|keseluruhan|belanja|anggaran|pagu|apbd|apbn|program|urusan|kegiatan|biaya|dana|pendapatan|"
    r"[a-z0-9]\b|i+\b|rp|realisasi|per\b|tahun|langsung|tidak|tdk|akhir|umum|sumber|\+).*|\W*)$",
    re.I | re.S,
)
AVERAGE = re.compile(r"^\W*rata\s*[-–]?\s*rata", re.I)
SPENDING = re.compile(
    r"^\W*(?:[\d.]+\s+)?(?:belanja|balanja|pendapatan|pembiayaan|urusan|apbd|apbn|satker|satuan\s+kerja|dekonsentrasi|"
    r"tugas\s+pembantuan|non\s+urusan|dana\b)(?:\b|(?=pegawai|barang|modal))",
    re.I,
)
WORDS: tuple[tuple[re.Pattern[str], Level], ...] = (
    (re.compile(r"^sub\s*-?\s*kegiatan\b", re.I), "sub_activity"),
    (re.compile(r"^(?:kegiatan|keg\.)", re.I), "activity"),
    (re.compile(r"^pr?o?gr?a?m\b|^proram\b", re.I), "program"),
)
LEAST_WORDS = 2
ACCOUNT = re.compile(r"^\d(?:\.\d{1,2})+\.?$")
"""The number of a kind of spending: 2.2, 2.2.3.1."""
CODE = re.compile(r"^(?:\d{1,2}|x)(?:[.\s](?:\d{1,4}|xx?)){2,8}(?=[\s.]|$)", re.I)
MARK = re.compile(r"^(?:[-–•*+]+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)](?!\d)|[IVX]{1,5}\.\d+(?:\.\d+)*)\s*", re.I)
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("roman.digit", re.compile(r"^[IVX]+\s*\.\s*\d+\W*$")),
    ("roman", re.compile(r"^[IVX]+\W*$")),
    ("letter", re.compile(r"^[a-z]\W*$", re.I)),
    ("digit)", re.compile(r"^\(?\d+\)$")),
    ("digit", re.compile(r"^\d+\.?$")),
    ("digit.digit", re.compile(r"^\d+\.\d+\W*$")),
    ("dash", re.compile(r"^[-–•]+$")),
)


def split_code(text: str) -> tuple[str | None, str]:
    """A programme code at the head of a name, and the name without code and list mark.

    >>> split_code("2.07.03 PROGRAM PELATIHAN KERJA")
    ('2.07.03', 'PROGRAM PELATIHAN KERJA')
    >>> split_code("3. Kegiatan  Penyelenggaraan\\nAdministrasi")
    (None, 'Kegiatan Penyelenggaraan Administrasi')
    """
    plain = " ".join(text.split())
    match = CODE.match(plain)
    if match:
        return re.sub(r"\s", ".", match.group()), plain[match.end() :].strip(" .-:")
    return None, _once(MARK.sub("", plain).strip(" .-:")) or plain


def _once(name: str) -> str:
    """A name that a cell over several rows prints for each of them.

    >>> _once("Penataan Ruang Penataan Ruang")
    'Penataan Ruang'
    """
    words = name.split()
    half = len(words) // 2
    twice = half >= LEAST_WORDS and [w.casefold() for w in words[:half]] == [w.casefold() for w in words[half:]]
    return " ".join(words[:half]) if twice else name


def style(number: str) -> str:
    """The way a row's number is written: `roman`, `letter`, `digit)` …, or `none`.

    >>> style("IV"), style("a."), style("7)"), style("I.4")
    ('roman', 'letter', 'digit)', 'roman.digit')
    """
    plain = " ".join(number.split())
    return next((name for name, pattern in STYLES if pattern.match(plain)), "none")


def said_level(code: str | None, name: str) -> Level | None:
    """The level that a row's own words or its programme code tell.

    >>> said_level(None, "Program Penataan Ruang"), said_level("2.07.03.2.01", "Pelaksanaan Pelatihan")
    ('program', 'activity')
    >>> said_level(None, "Belanja Langsung"), said_level(None, "JUMLAH"), said_level(None, "Penyediaan Jasa")
    ('agency', 'agency', None)
    """
    if TOTAL.match(name) or SPENDING.match(name):
        return "agency"
    for pattern, level in WORDS:
        if pattern.match(name):
            return level
    known = find_program(code, None) if code is not None else None
    return known.level if known else None


def known_level(name: str) -> Level | None:
    """The level of a name in the national list of programmes, activities and sub-activities."""
    known = find_program(None, name)
    return known.level if known else None


def learn_styles(rows: Iterable[tuple[str, Level | None]]) -> dict[str, Level]:
    """Which level each style of row numbers stands for, by the rows whose level is said; a mixed style tells none.

    >>> learn_styles([("roman", "program"), ("roman", "program"), ("digit", "activity"), ("digit", None)])
    {'roman': 'program', 'digit': 'activity'}
    """
    votes: dict[str, Counter[Level]] = defaultdict(Counter)
    for written, level in rows:
        if level is not None and level != "agency" and written != "none":
            votes[written][level] += 1
    learned: dict[str, Level] = {}
    for written, counts in votes.items():
        level, count = counts.most_common(1)[0]
        if count * 4 >= sum(counts.values()) * 3:
            learned[written] = level
    return learned
