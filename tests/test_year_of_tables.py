"""The year of a report that no page names: the last one of which the heads of its tables hold results."""

from __future__ import annotations

import pytest

from normalize.tables.year_of_tables import year_of_tables
from tests.tables import table_of


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("Indikator | Realisasi 2022 | Realisasi 2023 | Target 2026", 2023),
        ("Indikator | Target 2022 | Target 2023 | Target 2026", None),
        ("Indikator | Target | Realisasi | Capaian", None),
    ],
)
def test_the_last_year_with_results(head: str, year: int | None) -> None:
    rows = [f"Persentase layanan {k} yang tepat waktu | 8{k},5 | 9{k},5 | 9{k}" for k in range(3)]
    assert year_of_tables([table_of(head, *rows)]) == year
