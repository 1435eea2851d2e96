"""Reports for measuring growth: reports joined to so many pages, a sample of pages, many small reports."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

AGENCIES = (
    "Dinas Kesehatan", "Dinas Pendidikan", "Dinas Sosial", "Dinas Perhubungan", "Dinas Pertanian", "Dinas Perikanan",
    "Dinas Perpustakaan dan Kearsipan", "Dinas Komunikasi dan Informatika", "Inspektorat", "Dinas Lingkungan Hidup",
)  # fmt: skip
GOVERNMENTS = (
    "Kota Tanjungpinang", "Kota Batu", "Kota Bogor", "Kota Bandung", "Kabupaten Bandung", "Kabupaten Cianjur",
    "Kota Tangerang Selatan", "Kota Surabaya", "Kota Padang", "Kota Manado",
)  # fmt: skip
THINGS = ("layanan", "kunjungan", "dokumen", "pelatihan", "fasilitas", "arsip", "perizinan", "pengaduan", "kegiatan")
PLACES = ("kecamatan", "kelurahan", "sekolah", "puskesmas", "pasar", "terminal", "perpustakaan", "laboratorium")


def is_digital(path: Path) -> bool:
    """Whether most pages of a PDF have text to read."""
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return 2 * sum(len(text.strip()) > 20 for text in texts) > len(texts)


def sample(paths: Sequence[Path], pages: int, folder: Path) -> int:
    """Write copies of the reports that hold `pages` of their pages together, evenly drawn; how many they became."""
    counts = {}
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            counts[path] = len(document)
    step = max(1.0, sum(counts.values()) / pages)
    at, drawn = 0.0, 0
    for path, count in counts.items():
        chosen = []
        while at < count:
            chosen.append(int(at))
            at += step
        at -= count
        if chosen:
            _copy(path, chosen, folder / path.name)
            drawn += len(chosen)
    return drawn


def joined(paths: Sequence[Path], pages: int, target: Path) -> None:
    """Write a report of so many pages: those of all reports one after another, then again from the first."""
    with pypdfium2.PdfDocument.new() as copy:
        for path in itertools.cycle(paths):
            missing = pages - len(copy)
            if not missing:
                break
            with pypdfium2.PdfDocument(path) as source:
                copy.import_pages(source, list(range(min(len(source), missing))))
        copy.save(target)


def _copy(path: Path, pages: Sequence[int], target: Path) -> None:
    with pypdfium2.PdfDocument(path) as source, pypdfium2.PdfDocument.new() as copy:
        copy.import_pages(source, list(pages))
        copy.save(target)


def small_reports(count: int, folder: Path) -> None:
    """Write so many text reports of one page, each with other indicators and figures; ten agencies a government."""
    for number in range(count):
        chance = random.Random(number)
        government = GOVERNMENTS[number // len(AGENCIES) % len(GOVERNMENTS)]
        agency = AGENCIES[number % len(AGENCIES)]
        year = 2015 + number // (len(AGENCIES) * len(GOVERNMENTS)) % 10
        head = f"LAPORAN KINERJA INSTANSI PEMERINTAH\n{agency.upper()} {government.upper()}\nTAHUN {year}\n\n"
        rows = "".join(_row(place, chance) for place in range(1, 9))
        table = "No.\tSasaran\tIndikator Kinerja\tSatuan\tTarget\tRealisasi\tCapaian (%)\n"
        caption = f"Tabel 3.1 Pengukuran Kinerja Tahun {year}\n"
        (folder / f"lakip-{number:05d}.txt").write_text(head + caption + table + rows, encoding="utf-8")


def _row(place: int, chance: random.Random) -> str:
    target, got = chance.randint(40, 99), chance.randint(30, 120)
    what = f"Persentase {chance.choice(THINGS)} {chance.choice(PLACES)} yang memenuhi standar {chance.choice(THINGS)}"
    done = f"{100 * got / target:.2f}".replace(".", ",")
    return f"{place}\tMeningkatnya mutu {chance.choice(THINGS)}\t{what}\t%\t{target}\t{got}\t{done}\n"
