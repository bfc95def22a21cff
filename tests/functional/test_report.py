"""/hulp/<id>/melding: a resident says what is wrong, without an account."""

import datetime as dt
import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from sociale_kaart.actions.reports import EMAIL_KEPT_FOR, MOST_A_DAY
from sociale_kaart.models import ServiceReport
from sociale_kaart.queries.reports import PARTS
from tests.client import CheckingClient
from tests.functional.conftest import POINT
from tests.functional.reading import by_id, calls_before_listings, chosen, field, heading, main, options, paths, words
from tests.functional.reporting import fill_in, new_resident, report, reports_about
from webapp import texts
from webapp.cli.worker import purge_reports
from webapp.jobs import Work
from webapp.public.report import LONGEST_TEXT
from webapp.wiring import Parts

WHISPER = "fluisterditniemand"
WRONG_NUMBER = {"about": "phone", "text": "Het goede nummer is 0591-654321."}
THANKS = "Bedankt voor uw melding"
# Listings that only these tests report about.
SELF_HELP, GARDEN = "zelf-schulden", "zelf-tuin"


@pytest.fixture
def resident(app: Flask) -> CheckingClient:
    return new_resident(app)


@pytest.fixture
def number_of_reports(app: Flask) -> Callable[[], int]:
    """Counts the reports about the listing that these tests use."""
    return lambda: len(reports_about(app, SELF_HELP))


@pytest.mark.parametrize("url", [f"/hulp/{SELF_HELP}", f"/hulp/{POINT}", f"/servicepunt/{POINT}"])
def test_every_listing_leads_to_the_form(passer_by: CheckingClient, url: str) -> None:
    answer = passer_by.get(url)
    assert f"/hulp/{url.rpartition('/')[2]}/melding" in paths(main(answer))
    assert answer.data == passer_by.get(url).data, "the same for all: it can be kept"


def test_the_form_is_about_the_listing_and_leaves_no_trace(resident: CheckingClient) -> None:
    answer = resident.get(f"/hulp/{SELF_HELP}/melding")
    assert f"/hulp/{SELF_HELP}" in paths(main(answer))
    assert options(main(answer), "about") == ["", *PARTS], "each part has a name"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_report_is_kept_with_no_more_than_was_given(app: Flask, resident: CheckingClient) -> None:
    answer = report(resident, GARDEN, about="hours", text=" Op\x00 dinsdag.\r\nNiet op maandag. ", email=" a@x.nl ")
    assert answer.status_code == 200
    assert heading(answer) == THANKS
    assert "e-mailadres" in words(main(answer))
    assert "Set-Cookie" not in answer.headers
    kept = reports_about(app, GARDEN)[-1]
    assert (kept.about, kept.text, kept.email) == ("hours", "Op  dinsdag.\nNiet op maandag.", "a@x.nl")
    assert (kept.language, kept.outcome, kept.closed_on) == ("nl", None, None)


def test_an_address_is_not_needed_and_not_kept(app: Flask, resident: CheckingClient) -> None:
    report(resident, GARDEN, **WRONG_NUMBER)
    with app.extensions["meedoen"].engine.connect() as connection:
        rows = str(connection.execute(text("select * from service_report")).all())
    assert reports_about(app, GARDEN)[-1].email is None
    assert str(resident.environ_base["REMOTE_ADDR"]) not in rows


def test_the_language_of_the_page_is_kept_for_the_answer(app: Flask, resident: CheckingClient) -> None:
    sent = fill_in(resident, GARDEN, **WRONG_NUMBER)
    assert resident.post(f"/hulp/{GARDEN}/melding?lang=en", data=sent).status_code == 200
    assert reports_about(app, GARDEN)[-1].language == "en"


# -- What is not filled in well ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("about", ""),
        ("about", "everything"),
        ("text", ""),
        ("text", " \u202e\n\x00"),
        ("text", "x" * (LONGEST_TEXT + 1)),
        ("email", "geen adres"),
        ("email", "a@b"),
        ("email", "a@x.nl, b@y.nl"),
        ("email", "a@x.nl\r\nBcc: b@y.nl"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_the_rest_is_still_there(
    resident: CheckingClient, number_of_reports: Callable[[], int], name: str, value: str
) -> None:
    before = number_of_reports()
    typed = WRONG_NUMBER | {"email": "chris@example.org", name: value}
    answer = report(resident, SELF_HELP, **typed)
    assert answer.status_code == 422
    form = main(answer)
    assert field(form, name).get("aria-invalid") == "true"
    assert f"{name}-fout" in str(field(form, name).get("aria-describedby"))
    assert words(by_id(form, f"{name}-fout"))
    kept = {"text": words(field(form, "text")), "email": field(form, "email").get("value")}
    kept |= {"about": chosen(form, "about") or ""}
    del kept[name]
    assert kept.items() <= typed.items()
    assert number_of_reports() == before


def test_a_form_with_nothing_in_it_is_a_clear_answer(resident: CheckingClient) -> None:
    assert resident.post(f"/hulp/{SELF_HELP}/melding").status_code == 422


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea><b>", "'\"><b>"]
)
def test_what_was_typed_is_only_text(resident: CheckingClient, typed: str) -> None:
    form = main(report(resident, SELF_HELP, about="", text=typed, email=typed))
    assert words(field(form, "text")) == field(form, "email").get("value") == typed
    assert not [element for element in form.iter() if element.tag in ("script", "img", "b")]


def test_an_unknown_listing_is_a_clear_page(resident: CheckingClient) -> None:
    for answer in (resident.get("/hulp/atlantis/melding"), resident.post("/hulp/atlantis/melding")):
        assert answer.status_code == 404
        assert "/hulpvraag/mens_spreken" in paths(main(answer))


# -- Programs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("took", "trap", "told"),
    [(0, "", "heel snel"), (25 * 3600, "", "stond lang open"), (30, "https://x.nl", "computerprogramma")],
)
def test_who_is_taken_for_a_program_can_send_it_again(
    app: Flask, resident: CheckingClient, took: float, trap: str, told: str
) -> None:
    before = len(reports_about(app, SELF_HELP))
    answer = report(resident, SELF_HELP, took=took, website=trap, **WRONG_NUMBER)
    assert answer.status_code == 422
    form = main(answer)
    assert told in words(form)
    assert words(field(form, "text")) == WRONG_NUMBER["text"]
    assert chosen(form, "about") == "phone"
    assert not field(form, "website").get("value")
    assert len(reports_about(app, SELF_HELP)) == before
    assert report(resident, SELF_HELP, **WRONG_NUMBER).status_code == 200


def test_the_same_form_is_offered_again_unless_it_is_too_old(resident: CheckingClient) -> None:
    fresh, old = (fill_in(resident, SELF_HELP, took=took, **WRONG_NUMBER) for took in (0, 25 * 3600))
    url = f"/hulp/{SELF_HELP}/melding"
    assert field(main(resident.post(url, data=fresh)), "form").get("value") == fresh["form"]
    assert field(main(resident.post(url, data=old)), "form").get("value") != old["form"]


@pytest.mark.parametrize("changed", ["", "x", "\x00", "W10.x.x"])
def test_a_form_that_we_did_not_make_is_refused(resident: CheckingClient, changed: str) -> None:
    assert report(resident, SELF_HELP, form=changed, **WRONG_NUMBER).status_code == 422


def test_a_form_of_another_listing_is_refused(resident: CheckingClient) -> None:
    sent = fill_in(resident, GARDEN, **WRONG_NUMBER)
    assert resident.post(f"/hulp/{SELF_HELP}/melding", data=sent).status_code == 422


def test_a_form_sent_twice_counts_once(app: Flask, resident: CheckingClient) -> None:
    before = len(reports_about(app, SELF_HELP))
    sent = fill_in(resident, SELF_HELP, **WRONG_NUMBER)
    for _ in range(2):
        assert heading(resident.post(f"/hulp/{SELF_HELP}/melding", data=sent)) == THANKS
    assert len(reports_about(app, SELF_HELP)) == before + 1


def test_another_site_cannot_report_in_the_name_of_a_visitor(app: Flask, resident: CheckingClient) -> None:
    before = len(reports_about(app, SELF_HELP))
    sent = fill_in(resident, SELF_HELP, **WRONG_NUMBER)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert resident.post(f"/hulp/{SELF_HELP}/melding", data=sent, headers=headers).status_code == 403
    assert len(reports_about(app, SELF_HELP)) == before


@pytest.mark.parametrize(
    ("own", "neighbour", "stranger"),
    [("192.0.2.1", "192.0.2.1", "192.0.2.2"), ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1")],
)
def test_one_address_sends_only_so_much_a_day(app: Flask, own: str, neighbour: str, stranger: str) -> None:
    client = new_resident(app)
    client.environ_base["REMOTE_ADDR"] = own
    for _ in range(MOST_A_DAY):
        assert report(client, SELF_HELP, **WRONG_NUMBER).status_code == 200
    client.environ_base["REMOTE_ADDR"] = neighbour
    refused = report(client, SELF_HELP, **WRONG_NUMBER)
    assert refused.status_code == 429
    assert "morgen" in words(main(refused))
    assert words(field(main(refused), "text")) == WRONG_NUMBER["text"]
    client.environ_base["REMOTE_ADDR"] = stranger
    assert report(client, SELF_HELP, **WRONG_NUMBER).status_code == 200


def test_what_tells_senders_apart_is_another_thing_each_day(
    app: Flask, resident: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(resident, SELF_HELP, **WRONG_NUMBER)
    report(resident, SELF_HELP, **WRONG_NUMBER)
    tomorrow = texts.today() + dt.timedelta(days=1)
    monkeypatch.setattr(texts, "today", lambda: tomorrow)
    report(resident, SELF_HELP, **WRONG_NUMBER)
    first, second, third = [kept.sender for kept in reports_about(app, SELF_HELP)[-3:]]
    assert first == second != third


# -- Danger --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["other", ""], ids=["sent", "with a fault"])
def test_who_writes_of_danger_sees_the_helplines_first(resident: CheckingClient, about: str) -> None:
    answer = report(resident, SELF_HELP, about=about, text="mijn man slaat mij")
    calls = calls_before_listings(main(answer))
    assert "112" in calls
    assert len(calls) >= 2
    text = words(main(answer))
    assert text.index("Bel nu") < text.index(heading(answer))


def test_an_ordinary_report_does_not_frighten(resident: CheckingClient) -> None:
    assert "Bel nu" not in words(main(report(resident, SELF_HELP, **WRONG_NUMBER)))


# -- Forgetting ----------------------------------------------------------------------------------------------


def test_the_worker_forgets_what_is_kept_no_longer(app: Flask, resident: CheckingClient, parts: Parts) -> None:
    report(resident, GARDEN, **WRONG_NUMBER, email="chris@example.org")
    with parts.sessions.begin() as session:
        kept = session.get_one(ServiceReport, reports_about(app, GARDEN)[-1].id)
        kept.created_on -= EMAIL_KEPT_FOR
    purge_reports(Work(parts.settings, parts.sessions))
    left = reports_about(app, GARDEN)[-1]
    assert (left.text, left.email, left.sender) == (WRONG_NUMBER["text"], None, None)


# -- Logs ----------------------------------------------------------------------------------------------------


def test_nothing_of_it_stands_in_a_log(resident: CheckingClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mail = f"{WHISPER}@example.org"
    report(resident, SELF_HELP, about="other", text=WHISPER, email=mail)
    report(resident, SELF_HELP, about=WHISPER, text=WHISPER, email=f"{WHISPER}@@", form=WHISPER)
    assert not re.search(WHISPER, caplog.text)
