"""The columns of a table: every field has one, and an editor can find it by its heading and learn what to write."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from sociale_kaart.exchange.documents import AddressDocument, LocationDocument, ServiceDocument
from sociale_kaart.exchange.tables import columns
from sociale_kaart.exchange.tables.columns import find_column

NESTED: dict[str, type[BaseModel]] = {"location": LocationDocument, "location.address": AddressDocument}


def fields(model: type[BaseModel], start: str = "") -> Iterator[str]:
    """Give the path of every field, those of a location apart."""
    for name in model.model_fields:
        path = start + name
        yield from fields(NESTED[path], f"{path}.") if path in NESTED else (path,)


def test_every_field_of_a_listing_has_a_column() -> None:
    assert sorted(column.name for column in columns()) == sorted([*fields(ServiceDocument), "municipality"])


def test_the_headings_differ_and_every_column_is_explained() -> None:
    headings = [column.heading for column in columns()]
    assert len(set(headings)) == len(headings)
    assert all(column.explanation for column in columns())


@pytest.mark.parametrize("column", columns(), ids=lambda column: column.name)
def test_a_column_is_found_by_its_dutch_heading_and_by_the_name_of_its_field(column: object) -> None:
    assert find_column(column.heading) == column  # type: ignore[attr-defined]
    assert find_column(column.name) == column  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("in een zin", "summary"),
        ("  IN ÉÉN   ZIN ", "summary"),
        ("name", "name"),
        ("City", "location.address.city"),
        ("location.name", "location.name"),
        ("E-mail", "email"),
    ],
)
def test_capitals_accents_and_spaces_do_not_matter(heading: str, name: str) -> None:
    column = find_column(heading)
    assert column is not None
    assert column.name == name


@pytest.mark.parametrize("heading", ["", "Telfoon", "location", "location.address"])
def test_anything_else_is_no_heading(heading: str) -> None:
    assert find_column(heading) is None


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("kind", ["activity", "facility", "hotline", "network", "provision", "route", "self_help", "service"]),
        ("kind", ["service_point"]),
        ("status", ["active", "temporarily_closed", "planned", "archived"]),
        ("tier", [1, 2, 3, 4]),
        ("location.wheelchair", ["yes", "partly", "no"]),
        ("free", [True, False]),
        ("municipality", [None]),
    ],
)
def test_the_explanation_names_every_word_that_can_be_chosen(name: str, values: list[object]) -> None:
    column = next(column for column in columns() if column.name == name)
    assert all(column.form.write(value) in column.explanation for value in values)


def test_the_examples_in_the_explanations_can_be_read() -> None:
    examples = {
        column.name: column.explanation.partition("Bijvoorbeeld: ")[2]
        for column in columns()
        if "Bijvoorbeeld: " in column.explanation
    }
    read = {column.name: column.form.read(examples[column.name]) for column in columns() if column.name in examples}
    assert read["phones"] == [{"number": "0591-123456", "description": "de balie"}]
    assert read["contacts"] == [{"name": "De balie", "email": "balie@voorbeeld.nl"}]
    assert read["schedules"] == [
        {
            "byday": "MO,1TU",
            "opens_at": "09:00",
            "closes_at": "12:30",
            "freq": "MONTHLY",
            "dtstart": "2026-01-01",
            "until": "2026-12-31",
            "description": "niet in de vakantie",
        }
    ]
    assert (read["location.latitude"], read["needs"]) == (52.72, ["maaltijden", "vervoer"])
