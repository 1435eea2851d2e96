"""Achievements recomputed, explained and rated."""
