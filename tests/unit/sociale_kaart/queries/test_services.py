import pytest
from sqlalchemy.orm import Session

from sociale_kaart.actions.content_import import import_content
from sociale_kaart.errors import NotFoundError
from sociale_kaart.queries.search_entries import list_search_entries
from sociale_kaart.queries.services import (
    get_service,
    list_cards,
    list_ids_for_all,
    list_ids_of_place,
    list_service_ids,
    list_service_points,
)
from tests.unit.builders import EMMEN, ContentFolder, listing


def put(session: Session, folder: ContentFolder, kind: str, *listings: dict[str, object]) -> None:
    """Add listings of a kind to Emmen, in the files and in the database."""
    folder.put(f"{EMMEN}/{kind}.yml", *listings)
    import_content(session, content=folder.read(), by="set-up")
    session.commit()


def test_a_listing_comes_with_everything_on_its_page(filled: Session) -> None:
    filled.expunge_all()
    service = get_service(filled, "infohuus")
    assert service.organization is not None
    assert service.service_point is not None
    assert service.location is not None
    assert [place.name for place in service.places] == ["Angelslo", "Zwartemeer"]
    assert [need.id for need in service.needs] == ["boodschappen", "schoonmaak"]
    assert [phone.number for phone in service.phones] == ["0591-123456", "06-12345678"]
    assert [schedule.byday for schedule in service.schedules] == ["MO,TH", "2TU"]
    assert [visit.organization_id for visit in service.service_point.visits] == ["sedna", None]


@pytest.mark.parametrize("key", ["nergens", "", "Infohuus", "' or 1=1 --"])
def test_an_unknown_listing_is_not_found(filled: Session, key: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_service(filled, key)
    assert (caught.value.what, caught.value.key, caught.value.code) == ("listing", key, "unknown_listing")


def test_cards_come_in_the_order_that_was_asked(filled: Session) -> None:
    asked = ["klusdienst", "infohuus", "gesprek"]
    assert [card.id for card in list_cards(filled, asked)] == asked
    assert [card.id for card in list_cards(filled, asked[::-1])] == asked[::-1]


def test_a_card_of_a_listing_that_is_gone_is_left_out(filled: Session) -> None:
    assert [card.id for card in list_cards(filled, ["klusdienst", "weg", "gesprek"])] == ["klusdienst", "gesprek"]
    assert list_cards(filled, []) == []


def test_a_card_shows_the_listing_in_short(filled: Session) -> None:
    full, bare = list_cards(filled, ["infohuus", "gesprek"])
    assert (full.name, full.tier, full.kind, full.status) == ("Infohuus", 3, "service_point", "active")
    assert (full.organization, full.municipality_id, full.municipality) == ("Sedna", "emmen", "Emmen")
    assert (full.places, full.place_names) == (("angelslo", "zwartemeer"), ("Angelslo", "Zwartemeer"))
    assert full.needs == ("boodschappen", "schoonmaak")
    assert full.is_checked
    assert (bare.organization, bare.municipality_id, bare.municipality, bare.places) == (None, None, None, ())
    assert not bare.is_checked


def test_listings_come_by_tier_and_name(filled: Session) -> None:
    assert list_service_ids(filled) == [
        "zelf-doen",
        "koffieochtend",
        "boodschappendienst",
        "infohuus",
        "klusdienst",
        "lokaal-loket",
        "gesprek",
    ]


def test_the_listings_of_a_municipality_include_the_national_ones(filled: Session) -> None:
    assert list_service_ids(filled, municipality="haren") == ["zelf-doen", "lokaal-loket", "gesprek"]


def test_the_listings_of_a_place_are_those_that_name_it(filled: Session, folder: ContentFolder) -> None:
    put(
        filled,
        folder,
        "service",
        listing("z-zelf", tier=1, places=["zwartemeer"]),
        listing("b-bus", places=["zwartemeer"]),
        listing("elders", places=["angelslo"]),
    )
    assert list_ids_of_place(filled, "emmen-zwartemeer") == ["z-zelf", "b-bus", "infohuus"]
    assert list_ids_of_place(filled, "nergens") == []


def test_the_listings_for_all_of_a_municipality_are_its_own_without_those_for_a_part(filled: Session) -> None:
    assert list_ids_for_all(filled, "emmen") == ["koffieochtend", "boodschappendienst", "klusdienst"]
    assert list_ids_for_all(filled, "nergens") == []


def test_a_listing_for_a_region_serves_all_of_the_municipality(filled: Session, folder: ContentFolder) -> None:
    data = folder.load(f"{EMMEN}/municipality.yml")
    data["places"].insert(1, {"key": "drenthe", "name": "Drenthe", "kind": "regio"})
    folder.write(f"{EMMEN}/municipality.yml", data)
    put(filled, folder, "service", listing("regiotaxi", places=["drenthe"]))
    assert "regiotaxi" in list_ids_for_all(filled, "emmen")
    (card,) = list_cards(filled, ["regiotaxi"])
    assert (card.places, card.place_names) == ((), ("Drenthe",))
    (found,) = (found for found in list_search_entries(filled) if found.id == "regiotaxi")
    assert found.places == []


def test_with_a_need_listings_come_up_the_ladder_and_main_need_first(filled: Session, folder: ContentFolder) -> None:
    put(
        filled,
        folder,
        "service",
        listing("a-side", needs=["schoonmaak", "boodschappen"]),
        listing("z-main", needs=["boodschappen", "schoonmaak"]),
        listing("own-road", tier=4, needs=["boodschappen"]),
    )
    found = list_service_ids(filled, municipality="emmen", need="boodschappen")
    assert [found[0], found[1]] == ["zelf-doen", "koffieochtend"]
    assert found[2:6] == ["boodschappendienst", "infohuus", "klusdienst", "z-main"]
    assert found[6] == "a-side"
    assert set(found[7:]) == {"own-road", "gesprek"}


def test_with_a_need_the_municipality_comes_before_the_country(filled: Session, folder: ContentFolder) -> None:
    folder.put("national/service.yml", listing("aa-landelijk", needs=["schoonmaak"]))
    put(filled, folder, "service", listing("zz-eigen", needs=["schoonmaak"]))
    found = list_service_ids(filled, municipality="emmen", need="schoonmaak")
    assert found.index("zz-eigen") < found.index("aa-landelijk")


def test_listings_of_the_same_name_have_a_fixed_order(filled: Session, folder: ContentFolder) -> None:
    put(filled, folder, "service", *(listing(key, name="Eettafel") for key in ("e-3", "e-1", "e-2")))
    assert [found for found in list_service_ids(filled) if found.startswith("e-")] == ["e-1", "e-2", "e-3"]


def test_an_unknown_need_has_no_listings(filled: Session) -> None:
    assert list_service_ids(filled, need="onbekend") == []


def test_the_service_points_of_a_municipality_come_by_name_and_plans_last(
    filled: Session, folder: ContentFolder
) -> None:
    point = {"kind": "service_point"}
    put(
        filled,
        folder,
        "service_point",
        listing("c", name="Aan de Brink", status="planned", **point),
        listing("b", name="Balie", **point),
        listing("a", name="Zorgpunt", **point),
    )
    assert [service.id for service in list_service_points(filled, "emmen")] == ["b", "infohuus", "a", "c"]
    assert [service.id for service in list_service_points(filled, "haren")] == ["lokaal-loket"]
    assert list_service_points(filled, "nergens") == []
