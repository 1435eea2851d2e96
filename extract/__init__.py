"""Bytes to verbatim tables, lines and printed numbers, each with its place."""

from extract.image import render
from extract.reader import read, read_parts, read_tables

__all__ = ["read", "read_parts", "read_tables", "render"]
