"""/api/v1/search: the search for other programs; its exact form is in tests/contracts."""

import re
from typing import Any

import pytest

from sociale_kaart.search.index import Entry
from tests.client import CheckingClient
from tests.functional.conftest import POINT
from tests.functional.reading import answer, listings
from webapp.wiring import Parts

MUNICIPALITIES = ("assen", "dronten", "emmen", "groningen", "haren")


def ask(client: CheckingClient, **arguments: object) -> dict[str, Any]:
    response = client.get("/api/v1/search", query_string=arguments)
    assert response.status_code == 200
    assert response.json is not None
    return dict(response.json)


def ids(found: dict[str, Any]) -> list[str]:
    return [item["id"] for item in found["items"]]


def test_a_question_in_plain_words_finds_help(passer_by: CheckingClient) -> None:
    found = ask(passer_by, q="ik kan mijn rekening niet betalen", municipality="emmen")
    assert any({"schulden", "rondkomen"} & set(item["needs"]) for item in found["items"][:5])


def test_a_precise_name_comes_first(passer_by: CheckingClient) -> None:
    assert ids(ask(passer_by, q="Infohuus"))[0] == POINT


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_every_listing_of_a_municipality_is_findable_by_its_name(
    passer_by: CheckingClient, parts: Parts, municipality: str
) -> None:
    entries = [entry for entry in parts.search.index.entries if entry.municipality == municipality]
    assert entries
    assert [entry.id for entry in entries if entry.id not in ids(ask_for(passer_by, entry))] == []


def test_national_help_is_findable_by_its_name(passer_by: CheckingClient, parts: Parts) -> None:
    entries = [entry for entry in parts.search.index.entries if entry.municipality is None]
    lost = [entry.id for entry in entries if entry.id not in ids(ask_for(passer_by, entry, limit=100))]
    assert lost == []


def test_a_proper_name_comes_first(passer_by: CheckingClient, parts: Parts) -> None:
    """A name with a capital after its first word ('Onder Dak') is a name, not a kind of help."""
    entries = [entry for entry in parts.search.index.entries if re.search(r" [A-Z][a-z]", entry.name)]
    assert len(entries) > 20
    below = []
    for entry in entries:
        first = ask_for(passer_by, entry, limit=1)["items"][0]
        known_as = next(each for each in parts.search.index.entries if each.id == first["id"])
        if entry.name.casefold() not in f"{known_as.name};{known_as.also_named}".casefold():
            below.append(entry.name)
    assert below == []


def ask_for(client: CheckingClient, entry: Entry, limit: int = 20) -> dict[str, Any]:
    return ask(client, q=entry.name, municipality=entry.municipality or "", limit=limit)


@pytest.mark.parametrize("tier", [1, 4])
@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_every_need_has_a_first_step_and_a_road_to_the_municipality(
    passer_by: CheckingClient, every_need: list[str], municipality: str, tier: int
) -> None:
    empty = [
        need
        for need in every_need
        if not ask(passer_by, need=need, municipality=municipality, tier=tier, limit=1)["total"]
    ]
    assert empty == []


def test_the_place_of_a_visitor_does_not_change_the_api(chris: CheckingClient, passer_by: CheckingClient) -> None:
    assert ask(chris, q="servicepunt") == ask(passer_by, q="servicepunt")


def test_page_and_api_find_the_same(passer_by: CheckingClient) -> None:
    url = "q=vervoer&municipality=emmen&tier=3"
    page = listings(answer(passer_by.get(f"/zoeken?{url}")))
    found = passer_by.get(f"/api/v1/search?{url}&limit=100").json
    assert found is not None
    assert set(page) == {item["id"] for item in found["items"]}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_url_of_each_item_is_a_page(passer_by: CheckingClient, lang: str) -> None:
    for item in ask(passer_by, q="hulp thuis", limit=5, lang=lang)["items"]:
        assert passer_by.get(item["url"]).status_code == 200


def test_a_typing_error_is_corrected(passer_by: CheckingClient) -> None:
    found = ask(passer_by, q="mantelzrog")
    assert found["did_you_mean"] == "mantelzorg"
    assert ids(found) == ids(ask(passer_by, q="mantelzorg"))


@pytest.mark.parametrize("language", ["tr", "ar", "pl", "uk", "xx"])
def test_a_language_that_is_not_there_yet_still_gives_an_answer(passer_by: CheckingClient, language: str) -> None:
    assert ask(passer_by, q="vervoer", lang=language)["total"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_answered_in_json(passer_by: CheckingClient, method: str) -> None:
    response = getattr(passer_by, method)("/api/v1/search?q=x")
    assert response.status_code == 405
    assert response.json is not None
    assert set(response.json["error"]) == {"code", "message"}
    assert "GET" in response.headers["Allow"]
