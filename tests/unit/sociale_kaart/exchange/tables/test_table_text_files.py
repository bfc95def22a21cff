"""CSV as people send it: other encodings, separators and line ends, and what makes it no table."""

from collections.abc import Iterable

import pytest

from sociale_kaart.exchange.tables import TableFault, read_table
from sociale_kaart.exchange.tables.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from tests.unit.sociale_kaart.exchange.tables.listings import faults_of

TEXT = "Sleutel;Naam\r\nkoffie;Koffie in café ’t Hoekje\r\n"


def cells(data: bytes, name: str = "hulp.csv") -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(data, name).rows]


def faults(text: str, name: str = "hulp.csv") -> list[TableFault]:
    return faults_of(text.encode(), name)


# --- what is understood ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_are_read_in_each_encoding_that_is_in_use(encoding: str) -> None:
    assert cells(TEXT.encode(encoding)) == [{"key": "koffie", "name": "Koffie in café ’t Hoekje"}]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("name", ["hulp.csv", "HULP.CSV", "hulp.tsv", "hulp.txt"])
def test_the_separator_is_found(separator: str, name: str) -> None:
    text = f'Sleutel{separator}"Naam"\nk{separator}"een, twee; ""drie""\tvier"\n'
    assert cells(text.encode(), name) == [{"key": "k", "name": 'een, twee; "drie"\tvier'}]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_each_line_end_will_do(line_end: str) -> None:
    assert len(cells(line_end.join(["key;name", "a;A", "b;B"]).encode())) == 2


def test_rows_have_the_number_that_a_spreadsheet_shows() -> None:
    text = '\nSleutel;Naam\n\na;"twee\nregels"\n;\nb;B\n'
    assert [(row.number, row.key) for row in read_table(text.encode(), "hulp.csv").rows] == [(4, "a"), (6, "b")]


def test_dutch_and_english_headings_go_together_in_any_order() -> None:
    table = read_table(b"name;Sleutel;description\nA;a;\n", "hulp.csv")
    assert [column.name for column in table.columns] == ["name", "key", "description"]
    assert table.rows[0].cells == {"name": "A", "key": "a", "description": ""}


def test_a_short_row_has_empty_cells() -> None:
    """Excel leaves out the empty cells at the end of some rows."""
    assert cells(b"Sleutel;Naam;Bron\na;A\n") == [{"key": "a", "name": "A", "source": ""}]


def test_a_text_that_only_looks_like_a_formula_is_a_text() -> None:
    assert cells(b"key;name;description\na;+31;- een\n")[0]["description"] == "- een"
    assert cells(b"key;name\na;'=1+1\n")[0]["name"] == "=1+1"


# --- what is refused ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_another_encoding_is_refused(encoding: str) -> None:
    assert faults_of(TEXT.encode(encoding), "hulp.csv") == [TableFault("encoding")]


def test_two_encodings_in_one_file_are_refused_with_the_line() -> None:
    mixed = TEXT.encode() + "kroeg;Kroeg Zoë\n".encode("cp1252")
    assert faults_of(mixed, "hulp.csv") == [TableFault("encoding", rows=(3,))]


def test_bytes_that_mean_nothing_are_refused_with_the_line() -> None:
    assert faults_of(b"key;name\na;\x81\n", "hulp.csv") == [TableFault("encoding", rows=(2,))]


@pytest.mark.parametrize("text", ["Sleutel|Naam\na|A\n", "Overzicht\nSleutel;Naam\na;A\n", "<html></html>"])
def test_a_file_without_headings_in_its_first_line_is_refused(text: str) -> None:
    assert faults(text) == [TableFault("no_headings")]


def test_a_quote_that_is_not_closed_is_refused_with_the_row() -> None:
    assert faults('key;name\na;A\nb;"B\nc;C\n') == [TableFault("quotes", rows=(3,))]


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert faults_of(data, "hulp.csv")[0].code in ("empty", "no_headings")


def test_headings_alone_are_no_table() -> None:
    assert faults("key;name\n;\n") == [TableFault("no_rows")]


@pytest.mark.parametrize("name", ["hulp.pdf", "hulp", "hulp.xlsx", "hulp.csv.exe"])
def test_another_kind_of_file_is_refused(name: str) -> None:
    assert faults(TEXT, name) == [TableFault("not_a_table")]


def test_a_formula_is_not_run_but_told() -> None:
    text = 'key;name;summary\na;=1+1;x\nb;B;"=HYPERLINK(""http://x"")"\n'
    assert faults(text) == [TableFault("formula", "B2", (2,)), TableFault("formula", "C3", (3,))]


def test_unknown_and_double_columns_are_named() -> None:
    assert faults("key;Telfoon;Naam;name;Opmerking\na;1;2;3;4\n") == [
        TableFault("unknown_column", "Telfoon"),
        TableFault("double_column", "Naam"),
        TableFault("unknown_column", "Opmerking"),
    ]


def test_what_stands_where_a_name_should_be_is_cut_off() -> None:
    assert faults("key;" + "x" * 1_000 + "\na;A\n") == [TableFault("unknown_column", "x" * 80)]


def test_a_cell_under_no_heading_is_told() -> None:
    assert faults("key;name;\na;A;\nb;B;;x\n") == [TableFault("no_heading", "D3", (3,))]


def test_a_table_without_keys_is_refused() -> None:
    assert faults("Naam;Bron\nA;x\n") == [TableFault("no_key_column")]


def test_a_missing_key_and_double_keys_are_told_with_their_rows() -> None:
    assert faults("key;name\na;A\n;B\nb;B\na ;C\n") == [
        TableFault("no_key", rows=(3,)),
        TableFault("double_key", "a", (2, 5)),
    ]


def test_no_more_faults_are_told_than_an_editor_reads() -> None:
    assert len(faults("key;name\n" + ";A\n" * 5_000)) == 100


# --- how big -----------------------------------------------------------------------------------------------------
def _rows(count: int) -> Iterable[str]:
    return (f"k{number}" for number in range(count))


def test_a_table_may_have_this_many_rows_and_no_more() -> None:
    assert len(cells("\n".join(["key", *_rows(MAX_ROWS)]).encode())) == MAX_ROWS
    assert faults("\n".join(["key", *_rows(MAX_ROWS + 1)])) == [TableFault("too_many_rows")]


@pytest.mark.parametrize("line", ["key" + ";" * MAX_COLUMNS + "x\na\n", "key\na" + ";" * 100_000 + "=x\n"])
def test_a_table_has_no_more_columns_than_this(line: str) -> None:
    assert faults(line) == [TableFault("too_many_columns")]


def test_a_file_is_no_bigger_than_this() -> None:
    assert faults_of(b"key;name\na;A\n" + b"\n" * MAX_BYTES, "hulp.csv") == [TableFault("too_large")]


def test_a_cell_without_end_is_refused() -> None:
    assert faults("key;name\na;" + "x" * 200_000) == [TableFault("quotes", rows=(2,))]
