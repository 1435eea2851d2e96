"""How quick the site is on a large database: `python -m benchmarks.site [ACHIEVEMENTS] [FOLDER]`, and how quick page
images are: `python -m benchmarks.site images DATABASE`.

Makes a database with that many achievements (100,000 unless told otherwise) and three observations for each, then times
each kind of page three times through Datasette. Images: 200 pages drawn evenly from a database of reports, each asked
for twice, first cold and then kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store import open_database
from store.schema import find_table
from store.views import CHOOSE

PER_REPORT, YEARS, AGENCIES_PER_GOVERNMENT = 20, 5, 40
IMAGES, PAUSE = 200, 0.2
"""How many images are asked for, and the seconds a reader takes between two."""
MEASURES = (("target", 4), ("realization", 5), ("achievement", 6))
REPORT = Path(__file__).parent.parent / "corpus" / "reports" / "disnaker-tanjungpinang-lakip-2024.pdf"
Row = dict[str, Any]


def reports(achievements: int) -> Iterator[tuple[int, int, str]]:
    """Agency number, year and sha256 of every report."""
    for number in range(achievements // PER_REPORT):
        yield number // YEARS, 2020 + number % YEARS, hashlib.sha256(str(number).encode()).hexdigest()


def rows_of(agency: int, year: int, sha256: str) -> Iterator[tuple[str, Row]]:
    """The rows of one report, by table."""
    doc, government = sha256[:12], f"{11 + agency // AGENCIES_PER_GOVERNMENT}.01"
    agency_id = f"{government}/dinas-{agency}"
    yield "document_rows", {
        "doc": doc, "sha256": sha256, "name": f"dinas-{agency}-{year}.pdf", "path": str(REPORT), "bytes": 1,
        "page_count": 14, "form": "pdf", "text_source": "digital", "kind": "report", "agency_id": agency_id,
        "agency": f"Dinas Nomor {agency} Kota {government}", "government_id": government,
        "government": f"Kota {government}", "year": year, "status": "read", "reader": "benchmark",
    }  # fmt: skip
    lines = json.dumps([[1, f"Laporan {agency} {year}", 72.0, 70.0, 300.0, 82.0]])
    yield "page_rows", {
        "doc": doc, "page": 2, "width": 595.0, "height": 842.0, "source": "digital", "gated": 1, "lines": lines,
    }  # fmt: skip
    yield "finding_rows", {
        "finding_id": f"{doc}/target.weak/p2/x", "doc": doc, "number": 1, "rule": "target.weak", "severity": "low",
        "page": 2, "pages": "2", "message": "A target.", "evidence": "[]",
    }  # fmt: skip
    for number in range(1, PER_REPORT + 1):
        key = f"indikator-{number}"
        ids = {measure: f"{doc}/p2/t1/r{number}c{col}/{measure}/{year}/year" for measure, col in MEASURES}
        values = {"target": "80", "realization": str(60 + (agency * 7 + year * 3 + number) % 41), "achievement": "100"}
        for at, (measure, col) in enumerate(MEASURES):
            yield "observation_rows", {
                "observation_id": ids[measure], "doc": doc, "number": 3 * number + at, "page": 2, "table_no": 1,
                "row": number, "col": col, "measure": measure, "year": year, "period": "year",
                "indicator": f"Indikator nomor {number}", "objective": "Meningkatnya layanan", "unit": "%",
                "raw": values[measure], "value": values[measure], "table_kind": "performance_measurement",
                "bbox": "[400, 100, 440, 120]", "confidence": 0.5 + number / 50, "method": "rules",
                "indicator_key": key,
            }  # fmt: skip
        yield "achievement_rows", {
            "doc": doc, "number": number, "indicator_key": key, "year": year, "indicator": f"Indikator nomor {number}",
            "objective": "Meningkatnya layanan", "unit": "%", "polarity": "higher", "polarity_source": "words",
            "target": "80", "realization": values["realization"], "printed": "100",
            "recomputed": str(int(values["realization"]) * 1.25), "formula": "P1", "status": "equal",
            "target_ids": json.dumps([ids["target"]]), "realization_ids": json.dumps([ids["realization"]]),
            "printed_ids": json.dumps([ids["achievement"]]), "confidence": 0.9, "page": 2,
        }  # fmt: skip
        own = f"{agency_id}/{key}"
        concept = "akip-score" if number == 1 else f"konsep-{number}" if number < 6 else own
        yield "link_rows", {"doc": doc, "indicator_key": key, "indicator_id": own, "concept_id": concept}


def make_database(path: Path, achievements: int) -> None:
    """A database of invented reports."""
    db = open_database(path)
    with db.conn:
        for report in reports(achievements):
            for table, row in rows_of(*report):
                found = find_table(table)
                db.conn.execute(found.insert_sql(), tuple(row.get(name) for name in found.names()))
        for (scope,) in db.conn.execute("SELECT DISTINCT government_id FROM document_rows").fetchall():
            db.conn.execute(CHOOSE, {"scope": scope})
    db.conn.close()


async def time_page(site: Any, path: str, times: int = 3) -> tuple[int, float]:
    """Status and median milliseconds of a page."""
    took = []
    status = 0
    for _ in range(times):
        began = time.perf_counter()
        status = (await site.client.get(path)).status_code
        took.append(1000 * (time.perf_counter() - began))
    return status, statistics.median(took)


async def measure(database: Path, folder: Path) -> None:
    """Time what a reader opens."""
    from explore.app import SiteSettings, make_site

    began = time.perf_counter()
    site = make_site(SiteSettings(database, folder=folder / "kept"))
    print(f"copy for the site: {time.perf_counter() - began:.1f} s")
    agency, _, sha256 = next(reports(PER_REPORT))
    number = f"{sha256[:12]}/p2/t1/r3c5/realization/2020/year"
    for path in (
        "/", "/?sort=met", "/?government=Kota+13.01&year=2022", f"/agency/11.01/dinas-{agency}",
        "/indicator/akip-score",
        f"/report/{sha256[:12]}", f"/number/{number}", "/findings", "/findings?severity=low", "/search?q=indikator",
        "/compare?agency=11.01/dinas-0&agency=11.01/dinas-1", "/review", "/reports", "/lakip", "/lakip/observations",
        "/lakip/achievements?_facet=status", "/lakip/comparison?concept_id=akip-score",
    ):  # fmt: skip
        status, took = await time_page(site, path)
        print(f"{took:7.0f} ms  {status}  {path}")


async def measure_images(database: Path, folder: Path) -> None:
    """Time page images, drawn as `lakip serve` draws them."""
    from explore.app import SiteSettings, make_site
    from explore.site import site_of

    datasette = make_site(SiteSettings(database, folder=folder, drawers_ahead=2))
    site = site_of(datasette)
    assert site is not None, "it was just made"
    pages = await site.rows("SELECT sha256, page FROM pages WHERE source != 'text' ORDER BY sha256, page")
    cold, kept = [], []
    for row in pages[:: max(1, len(pages) // IMAGES)]:
        path = f"/page/{row['sha256']}/{row['page']}@1.png"
        for took in (cold, kept):
            status, milliseconds = await time_page(datasette, path, 1)
            assert status == 200, f"{path} has no image; are the reports where they were read?"
            took.append(milliseconds)
        await asyncio.sleep(PAUSE)
    most = sorted(cold)[len(cold) * 95 // 100]
    print(f"{len(cold)} page images: cold median {statistics.median(cold):.0f} ms, 95 % within {most:.0f} ms, ", end="")
    print(f"slowest {max(cold):.0f} ms; kept median {statistics.median(kept):.0f} ms")


def main() -> None:
    if sys.argv[1:2] == ["images"]:
        with tempfile.TemporaryDirectory() as temporary:
            asyncio.run(measure_images(Path(sys.argv[2]), Path(temporary)))
        return
    achievements = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        database = folder / "large.db"
        if not database.exists():
            make_database(database, achievements)
        print(f"{achievements:,} achievements, {database.stat().st_size / 1e6:.0f} MB")
        asyncio.run(measure(database, folder))


if __name__ == "__main__":
    main()
