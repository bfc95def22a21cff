"""How big a table may be that somebody sends."""

from collections.abc import Mapping

from sociale_kaart.exchange.tables.faults import TableError, TableFault

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200

# Of an Excel file: all that is read of it together. 20,000 listings as ours take 27 MB and 1.6 million tags.
MAX_UNPACKED = 100_000_000
MAX_TAGS = 5_000_000
MAX_DEPTH = 50  # of tags in tags
MAX_STRETCH = 1_000_000  # without a tag; a cell has at most 32,767 letters
MAX_LINES = 100_000  # with the empty ones, that have a colour or a border
MAX_CELLS = 16_384  # in a line, with the empty ones: as wide as Excel is


def check_width(cells: Mapping[int, str]) -> None:
    """Raise TableError when a line has something in a column too many."""
    if max(cells, default=0) >= MAX_COLUMNS:
        raise TableError(TableFault("too_many_columns"))
