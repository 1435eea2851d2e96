"""A large database, written row by row into the tables: what a province's reports of many years amount to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from store import open_database
from store.schema import find_table

YEARS = (2020, 2021, 2022, 2023, 2024)
Row = dict[str, object]


def generate(path: Path, agencies: int, indicators: int) -> int:
    """Write agencies × indicators × five years of achievements, two observations each; how many achievements."""
    chance = random.Random(7)
    rows: dict[str, list[Row]] = {}
    for number in range(agencies):
        for table, new in _agency(number, indicators, chance):
            rows.setdefault(table, []).append(new)
    with closing(open_database(path).conn) as db:
        for name, values in rows.items():
            names = find_table(name).names()
            db.executemany(find_table(name).insert_sql(), ([row.get(one) for one in names] for row in values))
        db.commit()
    return agencies * indicators * len(YEARS)


def _agency(number: int, indicators: int, chance: random.Random) -> Iterator[tuple[str, Row]]:
    government = f"{number % 30 + 11}"
    agency_id = f"{government}/dinas-{number}"
    for year in YEARS:
        doc = f"{number:06d}{year:06d}"
        yield "document_rows", {
            "doc": doc, "sha256": doc.ljust(64, "0"), "name": f"lkjip-{number}-{year}.pdf", "path": f"/r/{doc}.pdf",
            "bytes": 1, "page_count": 60, "form": "pdf", "text_source": "digital", "kind": "report",
            "agency_id": agency_id, "agency": f"Dinas Nomor {number}", "government_id": government,
            "government": f"Kota {government}", "year": year, "status": "read", "reader": "test",
        }  # fmt: skip
        yield "budget_rows", {
            "budget_id": f"{doc}/b", "doc": doc, "number": 1, "page": 50, "table_no": 1, "row": 9, "col": 3,
            "level": "agency", "name": "JUMLAH", "year": year, "budget": "9000000000", "realization": "8100000000",
            "absorption": "90.0000", "is_total": 1,
        }  # fmt: skip
        for n in range(4):
            yield "finding_rows", {
                "finding_id": f"{doc}/f{n}", "doc": doc, "number": n, "rule": "target.conflict",
                "severity": ("high", "medium", "low", "low")[n], "pages": "2", "message": "x", "evidence": "[]",
            }  # fmt: skip
        for n in range(indicators):
            yield from _indicator(doc, agency_id, government, year, n, chance)


def _indicator(
    doc: str, agency_id: str, scope: str, year: int, n: int, chance: random.Random
) -> Iterator[tuple[str, Row]]:
    key = f"indikator-{n}"
    concept = "akip-score" if n == 0 else f"{agency_id}/{key}"
    target, result = chance.randint(50, 90), chance.randint(40, 100)
    names = {"doc": doc, "indicator": f"Persentase hasil nomor {n}", "indicator_key": key, "unit": "%", "year": year}
    ids = {measure: f"{doc}/p5/t1/r{n}c{col}/{measure}" for col, measure in enumerate(("target", "realization"), 3)}
    for at, (measure, value) in enumerate((("target", target), ("realization", result))):
        yield "observation_rows", {
            **names, "observation_id": ids[measure], "number": 2 * n + at + 1, "page": 5, "table_no": 1, "row": n + 2,
            "col": 3 + at, "measure": measure, "period": "year", "raw": str(value), "value": str(value),
            "table_kind": "performance_measurement", "confidence": 0.95, "method": "rules",
        }  # fmt: skip
    is_open = n % 40 == 39
    yield "achievement_rows", {
        **names, "number": n + 1, "polarity": "higher", "polarity_source": "default",
        "target": None if is_open else str(target), "realization": None if is_open else str(result),
        "recomputed": None if is_open else f"{100 * result / target:.2f}",
        "status": "conflict" if is_open else "not_printed", "target_ids": f'["{ids["target"]}"]',
        "realization_ids": f'["{ids["realization"]}"]', "printed_ids": "[]", "confidence": 0.95, "page": 5,
    }  # fmt: skip
    yield "link_rows", {
        "doc": doc, "indicator_key": key, "indicator_id": f"{agency_id}/{key}", "concept_id": concept,
    }  # fmt: skip
    yield "chosen_rows", {
        "agency_id": agency_id, "indicator_id": f"{agency_id}/{key}", "year": year, "scope": scope,
        "concept_id": concept, "doc": doc, "number": n + 1, "own": 1, "restated": 0, "reports": 1, "latest_doc": doc,
        "latest_number": n + 1,
    }  # fmt: skip
