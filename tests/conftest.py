"""A small report made by hand, for tests that need one without reading a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extract.model import Box, Cell, CellLine, Document, Line, Page, Place, RawTable, TablePart
from normalize.model import Achievement, Aggregate, Budget, Finding, Identity, Interpretation, Observation
from store import Outcome, Source, document_rows, open_database, pending_scopes, relink, write_document

MakeReport = Callable[..., Interpretation]


def _document(name: str) -> Document:
    """Two pages and one table over both, with a cell that spans and one with stacked lines."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    lead = Line(1, 2, "Tabel 3.1 Pengukuran Kinerja", Box(72.0, 90.5, 300.25, 102.0))
    pages = (
        Page(1, 595.28, 841.89, "digital", True, (Line(1, 1, "BAB III", Box(72.0, 70.0, 120.0, 82.0)), lead)),
        Page(2, 841.89, 595.28, "digital", False, ()),
    )
    cells = (
        Cell(1, 1, "Indikator", Place(1, 1, 1, 1), 1, 2, Box(72.0, 110.0, 300.0, 130.0), (CellLine("Indikator"),)),
        Cell(1, 3, "Target", Place(1, 1, 1, 3), 1, 1, None, ()),
        Cell(
            2,
            1,
            "Nilai AKIP\nIndeks Kepuasan",
            Place(2, 1, 1, 1),
            1,
            2,
            Box(72.0, 60.0, 300.0, 90.12),
            (
                CellLine("Nilai AKIP", Box(74.0, 62.0, 140.0, 72.0)),
                CellLine("Indeks Kepuasan", Box(74.0, 76.0, 150.0, 86.0)),
            ),
        ),
        Cell(2, 3, "70", Place(2, 1, 1, 3), 1, 1, Box(300.0, 60.0, 400.0, 90.12), (CellLine("7 0", None),)),
    )
    parts = (TablePart(1, 1, 1, 1, Box(72.0, 110.0, 400.0, 130.0)), TablePart(2, 1, 2, 2, None))
    table = RawTable(parts, cells, 2, 3, "rules", 0.875, "Tabel 3.1 Pengukuran Kinerja", (lead,))
    return Document(sha256, name, f"/reports/{name}", 1234, "pdf", "digital", pages, (table,))


def _observations(year: int) -> tuple[Observation, ...]:
    cell = Place(2, 1, 1, 3)
    one = Observation(
        cell, "target", year, "Nilai AKIP", "70", Decimal("70"), unit="points", decimals=0, confidence=0.9
    )
    two = replace(
        one, indicator="Indeks Kepuasan", raw="70,50", value=Decimal("70.50"), decimals=2, box=Box(1.0, 2.0, 3.0, 4.5)
    )
    got = replace(
        one, measure="realization", raw="72,40 (BB)", value=Decimal("72.40"), text="BB", place=Place(2, 1, 1, 4)
    )
    wide = replace(
        two, measure="realization", raw="5-6", value=None, text="5-6", value_low=Decimal(5), value_high=Decimal(6)
    )
    printed = replace(
        one, measure="achievement", raw="103,43%", value=Decimal("103.43"), alternatives=(Decimal("10343"),)
    )
    return one, two, got, wide, printed


@pytest.fixture
def make_report() -> MakeReport:
    """A function that makes the interpretation of one report: `make_report(name, agency=…, year=…)`."""

    def make(name: str = "dinas-a.pdf", agency: str | None = "Dinas A", year: int | None = 2024) -> Interpretation:
        observations = _observations(year or 2024)
        total = replace(observations[4], indicator="RATA-RATA", raw="103,43")
        budget = Budget(
            Place(2, 2, 3, 4),
            "program",
            "Program A",
            year,
            "2.07.03",
            "original",
            Decimal("7200837838.00"),
            Decimal("6484343343"),
        )
        achievement = Achievement(
            "akip", year or 2024, "Nilai AKIP", "Akuntabilitas", "points", "higher", "default",
            Decimal(70), Decimal("72.40"), Decimal("103.43"), Decimal("103.4285714"), "R/T", "equal", None,
            "Sangat Baik", "Sangat Tinggi", (0,), (2,), (4,), 0.9, 2,
        )  # fmt: skip
        finding = Finding(
            "achievement.unexplained",
            "high",
            2,
            (1, 2),
            None,
            "103,43 does not follow",
            "103,43",
            "103,42",
            (("observation", 4), ("budget", 0)),
        )
        who = agency and agency.lower().replace(" ", "-")
        identity = Identity(who and f"2172/{who}", agency, who and "2172", who and "Kota Tanjungpinang", year, "report")
        keys = ("akip", "ikm", "akip", "ikm", "akip")
        return Interpretation(
            _document(name),
            identity,
            observations,
            keys,
            (Aggregate("average", total),),
            (budget,),
            (achievement,),
            (finding,),
        )

    return make


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "outputs" / "lakip.db"


TEXT_REPORT = """LAPORAN KINERJA INSTANSI PEMERINTAH
DINAS PERPUSTAKAAN DAN KEARSIPAN KOTA TANJUNGPINANG
TAHUN 2024

Tabel 3.1 Pengukuran Kinerja Tahun 2024
No.\tSasaran Strategis\tIndikator Kinerja\tSatuan\tTarget\tRealisasi\tCapaian (%)
1\tMeningkatnya minat baca\tJumlah pengunjung perpustakaan\tOrang\t1.200\t{visitors}\t115,00
2\tMeningkatnya tata kelola arsip\tPersentase arsip tertata\t%\t80\t72,40\t90,50
"""


@pytest.fixture
def write_reports() -> Callable[[Path, int], list[Path]]:
    """A function that writes so many text reports, each with other figures, into a folder."""

    def write(folder: Path, count: int) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"report-{number:03d}.txt" for number in range(count)]
        for number, path in enumerate(paths):
            path.write_text(TEXT_REPORT.format(visitors=f"1.{380 + number}"), encoding="utf-8")
        return paths

    return write


@pytest.fixture
def lakip() -> Callable[..., Result]:
    """A function that runs the command line: `lakip("compare", "--db", path)`."""

    from commands import cli

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)

    return run


@pytest.fixture
def fill(database_path: Path) -> Callable[..., Path]:
    """A function that writes reports made by hand and links them, as a run does."""

    from normalize import link

    def write(*meanings: Interpretation) -> Path:
        db = open_database(database_path)
        for meaning in meanings:
            one = meaning.document
            source = Source(one.sha256, one.name, one.path, one.size, "test")
            write_document(db, document_rows(source, Outcome("read"), one, meaning))
        for scope in pending_scopes(db.conn):
            relink(db, scope, link)
        db.conn.close()
        return database_path

    return write


@pytest.fixture
def filled(fill: Callable[..., Path], make_report: MakeReport) -> Path:
    """A database with two agencies of one government and a report whose agency is not told."""
    return fill(
        make_report("a-2024.pdf", "Dinas A", 2024),
        make_report("b-2023.pdf", "Dinas B", 2023),
        make_report("unknown.pdf", None, None),
    )
