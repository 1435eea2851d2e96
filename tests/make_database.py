"""Keep a database of today's schema version for the tests of later ones: `python -m tests.make_database`.

Reads four small files as a run does and writes `tests/cases/databases/v<version>.db.gz`. Never make one again for a
version that has been released: the file shows what was on people's disks.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import tempfile
from pathlib import Path

from pipeline import Settings, run
from store.schema import SCHEMA_VERSION

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "cases" / "databases"
REPORTS = ("kec-lembang-bandungbarat-lkip-2024.pdf", "disdagin-tanjungpinang-lakip-2023.txt")
READ_FROM = "/reports"


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "reports"
        folder.mkdir()
        for name in REPORTS:
            shutil.copy(ROOT / "corpus" / "reports" / name, folder)
        (folder / "prose.txt").write_text("BAB I PENDAHULUAN\n\nHanya uraian.\n", encoding="utf-8")
        (folder / "letter.pdf").write_bytes(b"no pdf")
        database = Path(scratch) / "lakip.db"
        run([folder], Settings(database, 0, ocr="never"))
        connection = sqlite3.connect(database)
        connection.execute("UPDATE document_rows SET path = ? || '/' || name", (READ_FROM,))
        connection.commit()
        connection.execute("VACUUM")
        connection.close()
        target = FOLDER / f"v{SCHEMA_VERSION}.db.gz"
        target.write_bytes(gzip.compress(database.read_bytes(), 9, mtime=0))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
