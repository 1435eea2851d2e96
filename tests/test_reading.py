"""One reading is chosen for every printed cell of the tables, in its context."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from number_cases import Case, context, load, number, params

from extract.numbers import format_number, read_figure
from normalize.model import MEASURES
from normalize.values.agreement import FORMULAS, agreements
from normalize.values.reading import Chosen, Context, Partners, Style, agrees, choose, choose_together, document_style
from normalize.values.units import read_unit

TABLES = ("numbers", "numbers_grammar", "numbers_seen")
ALL = [row for table in TABLES for row in load(table)]


@pytest.mark.parametrize("case", params(ALL))
def test_value(case: Case) -> None:
    figure = read_figure(case["raw"])
    chosen = choose(figure, context(case))
    assert (chosen.value, chosen.text if figure.kind != "number" else None) == (
        number(case["value"]),
        case["text"] or None,
    )
    assert (chosen.low, chosen.high) == (number(case["low"]), number(case["high"]))
    assert chosen.proposal == number(case["proposal"])
    if case["decided_by"]:
        assert chosen.decided_by == case["decided_by"]
    if case["note"]:
        assert case["note"] in chosen.notes


def test_tables_are_whole() -> None:
    assert [len(load(table)) for table in TABLES[:2]] == [148, 66]
    assert all(row["measure"] in (*MEASURES, "") and row["source"] and row["group"] for row in ALL)
    assert len({tuple(row.values()) for row in load("numbers_seen")}) == len(load("numbers_seen"))


@pytest.mark.parametrize("case", params([row for row in ALL if row["value"]]))
def test_choice_is_one_of_the_readings(case: Case) -> None:
    figure = read_figure(case["raw"])
    chosen = choose(figure, context(case))
    assert chosen.value is not None and chosen.scale > 0
    assert any(
        reading.value is not None and reading.value * chosen.scale == chosen.value for reading in figure.readings
    )
    assert len(chosen.alternatives) == len(figure.readings) - 1
    assert 0 < chosen.certainty <= 1


def chosen(raw: str, **fields: object) -> Chosen:
    return choose(read_figure(raw), Context(**fields))  # type: ignore[arg-type]  # fields of Context by name


def test_default_is_uncertain_and_keeps_the_other_reading() -> None:
    one = chosen("2.430")
    assert (one.value, one.alternatives, one.decided_by) == (Decimal(2430), (Decimal("2.430"),), "default")
    assert one.certainty < 0.6


def test_agreeing_evidence_raises_the_certainty_and_other_evidence_lowers_it() -> None:
    alone = chosen("2.430", unit=read_unit("Orang"))
    agreeing = chosen("2.430", unit=read_unit("Orang"), siblings=(read_figure("1.234.567"),))
    other = chosen("2.430", unit=read_unit("Orang"), siblings=(read_figure("75.91"),) * 3)
    assert alone.value == agreeing.value == other.value == 2430
    assert other.certainty < alone.certainty < agreeing.certainty


def test_arithmetic_cannot_decide_where_both_are_read_alike() -> None:
    target, achievement = read_figure("5.310"), read_figure("103,90")
    figure = read_figure("5.517")
    assert len(agreements(target, figure, achievement)) == 2
    partners = Partners(target, None, achievement)
    assert choose(figure, Context(measure="realization", partners=partners)).decided_by == "default"


def test_arithmetic_decides_where_one_partner_is_certain() -> None:
    partners = Partners(read_figure("5310"), None, read_figure("103,90"))
    one = choose(read_figure("5.517"), Context(measure="realization", partners=partners, unit=read_unit("Indeks")))
    assert (one.value, one.decided_by) == (Decimal(5517), "arithmetic")


def test_equal_partners_are_told_apart_by_their_place() -> None:
    partners = Partners(read_figure("2.430"), None, read_figure("100"))
    assert choose(read_figure("2.430"), Context(measure="realization", partners=partners)).decided_by == "default"


def test_lower_is_better_decides_too() -> None:
    partners = Partners(read_figure("0,35"), read_figure("0,34"), None)
    one = choose(read_figure("102,857"), Context(measure="achievement", partners=partners))
    assert (one.value, one.decided_by) == (Decimal("102.857"), "arithmetic")


@pytest.mark.parametrize(
    ("target", "realization", "achievement", "exact"),
    [
        ("32,86", "39,67", "120,72", True),
        ("0,53", "0,34", "64,15", True),
        ("93,4", "95,1", "102", True),
        ("3", "2", "66,66", True),
        ("0,5", "0,7", "147", False),
        ("168 (Juta Rp.)", "Rp.76.820.00 0", "45,73", True),
        ("0", "0", "100", None),
        ("5", "0", "0", True),
        ("46,25", "51,58", "100", None),
        ("BB", "A", "100", None),
        ("20 Miliar Rupiah", "21,457", "107,29 %", True),
        ("Rp 20.000.000.000", "21,457 Miliar", "107,29 %", True),
    ],
)
def test_agrees(target: str, realization: str, achievement: str, exact: bool | None) -> None:
    found = agrees(read_figure(target), read_figure(realization), read_figure(achievement))
    assert (found.exact if found else None) == exact


def test_nothing_is_divided_by_zero() -> None:
    assert not agreements(read_figure("2-4%"), read_figure("0"), read_figure("655"), tuple(FORMULAS))
    assert not agreements(read_figure("4"), read_figure("0"), read_figure("655"), tuple(FORMULAS))


def test_style_counts_certain_marks_only() -> None:
    style = document_style(
        read_figure(raw) for raw in ("87,47", "75,9", "1.234.567,00", "2.430", "12", "Rp. 48.000.000.00,-")
    )
    assert (dict(style.decimal), dict(style.group)) == ({",": 3}, {".": 2})
    assert style.name == "comma" and Style().name is None


def test_style_of_the_document_decides_last() -> None:
    english = document_style(read_figure(raw) for raw in ("1,234,567", "2,345,678", "3,456,789", "87.4"))
    assert (english.name, chosen("12,345", style=english).value) == ("point", Decimal(12345))
    assert chosen("12,345", style=english, unit=read_unit("%")).value == Decimal("12.345")


def test_missing_and_malformed_have_neither_value_nor_text() -> None:
    for raw in ("-", "9.871.1466.000", "Nilai Tahun 2023", "(3/4)*100", "NIP. 1970 0101 199001 1 001"):
        assert (chosen(raw).value, chosen(raw).text) == (None, None)


def test_grade_beside_a_score_is_kept_as_text() -> None:
    assert (chosen("BB (73,03)").value, chosen("BB (73,03)").text) == (Decimal("73.03"), "BB")


@pytest.mark.parametrize(
    ("raw", "unit", "canonical"),
    [
        ("5.310 Orang", "Dokumen", "orang"),
        ("72,40", "Nilai", "nilai"),
        ("168", "Juta Rupiah", "IDR"),
        ("1,5 juta orang", None, "orang"),
        ("16/100.000", "Rasio", "per 100000"),
        ("85 (Penilaian)", "%", "%"),
    ],
)
def test_unit_of_the_cell_beats_the_column(raw: str, unit: str | None, canonical: str) -> None:
    found = chosen(raw, unit=read_unit(unit)).unit
    assert found is not None and found.canonical == canonical


@given(st.integers(1, 10**9), st.sampled_from(["Orang", "Dokumen", "Rp", "Unit"]))
def test_whole_numbers_survive_printing(value: int, unit: str) -> None:
    assert chosen(format_number(Decimal(value)), unit=read_unit(unit)).value == value


@given(st.decimals(0, 100, places=3), st.sampled_from(["%", "Indeks", "Nilai", "Rasio"]))
def test_shares_and_indices_survive_printing(value: Decimal, unit: str) -> None:
    assert chosen(format_number(value), unit=read_unit(unit)).value == value


@given(st.decimals(1, 9999, places=2), st.decimals(1, 9999, places=2))
def test_printed_achievement_agrees(target: Decimal, realization: Decimal) -> None:
    achievement = realization / target * 100
    figures = (read_figure(format_number(value, 2)) for value in (target, realization, achievement))
    found = agrees(*figures)
    assert found is not None and found.exact


def test_three_cells_are_read_so_that_they_fit() -> None:
    row = [read_figure(raw) for raw in ("268797", "352,390*", "131,10")]
    alone = choose(row[1], Context(style=document_style([read_figure("87,4")] * 9)))
    assert alone.value == Decimal("352.390")
    together = choose_together(row[0], row[1], row[2], [Context(style=document_style([read_figure("87,4")] * 9))] * 3)
    assert [one.value for one in together] == [Decimal(268797), Decimal(352390), Decimal("131.10")]
    assert together[1].decided_by == "arithmetic" and Decimal("352.390") in together[1].alternatives


def test_three_cells_that_do_not_fit_keep_their_own_readings() -> None:
    row = [read_figure(raw) for raw in ("5.310", "6.000", "99")]
    values = [one.value for one in choose_together(row[0], row[1], row[2], [Context(unit=read_unit("Orang"))] * 3)]
    assert values == [Decimal(5310), Decimal(6000), Decimal(99)]
