"""Fits the weights of confidence: `python -m benchmarks.confidence [--gather] [--write]`.

The evidence is `signs_seen.csv` beside this file: how many values with which signs were read rightly and wrongly from
labelled reports and from damaged copies of them. `--gather` reads them all again (LAKIP_REPORTS names the real ones;
without it only those of our corpus are read; `--jobs` workers). Prints how confidence fares on documents that were held
out; `--write` puts the weights into `normalize/data/signs.csv` and the tables into `docs/confidence.md`.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.fit import SOUND, Counted, Tally, fitted, folds_of, held_out
from benchmarks.measure import ROOT, put_figures
from normalize.facts import DATA
from normalize.values.confidence import BASE, SAYS, Sign, Weight, signs

EVIDENCE = Path(__file__).with_name("signs_seen.csv")
PAGE = ROOT / "docs" / "confidence.md"
SOURCE = "fitted by benchmarks/confidence.py on benchmarks/signs_seen.csv"
BINS = (0.0, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.001)


def load(path: Path = EVIDENCE) -> list[Counted]:
    """The evidence as it is kept."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Counted(
                r["document"],
                r["damage"],
                frozenset(filter(None, r["signs"].split("; "))),
                int(r["right"]),
                int(r["wrong"]),
            )
            for r in csv.DictReader(file)
        ]


def save(rows: Iterable[Counted], path: Path = EVIDENCE) -> None:
    """Keep the evidence, in an order that does not depend on that of reading."""
    lines = sorted((r.document, r.damage, "; ".join(sorted(r.signs)), r.right, r.wrong) for r in rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("document", "damage", "signs", "right", "wrong"))
        writer.writerows(lines)


def gathered(jobs: int, seeds: int, scans: bool) -> list[Counted]:
    """The evidence read anew from the labelled reports and their damaged copies."""
    from benchmarks.labelled import gather, sources

    found: Counter[tuple[str, str, frozenset[str], bool]] = Counter(
        (one.document, one.damage, one.signs, one.right) for one in gather(sources(), range(1, seeds + 1), scans, jobs)
    )
    places = dict.fromkeys((document, damage, seen) for document, damage, seen, _ in found)
    return [Counted(*place, found[*place, True], found[*place, False]) for place in places]


def tallied(values: Iterable[tuple[Counted, float]]) -> Tally:
    tally = Tally()
    for row, confidence in values:
        tally.add(row, confidence)
    return tally


def report(rows: Sequence[Counted], known: Mapping[str, Sign]) -> Iterator[str]:
    """The tables of docs/confidence.md."""
    folds = folds_of(rows, known)
    held = held_out(rows, folds)
    yield from _folds(held)
    yield from _bins(held)
    yield from _weights(rows, known, folds)


def _folds(held: Sequence[tuple[Counted, float]]) -> Iterator[str]:
    yield "### Documents held out\n"
    yield "| pages | right | wrong | right among ≥ 0.9 | of all right ones | wrong among < 0.5 | of all wrong ones |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    damages = sorted({row.damage for row, _ in held} - {SOUND})
    sets = {SOUND: {SOUND}, "damaged": set(damages), **{f"… {one}": {one} for one in damages}}
    for name, kept in {**sets, "all": {SOUND, *damages}}.items():
        yield _line(name, tallied((row, c) for row, c in held if row.damage in kept))
    yield ""


def _line(name: str, tally: Tally) -> str:
    sure = f"{100 * tally.right_among_sure:.2f} % of {sum(tally.sure):,}" if sum(tally.sure) else "none"
    doubtful = f"{tally.doubtful[1]:,} of {sum(tally.doubtful):,}"
    share = f"{100 * tally.doubtful_among_wrong:.0f} %" if tally.all[1] else "none"
    return (
        f"| {name} | {tally.all[0]:,} | {tally.all[1]:,} | {sure} | {100 * tally.sure_among_right:.1f} % "
        f"| {doubtful} | {share} |"
    )


def _bins(held: Sequence[tuple[Counted, float]]) -> Iterator[str]:
    yield "### What a confidence means\n"
    yield "| confidence | values, sound | right | values, damaged | right |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for low, high in pairwise(BINS):
        cells = []
        for is_sound in (True, False):
            inside = [row for row, c in held if low <= c < high and (row.damage == SOUND) is is_sound]
            right, total = sum(r.right for r in inside), sum(r.right + r.wrong for r in inside)
            cells += [f"{total:,}", f"{100 * right / total:.1f} %" if total else ""]
        yield f"| {low:g} to {min(high, 1):g} | {' | '.join(cells)} |"
    yield ""


def _weights(
    rows: Sequence[Counted], known: Mapping[str, Sign], folds: Mapping[str, Mapping[str, Weight]]
) -> Iterator[str]:
    weights = fitted(rows, known)
    yield "### Signs\n"
    yield "| sign | of the name | over the folds | of the figure | over the folds | values | right | meaning |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for name, sign in known.items():
        having = [row for row in rows if name == BASE or name in row.signs]
        right, total = sum(r.right for r in having), sum(r.right + r.wrong for r in having)
        cells = []
        for side, is_meant in enumerate(SAYS[sign.says]):
            spread = [fold[name][side] for fold in folds.values()]
            cells += [f"{weights[name][side]:.2f}", f"{min(spread):.2f} to {max(spread):.2f}"] if is_meant else ["", ""]
        share = f"{100 * right / total:.1f} %" if total else ""
        yield f"| {name} | {' | '.join(cells)} | {total:,} | {share} | {sign.meaning} |"
    yield ""


def write(rows: Sequence[Counted], known: Mapping[str, Sign], text: str) -> None:
    """Put the weights and the tables where they are used and read."""
    weights = fitted(rows, known)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("sign", "says", "speaks", "name", "figure", "meaning", "source"))
    for s in known.values():
        writer.writerow((s.name, s.says, s.speaks, *(f"{w:.2f}" for w in weights[s.name]), s.meaning, SOURCE))
    (DATA / "signs.csv").write_text(out.getvalue(), encoding="utf-8")
    put_figures(PAGE, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gather", action="store_true", help="read the labelled reports and their copies anew")
    parser.add_argument("--seeds", type=int, default=1, help="damaged copies of each kind")
    parser.add_argument("--no-scans", action="store_true", help="leave out what needs OCR")
    parser.add_argument("--jobs", type=int, default=2, help="reports read at once")
    parser.add_argument("--write", action="store_true", help="put weights and tables into their files")
    asked = parser.parse_args()
    if asked.gather:
        save(gathered(asked.jobs, asked.seeds, not asked.no_scans))
    rows = load()
    text = "\n".join(report(rows, signs()))
    print(text)
    if asked.write:
        write(rows, signs(), text)


if __name__ == "__main__":
    main()
