"""The words of a row: list marks dropped, lines joined, totals told from indicators."""

from __future__ import annotations

import re
from functools import lru_cache

from normalize.words import letters

MARK = re.compile(
    r"^\s*(?:"
    r"(?P<bullet>[-–—•▪●➢✓*·►o§\uf0a0-\uf0ff])(?=\s)"
    r"|(?P<number>\(?\d{1,2}(?:\.\d{1,3})+[.)]?(?=\s|[A-Z])|\(?\d{1,2}[.)](?!\d)|\d{1,2}(?=\s+[A-Z]))"
    r"|(?P<letter>\(?[a-zA-Z][.)](?=\s|[A-Z]))"
    r"|(?P<roman>\(?[IVX]{1,5}[.)](?=\s|[A-Z]))"
    r"|(?P<code>\[[A-Z]{1,5}[ .-]?\d[\d.]*[a-z]?\]|\d{1,2}[a-d]-[A-Z]{1,2}(?=\s)"
    r"|IK[A-Z]{0,3}[ .-]?\d{1,2}(?:\.\d{1,2})*[a-z]?[.):-]?(?=\s))"
    r")\s*"
)
ONLY_MARK = re.compile(
    r"^\s*(?:[-–—•▪●➢✓*·►§\uf0a0-\uf0ff]|\(?\d{1,3}(?:\.\d{1,3})*[.)]?|\(?[a-zA-Z][.)]?|\(?[IVX]{1,6}[.)]?)\s*$"
)
_TOTAL_OF = r"total|anggaran|seluruhnya|keseluruhan|capaian.*|nilai.*|belanja.*"
TOTAL = re.compile(
    rf"^(?:sub\s*)?(?:jumlah|total|grand total|jumlah total|total jumlah)(?:\s+(?:{_TOTAL_OF}))?\s*[:.]?\s*\d?$",
    re.IGNORECASE,
)
_AVERAGE = r"^(?:capaian\s+|nilai\s+|total\s+|jumlah\s+)?(?:rata\s*[-–/]*\s*rata|rerata)"
_AVERAGE_OF = r"capaian|pencapaian|kinerja|realisasi|sasaran|total|keseluruhan|target|tahun"
AVERAGE = re.compile(rf"{_AVERAGE}\b", re.IGNORECASE)
AVERAGE_OF = re.compile(rf"{_AVERAGE}\s*(?:$|[^\w\s]|(?:nilai |persentase |tingkat )?(?:{_AVERAGE_OF}))", re.IGNORECASE)
ONLY_AVERAGE = re.compile(
    rf"{_AVERAGE}(?:\W|\d|\b(?:nilai|persentase|tingkat|dan|strategis|indikator|{_AVERAGE_OF})\b)*$", re.IGNORECASE
)
OBJECTIVE_NAME = re.compile(  # "Sasaran Strategis 2.", "Tujuan:", not "Program Rehabilitasi Sosial"
    r"^(?:sasaran|tujuan|misi|visi|program|urusan)(?:\s+(?:strategis|program|kegiatan|daerah|utama))*"
    r"(?:\s*(?:ke[\s-]*)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}\b|pertama|kedua|ketiga|keempat|kelima)\s*[.:)–-]*|\s*:)\s*",
    re.IGNORECASE,
)
HYPHEN_BREAK = re.compile(r"(\w+)-\s*\n\s*([a-z]+)")


@lru_cache(maxsize=16384)
def one_line(text: str) -> str:
    """A cell's lines as one, words broken by a hyphen at a line end joined; doubled words keep theirs.

    >>> one_line("Persentase peme-\\nnuhan\\nair  bersih"), one_line("rata-\\nrata")
    ('Persentase pemenuhan air bersih', 'rata-rata')
    """
    return " ".join((HYPHEN_BREAK.sub(_mended, text) if "-" in text and "\n" in text else text).split())


def _mended(broken: re.Match[str]) -> str:
    before, after = broken.groups()
    return f"{before}-{after}" if before.casefold() == after or before.isdigit() else before + after


def split_mark(text: str) -> tuple[str | None, str]:
    """The kind of the mark before a text (`bullet`, `number`, `letter`, `roman`, `code` or None), and the rest.

    >>> split_mark("1.1.2 Jumlah populasi"), split_mark("- Sapi potong"), split_mark("Nilai SAKIP")
    (('number', 'Jumlah populasi'), ('bullet', 'Sapi potong'), (None, 'Nilai SAKIP'))
    >>> split_mark("a. 3.1 Luas lahan"), split_mark("[IKU 1.1] Luas lahan"), split_mark("2a-CP Indeks kepuasan")
    (('letter', 'Luas lahan'), ('code', 'Luas lahan'), ('code', 'Indeks kepuasan'))
    """
    kind: str | None = None
    rest = text.strip()
    while match := MARK.match(rest):
        if not rest[match.end() :].strip():
            break
        kind = kind or match.lastgroup
        rest = rest[match.end() :].strip()
    return kind, rest


def is_only_mark(text: str) -> bool:
    """Whether a cell holds a list number or bullet and nothing else.

    >>> is_only_mark("1.2."), is_only_mark("-"), is_only_mark("1.2 Luas")
    (True, True, False)
    """
    return bool(ONLY_MARK.match(text))


def is_total(text: str) -> bool:
    """Whether a label names a total, and not an indicator that begins with "Jumlah".

    >>> is_total("JUMLAH"), is_total("Total Anggaran"), is_total("Jumlah penduduk miskin")
    (True, True, False)
    """
    return bool(TOTAL.match(_spaced(text)))


def is_average(text: str, in_indicator_column: bool) -> bool:
    """Whether a label names an average over rows; in the indicator's own column it must say of what.

    >>> is_average("RATA-RATA", True), is_average("Rata-rata usia kawin pertama", True)
    (True, False)
    >>> is_average("Rata - rata capaian sasaran 1", True)
    True
    """
    pattern = AVERAGE_OF if in_indicator_column else AVERAGE
    return bool(pattern.match(_spaced(text)))


def is_only_average(text: str) -> bool:
    """Whether a label names an average and nothing that would be measured by itself.

    >>> is_only_average("Rata-rata capaian sasaran 1"), is_only_average("Rata-rata nilai kinerja pegawai")
    (True, False)
    """
    return bool(ONLY_AVERAGE.match(_spaced(text)))


def _spaced(text: str) -> str:
    """One line, with words that are set letter by letter put together."""
    line = one_line(text)
    letters = line.split()
    if len(letters) >= 4 and all(len(x) == 1 for x in letters):
        return "".join(letters)
    return line


@lru_cache(maxsize=16384)
def indicator_key(indicator: str) -> str:
    """An indicator's letters, spellings of "persentase" made one.

    >>> indicator_key("Prosentase  Koperasi-Aktif.") == indicator_key("persentase koperasi aktif")
    True
    """
    return re.sub(r"^(?:prosentase|presentase|presentasi|prosentasi)", "persentase", letters(indicator))
