"""What can be wrong with a table as a whole: with its file, its headings or its cells."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from sociale_kaart.errors import DomainError

# More than an editor reads at once; the rest shows when these are mended.
MAX_FAULTS = 100
_LONGEST_NAME = 80  # of what stands where a name should be


@dataclass(frozen=True)
class TableFault:
    """A fault: its code, where it is (a heading, a cell, a range or a key), and which rows it is about.

    Rows are numbered as a spreadsheet shows them. Of a whole file: "too_large", "empty", "old_excel", "not_a_table",
    "broken", "unpacks_too_large", "encoding", "quotes", "no_headings", "too_many_rows", "too_many_columns", "no_rows",
    "no_key_column". Of a part: "unknown_column", "double_column", "no_heading" (a cell under none), "merged",
    "formula", "cell_error", "no_key", "double_key". When writing: "too_long".
    """

    code: str
    where: str = ""
    rows: tuple[int, ...] = ()


class TableError(DomainError):
    """A file is no table of listings. `faults` tells all that is wrong with it, up to a hundred."""

    code = "invalid_table"

    def __init__(self, *faults: TableFault) -> None:
        super().__init__(f"{len(faults)} fault(s) in the table: {', '.join(fault.code for fault in faults)}")
        self.faults = faults


class Faults(list[TableFault]):
    """The faults found so far."""

    def add(self, code: str, where: str = "", *rows: int) -> None:
        """Keep a fault, unless there are enough of them."""
        if len(self) < MAX_FAULTS:
            self.append(TableFault(code, where[:_LONGEST_NAME], rows))


def cell_name(place: int, row: int) -> str:
    """Give the name of a cell as a spreadsheet shows it ("B7"); places count from 0, rows from 1."""
    return f"{get_column_letter(place + 1)}{row}"
