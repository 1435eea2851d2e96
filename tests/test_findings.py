"""Every finding rule on the smallest report that shows it, and none on a report without contradictions.

`cases/findings/<rule>.txt` holds the printed and expected text of the finding, a blank line, and a report whose cells
are parted by `|`; an empty text is not compared.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from normalize.checks.dossier import open_dossier
from normalize.checks.findings import CHECKS, find
from normalize.checks.kept_achievements import check_kept_achievements
from normalize.checks.orphans import check_missing_achievements
from normalize.checks.rules import RULE_BY_CODE, RULES
from normalize.model import Finding
from tests.tables import interpreted

CASES = Path(__file__).parent / "cases" / "findings"


def read_case(name: str) -> tuple[str, str, str]:
    """Printed text, expected text and report of a case."""
    head, _, body = (CASES / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    printed, expected = (line.partition(":")[2].strip() for line in head.split("\n"))
    return printed, expected, body


def findings_of(body: str) -> tuple[Finding, ...]:
    text = "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in body.split("\n"))
    return find(interpreted(text))


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_rule_is_found(code: str) -> None:
    printed, expected, body = read_case(code)
    found = [finding for finding in findings_of(body) if finding.rule == code]
    assert len(found) == 1, f"{len(found)} findings of {code}"
    if printed:
        assert found[0].printed == printed
    if expected:
        assert expected in (found[0].expected or "")
    assert found[0].severity == RULE_BY_CODE[code].severity
    assert found[0].line is not None and found[0].pages == (1,)


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_case_sets_off_no_other_high_finding(code: str) -> None:
    """A case shows its rule; other high findings may only be of the same family."""
    family = code.split(".")[0]
    high = {finding.rule for finding in findings_of(read_case(code)[2]) if finding.severity == "high"}
    assert {rule for rule in high if not rule.startswith(family)} == set()


def test_report_without_contradictions_has_no_findings() -> None:
    body = (CASES / "clean.txt").read_text(encoding="utf-8")
    assert findings_of(body) == ()


def test_cases_and_rules_are_the_same() -> None:
    names = {path.stem for path in CASES.glob("*.txt")} - {"clean"}
    assert names == {rule.code for rule in RULES}


def test_messages_are_sentences_with_a_place() -> None:
    for rule in RULES:
        for finding in findings_of(read_case(rule.code)[2]):
            assert finding.message[0].isupper() or finding.message[0] in "“0123456789"
            assert finding.message.endswith(".") and ("line" in finding.message or "lines" in finding.message)


def test_rules_explain_themselves() -> None:
    for rule in RULES:
        assert rule.explanation.endswith(".") and rule.decided.endswith("."), rule.code
        assert rule.explanation.count(". ") == 0, f"{rule.code}: one sentence"


def test_findings_are_ordered_worst_first_and_once() -> None:
    found = findings_of(read_case("target.conflict")[2])
    ranks = [("high", "medium", "low").index(finding.severity) for finding in found]
    assert ranks == sorted(ranks)
    assert len(set(found)) == len(found)


def test_checks_are_pure() -> None:
    text = read_case("budget.sum")[2].replace(" | ", "\t")
    interpretation = interpreted(text)
    assert find(interpretation) == find(interpretation)
    assert len(set(CHECKS)) == len(CHECKS)


def test_evidence_points_into_the_interpretation() -> None:
    text = read_case("achievement.conflict")[2].replace(" | ", "\t")
    interpretation = interpreted(text)
    for finding in find(interpretation):
        for kind, index in finding.evidence:
            assert kind in ("observation", "budget", "aggregate")
            sizes = {
                "observation": len(interpretation.observations),
                "budget": len(interpretation.budgets),
                "aggregate": len(interpretation.aggregates),
            }
            assert 0 <= index < sizes[kind]


def test_one_contradiction_in_many_tables_is_one_finding() -> None:
    body = read_case("target.conflict")[2]
    table = body.split("\n\n")[-1].replace("Tabel 3.2", "Tabel 3.3")
    found = [f for f in findings_of(f"{body}\n{table}") if f.rule == "target.conflict"]
    assert len(found) == 1
    assert Decimal(85) in {Decimal(part.replace(",", ".")) for part in (found[0].printed or "").split(" | ")}


MORE = sorted((CASES.parent / "more_findings").glob("*.txt"))


@pytest.mark.parametrize("path", MORE, ids=lambda path: path.stem)
def test_rule_is_found_in_another_shape(path: Path) -> None:
    """`cases/more_findings/<what>.txt`: the rule, what is printed and expected, a blank line, the report."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    rule, printed, expected = (line.partition(":")[2].strip() for line in head.split("\n"))
    assert [(f.printed, str(f.expected)) for f in findings_of(body) if f.rule == rule] == [(printed, expected)]


NEAR_MISSES = sorted((CASES.parent / "no_findings").glob("*.txt"))


@pytest.mark.parametrize("path", NEAR_MISSES, ids=lambda path: path.stem)
def test_near_miss_is_no_finding(path: Path) -> None:
    """`cases/no_findings/<what>.txt`: the rule that must stay silent, a blank line, the report."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    rule = head.removeprefix("not:").strip()
    assert rule in RULE_BY_CODE
    assert [finding.message for finding in findings_of(body) if finding.rule == rule] == []


def test_rows_that_no_group_of_sure_values_holds_are_passed_over() -> None:
    """Values of a damaged report may all be too doubtful to tell whether more or less is better."""
    head = "No\tIndikator Kinerja\tTarget 2024\tRealisasi 2024\tCapaian (%)"
    rows = ("1\tNilai AKIP dinas\t70,00\t72,40\tNilai Tahun 2023", "2\tLayanan tepat waktu\t80,00\t84,00\t106,00")
    text = "\n".join(["Tabel 3.1 Pengukuran Kinerja Tahun 2024", head, *rows, "Demikian."])
    dossier = replace(open_dossier(interpreted(text)), verdicts={})
    assert list(check_missing_achievements(dossier)) == list(check_kept_achievements(dossier)) == []
