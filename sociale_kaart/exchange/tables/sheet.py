"""The cells of a sheet of Excel, as text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel

from sociale_kaart.exchange.tables.cells import restored
from sociale_kaart.exchange.tables.faults import Faults, TableError, TableFault, cell_name
from sociale_kaart.exchange.tables.limits import MAX_CELLS, MAX_LINES, check_width
from sociale_kaart.exchange.tables.ooxml import Tag
from sociale_kaart.exchange.tables.text_file import Line

_LETTERS = re.compile(r"[A-Z]{1,3}")
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Reference:
    """What cells refer to by number: texts, which styles show a date, and from which day dates are counted."""

    strings: list[str]
    date_styles: frozenset[int]
    epoch: dt.datetime


class Text:
    """A text that may be in pieces, each in another type; how it is pronounced (`rPh`) is no part of it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_spoken = False

    def add(self, tag: str, attributes: dict[str, str] | None, text: str) -> None:
        """Add what a tag has of the text."""
        if tag == "rPh":
            self._is_spoken = attributes is not None
        elif tag == "t" and attributes is None and not self._is_spoken:
            self._pieces.append(text)

    def take(self) -> str:
        """Give the text, and begin anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text


class Sheet:
    """A sheet that is read tag by tag."""

    def __init__(self, refers: Reference, faults: Faults) -> None:
        self._refers = refers
        self._faults = faults
        self._row = 0
        self._place = -1
        self._cells: dict[int, str] = {}
        # Of the cell that is being read:
        self._cell: dict[str, str] = {}
        self._value = ""
        self._text = Text()
        self._is_formula = False

    def lines(self, tags: Iterable[Tag]) -> Iterator[Line]:
        """Give the lines, with the cells that have something in them."""
        count = 0
        for tag, attributes, text in tags:
            if attributes is not None:
                self._begin(tag, attributes)
            elif tag == "row":
                count += 1
                if count > MAX_LINES:
                    raise TableError(TableFault("too_many_rows"))
                yield self._row, self._cells
            else:
                self._end(tag, text)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._place, self._cells = -1, {}
        elif tag == "c":
            self._place = _place(attributes["r"]) if "r" in attributes else self._place + 1
            if self._place >= MAX_CELLS:
                raise TableError(TableFault("too_many_columns"))
            self._cell, self._value, self._is_formula = attributes, "", False
        elif tag == "f":
            self._is_formula = True
        elif tag == "mergeCell":
            self._faults.add("merged", attributes["ref"])
        else:
            self._text.add(tag, attributes, "")

    def _end(self, tag: str, text: str) -> None:
        if tag == "v":
            self._value = text
        elif tag == "c":
            found = self._read()
            if found.strip():
                self._cells[self._place] = found
                check_width(self._cells)
        else:
            self._text.add(tag, None, text)

    def _read(self) -> str:
        """Give the text of the cell that ended."""
        own, kind = self._text.take(), self._cell.get("t", "n")
        if self._is_formula or kind == "e":
            code = "formula" if self._is_formula else "cell_error"
            self._faults.add(code, cell_name(self._place, self._row), self._row)
            return ""
        if kind == "s":
            return _decode(self._refers.strings[int(self._value)])
        if kind in ("str", "inlineStr"):
            return _decode(own or self._value)
        if kind == "b":
            return {"1": "ja", "0": "nee"}.get(self._value, "")
        return self._number() if kind == "n" and self._value else self._value.removesuffix("T00:00:00")

    def _number(self) -> str:
        number = float(self._value)
        if int(self._cell.get("s", 0)) in self._refers.date_styles:
            return _moment(number, self._refers.epoch)
        return str(int(number)) if number.is_integer() else str(number)


def _place(name: str) -> int:
    letters = _LETTERS.match(name)
    if letters is None:
        raise ValueError(f"no name of a cell: {name!r}")
    return column_index_from_string(letters[0]) - 1


def _decode(text: str) -> str:
    return restored(_CODE.sub(_character, text).replace("\r\n", "\n"))


def _character(found: re.Match[str]) -> str:
    """Give the character of a code; halves of a character stay as they are, they could be stored nowhere."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _moment(number: float, epoch: dt.datetime) -> str:
    """Give a date, a time or both, as an editor would write them."""
    try:
        moment = from_excel(number, epoch)
    except (OverflowError, ValueError):  # no calendar goes so far; Excel shows ####
        return str(number)
    if isinstance(moment, dt.datetime):
        return str(moment.date() if moment.time() == dt.time() else moment)
    return str(moment.strftime("%H:%M"))
