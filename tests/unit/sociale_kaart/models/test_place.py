import pytest

from sociale_kaart.models import Municipality, Place


@pytest.mark.parametrize(
    ("kind", "own", "within"),
    [
        ("wijk", True, True),
        ("dorp", True, True),
        ("plek", False, True),
        ("regio", False, False),
        ("elders", False, False),
    ],
)
def test_people_live_in_a_wijk_or_dorp_and_a_listing_can_be_for_less(kind: str, own: bool, within: bool) -> None:
    place = Place(kind=kind)
    assert (place.is_own, place.is_within) == (own, within)


def test_people_choose_from_the_places_where_they_live() -> None:
    places = [Place(slug=kind, kind=kind) for kind in ("wijk", "regio", "dorp", "elders", "plek")]
    assert [place.slug for place in Municipality(places=places).own_places] == ["wijk", "dorp"]
