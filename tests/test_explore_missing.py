"""Without the extra, `lakip serve` and `lakip publish --images` say what to install; all else works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "arguments", [["serve"], ["publish", "-o", "site.db", "--images"]], ids=lambda one: str(one[0])
)
def test_the_extra_is_named(tmp_path: Path, arguments: list[str]) -> None:
    code = "import sys; sys.modules['datasette'] = None; from commands import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--db", str(tmp_path / "lakip.db")],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "pip install 'lakip[site]'" in result.stderr
    assert "Traceback" not in result.stderr
