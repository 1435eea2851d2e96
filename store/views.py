"""The public views as SQL. Their columns are a promise; `columns.csv` describes them.

`#` behind a decimal column becomes `_real` in the database (so that SQL sorts and averages numbers) and nothing for
exports (which write the exact digits).
"""

from __future__ import annotations

from store.scorecard import ALL_FINDINGS, SCORECARD, TARGETS

_WHO = "d.agency_id, d.agency, d.government_id, d.government"
_DIFFERS = "LEFT JOIN restated_rows r ON r.doc = o.doc AND r.indicator_key = o.indicator_key AND r.year = o.year"
_LINK = "LEFT JOIN link_rows l ON l.doc = o.doc AND l.indicator_key = o.indicator_key"

DOCUMENTS = f"""
SELECT d.sha256, d.name AS document, d.path, d.bytes, d.page_count AS pages, d.kind, {_WHO}, d.year, d.text_source,
       d.status, d.reason
FROM document_rows d
"""


def _readings(table: str, indicator: str, concept: str, link: str) -> str:
    """One SELECT for observations and aggregates, whose columns are the same."""
    return f"""
SELECT o.observation_id, d.name AS document, d.sha256, {_WHO}, d.year AS report_year, o.page, o.line, o.table_no,
       o.table_caption, o.table_kind, o.row, o.col, o.bbox, o.objective, o.parent, o.indicator,
       {indicator} AS indicator_id, {concept} AS concept_id, o.unit, o.unit_raw, o.year, o.period, o.measure,
       o.plan_version, o.raw, o.value# AS value, o.text, o.comparator,
       o.value_low# AS value_low, o.value_high# AS value_high, o.missing, o.confidence, o.method,
       o.decided_by
FROM {table} o JOIN document_rows d ON d.doc = o.doc {link}
"""


STATEMENTS = f"""
SELECT o.statement_id, d.name AS document, o.page, o.line, o.sentence, o.subject, l.indicator_id, o.year, o.measure,
       o.raw, o.value# AS value, o.text
FROM statement_rows o JOIN document_rows d ON d.doc = o.doc {_LINK}
"""

ACHIEVEMENTS = f"""
SELECT d.agency_id, d.agency, d.government, o.year, l.indicator_id, l.concept_id, o.indicator, o.objective, o.unit,
       o.polarity, o.polarity_source, o.target# AS target, o.realization# AS realization, o.printed# AS printed,
       o.recomputed# AS recomputed, o.formula, o.status, o.decided_by, o.rating_own, o.rating_common,
       r.doc IS NOT NULL AS restated, o.target_ids, o.realization_ids, o.printed_ids, o.confidence, d.name AS document,
       o.page, d.sha256, o.level
FROM achievement_rows o JOIN document_rows d ON d.doc = o.doc {_LINK}
{_DIFFERS}
"""


def _words(measure: str) -> str:
    """SQL for what stands where no single number does: a grade, a range, or all values of an open conflict."""
    return f"""CASE WHEN o.{measure} IS NULL AND o.{measure}_ids != '[]' THEN (
         SELECT GROUP_CONCAT(said, ' / ') FROM (
           SELECT COALESCE(v.value, v.text) AS said
           FROM json_each(o.{measure}_ids) e JOIN observation_rows v ON v.observation_id = e.value
           GROUP BY said ORDER BY MIN(e.key))) END AS {measure}_text"""


_ALL_WORDS = ",\n       ".join(map(_words, ("target", "realization", "printed")))

# The figures that count for an agency's indicator and year: `chosen_rows` names them, made when a government is linked.
COMPARISON = f"""
SELECT d.government, c.agency_id, d.agency, c.year, c.concept_id, COALESCE(n.name, o.indicator) AS concept,
       c.indicator_id, o.indicator, o.unit, o.polarity, o.target# AS target, o.realization# AS realization,
       o.printed# AS printed, o.recomputed# AS recomputed, o.status, c.restated, o.confidence, d.name AS document,
       o.page,
       {_ALL_WORDS}, c.own, r.doc IS NOT NULL AS differs, c.reports, d.sha256, o.level
FROM chosen_rows c JOIN achievement_rows o ON o.doc = c.doc AND o.number = c.number {_DIFFERS}
JOIN document_rows d ON d.doc = c.doc LEFT JOIN concept_rows n ON n.concept_id = c.concept_id
"""

TREND = f"""
SELECT d.government, c.agency_id, d.agency, c.indicator_id, o.indicator, c.concept_id, o.unit, o.polarity, c.year,
       o.target# AS target, o.realization# AS realization, o.recomputed# AS recomputed, o.status,
       late.realization# AS realization_latest, c.restated, c.reports, d.name AS document, o.page,
       {_ALL_WORDS}, c.own, r.doc IS NOT NULL AS differs, e.name AS document_latest, late.page AS page_latest,
       d.sha256, o.level
FROM chosen_rows c JOIN achievement_rows o ON o.doc = c.doc AND o.number = c.number {_DIFFERS}
JOIN document_rows d ON d.doc = c.doc
JOIN achievement_rows late ON late.doc = c.latest_doc AND late.number = c.latest_number
JOIN document_rows e ON e.doc = c.latest_doc
"""

# Which document speaks for an agency's indicator and year: that year's own (a report before an agreement), else the
# latest later one. Beside it the latest document that prints a realisation.
CHOOSE = """
INSERT INTO chosen_rows
SELECT agency_id, indicator_id, year, :scope, concept_id, doc, number, own,
       CASE WHEN own THEN differs ELSE 1 END, reports, latest_doc, latest_number
FROM (
  SELECT d.agency_id, l.indicator_id, o.year, l.concept_id, o.doc, o.number, d.year = o.year AS own,
         r.doc IS NOT NULL AS differs, COUNT(*) OVER same AS reports, ROW_NUMBER() OVER best AS rank,
         FIRST_VALUE(o.doc) OVER late AS latest_doc, FIRST_VALUE(o.number) OVER late AS latest_number
  FROM achievement_rows o JOIN document_rows d ON d.doc = o.doc
  JOIN link_rows l ON l.doc = o.doc AND l.indicator_key = o.indicator_key
  LEFT JOIN restated_rows r ON r.doc = o.doc AND r.indicator_key = o.indicator_key AND r.year = o.year
  WHERE COALESCE(d.government_id, d.doc) = :scope AND d.agency_id IS NOT NULL AND d.year >= o.year
  WINDOW same AS (PARTITION BY d.agency_id, l.indicator_id, o.year),
    best AS (same ORDER BY d.year = o.year DESC, d.kind IS 'report' DESC, d.year DESC, o.realization IS NULL,
             o.target IS NULL, o.confidence DESC, o.doc, o.number),
    late AS (same ORDER BY o.realization IS NULL, d.year DESC, d.kind IS 'report' DESC, o.doc, o.number)
)
WHERE rank = 1
"""

FINDINGS = f"""
SELECT f.finding_id, d.name AS document, d.sha256, d.agency, d.year, f.rule, f.severity, f.page, f.pages, f.line,
       f.message, f.printed, f.expected, f.evidence
FROM ({ALL_FINDINGS}) f JOIN document_rows d ON d.doc = f.doc
"""

BUDGETS = """
SELECT d.name AS document, d.agency_id, d.agency, COALESCE(b.year, d.year) AS year, b.level, b.code, b.name, b.version,
       b.budget# AS budget, b.realization# AS realization, b.absorption_printed# AS absorption_printed,
       b.absorption# AS absorption, b.is_total, b.page, d.sha256, b.national_code
FROM budget_rows b JOIN document_rows d ON d.doc = b.doc
"""

_PROSE = "o JOIN document_rows d ON d.doc = o.doc"

COUNTS = f"""
SELECT d.name AS document, d.sha256, o.page, o.line, o.noun, o.condition, o.value, o.is_listed, o.raw, o.sentence
FROM count_rows {_PROSE}
"""

NUMBER_WORDS = f"""
SELECT d.name AS document, d.sha256, o.page, o.line, o.digits, o.value# AS value, o.words,
       o.words_value# AS words_value, o.agrees, o.missing
FROM number_word_rows {_PROSE}
"""

REFERENCES = f"""
SELECT d.name AS document, d.sha256, o.page, o.line, o.type, o.cited_number AS number, o.year, o.title, o.region,
       o.in_list, o.raw
FROM reference_rows {_PROSE}
"""

AGREEMENTS = f"""
SELECT d.name AS document, d.sha256, d.agency_id, o.page, o.line, o.year, o.is_revised, o.first_name, o.first_post,
       o.second_name, o.second_post, o.place, o.date, o.date_raw
FROM agreement_rows {_PROSE}
"""

CAUSES = f"""
SELECT d.name AS document, d.sha256, o.page, o.line, o.kind, o.objective, o.text
FROM cause_rows {_PROSE}
"""

CHECKLIST = f"""
SELECT d.name AS document, d.sha256, d.agency_id, d.year, o.item, o.objective, o.is_present, o.page, o.line, o.evidence
FROM checklist_rows {_PROSE}
"""

VIEW_SQL: dict[str, str] = {
    "documents": DOCUMENTS,
    "observations": _readings("observation_rows", "l.indicator_id", "l.concept_id", _LINK),
    "statements": STATEMENTS,
    "aggregates": _readings("aggregate_rows", "NULL", "NULL", ""),
    "counts": COUNTS,
    "number_words": NUMBER_WORDS,
    "references": REFERENCES,
    "agreements": AGREEMENTS,
    "causes": CAUSES,
    "checklist": CHECKLIST,
    "achievements": ACHIEVEMENTS,
    "comparison": COMPARISON,
    "trend": TREND,
    "targets": TARGETS,
    "scorecard": SCORECARD,
    "findings": FINDINGS,
    "budgets": BUDGETS,
}


def view_sql(name: str, exact: bool = False) -> str:
    """The SELECT behind a view: with numbers for SQL, or with the exact digits of every decimal."""
    return VIEW_SQL[name].strip().replace("#", "" if exact else "_real")
