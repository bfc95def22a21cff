"""Reads the lines of a CSV file, whatever its encoding and separator."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from sociale_kaart.exchange.tables.cells import restored
from sociale_kaart.exchange.tables.columns import find_column
from sociale_kaart.exchange.tables.faults import Faults, TableError, TableFault, cell_name
from sociale_kaart.exchange.tables.limits import check_width

# The number of a line as a spreadsheet shows it, and the cells that have something in them, by their place from 0.
Line = tuple[int, dict[int, str]]

_SEPARATORS = ";,\t"
# Letters that take more than one byte in UTF-8. In windows-1252 they would be a capital and a sign, side by side.
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def read_text_lines(data: bytes, faults: Faults) -> Iterator[Line]:
    """Give the lines of a CSV file. Raises TableError when it cannot be read; adds the faults of single cells."""
    text = _decode(data)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            found = {place: cell for place, cell in enumerate(cells) if cell.strip()}
            check_width(found)
            for place, cell in found.items():
                if cell.startswith("="):
                    faults.add("formula", cell_name(place, number), number)
            yield number, {place: _text(cell) for place, cell in found.items()}
    except csv.Error:
        raise TableError(TableFault("quotes", rows=(number + 1,))) from None


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Half UTF-8, half something else: to read it as windows-1252 would spoil the half that is right.
        if _UTF8_LETTER.search(data):
            raise TableError(TableFault("encoding", rows=(data.count(b"\n", 0, error.start) + 1,))) from None
        text = _decode_windows(data)
    if "\0" in text:  # UTF-16, or no text at all
        raise TableError(TableFault("encoding"))
    return text


def _decode_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise TableError(TableFault("encoding", rows=(data.count(b"\n", 0, error.start) + 1,))) from None


def _separator(text: str) -> str:
    """Give the separator that makes the most headings of the first line."""
    found = {separator: _headings(text, separator) for separator in _SEPARATORS}
    best = max(found, key=found.__getitem__)
    if not found[best]:
        raise TableError(TableFault("no_headings"))
    return best


def _headings(text: str, separator: str) -> int:
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
        first = next((cells for cells in lines if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return 0
    return sum(find_column(restored(cell)) is not None for cell in first)


def _text(cell: str) -> str:
    return restored(cell.replace("\r\n", "\n"))
