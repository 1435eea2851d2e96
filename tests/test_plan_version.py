"""Which plan a target was taken from."""

from __future__ import annotations

import pytest

from normalize.values.plan_version import version_in, version_of_document
from tests.tables import interpreted

TARGETS = "No\tIndikator Kinerja\tTarget 2024\n1\tNilai AKIP\t70\n2\tPersentase koperasi aktif\t46,25%\n"
RESULTS = "No\tIndikator Kinerja\tTarget\tRealisasi\tCapaian\n1\tNilai AKIP\t70\t72,40\t103,43\n"
MANY_YEARS = "No\tIndikator Kinerja\t2024\t2025\t2026\n1\tNilai AKIP\t70\t71\t72\n2\tKoperasi aktif\t46\t47\t48\n"


@pytest.mark.parametrize(
    ("above", "table", "version"),
    [
        pytest.param("Tabel 2.3 Perjanjian Kinerja Tahun 2024", TARGETS, "pk", id="agreement"),
        pytest.param("Tabel 2.3 Penetapan Kinerja Tahun 2024", TARGETS, "pk", id="agreement-before-2015"),
        pytest.param("Tabel 2.4 Perjanjian Kinerja Perubahan 2024", TARGETS, "pk_revised", id="revised-agreement"),
        pytest.param("Tabel 2.2 Rencana Kinerja Tahunan 2024", TARGETS, "rkt", id="yearly-plan"),
        pytest.param("Tabel 2.1 Target Renstra 2024-2026", TARGETS, "renstra", id="strategic-plan"),
        pytest.param("B. PERJANJIAN KINERJA", TARGETS, "pk", id="heading-above"),
        pytest.param("Target kinerja adalah sebagai berikut :", TARGETS, None, id="no-plan-named"),
        pytest.param("Tabel 2.1 Target Kinerja", MANY_YEARS, "renstra", id="targets-of-many-years"),
        pytest.param("Tabel 3.1 Capaian Perjanjian Kinerja Tahun 2024", RESULTS, None, id="measured-against"),
    ],
)
def test_targets_name_their_plan(above: str, table: str, version: str | None) -> None:
    found = interpreted(f"LAPORAN KINERJA TAHUN 2024\n{above}\n{table}").observations
    assert {one.plan_version for one in found if one.measure == "target"} == {version}
    assert {one.plan_version for one in found if one.measure != "target"} <= {None}


@pytest.mark.parametrize(
    ("title", "version"),
    [
        pytest.param("PERUBAHAN PERJANJIAN KINERJA TAHUN 2024", "pk_revised", id="revised-in-front"),
        pytest.param("PK Revisi 2024", "pk_revised", id="short-and-revised"),
        pytest.param("Target PK 2024", "pk", id="short"),
        pytest.param("Rencana Kerja (Renja) 2024", "rkt", id="renja"),
        pytest.param("Indikator Kinerja Utama (IKU) Tahun 2024", None, id="indicators-are-no-plan"),
        pytest.param("SPKLU terpasang", None, id="letters-inside-a-word"),
    ],
)
def test_version_in_a_title(title: str, version: str | None) -> None:
    assert version_in(title) == version


def test_every_target_of_an_agreement_is_agreed() -> None:
    assert version_of_document("agreement", ["PERJANJIAN KINERJA TAHUN 2024"]) == "pk"
    assert version_of_document("agreement", ["PERJANJIAN KINERJA PERUBAHAN", "TAHUN 2024"]) == "pk_revised"
    assert version_of_document("report", ["PERJANJIAN KINERJA TAHUN 2024"]) is None


def test_an_amended_agreement_behind_the_first_one() -> None:
    """Both stand in one document of agreements; what was amended is no contradiction."""
    text = f"PERJANJIAN KINERJA TAHUN 2024\n{TARGETS}\fPERJANJIAN KINERJA PERUBAHAN TAHUN 2024\n"
    whole = interpreted(text + TARGETS.replace("46,25%", "40,00%"))
    targets = [(one.plan_version, str(one.value)) for one in whole.observations if one.indicator.startswith("Pers")]
    assert targets == [("pk", "46.25"), ("pk_revised", "40.00")]
    assert not [f for f in whole.findings if f.rule == "target.conflict"]
