"""/gemeente/<key>/<place>: everything for one place."""

import pytest

from tests.client import CheckingClient
from tests.functional.conftest import POINT
from tests.functional.reading import heading, listings, main, words
from webapp.wiring import Parts


def test_every_place_has_a_page_with_all_its_help(
    passer_by: CheckingClient, parts: Parts, every_place: list[tuple[str, str]]
) -> None:
    entries = parts.search.index.entries
    for municipality, place in every_place:
        response = passer_by.get(f"/gemeente/{municipality}/{place}")
        assert response.status_code == 200, place
        here = {e.id for e in entries if e.municipality == municipality and (not e.places or place in e.places)}
        assert set(listings(main(response))) == here, place


def test_help_for_the_place_stands_before_that_of_the_whole_municipality(
    passer_by: CheckingClient, parts: Parts
) -> None:
    facts = {entry.id: entry for entry in parts.search.index.entries}
    found = listings(main(passer_by.get("/gemeente/emmen/zwartemeer")))
    assert POINT in found[:3], "where one can walk in stands on top"
    # Service points stand on top once more, near or not.
    others = [facts[listing] for listing in found if facts[listing].kind != "service_point"]
    is_near = ["zwartemeer" in entry.places for entry in others]
    assert is_near == sorted(is_near, reverse=True)
    assert any(is_near)


def test_the_heading_names_the_place(passer_by: CheckingClient) -> None:
    assert "Zwartemeer" in heading(passer_by.get("/gemeente/emmen/zwartemeer"))


def test_one_can_make_it_the_own_place(passer_by: CheckingClient, chris: CheckingClient) -> None:
    def offers(client: CheckingClient) -> list[str | None]:
        found = main(client.get("/gemeente/emmen/zwartemeer"))
        return [each.get("value") for each in found.iter("input") if each.get("name") == "place"]

    assert offers(passer_by) == ["emmen/zwartemeer"]
    assert offers(chris) == []


def test_a_place_may_be_asked_for_by_its_name(passer_by: CheckingClient) -> None:
    response = passer_by.get("/gemeente/emmen/Zwartemeer", follow_redirects=True)
    assert response.status_code == 200
    assert "Zwartemeer" in words(main(response))


@pytest.mark.parametrize("unknown", ["emmen/atlantis", "assen/zwartemeer", "atlantis/zwartemeer", "emmen/0000"])
def test_an_unknown_place(passer_by: CheckingClient, unknown: str) -> None:
    assert passer_by.get(f"/gemeente/{unknown}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/gemeente/emmen/zwartemeer").status_code == 405
