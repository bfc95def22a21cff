"""Listings as rows of a table, and rows as what they say about a listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sociale_kaart.errors import InvalidListingError
from sociale_kaart.exchange.tables.cells import CellError
from sociale_kaart.exchange.tables.columns import KEY, MUNICIPALITY, Column, columns

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number as a spreadsheet shows it, and the text of its cells by the name of their column."""

    number: int
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        """The key of the listing that it is about."""
        return self.cells[KEY].strip()


def data_to_row(data: Mapping[str, Any]) -> dict[str, str]:
    """Give the text of each column, by name, for a sound listing as its document has it, with its "municipality"."""
    return {column.name: _written(column, data) for column in columns()}


def _written(column: Column, data: Mapping[str, Any]) -> str:
    found: Any = data
    for name in column.name.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    if found in (None, []) and column.name != MUNICIPALITY:
        return ""
    return column.form.write(found)


def row_to_data(row: Row) -> Data:
    """Give what a row says about a listing, not validated, for `merged`; with its "municipality", None when national.

    A field whose cell is empty is None; a field without a column is not there. Raises InvalidListingError with, per
    field, what is wrong: as Pydantic would call it, or "schedule_part", "contact_parts" or "visit_parts".
    """
    data: Data = {}
    faults: dict[str, str] = {}
    for column in columns():
        text = row.cells.get(column.name)
        if text is None:
            continue
        try:
            _put(data, column.name.split("."), _read(column, text))
        except CellError as error:
            faults[column.name if error.item is None else f"{column.name}.{error.item}"] = error.code
    if faults:
        raise InvalidListingError(faults)
    return data


def _read(column: Column, text: str) -> Any:
    if text.strip():
        return column.form.read(text)
    if column.name == MUNICIPALITY:
        raise CellError("missing")  # an empty cell must not make a listing national
    return None


def _put(data: Data, path: list[str], value: Any) -> None:
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = value


def merged(listing: Mapping[str, Any], change: Mapping[str, Any]) -> Data:
    """Give a listing's data with what a row says about it; what is empty is left out, what the row leaves out stays."""
    data = dict(listing)
    for name, value in change.items():
        new = merged(listing.get(name) or {}, value) if isinstance(value, Mapping) else value
        if new in (None, {}, []):
            data.pop(name, None)
        else:
            data[name] = new
    return data
