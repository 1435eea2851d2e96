"""What stands behind the scorecard: agency by year, what was reached, spent, contradicted, and what that rests on."""

from __future__ import annotations

from normalize.achievements.akip import akip_predicates

AKIP_SCORE, AKIP_PREDICATE = "akip-score", "akip-predicate"
SURE = 0.8
"""Confidence from which a figure counts as sure."""
PLAUSIBLE = 1000
"""A recomputed achievement beyond this percentage, which the report does not print, is rather a mix of units."""
PMK_BOUND = 20
"""PMK 22/2021 keeps the efficiency within this many percent, and turns it into a value of 0 to 100."""

# What a sentence says of money: budget, realisation and absorption together, the last following from the others to its
# digits, and the budget the largest that text or tables of the document name, so that it is no programme's.
_SAID = """
SELECT said.doc, said.budget, said.spent FROM (
  SELECT doc, budget, spent, absorption, MAX(budget) OVER (PARTITION BY doc) AS largest
  FROM (
    SELECT s.doc, MAX(s.value_real) FILTER (WHERE s.measure = 'budget') AS budget,
           MAX(s.value_real) FILTER (WHERE s.measure = 'spent') AS spent,
           MAX(s.value_real) FILTER (WHERE s.measure = 'absorption') AS absorption
    FROM statement_rows s JOIN document_rows d ON d.doc = s.doc
    WHERE s.measure IN ('budget', 'spent', 'absorption') AND COALESCE(s.year, d.year) = d.year
    GROUP BY s.doc, s.page, s.sentence
  )
) said
WHERE said.budget = said.largest AND ABS(100 * said.spent / said.budget - said.absorption) <= 0.06
  AND said.budget >= COALESCE((SELECT MAX(b.budget_real) FROM budget_rows b WHERE b.doc = said.doc), 0)
"""

# The budget of an agency in a document: one with its realisation before one without, the revised budget before the
# original, a printed total before a sum of programmes, both before what a sentence says, the larger before the smaller.
_BUDGET = f"""
SELECT d.agency_id, d.year, m.budget, m.realization, m.basis,
       ROW_NUMBER() OVER (PARTITION BY d.agency_id, d.year ORDER BY d.kind IS 'report' DESC, m.realization IS NULL,
           m.version IS 'revised' DESC, m.basis DESC, m.budget DESC, m.doc) AS rank
FROM (
  SELECT doc, version, year, budget_real AS budget, realization_real AS realization, 'total' AS basis
  FROM budget_rows WHERE is_total OR level = 'agency'
  UNION ALL
  SELECT doc, version, year, SUM(budget_real),
         CASE WHEN COUNT(realization) = COUNT(*) THEN SUM(realization_real) END, 'sum'
  FROM budget_rows WHERE level = 'program' AND NOT is_total GROUP BY doc, table_id, version, year
  UNION ALL
  SELECT doc, NULL, NULL, budget, spent, 'sentence' FROM ({_SAID}) GROUP BY doc
) m JOIN document_rows d ON d.doc = m.doc
WHERE m.budget > 0 AND COALESCE(m.year, d.year) = d.year AND d.agency_id IS NOT NULL
"""

ALL_FINDINGS = """
SELECT finding_id, doc, rule, severity, page, pages, line, message, printed, expected, evidence FROM finding_rows
UNION ALL
SELECT finding_id, doc, rule, severity, page, pages, line, message, printed, expected, evidence FROM between_rows
"""

# A target beside the result of the year before, both as `comparison` has them, where they can be held together: like
# units, more or less of it is better, and no hundredfold result, which is rather a percentage beside a count.
_WEAK = """CASE o.polarity WHEN 'higher' THEN o.target_real < b.realization_real
                       ELSE o.target_real > b.realization_real END"""
_PAIRS = """
FROM chosen_rows c
JOIN chosen_rows p ON p.agency_id = c.agency_id AND p.indicator_id = c.indicator_id AND p.year = c.year - 1
JOIN achievement_rows o ON o.doc = c.doc AND o.number = c.number
JOIN achievement_rows b ON b.doc = p.doc AND b.number = p.number
"""
_COMPARABLE = """
o.target IS NOT NULL AND b.realization IS NOT NULL AND o.polarity IN ('higher', 'lower') AND o.unit IS b.unit
AND (o.target_real = 0 OR ABS(b.realization_real) <= 100 * ABS(o.target_real))
"""
TARGETS = f"""
SELECT d.government, c.agency_id, d.agency, c.year, c.indicator_id, o.indicator, c.concept_id, o.unit, o.polarity,
       o.target# AS target, b.realization# AS result_before,
       ROUND(o.target_real - b.realization_real, 6) AS difference, {_WEAK} AS is_weak,
       r.doc IS NOT NULL AS differs_before, p.own AS own_before, d.name AS document, d.sha256, o.page,
       e.name AS document_before, b.page AS page_before
{_PAIRS} JOIN document_rows d ON d.doc = c.doc JOIN document_rows e ON e.doc = p.doc
LEFT JOIN restated_rows r ON r.doc = b.doc AND r.indicator_key = b.indicator_key AND r.year = b.year
WHERE {_COMPARABLE}
"""


def _predicate(score: str) -> str:
    """SQL for the predicate of a score."""
    *others, lowest = akip_predicates()
    cases = " ".join(f"WHEN {score} > {one.above} THEN '{one.predicate}'" for one in others)
    bounds = f"WHEN {score} > {akip_predicates()[0].up_to} OR {score} < {lowest.above} THEN NULL"
    return f"CASE WHEN {score} IS NULL THEN NULL {bounds} {cases} ELSE '{lowest.predicate}' END"


# Documents that report on a year; agreements, plans and prints made during the year do not.
_REPORTS = "kind IN ('report', 'other')"

# An indicator counts where the year's own report sets a result against a target, also where they are words or where
# several values are printed. A target alone is a plan's, and outputs of activities count apart.
_OWN = f"""
SELECT c.agency_id, c.year, c.indicator_id, c.concept_id, c.doc, o.indicator, o.realization, o.realization_real,
       o.realization_ids, o.status = 'conflict' AS open, o.confidence, o.target_ids != '[]' AS aimed,
       o.realization_ids != '[]' AS reached, o.level IS 'activity' AS of_activity,
       o.target_ids != '[]' AND o.realization_ids != '[]' AND o.level IS NOT 'activity' AS measured,
       o.status NOT IN ('equal', 'rounding') AND ABS(o.recomputed_real) > {PLAUSIBLE} AS implausible,
       CASE WHEN o.status IN ('equal', 'rounding') OR ABS(o.recomputed_real) <= {PLAUSIBLE} THEN o.recomputed_real END
         AS achieved
FROM chosen_rows c JOIN achievement_rows o ON o.doc = c.doc AND o.number = c.number
JOIN document_rows d ON d.doc = c.doc
WHERE c.own AND d.{_REPORTS}
"""

_SCORE = f"""
SELECT agency_id, year, COUNT(*) FILTER (WHERE measured) AS indicators,
       COUNT(*) FILTER (WHERE measured AND achieved > 100) AS exceeded,
       COUNT(*) FILTER (WHERE measured AND achieved = 100) AS met,
       COUNT(*) FILTER (WHERE measured AND achieved < 100) AS below,
       COUNT(*) FILTER (WHERE measured AND achieved IS NULL) AS not_computable,
       COUNT(*) FILTER (WHERE measured AND open) AS in_conflict,
       COUNT(*) FILTER (WHERE measured AND confidence >= {SURE}) AS sure,
       COUNT(*) FILTER (WHERE aimed AND NOT reached) AS without_result,
       COUNT(*) FILTER (WHERE aimed AND reached AND of_activity) AS activities,
       COUNT(*) FILTER (WHERE measured AND implausible) AS implausible,
       AVG(achieved) FILTER (WHERE measured) AS mean,
       AVG(MAX(0, MIN(100, achieved))) FILTER (WHERE measured) AS capped
FROM own GROUP BY agency_id, year
"""

# An indicator that names the government and no agency is the government's own score.
_AKIP = f"""
SELECT own.agency_id, own.year, own.concept_id, own.realization# AS score, own.realization_real AS score_real,
       v.text AS predicate, own.open,
       ROW_NUMBER() OVER (PARTITION BY own.agency_id, own.year, own.concept_id
           ORDER BY own.realization IS NULL, v.text IS NULL, own.confidence DESC, own.indicator_id) AS rank
FROM own JOIN document_rows d ON d.doc = own.doc
LEFT JOIN observation_rows v ON v.observation_id = json_extract(own.realization_ids, '$[0]')
WHERE own.concept_id IN ('{AKIP_SCORE}', '{AKIP_PREDICATE}') AND own.realization_ids != '[]'
  AND NOT (d.government IS NOT NULL AND INSTR(LOWER(own.indicator), LOWER(d.government))
           AND NOT INSTR(LOWER(own.indicator), LOWER(SUBSTR(d.agency, 1, INSTR(d.agency || ' ', ' ') - 1))))
"""

SCORECARD = f"""
WITH years AS (
  SELECT agency_id, MIN(agency) AS agency, MIN(government_id) AS government_id, MIN(government) AS government, year,
         MAX({_REPORTS}) AS has_report
  FROM document_rows WHERE agency_id IS NOT NULL AND year IS NOT NULL AND status IN ('read', 'empty')
  GROUP BY agency_id, year
), own AS ({_OWN}), score AS ({_SCORE}), akip AS ({_AKIP}), budget AS (
  SELECT *, ROUND(100.0 * realization / budget, 4) AS absorption FROM ({_BUDGET}) WHERE rank = 1
), spent AS (
  SELECT y.agency_id, y.year, s.mean, b.budget, b.realization, b.absorption, b.basis,
         MAX(-{PMK_BOUND}, MIN({PMK_BOUND}, 100.0 * (1 - b.absorption / NULLIF(MAX(s.mean, 0), 0)))) AS pmk22
  FROM years y LEFT JOIN score s ON s.agency_id = y.agency_id AND s.year = y.year
  LEFT JOIN budget b ON b.agency_id = y.agency_id AND b.year = y.year
), plans AS (
  SELECT c.agency_id, c.year, COUNT(*) AS compared, SUM({_WEAK}) AS weak
  {_PAIRS} WHERE c.own AND {_COMPARABLE} GROUP BY c.agency_id, c.year
), trouble AS (
  SELECT d.agency_id, d.year, SUM(f.severity = 'high') AS high, SUM(f.severity = 'medium') AS medium,
         SUM(f.severity = 'low') AS low
  FROM ({ALL_FINDINGS}) f JOIN document_rows d ON d.doc = f.doc GROUP BY d.agency_id, d.year
), printed AS (
  SELECT d.agency_id, d.year, COUNT(*) AS total
  FROM observation_rows o JOIN document_rows d ON d.doc = o.doc GROUP BY d.agency_id, d.year
)
SELECT y.agency_id, y.agency, y.government_id, y.government, y.year, COALESCE(s.indicators, 0) AS indicators,
       COALESCE(s.exceeded, 0) AS exceeded, COALESCE(s.met, 0) AS met, COALESCE(s.below, 0) AS below,
       COALESCE(s.not_computable, 0) AS not_computable,
       ROUND(100.0 * (s.exceeded + s.met) / NULLIF(s.exceeded + s.met + s.below, 0), 4) AS met_share,
       COALESCE(s.sure, 0) AS sure, COALESCE(s.in_conflict, 0) AS in_conflict,
       COALESCE(s.without_result, 0) AS without_result, COALESCE(s.implausible, 0) AS implausible,
       ROUND(s.mean, 4) AS mean_achievement, ROUND(s.capped, 4) AS mean_achievement_capped, m.budget,
       m.realization AS budget_realization, m.absorption, ROUND(100.0 * s.mean / m.absorption, 4) AS efficiency,
       ROUND(m.pmk22, 4) AS efficiency_pmk22, ROUND(50 + m.pmk22 * 50 / {PMK_BOUND}, 4) AS efficiency_pmk22_value,
       a.score AS akip_score, COALESCE(a.predicate, p.predicate, {_predicate("a.score_real")}) AS akip_predicate,
       CASE WHEN a.open OR (a.agency_id IS NULL AND p.open) THEN 'conflict'
            WHEN COALESCE(a.predicate, p.predicate) IS NOT NULL THEN 'printed'
            WHEN {_predicate("a.score_real")} IS NOT NULL THEN 'scale' END AS akip_basis,
       COALESCE(w.compared, 0) AS compared_targets, COALESCE(w.weak, 0) AS weak_targets,
       COALESCE(v.total, 0) AS printed_values, COALESCE(t.high, 0) AS findings_high,
       COALESCE(t.medium, 0) AS findings_medium, COALESCE(t.low, 0) AS findings_low, y.has_report,
       COALESCE(s.activities, 0) AS activities, m.basis AS budget_basis
FROM years y
LEFT JOIN score s ON s.agency_id = y.agency_id AND s.year = y.year
LEFT JOIN spent m ON m.agency_id = y.agency_id AND m.year = y.year
LEFT JOIN akip a ON a.agency_id = y.agency_id AND a.year = y.year AND a.rank = 1 AND a.concept_id = '{AKIP_SCORE}'
LEFT JOIN akip p ON p.agency_id = y.agency_id AND p.year = y.year AND p.rank = 1 AND p.concept_id = '{AKIP_PREDICATE}'
LEFT JOIN plans w ON w.agency_id = y.agency_id AND w.year = y.year
LEFT JOIN trouble t ON t.agency_id = y.agency_id AND t.year = y.year
LEFT JOIN printed v ON v.agency_id = y.agency_id AND v.year = y.year
"""
