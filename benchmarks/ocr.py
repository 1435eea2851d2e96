"""OCR engines compared by the values that arrive right: `python -m benchmarks.ocr [--pages N] [--write]`.

Reads pages that are pictures with each engine, as `lakip ingest` does, and scores what arrives against labels: the
scanned page and the page with a garbled text layer of our corpus, copies of labelled pages as a scanner stores them,
and with LAKIP_REPORTS the real scans that are labelled there. With `--write` the table goes into `docs/ocr.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.damage import Sample, scanned
from benchmarks.labelled import Source, sources, values_of
from benchmarks.measure import ROOT, put_figures
from extract.ocr import find_engine
from extract.ocr.engines import OFFERS
from store.evaluate import load_gold

PAGE = ROOT / "docs" / "ocr.md"
SEED = 1
DOTS = (150, 200)
CASE = "garbled-layer"
DRAWN = ("dlh-bandungbarat-lkip-2023.pdf", 7)
SCAN = "-scan"


@dataclass(frozen=True, slots=True)
class Tried:
    """A set of pages: their labels and the file to read."""

    name: str
    source: Source
    sample: Sample


def tried(scratch: Path, most: int) -> Iterator[Tried]:
    """All pages to read: real and drawn scans, then copies of printed pages."""
    known = sources()
    for source in known:
        whole = Sample(source.gold.document, "scan", source.path, ())
        if SCAN in source.path.name:
            yield Tried("real scans", source, whole)
        if source.path.name == DRAWN[0]:
            yield Tried("page of corpus/ that is a picture", _only(source, DRAWN[1]), whole)
    label = ROOT / "corpus" / "cases" / f"{CASE}.gold.json"
    (gold,) = load_gold(label)
    case = Source(label.with_name(gold.document), gold, json.loads(label.read_text(encoding="utf-8"))["year"])
    yield Tried("page of corpus/ with a garbled text layer", case, Sample(gold.document, "scan", case.path, ()))
    for source in known:
        pages = sorted({fact.page for fact in source.gold.facts})
        if not source.path.is_relative_to(ROOT) or source.path.suffix != ".pdf" or not pages:
            continue
        some = sorted(random.Random(f"{SEED} {source.path.name}").sample(pages, min(most, len(pages))))
        for dpi in DOTS:
            sample = scanned(source.path, some, scratch, SEED, dpi, most)
            yield Tried(f"printed pages scanned at {dpi} dots an inch", source, sample)


def _only(source: Source, page: int) -> Source:
    """A document of which only one page's labels count."""
    facts = tuple(fact for fact in source.gold.facts if fact.page == page)
    return replace(source, gold=replace(source.gold, pages=frozenset({page}), facts=facts))


def compare(pages: Sequence[Tried], engine: str) -> dict[str, list[float]]:
    """For each set: labelled values, those that arrive, wrong ones, and seconds."""
    found: dict[str, list[float]] = {}
    for one in pages:
        start = time.monotonic()
        values = list(values_of(one.source, one.sample, "auto", engine))
        seconds = time.monotonic() - start
        kept = set(one.sample.pages) or one.source.gold.pages
        labelled = len({(f.place, f.year, f.indicator) for f in one.source.gold.facts if f.page in kept})
        right = sum(value.right for value in values)
        sums = found.setdefault(one.name, [0.0] * 5)
        for i, n in enumerate((len(kept), labelled, right, len(values) - right, seconds)):
            sums[i] += n
    return found


def table(results: dict[str, dict[str, list[float]]]) -> Iterator[str]:
    yield "| pages | | values | engine | right | wrong | F1 | s a page |"
    yield "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: |"
    names = list(dict.fromkeys(name for found in results.values() for name in found))
    for name in names:
        for engine, found in results.items():
            pages, labelled, right, wrong, seconds = found[name]
            f1 = 2 * right / max(1.0, labelled + right + wrong)
            yield (
                f"| {name} | {pages:.0f} | {labelled:.0f} | {engine} | {right:.0f} | {wrong:.0f} | {f1:.3f} "
                f"| {seconds / pages:.1f} |"
            )
    yield ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2, help="pages of each printed report that are scanned")
    parser.add_argument("--write", action="store_true", help="put the table into docs/ocr.md")
    asked = parser.parse_args()
    engines = [offer.name for offer in OFFERS if find_engine(offer.name)]
    if not engines:
        sys.exit("no OCR engine is installed: " + ", or ".join(offer.install for offer in OFFERS))
    with TemporaryDirectory() as scratch:
        pages = list(tried(Path(scratch), asked.pages))
        results = {name: compare(pages, name) for name in engines}
    text = "\n".join(table(results))
    print(text)
    if asked.write:
        put_figures(PAGE, text)


if __name__ == "__main__":
    main()
