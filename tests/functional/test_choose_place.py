"""/mijn-plaats: choose, change or forget the own place; kept in a cookie and nowhere else."""

import pytest

from tests.client import CheckingClient
from tests.functional.reading import chosen, field, main, page, words


def save(client: CheckingClient, place: str, back: str = "/") -> str | None:
    """Save a place; gives what the cookie then holds."""
    response = client.post("/mijn-plaats", data={"place": place, "next": back})
    assert response.status_code == 302
    cookie = client.get_cookie("place")
    return cookie.value if cookie else None


def test_the_form_shows_the_choice_of_now(chris: CheckingClient, passer_by: CheckingClient) -> None:
    assert chosen(main(chris.get("/mijn-plaats")), "place") == "emmen/zwartemeer"
    assert chosen(main(passer_by.get("/mijn-plaats")), "place") in (None, "")


@pytest.mark.parametrize("place", ["emmen", "emmen/zwartemeer", "haren"])
def test_a_choice_is_remembered(passer_by: CheckingClient, place: str) -> None:
    assert save(passer_by, place) == place
    assert chosen(main(passer_by.get("/mijn-plaats")), "place") == place


def test_a_choice_can_be_changed_and_forgotten(chris: CheckingClient) -> None:
    assert save(chris, "assen/peelo") == "assen/peelo"
    assert save(chris, "") is None
    assert chosen(main(chris.get("/mijn-plaats")), "place") in (None, "")


def test_chris_can_forget_the_place_without_javascript(chris: CheckingClient, passer_by: CheckingClient) -> None:
    def forms(client: CheckingClient) -> list[str]:
        return [
            str(each.get("value"))
            for form in main(client.get("/mijn-plaats")).iter("form")
            for each in form.iter("input")
            if each.get("name") == "place"
        ]

    assert "" in forms(chris)
    assert forms(passer_by) == []


@pytest.mark.parametrize("back", ["/zoeken?q=vervoer&tier=3", "/hulpvraag/schulden", "/"])
def test_one_comes_back_where_one_was(passer_by: CheckingClient, back: str) -> None:
    form = main(passer_by.get("/mijn-plaats", query_string={"next": back}))
    assert field(form, "next").get("value") == back
    response = passer_by.post("/mijn-plaats", data={"place": "emmen", "next": back})
    assert response.headers["Location"] == back


def test_the_link_to_choose_a_place_leads_back_to_the_page(passer_by: CheckingClient) -> None:
    found = page(passer_by.get("/zoeken?q=een+vraag%26meer&tier=2"))
    link = next(str(a.get("href")) for a in found.iter("a") if str(a.get("href")).startswith("/mijn-plaats"))
    assert field(main(passer_by.get(link)), "next").get("value") == "/zoeken?q=een+vraag%26meer&tier=2"


@pytest.mark.parametrize("place", ["atlantis", "emmen/atlantis", "assen/zwartemeer", "/zwartemeer", "emmen/x/y"])
def test_an_unknown_place_is_refused_and_nothing_is_remembered(passer_by: CheckingClient, place: str) -> None:
    response = passer_by.post("/mijn-plaats", data={"place": place})
    assert response.status_code == 404 or place == "/zwartemeer"
    assert passer_by.get_cookie("place") is None


def test_an_unknown_place_leaves_the_old_choice(chris: CheckingClient) -> None:
    assert chris.post("/mijn-plaats", data={"place": "atlantis"}).status_code == 404
    cookie = chris.get_cookie("place")
    assert cookie is not None
    assert cookie.value == "emmen/zwartemeer"


def test_without_a_form_nothing_breaks(passer_by: CheckingClient) -> None:
    assert passer_by.post("/mijn-plaats").status_code == 302
    assert passer_by.get_cookie("place") is None


def test_the_page_says_what_happens_to_the_choice(passer_by: CheckingClient) -> None:
    assert words(main(passer_by.get("/mijn-plaats")).find(".//form"))


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    response = getattr(passer_by, method)("/mijn-plaats")
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))
