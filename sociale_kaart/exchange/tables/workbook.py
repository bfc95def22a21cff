"""Reads the lines of a sheet of Excel.

openpyxl writes our sheets and knows what a date is, but does not read what others send: its reader that spares the
memory tells no merged cells, and a crafted file of 46 kB took it a gigabyte.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from sociale_kaart.exchange.tables.faults import Faults, TableError, TableFault
from sociale_kaart.exchange.tables.ooxml import Package
from sociale_kaart.exchange.tables.sheet import Reference, Sheet, Text
from sociale_kaart.exchange.tables.text_file import Line
from sociale_kaart.exchange.tables.write import SHEET

# What is said of a file that is broken, or that has not what it refers to, by those who unpack and read it.
_BROKEN = (BadZipFile, zlib.error, ExpatError, EOFError, OSError, LookupError, ValueError, RuntimeError)


def read_workbook_lines(data: bytes, faults: Faults) -> Iterator[Line]:
    """Give the lines of our sheet, or of the first one. Adds the faults of single cells; raises TableError."""
    try:
        book = _Book(Package(data))
        yield from book.lines(faults)
    except _BROKEN as error:
        raise TableError(TableFault("broken")) from error


class _Book:
    """A workbook: where its sheets are, and what their cells refer to."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._path = _first(path for kind, path in package.related("").values() if kind == "officeDocument")
        self._parts = package.related(self._path)

    def lines(self, faults: Faults) -> Iterator[Line]:
        """Give the lines of the sheet."""
        epoch = WINDOWS_EPOCH
        sheets: dict[str, str] = {}
        for tag, attributes, _text in self._package.tags(self._path):
            if attributes is None:
                continue
            if tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                epoch = CALENDAR_MAC_1904
            if tag == "sheet":
                kind, path = self._parts[_first(value for name, value in attributes.items() if name.endswith("}id"))]
                if kind == "worksheet":
                    sheets[attributes["name"]] = path
        refers = Reference(list(self._strings()), self._date_styles(), epoch)
        sheet = Sheet(refers, faults)
        yield from sheet.lines(self._package.tags(sheets.get(SHEET) or _first(sheets.values())))

    def _paths(self, wanted: str) -> Iterator[str]:
        return (path for kind, path in self._parts.values() if kind == wanted)

    def _strings(self) -> Iterator[str]:
        """Give the texts that cells refer to by number."""
        for path in self._paths("sharedStrings"):
            string = Text()
            for tag, attributes, text in self._package.tags(path):
                string.add(tag, attributes, text)
                if tag == "si" and attributes is None:
                    yield string.take()

    def _date_styles(self) -> frozenset[int]:
        """Give the numbers of the styles that show a number as a date."""
        formats, styles = dict(BUILTIN_FORMATS), []
        is_of_cells = False
        for path in self._paths("styles"):
            for tag, attributes, _text in self._package.tags(path):
                if tag == "cellXfs":
                    is_of_cells = attributes is not None
                elif tag == "numFmt" and attributes:
                    formats[int(attributes["numFmtId"])] = attributes["formatCode"]
                elif tag == "xf" and attributes is not None and is_of_cells:
                    styles.append(int(attributes.get("numFmtId", 0)))
        return frozenset(number for number, key in enumerate(styles) if is_date_format(formats.get(key, "")))


def _first(found: Iterable[str]) -> str:
    for text in found:
        return text
    raise LookupError("no workbook, or no sheet of cells")
