"""/beheer/hulp/<id>: write on a listing, send it in, publish, meet somebody else's version."""

import pytest

from tests.client import CheckingClient
from tests.functional.beheer.conftest import Fill
from webapp.wiring import Parts


def text_of(client: CheckingClient, url: str) -> str:
    return client.get(url).get_data(as_text=True)


def test_what_the_form_shows_comes_back_the_same(mark: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"/beheer/hulp/{club}"
    mark.post(url, data=form_of(mark, url))
    assert "Zo wordt het" not in text_of(mark, url), "nothing was changed, so there is no draft"


def test_a_draft_is_kept_and_not_online(
    olga: CheckingClient, passer_by: CheckingClient, club: str, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    answer = olga.post(url, data=form_of(olga, url, summary="Breien en taart eten op dinsdag."), follow_redirects=True)
    assert answer.status_code == 200
    assert "Breien en taart" in text_of(olga, url)
    assert "Breien en taart" in text_of(olga, f"{url}/voorbeeld")
    assert "Breien en taart" not in text_of(passer_by, f"/hulp/{club}")


def test_an_organisation_sends_in_and_the_municipality_approves(
    olga: CheckingClient, mark: CheckingClient, passer_by: CheckingClient, club: str, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    sent = form_of(olga, url, **{"schedules.0.opens_at": "13:30", "schedules.0.closes_at": "15:00"})
    olga.post(url, data=sent | {"action": ["submit"], "reason": ["Nieuwe tijd"]})
    assert club in text_of(mark, "/beheer/")
    review = text_of(mark, f"{url}/beoordelen")
    assert "13:30" in review
    assert "Nieuwe tijd" in review
    seen = form_of(mark, url)["seen"]
    assert mark.post(f"{url}/beoordelen", data={"action": "publish", "seen": seen}).status_code == 303
    assert "13:30" in text_of(passer_by, f"/hulp/{club}")


def test_who_publishes_sees_it_online_on_the_very_next_page(
    mark: CheckingClient,
    passer_by: CheckingClient,
    club: str,
    form_of: Fill,
    parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"/beheer/hulp/{club}"
    monkeypatch.setattr("webapp.wiring.LOOK_EVERY", 3600.0)
    parts.look_again()
    assert "koffie drinken" in text_of(passer_by, f"/hulp/{club}")
    mark.post(url, data=form_of(mark, url, summary="Samen breien met thee erbij.") | {"action": ["publish"]})
    assert "thee erbij" in text_of(passer_by, f"/hulp/{club}")


def test_who_writes_for_an_organisation_cannot_publish(olga: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"/beheer/hulp/{club}"
    sent = form_of(olga, url, summary="Dit mag ik niet zelf online zetten.")
    assert olga.post(url, data=sent | {"action": ["publish"]}).status_code == 403
    assert olga.post(f"{url}/beoordelen", data={"action": "publish", "seen": sent["seen"]}).status_code == 403


def test_a_draft_sent_back_shows_the_remark(
    olga: CheckingClient, mark: CheckingClient, club: str, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    olga.post(url, data=form_of(olga, url, summary="Te kort door de bocht.") | {"action": ["submit"]})
    assert mark.post(f"{url}/beoordelen", data={"action": "return", "remark": ""}).status_code == 422
    mark.post(f"{url}/beoordelen", data={"action": "return", "remark": "Schrijf er de dag bij."})
    assert "Schrijf er de dag bij." in text_of(olga, url)
    assert "Schrijf er de dag bij." in text_of(olga, "/beheer/")


def test_a_fault_is_told_at_the_field_and_the_text_is_kept(mark: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"/beheer/hulp/{club}"
    sent = form_of(mark, url, **{"phones.0.number": "12", "name": "<b>Breien</b>", "action": "publish"})
    answer = mark.post(url, data=sent)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Dit telefoonnummer herkennen we niet" in page
    assert 'value="12"' in page
    assert "&lt;b&gt;Breien" in page
    assert 'value="12"' in text_of(mark, url), "what was typed is kept as a draft"


def test_the_second_of_two_editors_sees_both_versions(
    olga: CheckingClient, mark: CheckingClient, club: str, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    first, second = form_of(olga, url, summary="De zin van Olga."), form_of(mark, url, summary="De zin van Mark.")
    olga.post(url, data=first)
    answer = mark.post(url, data=second)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "De zin van Olga." in page
    assert "De zin van Mark." in page
    newest = form_of(mark, url)["seen"]
    mark.post(url, data=second | {"seen": newest, "keep-summary": ["theirs"]})
    assert "De zin van Olga." in text_of(mark, url)


def test_a_new_listing_begins_with_a_name(olga: CheckingClient, form_of: Fill) -> None:
    sent = form_of(olga, "/beheer/hulp/nieuw")
    assert olga.post("/beheer/hulp/nieuw", data=sent).status_code == 422
    answer = olga.post("/beheer/hulp/nieuw", data=sent | {"name": ["Wandelen met Olga"]})
    assert answer.status_code == 303
    assert "Wandelen met Olga" in text_of(olga, answer.headers["Location"])


def test_an_organisation_cannot_write_for_another(olga: CheckingClient, mark: CheckingClient, form_of: Fill) -> None:
    assert olga.get("/beheer/hulp/emmen-servicepunt-zwartemeer").status_code == 403
    sent = form_of(olga, "/beheer/hulp/nieuw", name="Voor een ander", organization="gemeente-emmen")
    assert olga.post("/beheer/hulp/nieuw", data=sent).status_code == 403
    sent = form_of(mark, "/beheer/hulp/nieuw", name="Ergens anders")
    assert mark.post("/beheer/hulp/nieuw", data=sent | {"municipality": ["haren"]}).status_code == 403


def test_a_copy_is_a_new_draft(olga: CheckingClient, club: str) -> None:
    answer = olga.post(f"/beheer/hulp/{club}/kopie")
    assert answer.status_code == 303
    assert "Kopie van Breiclub" in text_of(olga, answer.headers["Location"])


def test_a_draft_thrown_away_stays_in_the_history(olga: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"/beheer/hulp/{club}"
    sent = form_of(olga, url, summary="Dit gooi ik zo weg.")
    olga.post(url, data=sent)
    olga.post(url, data=form_of(olga, url) | {"action": ["discard"]})
    assert "Dit gooi ik zo weg." not in text_of(olga, url)
    assert "Dit gooi ik zo weg." in text_of(olga, f"{url}/geschiedenis")


def test_the_list_finds_a_name_with_accents(mark: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"/beheer/hulp/{club}"
    mark.post(url, data=form_of(mark, url, name=f"Repair Café {club}") | {"action": ["save"]})
    assert club in text_of(mark, f"/beheer/hulp?q=caf%C3%A9+{club}")


def test_the_list_finds_by_name(mark: CheckingClient, club: str) -> None:
    page = text_of(mark, f"/beheer/hulp?q={club}")
    assert "1 gevonden" in page
    assert "0 gevonden" in text_of(mark, f"/beheer/hulp?q={club}&state=submitted")


def test_without_a_token_nothing_is_written(olga: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"/beheer/hulp/{club}"
    sent = form_of(olga, url, summary="Van een andere site gestuurd.")
    del olga.environ_base["HTTP_X_CSRFTOKEN"]
    sent.pop("csrf_token")
    assert olga.post(url, data=sent).status_code == 400
    assert "andere site gestuurd" not in text_of(olga, url)


def test_no_draft_is_left_of_a_preview(mark: CheckingClient, club: str, form_of: Fill, parts: Parts) -> None:
    url = f"/beheer/hulp/{club}"
    mark.post(url, data=form_of(mark, url, name=""))
    assert mark.get(f"{url}/voorbeeld").status_code == 422
    with parts.sessions() as session:
        from sociale_kaart.models import Service  # noqa: PLC0415

        assert session.get_one(Service, club).name.startswith("Breiclub")


def test_numbers_and_addresses_are_taken_as_people_write_them(mark: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"/beheer/hulp/{club}"
    typed = {"phones.0.number": "+31 591 65 43 21", "url": "www.breiclub.nl", "location.address.postal_code": "7894ab"}
    address = {"location.address.address_1": "Dorpsstraat 1", "location.address.city": "Zwartemeer"}
    answer = mark.post(url, data=form_of(mark, url, **typed, **address, action="publish"))
    assert answer.status_code == 303
    page = text_of(mark, url)
    for value in ("0591-654321", "https://www.breiclub.nl", "7894 AB"):
        assert f'value="{value}"' in page
