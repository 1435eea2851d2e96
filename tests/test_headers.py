"""The heads of columns: `cases/headers.csv`, `cases/head_rows.csv`, the tables they rest on, and broken words.

In the cases " > " parts the levels of a head, "↵" is a line end in a cell, "¦" parts the cells of a row and "∅" is an
empty cell. `alternative` is what the column really holds where the words say another thing. `listed_as` is the name of
the column in the list of head variants the cases began with; `head_roles.csv` says which role that name is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize import facts
from normalize.heads.roles import read_head
from normalize.heads.rows import is_column_number_row, looks_like_head
from normalize.heads.rules import Role, Rule, kinds, meanings, rules
from normalize.heads.words import spellings, tokens, vocabulary

CASES = Path(__file__).parent / "cases"
Row = dict[str, str]


def load(name: str) -> list[Row]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def path_of(head: str) -> tuple[str, ...]:
    return tuple(head.replace("↵", "\n").split(" > "))


def cells_of(row: Row) -> tuple[str, ...]:
    return tuple("" if cell == "∅" else cell.replace("↵", "\n") for cell in row["cells"].split(" ¦ "))


HEADS = load("headers.csv")
ROLES = {row["listed_as"]: row["role"] for row in load("head_roles.csv")}
ROWS = load("head_rows.csv")
GLUED = "PROGRAMKEGIATANSUB KEGIATAN"  # two slips at once are too many
WHOLE = sorted({row["head"] for row in HEADS if row["group"] == "seen" and " > " not in row["head"]} - {GLUED})


def head_params() -> Iterator[object]:
    for row in HEADS:
        marks = [pytest.mark.xfail(strict=True)] if row["group"] == "known failure" else []
        yield pytest.param(row, id=f"{row['group']}: {row['head']}", marks=marks)


@pytest.mark.parametrize("row", list(head_params()))
def test_words_propose_the_role(row: Row) -> None:
    head = read_head(path_of(row["head"]))
    assert head.role == row["role"]
    assert not row["alternative"] or head.allows(Role(row["alternative"]))
    assert head.year == (int(row["year"]) if row["year"] else None)
    assert head.period == row["period"]
    assert head.plan_version == (row["plan_version"] or None)
    assert head.role is Role.UNKNOWN or 0 < head.certainty <= 1


def test_every_listed_variant_has_its_role() -> None:
    listed = [row for row in HEADS if row["listed_as"]]
    assert {row["listed_as"] for row in listed} == set(ROLES)
    for row in listed:
        true = ROLES[row["listed_as"]]
        assert true == row["role"] or (true == row["alternative"] and row["note"]), row


def test_no_case_stands_twice() -> None:
    heads = [row["head"] for row in HEADS]
    assert len(heads) == len(set(heads)) >= 600


@pytest.mark.parametrize("rule", [rule for listed in rules().values() for rule in listed], ids=lambda rule: rule.name)
def test_each_rule_decides_its_example(rule: Rule) -> None:
    assert read_head(rule.example.split(" > ")).rule == rule.name


def test_each_role_has_a_meaning_and_a_kind() -> None:
    assert list(meanings()) == list(kinds())
    assert all(meanings().values())
    assert set(kinds().values()) == {"label", "performance", "money", "aggregate", "judgement", "text"}
    proposed = {rule.role for listed in rules().values() for rule in listed}
    assert proposed == set(Role), "a role that no rule proposes is no role"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["cells"][:60])
def test_rows_of_heads_numbers_and_data(row: Row) -> None:
    cells = cells_of(row)
    assert is_column_number_row(cells) == (row["kind"] == "numbers")
    assert (looks_like_head(cells) >= 0.5) == (row["kind"] == "head")


def test_an_empty_row_is_nothing() -> None:
    assert looks_like_head(("", None)) == 0.0
    assert not is_column_number_row((None, ""))
    assert read_head([]).role is Role.UNKNOWN
    assert read_head(["", "\n"]).role is Role.UNKNOWN


@pytest.mark.parametrize(
    "head",
    [
        "N0 Indikator Kinerja Utama Satuan Target Realisasi Capaian Sasaran Strategis",
        "INDIKATOR KINERJA TARGET REALISASI CAPAIAN",
    ],
)
def test_a_head_row_in_one_cell_is_doubtful(head: str) -> None:
    assert read_head([head]).certainty < 0.5 < read_head(["Indikator Kinerja Utama"]).certainty


def breaks() -> Iterator[tuple[str, str]]:
    """Every place inside a word at which a narrow cell could break a head we have seen, but not "SUB|KEGIATAN"."""
    for head in WHOLE:
        for place in range(1, len(head)):
            upper, lower = head[:place], head[place:]
            if upper[-1].isalpha() and lower[0].isalpha():
                pieces = {re.split(r"\W", upper.lower())[-1], re.split(r"\W", lower.lower())[0]}
                if not pieces <= vocabulary():
                    yield upper, lower


def test_a_word_broken_anywhere_keeps_its_role() -> None:
    """The two lines may be taken for one cell or for two cells of the head."""
    broken = list(breaks())
    assert len(broken) > 4000
    for upper, lower in broken:
        role = read_head([(upper + lower).replace("↵", "\n")]).role
        path = (upper.replace("↵", "\n"), lower.replace("↵", "\n"))
        assert {read_head(["\n".join(path)]).role, read_head(path).role} == {role}, path


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_read(upper: str, lower: str) -> None:
    head = read_head([upper, lower])
    assert 0 <= head.certainty <= 1
    assert head.role not in head.alternatives


@pytest.mark.parametrize(
    ("head", "ordinal", "relative", "end_year", "years"),
    [
        ("Realisasi Capaian Tahun ke- > 3", 3, None, None, ()),
        ("TARGET > TH III", 3, None, None, ()),
        ("Target Tahun Ke-5 (2026)", 5, None, None, (2026,)),
        ("Capaian Tahun Lalu", None, -1, None, ()),
        ("Realisasi Tahun n-1", None, -1, None, ()),
        ("Capaian Kinerja (%) > Tahun ini", None, 0, None, ()),
        ("Capaian Tahun 2016 terhadap Target Akhir Renstra 2018", None, None, 2018, (2016, 2018)),
        ("ANGGARAN PADA TAHUN 2020-2024", None, None, None, (2020, 2021, 2022, 2023, 2024)),
        ("Target Renstra s/d Tahun 2018 (2013-2018)", None, None, 2018, (2018, 2013, 2014, 2015, 2016, 2017)),
    ],
)
def test_years(
    head: str, ordinal: int | None, relative: int | None, end_year: int | None, years: tuple[int, ...]
) -> None:
    read = read_head(head.split(" > "))
    assert (read.year_ordinal, read.relative_year, read.end_year, read.years) == (ordinal, relative, end_year, years)


@pytest.mark.parametrize(
    ("head", "unit", "scale", "percent", "money"),
    [
        ("Anggaran (Rp.000)", "Rp 000", 1000, False, True),
        ("Rencana Anggaran Pada Tahun Ke- (Rp. 1.000)", "Rp 1.000", 1000, False, True),
        ("Rp (juta)", "Rp juta", 10**6, False, True),
        ("Pagu (dalam ribuan rupiah)", "ribuan rupiah", 1000, False, True),
        ("Realisasi (Rp Miliar)", "Rp Miliar", 10**9, False, True),
        ("Dalam Juta (Rp) > 2013", "Juta Rp", 10**6, False, True),
        ("Target (Ton)", "Ton", 1, False, False),
        ("Produksi > Target (juta ton)", "juta ton", 1, False, False),
        ("Capaian (%)", "%", 1, True, False),
        ("Target", None, 1, False, False),
        ("Pagu Anggaran", None, 1, False, True),
    ],
)
def test_units(head: str, unit: str | None, scale: int, percent: bool, money: bool) -> None:
    read = read_head(head.split(" > "))
    assert (read.unit_raw, read.scale) == (unit, Decimal(scale))
    assert (read.is_percent, read.is_money) == (percent, money)


@pytest.mark.parametrize(
    ("head", "version"),
    [
        ("PAGU DIPA (Rp.) > AWAL", "original"),
        ("Pagu Murni", "original"),
        ("Jumlah Anggaran Setelah Perubahan (Rp.)", "revised"),
        ("DPPA (Rp)", "revised"),
        ("Anggaran", None),
    ],
)
def test_budget_versions(head: str, version: str | None) -> None:
    assert read_head(head.split(" > ")).budget_version == version


def test_values_summed_over_years_are_marked() -> None:
    assert read_head(["Realisasi s/d Tahun 2016"]).cumulative
    assert not read_head(["Realisasi Tahun 2016"]).cumulative
    assert not read_head(["Target Renstra s/d Tahun 2018"]).cumulative
    assert not read_head(["Realisasi s.d. Triwulan II 2016"]).cumulative


def test_mended_words_are_marked() -> None:
    read = tokens(["Realisasi Indikaotr Capai-\nan Solok"])
    assert [(t.text, t.known, t.mended) for t in read] == [
        ("realisasi", True, False),
        ("indikator", True, True),
        ("capaian", True, True),
        ("solok", False, False),
    ]


RULE_HEAD = "lead,strength,needs,without,role,alternatives,certainty,example,source\n"


@pytest.mark.parametrize(
    ("table", "text", "complaint"),
    [
        ("head_rules", RULE_HEAD + "target,strong,,,target,,0.9,Target,x\ntarget,strong,,,unit,,0.9,Target,x\n", "too"),
        (
            "head_rules",
            RULE_HEAD + "target,strong,,,target,,0.9,Target,x\ntarget,strong,money,,budget,,0.9,Target,x\n",
            "never reached",
        ),
        ("head_rules", RULE_HEAD + "target,strong,money,,budget,,0.9,Target,x\n", "no last rule"),
        ("head_rules", RULE_HEAD + "target,strong,mony,,budget,,0.9,Target,x\n", "no word carries"),
        ("head_rules", RULE_HEAD + "target,odd,,,target,,0.9,Target,x\n", "neither strong nor weak"),
        ("head_rules", RULE_HEAD + "target,strong,,,tarrget,,0.9,Target,x\n", "not a valid Role"),
        ("head_spellings", "printed,words,note,source\ntgt,tarrget,,x\n", "tarrget"),
        ("head_spellings", "printed,words,note,source\ntarget,realisasi,,x\n", "itself"),
        ("roles", "role,kind,meaning,source\ntarget,performance,planned,x\n", "differ"),
    ],
)
def test_contradictory_tables_are_refused(
    table: str, text: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_table = {"head_rules": rules, "head_spellings": spellings, "roles": meanings}[table]
    rules(), spellings(), meanings()  # the tables beside it are read from their own place
    (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(facts, "DATA", tmp_path)
    with pytest.raises(ValueError, match=complaint):
        load_table.__wrapped__()
