"""What is written is harmless in a spreadsheet, and looks as an editor of a Dutch Excel expects."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from sociale_kaart.exchange.tables import TableError, columns, read_table, write_csv, write_xlsx
from tests.unit.builders import listing
from tests.unit.sociale_kaart.exchange.tables.listings import Data, owned, read_back, written

FORMULAS = [
    *("=1+1", "+31 6", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "＝1+1", "＠x", "－1"),
    *("'=1", "''=1", "'-", "- een\n- twee", "=", "-"),
]
HARMLESS = ["een = twee", "'s avonds", "'", "a-b", "1+1"]
# No document begins so, but a cell may: those are made harmless as well.
WHITE = ["\t=1", "\r=1", "\n=1"]


def described(text: str) -> Data:
    return owned(listing("klusdienst", description=text))


def csv_cell(data: Data) -> str:
    text = b"".join(write_csv([data])).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))
    return str(rows[0]["Beschrijving"])


def excel_cell(data: Data) -> tuple[str, str]:
    sheet = load_workbook(BytesIO(write_xlsx([data])))["Hulpaanbod"]
    place = next(cell.column for cell in sheet[1] if cell.value == "Beschrijving")
    cell = sheet.cell(2, place)
    return str(cell.value), cell.data_type


@pytest.mark.parametrize("text", FORMULAS + WHITE)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert csv_cell(described(text)) == f"'{text}"
    value, kind = excel_cell(described(text))
    assert (value[0], kind) == ("'", "s")


@pytest.mark.parametrize("text", HARMLESS)
def test_an_ordinary_text_is_written_as_it_is(text: str) -> None:
    assert csv_cell(described(text)) == text
    assert excel_cell(described(text)) == (text, "s")


@pytest.mark.parametrize("text", FORMULAS + HARMLESS)
@pytest.mark.parametrize("name", ["hulp.csv", "hulp.xlsx"])
def test_what_was_made_harmless_reads_back_as_it_was(text: str, name: str) -> None:
    assert read_back(written([described(text)], name), name) == [described(text)]


@pytest.mark.parametrize("text", WHITE)
@pytest.mark.parametrize("name", ["hulp.csv", "hulp.xlsx"])
def test_white_space_before_a_formula_comes_back_too(text: str, name: str) -> None:
    table = read_table(written([described(text)], name), name)
    assert table.rows[0].cells["description"] == text


@pytest.mark.parametrize("text", ["#N/A", "1-2-2026", "0591", "TRUE", "_x000D_", "a\x01\ufffe\rb", "a & <b>"])
def test_excel_makes_nothing_else_of_a_text(text: str) -> None:
    assert excel_cell(described(text))[1] == "s"
    assert read_table(written([described(text)], "a.xlsx"), "a.xlsx").rows[0].cells["description"] == text


def test_a_csv_file_is_what_a_dutch_excel_opens() -> None:
    parts = list(write_csv([described("Zoë")]))
    assert parts[0].startswith(b"\xef\xbb\xbfSleutel;Gemeente;Soort;Naam;")
    assert parts[1].startswith(b"klusdienst;emmen;Hulp of dienst;Klusdienst;")
    assert "Zoë".encode() in parts[1]
    assert len(parts) == 2


def test_a_csv_file_is_written_row_by_row() -> None:
    asked: list[int] = []

    def listings() -> object:
        for number in range(3):
            asked.append(number)
            yield described("x")

    parts = write_csv(listings())  # type: ignore[arg-type]
    next(parts)
    next(parts)
    assert asked == [0]


def test_cells_of_excel_are_text_so_that_what_is_typed_there_stays_text() -> None:
    sheet = load_workbook(BytesIO(write_xlsx([described("x")])))["Hulpaanbod"]
    assert {cell.number_format for cell in sheet[2] if cell.value} == {"@"}


def test_the_second_sheet_explains_every_column() -> None:
    book = load_workbook(BytesIO(write_xlsx([])))
    assert book.sheetnames == ["Hulpaanbod", "Uitleg"]
    rows = [tuple(cell.value for cell in row) for row in book["Uitleg"].iter_rows(min_row=2)]
    assert rows == [(column.heading, column.name, column.explanation) for column in columns()]


def test_what_does_not_fit_in_a_cell_of_excel_is_told() -> None:
    phones = [{"number": "0591-123456", "description": "x" * 300}] * 120
    with pytest.raises(TableError) as caught:
        write_xlsx([owned(listing("x", phones=phones))])
    assert caught.value.faults[0].code == "too_long"
