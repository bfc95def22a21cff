"""/: one question field, the life domains, choose your place once."""

import pytest

from sociale_kaart.queries.needs import list_domains
from tests.client import CheckingClient
from tests.functional.reading import chosen, field, main, options, page, paths, words
from webapp.wiring import Parts


def test_there_is_one_question_field_and_it_leads_to_the_results(passer_by: CheckingClient) -> None:
    found = page(passer_by.get("/"))
    questions = [form for form in found.iter("form") if form.get("action") == "/zoeken"]
    assert len(questions) == 1
    assert (questions[0].get("method") or "get").lower() == "get"
    assert field(questions[0], "q").get("id") in {label.get("for") for label in found.iter("label")}


def test_every_life_domain_is_a_link_in_the_order_of_the_register(passer_by: CheckingClient, parts: Parts) -> None:
    with parts.sessions() as session:
        expected = [f"/onderwerp/{domain.id}" for domain in list_domains(session)]
    assert [path for path in paths(main(passer_by.get("/"))) if path.startswith("/onderwerp/")] == expected


def test_a_passer_by_can_choose_a_place(passer_by: CheckingClient, every_place: list[tuple[str, str]]) -> None:
    found = main(passer_by.get("/"))
    assert set(options(found, "place")) >= {"/".join(place) for place in every_place} | {"emmen", "haren"}
    assert chosen(found, "place") in (None, "")


def test_chris_sees_the_own_place(chris: CheckingClient) -> None:
    found = page(chris.get("/"))
    assert chosen(found, "place") == "emmen/zwartemeer"
    assert "Zwartemeer" in words(found.find(".//header"))


def test_a_human_is_in_sight(passer_by: CheckingClient) -> None:
    assert "/hulpvraag/mens_spreken" in paths(main(passer_by.get("/")))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/").status_code == 405
