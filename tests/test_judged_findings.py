"""The published table of judged findings: drawn as the documentation says, and no worse than promised."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.judged_findings import (
    COLUMNS,
    JUDGEMENTS,
    MOST_OF_A_DOCUMENT,
    MOST_OF_A_RULE,
    SIZE,
    TABLE,
    drawn,
    figures,
    key_of,
    load,
)
from normalize.checks.rules import RULES
from normalize.links.link_rules import LINK_RULES

LEAST = 0.95
ROWS = load()


@pytest.mark.parametrize(("column", "most"), [("rule", MOST_OF_A_RULE), ("document", MOST_OF_A_DOCUMENT), ("key", 1)])
def test_no_rule_or_report_has_more_than_its_share(column: str, most: int) -> None:
    assert max(Counter(row[column] for row in ROWS).values()) <= most


def test_every_judgement_is_complete() -> None:
    severities = {rule.code: rule.severity for rule in (*RULES, *LINK_RULES)}
    assert len(ROWS) == SIZE and tuple(ROWS[0]) == COLUMNS
    for row in ROWS:
        assert severities[row["rule"]] == row["severity"] and row["judgement"] in JUDGEMENTS, row
        assert row["reason"] and (row["pages"] or row["line"]), row


def test_share_is_as_promised_and_as_documented() -> None:
    good = sum(row["judgement"] == JUDGEMENTS[0] for row in ROWS)
    assert good >= LEAST * len(ROWS)
    assert figures(ROWS) in TABLE.with_name("findings.md").read_text(encoding="utf-8")


def test_draw_keeps_its_limits_and_does_not_depend_on_the_order() -> None:
    found = [{"document": f"{n % 12}.pdf", "rule": f"rule.{n % 20}", "message": f"finding {n}"} for n in range(1000)]
    sample = drawn(found)
    assert sample == drawn(found[::-1]) and [key_of(row) for row in sample] == sorted(map(key_of, sample))
    assert len(sample) == SIZE
    assert max(Counter(row["rule"] for row in sample).values()) <= MOST_OF_A_RULE
    assert max(Counter(row["document"] for row in sample).values()) <= MOST_OF_A_DOCUMENT
