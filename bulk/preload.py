"""What the server of workers imports once: its forks share the rooms, their tables and spaCy, ready to read.

Importing this module costs about a second. A worker that is forked after it starts in milliseconds, and the memory of
what was loaded is shared by all of them.
"""

from __future__ import annotations

import gc
from pathlib import Path
from tempfile import TemporaryDirectory

gc.disable()  # all that is made here stays: searching it for garbage again and again costs a sixth of the start

from extract import read  # noqa: E402
from normalize import interpret  # noqa: E402

REPORT = """LAPORAN KINERJA DINAS KESEHATAN KOTA BATU TAHUN 2024
Tabel 1 Pengukuran Kinerja
No.\tSasaran\tIndikator Kinerja\tSatuan\tTarget 2024\tRealisasi 2024\tCapaian (%)
1\tMeningkatnya layanan\tPersentase desa sehat\t%\t80\t72,40\t90,50
2\tMeningkatnya layanan\tJumlah pengunjung\tOrang\t1.200\t1.380\t115,00

Realisasi anggaran tahun 2024 sebesar Rp. 1.250.000.000,00 atau 95,20% dari pagu. Capaian Nilai AKIP adalah 72,40.
"""
"""A report that needs every table of names, words and units."""


def warm() -> None:
    """Read and understand a small report, so that all that is loaded when first needed is there."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(REPORT, encoding="utf-8")
        interpret(read(path))


warm()
gc.freeze()  # nor be copied by the forks that search it
gc.enable()
