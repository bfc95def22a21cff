"""/hulpvraag/<key>: a need as a staircase of four tiers."""

import pytest

from sociale_kaart.queries.services import list_cards
from tests.client import CheckingClient
from tests.functional.reading import by_tier, calls_before_listings, chosen, heading, hrefs, listings, main, paths
from webapp.wiring import Parts

URGENT = ["acuut_gevaar", "suicide", "huiselijk_geweld", "kindermishandeling"]


@pytest.mark.parametrize("municipality", ["", "assen", "dronten", "emmen", "groningen", "haren"])
def test_every_need_is_a_whole_staircase_in_every_municipality(
    passer_by: CheckingClient, every_need: list[str], municipality: str
) -> None:
    assert len(every_need) == 43
    for need in every_need:
        response = passer_by.get(f"/hulpvraag/{need}?municipality={municipality}")
        assert response.status_code == 200, need
        steps = by_tier(main(response))
        assert list(steps) == [1, 2, 3, 4], need
        assert steps[1], f"{need}: nothing one can do oneself"
        assert steps[4], f"{need}: no road to the municipality"


def test_each_step_holds_its_own_tier_and_need(passer_by: CheckingClient, parts: Parts) -> None:
    steps = by_tier(main(passer_by.get("/hulpvraag/mantelzorg?municipality=emmen")))
    with parts.sessions() as session:
        for tier, ids in steps.items():
            cards = list_cards(session, ids)
            assert {card.tier for card in cards} <= {tier}
            assert all("mantelzorg" in card.needs for card in cards)
            assert {card.municipality_id for card in cards} <= {"emmen", None}


def test_nothing_is_left_out(passer_by: CheckingClient, parts: Parts) -> None:
    shown = set(listings(main(passer_by.get("/hulpvraag/mantelzorg?municipality=emmen"))))
    entries = parts.search.index.entries
    assert shown == {e.id for e in entries if "mantelzorg" in e.needs and e.municipality in ("emmen", None)}


@pytest.mark.parametrize("need", URGENT)
def test_danger_comes_before_the_staircase(passer_by: CheckingClient, need: str) -> None:
    found = main(passer_by.get(f"/hulpvraag/{need}"))
    assert hrefs(found)[0].startswith("tel:")
    assert "112" in calls_before_listings(found)


def test_helplines_of_a_need_without_danger_are_there_but_not_first(passer_by: CheckingClient) -> None:
    found = main(passer_by.get("/hulpvraag/schulden"))
    assert "tel:08008115" in hrefs(found)
    assert not hrefs(found)[0].startswith("tel:")


def test_the_road_to_the_municipality_needs_no_climb(passer_by: CheckingClient) -> None:
    found = main(passer_by.get("/hulpvraag/schoonmaak?municipality=emmen"))
    assert "#trede-4" in hrefs(found), "one can go straight to the fourth step"
    assert "emmen-zorgloket" in " ".join(paths(found))


def test_chris_sees_the_own_place_and_can_look_elsewhere(chris: CheckingClient, parts: Parts) -> None:
    own = main(chris.get("/hulpvraag/servicepunt"))
    with parts.sessions() as session:
        cards = list_cards(session, listings(own))
    assert all(not card.places or "zwartemeer" in card.places for card in cards)
    assert {card.municipality_id for card in cards} <= {"emmen", None}
    elsewhere = main(chris.get("/hulpvraag/servicepunt?municipality=haren"))
    assert chosen(elsewhere, "municipality") == "haren"
    assert listings(elsewhere) != listings(own)


def test_the_heading_is_the_need(passer_by: CheckingClient) -> None:
    assert heading(passer_by.get("/hulpvraag/boodschappen")) == "Boodschappen"


@pytest.mark.parametrize("url", ["/hulpvraag/atlantis", "/hulpvraag/geld", "/hulpvraag/schulden?municipality=atlantis"])
def test_what_does_not_exist(passer_by: CheckingClient, url: str) -> None:
    assert passer_by.get(url).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/hulpvraag/schulden").status_code == 405
