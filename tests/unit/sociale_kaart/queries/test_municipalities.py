import pytest
from sqlalchemy.orm import Session

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Municipality, Place
from sociale_kaart.queries.municipalities import get_municipality, get_place, list_municipalities


def test_municipalities_come_by_name(filled: Session) -> None:
    filled.get_one(Municipality, "emmen").name = "Zuid-Emmen"
    assert [found.id for found in list_municipalities(filled)] == ["haren", "emmen"]


def test_the_places_of_a_municipality_come_by_name(filled: Session) -> None:
    assert [place.name for place in get_municipality(filled, "emmen").places] == ["Angelslo", "Zwartemeer"]
    assert [[place.slug for place in found.places] for found in list_municipalities(filled)] == [
        ["angelslo", "zwartemeer"],
        ["noordlaren"],
    ]


@pytest.mark.parametrize("key", ["nergens", "", "Emmen", "emmen ", "'; drop table municipality; --"])
def test_an_unknown_municipality_is_not_found(filled: Session, key: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_municipality(filled, key)
    assert (caught.value.what, caught.value.key, caught.value.code) == ("municipality", key, "unknown_municipality")


@pytest.mark.parametrize(
    "key",
    [
        *("zwartemeer", "Zwartemeer", "ZWARTEMEER", " zwartemeer ", "Zwártemeer", "\u202ezwartemeer"),
        *("7894", "7895", "7894 AB", "7894AB", "7894 ab"),
    ],
)
def test_a_place_is_found_by_slug_by_name_in_any_case_and_by_postcode(filled: Session, key: str) -> None:
    assert get_place(filled, "emmen", key).slug == "zwartemeer"


@pytest.mark.parametrize("key", ["", " ", "nergens", "noordlaren", "zwarte", "789", "7896", "1234 AB", "x" * 10_000])
def test_an_unknown_place_is_not_found(filled: Session, key: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_place(filled, "emmen", key)
    assert (caught.value.what, caught.value.code) == ("place", "unknown_place")


@pytest.mark.parametrize("key", ["'t Haantje-Oost", "'T HAANTJE-OOST", "'t háántje-oost"])
def test_a_place_is_found_by_a_name_that_is_not_its_slug(filled: Session, key: str) -> None:
    filled.get_one(Place, "emmen-angelslo").name = "'t Haantje-Oost"
    assert get_place(filled, "emmen", key).slug == "angelslo"


def test_a_place_in_an_unknown_municipality_is_an_unknown_municipality(filled: Session) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_place(filled, "nergens", "zwartemeer")
    assert caught.value.what == "municipality"
