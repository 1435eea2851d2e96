"""Indicator texts: spellings of one name share a key, other names never do."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import cli
from extract.model import Place
from normalize.indicators.concepts import concept_of, concepts, propose
from normalize.indicators.keys import group, shown_name
from normalize.model import Observation
from normalize.names.indicator_text import indicator_text, tidy_name
from normalize.names.programs import find_program, programs
from normalize.names.same_indicator import same_text
from tests.real import folder, needs_reports

CASES = Path(__file__).parent / "cases"


def pairs(half: str) -> list[dict[str, str]]:
    with (CASES / "indicator_pairs.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["half"] == half]


def precision_and_recall(judged: Iterator[tuple[bool, bool]]) -> tuple[float, float]:
    right = wrong = missed = 0
    for found, wanted in judged:
        right += found and wanted
        wrong += found and not wanted
        missed += wanted and not found
    return right / (right + wrong), right / (right + missed)


@pytest.mark.parametrize(("half", "recall"), [("seen", 0.9), ("held_out", 0.75)])
def test_pairs_by_their_texts_alone(half: str, recall: float) -> None:
    rows = pairs(half)
    assert len(rows) > 150
    judged = ((same_text(*map(indicator_text, (row["one"], row["other"]))), row["label"] == "same") for row in rows)
    found = precision_and_recall(judged)
    assert found[0] >= 0.99
    assert found[1] >= recall


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Angka Kematian Ibu (AKI)", "Angka kematian ibu", True),
        ("AKI", "Angka Kematian Ibu", True),
        ("1) Jml koperasi aktif", "Jumlah Koperasi Aktif (unit)", True),
        ("Persentase penduduk miskin", "Presentase Penduduk Miskin (%)*", True),
        ("Nilai AKIP", "Nilai Akuntabilitas Kinerja Instansi Pemerintah (AKIP)", True),
        ("Rasio kekerasan terhadap anak (per 10.000 anak)", "Rasio kekerasan terahadap anak", True),
        ("Indeks Gini Kota Bandung", "Indeks Gini", True),
        ("Persentase penurunan jumlah ke- celakaan kerja", "Persentase penurunan jumlah kecelakaan kerja", True),
        ("Indeks Gini Kota Bandung", "Indeks Gini Kabupaten Bandung", False),
        ("Jumlah penduduk laki-laki", "Jumlah penduduk perempuan", False),
        ("Jumlah peserta pelatihan tingkat I", "Jumlah peserta pelatihan tingkat II", False),
        ("Angka partisipasi sekolah SD", "Angka partisipasi sekolah SMP", False),
        ("Jumlah desa tertinggal di kota", "Jumlah desa tertinggal di kabupaten", False),
        ("Angka kematian ibu", "Angka kematian bayi", False),
        ("Jumlah penempatan tenaga kerja", "Jumlah pelatihan tenaga kerja", False),
        ("Persentase izin yang diterbitkan", "Persentase izin yang tidak diterbitkan", False),
        ("Jumlah aturan yang ditetapkan", "Jumlah aturan yang diterapkan", False),
        ("Rasio guru terhadap murid sekolah", "Rasio murid terhadap guru sekolah", False),
        ("Jumlah siswa (SD)", "Jumlah siswa (SMP)", False),
        ("Cakupan imunisasi usia 1 tahun", "Cakupan imunisasi usia 2 tahun", False),
        ("Jumlah koperasi aktif", "Persentase koperasi aktif", False),
        ("Produksi perikanan", "Produksi perkebunan", False),
    ],
)
def test_texts(one: str, other: str, same: bool) -> None:
    assert same_text(indicator_text(one), indicator_text(other)) is same
    assert same_text(indicator_text(other), indicator_text(one)) is same


def observed(
    page: int, row: int, indicator: str, figures: str = "", parent: str | None = None, table: int = 1
) -> list[Observation]:
    """Observations of one row: figures as "2016 target 5, 2016 realization 6"."""
    made = []
    for figure in filter(None, figures.split(", ")):
        year, measure, value = figure.split()
        place = Place(page, table, row, 3)
        made.append(Observation(place, measure, int(year), indicator, value, Decimal(value), parent=parent))  # type: ignore[arg-type]
    return made


def test_one_key_for_the_spellings_of_a_document() -> None:
    rows = [
        *observed(3, 2, "1. Prosentase Pencari Kerja yang Ditempatkan", "2024 target 38"),
        *observed(9, 4, "Persentase Pencarikerja Yang Ditempatkan", "2024 target 38"),
        *observed(9, 5, "Jumlah pencari kerja yang dilatih", "2024 target 20"),
    ]
    assert group(rows) == (
        "persentase-pencari-kerja-yang-ditempatkan",
        "persentase-pencari-kerja-yang-ditempatkan",
        "jumlah-pencari-kerja-yang-dilatih",
    )


def test_a_misprint_does_not_name_the_key() -> None:
    rows = [
        *observed(3, 2, "Persentase pertumkbuhan skala usaha", "2024 target 5"),
        *observed(9, 4, "Persentase pertumbuhan skala usaha", "2024 target 5"),
    ]
    assert set(group(rows)) == {"persentase-pertumbuhan-skala-usaha"}


def test_rows_side_by_side_stay_apart() -> None:
    apart = [
        *observed(3, 2, "Persentase kelulusan peserta Sukamaju", "2024 target 5"),
        *observed(3, 3, "Persentase kelulusan peserta Sukamaja", "2024 target 6"),
    ]
    assert len(set(group(apart))) == 2
    elsewhere = [apart[0], *observed(4, 2, "Persentase kelulusan peserta Sukamaja", "2024 target 5")]
    assert len(set(group(elsewhere))) == 1


def test_sub_rows_carry_their_group_line() -> None:
    rows = [
        *observed(3, 2, "a. Domba", "2016 target 5", "Jumlah Populasi ternak (ekor) :"),
        *observed(3, 3, "b. Sapi", "2016 target 5", "Jumlah Populasi ternak (ekor) :"),
        *observed(4, 2, "Domba", "2016 target 5", "Jumlah populasi ternak:"),
        *observed(5, 2, "Domba", "2016 target 5", "Jumlah produksi daging"),
    ]
    keys = group(rows)
    assert keys == (
        "jumlah-populasi-ternak-domba",
        "jumlah-populasi-ternak-sapi",
        "jumlah-populasi-ternak-domba",
        "jumlah-produksi-daging-domba",
    )
    assert shown_name(rows[0]) == "Jumlah Populasi ternak: Domba"


def test_equal_figures_join_like_names_only() -> None:
    full = observed(
        3, 2, "Tingkat aksesibilitas menuju kawasan strategis provinsi", "2016 target 54.9, 2016 realization 53.2"
    )
    like = observed(9, 2, "Tingkat peningkatan aksesibilitas menuju kawasan strategi provinsi", "2016 target 54.9")
    other = observed(9, 3, "Tingkat kemantapan jalan provinsi", "2017 target 54.9, 2016 realization 53.2")
    assert [len(set(group([*full, *rows]))) for rows in (like, other)] == [1, 2]
    differing = observed(9, 2, like[0].indicator, "2016 target 61.2")
    assert len(set(group([*full, *differing]))) == 2


def test_a_name_with_many_more_words_takes_more_than_a_small_figure() -> None:
    short = "Jumlah dokumen telaahan bahan kebijakan pengendalian perkebunan"
    long = "Jumlah dokumen telaahan bahan kebijakan pengendalian hama terpadu tanaman perkebunan"
    for figures, count in (("2016 target 4", 2), ("2016 target 545", 1)):
        assert len(set(group([*observed(3, 2, short, figures), *observed(9, 2, long, figures)]))) == count


def test_two_indicators_of_one_slug_are_numbered() -> None:
    rows = [
        *observed(3, 2, "Indeks Gini Kota Bandung", "2016 target 0.4"),
        *observed(3, 3, "Indeks Gini Kota Bogor", "2016 target 0.3"),
    ]
    assert group(rows) == ("indeks-gini", "indeks-gini-2")


def test_tidy_name_keeps_what_is_no_list_number() -> None:
    assert tidy_name("9 OPT utama yang menyerang") == "9 OPT utama yang menyerang"
    assert tidy_name("3.1.2 Nilai LPPD") == "Nilai LPPD"
    assert tidy_name("A. Nilai LPPD : ") == "Nilai LPPD"


def test_programs_by_code_and_name() -> None:
    assert len(programs()) == 1566
    long, short = find_program("1.01.02.2.01.0006", None), find_program("1.01.02.2.01.06", None)
    assert long is not None and long == short and long.unit == "Unit"
    named = find_program("2.07.01", "Administrasi Keuangan Perangkat Daerah", "activity")
    assert named is not None and named.code == "2.07.01.2.02"
    assert find_program(None, "Administrasi Keuangan Perangkat Daerah") is None
    assert find_program("9.99.99", "Tidak ada") is None


@pytest.fixture(scope="module")
def keys_of_reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """The keys of each text of each real report, as a run gives them."""
    named = sorted({row["document"] for half in ("seen", "held_out") for row in pairs(half)})
    files = [str(path) for name in ("reports", "seed") for path in folder(name).iterdir() if path.stem in named]
    database = tmp_path_factory.mktemp("pairs") / "x.db"
    result = CliRunner().invoke(cli, ["ingest", *files, "--db", str(database), "--ocr", "never", "--no-progress"])
    assert result.exit_code == 0, result.output
    keys: dict[tuple[str, str], set[str]] = {}
    with closing(sqlite3.connect(database)) as db:
        for name, text, parent, key in db.execute("SELECT document, indicator, parent, indicator_id FROM observations"):
            for written in filter(None, (text, parent and parent + text)):
                keys.setdefault((Path(name).stem, _letters(written)), set()).add(key)
    return keys


@needs_reports
@pytest.mark.parametrize("half", ["seen", "held_out"])
def test_pairs_as_a_run_links_them(half: str, keys_of_reports: dict[tuple[str, str], set[str]]) -> None:
    judged = []
    for row in pairs(half):
        one, other = (keys_of_reports.get((row["document"], _letters(row[side]))) for side in ("one", "other"))
        if one and other:
            judged.append((bool(one & other), row["label"] == "same"))
    precision, recall = precision_and_recall(iter(judged))
    assert len(judged) > 140
    assert precision >= 0.99
    assert recall >= 0.95


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def concept_rows(half: str) -> list[dict[str, str]]:
    with (CASES / "indicator_concepts.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["half"] == half]


@pytest.mark.parametrize("half", ["seen", "held_out"])
def test_concepts_of_texts(half: str) -> None:
    rows = concept_rows(half)
    assert len(rows) > 80
    found = [(concept_of(row["text"]) or "", row["concept_id"]) for row in rows]
    named = [pair for pair in found if pair[0]]
    wanted = [pair for pair in found if pair[1]]
    assert sum(got == want for got, want in named) / len(named) >= 0.98
    assert sum(got == want for got, want in wanted) / len(wanted) >= 0.85


@pytest.mark.parametrize(
    ("text", "concept_id"),
    [
        ("Nilai SAKIP Badan Perencanaan Pembangunan Daerah", "akip-score"),
        ("Nilai Hasil Evaluasi AKIP Perangkat Daerah", "akip-score"),
        ("Predikat SAKIP Pemerintah Kota Batu", "akip-predicate"),
        ("Indeks Kepuasan Masyarakat terhadap pelayanan perizinan", "public-satisfaction-index"),
        ("Opini BPK atas Laporan Keuangan Pemerintah Daerah", "audit-opinion"),
        ("IPM", "human-development-index"),
        ("Persentase Penduduk Miskin Kabupaten Cianjur", "poverty-rate"),
        ("Indeks SPBE Tahun 2024", "e-government-index"),
        ("Persentase kabupaten/kota dengan nilai SAKIP minimal B", None),
        ("Jumlah aparatur yang mengikuti bimtek SPBE", None),
        ("Persentase penurunan penduduk miskin", None),
        ("Indeks Pembangunan Manusia bidang pendidikan", None),
    ],
)
def test_concept(text: str, concept_id: str | None) -> None:
    assert concept_of(text) == concept_id


def test_concepts_are_whole() -> None:
    assert len(concepts()) >= 60
    for concept in concepts().values():
        assert concept_of(concept.name) == concept.concept_id
        assert concept.definition and concept.unit
        assert concept.low is None or concept.high is None or concept.low < concept.high


def test_likeness_only_proposes() -> None:
    text = "Indeks Kualitas Lingkungan Hidup Pesisir"
    assert concept_of(text) is None
    assert [proposal.concept_id for proposal in propose(text)] == ["environmental-quality-index"]
    assert propose("IPM") == ()
    assert all(proposal.concept_id != "akip-score" for proposal in propose("Nilai IPM kecamatan"))
