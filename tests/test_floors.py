"""The floors of the house, read from the code's own imports; import-linter checks the packages once more."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "extract": 1,
    "normalize": 2,
    "store": 3,
    "explore": 4,
    "workers": 4,
    "bulk": 5,
    "pipeline": 6,
    "commands": 7,
}
OPEN_TO_NORMALIZE = {"extract.model", "extract.numbers"}
LARGEST_FILE = 500


def modules() -> Iterator[Path]:
    for name in FLOORS:
        folder = ROOT / name
        yield from sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOT / f"{name}.py"]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_imports_go_down_only(path: Path) -> None:
    own = name_of(path).split(".")[0]
    for imported in imports(path):
        room = imported.split(".")[0]
        if room not in FLOORS or room == own:
            continue
        assert FLOORS[room] < FLOORS[own], f"{path.name} imports {imported} from a higher floor"
        if own == "normalize":
            assert imported in OPEN_TO_NORMALIZE, f"{path.name} imports {imported} of extract"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LARGEST_FILE, f"{path.name} is too long"


def test_the_command_starts_without_heavy_libraries() -> None:
    import subprocess
    import sys

    code = (
        "import sys; sys.argv = ['lakip', '--help']\n"
        "from commands import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'pandas', 'spacy', 'camelot', 'pypdfium2', 'pdfplumber', 'numpy', 'datasette'} & set(sys.modules)\n"
        "sys.exit(1 if heavy else 0)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("room", ["extract", "normalize", "store"])
def test_what_a_room_hands_out_has_a_name_of_its_own(room: str) -> None:
    handed_out = importlib.import_module(room)
    modules = {path.stem for path in (Path(handed_out.__file__ or "").parent).glob("*.py")}
    assert not modules & set(handed_out.__all__), "a module takes the place of its namesake once it is imported"
    assert all(hasattr(handed_out, name) for name in handed_out.__all__)
