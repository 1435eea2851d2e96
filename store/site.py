"""One database for the site: the public views as tables with keys and indexes, and what lies behind a value.

The views are computed anew by every query; over 100,000 achievements that takes seconds. Here each is stored once, so
that every page, facet and filter of the site answers at once. Beside them stand the pages with their lines and sizes,
the tables with their frames, the other readings of a value, the places a finding rests on, and a full-text index. Where
a file lies on this machine is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from store.columns import View, public_views
from store.database import BUSY_SECONDS, read_database
from store.schema import APPLICATION_ID
from store.views import view_sql

Picture = Callable[[str, int], bytes | None]
"""The image of a page of a document as PNG, by sha256 and page number; None where there is none."""

SITE_VERSION = 2
SITE_ID = APPLICATION_ID + 1
"""`application_id` of a site's database: it is no database that `lakip ingest` writes to."""

_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "decimal": "REAL", "boolean": "INTEGER"}
_KEYS = {
    "documents": ("sha256",),
    "observations": ("observation_id",),
    "statements": ("statement_id",),
    "aggregates": ("observation_id",),
    "comparison": ("agency_id", "indicator_id", "year"),
    "trend": ("agency_id", "indicator_id", "year"),
    "scorecard": ("agency_id", "year"),
    "findings": ("finding_id",),
}
_HIDDEN_VALUES = {("documents", "path"): "NULL"}
_INDEXES = (
    ("documents", "agency_id", "year"),
    ("observations", "sha256", "page"),
    ("observations", "indicator_id", "year"),
    ("observations", "confidence"),
    ("achievements", "indicator_id", "year"),
    ("achievements", "agency_id", "year"),
    ("achievements", "document"),
    ("achievements", "status"),
    ("comparison", "concept_id", "year"),
    ("comparison", "indicator_id"),
    ("comparison", "government", "year"),
    ("trend", "indicator_id"),
    ("findings", "sha256", "page"),
    ("findings", "rule"),
    ("findings", "severity"),
    ("findings", "agency", "year"),
    ("budgets", "agency_id", "year"),
    ("budgets", "document", "page"),
    ("statements", "document", "page"),
    ("aggregates", "sha256", "page"),
    ("tables", "sha256", "page"),
    ("evidence", "id"),
    ("budget_places", "sha256", "page"),
)

_DETAILS = (
    """CREATE TABLE pages (sha256 TEXT NOT NULL, page INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
       source TEXT NOT NULL, lines TEXT NOT NULL, PRIMARY KEY (sha256, page)) WITHOUT ROWID""",
    """INSERT INTO pages SELECT d.sha256, p.page, p.width, p.height, p.source, p.lines
       FROM source.page_rows p JOIN source.document_rows d ON d.doc = p.doc""",
    """CREATE TABLE tables (sha256 TEXT NOT NULL, table_id INTEGER NOT NULL, part INTEGER NOT NULL,
       page INTEGER NOT NULL, table_no INTEGER NOT NULL, rows INTEGER NOT NULL, columns INTEGER NOT NULL, bbox TEXT,
       caption TEXT, method TEXT NOT NULL, quality REAL NOT NULL,
       PRIMARY KEY (sha256, table_id, part)) WITHOUT ROWID""",
    """INSERT INTO tables SELECT d.sha256, p.table_id, p.part, p.page, p.table_no, p.last_row - p.first_row + 1,
       t.n_cols, p.bbox, t.caption, t.method, t.quality
       FROM source.part_rows p JOIN source.table_rows t ON t.doc = p.doc AND t.table_id = p.table_id
       JOIN source.document_rows d ON d.doc = p.doc""",
    """CREATE TABLE readings (observation_id TEXT PRIMARY KEY, alternatives TEXT, note TEXT) WITHOUT ROWID""",
    """INSERT INTO readings SELECT observation_id, NULLIF(alternatives, '[]'), note FROM source.observation_rows
       WHERE note IS NOT NULL OR alternatives != '[]'""",
    """INSERT INTO readings SELECT observation_id, NULLIF(alternatives, '[]'), note FROM source.aggregate_rows
       WHERE note IS NOT NULL OR alternatives != '[]'""",
    """CREATE TABLE evidence (finding_id TEXT NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
       sha256 TEXT NOT NULL, page INTEGER, line INTEGER, table_no INTEGER, bbox TEXT, label TEXT, measure TEXT,
       year INTEGER, raw TEXT, value REAL, unit TEXT, PRIMARY KEY (finding_id, n)) WITHOUT ROWID""",
    """CREATE TEMP TABLE named AS SELECT f.finding_id, e.key + 1 AS n, e.value AS id
       FROM main.findings f, json_each(f.evidence) e""",
    """INSERT INTO evidence SELECT n.finding_id, n.n, 'observation', n.id, o.sha256, o.page, o.line, o.table_no, o.bbox,
       o.indicator, o.measure, o.year, o.raw, o.value, o.unit
       FROM named n JOIN main.observations o ON o.observation_id = n.id""",
    """INSERT OR IGNORE INTO evidence SELECT n.finding_id, n.n, 'aggregate', n.id, o.sha256, o.page, o.line, o.table_no,
       o.bbox, o.indicator, o.measure, o.year, o.raw, o.value, o.unit
       FROM named n JOIN main.aggregates o ON o.observation_id = n.id""",
    """INSERT OR IGNORE INTO evidence SELECT n.finding_id, n.n, 'statement', n.id, d.sha256, o.page, o.line, NULL,
       (SELECT json_array(json_extract(l.value, '$[2]'), json_extract(l.value, '$[3]'), json_extract(l.value, '$[4]'),
                          json_extract(l.value, '$[5]'))
        FROM main.pages p, json_each(p.lines) l WHERE p.sha256 = d.sha256 AND p.page = o.page
          AND json_extract(l.value, '$[0]') = o.line AND json_extract(l.value, '$[5]') IS NOT NULL),
       o.sentence, o.measure, o.year, o.raw, o.value, NULL
       FROM named n JOIN source.statement_rows o ON o.statement_id = n.id
       JOIN source.document_rows d ON d.doc = o.doc""",
    """CREATE TABLE budget_places (budget_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, page INTEGER NOT NULL,
       line INTEGER, table_no INTEGER NOT NULL, row INTEGER NOT NULL, bbox TEXT, level TEXT, code TEXT, name TEXT,
       year INTEGER, version TEXT, budget REAL, realization REAL, absorption_printed REAL, absorption REAL,
       is_total INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TEMP TABLE row_boxes AS SELECT c.doc, c.page, c.table_no, c.part_row,
       json_array(MIN(json_extract(c.bbox, '$[0]')), MIN(json_extract(c.bbox, '$[1]')),
                  MAX(json_extract(c.bbox, '$[2]')), MAX(json_extract(c.bbox, '$[3]'))) AS bbox
       FROM source.cell_rows c WHERE c.bbox IS NOT NULL AND (c.doc, c.page, c.table_no, c.part_row) IN
         (SELECT doc, page, table_no, row FROM source.budget_rows) GROUP BY 1, 2, 3, 4""",
    """INSERT INTO budget_places SELECT b.budget_id, d.sha256, b.page, b.line, b.table_no, b.row, r.bbox, b.level,
       b.code, b.name, COALESCE(b.year, d.year), b.version, b.budget_real, b.realization_real,
       b.absorption_printed_real, b.absorption_real, b.is_total
       FROM source.budget_rows b JOIN source.document_rows d ON d.doc = b.doc
       LEFT JOIN row_boxes r ON r.doc = b.doc AND r.page = b.page AND r.table_no = b.table_no AND r.part_row = b.row""",
    """INSERT OR IGNORE INTO evidence SELECT n.finding_id, n.n, 'budget', n.id, b.sha256, b.page, b.line, b.table_no,
       b.bbox, b.name, 'budget', b.year, NULL, b.budget, 'IDR'
       FROM named n JOIN budget_places b ON b.budget_id = n.id""",
    "DROP TABLE named",
    "DROP TABLE row_boxes",
)

_SEARCH = (
    """CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, key UNINDEXED, place UNINDEXED, title, body,
       tokenize = "unicode61 remove_diacritics 2")""",
    """INSERT INTO search SELECT 'agency', agency_id, MAX(year), agency, government FROM main.scorecard
       GROUP BY agency_id""",
    """INSERT INTO search SELECT 'indicator', indicator_id, agency, indicator,
       COALESCE(agency, '') || ' ' || GROUP_CONCAT(DISTINCT concept) FROM main.comparison GROUP BY indicator_id""",
    """INSERT INTO search SELECT 'objective', sha256 || '/' || page, agency, objective, COALESCE(agency, '')
       FROM (SELECT sha256, MIN(page) AS page, agency, objective FROM main.observations
             WHERE objective IS NOT NULL GROUP BY sha256, objective)""",
    """INSERT INTO search SELECT 'page', p.sha256 || '/' || p.page, p.page, d.document,
       (SELECT GROUP_CONCAT(json_extract(line.value, '$[1]'), char(10)) FROM json_each(p.lines) line)
       FROM main.pages p JOIN main.documents d ON d.sha256 = p.sha256 WHERE p.lines != '[]'""",
    """CREATE VIRTUAL TABLE comparison_fts USING fts5(agency, concept, indicator, content="comparison",
       tokenize = "unicode61 remove_diacritics 2")""",
    "INSERT INTO comparison_fts (comparison_fts) VALUES ('rebuild')",
    """CREATE VIRTUAL TABLE findings_fts USING fts5(document, agency, message, content="findings",
       tokenize = "unicode61 remove_diacritics 2")""",
    "INSERT INTO findings_fts (findings_fts) VALUES ('rebuild')",
)

# Pages that are worth an image in a published database: those with a value, a budget or the evidence of a finding.
_CITED = """SELECT sha256, page FROM main.observations UNION SELECT sha256, page FROM main.evidence
UNION SELECT d.sha256, b.page FROM main.budgets b JOIN main.documents d ON d.document = b.document ORDER BY 1, 2"""
DETAIL_TABLES = (
    "pages", "tables", "readings", "evidence", "budget_places", "search", "comparison_fts", "findings_fts",
    "page_images",
)  # fmt: skip
"""What a site's database holds beside the public views."""


def write_site(source: Path, target: Path, picture: Picture | None = None) -> int:
    """Write the site's database of `source` into the file `target`, all or nothing; how many page images it holds.

    With `picture`, pages on which a value, a budget or the evidence of a finding stands are stored as images.
    Raises StoreError where `source` cannot be read.
    """
    read_database(source).conn.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(target.name + ".new")
    new.unlink(missing_ok=True)
    uri = f"{new.absolute().as_uri()}?mode=rwc"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("ATTACH ? AS source", (f"{source.absolute().as_uri()}?mode=ro",))
        db.execute("BEGIN")
        for view in public_views():
            _store_view(db, view)
        for statement in (*_DETAILS, *map(_index_sql, _INDEXES), *_SEARCH):
            db.execute(statement)
        images = _store_images(db, picture) if picture else 0
        db.execute("COMMIT")
        db.execute("DETACH source")
        db.execute("ANALYZE")
        db.execute(f"PRAGMA application_id = {SITE_ID}")
        db.execute(f"PRAGMA user_version = {SITE_VERSION}")
    new.replace(target)
    return images


def _store_view(db: sqlite3.Connection, view: View) -> None:
    """The rows of a public view as a table of that name, in the order of the view.

    The view is today's: what stands in the source may be of an earlier build.
    """
    columns = [f'"{column.name}" {_TYPES[column.type]}' for column in view.columns]
    key = _KEYS.get(view.name)
    columns += [f"PRIMARY KEY ({', '.join(key)})"] if key else []
    db.execute(f'CREATE TABLE "{view.name}" ({", ".join(columns)})')
    values = ", ".join(_HIDDEN_VALUES.get((view.name, column.name), f'"{column.name}"') for column in view.columns)
    order = ", ".join(f'"{name}"' for name in view.order)
    db.execute(f'INSERT INTO "{view.name}" SELECT {values} FROM ({view_sql(view.name)}) ORDER BY {order}')


def _index_sql(index: tuple[str, ...]) -> str:
    table, *columns = index
    return f'CREATE INDEX "{table}_{"_".join(columns)}" ON "{table}" ({", ".join(columns)})'


def _store_images(db: sqlite3.Connection, picture: Picture) -> int:
    db.execute(
        "CREATE TABLE page_images (sha256 TEXT NOT NULL, page INTEGER NOT NULL, png BLOB NOT NULL,"
        " PRIMARY KEY (sha256, page)) WITHOUT ROWID"
    )
    count = 0
    for sha256, page in db.execute(_CITED).fetchall():
        image = picture(sha256, page)
        if image is not None:
            db.execute("INSERT INTO page_images VALUES (?, ?, ?)", (sha256, page, image))
            count += 1
    return count
