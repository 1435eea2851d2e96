"""The tables behind the public views, in one place: data definition and insert statements come from this list.

Every table is STRICT and clustered by its key (WITHOUT ROWID), so that the content of a database does not depend on the
order in which documents were read. `doc` is the first 12 digits of a document's sha256, as in every observation_id.
A `decimal` column holds the exact decimal text; beside it stands `<name>_real`, computed by SQLite from the text.
"""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ID = 0x4C414B50  # "LAKP", so that `file` and other programs can tell whose database it is
SCHEMA_VERSION = 6

_TYPES = {"text": "TEXT", "int": "INTEGER", "real": "REAL", "decimal": "TEXT"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns as `name type` words (`!` after the type forbids NULL) and its key."""

    name: str
    columns: str
    key: str

    def fields(self) -> tuple[tuple[str, str, bool], ...]:
        """Name, type and whether NULL is forbidden, of each column that is written."""
        pairs = [column.split() for column in self.columns.split(",")]
        return tuple((name, kind.rstrip("!"), kind.endswith("!")) for name, kind in pairs)

    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _, _ in self.fields())

    def create_sql(self) -> str:
        """The CREATE TABLE statement.

        >>> print(Table("t", "doc text!, value decimal", "doc").create_sql())
        CREATE TABLE "t" (
          "doc" TEXT NOT NULL,
          "value" TEXT,
          "value_real" REAL GENERATED ALWAYS AS (CAST("value" AS REAL)) VIRTUAL,
          PRIMARY KEY (doc)
        ) STRICT, WITHOUT ROWID
        """
        lines = []
        for name, kind, required in self.fields():
            lines.append(f'  "{name}" {_TYPES[kind]}' + (" NOT NULL" if required else ""))
            if kind == "decimal":
                lines.append(f'  "{name}_real" REAL GENERATED ALWAYS AS (CAST("{name}" AS REAL)) VIRTUAL')
        lines.append(f"  PRIMARY KEY ({self.key})")
        return f'CREATE TABLE "{self.name}" (\n' + ",\n".join(lines) + "\n) STRICT, WITHOUT ROWID"

    def insert_sql(self) -> str:
        """The INSERT statement that takes one tuple in the order of `columns`."""
        names = ", ".join(f'"{name}"' for name in self.names())
        marks = ", ".join("?" * len(self.names()))
        return f'INSERT INTO "{self.name}" ({names}) VALUES ({marks})'


_PLACE = "page int!, table_no int!, row int!, col int!, line int"
_READING = (
    f"doc text!, number int!, {_PLACE}, measure text!, year int, period text!, plan_version text, indicator text!,"
    "objective text, parent text, unit text, unit_raw text, raw text!, value decimal, text text, comparator text,"
    "value_low decimal, value_high decimal, missing text, decimals int, alternatives text, table_caption text,"
    "table_kind text!, bbox text, confidence real!, method text!, note text, decided_by text"
)

# Written by `store.prose_rows`; since version 3.
PROSE_TABLES: tuple[Table, ...] = (
    Table(
        "count_rows",
        "doc text!, number int!, page int!, line int, noun text!, condition text, value int!, is_listed int!,"
        "raw text!, sentence text!",
        "doc, number",
    ),
    Table(
        "number_word_rows",
        "doc text!, number int!, page int!, line int, digits text!, value decimal, words text!, words_value decimal,"
        "agrees int!, missing text",
        "doc, number",
    ),
    Table(
        "reference_rows",
        "doc text!, number int!, page int!, line int, type text!, cited_number text, year int, title text, region text,"
        "in_list int!, raw text!",
        "doc, number",
    ),
    Table(
        "agreement_rows",
        "doc text!, number int!, page int!, line int, year int, is_revised int!, first_name text, first_post text,"
        "second_name text, second_post text, place text, date text, date_raw text",
        "doc, number",
    ),
    Table(
        "cause_rows",
        "doc text!, number int!, page int!, line int, kind text!, objective text, text text!",
        "doc, number",
    ),
    Table(
        "checklist_rows",
        "doc text!, number int!, item text!, objective text, is_present int!, page int, line int, evidence text",
        "doc, number",
    ),
)

TABLES: tuple[Table, ...] = (
    Table(
        "document_rows",
        "doc text!, sha256 text!, name text!, path text!, bytes int!, page_count int!, form text, text_source text!,"
        "kind text, agency_id text, agency text, government_id text, government text, year int, status text!,"
        "reason text, traceback text, reader text!, limits text, given_agency text, given_year int, corrections text",
        "doc",
    ),
    Table(
        "page_rows",
        "doc text!, page int!, width real!, height real!, source text!, gated int!, lines text!",
        "doc, page",
    ),
    Table(
        "table_rows",
        "doc text!, table_id int!, n_rows int!, n_cols int!, method text!, quality real!, caption text, lead text!",
        "doc, table_id",
    ),
    Table(
        "part_rows",
        "doc text!, table_id int!, part int!, page int!, table_no int!, first_row int!, last_row int!, bbox text",
        "doc, table_id, part",
    ),
    Table(
        "cell_rows",
        "doc text!, table_id int!, row int!, col int!, row_span int!, col_span int!, page int!, table_no int!,"
        "part_row int!, part_col int!, line int, text text!, bbox text, lines text!, certainty real",
        "doc, table_id, row, col",
    ),
    Table("observation_rows", f"observation_id text!, {_READING}, indicator_key text!", "doc, number"),
    Table("aggregate_rows", f"observation_id text!, {_READING}, of_measure text!", "doc, number"),
    Table(
        "statement_rows",
        "statement_id text!, doc text!, page int!, line int, sentence text!, subject text, indicator_key text,"
        "year int, measure text, raw text!, value decimal, text text",
        "statement_id",
    ),
    *PROSE_TABLES,
    Table(
        "budget_rows",
        f"budget_id text!, doc text!, number int!, {_PLACE}, table_id int, level text!, code text, name text!,"
        "year int, version text, budget decimal, realization decimal, absorption_printed decimal,"
        "absorption decimal, is_total int!, national_code text",
        "doc, number",
    ),
    Table(
        "achievement_rows",
        "doc text!, number int!, indicator_key text!, year int!, indicator text!, objective text, unit text,"
        "polarity text!, polarity_source text!, target decimal, realization decimal, printed decimal,"
        "recomputed decimal, formula text, status text!, decided_by text, rating_own text, rating_common text,"
        "target_ids text!, realization_ids text!, printed_ids text!, confidence real!, page int, level text",
        "doc, number",
    ),
    Table(
        "finding_rows",
        "finding_id text!, doc text!, number int!, rule text!, severity text!, page int, pages text!, line int,"
        "message text!, printed text, expected text, evidence text!",
        "finding_id",
    ),
    Table(
        "link_rows",
        "doc text!, indicator_key text!, indicator_id text!, concept_id text!",
        "doc, indicator_key",
    ),
    Table(
        "chosen_rows",
        "agency_id text!, indicator_id text!, year int!, scope text!, concept_id text!, doc text!, number int!,"
        "own int!, restated int!, reports int!, latest_doc text!, latest_number int!",
        "agency_id, indicator_id, year",
    ),
    Table("restated_rows", "doc text!, indicator_key text!, year int!", "doc, indicator_key, year"),
    Table(
        "indicator_rows",
        "indicator_id text!, scope text!, agency_id text, name text!, concept_id text!",
        "scope, indicator_id",
    ),
    Table("concept_rows", "concept_id text!, name text!", "concept_id"),
    Table(
        "between_rows",
        "finding_id text!, scope text!, doc text!, rule text!, severity text!, page int, pages text!, line int,"
        "message text!, printed text, expected text, evidence text!",
        "finding_id",
    ),
    Table("pending_rows", "scope text!", "scope"),
)

STATEMENT_INDEX = "CREATE INDEX statement_doc ON statement_rows (doc)"
INDEXES: tuple[str, ...] = (
    "CREATE UNIQUE INDEX document_sha256 ON document_rows (sha256)",
    "CREATE INDEX document_agency ON document_rows (agency_id, year)",
    "CREATE UNIQUE INDEX observation_id ON observation_rows (observation_id)",
    "CREATE INDEX link_indicator ON link_rows (indicator_id)",
    "CREATE INDEX chosen_doc ON chosen_rows (doc)",
    STATEMENT_INDEX,
    "CREATE INDEX chosen_latest ON chosen_rows (latest_doc)",
)

# What one document owns: rewriting the document replaces its rows here, and only here.
DOCUMENT_TABLES: tuple[str, ...] = (
    "document_rows",
    "page_rows",
    "table_rows",
    "part_rows",
    "cell_rows",
    "observation_rows",
    "aggregate_rows",
    "statement_rows",
    *(table.name for table in PROSE_TABLES),
    "budget_rows",
    "achievement_rows",
    "finding_rows",
)
# Of these, what the meaning room made: `lakip normalize` replaces it and leaves pages, tables and cells alone.
MEANING_TABLES: tuple[str, ...] = DOCUMENT_TABLES[5:]


def find_table(name: str) -> Table:
    """The table of that name."""
    return next(one for one in TABLES if one.name == name)
