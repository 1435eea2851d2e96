"""Where things of the running text stand, as findings name places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from extract.model import Place
from normalize.checks.dossier import Dossier
from normalize.model import Statement


class Located(Protocol):
    """Anything with a page and a line."""

    @property
    def page(self) -> int: ...

    @property
    def line(self) -> int: ...


def place_of(one: Located, dossier: Dossier) -> Place:
    """The place of something in the running text; lines are named in text reports only."""
    return place_at(one.page, one.line, dossier)


def place_at(page: int, line: int, dossier: Dossier) -> Place:
    """The place of a line outside tables."""
    is_text = dossier.interpretation.document.kind == "text"
    return Place(page, 0, line, 1, line if is_text else None)


def spot(statements: Sequence[Statement], dossier: Dossier) -> list[int]:
    """The numbers of some statements in the interpretation, as evidence."""
    wanted = {(one.number, one.start) for one in statements}
    return [n for n, one in enumerate(dossier.interpretation.statements) if (one.number, one.start) in wanted]
