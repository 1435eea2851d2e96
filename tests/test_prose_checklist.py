"""Causes, obstacles and follow-up, and the checklist of PermenPANRB 53/2014, on small reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalize.model import Cause, ChecklistRow, Interpretation
from tests.tables import interpreted

TABLE = (
    "Sasaran\tIndikator Kinerja\tSatuan\tRealisasi 2023\tTarget 2024\tRealisasi 2024\tCapaian (%)\n"
    "Meningkatnya layanan sosial\tPersentase keluarga yang dilayani\t%\t61\t70\t77\t110\n"
    "Meningkatnya minat baca warga\tJumlah pengunjung perpustakaan umum\tOrang\t900\t1.000\t800\t80\n"
)
WHOLE = Path(__file__).parent / "cases" / "findings" / "analysis.missing.txt"


def causes_of(text: str) -> list[tuple[str, str]]:
    return [(cause.kind, cause.text) for cause in interpreted(text).causes]


def whole_report() -> str:
    body = WHOLE.read_text(encoding="utf-8").partition("\n\n")[2]
    return "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in body.split("\n"))


def rows_of(told: Interpretation, objective: str | None = None) -> dict[str, ChecklistRow]:
    return {row.item: row for row in told.checklist if row.objective == objective}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Capaian turun. Hal ini disebabkan oleh cuaca buruk.", [("cause", "Hal ini disebabkan oleh cuaca buruk.")]),
        ("Pelaksanaan terkendala ruang.", [("obstacle", "Pelaksanaan terkendala ruang.")]),
        ("Tidak ada permasalahan maupun kendala yang dihadapi.", []),
        ("c. Permasalahan Keterlambatan proses lelang.\n\nd. Solusi -", [("obstacle", "Keterlambatan proses lelang.")]),
        ("Kendala yang dihadapi adalah:\n\n1. Ruang sempit.\n\n2. Alat lama.\n\nDemikian uraian ini.",
         [("obstacle", "1. Ruang sempit."), ("obstacle", "2. Alat lama.")]),
        ("4.3 Langkah Antisipatif\n\nPetugas dilatih lebih awal.", [("follow_up", "Petugas dilatih lebih awal.")]),
    ],
)  # fmt: skip
def test_causes(text: str, expected: list[tuple[str, str]]) -> None:
    assert causes_of(text) == expected


@pytest.mark.parametrize(
    ("text", "is_present"),
    [
        ("Target tidak terpenuhi karena masyarakat menunda kunjungan.", True),
        ("Keterbatasan alat menyebabkan layanan lambat.", True),
        ("Tidak ada kendala yang menghambat capaian target.", False),
        ("Realisasi dihitung dari laporan bulanan.", False),
    ],
)
def test_a_reason_for_a_result_is_an_analysis_of_causes(text: str, is_present: bool) -> None:
    body = whole_report().replace("Hal ini disebabkan oleh bertambahnya petugas pendamping.", text)
    assert rows_of(interpreted(body))["causes"].is_present is is_present


def test_problems_named_in_chapters_on_plans_are_none_of_the_results() -> None:
    assert causes_of("BAB I PENDAHULUAN\n\nPermasalahan yang dihadapi adalah kemiskinan.") == []
    assert len(causes_of("BAB III AKUNTABILITAS KINERJA\n\nPermasalahan yang dihadapi adalah kemiskinan.")) == 1


def test_cause_belongs_to_the_objective_named_above_it_or_in_it() -> None:
    below = "\na. Sasaran 1: Meningkatnya layanan sosial\n\nHal ini disebabkan oleh cuaca.\n"
    inside = "\nJumlah pengunjung perpustakaan umum turun, hal ini disebabkan oleh renovasi.\n"
    found = interpreted(TABLE + below + inside).causes
    assert [cause.objective for cause in found] == ["Meningkatnya layanan sosial", "Meningkatnya minat baca warga"]


def test_block_of_a_head_ends_with_its_list() -> None:
    text = "Solusi:\n\n1. Menambah petugas.\n\nKegiatan lain berjalan baik."
    assert causes_of(text) == [("follow_up", "1. Menambah petugas.")]


def test_cause_keeps_page_and_line() -> None:
    assert interpreted("Judul\n\nCapaian turun. Hal ini disebabkan oleh cuaca.").causes == (
        Cause(1, 3, "cause", None, "Hal ini disebabkan oleh cuaca."),
    )


def test_checklist_of_a_whole_report() -> None:
    told = interpreted(whole_report())
    found = rows_of(told)
    present = {item for item, row in found.items() if row.is_present}
    assert present == {"introduction", "planning", "agreement", "target", "earlier", "causes", "budget", "closing"}
    assert set(found) - present == {"summary", "medium", "standard", "efficiency", "programs"}
    assert found["closing"].evidence == "PENUTUP"


def test_words_on_efficiency_without_a_figure_are_the_place_of_what_is_missing() -> None:
    row = rows_of(interpreted(whole_report()))["efficiency"]
    assert not row.is_present and row.evidence == "Efisiensi Penggunaan Sumber Daya" and row.line is not None


def test_efficiency_with_a_figure_is_there() -> None:
    text = whole_report().replace("sebaik mungkin", "sebesar 12,5% dari anggaran")
    assert rows_of(interpreted(text))["efficiency"].is_present


def test_seven_analyses_of_an_objective() -> None:
    told = interpreted(whole_report())
    found = rows_of(told, "Meningkatnya layanan sosial")
    assert list(found) == [f"analysis_{number}" for number in range(1, 8)]
    assert [row.is_present for row in found.values()] == [True, True, False, False, False, False, False]


def test_only_yearly_reports_have_a_checklist() -> None:
    assert interpreted(TABLE).checklist == ()
