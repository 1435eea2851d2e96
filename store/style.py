"""How an exported file is written: its heads, and what a spreadsheet in Indonesia expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.columns import Column, View


@dataclass(frozen=True, slots=True)
class Style:
    """`labels` are the column names or their Indonesian labels; `excel_id` is for CSV that Indonesian Excel opens.

    `wide` writes the trend with its years as columns.
    """

    labels: Literal["name", "id"] = "name"
    excel_id: bool = False
    wide: bool = False

    @property
    def delimiter(self) -> str:
        return ";" if self.excel_id else ","

    def head(self, column: Column) -> str:
        """The head of a column."""
        return column.label if self.labels == "id" else column.name

    def sheet(self, view: View) -> str:
        """The name of a view's sheet."""
        return view.label if self.labels == "id" else view.name

    def digits(self, number: str) -> str:
        """A plain number with the decimal mark of the file."""
        return number.replace(".", ",") if self.excel_id else number


PLAIN = Style()
