"""The one list of finding rules: code, severity, what it says, and how it is decided. Docs and tests read this list.

The rules are parted by what they look at: values of indicators, what tables compute, labels, what
sentences state, and how the text is made.
"""

from __future__ import annotations

from normalize.checks.label_rules import LABEL_RULES
from normalize.checks.prose_rules import PROSE_RULES
from normalize.checks.sum_rules import SUM_RULES
from normalize.checks.text_rules import TEXT_RULES
from normalize.checks.told_rules import TOLD_RULES
from normalize.checks.value_rules import VALUE_RULES
from normalize.rule import Rule

__all__ = ["RULES", "RULE_BY_CODE", "Rule"]

RULES: tuple[Rule, ...] = (*VALUE_RULES, *SUM_RULES, *LABEL_RULES, *PROSE_RULES, *TOLD_RULES, *TEXT_RULES)
RULE_BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
assert len(RULE_BY_CODE) == len(RULES), "a rule is listed twice"
