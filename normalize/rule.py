"""What a finding rule is: code, severity, what it says to a reader, and how it is decided."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding: `explanation` is one sentence for a reader, `decided` tells how the program decides it."""

    code: str
    severity: Severity
    explanation: str
    decided: str
