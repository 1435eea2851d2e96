"""`lakip suggest`: what may be one, what may be a concept, why, and what becomes of a person's answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from normalize import link, parse_corrections
from normalize.links.suggestions import Suggestion, suggest
from tests.test_link import Row, meaning

Lakip = Callable[..., Result]
OLD: Row = ("Cakupan pemenuhan benih ikan mas", "2023 target 80; 2023 realization 100")
NEW: Row = ("Cakupan benih ikan mas", "2023 realization 100; 2024 target 60")


def suggested(*rows: list[Row]) -> tuple[Suggestion, ...]:
    meanings = [meaning(name, 2023 + n, own) for n, (name, own) in enumerate(zip("abc", rows, strict=False))]
    return suggest(meanings, link(meanings))


def same(*rows: list[Row]) -> list[tuple[str, str]]:
    return [(one.indicator, one.other) for one in suggested(*rows) if one.kind == "same"]


def test_like_names_with_equal_figures_may_be_one() -> None:
    (one,) = suggested([OLD], [NEW])
    assert (one.kind, one.indicator, one.other) == ("same", NEW[0], OLD[0])
    assert one.reasons == (
        "names 81 % alike",
        "words of one alone: none; of the other: pemenuhan",
        "both print realization 2023 100",
    )
    assert one.score == pytest.approx(82.1, abs=0.1)
    assert one.targets == (("b" + "0" * 63, NEW[0]),)


SHORT, LONG = "Luas taman kota", "Luas taman kota baru"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            ([("Angka kematian ibu", "2023 target 5")], [("Angka kematian bayi", "2023 target 5")]), id="words-contrast"
        ),
        pytest.param(([(LONG, "2023 target 5"), (SHORT, "2023 target 7")],), id="rows-of-one-table"),
        pytest.param(
            ([(LONG, "2023 target 5%")], [("Luas taman kota lama", "2023 target 5")]), id="a-word-for-another"
        ),
        pytest.param(
            ([(LONG, "2023 target 5; 2023 realization 4")], [(SHORT, "2023 target 9; 2023 realization 3")]),
            id="figures-differ",
        ),
    ],
)
def test_what_is_not_one_is_not_suggested(rows: tuple[list[Row], ...]) -> None:
    assert same(*rows) == []


def test_the_id_depends_on_what_is_said_alone() -> None:
    first, again = suggested([OLD], [NEW]), suggested([OLD], [NEW, ("Jumlah kapal", "2024 target 12")])
    assert [one.suggestion_id for one in first] == [one.suggestion_id for one in again if one.kind == "same"]


def test_a_concept_is_suggested_where_its_range_fits() -> None:
    text = "RTH persatuan wilayah perkotaan (rata-rata)"
    (one,) = [s for s in suggested([(text, "2023 target 20%")]) if s.kind == "concept"]
    assert (one.other, one.score > 85) == ("green-space-share", True)
    assert one.reasons[1] == "Persentase Ruang Terbuka Hijau: %, from 0 to 100"
    assert [s for s in suggested([(text, "2023 target 120%")]) if s.kind == "concept"] == []


def test_what_a_person_rejects_is_not_suggested_again() -> None:
    meanings = [meaning("a", 2023, [OLD]), meaning("b", 2024, [NEW])]
    (one,) = suggest(meanings, link(meanings))
    no = one.decisions("reject", "Ani", "2026-01-31", "two kinds of fish")
    assert suggest(meanings, link(meanings, no), no) == ()
    assert len(link(meanings, no).indicators) == 2


# -- the command ------------------------------------------------------------------------------------------------------

REPORT = """LAPORAN KINERJA INSTANSI PEMERINTAH
DINAS PERIKANAN KOTA TANJUNGPINANG
TAHUN {year}

Tabel 3.1 Pengukuran Kinerja Tahun {year}
No.\tIndikator Kinerja\tSatuan\tTarget\tRealisasi\tCapaian (%)
1\t{indicator}\tEkor\t5.120\t{result}\t100,00
"""


@pytest.fixture
def database(lakip: Lakip, tmp_path: Path) -> Path:
    """Two reports whose indicators may be one."""
    for year, indicator in ((2023, OLD[0]), (2024, NEW[0])):
        text = REPORT.format(year=year, indicator=indicator, result="5.120")
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "lakip.db"
    assert lakip("ingest", tmp_path, "--db", path, "--jobs", "0").exit_code == 0
    return path


def shown(lakip: Lakip, database: Path, *options: str) -> list[dict[str, Any]]:
    found = json.loads(lakip("suggest", "--json", *options, "--db", database).stdout)
    assert isinstance(found, list)
    return found


def indicators(lakip: Lakip, database: Path) -> set[str]:
    text = lakip("export", "comparison", "-o", "-", "--db", database).stdout
    return {row["indicator_id"] for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_accepted_suggestions_are_applied_by_normalize(lakip: Lakip, database: Path) -> None:
    (one,) = shown(lakip, database, "--kind", "same")
    table = lakip("suggest", "--db", database).stdout
    assert one["id"] in table and "may be" in table and "81 % alike" in table
    assert len(indicators(lakip, database)) == 2
    options = ("--by", "Ani", "--reason", "same ponds")
    done = lakip("suggest", "--accept", one["id"], *options, "--db", database)
    file = database.parent / "corrections.csv"
    assert done.stderr == f"1 decision written to {file}; apply with: lakip normalize --db {database}\n"
    (row,) = parse_corrections(file.read_text(encoding="utf-8"))
    assert (row.field, row.decision, row.value, row.by) == ("indicator", "correct", one["suggested"], "Ani")
    assert lakip("normalize", "--db", database, "--jobs", "0").exit_code == 0
    assert len(indicators(lakip, database)) == 1
    assert shown(lakip, database) == []
    assert "Nothing to suggest." in lakip("suggest", "--db", database).stderr


def test_rejected_suggestions_stay_apart(lakip: Lakip, database: Path, tmp_path: Path) -> None:
    (one,) = shown(lakip, database)
    file = tmp_path / "elsewhere" / "decisions.csv"
    options = ("--by", "Ani", "--reason", "other ponds", "--corrections", file)
    assert lakip("suggest", "--reject", one["id"], *options, "--db", database).exit_code == 0
    assert "Nothing to suggest" in lakip("suggest", "--corrections", file, "--db", database).stderr
    assert lakip("normalize", "--corrections", file, "--db", database, "--jobs", "0").exit_code == 0
    assert len(indicators(lakip, database)) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(("--accept", "00000000"), "a decision names who takes it (--by) and why (--reason)", id="nobody"),
        pytest.param(("--accept", "00000000", "--by", "A", "--reason", "B"), "no suggestion '00000000'", id="unknown"),
    ],
)
def test_a_decision_must_be_whole(lakip: Lakip, database: Path, options: tuple[str, ...], message: str) -> None:
    result = lakip("suggest", *options, "--db", database)
    assert (result.exit_code, message in result.stderr) == (2, True)
    assert not (database.parent / "corrections.csv").exists()


def test_accepted_and_rejected_at_once(lakip: Lakip, database: Path) -> None:
    (one,) = shown(lakip, database)
    both = ("--accept", one["id"], "--reject", one["id"], "--by", "A", "--reason", "B")
    result = lakip("suggest", *both, "--db", database)
    assert (result.exit_code, "is both accepted and rejected" in result.stderr) == (2, True)
