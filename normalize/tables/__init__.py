"""Rows and columns of a table: its head and body, the column of each role, the record of each row."""
