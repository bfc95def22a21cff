"""Listings as a table, CSV or Excel, in and out: one row for each listing, no database.

Everything of a listing is in its row and comes back the same, but for a location of which nothing at all is known.
Phones, contacts, schedules and visits stand in one cell each, one a line (`lines.py`).
"""

from sociale_kaart.exchange.tables.columns import Column, columns
from sociale_kaart.exchange.tables.faults import TableError, TableFault
from sociale_kaart.exchange.tables.read import Table, read_table
from sociale_kaart.exchange.tables.rows import Row, data_to_row, merged, row_to_data
from sociale_kaart.exchange.tables.write import write_csv, write_xlsx

__all__ = [
    "Column",
    "Row",
    "Table",
    "TableError",
    "TableFault",
    "columns",
    "data_to_row",
    "merged",
    "read_table",
    "row_to_data",
    "write_csv",
    "write_xlsx",
]
