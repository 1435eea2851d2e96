"""The checks on running text, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from normalize.checks.dossier import Dossier
from normalize.checks.listed_sections import check_listed_sections
from normalize.checks.lists import check_appendices, check_listed_sums
from normalize.checks.prose_absorption import check_absorption_of_budget, check_stated_absorption
from normalize.checks.prose_activities import check_activity_names
from normalize.checks.prose_arithmetic import check_changes, check_quotients, check_shares
from normalize.checks.prose_averages import check_stated_averages, check_stated_efficiency
from normalize.checks.prose_budgets import check_stated_budgets, check_totals
from normalize.checks.prose_claims import check_claims_of_all, check_claims_of_cuts, check_claims_of_trend
from normalize.checks.prose_counted_things import check_counted_things
from normalize.checks.prose_counts import (
    check_agreed_counts,
    check_listed_names,
    check_listed_objectives,
    check_objective_counts,
    check_programme_counts,
)
from normalize.checks.prose_extremes import check_extremes
from normalize.checks.prose_far_shares import check_far_shares
from normalize.checks.prose_groups import check_groups_of_counts, check_measured_groups, check_sums_behind
from normalize.checks.prose_headings import check_program_headings
from normalize.checks.prose_indicator_claims import check_indicator_claims
from normalize.checks.prose_limits import check_limits
from normalize.checks.prose_means import check_told_means
from normalize.checks.prose_missions import check_missions
from normalize.checks.prose_money_slips import check_money_slips, check_shares_of_budget
from normalize.checks.prose_moves import check_moves
from normalize.checks.prose_near_values import check_near_values
from normalize.checks.prose_number_words import check_number_words
from normalize.checks.prose_objective_claims import check_objective_claims
from normalize.checks.prose_objectives import check_objective_means
from normalize.checks.prose_overall import check_overall_achievement
from normalize.checks.prose_parts import check_larger_parts, check_stated_parts
from normalize.checks.prose_persons import check_signers
from normalize.checks.prose_plan_ends import check_plan_end_values, check_plan_ends
from normalize.checks.prose_plans import (
    check_ordinal_years,
    check_plan_periods,
    check_regional_plans,
    check_report_year,
    check_vision,
    check_years_of_headings,
)
from normalize.checks.prose_programs import check_program_names
from normalize.checks.prose_progress import check_parts_of_budget, check_progress
from normalize.checks.prose_ratings import check_predicates, check_rated_sentences
from normalize.checks.prose_reached import check_rating_counts, check_reached_counts
from normalize.checks.prose_references import (
    check_lost_numbers,
    check_misquoted,
    check_organisation_rules,
    check_outdated,
    check_years_of_references,
)
from normalize.checks.prose_remainders import check_remainders, check_wholly_spent
from normalize.checks.prose_row_absorption import check_absorption_of_rows
from normalize.checks.prose_sections import (
    check_analyses,
    check_list_letters,
    check_lost_text,
    check_objective_numbers,
    check_section_numbers,
    check_sections,
)
from normalize.checks.prose_spelling import check_agency_spelling, check_scale_spelling, check_spelling
from normalize.checks.prose_subject_values import check_subject_values
from normalize.checks.prose_tallies import (
    check_differing_counts,
    check_differing_programmes,
    check_list_counts,
    check_parts_behind,
    check_parts_of_page,
    check_sums_of_counts,
)
from normalize.checks.prose_told_changes import check_told_changes
from normalize.checks.prose_twice import check_objective_achievements, check_realized_counts
from normalize.checks.prose_values import check_prose_values
from normalize.model import Finding

PROSE_CHECKS: tuple[Callable[[Dossier], Iterable[Finding]], ...] = (
    check_prose_values,
    check_subject_values,
    check_near_values,
    check_moves,
    check_limits,
    check_objective_achievements,
    check_realized_counts,
    check_counted_things,
    check_stated_averages,
    check_stated_efficiency,
    check_told_means,
    check_shares,
    check_far_shares,
    check_quotients,
    check_changes,
    check_told_changes,
    check_stated_absorption,
    check_absorption_of_budget,
    check_absorption_of_rows,
    check_remainders,
    check_wholly_spent,
    check_stated_budgets,
    check_totals,
    check_money_slips,
    check_shares_of_budget,
    check_program_names,
    check_activity_names,
    check_program_headings,
    check_missions,
    check_stated_parts,
    check_larger_parts,
    check_objective_means,
    check_overall_achievement,
    check_progress,
    check_parts_of_budget,
    check_claims_of_all,
    check_claims_of_trend,
    check_claims_of_cuts,
    check_indicator_claims,
    check_extremes,
    check_objective_claims,
    check_sums_of_counts,
    check_parts_of_page,
    check_parts_behind,
    check_differing_counts,
    check_differing_programmes,
    check_objective_counts,
    check_agreed_counts,
    check_programme_counts,
    check_listed_objectives,
    check_listed_names,
    check_reached_counts,
    check_rating_counts,
    check_list_counts,
    check_groups_of_counts,
    check_sums_behind,
    check_measured_groups,
    check_rated_sentences,
    check_predicates,
    check_number_words,
    check_outdated,
    check_misquoted,
    check_years_of_references,
    check_lost_numbers,
    check_organisation_rules,
    check_ordinal_years,
    check_plan_periods,
    check_plan_ends,
    check_plan_end_values,
    check_regional_plans,
    check_vision,
    check_report_year,
    check_years_of_headings,
    check_signers,
    check_scale_spelling,
    check_spelling,
    check_agency_spelling,
    check_analyses,
    check_sections,
    check_section_numbers,
    check_listed_sections,
    check_objective_numbers,
    check_list_letters,
    check_lost_text,
    check_appendices,
    check_listed_sums,
)
