"""A row becomes what it says about a listing: cells in many spellings, faults by field, and what it leaves alone."""

from typing import Any

import pytest

from sociale_kaart.errors import InvalidListingError
from sociale_kaart.exchange.tables import data_to_row, merged, row_to_data
from tests.unit.builders import listing
from tests.unit.sociale_kaart.exchange.tables.listings import FULL, owned, row_of


def faults(**cells: str) -> dict[str, str]:
    with pytest.raises(InvalidListingError) as caught:
        row_to_data(row_of(**cells))
    return caught.value.faults


# --- what an editor reads ----------------------------------------------------------------------------------------
def test_a_listing_is_written_in_words_that_an_editor_understands() -> None:
    row = data_to_row(owned(FULL))
    wanted = {
        "municipality": "emmen",
        "kind": "Servicepunt",
        "tier": "3 voor iedereen",
        "needs": "boodschappen, schoonmaak",
        "status": "tijdelijk dicht",
        "closed_until": "2026-08-31",
        "referral_needed": "nee",
        "free": "ja",
        "phones": "0591-123456: balie\n06-12345678",
        "contacts": "De balie | vrijwilliger | balie@example.org | 0591-654321",
        "location.latitude": "52,72",
        "location.wheelchair": "voor een deel",
        "schedules": "maandag, donderdag | 09:00-12:30 | elke week\n"
        "tweede dinsdag | elke maand | vanaf 2024-01-09 | t/m 2024-12-31 | uitleg: inloop",
        "visits": "sedna | spreekuur\n- vrijdag | vanaf 10:00\n- uitleg: op afspraak\n| de wijkagent",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_what_is_not_known_is_an_empty_cell() -> None:
    filled = {name for name, text in data_to_row(owned(listing("x"))).items() if text}
    assert filled == {*listing("x"), "municipality"}


def test_a_national_listing_says_so() -> None:
    assert data_to_row(owned(listing("x"), None))["municipality"] == "landelijk"
    assert row_to_data(row_of(municipality=" Landelijk ")) == {"municipality": None}


# --- spellings ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("kind", "plek of gebouw", "facility"),
        ("kind", "facility", "facility"),
        ("status", " Tijdelijk dicht", "temporarily_closed"),
        ("status", "archived", "archived"),
        ("tier", "4", 4),
        ("tier", "4 Op maat", 4),
        ("free", "JA", True),
        ("free", "onwaar", False),
        ("needs", "schoonmaak; boodschappen,\nvervoer,", ["schoonmaak", "boodschappen", "vervoer"]),
        ("closed_from", "2026-7-1", "2026-07-01"),
        ("closed_from", "1-7-2026", "2026-07-01"),
        ("checked_on", "31-02-2026", "2026-02-31"),
        ("location__latitude", "52.72", {"latitude": 52.72}),
        ("location__address__city", "Emmen", {"address": {"city": "Emmen"}}),
        ("phones", "14 0592 : gemeente\n\n112", [{"number": "14 0592", "description": "gemeente"}, {"number": "112"}]),
        ("contacts", "Anna \\| Bram | | | 112", [{"name": "Anna | Bram", "phone": "112"}]),
        ("contacts", "C:\\balie", [{"name": "C:\\balie"}]),
        ("visits", "sedna |", [{"organization": "sedna"}]),
    ],
)
def test_a_cell_may_be_spelled_otherwise(name: str, text: str, value: Any) -> None:
    data = row_to_data(row_of(**{name: text}))
    assert data == {name.split("__", maxsplit=1)[0]: value}


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("ma, 1e di, laatste vrijdag", {"byday": "MO,1TU,-1FR"}),
        ("MO,-2FR", {"byday": "MO,-2FR"}),
        ("9.00 - 17:30|Wekelijks|za", {"opens_at": "09:00", "closes_at": "17:30", "freq": "WEEKLY", "byday": "SA"}),
        ("tot 12:00 | op 9-1-2026", {"closes_at": "12:00", "dtstart": "2026-01-09"}),
        ("tot en met 2026-12-31 | zo", {"until": "2026-12-31", "byday": "SU"}),
        ("Uitleg: ma \\| di, elke week", {"description": "ma | di, elke week"}),
    ],
)
def test_a_schedule_may_be_spelled_otherwise(text: str, schedule: dict[str, str]) -> None:
    assert row_to_data(row_of(schedules=text)) == {"schedules": [schedule]}


# --- faults ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("kind", "winkel", "literal_error"),
        ("tier", "5", "literal_error"),
        ("free", "soms", "bool_parsing"),
        ("closed_from", "1 juli", "date_parsing"),
        ("closed_from", "7/1/2026", "date_parsing"),
        ("closed_from", "1-7-26", "date_parsing"),
        ("location__latitude", "noord", "float_parsing"),
        ("municipality", " ", "missing"),
    ],
)
def test_a_cell_that_says_something_else_is_a_fault_of_its_field(name: str, text: str, fault: str) -> None:
    assert faults(**{name: text}) == {name.replace("__", "."): fault}


@pytest.mark.parametrize("text", ["maandga", "op afspraak", "ma | di", "ma | 9:00-10:00 | vanaf 11:00", "van 9 tot 5"])
def test_a_schedule_that_cannot_be_told_is_a_fault_of_its_line(text: str) -> None:
    assert faults(schedules=f"vrijdag\n{text}") == {"schedules.1": "schedule_part"}


def test_parts_too_many_or_too_few_are_a_fault_of_their_line() -> None:
    assert faults(contacts="a\nb | c | d | e | f") == {"contacts.1": "contact_parts"}
    assert faults(visits="sedna | x\nicare") == {"visits.1": "visit_parts"}
    assert faults(visits="- maandag") == {"visits.0": "visit_parts"}
    assert faults(visits="sedna | x\n- soms") == {"visits.0": "schedule_part"}


def test_all_faults_of_a_row_are_told() -> None:
    assert faults(kind="winkel", tier="9", name="Naam").keys() == {"kind", "tier"}


# --- what a row changes ------------------------------------------------------------------------------------------
def test_a_field_without_a_column_stays_as_it_is() -> None:
    change = row_to_data(row_of(key="infohuus", name="Huus", location__address__city="Emmen"))
    assert merged(FULL, change) == FULL | {
        "name": "Huus",
        "location": FULL["location"] | {"address": FULL["location"]["address"] | {"city": "Emmen"}},
    }


def test_an_empty_cell_makes_a_field_empty() -> None:
    change = row_to_data(row_of(email="", phones=" ", free="", location__latitude="", location__longitude=""))
    data = merged(FULL, change)
    assert set(FULL) - set(data) == {"email", "phones", "free"}
    assert set(FULL["location"]) - set(data["location"]) == {"latitude", "longitude"}


def test_a_location_of_which_nothing_is_left_is_no_location() -> None:
    where = {"location": {"address": {"address_1": "Weg 1", "city": "Emmen"}}}
    change = row_to_data(row_of(location__address__address_1="", location__address__city=""))
    assert merged(listing("x") | where, change) == listing("x")


def test_no_is_not_empty() -> None:
    assert merged({}, row_to_data(row_of(free="nee")))["free"] is False


def test_the_listing_itself_is_not_changed() -> None:
    before = {"key": "x", "location": {"name": "School"}}
    merged(before, row_to_data(row_of(location__name="")))
    assert before == {"key": "x", "location": {"name": "School"}}
