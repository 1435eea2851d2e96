"""Any table of head words and values, however senseless, is read without a mistake of ours."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables import interpreted

HEADS = (
    *("No", "Sasaran", "Program", "Indikator", "Satuan", "Target", "Realisasi", "Capaian", "%", "2024", "2025"),
    *("Target TW I", "Capaian 2025", "Hasil 2025", "Target Akhir Renstra", "Kondisi Awal", "K", "Rp", "Anggaran"),
    *("Predikat", "", "", "", ""),
)
LABELS = ("Persentase jalan mantap", "Jumlah warga dilatih", "Indeks SPBE", "1", "")
VALUES = (
    *("75,5", "80", "baik sekali", "-", "", "1.200.000", "12 Dokumen", "A (81)", "50%", "Jumlah warga", "90 (95%)"),
    *("10 5", "Rp. 5.000.000"),
)
CAPTIONS = ("Tabel 1 Pengukuran Kinerja Tahun 2024", "Perjanjian Kinerja Tahun 2025", "Tabel 2 Realisasi Anggaran", "")


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 6))
    heads = draw(st.lists(st.lists(st.sampled_from(HEADS), min_size=width, max_size=width), min_size=1, max_size=2))
    row = st.tuples(
        st.sampled_from(LABELS), st.lists(st.sampled_from(VALUES), min_size=width - 1, max_size=width - 1)
    ).map(lambda pair: [pair[0], *pair[1]])
    rows = draw(st.lists(row, min_size=1, max_size=5))
    return "\n".join([draw(st.sampled_from(CAPTIONS)), *("\t".join(cells) for cells in (*heads, *rows))])


@given(tables())
@settings(max_examples=1000, deadline=None, derandomize=True)
def test_any_table_is_read(table: str) -> None:
    found = interpreted(f"LAPORAN KINERJA DINAS CONTOH TAHUN 2024\n{table}\nDemikian laporan ini.\n").observations
    assert all(word in table for one in found for word in one.raw.split())
