"""/onderwerp/<key>: the needs of a life domain."""

import pytest

from sociale_kaart.queries.needs import list_domains
from tests.client import CheckingClient
from tests.functional.reading import heading, main, page, paths
from webapp.wiring import Parts


def test_every_domain_shows_its_needs_in_order(passer_by: CheckingClient, parts: Parts) -> None:
    with parts.sessions() as session:
        domains = {d.id: (d.name, [f"/hulpvraag/{need.id}" for need in d.needs]) for d in list_domains(session)}
    for key, (name, needs) in domains.items():
        response = passer_by.get(f"/onderwerp/{key}")
        assert response.status_code == 200
        assert heading(response) == name
        assert [path for path in paths(main(response)) if path.startswith("/hulpvraag/")] == needs


def test_one_can_ask_another_question(passer_by: CheckingClient) -> None:
    assert [form for form in page(passer_by.get("/onderwerp/geld")).iter("form") if form.get("action") == "/zoeken"]


@pytest.mark.parametrize("unknown", ["atlantis", "schulden", "GELD"])
def test_an_unknown_domain(passer_by: CheckingClient, unknown: str) -> None:
    assert passer_by.get(f"/onderwerp/{unknown}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/onderwerp/geld").status_code == 405
