"""Whose report it is: agency, government, year and kind of document."""
