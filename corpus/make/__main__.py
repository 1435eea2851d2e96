"""Writes the reports and cases of the corpus: `python -m corpus.make [FOLDER]` (default: the folder of the corpus)."""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.make.catalogue import write_all

write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
