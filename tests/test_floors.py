"""The floors of the house, read from the code's own imports; import-linter checks the packages once more."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
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


def loaded_by(code: str) -> set[str]:
    """The modules that a program of its own has loaded in the end."""
    program = f"{code}\nimport sys\nprint(*sys.modules, sep='\\n', file=sys.stderr)"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(found.stderr.splitlines())


def test_the_command_starts_without_heavy_libraries() -> None:
    loaded = loaded_by(
        "import sys; sys.argv = ['lakip', '--help']\nfrom commands import main\ntry: main()\nexcept SystemExit: pass"
    )
    assert not loaded & {"pandas", "spacy", "camelot", "pypdfium2", "pdfplumber", "numpy", "datasette"}


def test_sentences_are_read_without_the_command_line_of_spacy() -> None:
    loaded = loaded_by("from normalize.prose.sentences import _tools\n_tools()\nimport spacy.matcher")
    assert "spacy" in loaded
    assert not loaded & {"requests", "httpx", "typer", "spacy.cli", "spacy.cli.info"}


@pytest.mark.parametrize("room", ["extract", "normalize", "store"])
def test_what_a_room_hands_out_has_a_name_of_its_own(room: str) -> None:
    handed_out = importlib.import_module(room)
    modules = {path.stem for path in (Path(handed_out.__file__ or "").parent).glob("*.py")}
    assert not modules & set(handed_out.__all__), "a module takes the place of its namesake once it is imported"
    assert all(hasattr(handed_out, name) for name in handed_out.__all__)
