"""The real reports, where the variable LAKIP_REPORTS names a folder with `reports/`, `seed/` and `gold/`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_FOLDER = os.environ.get("LAKIP_REPORTS", "")
FOLDER = Path(_FOLDER) if _FOLDER else None
needs_reports = pytest.mark.skipif(FOLDER is None, reason="LAKIP_REPORTS names no folder of reports")


def folder(name: str) -> Path:
    """A folder of the real reports: `reports`, `seed` or `gold`."""
    assert FOLDER is not None, "only tests marked with needs_reports ask for it"
    return FOLDER / name
