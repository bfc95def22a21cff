"""/servicepunt/<id>: what it is, when open, who sits there, visiting hours of organisations."""

import pytest
from flask import Flask

from tests.client import CheckingClient
from tests.functional.conftest import POINT
from tests.functional.reading import heading, main, paths, words
from webapp.wiring import Parts

URL = f"/servicepunt/{POINT}"


def test_every_service_point_has_a_page_with_its_name(passer_by: CheckingClient, parts: Parts) -> None:
    points = [entry for entry in parts.search.index.entries if entry.kind == "service_point"]
    assert len(points) >= 30
    for entry in points:
        response = passer_by.get(f"/servicepunt/{entry.id}")
        assert response.status_code == 200, entry.id
        assert heading(response) == entry.name


def test_who_sits_there_and_who_visits_when(filled_in: Flask) -> None:
    text = words(main(filled_in.test_client().get(URL)))
    for fact in (
        "Twee vrijwilligers en de buurtwerker",
        "Gemeente Emmen",
        "Vragen over geld",
        "woensdag",
        "9:30",
        "11:00",
    ):
        assert fact in text


def test_it_tells_its_place_and_what_is_near(passer_by: CheckingClient) -> None:
    found = main(passer_by.get(URL))
    assert "/gemeente/emmen/zwartemeer" in paths(found)
    near = [path for path in paths(found) if path.startswith(("/hulp/", "/servicepunt/"))]
    assert near
    assert URL not in near


def test_what_is_not_checked_says_so(passer_by: CheckingClient) -> None:
    assert "Nog niet gecontroleerd" in words(main(passer_by.get(URL)))


@pytest.mark.parametrize("unknown", ["atlantis", "zelf-tuin", "emmen"])
def test_what_is_no_service_point_is_not_found(passer_by: CheckingClient, unknown: str) -> None:
    assert passer_by.get(f"/servicepunt/{unknown}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)(URL).status_code == 405
