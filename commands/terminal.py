"""Text of reports and files on a terminal: shown, never obeyed."""

from __future__ import annotations

import re

import click

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor, changes colours or turns the direction of writing; line ends and tabs are none of them."""


def harmless(text: str) -> str:
    """The text without characters that a terminal obeys.

    >>> harmless("Jumlah \\x1b[2J orang\\x9b5m\\u202e\\tdan\\n")
    'Jumlah [2J orang5m\\tdan\\n'
    """
    return OBEYED.sub("", text)


def tell(text: str, err: bool = False) -> None:
    """Print lines for people."""
    click.echo(harmless(text), err=err)
