"""Mutated reports never crash a run, hang past their limit, or make workers grow."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from benchmarks.fuzz import MUTATIONS, fuzz, inflated, mutated

CORPUS = Path(__file__).parent.parent / "corpus" / "reports"
PATHS = sorted(path for path in CORPUS.iterdir() if path.suffix in (".pdf", ".txt"))
SLOW = [pytest.param(1, 20_000, marks=pytest.mark.slow, id="20,000 files")]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of workers from /proc")
@pytest.mark.parametrize(("seed", "files"), [pytest.param(0, 200, id="200 files"), *SLOW])
def test_mutated_reports(seed: int, files: int) -> None:
    found = fuzz(range(1_000_000 * seed, 1_000_000 * seed + files), PATHS, jobs=2)
    assert found.ended.total() == files
    assert not found.failed, found.failed[0]
    assert not found.hung
    assert found.is_sound(), f"workers grew by {found.growth:.0f} MB"
    assert {"read", "refused"} <= set(found.ended), "mutations that break everything or nothing test nothing"


def test_unpacked_report_is_still_a_report() -> None:
    data = (CORPUS / "kec-lembang-bandungbarat-lkip-2024.pdf").read_bytes()
    plain = inflated(data)
    assert data.count(b"/FlateDecode") > plain.count(b"/FlateDecode")
    assert plain.count(b" Tj") + plain.count(b" TJ") > 10


@pytest.mark.parametrize("mutate", dict.fromkeys(MUTATIONS), ids=lambda one: one.__name__)
def test_every_mutation_changes_something(mutate: object) -> None:
    before = b"1 0 obj << /Type /Page /Count 12 >> endobj 345 (text) Tj"
    changed = {before}
    for seed in range(20):
        data = bytearray(before)
        mutate(data, random.Random(seed))  # type: ignore[operator]  # one of MUTATIONS
        changed.add(bytes(data))
    assert len(changed) > 3


def test_mutation_is_made_by_its_seed() -> None:
    data = PATHS[0].read_bytes()
    assert mutated(data, random.Random(5)) == mutated(data, random.Random(5)) != mutated(data, random.Random(6))
