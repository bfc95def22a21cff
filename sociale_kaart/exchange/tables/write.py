"""Writes a table of listings as CSV or Excel."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sociale_kaart.exchange.tables.cells import harmless
from sociale_kaart.exchange.tables.columns import columns
from sociale_kaart.exchange.tables.faults import TableError, TableFault
from sociale_kaart.exchange.tables.rows import data_to_row

Data = Mapping[str, Any]

SHEET = "Hulpaanbod"
_EXPLANATION_SHEET = "Uitleg"
_EXPLANATION_HEADINGS = ("Kolom", "Engelse naam", "Wat u invult")
# A Dutch Excel expects this, and the mark of UTF-8 that Python calls utf-8-sig.
_SEPARATOR = ";"

# More than fits in a cell of Excel; openpyxl would cut it off and say nothing.
_MOST_LETTERS = 32_767
_NARROW, _WIDE = 24, 40  # letters
_TEXT_FORMAT = "@"  # so that Excel makes no number of a phone number that is typed
# What XML cannot hold, and line ends that it does not keep; the code itself (OOXML, ST_Xstring).
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_csv(listings: Iterable[Data]) -> Iterator[bytes]:
    """Give the lines of a CSV file; a listing is as its document has it, with its "municipality" (None: national)."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=_SEPARATOR)
    writer.writerow(column.heading for column in columns())
    yield buffer.getvalue().encode("utf-8-sig")
    for listing in listings:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(harmless(text) for text in data_to_row(listing).values())
        yield buffer.getvalue().encode()


def write_xlsx(listings: Iterable[Data]) -> bytes:
    """Give an Excel file with the listings, and a second sheet that explains the columns.

    A listing is as its document has it, with its "municipality" (None: national). Raises TableError ("too_long")
    when something does not fit in a cell.
    """
    workbook = Workbook(write_only=True)
    headings = [column.heading for column in columns()]
    rows = (data_to_row(listing).values() for listing in listings)
    _add_sheet(workbook, SHEET, headings, rows, [_NARROW] * len(headings))
    explained = ((column.heading, column.name, column.explanation) for column in columns())
    _add_sheet(workbook, _EXPLANATION_SHEET, _EXPLANATION_HEADINGS, explained, [_NARROW, _WIDE, 3 * _WIDE])
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _add_sheet(
    workbook: Workbook, title: str, headings: Sequence[str], rows: Iterable[Iterable[str]], widths: Sequence[int]
) -> None:
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    # A row is written out at once: the same cells serve for the next, which is twice as quick.
    cells = [_cell(sheet, "") for _heading in headings]
    try:
        for row in rows:
            sheet.append([_fill(cell, text) if text else None for cell, text in zip(cells, row, strict=True)])
    finally:
        sheet.close()


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.number_format = _TEXT_FORMAT
    if bold:
        cell.font = Font(bold=True)
    return _fill(cell, text)


def _fill(cell: Cell, text: str) -> Cell:
    text = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", harmless(text))
    if len(text) > _MOST_LETTERS:
        raise TableError(TableFault("too_long"))
    cell.value = text
    cell.data_type = "s"  # openpyxl takes "#N/A" for an error
    return cell
