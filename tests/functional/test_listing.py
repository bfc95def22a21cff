"""/hulp/<id>: what, for whom, what does it cost, how do I get there, when, who."""

from itertools import pairwise

import pytest
from flask import Flask

from tests.client import CheckingClient
from tests.functional.conftest import KNOWN_CLUB, POINT
from tests.functional.reading import calls_before_listings, heading, headings, hrefs, main, paths, words
from webapp.wiring import Parts

CLUB = f"/hulp/{KNOWN_CLUB}"


@pytest.mark.parametrize("municipality", [None, "assen", "dronten", "emmen", "groningen", "haren"])
def test_every_listing_has_a_page_with_its_name(
    passer_by: CheckingClient, parts: Parts, municipality: str | None
) -> None:
    entries = [entry for entry in parts.search.index.entries if entry.municipality == municipality]
    assert entries
    for entry in entries:
        response = passer_by.get(f"/hulp/{entry.id}")
        assert response.status_code == 200, entry.id
        assert heading(response) == " ".join(entry.name.split())


def test_all_facts_that_are_known_are_told(filled_in: Flask) -> None:
    found = main(filled_in.test_client().get(CLUB))
    text = words(found)
    for fact in (
        "Schaken met buren.",
        "Volwassenen",
        "Kom langs.",
        "U neemt een vriend mee.",
        "Zwartemeer",
        "Dorpsplein 1",
        "7894 AA",
        "De deur is smal.",
        "13:30",
        "16:00",
        "Misschien stopt de club.",
        "Een redacteur",
        "Anna",
        "2026",
    ):
        assert fact in text
    assert {"tel:0591123456", "mailto:loper@example.org", "https://loper.example.org/"} <= set(hrefs(found))
    assert "/gemeente/emmen/zwartemeer" in paths(found)


def test_what_is_not_checked_says_so_and_what_is_checked_does_not(passer_by: CheckingClient, filled_in: Flask) -> None:
    assert "Nog niet gecontroleerd" in words(main(passer_by.get(f"/hulp/{POINT}")))
    assert "Nog niet gecontroleerd" not in words(main(filled_in.test_client().get(CLUB)))


def test_a_listing_that_is_closed_for_now_says_so_at_the_top(filled_in: Flask) -> None:
    text = words(main(filled_in.test_client().get(CLUB)))
    assert "Tijdelijk dicht" in text
    assert text.index("Tijdelijk dicht") < text.index("Schaken met buren.")


def test_the_description_is_markdown_without_scripts(filled_in: Flask) -> None:
    response = filled_in.test_client().get(CLUB)
    html = response.get_data(as_text=True)
    assert "<strong>meedoen</strong>" in html
    assert "<script>alert" not in html
    assert not [href for href in hrefs(main(response)) if href.startswith("javascript:")]


def test_the_needs_lead_to_other_help(passer_by: CheckingClient) -> None:
    found = main(passer_by.get(f"/hulp/{POINT}"))
    assert "/hulpvraag/ontmoeting" in paths(found)


def test_a_listing_about_danger_shows_the_helplines_first(passer_by: CheckingClient, parts: Parts) -> None:
    listing = next(entry for entry in parts.search.index.entries if "huiselijk_geweld" in entry.needs)
    calls = calls_before_listings(main(passer_by.get(f"/hulp/{listing.id}")))
    assert "112" in calls
    assert len(calls) >= 2


def test_a_listing_that_is_not_about_danger_does_not_frighten(passer_by: CheckingClient) -> None:
    assert "tel:112" not in hrefs(main(passer_by.get("/hulp/zelf-tuin")))


def test_the_road_to_the_municipality_is_in_sight(passer_by: CheckingClient, chris: CheckingClient) -> None:
    assert "emmen-zorgloket" in " ".join(paths(main(passer_by.get(f"/hulp/{POINT}"))))
    assert "emmen-zorgloket" in " ".join(paths(main(chris.get("/hulp/zelf-tuin")))), "the own municipality"
    assert "/mijn-plaats" in paths(main(passer_by.get("/hulp/zelf-tuin"))), "choose your municipality"


def test_headings_do_not_skip_a_level(filled_in: Flask) -> None:
    levels = [
        int(e.tag[1]) for e in main(filled_in.test_client().get(CLUB)).iter() if e.tag in ("h1", "h2", "h3", "h4")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_heading_is_empty(filled_in: Flask) -> None:
    assert all(headings(main(filled_in.test_client().get(CLUB))))


@pytest.mark.parametrize(
    "unknown", ["atlantis", "EMMEN-SERVICEPUNT-ZWARTEMEER", "112", "emmen-servicepunt-zwartemeer/"]
)
def test_an_unknown_listing_is_a_clear_page(passer_by: CheckingClient, unknown: str) -> None:
    response = passer_by.get(f"/hulp/{unknown}")
    assert response.status_code == 404
    assert "/hulpvraag/mens_spreken" in paths(main(response))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)(f"/hulp/{POINT}").status_code == 405
