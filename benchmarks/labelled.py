"""Values that are known to be right or wrong, with the signs that were seen of them: what confidence is fitted on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.damage import COVER_LOST, MOST_SCANNED, SCANS, Sample, damaged, scanned
from benchmarks.fit import SOUND
from benchmarks.measure import ROOT
from extract import read
from extract.model import Document, UnreadableDocument
from extract.sight import OcrMode
from normalize import interpret
from normalize.model import Observation
from store.evaluate import Fact, Gold, compared, load_gold, score, squash


@dataclass(frozen=True, slots=True)
class Labelled:
    """One value as it was read: from which document and damage, with which signs, and whether it is right."""

    document: str
    damage: str
    page: int
    right: bool
    signs: frozenset[str]
    confidence: float


@dataclass(frozen=True, slots=True)
class Source:
    """A labelled document: its file, its labels and its year."""

    path: Path
    gold: Gold
    year: int


def sources() -> list[Source]:
    """The labelled reports of our corpus, and with LAKIP_REPORTS the real ones."""
    folders = [ROOT / "corpus"]
    if os.environ.get("LAKIP_REPORTS"):
        folders.append(Path(os.environ["LAKIP_REPORTS"]))
    return [one for folder in folders for one in _sources(folder)]


def _sources(folder: Path) -> Iterator[Source]:
    for label in sorted((folder / "gold").glob("*.gold.json")):
        (gold,) = load_gold(label)
        files = [p for name in ("reports", "seed") if (p := folder / name / gold.document).exists()]
        if files:
            yield Source(files[0], gold, json.loads(label.read_text(encoding="utf-8"))["year"])


def gather(found: Sequence[Source], seeds: Sequence[int], with_scans: bool, jobs: int) -> list[Labelled]:
    """The values of all documents and of their damaged copies."""
    one = partial(_gather, seeds=seeds, with_scans=with_scans)
    if jobs <= 1:
        return [value for source in found for value in one(source)]
    with ProcessPoolExecutor(jobs) as pool:
        return [value for values in pool.map(one, found) for value in values]


def _gather(source: Source, seeds: Sequence[int], with_scans: bool) -> list[Labelled]:
    is_pdf = source.path.suffix == ".pdf"
    whole = Sample(source.gold.document, SOUND, source.path, ())
    found = list(values_of(source, whole, "auto" if with_scans else "never"))
    if not is_pdf:
        return found
    labelled = sorted(source.gold.pages)
    with TemporaryDirectory() as scratch:
        for seed in seeds:
            for sample in damaged(source.path, labelled, Path(scratch), seed):
                found += values_of(source, sample, "never")
        for dpi in SCANS if with_scans else ():
            sample = scanned(source.path, labelled, Path(scratch), seeds[0], dpi, MOST_SCANNED)
            found += values_of(source, sample, "always")
    return found


def values_of(source: Source, sample: Sample, ocr: OcrMode, engine: str | None = None) -> Iterator[Labelled]:
    """The values read on the labelled pages of a copy, each once; nothing where it cannot be read."""
    try:
        document = read(sample.path, ocr=ocr, engine=engine)
    except UnreadableDocument:
        return
    yield from judged(source, sample, document)


def judged(source: Source, sample: Sample, document: Document) -> Iterator[Labelled]:
    """The values of a copy that was read."""
    seen: dict[object, tuple[Observation, Fact]] = {}
    year = None if sample.damage == COVER_LOST else source.year
    for observation in interpret(document, year=year).observations:
        fact = _fact(observation, sample.pages)
        if fact.value != "" and fact.page in source.gold.pages and observation.period == "year":
            seen.setdefault((fact.place, fact.year, squash(fact.indicator)), (observation, fact))
    pages = source.gold.pages & frozenset(sample.pages) if sample.pages else source.gold.pages
    wanted = replace(source.gold, pages=pages, facts=tuple(f for f in source.gold.facts if f.page in pages))
    wrong = set(score(wanted, [fact for _, fact in seen.values()]).wrong)
    for observation, fact in seen.values():
        if fact.page in pages:
            yield Labelled(
                sample.document,
                sample.damage,
                fact.page,
                fact not in wrong,
                frozenset(observation.signs),
                observation.confidence,
            )


def _fact(one: Observation, pages: Sequence[int]) -> Fact:
    """An observation as it is compared with labels, on the page of the document that a copy's page came from."""
    page = pages[one.place.page - 1] if pages else one.place.page
    value = compared(None if one.value is None else format(one.value, "f"), one.text)
    return Fact(page, one.year, one.measure, value, one.indicator, one.raw)
