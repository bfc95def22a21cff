"""/gemeente/<key>: a municipality, its service points, its places, the needs."""

import pytest

from tests.client import CheckingClient
from tests.functional.reading import field, heading, listings, main, page, paths
from webapp.wiring import Parts

MUNICIPALITIES = ["assen", "dronten", "emmen", "groningen", "haren"]


@pytest.mark.parametrize("key", MUNICIPALITIES)
def test_the_page_of_a_municipality(passer_by: CheckingClient, key: str, every_need: list[str]) -> None:
    response = passer_by.get(f"/gemeente/{key}")
    assert response.status_code == 200
    assert key.title() in heading(response)
    assert {f"/hulpvraag/{need}" for need in every_need} <= set(paths(main(response)))


@pytest.mark.parametrize("key", MUNICIPALITIES)
def test_its_service_points_and_no_others_are_there(passer_by: CheckingClient, parts: Parts, key: str) -> None:
    entries = parts.search.index.entries
    expected = {e.id for e in entries if e.kind == "service_point" and e.municipality == key}
    assert set(listings(main(passer_by.get(f"/gemeente/{key}")))) == expected


def test_its_places_are_links(passer_by: CheckingClient, every_place: list[tuple[str, str]]) -> None:
    found = paths(main(passer_by.get("/gemeente/emmen")))
    assert {f"/gemeente/emmen/{slug}" for key, slug in every_place if key == "emmen"} <= set(found)


def test_a_question_asked_here_is_asked_of_this_municipality(chris: CheckingClient) -> None:
    forms = [form for form in main(chris.get("/gemeente/haren")).iter("form") if form.get("action") == "/zoeken"]
    assert field(forms[0], "municipality").get("value") == "haren"


def test_a_municipality_has_its_own_colours(passer_by: CheckingClient) -> None:
    sheets = [str(link.get("href")) for link in page(passer_by.get("/gemeente/emmen")).iter("link")]
    assert "/thema/emmen.css" in sheets


def test_the_road_to_the_desk_is_there(passer_by: CheckingClient) -> None:
    assert "emmen-zorgloket" in " ".join(paths(main(passer_by.get("/gemeente/emmen"))))


@pytest.mark.parametrize("unknown", ["atlantis", "EMMEN", "zwartemeer"])
def test_an_unknown_municipality(passer_by: CheckingClient, unknown: str) -> None:
    assert passer_by.get(f"/gemeente/{unknown}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/gemeente/emmen").status_code == 405
