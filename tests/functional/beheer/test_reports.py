"""/beheer/meldingen: what residents say is wrong, beside what stands there, and one press to take it over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, count
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select
from werkzeug.test import TestResponse

from sociale_kaart.models import OutboxMail, ServiceReport
from sociale_kaart.queries.reports import PER_PAGE
from tests.client import CheckingClient
from tests.functional.beheer.conftest import Fill
from tests.functional.reading import field, main, paths, words
from tests.functional.reporting import new_resident, report, reports_about
from webapp.wiring import Parts

INBOX = "/beheer/meldingen"
NEW_NUMBER = {"about": "phone", "text": "Het goede nummer is 0591 65 43 21."}
Reported = Callable[..., ServiceReport]


@pytest.fixture
def reported(app: Flask, club: str) -> Reported:
    """Somebody reports about the club, or about another listing; gives the report."""

    def send(service_id: str = club, **typed: str) -> ServiceReport:
        assert report(new_resident(app), service_id, **typed).status_code == 200
        return reports_about(app, service_id)[-1]

    return send


def pages_of(client: CheckingClient, query: str = "") -> Iterator[dict[int, Element]]:
    """The pages of the inbox: the reports on each, by their number."""
    for number in count(1):
        page = main(client.get(f"{INBOX}?page={number}&{query}"))
        heads = ((e, str(h.get("id"))) for e in page.iter("li") for h in e.iter("h2"))
        yield {int(name.removeprefix("melding-")): element for element, name in heads}
        if "Volgende" not in [words(a) for a in page.iter("a")]:
            return


def item(client: CheckingClient, found: ServiceReport, query: str = "") -> Element | None:
    """The report as it stands in the inbox; not everyone has it there."""
    return next((page[found.id] for page in pages_of(client, query) if found.id in page), None)


def buttons(element: Element | None) -> list[str]:
    assert element is not None
    return [str(button.get("value")) for button in element.iter("button")]


def form_at(client: CheckingClient, found: ServiceReport) -> tuple[str, dict[str, str]]:
    """Where the form at a report goes, and what stands in it."""
    element = item(client, found)
    assert element is not None
    (form,) = element.iter("form")
    return str(form.get("action")), {str(each.get("name")): str(each.get("value")) for each in form.iter("input")}


def handle(client: CheckingClient, found: ServiceReport, action: str, **typed: str) -> TestResponse:
    """Press a button at a report, with the form as it stands there."""
    url, sent = form_at(client, found)
    return client.post(url, data=sent | typed | {"action": action})


def mails_to(parts: Parts, address: str) -> list[OutboxMail]:
    with parts.sessions() as session:
        return list(session.scalars(select(OutboxMail).where(OutboxMail.recipient == address)))


def text_of(client: CheckingClient, url: str) -> str:
    return words(main(client.get(url)))


# -- The inbox -----------------------------------------------------------------------------------------------


def test_a_report_stands_beside_what_the_listing_says_now(mark: CheckingClient, reported: Reported) -> None:
    found = item(mark, reported(**NEW_NUMBER))
    assert "0591-123456" in words(found)
    assert "Het goede nummer is 0591 65 43 21." in words(found)
    assert found is not None
    assert field(found, "value").get("value") == "0591-654321", "only the number is proposed"
    assert INBOX in paths(mark.get(INBOX).tree)  # type: ignore[attr-defined]


def test_what_a_resident_wrote_is_only_text(mark: CheckingClient, reported: Reported) -> None:
    wrote = "<script>alert(1)</script>\n<a href='javascript:x'>hier</a>"
    found = item(mark, reported(about="name", text=wrote))
    assert found is not None
    assert " ".join(wrote.split()) in words(found)
    assert not list(found.iter("script"))
    assert "javascript:x" not in [a.get("href") for a in found.iter("a")]


@pytest.mark.parametrize(
    ("about", "now"),
    [("hours", "dinsdag: 10:00 tot 12:00"), ("whom", "(leeg)"), ("what", "Samen breien"), ("gone", "Dit is er")],
)
def test_what_takes_writing_has_no_button_to_take_it_over(
    mark: CheckingClient, club: str, reported: Reported, about: str, now: str
) -> None:
    kept = reported(about=about, text="Het is anders.")
    found = item(mark, kept)
    assert now in words(found)
    assert buttons(found) == ["changed", "dismissed"]
    assert found is not None
    assert f"/beheer/hulp/{club}" in paths(found)
    assert mark.post(f"{INBOX}/{kept.id}", data={"action": "accept", "value": "x"}).status_code == 409


def test_everyone_sees_only_what_is_theirs(
    olga: CheckingClient, mark: CheckingClient, ada: CheckingClient, vera: CheckingClient, reported: Reported
) -> None:
    own, of_emmen = reported(**NEW_NUMBER), reported("emmen-zorgloket", **NEW_NUMBER)
    of_haren, national = reported("haren-bibliotheek", **NEW_NUMBER), reported("zelf-tuin", **NEW_NUMBER)
    seen = {
        client: [each for each in (own, of_emmen, of_haren, national) if item(client, each) is not None]
        for client in (olga, mark, ada)
    }
    assert seen == {olga: [own], mark: [own, of_emmen], ada: [own, of_emmen, of_haren, national]}
    assert vera.get(INBOX).status_code == 403
    for client, theirs in ((vera, own), (olga, of_emmen), (mark, of_haren), (mark, national)):
        assert client.post(f"{INBOX}/{theirs.id}", data={"action": "dismissed"}).status_code == 403
    for each in (of_emmen, of_haren, national):
        assert handle(ada, each, "dismissed").status_code == 303


def test_the_inbox_can_be_narrowed(ada: CheckingClient, reported: Reported) -> None:
    own, of_haren = reported(**NEW_NUMBER), reported("haren-bibliotheek", **NEW_NUMBER)
    for query, theirs, not_theirs in (
        ("municipality=haren", of_haren, own),
        ("organization=sedna", own, of_haren),
    ):
        assert item(ada, theirs, query) is not None
        assert item(ada, not_theirs, query) is None
    assert "geen meldingen" in text_of(ada, f"{INBOX}?municipality=atlantis")
    handle(ada, of_haren, "dismissed")


def test_the_longest_waiting_come_first_a_page_at_a_time(mark: CheckingClient, reported: Reported) -> None:
    sent = {reported(about="other", text=f"Melding {number}").id for number in range(PER_PAGE + 1)}
    *full, last = [list(page) for page in pages_of(mark)]
    assert full
    assert {len(page) for page in full} == {PER_PAGE}
    ids = [*chain.from_iterable(full), *last]
    assert ids == sorted(set(ids))
    assert sent <= set(ids)


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999"])
def test_a_page_that_is_not_there_is_another_page(mark: CheckingClient, page: str) -> None:
    assert mark.get(f"{INBOX}?page={page}").status_code == 200


# -- Taking over ---------------------------------------------------------------------------------------------


def test_who_may_publish_takes_it_over_with_one_press(
    app: Flask, mark: CheckingClient, passer_by: CheckingClient, club: str, reported: Reported, parts: Parts
) -> None:
    mail = f"{club}@example.org"
    kept = reported(**NEW_NUMBER, email=mail)
    answer = handle(mark, kept, "accept")
    assert answer.status_code == 303
    assert "online" in text_of(mark, answer.headers["Location"])
    page = text_of(passer_by, f"/hulp/{club}")
    assert "0591-654321" in page
    assert "0591-123456" not in page
    assert item(mark, kept) is None
    history = text_of(mark, f"/beheer/hulp/{club}/geschiedenis")
    assert "Melding van een inwoner" in history
    assert "Mark de Vries" in history
    assert "0591 65 43 21" not in history, "the words of the resident are not kept"
    assert reports_about(app, club)[-1].email is None
    (sent,) = mails_to(parts, mail)
    assert f"/hulp/{club}" in str(sent.text)
    assert "Wij hebben het veranderd" in str(sent.text)


def test_who_may_not_publish_sends_it_in(
    olga: CheckingClient, mark: CheckingClient, passer_by: CheckingClient, club: str, reported: Reported, parts: Parts
) -> None:
    mail = f"{club}@example.org"
    handle(olga, reported(**NEW_NUMBER, email=mail), "accept")
    assert "0591-123456" in text_of(passer_by, f"/hulp/{club}")
    review = text_of(mark, f"/beheer/hulp/{club}/beoordelen")
    assert "0591-654321" in review
    assert "Melding van een inwoner" in review
    (sent,) = mails_to(parts, mail)
    assert "past het aan" in str(sent.text)


def test_the_draft_of_a_colleague_is_not_put_online_and_does_not_undo_it(
    mark: CheckingClient, olga: CheckingClient, passer_by: CheckingClient, club: str, reported: Reported, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    olga.post(url, data=form_of(olga, url, summary="Nog niet klaar met deze zin.") | {"action": ["save"]})
    handle(mark, reported(**NEW_NUMBER), "accept")
    page = text_of(passer_by, f"/hulp/{club}")
    assert "0591-654321" in page
    assert "Nog niet klaar" not in page
    olga.post(url, data=form_of(olga, url) | {"action": ["submit"]})
    mark.post(f"{url}/beoordelen", data={"action": "publish", "seen": form_of(mark, url)["seen"]})
    page = text_of(passer_by, f"/hulp/{club}")
    assert "0591-654321" in page
    assert "Nog niet klaar" in page


def test_an_unfinished_draft_gets_it_but_is_not_sent_in(
    mark: CheckingClient, olga: CheckingClient, club: str, reported: Reported, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    olga.post(url, data=form_of(olga, url, summary="Nog niet klaar met deze zin.") | {"action": ["save"]})
    handle(olga, reported(**NEW_NUMBER), "accept")
    filled = form_of(olga, url)
    assert filled["phones.0.number"] == ["0591-654321"]
    assert filled["summary"] == ["Nog niet klaar met deze zin."]
    assert "Wordt aan gewerkt" in text_of(mark, url)


def test_a_draft_that_waits_for_approval_goes_on_waiting_with_it(
    mark: CheckingClient, olga: CheckingClient, club: str, reported: Reported, form_of: Fill
) -> None:
    url = f"/beheer/hulp/{club}"
    olga.post(url, data=form_of(olga, url, summary="Dit is een betere zin.") | {"action": ["submit"]})
    handle(olga, reported(**NEW_NUMBER), "accept")
    assert "Wacht op goedkeuring" in text_of(mark, url)
    review = text_of(mark, f"{url}/beoordelen")
    assert "0591-654321" in review
    assert "Dit is een betere zin." in review


@pytest.mark.parametrize(
    ("about", "wrote", "proposed", "online"),
    [
        ("email", "mail naar Brei@Club.example!", "Brei@Club.example", "Brei@Club.example"),
        ("url", "het is www.breiclub.nl/uren.", "https://www.breiclub.nl/uren", "https://www.breiclub.nl/uren"),
        ("name", "Breiclub\nDe Naald", "Breiclub De Naald", "Breiclub De Naald"),
        ("address", "Dorpsplein 3, 7894aa Zwartemeer", "Dorpsplein 3, 7894aa Zwartemeer", "7894 AA Zwartemeer"),
    ],
)
def test_each_simple_field_can_be_taken_over(
    mark: CheckingClient,
    passer_by: CheckingClient,
    club: str,
    reported: Reported,
    about: str,
    wrote: str,
    proposed: str,
    online: str,
) -> None:
    kept = reported(about=about, text=wrote)
    found = item(mark, kept)
    assert found is not None
    assert field(found, "value").get("value") == proposed
    assert handle(mark, kept, "accept").status_code == 303
    page = passer_by.get(f"/hulp/{club}").get_data(as_text=True)
    assert online in page


def test_an_editor_can_change_the_line_first(
    mark: CheckingClient, passer_by: CheckingClient, club: str, reported: Reported
) -> None:
    handle(mark, reported(about="name", text="volgens mij heet het nu De Naald"), "accept", value="De Naald")
    assert "De Naald" in text_of(passer_by, f"/hulp/{club}")


@pytest.mark.parametrize(
    ("about", "value", "told"),
    [
        ("phone", "12", "telefoonnummer"),
        ("phone", "", "Vul dit in"),
        ("email", "geen adres", "e-mailadres"),
        ("url", "javascript:alert(1)", "webadres"),
        ("address", "Dorpsplein 3", "Plaats"),
        ("name", "x" * 301, "te lang"),
        ("phone", "0591-123456", "staat er al"),
    ],
)
def test_what_does_not_fit_is_told_at_the_report_and_still_there(
    mark: CheckingClient, club: str, reported: Reported, about: str, value: str, told: str
) -> None:
    kept = reported(about=about, text="Iets anders.")
    answer = handle(mark, kept, "accept", value=value)
    assert answer.status_code == 422
    box = next(each for each in main(answer).iter("input") if each.get("id") == f"value-{kept.id}")
    assert told in words(next(e for e in main(answer).iter() if e.get("id") == f"value-{kept.id}-fout"))
    assert box.get("aria-invalid") == "true"
    assert box.get("value") == (value or "Iets anders.")
    assert "Gewijzigd" not in text_of(mark, f"/beheer/hulp/{club}/geschiedenis")
    handle(mark, kept, "dismissed")


# -- Closing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("action", "told"), [("changed", "past het aan"), ("dismissed", "niets veranderd")])
def test_the_sender_hears_what_was_done_and_the_address_is_gone(
    app: Flask, mark: CheckingClient, club: str, reported: Reported, parts: Parts, action: str, told: str
) -> None:
    mail = f"{club}@example.org"
    kept = reported(**NEW_NUMBER, email=mail)
    assert handle(mark, kept, action).status_code == 303
    assert item(mark, kept) is None
    (sent,) = mails_to(parts, mail)
    assert told in str(sent.text)
    closed = reports_about(app, club)[-1]
    assert (closed.outcome, closed.email) == (action, None)
    assert closed.closed_on is not None
    assert "Melding van een inwoner" in text_of(mark, f"/beheer/hulp/{club}/geschiedenis")


def test_the_answer_is_in_the_language_of_the_sender(app: Flask, mark: CheckingClient, club: str, parts: Parts) -> None:
    mail = f"{club}@example.org"
    resident = new_resident(app)
    resident.get("/?lang=en")
    report(resident, club, **NEW_NUMBER, email=mail)
    handle(mark, reports_about(app, club)[-1], "dismissed")
    (sent,) = mails_to(parts, mail)
    with app.test_request_context(), force_locale("en"):
        assert gettext("U kunt niet op dit bericht antwoorden. Binnen een week wissen wij uw e-mailadres.") in str(
            sent.text
        )


def test_of_two_editors_at_one_report_the_second_is_told(
    mark: CheckingClient, ada: CheckingClient, club: str, reported: Reported, parts: Parts
) -> None:
    mail = f"{club}@example.org"
    kept = reported(**NEW_NUMBER, email=mail)
    assert item(ada, kept) is not None
    handle(mark, kept, "accept")
    answer = ada.post(f"{INBOX}/{kept.id}", data={"action": "dismissed"})
    assert answer.status_code == 409
    assert "Iemand was u voor" in words(main(answer))
    assert len(mails_to(parts, mail)) == 1


def test_a_listing_that_changed_meanwhile_is_looked_at_again(
    mark: CheckingClient, club: str, reported: Reported, form_of: Fill
) -> None:
    kept = reported(**NEW_NUMBER)
    url, stale = form_at(mark, kept)
    of_listing = f"/beheer/hulp/{club}"
    mark.post(of_listing, data=form_of(mark, of_listing, action="publish", **{"phones.0.number": "0591-111111"}))
    answer = mark.post(url, data=stale | {"action": "accept"})
    assert answer.status_code == 409
    assert "0591-111111" in words(main(answer))
    assert handle(mark, kept, "accept").status_code == 303


@pytest.mark.parametrize(
    ("data", "status"), [({"action": "explode"}, 400), ({}, 400), ({"action": "accept", "value": "0591-654321"}, 409)]
)
def test_a_press_that_makes_no_sense_does_nothing(
    mark: CheckingClient, reported: Reported, data: dict[str, str], status: int
) -> None:
    kept = reported(**NEW_NUMBER)
    assert mark.post(f"{INBOX}/{kept.id}", data=data).status_code == status
    assert item(mark, kept) is not None


def test_a_report_that_is_gone_is_told(mark: CheckingClient) -> None:
    assert mark.post(f"{INBOX}/2147483647", data={"action": "dismissed"}).status_code == 409
    assert mark.post(f"{INBOX}/99999999999999999999", data={"action": "dismissed"}).status_code == 404


def test_without_a_token_nothing_is_done(mark: CheckingClient, reported: Reported) -> None:
    kept = reported(**NEW_NUMBER)
    token = mark.environ_base.pop("HTTP_X_CSRFTOKEN")
    assert mark.post(f"{INBOX}/{kept.id}", data={"action": "dismissed"}).status_code == 400
    mark.environ_base["HTTP_X_CSRFTOKEN"] = token
    assert item(mark, kept) is not None
