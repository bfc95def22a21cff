"""Reads a table of listings from a file that somebody sent: CSV or Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from sociale_kaart.exchange.tables.columns import KEY, Column, find_column
from sociale_kaart.exchange.tables.faults import Faults, TableError, TableFault, cell_name
from sociale_kaart.exchange.tables.limits import MAX_BYTES, MAX_ROWS
from sociale_kaart.exchange.tables.rows import Row
from sociale_kaart.exchange.tables.text_file import Line, read_text_lines
from sociale_kaart.exchange.tables.workbook import read_workbook_lines

_TEXT_FILES = (".csv", ".tsv", ".txt")
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx with a password


@dataclass(frozen=True)
class Table:
    """What a file holds: its columns, in its own order, and its rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes, filename: str) -> Table:
    """Give the table in a file; raises TableError with every fault that was found."""
    faults = Faults()
    lines = _lines(data, filename, faults)
    heading = next((cells for _number, cells in lines if cells), None)
    if heading is None:
        raise TableError(TableFault("empty"), *faults)
    columns = _columns(heading, faults)
    rows = list(_rows(lines, heading, columns, faults))
    if not rows:
        faults.add("no_rows")
    if any(column.name == KEY for column in columns.values()):
        _check_keys(rows, faults)
    else:
        faults.add("no_key_column")
    if faults:
        raise TableError(*faults)
    return Table(tuple(columns.values()), tuple(rows))


def _lines(data: bytes, filename: str, faults: Faults) -> Iterator[Line]:
    if len(data) > MAX_BYTES:
        raise TableError(TableFault("too_large"))
    if not data.strip():
        raise TableError(TableFault("empty"))
    if data.startswith(_OLD_EXCEL):
        raise TableError(TableFault("old_excel"))
    if data.startswith(_ZIP):
        return read_workbook_lines(data, faults)
    if PurePath(filename).suffix.lower() not in _TEXT_FILES:
        raise TableError(TableFault("not_a_table"))
    return read_text_lines(data, faults)


def _columns(heading: Mapping[int, str], faults: Faults) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for place, text in heading.items():
        column = find_column(text)
        if column is None:
            faults.add("unknown_column", text.strip())
        elif column in columns.values():
            faults.add("double_column", column.heading)
        else:
            columns[place] = column
    return columns


def _rows(
    lines: Iterator[Line], heading: Mapping[int, str], columns: Mapping[int, Column], faults: Faults
) -> Iterator[Row]:
    filled = ((number, cells) for number, cells in lines if cells)
    for count, (number, cells) in enumerate(filled):
        if count == MAX_ROWS:
            raise TableError(TableFault("too_many_rows"))
        for place in sorted(cells.keys() - heading.keys()):
            faults.add("no_heading", cell_name(place, number), number)
        yield Row(number, {column.name: cells.get(place, "") for place, column in columns.items()})


def _check_keys(rows: list[Row], faults: Faults) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if not row.key:
            faults.add("no_key", "", row.number)
        elif row.key in first:
            faults.add("double_key", row.key, first[row.key], row.number)
        else:
            first[row.key] = row.number
