"""Where a document contradicts itself: the list of checks, run over an interpretation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from normalize.checks.absorption import check_indicator_absorption
from normalize.checks.achievements import check_achievements
from normalize.checks.averages import check_average_conflicts, check_averages, check_column_averages
from normalize.checks.bare_targets import check_bare_targets
from normalize.checks.budget_names import check_budget_names
from normalize.checks.budget_repeats import check_repeated_activities
from normalize.checks.budgets import check_absorption, check_conflicts, check_malformed_amounts
from normalize.checks.captions import check_copied_captions, check_numbering
from normalize.checks.charts import check_chart_labels
from normalize.checks.conflicts import (
    check_medium_term_targets,
    check_plan_targets,
    check_realizations,
    check_summed_plan_ends,
    check_targets,
)
from normalize.checks.copied_items import check_copied_items
from normalize.checks.count_sums import check_counts
from normalize.checks.cumulative import check_cumulative
from normalize.checks.dashes import check_dashes
from normalize.checks.differences import check_differences
from normalize.checks.directions import check_directions
from normalize.checks.dossier import Dossier, open_dossier
from normalize.checks.heads import check_covering_heads, check_heads
from normalize.checks.kept_achievements import check_kept_achievements
from normalize.checks.listed_captions import check_listed_captions
from normalize.checks.listed_indicators import check_listed_indicators
from normalize.checks.medium_term import check_medium_term
from normalize.checks.misprints import check_amounts_in_text, check_error_values
from normalize.checks.mixed_levels import check_mixed_levels
from normalize.checks.names import check_names, check_objectives
from normalize.checks.numbered_names import check_indicator_marks, check_numbered_names
from normalize.checks.objective_means import check_means_of_objectives
from normalize.checks.objective_values import check_objective_values
from normalize.checks.orphans import check_missing_achievements, check_orphans
from normalize.checks.other_names import check_counts_and_shares
from normalize.checks.own_name import check_own_name
from normalize.checks.own_short_name import check_own_short_name
from normalize.checks.own_year import check_compared_years, check_own_year
from normalize.checks.printed_formulas import check_printed_formulas
from normalize.checks.prose import PROSE_CHECKS
from normalize.checks.ratings import check_ratings, check_scale_bounds, check_scale_gaps
from normalize.checks.row_numbers import check_average_labels, check_row_numbers
from normalize.checks.section_numbers import check_chapter_numbers
from normalize.checks.side_tables import check_side_tables
from normalize.checks.style import (
    check_decimal_marks,
    check_foreign_letters,
    check_malformed,
    check_percent_signs,
    check_split_numbers,
)
from normalize.checks.sums import check_sums
from normalize.checks.table_years import check_table_years
from normalize.checks.targets import check_jumps, check_plan_series, check_stale, check_weak_targets
from normalize.checks.text_tables import check_broken_cells
from normalize.checks.unit_nouns import check_counted_units
from normalize.checks.units import check_grade_units, check_row_units, check_units
from normalize.model import Finding, Interpretation

Check = Callable[[Dossier], Iterable[Finding]]
CHECKS: tuple[Check, ...] = (
    check_achievements,
    check_missing_achievements,
    check_orphans,
    check_kept_achievements,
    check_targets,
    check_plan_targets,
    check_bare_targets,
    check_realizations,
    check_side_tables,
    check_medium_term_targets,
    check_summed_plan_ends,
    check_medium_term,
    check_weak_targets,
    check_plan_series,
    check_stale,
    check_dashes,
    check_jumps,
    check_cumulative,
    check_ratings,
    check_scale_gaps,
    check_scale_bounds,
    check_units,
    check_row_units,
    check_counted_units,
    check_grade_units,
    check_printed_formulas,
    check_decimal_marks,
    check_percent_signs,
    check_malformed,
    check_split_numbers,
    check_amounts_in_text,
    check_error_values,
    check_foreign_letters,
    check_broken_cells,
    check_absorption,
    check_conflicts,
    check_repeated_activities,
    check_indicator_absorption,
    check_malformed_amounts,
    check_sums,
    check_averages,
    check_column_averages,
    check_average_conflicts,
    check_objective_values,
    check_means_of_objectives,
    check_mixed_levels,
    check_differences,
    check_directions,
    check_counts,
    check_names,
    check_objectives,
    check_heads,
    check_numbering,
    check_copied_captions,
    check_covering_heads,
    check_listed_captions,
    check_table_years,
    check_own_year,
    check_compared_years,
    check_own_name,
    check_own_short_name,
    check_row_numbers,
    check_average_labels,
    check_chapter_numbers,
    check_counts_and_shares,
    check_numbered_names,
    check_budget_names,
    check_copied_items,
    check_chart_labels,
    check_indicator_marks,
    check_listed_indicators,
    *PROSE_CHECKS,
)
SEVERITIES = ("high", "medium", "low")
GUESSES = frozenset({"prose.near", "prose.amount"})
"""Rules that tell by digits alone which value was meant: they give way where another finding names the number."""


def find(interpretation: Interpretation) -> tuple[Finding, ...]:
    """All findings of a document, worst first, then by page; the interpretation's own findings are not looked at."""
    dossier = open_dossier(interpretation)
    found = dict.fromkeys(finding for check in CHECKS for finding in check(dossier))
    named = {digits for one in found if one.rule not in GUESSES for digits in _digits(f"{one.printed} {one.expected}")}
    kept = (one for one in found if one.rule not in GUESSES or not named & _digits(one.printed or ""))
    return tuple(sorted(kept, key=_order))


def _digits(text: str) -> set[str]:
    """The digits of every number in a text, however it is printed."""
    return {re.sub(r"\D", "", one) for one in re.findall(r"\d[\d.,]*\d|\d", text)}


def _order(finding: Finding) -> tuple[int, int, int, str, str]:
    return (
        SEVERITIES.index(finding.severity),
        finding.page or 0,
        finding.line or 0,
        finding.rule,
        finding.message,
    )
