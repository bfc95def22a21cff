"""Each constraint that keeps a wrong fact out."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from sociale_kaart.exchange import documents as docs
from tests.unit.builders import FULL_LISTING, Data, listing, small_content

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def faulty_fields(model: type[BaseModel], data: Data) -> list[str]:
    """Give the dotted paths of the faults; an empty list when the data is sound."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [".".join(str(part) for part in fault["loc"]) for fault in error.errors()]
    return []


def faults_with(**fields: Any) -> list[str]:
    """Give the faults of a sound listing with these fields changed."""
    return faulty_fields(docs.ServiceDocument, FULL_LISTING | fields)


# --- phone numbers -----------------------------------------------------------------------------------------------
SOUND_NUMBERS = [
    *("112", "113", "14 0592", "14 050", "0800-2000", "0900-8844", "0800-1234567"),
    *("088-0767000", "030-7606055", "0591-123456", "06-12345678"),
]


@pytest.mark.parametrize("number", SOUND_NUMBERS)
def test_a_number_as_people_read_it_is_sound(number: str) -> None:
    assert faults_with(phones=[{"number": number}]) == []


WRONG_NUMBERS = [
    *("", "bel ons", "114", "1123", "12", "0592123456", "0592 123456", "592-123456", "+31592123456"),
    *("0800-200", "0592-123456 of 06-12345678", "0592–123456", "0592-12345a", "05921-12345"),
    *(number.translate(ARABIC_DIGITS) for number in ("112", "0592-123456", "0592-12345")),
    "0٥٩٢-١٢٣٤٥٦",
]


@pytest.mark.parametrize("number", WRONG_NUMBERS)
def test_anything_else_is_no_number(number: str) -> None:
    assert faults_with(phones=[{"number": number}]) == ["phones.0.number"]


@pytest.mark.parametrize(
    "number", ["06-1234567", "00-12345678", "0591-12345", "0591-1234567", "030-760605", "088-07670001"]
)
def test_a_number_with_a_digit_too_few_or_too_many_is_no_number(number: str) -> None:
    assert faults_with(phones=[{"number": number}]) == ["phones.0.number"]


@pytest.mark.parametrize("number", [112, 8002000, None, True])
def test_a_number_that_yaml_reads_as_something_else_is_a_fault(number: object) -> None:
    assert faults_with(phones=[{"number": number}]) == ["phones.0.number"]


def test_a_number_is_checked_wherever_it_stands() -> None:
    wrong = "0800-200"
    content = small_content()
    helpline = content["helplines.yml"]["helplines"][0]
    assert faulty_fields(docs.HelplineDocument, helpline | {"phone": wrong}) == ["phone"]
    municipality = content["municipalities/emmen/municipality.yml"]
    assert faulty_fields(docs.MunicipalityFile, municipality | {"phone": wrong}) == ["phone"]
    assert faulty_fields(docs.ContactDocument, {"name": "Balie", "phone": wrong}) == ["phone"]
    organization = content["municipalities/emmen/organizations.yml"]["organizations"][0]
    assert faulty_fields(docs.OrganizationDocument, organization | {"phones": [{"number": wrong}]}) == [
        "phones.0.number"
    ]


# --- addresses and places ----------------------------------------------------------------------------------------
def location(**fields: Any) -> list[str]:
    return faulty_fields(docs.LocationDocument, fields)


@pytest.mark.parametrize("postcode", ["7894 AB", "1000 ZZ"])
def test_a_postcode_has_four_digits_a_space_and_two_capitals(postcode: str) -> None:
    assert location(address={"address_1": "Weg 1", "city": "Emmen", "postal_code": postcode}) == []


@pytest.mark.parametrize(
    "postcode", ["7894AB", "7894 ab", "0894 AB", "789 AB", "7894 A", "7894 ABC", "7894", "", "٧٨٩٤ AB", "7٨٩٤ AB"]
)
def test_anything_else_is_no_postcode(postcode: str) -> None:
    faults = location(address={"address_1": "Weg 1", "city": "Emmen", "postal_code": postcode})
    assert faults == ["address.postal_code"]


@pytest.mark.parametrize("area", ["789", "78945", "0894", "7894 AB", "7٨٩٤", 7894])
def test_a_postcode_area_has_four_digits(area: object) -> None:
    place = {"key": "zwartemeer", "name": "Zwartemeer", "kind": "dorp"}
    assert faulty_fields(docs.PlaceDocument, place | {"postcodes": ["7894", "1000"]}) == []
    assert faulty_fields(docs.PlaceDocument, place | {"postcodes": ["7894", area]}) == ["postcodes.1"]


@pytest.mark.parametrize("missing", ["address_1", "city"])
def test_an_address_has_a_street_and_a_city(missing: str) -> None:
    address = {"address_1": "Weg 1", "city": "Emmen"}
    del address[missing]
    assert location(address=address) == [f"address.{missing}"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "fault"),
    [(50.0, 6.0, "latitude"), (54.0, 6.0, "latitude"), (52.0, 3.0, "longitude"), (52.0, 8.0, "longitude")],
)
def test_a_point_lies_in_the_netherlands(latitude: float, longitude: float, fault: str) -> None:
    assert location(latitude=52.72, longitude=7.04) == []
    assert location(latitude=latitude, longitude=longitude) == [fault]
    place = {"key": "x", "name": "X", "kind": "dorp", "latitude": latitude, "longitude": longitude}
    assert faulty_fields(docs.PlaceDocument, place) == [fault]


def test_latitude_and_longitude_are_not_swapped() -> None:
    assert location(latitude=7.04, longitude=52.72) == ["latitude", "longitude"]


@pytest.mark.parametrize("wheelchair", ["ja", "unknown", True, ""])
def test_wheelchair_access_is_yes_partly_or_no(wheelchair: object) -> None:
    assert location(wheelchair="partly") == []
    assert location(wheelchair=wheelchair) == ["wheelchair"]


def test_what_is_said_of_access_needs_someone_who_has_looked() -> None:
    assert location(wheelchair="no", accessibility_description="een trap") == []
    assert location(accessibility_description="een trap") == [""]


# --- links -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("url", ["https://example.org", "http://example.org/a?b=c#d", "https://éénloket.nl/é"])
def test_a_link_is_a_whole_address(url: str) -> None:
    assert faults_with(url=url) == []


@pytest.mark.parametrize(
    "url",
    [
        *("example.org", "www.example.org", "javascript:alert(1)", "ftp://example.org", "//example.org", "https://"),
        *('https://a"b', "https://a<b>", "https://a b", "https://a\nb", " ", "HTTPS://" + "x" * 300),
    ],
)
def test_anything_else_is_no_link(url: str) -> None:
    assert faults_with(url=url) == ["url"]


@pytest.mark.parametrize("email", ["info", "info@", "@example.org", "info@example", "a b@example.org", "a@b@c.nl"])
def test_a_mail_address_has_a_name_and_a_domain(email: str) -> None:
    assert faults_with(email="info@example.org") == []
    assert faults_with(email=email) == ["email"]


# --- times and dates ---------------------------------------------------------------------------------------------
def schedule(**fields: Any) -> list[str]:
    return faulty_fields(docs.ScheduleDocument, {"byday": "MO"} | fields)


@pytest.mark.parametrize("time", ["00:00", "09:30", "23:59"])
def test_a_time_is_hours_and_minutes(time: str) -> None:
    assert schedule(opens_at=time) == []


@pytest.mark.parametrize("time", ["24:00", "9:30", "09:60", "0930", "09.30", "9 uur", "09:30:00", "", 570, "1٢:00"])
def test_anything_else_is_no_time(time: object) -> None:
    assert schedule(opens_at=time) == ["opens_at"]
    assert schedule(closes_at=time) == ["closes_at"]


def test_opening_and_closing_are_not_the_same_moment() -> None:
    assert schedule(opens_at="09:00", closes_at="09:01") == []
    assert schedule(opens_at="09:00", closes_at="09:00") == [""]


@pytest.mark.parametrize("byday", ["MO", "MO,TH", "2TU", "-1FR", "1MO,3MO"])
def test_days_are_written_as_in_a_calendar(byday: str) -> None:
    assert schedule(byday=byday) == []


@pytest.mark.parametrize("byday", ["maandag", "mo", "MO TH", "MO,", "6MO", "0MO", "XX", ""])
def test_anything_else_is_no_day(byday: str) -> None:
    assert "byday" in schedule(byday=byday)


def test_a_schedule_says_when() -> None:
    assert schedule(byday=None, opens_at="09:00") == [""]
    assert schedule(byday=None, dtstart="2024-01-01") == []
    assert schedule(byday=None, description="op afspraak") == []


def test_a_schedule_does_not_end_before_it_begins() -> None:
    assert schedule(dtstart="2024-01-31", until="2024-02-01") == []
    assert schedule(dtstart="2024-02-01", until="2024-01-31") == [""]


@pytest.mark.parametrize("freq", ["DAILY", "weekly", ""])
def test_a_schedule_repeats_by_week_or_month(freq: str) -> None:
    assert schedule(freq="WEEKLY") == schedule(freq="MONTHLY") == []
    assert schedule(freq=freq) == ["freq"]


@pytest.mark.parametrize("date", ["2024-13-01", "2024-02-30", "1 mei 2024", "01-05-2024", "2024", ""])
def test_a_date_is_a_day_of_the_calendar(date: str) -> None:
    assert schedule(dtstart=date) == ["dtstart"]
    assert faults_with(checked_on=date) == ["checked_on"]


@pytest.mark.parametrize("missing", ["checked_on", "checked_by"])
def test_a_check_has_a_date_and_a_name(missing: str) -> None:
    assert faults_with(checked_on=None, checked_by=None) == []
    assert faults_with(**{missing: None}) == [""]


@pytest.mark.parametrize("missing", ["checked_on", "checked_by"])
def test_the_check_of_a_helpline_has_a_date_and_a_name(missing: str) -> None:
    helpline = small_content()["helplines.yml"]["helplines"][0]
    checked = helpline | {"checked_on": "2024-05-01", "checked_by": "redactie"}
    assert faulty_fields(docs.HelplineDocument, helpline) == []
    assert faulty_fields(docs.HelplineDocument, checked) == []
    assert faulty_fields(docs.HelplineDocument, checked | {missing: None}) == [""]


@pytest.mark.parametrize("hours", ["24/7", "daily 11-21", "weekdays 9-17"])
def test_the_hours_of_a_helpline_have_a_form(hours: str) -> None:
    helpline = small_content()["helplines.yml"]["helplines"][0]
    assert faulty_fields(docs.HelplineDocument, helpline | {"open": hours}) == []


@pytest.mark.parametrize("hours", ["altijd", "24/6", "daily 11", "weekends 9-17", "daily 9-25", "daily 9-99"])
def test_other_hours_of_a_helpline_are_a_fault(hours: str) -> None:
    helpline = small_content()["helplines.yml"]["helplines"][0]
    assert faulty_fields(docs.HelplineDocument, helpline | {"open": hours}) == ["open"]


# --- the ladder and the rest -------------------------------------------------------------------------------------
@pytest.mark.parametrize("tier", [0, 5, -1, "1", 2.5, None])
def test_there_are_four_tiers(tier: object) -> None:
    assert faults_with(tier=4) == []
    assert faults_with(tier=tier) == ["tier"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "open"),
        ("kind", "iets"),
        ("needs", []),
        ("needs", ["Geen Sleutel"]),
        ("key", "Met Hoofdletter"),
        ("key", "met/schuine-streep"),
        ("key", "x" * 81),
        ("key", "dubbel--streepje"),
        ("summary", "te kort"),
        ("summary", "te lang " * 16),
        ("summary", "twee regels\nis te veel"),
        ("name", ""),
        ("name", "   "),
        ("name", "twee\nregels"),
        ("name", 112),
        ("description", ""),
        ("description", "x" * 3001),
        ("source", ""),
        ("languages", ["Turks"]),
        ("free", "soms"),
    ],
)
def test_a_field_with_something_else_in_it_is_a_fault(field: str, value: object) -> None:
    assert [fault.partition(".")[0] for fault in faults_with(**{field: value})] == [field]


@pytest.mark.parametrize(
    "field", ["key", "kind", "name", "tier", "needs", "status", "summary", "description", "source"]
)
def test_a_listing_cannot_do_without(field: str) -> None:
    data = {name: value for name, value in listing("x").items() if name != field}
    assert faulty_fields(docs.ServiceDocument, data) == [field]


def test_a_full_listing_is_sound() -> None:
    assert faults_with() == []


def test_an_unknown_field_is_a_fault_at_every_depth() -> None:
    assert faults_with(telefoon="112") == ["telefoon"]
    assert faults_with(phones=[{"number": "112", "nummer": "113"}]) == ["phones.0.nummer"]
    assert location(rolstoel="ja") == ["rolstoel"]
    for name, data in small_content().items():
        model = next(kind for ending, kind in FILES.items() if name.endswith(ending))
        assert faulty_fields(model, data | {"opmerking": "x"}) == ["opmerking"]


FILES: dict[str, type[docs.Document]] = {
    "needs.yml": docs.NeedsFile,
    "helplines.yml": docs.HelplinesFile,
    "synonyms.yml": docs.SynonymsFile,
    "municipality.yml": docs.MunicipalityFile,
    "organizations.yml": docs.OrganizationsFile,
    ".yml": docs.ServicesFile,
}


@pytest.mark.parametrize("field", ["people", "visits"])
def test_people_and_visits_belong_to_a_service_point(field: str) -> None:
    only = {"people": None, "visits": [], field: FULL_LISTING[field]}
    assert faults_with(**only) == []
    assert faults_with(**only, kind="service") == [""]


@pytest.mark.parametrize("lines", [0, 3, 5])
def test_a_need_has_advice_for_each_of_the_four_tiers(lines: int) -> None:
    need = small_content()["needs.yml"]["domains"][0]["needs"][0]
    advice = [{"nl": "Stap.", "en": "Step."}] * lines
    assert faulty_fields(docs.NeedDocument, need | {"advice": advice}) == ["advice"]


@pytest.mark.parametrize("missing", ["nl", "en"])
def test_a_text_of_the_interface_is_there_in_each_language(missing: str) -> None:
    need = small_content()["needs.yml"]["domains"][0]["needs"][0]
    del need["label"][missing]
    assert faulty_fields(docs.NeedDocument, need) == [f"label.{missing}"]


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345G", "5b2a6e", "#5B2A6E", "#5b2a6e; } body {"])
def test_a_colour_has_six_small_hexadecimal_digits(colour: str) -> None:
    assert faulty_fields(docs.ThemeDocument, {"primary": "#5b2a6e", "accent": colour}) == ["accent"]


@pytest.mark.parametrize(
    "text",
    ["", "Over ons\n\nTekst.\n", "# Over ons\nTekst.\n", "# \n\nTekst.\n", "# Over ons\n\nTekst.", "# Over\n\n\n"],
)
def test_a_page_has_a_title_and_a_text(text: str) -> None:
    assert faulty_fields(docs.PageDocument, {"key": "over-ons.nl", "text": "# Over ons\n\nTekst.\n"}) == []
    assert faulty_fields(docs.PageDocument, {"key": "over-ons.nl", "text": text}) == ["text"]


@pytest.mark.parametrize("key", ["over-ons", "Over.nl", "over.dutch", "../over.nl"])
def test_a_page_is_named_after_its_subject_and_language(key: str) -> None:
    assert faulty_fields(docs.PageDocument, {"key": key, "text": "# Over ons\n\nTekst.\n"}) == ["key"]


def test_a_group_of_synonyms_has_at_least_one() -> None:
    assert faulty_fields(docs.SynonymDocument, {"key": "rolstoel", "same": []}) == ["same"]


def test_data_keeps_the_order_of_the_fields_and_leaves_out_what_is_empty() -> None:
    document = docs.ServiceDocument.model_validate(dict(reversed(FULL_LISTING.items())))
    assert list(document.as_data().items()) == list(FULL_LISTING.items())
    bare = docs.ServiceDocument.model_validate(listing("x") | {"places": [], "free": None})
    assert bare.as_data() == listing("x")


def test_white_space_around_a_text_is_no_content() -> None:
    assert docs.ServiceDocument.model_validate(listing("x", name="  Infohuus ")).name == "Infohuus"
