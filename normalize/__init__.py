"""Printed text to canonical rows: pure, no PDF, no SQL; facts of the world in `data/`."""

from normalize.interpretation import interpret
from normalize.link import link

__all__ = ["interpret", "link"]
