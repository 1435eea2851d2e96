"""The public views as SQL. Their columns are a promise; `columns.csv` describes them.

`#` behind a decimal column becomes `_real` in the database (so that SQL sorts and averages numbers) and nothing for
exports (which write the exact digits).
"""

from __future__ import annotations

AKIP_SCORE, AKIP_PREDICATE = "akip-score", "akip-predicate"

_WHO = "d.agency_id, d.agency, d.government_id, d.government"
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
       o.page
FROM achievement_rows o JOIN document_rows d ON d.doc = o.doc {_LINK}
LEFT JOIN restated_rows r ON r.doc = o.doc AND r.indicator_key = o.indicator_key AND r.year = o.year
"""

# The figures that count for an agency's indicator and year: `chosen_rows` names them, made when a government is linked.
COMPARISON = """
SELECT d.government, c.agency_id, d.agency, c.year, c.concept_id, COALESCE(n.name, o.indicator) AS concept,
       c.indicator_id, o.indicator, o.unit, o.polarity, o.target# AS target, o.realization# AS realization,
       o.printed# AS printed, o.recomputed# AS recomputed, o.status, c.restated, o.confidence, d.name AS document,
       o.page
FROM chosen_rows c JOIN achievement_rows o ON o.doc = c.doc AND o.number = c.number
JOIN document_rows d ON d.doc = c.doc LEFT JOIN concept_rows n ON n.concept_id = c.concept_id
"""

TREND = """
SELECT d.government, c.agency_id, d.agency, c.indicator_id, o.indicator, c.concept_id, o.unit, o.polarity, c.year,
       o.target# AS target, o.realization# AS realization, o.recomputed# AS recomputed, o.status,
       late.realization# AS realization_latest, c.restated, c.reports, d.name AS document, o.page
FROM chosen_rows c JOIN achievement_rows o ON o.doc = c.doc AND o.number = c.number
JOIN document_rows d ON d.doc = c.doc
JOIN achievement_rows late ON late.doc = c.latest_doc AND late.number = c.latest_number
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

# The budget of an agency in a document: a printed total before a sum of programmes, one with its realisation before one
# without, the revised budget before the original, the larger before the smaller.
_BUDGET = """
SELECT m.*, d.agency_id, d.year,
       ROW_NUMBER() OVER (PARTITION BY d.agency_id, d.year ORDER BY d.kind IS 'report' DESC, m.realization IS NULL,
           m.version IS 'revised' DESC, m.total DESC, m.budget DESC, m.doc) AS rank
FROM (
  SELECT doc, version, year, budget_real AS budget, realization_real AS realization, 1 AS total
  FROM budget_rows WHERE is_total OR level = 'agency'
  UNION ALL
  SELECT doc, version, year, SUM(budget_real),
         CASE WHEN COUNT(realization) = COUNT(*) THEN SUM(realization_real) END, 0
  FROM budget_rows WHERE level = 'program' AND NOT is_total GROUP BY doc, table_id, version, year
) m JOIN document_rows d ON d.doc = m.doc
WHERE m.budget > 0 AND COALESCE(m.year, d.year) = d.year AND d.agency_id IS NOT NULL
"""

_FINDINGS = """
SELECT finding_id, doc, rule, severity, page, pages, line, message, printed, expected, evidence FROM finding_rows
UNION ALL
SELECT finding_id, doc, rule, severity, page, pages, line, message, printed, expected, evidence FROM between_rows
"""

SCORECARD = f"""
WITH years AS (
  SELECT agency_id, MIN(agency) AS agency, MIN(government_id) AS government_id, MIN(government) AS government, year
  FROM document_rows WHERE agency_id IS NOT NULL AND year IS NOT NULL AND status IN ('read', 'empty')
  GROUP BY agency_id, year
), own AS (
  SELECT c.agency_id, c.indicator_id, c.concept_id, o.* FROM chosen_rows c
  JOIN achievement_rows o ON o.doc = c.doc AND o.number = c.number WHERE c.own
), score AS (
  SELECT agency_id, year, COUNT(*) AS indicators, SUM(recomputed_real > 100) AS exceeded,
         SUM(recomputed_real = 100) AS met, SUM(recomputed_real < 100) AS below,
         SUM(recomputed IS NULL) AS not_computable, AVG(recomputed_real) AS mean,
         AVG(MAX(0, MIN(100, recomputed_real))) AS capped
  FROM own GROUP BY agency_id, year
), akip AS (
  SELECT own.agency_id, own.year, own.concept_id, own.realization# AS score, v.text AS predicate,
         ROW_NUMBER() OVER (PARTITION BY own.agency_id, own.year, own.concept_id
             ORDER BY own.realization IS NULL, v.text IS NULL, own.confidence DESC, own.indicator_id) AS rank
  FROM own LEFT JOIN observation_rows v ON v.observation_id = json_extract(own.realization_ids, '$[0]')
  WHERE own.concept_id IN ('{AKIP_SCORE}', '{AKIP_PREDICATE}')
), budget AS (
  SELECT *, ROUND(100.0 * realization / budget, 4) AS absorption FROM ({_BUDGET}) WHERE rank = 1
), trouble AS (
  SELECT d.agency_id, d.year, SUM(f.severity = 'high') AS high, SUM(f.severity = 'medium') AS medium,
         SUM(f.severity = 'low') AS low
  FROM ({_FINDINGS}) f JOIN document_rows d ON d.doc = f.doc GROUP BY d.agency_id, d.year
)
SELECT y.agency_id, y.agency, y.government_id, y.government, y.year, COALESCE(s.indicators, 0) AS indicators,
       COALESCE(s.exceeded, 0) AS exceeded, COALESCE(s.met, 0) AS met, COALESCE(s.below, 0) AS below,
       COALESCE(s.not_computable, 0) AS not_computable, ROUND(s.mean, 4) AS mean_achievement,
       ROUND(s.capped, 4) AS mean_achievement_capped, b.budget, b.realization AS budget_realization, b.absorption,
       ROUND(100.0 * s.mean / b.absorption, 4) AS efficiency, a.score AS akip_score,
       COALESCE(a.predicate, p.predicate) AS akip_predicate,
       COALESCE(t.high, 0) AS findings_high, COALESCE(t.medium, 0) AS findings_medium,
       COALESCE(t.low, 0) AS findings_low
FROM years y
LEFT JOIN score s ON s.agency_id = y.agency_id AND s.year = y.year
LEFT JOIN akip a ON a.agency_id = y.agency_id AND a.year = y.year AND a.rank = 1 AND a.concept_id = '{AKIP_SCORE}'
LEFT JOIN akip p ON p.agency_id = y.agency_id AND p.year = y.year AND p.rank = 1 AND p.concept_id = '{AKIP_PREDICATE}'
LEFT JOIN budget b ON b.agency_id = y.agency_id AND b.year = y.year
LEFT JOIN trouble t ON t.agency_id = y.agency_id AND t.year = y.year
"""

FINDINGS = f"""
SELECT f.finding_id, d.name AS document, d.sha256, d.agency, d.year, f.rule, f.severity, f.page, f.pages, f.line,
       f.message, f.printed, f.expected, f.evidence
FROM ({_FINDINGS}) f JOIN document_rows d ON d.doc = f.doc
"""

BUDGETS = """
SELECT d.name AS document, d.agency_id, d.agency, COALESCE(b.year, d.year) AS year, b.level, b.code, b.name, b.version,
       b.budget# AS budget, b.realization# AS realization, b.absorption_printed# AS absorption_printed,
       b.absorption# AS absorption, b.is_total, b.page
FROM budget_rows b JOIN document_rows d ON d.doc = b.doc
"""

VIEW_SQL: dict[str, str] = {
    "documents": DOCUMENTS,
    "observations": _readings("observation_rows", "l.indicator_id", "l.concept_id", _LINK),
    "statements": STATEMENTS,
    "aggregates": _readings("aggregate_rows", "NULL", "NULL", ""),
    "achievements": ACHIEVEMENTS,
    "comparison": COMPARISON,
    "trend": TREND,
    "scorecard": SCORECARD,
    "findings": FINDINGS,
    "budgets": BUDGETS,
}


def view_sql(name: str, exact: bool = False) -> str:
    """The SELECT behind a view: with numbers for SQL, or with the exact digits of every decimal."""
    return VIEW_SQL[name].strip().replace("#", "" if exact else "_real")
