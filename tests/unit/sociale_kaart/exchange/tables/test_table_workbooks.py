"""Excel as people send it: numbers, dates and titles, and what must not be trusted."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sociale_kaart.exchange.tables import TableFault, read_table
from sociale_kaart.exchange.tables.limits import MAX_COLUMNS, MAX_LINES, MAX_ROWS, MAX_TAGS, MAX_UNPACKED
from tests.unit.sociale_kaart.exchange.tables.listings import faults_of

NAME = "hulp.xlsx"
SHEET = "xl/worksheets/sheet1.xml"
RELATED = "xl/_rels/workbook.xml.rels"


def workbook(*rows: list[Any], change: Callable[[Workbook], None] | None = None) -> bytes:
    """Give an Excel file with these rows, as Excel would make it."""
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    if change:
        change(made)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def small() -> bytes:
    return workbook(["Sleutel", "Naam"], ["a", "A"])


def with_parts(data: bytes, parts: dict[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """Give an Excel file with parts of it replaced or added."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name) or old.read(name))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return file.getvalue()


def sheet_with(rows: str) -> bytes:
    """Give an Excel file whose sheet has these rows, in XML."""
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>key</t></is></c></row>'
    return with_parts(small(), {SHEET: f"{start}{heading}{rows}</sheetData></worksheet>".encode()})


# --- what is understood ------------------------------------------------------------------------------------------
def test_numbers_dates_and_yes_become_text() -> None:
    rows = read_table(
        workbook(
            ["key", "phones", "checked_on", "closed_from", "free", "tier", "latitude", "people", "name"],
            [7, 112, dt.date(2026, 5, 1), dt.datetime(2026, 5, 1, 9, 30), True, 3.0, 52.72, dt.time(9, 30), None],  # noqa: DTZ001
        ),
        NAME,
    ).rows
    assert list(rows[0].cells.values()) == [
        *("7", "112", "2026-05-01", "2026-05-01 09:30:00", "ja", "3", "52.72", "09:30", "")
    ]


def test_rows_have_the_number_that_excel_shows() -> None:
    table = read_table(workbook([], ["Sleutel", None, "Naam"], [], ["a", None, "A"], ["b", None, "B"]), NAME)
    assert [(row.number, row.key) for row in table.rows] == [(4, "a"), (5, "b")]


def test_only_the_first_sheet_is_read() -> None:
    def change(made: Workbook) -> None:
        made.create_sheet("Kladblok").append(["=1+1", "onzin"])

    assert len(read_table(workbook(["key"], ["a"], change=change), NAME).rows) == 1


def test_our_own_sheet_is_found_wherever_it_stands() -> None:
    def change(made: Workbook) -> None:
        made.create_sheet("Hulpaanbod").append(["key", "name"])
        made["Hulpaanbod"].append(["b", "B"])

    assert read_table(workbook(["Kladblok"], change=change), NAME).rows[0].key == "b"


def test_a_code_for_a_character_is_read_as_that_character() -> None:
    table = read_table(workbook(["key", "name", "source"], ["a", "x_x000D_\ny", "_xD83D_"]), NAME)
    assert list(table.rows[0].cells.values())[1:] == ["x\ny", "_xD83D_"]


def test_texts_that_are_kept_apart_as_excel_does_are_put_back_in_their_cells() -> None:
    """With bold words, with how to pronounce them, and with a prefix before the names of the tags."""
    strings = """<x:sst xmlns:x="urn:x"><x:si><x:t>key</x:t></x:si><x:si><x:t>name</x:t></x:si>
        <x:si><x:r><x:t xml:space="preserve">Koffie </x:t></x:r><x:r><x:rPr><x:b/></x:rPr><x:t>Zoë</x:t></x:r>
        <x:rPh sb="0" eb="1"><x:t>kofi</x:t></x:rPh></x:si></x:sst>"""
    cells = '<c r="A{0}" t="s"><v>{1}</v></c><c r="C{0}" t="s"><v>{2}</v></c>'
    rows = f'<row r="1">{cells.format(1, 0, 1)}</row><row r="5">{cells.format(5, 1, 2)}</row>'
    sheet = f'<s:worksheet xmlns:s="urn:y" xmlns="urn:y"><sheetData>{rows}</sheetData></s:worksheet>'
    with ZipFile(BytesIO(small())) as made:
        related = made.read(RELATED).replace(
            b"</Relationships>",
            b'<Relationship Id="s" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
    parts = {RELATED: related, "xl/sharedStrings.xml": strings.encode(), SHEET: sheet.encode()}
    table = read_table(with_parts(small(), parts), NAME)
    assert [(row.number, row.cells) for row in table.rows] == [(5, {"key": "name", "name": "Koffie Zoë"})]


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    rows = '<row><c t="str"><v>=1+1</v></c></row>'
    assert read_table(sheet_with(rows), NAME).rows[0].cells == {"key": "=1+1"}


def test_dates_are_counted_from_the_day_that_the_file_says() -> None:
    def change(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    data = workbook(["key", "closed_from"], ["a", dt.date(2026, 5, 1)], change=change)
    assert read_table(data, NAME).rows[0].cells["closed_from"] == "2026-05-01"


def test_a_date_that_is_written_out_is_read() -> None:
    rows = '<row><c t="d"><v>2026-05-01T00:00:00</v></c></row>'
    assert read_table(sheet_with(rows), NAME).rows[0].key == "2026-05-01"


def test_a_number_that_is_no_date_stays_a_number() -> None:
    data = workbook(["key", "closed_from"], ["a", dt.date(2026, 5, 1)])
    with ZipFile(BytesIO(data)) as made:
        sheet = made.read(SHEET)
    serial = str((dt.date(2026, 5, 1) - dt.date(1899, 12, 30)).days).encode()
    assert sheet.count(serial) == 1
    beyond = with_parts(data, {SHEET: sheet.replace(serial, b"99999999999")})
    assert read_table(beyond, NAME).rows[0].cells["closed_from"] == "99999999999.0"


def test_the_name_of_the_file_does_not_matter() -> None:
    assert len(read_table(small(), "hulp.csv").rows) == 1


# --- what is refused ---------------------------------------------------------------------------------------------
def test_merged_cells_are_refused_by_the_name_of_their_range() -> None:
    def change(made: Workbook) -> None:
        made.worksheets[0].merge_cells("B2:C4")
        made.worksheets[0].merge_cells("A7:B7")

    faults = faults_of(workbook(["key", "name"], ["a", "A"], change=change), NAME)
    assert faults == [TableFault("merged", "B2:C4"), TableFault("merged", "A7:B7")]


def test_a_merged_title_above_the_headings_is_told_as_such() -> None:
    def change(made: Workbook) -> None:
        made.worksheets[0].merge_cells("A1:B1")

    faults = faults_of(workbook(["Ons aanbod"], ["key", "name"], ["a", "A"], change=change), NAME)
    assert TableFault("merged", "A1:B1") in faults
    assert TableFault("unknown_column", "Ons aanbod") in faults


def test_formulas_and_errors_are_told_by_their_cell() -> None:
    data = workbook(["key", "name"], ["a", "=1+1"], ["b", "#N/A"], ["=A2", "B"])
    assert faults_of(data, NAME)[:2] == [TableFault("formula", "B2", (2,)), TableFault("cell_error", "B3", (3,))]
    assert TableFault("formula", "A4", (4,)) in faults_of(data, NAME)


def test_old_excel_and_a_password_are_told() -> None:
    assert faults_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "hulp.xls") == [TableFault("old_excel")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(small()[:-40], id="cut off"),
        pytest.param(small()[:60], id="only a beginning"),
        pytest.param(with_parts(small(), {SHEET: b"<worksheet>"}), id="no XML"),
        pytest.param(with_parts(small(), {"xl/workbook.xml": b"<x/>"}), id="no workbook"),
        pytest.param(with_parts(small(), {RELATED: b"<x/>"}), id="sheets that are nowhere"),
        pytest.param(with_parts(small(), {}, ZIP_BZIP2), id="another compression"),
        pytest.param(sheet_with('<row r="x"/>'), id="a row that is no number"),
        pytest.param(sheet_with('<row><c r="A2" t="s"><v>99</v></c></row>'), id="a text that is not there"),
        pytest.param(sheet_with('<row><c r="1A"/></row>'), id="a cell without a column"),
    ],
)
def test_a_broken_file_is_refused(data: bytes) -> None:
    assert faults_of(data, NAME) == [TableFault("broken")]


def test_another_kind_of_zip_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert faults_of(file.getvalue(), "hulp.ods") == [TableFault("broken")]


def test_a_workbook_without_a_sheet_of_cells_is_refused() -> None:
    made = Workbook()
    made.remove(made.worksheets[0])
    made._add_sheet(Chartsheet(parent=made))
    file = BytesIO()
    made.save(file)
    assert faults_of(file.getvalue(), NAME) == [TableFault("broken")]


# --- how big -----------------------------------------------------------------------------------------------------
def memory_for(data: bytes) -> tuple[str, int]:
    """Give the fault of a file, and how much memory it took to find it, in MB."""
    tracemalloc.start()
    try:
        code = faults_of(data, NAME)[0].code
        return code, tracemalloc.get_traced_memory()[1] // 1_000_000
    finally:
        tracemalloc.stop()


STYLES = "xl/styles.xml"
# Each is some kilobytes, and would be megabytes or gigabytes in memory.
BOMBS = {
    "spaces": ("unpacks_too_large", with_parts(small(), {STYLES: b"<x>" + b" " * MAX_UNPACKED})),
    "text": ("unpacks_too_large", with_parts(small(), {STYLES: b"<x>" + (b"<a>" + b" " * 900_000 + b"</a>") * 120})),
    "tags": ("unpacks_too_large", with_parts(small(), {STYLES: b"<x>" + b"<!---->" * MAX_TAGS})),
    "tags in tags": ("unpacks_too_large", sheet_with("<row>" * 100_000)),
    "attributes": ("unpacks_too_large", sheet_with("<c " + " ".join(f'a{n}=""' for n in range(300_000)) + "/>")),
    "text in one cell": ("unpacks_too_large", sheet_with("<row><c><v>" + "1" * 2_000_000)),
    "cells in one row": ("too_many_columns", sheet_with("<row>" + "<c/>" * MAX_TAGS)),
    "empty rows": ("too_many_rows", sheet_with("<row/>" * (MAX_LINES + 1))),
}


@pytest.mark.parametrize(("code", "bomb"), BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_before_it_grows(code: str, bomb: bytes) -> None:
    assert len(bomb) < 1_500_000
    found, memory = memory_for(bomb)
    assert found == code
    assert memory < 50


def test_a_part_that_lies_about_its_size_is_unpacked_no_further() -> None:
    """The size and the checksum that the file gives are those of its first bytes alone."""
    whole = b"<x/>" + b" " * MAX_UNPACKED
    honest, short = (with_parts(small(), {SHEET: part}) for part in (whole, whole[:4]))
    with ZipFile(BytesIO(honest)) as a, ZipFile(BytesIO(short)) as b:
        true, told = a.getinfo(SHEET), b.getinfo(SHEET)
    lie = honest.replace(true.CRC.to_bytes(4, "little"), told.CRC.to_bytes(4, "little"))
    lie = lie.replace(true.file_size.to_bytes(4, "little"), told.file_size.to_bytes(4, "little"))
    assert memory_for(lie) == ("empty", 0)


def test_entities_that_grow_are_refused() -> None:
    grow = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    xml = b'<!DOCTYPE x [<!ENTITY e0 "ha">' + grow + b"]><x>&e9;</x>"
    for part in (SHEET, "xl/workbook.xml"):
        assert faults_of(with_parts(small(), {part: xml}), NAME) == [TableFault("broken")]


def test_a_table_has_no_more_rows_than_this() -> None:
    rows = "".join(f'<row><c t="str"><v>k{number}</v></c></row>' for number in range(MAX_ROWS + 1))
    assert faults_of(sheet_with(rows), NAME) == [TableFault("too_many_rows")]


def test_a_gap_of_a_million_million_rows_is_only_a_gap() -> None:
    table = read_table(sheet_with('<row r="999999999999"><c t="str"><v>a</v></c></row>'), NAME)
    assert [row.number for row in table.rows] == [999_999_999_999]


def test_a_table_has_no_more_columns_than_this() -> None:
    assert faults_of(workbook(["key"], [None] * MAX_COLUMNS + ["x"]), NAME) == [TableFault("too_many_columns")]
    assert len(read_table(workbook(["key"] + [""] * 300, ["a"]), NAME).rows) == 1
