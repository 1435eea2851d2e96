"""Every printed cell of the tables is read to its figure; properties of reading, joining and printing numbers."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from number_cases import CASES, Case, load, number, params

from extract.numbers import format_number, read_figure, read_number_words, split_values
from extract.numbers.digits import read_digits
from extract.numbers.marks import MARKS, load_marks

ALL = [row for table in ("numbers", "numbers_grammar", "numbers_seen") for row in load(table)]
VALUES = st.decimals(-(10**12), 10**12, places=2)
UNITS = st.sampled_from(["%", " %", " Orang", " dokumen", " km", " (Juta Rp.)", ",-", " persen", ""])


@pytest.mark.parametrize("case", params(ALL))
def test_figure(case: Case) -> None:
    figure = read_figure(case["raw"])
    assert figure.raw == case["raw"]
    assert figure.kind == case["kind"]
    assert (figure.comparator or "", figure.missing or "", figure.grade or "") == (
        case["comparator"],
        case["missing"],
        case["grade"],
    )
    assert figure.year == (int(case["year"]) if case["year"] else None)
    if case["kind"] == "malformed":
        assert figure.proposal == number(case["proposal"])
    assert bool(figure.readings) is (case["kind"] in ("number", "range", "ratio", "grade", "words", "date"))


@pytest.mark.parametrize(
    ("raw", "second"),
    [("86 (101%)", "101"), ("2.165 (105,60)", "105.60"), ("> 125\n(125%)", "125"), ("11 TPU /219.280", "219280")],
)
def test_second_figure(raw: str, second: str) -> None:
    figure = read_figure(raw).second
    assert figure is not None and figure.value == Decimal(second)


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("32,86%", "%"),
        ("5.310 Orang", "Orang"),
        ("168 (Juta Rp.)", "Juta Rp."),
        ("Rp9,49 miliar", "Rp miliar"),
        ("Nilai = 70", "Nilai"),
        ("89/100.000 KH", "/100.000 KH"),
        ("1 % dari Jumlah Penduduk", "% dari Jumlah Penduduk"),
        ("100,00 Persen", "%"),
        ("8 (Delapan)", None),
        ("BB (70)", None),
        ("0,399 (merupakan realisasi tahun 2024)", None),
    ],
)
def test_unit_is_kept(raw: str, unit: str | None) -> None:
    assert read_figure(raw).unit_raw == unit


@pytest.mark.parametrize("raw", ["2.430", "11.875", "3,500", "104.319", "1,000 ha", "100,000"])
def test_three_digits_after_one_mark_have_two_readings(raw: str) -> None:
    values = sorted(reading.value for reading in read_figure(raw).readings if reading.value is not None)
    assert len(values) == 2 and values[1] == 1000 * values[0]


@pytest.mark.parametrize("raw", ["0,765", "0.012", "1850,123", "12,4567", "1.234,567"])
def test_certain_decimals(raw: str) -> None:
    first = read_figure(raw).first
    assert first is not None and first.decimals is not None and first.decimals >= 3


def test_column_numbers_offer_both_meanings() -> None:
    figure = read_figure("(1)")
    assert (figure.kind, figure.value, figure.notes) == ("column_number", Decimal(-1), ("column_number",))
    assert read_figure("(8.77%)").kind == "number"
    assert {reading.value for reading in read_figure("(8.77%)").readings} == {Decimal("8.77"), Decimal("-8.77")}


@pytest.mark.parametrize(
    ("raw", "count", "parts"),
    [
        ("100%\n100%", None, ("100%", "100%")),
        ("1.000\norang", None, ("1.000\norang",)),
        ("0,47 %\n3,94%\n33 LPK", None, ("0,47 %", "3,94%", "33 LPK")),
        ("1.733.980 m3\n13\n340 M3\n15 TPU\n/263.136", 4, ("1.733.980 m3", "13", "340 M3", "15 TPU\n/263.136")),
        ("88,97%\n6.000\norang", 2, ("88,97%", "6.000\norang")),
        ("86\n(101%)\n270\n(60%)", 2, ("86\n(101%)", "270\n(60%)")),
        ("97,5\n0\n95,0\n0", 2, ("97,5\n0", "95,0\n0")),
        ("97,5\n0\n95,0\n0", 4, ("97,5", "0", "95,0", "0")),
        ("100\n100,0\n0", 2, ("100", "100,0\n0")),
        ("BB\nWTP\n85", 3, ("BB", "WTP", "85")),
        ("5\n-\n7", 3, ("5", "-", "7")),
        ("1.\n2.\n3.", 3, ("1.", "2.", "3.")),
        (
            "Rp. 555.760.000,-\nRp. 133.245.000,-\nRp. 25.760.000,-",
            3,
            ("Rp. 555.760.000,-", "Rp. 133.245.000,-", "Rp. 25.760.000,-"),
        ),
        ("Rp\n739.379.134", None, ("Rp\n739.379.134",)),
        ("1.258.896.42\nRp\n4", None, ("1.258.896.42\nRp\n4",)),
        ("75 (A)\n80\n(BB)", 2, ("75 (A)", "80\n(BB)")),
    ],
)
def test_stacked_values(raw: str, count: int | None, parts: tuple[str, ...]) -> None:
    assert split_values(raw, count) == parts


def test_number_words_of_the_tables() -> None:
    with (CASES / "number_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 40
    for row in rows:
        read = read_number_words(row["words"], number(row["digits"]))
        if row["value"] == "none":
            assert read is None, row
            continue
        assert read is not None, row
        assert (read.value, read.proposal, read.missing or "") == (
            number(row["value"]),
            number(row["proposal"]),
            row["missing"],
        ), row


@given(VALUES, st.sampled_from(["comma", "point"]))
def test_printed_value_is_among_its_readings(value: Decimal, style: str) -> None:
    figure = read_figure(format_number(value, 2, style))  # type: ignore[arg-type]  # both styles are allowed
    assert figure.value == value and figure.is_certain


@given(st.integers(-(10**13), 10**13))
def test_printed_whole_number_is_among_its_readings(value: int) -> None:
    assert value in [reading.value for reading in read_figure(format_number(Decimal(value))).readings]


@given(st.decimals(0, 10**9, places=2), UNITS)
def test_unit_does_not_change_the_number(value: Decimal, unit: str) -> None:
    printed = format_number(value, 0 if unit == ",-" else 2)
    assert read_figure(printed + unit).value == round_half_up(value, unit)


def round_half_up(value: Decimal, unit: str) -> Decimal:
    return Decimal(format_number(value, 0).replace(".", "")) if unit == ",-" else value


@given(st.integers(10**6, 10**13), st.data())
def test_number_broken_by_a_space_or_line_is_one_number(value: int, data: st.DataObject) -> None:
    printed = format_number(Decimal(value))
    at = data.draw(st.integers(len(printed) - 3, len(printed) - 1))
    for gap in (" ", "\n"):
        readings = read_digits(f"{printed[:at]}{gap}{printed[at:]}").readings
        assert [reading.value for reading in readings] == [value]


@given(
    st.decimals(0, 100, places=1),
    st.decimals(0, 100, places=1),
    st.sampled_from([" - ", "–", " s.d ", " s/d ", " sampai dengan "]),
)
def test_range_keeps_both_ends(low: Decimal, high: Decimal, between: str) -> None:
    figure = read_figure(f"{format_number(low, 1)}{between}{format_number(high, 1)}%")
    if low != high:
        lowest, highest = sorted((low, high))
        assert (figure.kind, figure.readings[0].low, figure.readings[0].high) == ("range", lowest, highest)
        assert figure.readings[0].text == f"{low:f}-{high:f}"
    else:
        assert figure.kind == "words"


@given(st.decimals(1, 10**9, places=2))
def test_accounting_negative(value: Decimal) -> None:
    assert read_figure(f"({format_number(value, 2)})").value == -value


@given(st.integers(0, 10**15 - 1))
def test_number_words_say_the_number(value: int) -> None:
    read = read_number_words(spell(value))
    assert read is not None and read.value == value


def spell(value: int) -> str:
    """A whole number in Indonesian words, the plain way."""
    digits = [
        "nol",
        "satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
        "tujuh",
        "delapan",
        "sembilan",
        "sepuluh",
        "sebelas",
    ]
    if value < 12:
        return digits[value]
    if value < 20:
        return f"{digits[value - 10]} belas"
    for size, word, one in (
        (10**12, "triliun", ""),
        (10**9, "miliar", ""),
        (10**6, "juta", ""),
        (1000, "ribu", "seribu"),
    ):
        if value >= size:
            head = one if one and value // size == 1 else f"{spell(value // size)} {word}"
            return f"{head} {spell(value % size) if value % size else ''}".strip()
    size, word, one = (100, "ratus", "seratus") if value >= 100 else (10, "puluh", "sepuluh")
    head = one if value // size == 1 else f"{digits[value // size]} {word}"
    return f"{head} {spell(value % size) if value % size else ''}".strip()


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    figure = read_figure(text)
    assert figure.raw == text
    for reading in figure.readings:
        assert (reading.value is None) is not (reading.text is None)
        assert 0 < reading.weight <= 1
    assert bool(figure.missing) is (figure.kind == "missing")


@given(st.text(alphabet="0123456789.,-()%/: \nRpabn≥", max_size=30))
def test_no_number_like_text_is_an_error(text: str) -> None:
    figure = read_figure(text)
    values = [reading.value for reading in figure.readings if reading.value is not None]
    assert len(values) == len(set(values))
    assert all(value.is_finite() for value in values)


def test_a_mark_given_twice_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "marks.csv"
    table.write_text("kind,word,value,source\nscale,juta,1000000,reports\nscale,Juta,1000,reports\n", encoding="utf-8")
    with pytest.raises(ValueError, match="repeated row scale 'Juta'"):
        load_marks(table)
    assert load_marks(MARKS)["scale"]["milyar"] == "1000000000"
