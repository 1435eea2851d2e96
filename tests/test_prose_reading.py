"""Running text: paragraphs, sentences, and what is read from them; sentences are made up after those of reports."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from extract.model import Box, Cell, Document, Line, Page, Place, RawTable, TablePart
from extract.text.report import read_text
from normalize.model import Interpretation, Paragraph
from normalize.prose.agreements import read_agreements
from normalize.prose.counts import read_counts
from normalize.prose.number_pairs import read_number_pairs
from normalize.prose.paragraphs import read_paragraphs
from normalize.prose.references import read_references
from normalize.prose.sentences import read_sentences
from tests.tables import interpreted

CASES = Path(__file__).parent / "cases"
TABLE = """Tabel 3.1 Pengukuran Kinerja Tahun 2024
No.\tSasaran\tIndikator Kinerja\tSatuan\tTarget 2024\tRealisasi 2024\tCapaian (%)
1\tMeningkatnya layanan\tPersentase desa sehat\t%\t80\t72,40\t90,50
2\tMeningkatnya minat baca\tJumlah pengunjung\tOrang\t1.200\t1.380\t115,00

"""


def rows_of(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document_of(text: str) -> Document:
    pages, tables = read_text(text)
    return Document("0" * 64, "contoh.txt", "contoh.txt", len(text), "text", "text", pages, tables)


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    return read_paragraphs(document_of(text))


def page_of(number: int, *lines: tuple[str, float, float]) -> Page:
    """A page of lines: text, distance from the top and right edge."""
    made = (Line(number, at, text, Box(70, top, right, top + 11)) for at, (text, top, right) in enumerate(lines, 1))
    return Page(number, 595, 842, "digital", True, tuple(made))


def test_paragraphs_go_on_over_pages_without_running_heads() -> None:
    pages = tuple(
        page_of(
            number,
            ("LAPORAN KINERJA DINAS CONTOH", 30, 300),
            ("sampai ke tahun berikutnya." if number > 1 else "3.1. Capaian Kinerja", 80, 300),
            (f"{'ABC'[number - 1]} meningkat pada tahun ini dan akan terus ditingkatkan lagi", 110, 525),
            (str(number), 800, 300),
        )
        for number in (1, 2, 3)
    )
    document = Document("0" * 64, "a.pdf", "a.pdf", 1, "pdf", "digital", pages, ())
    found = read_paragraphs(document)
    assert [p.kind for p in found] == ["heading", "text", "text", "text"]
    assert found[1].text == ("A meningkat pada tahun ini dan akan terus ditingkatkan lagi sampai ke tahun berikutnya.")
    assert found[1].at(found[1].text.index("sampai")) == (2, 2)


@pytest.mark.parametrize(
    ("upper", "lower", "count"),
    [("Dinas didukung 34 (tiga", "puluh empat) pegawai.", 1), ("Dinas didukung 34 pegawai.", "Jumlah itu cukup.", 2)],
    ids=["open", "ended"],
)
def test_an_open_line_goes_on_below_a_wide_gap(upper: str, lower: str, count: int) -> None:
    """Lines a line and a half apart: only a full line that ends no sentence goes on."""
    page = page_of(1, (upper, 110, 525 if count == 1 else 300), (lower, 136, 300), ("3.2. Analisis", 180, 525))
    document = Document("0" * 64, "a.pdf", "a.pdf", 1, "pdf", "digital", (page,), ())
    assert len(read_paragraphs(document)) == count + 1


@pytest.mark.parametrize(("right", "is_told"), [(525.0, True), (300.0, False)], ids=["wide", "narrow"])
def test_long_text_in_a_wide_cell_is_told(right: float, is_told: bool) -> None:
    """A table of one objective a row beside what was reached of it, as far as the page."""
    text = " ".join(["Nilai capaian dinas sebesar 93,87 dengan kategori baik."] * 6)
    page = page_of(1, (text, 110, right))
    cell = Cell(1, 2, text, Place(1, 1, 1, 2), box=Box(150, 100, right, 130))
    table = RawTable((TablePart(1, 1, 1, 1, Box(60, 100, 525, 130)),), (cell,), 1, 2, "rules", 1.0)
    document = Document("0" * 64, "a.pdf", "a.pdf", 1, "pdf", "digital", (page,), (table,))
    assert bool(read_paragraphs(document)) == is_told


def test_a_page_end_parts_no_amount_and_no_open_line() -> None:
    pages = (
        page_of(1, ("Dari anggaran yang dialokasikan sebesar Rp.", 110, 525)),
        page_of(2, ("1.397.870.000,00 terealisasi 99,35% dan", 80, 525)),
        page_of(3, ("Ruwasja sesuai dengan aturan yang berlaku.", 80, 524)),
    )
    document = Document("0" * 64, "a.pdf", "a.pdf", 1, "pdf", "digital", pages, ())
    assert len(read_paragraphs(document)) == 1


def test_lines_of_tables_are_no_text() -> None:
    found = paragraphs_of(TABLE + "Pada tahun 2024 capaian meningkat.\n")
    assert [(p.kind, p.text, p.follows) for p in found] == [
        ("caption", "Tabel 3.1 Pengukuran Kinerja Tahun 2024", ""),
        ("text", "Pada tahun 2024 capaian meningkat.", "table"),
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Anggaran Rp. 1.250.000,00 dan No. 5 Tahun 2024. Hal ini baik.", ["2024.", "baik."]),
        ("Nilai 72,40 poin. 3. Untuk sasaran ketiga 5 unit.", ["poin.", "unit."]),
        ("Kab. Bandung 7 unit; Kota Cimahi 3 unit.", ["unit;", "unit."]),
        ("Capaian 100,01%. Kondisi ini wajar.", ["100,01%.", "wajar."]),
        ("Realisasi 98.50 persen tercapai.", ["tercapai."]),
        ("Tidak ada angka di sini. Tetapi ada dua kalimat.", ["sini.", "kalimat."]),
    ],
)
def test_sentence_ends(text: str, ends: list[str]) -> None:
    sentences = read_sentences(paragraphs_of(text))
    assert [sentence.text.split()[-1] for sentence in sentences] == ends


@pytest.mark.parametrize("row", rows_of("references"), ids=lambda row: row["text"][:40])
def test_references(row: dict[str, str]) -> None:
    found = read_references(paragraphs_of(row["text"]))
    assert len(found) == 1
    one = found[0]
    assert (one.type, one.number or "", str(one.year), one.title or "") == (
        row["type"],
        row["number"],
        row["year"],
        row["title"],
    )


def test_nested_references_are_all_read() -> None:
    text = (
        "diatur melalui UU Nomor 10 Tahun 2016 tentang Perubahan Kedua atas Undang-Undang Nomor 1 Tahun 2015 tentang "
        "Penetapan Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2014 tentang Pemilihan Gubernur."
    )
    found = read_references(paragraphs_of(text))
    assert [(r.type, r.number, r.year) for r in found] == [
        ("Undang-Undang", "10", 2016),
        ("Undang-Undang", "1", 2015),
        ("Perppu", "1", 2014),
    ]


def test_legal_grounds_are_marked() -> None:
    text = (
        "1.3. Dasar Hukum\n\na. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;\n\n1.4. Tugas\n\n"
        "Berdasarkan Peraturan Daerah Nomor 4 Tahun 2020 tentang Perangkat Daerah.\n"
    )
    assert [r.in_list for r in read_references(paragraphs_of(text))] == [True, False]


@pytest.mark.parametrize("row", rows_of("counts"), ids=lambda row: row["text"][:40])
def test_counts(row: dict[str, str]) -> None:
    paragraphs = paragraphs_of(f"Pada tahun 2024 {row['text']}.")
    found = read_counts(paragraphs, read_sentences(paragraphs))
    assert [(c.noun, c.condition or "", c.value) for c in found] == [(row["noun"], row["condition"], int(row["value"]))]


def test_lists_are_counted_by_their_own_marks() -> None:
    text = "Adapun tujuan Renstra sebagai berikut:\n\n1. Satu\n2. Dua\n- rinci\n- rinci\n3. Tiga\n\nPenutup.\n"
    paragraphs = paragraphs_of(text)
    found = read_counts(paragraphs, read_sentences(paragraphs))
    assert [(c.noun, c.value, c.is_listed, c.line) for c in found] == [("tujuan", 3, True, 1)]


@pytest.mark.parametrize(
    ("text", "value", "said", "missing"),
    [
        ("sebanyak 8 (Delapan) indikator", "8", "8", None),
        ("dua (2) indikator", "2", "2", None),
        ("36 (tiga puluh empat) orang", "36", "34", None),
        ("Rp1.024.106.000,- (satu miliar dua puluh empat seratus enam ribu rupiah)", "1024106000", None, "juta"),
    ],
)
def test_number_pairs(text: str, value: str, said: str | None, missing: str | None) -> None:
    found = read_number_pairs(paragraphs_of(text))
    assert len(found) == 1
    assert (found[0].value, found[0].missing) == (Decimal(value), missing)
    assert found[0].words_value == (None if said is None else Decimal(said))
    assert found[0].agrees == (said == value)


def test_words_in_brackets_that_are_no_numbers_are_left_out() -> None:
    assert read_number_pairs(paragraphs_of("Tahun 2024 (tahun berjalan) dan 75% (tinggi).")) == ()


def stated(text: str) -> Interpretation:
    return interpreted(TABLE + text + "\n")


@pytest.mark.parametrize("row", rows_of("statements"), ids=lambda row: row["text"][:50])
def test_statements(row: dict[str, str]) -> None:
    found = stated(row["text"]).statements
    assert "|".join(one.measure for one in found) == row["measure"]
    assert "|".join(str(one.year or "") for one in found) == row["year"]
    assert "|".join(str(one.value) for one in found) == row["value"]


def test_a_statement_knows_its_indicator_and_line() -> None:
    found = stated("Capaian indikator\nPersentase desa sehat sebesar 90,50%.").statements
    assert [(one.indicator_key, one.line, one.raw) for one in found] == [("persentase-desa-sehat", 7, "90,50%")]


def test_a_sentence_goes_on_with_the_indicator_before_it() -> None:
    found = stated("Target Jumlah pengunjung adalah 1.200 orang. Realisasinya sebanyak 1.380 orang.").statements
    assert [(one.indicator_key, one.is_carried) for one in found] == [
        ("jumlah-pengunjung", False),
        ("jumlah-pengunjung", True),
    ]


BUDGET_TABLE = """
Tabel 3.2 Realisasi Anggaran Tahun 2024
No.\tProgram/Kegiatan\tAnggaran (Rp)\tRealisasi (Rp)
1\tProgram Penataan Kesiapsiagaan Desa\t500.000.000\t450.000.000
2\tProgram Pengelolaan Arsip\t300.000.000\t270.000.000

"""


@pytest.mark.parametrize(
    "text",
    [
        "Upaya ini didukung Program Pengelolaan Arsip. Jumlah anggaran sebesar Rp300.000.000,00 untuk satu tahun.",
        "Jumlah anggaran melalui Progam Pengelolaan Arsip sebesar Rp300.000.000,00 untuk satu tahun.",
        "Program Pengelola an Arsip dengan anggaran s.d Triwulan IV (Bulan Desember) sebesar Rp300.000.000,00.",
    ],
)
def test_whose_budget_a_sentence_speaks_of(text: str) -> None:
    found = [one for one in stated(BUDGET_TABLE + text).statements if one.kind == "money"]
    assert [(one.measure, one.subject) for one in found] == [("budget", "Program Pengelolaan Arsip")]


def test_the_agency_is_no_programme_of_the_sentence_before() -> None:
    text = "Upaya ini didukung Program Pengelolaan Arsip. Seluruh anggaran sebesar Rp900.000.000,00 telah terserap."
    found = [one for one in stated(BUDGET_TABLE + text).statements if one.kind == "money"]
    assert [one.subject for one in found] == [None]


def test_values_behind_each_belong_to_the_names_in_their_order() -> None:
    found = stated(
        "Realisasi Persentase desa sehat dan Jumlah pengunjung masing-masing sebesar 85 dan 1.200."
    ).statements
    assert [(one.indicator_key, one.raw) for one in found] == [
        ("persentase-desa-sehat", "85"),
        ("jumlah-pengunjung", "1.200"),
    ]


def test_initials_in_capitals_stand_for_a_name() -> None:
    found = stated("Target PDS tahun 2024 sebesar 85%. Target pds tahun 2024 sebesar 84%.").statements
    assert [one.indicator_key for one in found if not one.is_carried][:1] == ["persentase-desa-sehat"]
    assert stated("Target pds tahun 2024 sebesar 84%.").statements[0].indicator_key is None


def test_a_plan_may_state_a_target_without_the_word() -> None:
    found = stated(
        "BAB II PERENCANAAN\n\n2.1. Rencana Kinerja Tahun 2024\n\n1. Persentase desa sehat sebesar 85%"
    ).statements
    assert [(one.measure, one.indicator_key, one.raw) for one in found] == [("target", "persentase-desa-sehat", "85%")]


def test_values_in_sentences_are_no_observations() -> None:
    whole = stated("Persentase desa sehat dengan target tahun 2024 sebesar 85%.")
    assert Decimal(85) in [one.value for one in whole.statements]
    assert Decimal(85) not in [one.value for one in whole.observations]


AGREEMENT = """PERJANJIAN KINERJA PERUBAHAN TAHUN 2024

N a m a : ANI CONTOH, S.Sos.
J a b a t a n : KEPALA DINAS CONTOH
KOTA CIMAHI
Selanjutnya disebut pihak pertama,
Nama
: BUDI CONTOH, S.E.
Jabatan
: WALI KOTA CIMAHI
Selaku atasan pihak pertama, selanjutnya disebut pihak kedua.
Pihak pertama berjanji akan mewujudkan target kinerja.
Cimahi, 26 Pebruari 2024
ANI CONTOH, S.Sos. NIP. 19700101 199001 1 001
"""


def test_agreement() -> None:
    found = read_agreements(document_of(AGREEMENT))
    assert len(found) == 1
    one = found[0]
    assert (one.first_name, one.first_post) == ("ANI CONTOH, S.Sos.", "KEPALA DINAS CONTOH KOTA CIMAHI")
    assert (one.second_name, one.second_post) == ("BUDI CONTOH, S.E.", "WALI KOTA CIMAHI")
    assert (one.year, one.is_revised, one.place, one.date) == (2024, True, "Cimahi", "2024-02-26")


def test_numbers_of_civil_servants_are_not_kept() -> None:
    whole = interpreted(AGREEMENT)
    assert "1970" not in repr(whole.agreements) and "NIP" not in repr(whole.agreements)
