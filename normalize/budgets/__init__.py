"""Budgets of programmes and activities, from their tables."""
