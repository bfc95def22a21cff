"""/beheer/controle: what is due for a check, and one press to say that a listing is right."""

import datetime as dt
import re
from xml.etree.ElementTree import Element

import pytest
from werkzeug.test import TestResponse

from sociale_kaart.actions.freshness import correct_by_link, mark_unconfirmed, note_asked
from sociale_kaart.exchange import mapping
from sociale_kaart.models import LinkCheck, Service
from sociale_kaart.queries.back_office import PER_PAGE
from tests.client import CheckingClient
from tests.functional.reading import main, options, words
from webapp.texts import today
from webapp.wiring import Parts

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def old_club(parts: Parts, club: str) -> str:
    """A listing of Olga's organisation that was checked so long ago that it comes first in the queue."""
    with parts.sessions.begin() as session:
        service = session.get_one(Service, club)
        service.checked_on, service.checked_by = dt.date(1999, 1, 1), "Iemand"
    return club


def row(client: CheckingClient, key: str, query: str = "organization=sedna") -> Element | None:
    """What the queue says of a listing, on its first page."""
    for item in main(client.get(f"/beheer/controle?{query}")).iter("li"):
        if any(a.get("href") == f"/beheer/hulp/{key}" for a in item.iter("a")):
            return item
    return None


def press(client: CheckingClient, key: str, query: str = "organization=sedna") -> TestResponse:
    """Press 'Alles klopt' at a listing."""
    found = row(client, key, query)
    assert found is not None
    form = next(found.iter("form"))
    sent = {e.get("name", ""): e.get("value", "") for e in form.iter("input")}
    return client.post(str(form.get("action")), data=sent)


def get_listing(parts: Parts, key: str) -> Service:
    with parts.sessions() as session:
        return session.get_one(Service, key)


def test_the_queue_tells_what_is_due_and_why(olga: CheckingClient, old_club: str) -> None:
    text = words(row(olga, old_club))
    assert "Te laat" in text
    assert "1 januari 1999" in text
    assert "2 juli 1999" in text, "by when it had to be checked again"
    assert "Er is geen e-mailadres" in text


def test_what_was_never_checked_is_there(olga: CheckingClient, club: str) -> None:
    assert "Nog nooit gecontroleerd" in words(row(olga, club, "state=never"))
    assert row(olga, club, "state=overdue") is None


def test_one_press_says_that_all_is_right(olga: CheckingClient, parts: Parts, old_club: str) -> None:
    response = press(olga, old_club)
    assert response.status_code == 303
    assert response.headers["Location"] == "/beheer/controle?organization=sedna", "back to where one was"
    listing = get_listing(parts, old_club)
    assert (listing.checked_on, listing.checked_by) == (today(), "Welzijnsgroep Sedna")
    assert row(olga, old_club) is None
    history = olga.get(f"/beheer/hulp/{old_club}/geschiedenis").get_data(as_text=True)
    assert "Olga Smit" in history


def test_an_editor_of_the_municipality_confirms_in_its_name(mark: CheckingClient, parts: Parts, old_club: str) -> None:
    press(mark, old_club)
    assert get_listing(parts, old_club).checked_by == "Gemeente Emmen"


def test_nobody_confirms_what_they_did_not_see(olga: CheckingClient, parts: Parts, old_club: str) -> None:
    found = row(olga, old_club)
    assert found is not None
    sent = {e.get("name", ""): e.get("value", "") for e in found.iter("input")}
    with parts.sessions.begin() as session:
        session.get_one(Service, old_club).summary = "Breien en ook haken, op dinsdag."
    response = olga.post(f"/beheer/controle/{old_club}", data=sent)
    assert response.status_code == 409
    assert "intussen veranderd" in words(main(response))
    assert get_listing(parts, old_club).checked_on == dt.date(1999, 1, 1)
    assert press(olga, old_club).status_code == 303


def test_nobody_confirms_for_another_organisation(olga: CheckingClient, parts: Parts) -> None:
    key = "emmen-servicepunt-zwartemeer"
    version = get_listing(parts, key).version
    assert row(olga, key, "municipality=emmen") is None
    assert olga.post(f"/beheer/controle/{key}", data={"seen": f"{version}.0"}).status_code == 403


def test_a_form_without_a_token_changes_nothing(olga: CheckingClient, parts: Parts, old_club: str) -> None:
    del olga.environ_base["HTTP_X_CSRFTOKEN"]
    listing = get_listing(parts, old_club)
    response = olga.post(f"/beheer/controle/{old_club}", data={"seen": f"{listing.version}.0"})
    assert response.status_code == 400
    assert get_listing(parts, old_club).checked_on == dt.date(1999, 1, 1)


def test_the_queue_tells_what_was_asked_and_answered(olga: CheckingClient, parts: Parts, old_club: str) -> None:
    with parts.sessions.begin() as session:
        checked_on = session.get_one(Service, old_club).checked_on
        note_asked(session, service_id=old_club, checked_on=checked_on, asked=0, now=NOW)
        mark_unconfirmed(session, service_id=old_club, checked_on=checked_on, now=NOW)
    text = words(row(olga, old_club))
    assert "1 keer gevraagd" in text
    assert "Niet bevestigd" in text
    with parts.sessions.begin() as session:
        data = mapping.service_document(session.get_one(Service, old_club)).as_data() | {"email": "brei@example.org"}
        correct_by_link(session, service_id=old_club, data=data, remark="", sender="", now=NOW, today=today())
    assert "stuurde een verbetering" in words(row(olga, old_club))


def test_a_dead_link_is_told(olga: CheckingClient, parts: Parts, club: str) -> None:
    url = f"https://example.org/{club}"
    with parts.sessions.begin() as session:
        service = session.get_one(Service, club)
        service.url, service.checked_on, service.checked_by = url, today(), "Iemand"
        session.add(LinkCheck(url=url, due_on=NOW, failures=3, fault="missing"))
    text = words(row(olga, club, "state=dead_link"))
    assert url in text
    assert "deze pagina is er niet" in text


def test_the_queue_is_filtered_by_municipality_and_organisation(
    ada: CheckingClient, mark: CheckingClient, olga: CheckingClient, old_club: str
) -> None:
    assert row(ada, old_club, "municipality=emmen&organization=sedna") is not None
    assert row(ada, old_club, "municipality=haren") is None
    page = main(ada.get("/beheer/controle"))
    assert {"emmen", "haren"} <= set(options(page, "municipality"))
    assert "sedna" in options(main(mark.get("/beheer/controle")), "organization")
    assert not [e for e in main(olga.get("/beheer/controle")).iter("select") if e.get("name") == "municipality"]


def test_the_number_of_each_filter_is_the_number_that_it_shows(mark: CheckingClient, old_club: str) -> None:
    assert old_club
    page = main(mark.get("/beheer/controle"))
    for option in page.iter("option"):
        name = "state" if option.get("value") in ("", "overdue", "due", "never", "dead_link") else "organization"
        number = re.search(r"\((\d+)\)$", words(option))
        if number:
            text = words(main(mark.get(f"/beheer/controle?{name}={option.get('value')}")))
            assert f"{number[1]} gevonden" in text, option.get("value")


def test_the_queue_comes_in_pages(mark: CheckingClient) -> None:
    first, second = (main(mark.get(f"/beheer/controle?page={page}")) for page in (1, 2))
    assert "Bladzijde 1 van" in words(first)
    shown = [
        {a.get("href") for item in page.iter("li") for a in item.iter("a") if "/beheer/hulp/" in str(a.get("href"))}
        - {"/beheer/hulp/nieuw"}
        for page in (first, second)
    ]
    assert len(shown[0]) == PER_PAGE
    assert not shown[0] & shown[1]


def test_a_page_that_is_there_no_more_is_the_last_one(mark: CheckingClient) -> None:
    text = words(main(mark.get("/beheer/controle?page=99999")))
    last = re.search(r"Bladzijde (\d+) van (\d+)", text)
    assert last is not None
    assert last[1] == last[2]


@pytest.mark.parametrize(
    "query",
    ["state=onzin", "page=0", "page=x", "page=99999", "organization=onzin", "municipality=<b>", "state=" + "x" * 500],
)
def test_a_filter_that_makes_no_sense_is_no_error(mark: CheckingClient, query: str) -> None:
    assert mark.get(f"/beheer/controle?{query}").status_code == 200


def test_the_queue_speaks_english(mark: CheckingClient) -> None:
    assert mark.get("/beheer/controle?lang=en").headers["Content-Language"] == "en"
