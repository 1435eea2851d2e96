"""Precision, recall and F1 against cases counted by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from store import Fact, Gold, score
from store.evaluate import compared, together

Lakip = Callable[..., Result]


def fact(indicator: str, value: str | None, text: str | None = None, **changed: object) -> Fact:
    fields: dict[str, object] = {"page": 1, "year": 2024, "measure": "target", "raw": "", "parents": frozenset()}
    return Fact(indicator=indicator, value=compared(value, text), **(fields | changed))  # type: ignore[arg-type]


LABELS = Gold("x.pdf", frozenset({1}), (fact("Persentase koperasi aktif", "46.25"), fact("Opini BPK", None, "WTP")))


@pytest.mark.parametrize(
    ("predicted", "right", "missed", "wrong"),
    [
        pytest.param([], 0, 2, 0, id="nothing"),
        pytest.param(
            [fact("Persentase koperasi aktif", "46.250"), fact("opini bpk", None, "W T P")], 2, 0, 0, id="all"
        ),
        pytest.param([fact("Persentase koperasi aktif", "46.26")], 0, 2, 1, id="near-is-wrong"),
        pytest.param([fact("Persentase koperasi yang aktif", "46.25")], 1, 1, 0, id="alike-enough"),
        pytest.param([fact("Jumlah koperasi", "46.25")], 0, 2, 1, id="another-indicator"),
        pytest.param([fact("Persentase koperasi aktif", "46.25", page=2)], 0, 2, 0, id="page-without-labels"),
        pytest.param([fact("Persentase koperasi aktif", "46.25", year=2023)], 0, 2, 1, id="another-year"),
        pytest.param(
            [fact("Persentase koperasi aktif", "46.25", measure="realization")], 0, 2, 1, id="another-measure"
        ),
        pytest.param([fact("Persentase koperasi aktif", "46.25")] * 3, 1, 1, 0, id="repeats-count-once"),
        pytest.param([fact("Opini BPK", "3")], 0, 2, 1, id="number-against-text"),
    ],
)
def test_score(predicted: list[Fact], right: int, missed: int, wrong: int) -> None:
    got = score(LABELS, predicted)
    assert (got.right, len(got.missed), len(got.wrong)) == (right, missed, wrong)


def test_label_without_year_takes_any() -> None:
    gold = Gold("x.pdf", frozenset({1}), (fact("Indeks", "80", year=None, measure="medium_term_target"),))
    assert score(gold, [fact("Indeks", "80", year=2026, measure="medium_term_target")]).right == 1


def test_sub_row_may_be_named_with_its_parent() -> None:
    gold = Gold("x.pdf", frozenset({1}), (fact("Sapi Potong", "5", parents=frozenset({"Populasi Ternak"})),))
    assert score(gold, [fact("Populasi Ternak Sapi Potong", "5")]).right == 1
    both = score(gold, [fact("Populasi Ternak Sapi Potong", "5"), fact("Sapi Potong", "5")])
    assert (both.right, len(both.wrong)) == (1, 0)


def test_rates() -> None:
    one = score(LABELS, [fact("Persentase koperasi aktif", "46.25"), fact("Lain", "1"), fact("Lain lagi", "2")])
    assert [one.precision, one.recall, one.f1] == pytest.approx([1 / 3, 0.5, 0.4])
    silent = score(Gold("y.pdf", frozenset({1}), ()), [])
    assert (silent.precision, silent.recall, silent.f1) == (1.0, 1.0, 1.0)
    assert together([one, silent]).f1 == one.f1


def test_evaluate_prints_and_exits(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    label = {
        "document": "a-2024.pdf", "labelled_pages": [2],
        "facts": [{"page": 2, "indicator": "Nilai AKIP", "year": 2024, "measure": "target", "value": "70"}],
    }  # fmt: skip
    (tmp_path / "a.gold.json").write_text(json.dumps(label))
    result = lakip("evaluate", tmp_path, "--show", "1", "--db", filled)
    lines = result.stdout.splitlines()
    assert lines[0] == "0.3333 F1  0.2000 P  1.0000 R      1 right    0 missed    4 wrong  a-2024.pdf"
    assert lines[1].startswith("         wrong  p2 achievement 2024 103.43 raw='103,43%' | Nilai AKIP")
    assert lines[-1] == "macro F1 0.3333 over 1 documents, 1 facts"
    as_json = json.loads(lakip("evaluate", tmp_path, "--json", "--db", filled).stdout)
    assert as_json["micro"]["right"] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [pytest.param("{", "not a label file", id="broken"), pytest.param(None, "no *.gold.json", id="none")],
)
def test_evaluate_without_labels(lakip: Lakip, tmp_path: Path, filled: Path, text: str | None, message: str) -> None:
    (tmp_path / "gold").mkdir()
    if text is not None:
        (tmp_path / "gold" / "x.gold.json").write_text(text)
    result = lakip("evaluate", tmp_path / "gold", "--db", filled)
    assert result.exit_code == 1
    assert message in result.stderr
