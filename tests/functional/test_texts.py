"""Words for schedules, and what a page says of facts that few listings have yet: contacts, dates that are over."""

import datetime as dt
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template

from sociale_kaart import models
from tests.functional.conftest import KNOWN_CLUB, POINT
from tests.functional.reading import hrefs, main, page, parse, words
from webapp import texts
from webapp.public.road import Road

TODAY = dt.date(2012, 5, 1)
NINE, NOON = dt.time(9), dt.time(12)
THIRD_OF_MAY = dt.date(2012, 5, 3)


@pytest.fixture(autouse=True)
def _on_the_first_of_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "today", lambda: TODAY)


def schedule(**facts: Any) -> models.Schedule:
    return models.Schedule(**facts)


# -- When --------------------------------------------------------------------------------------------------

IN_WORDS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": NINE, "closes_at": NOON},
        "maandag, dinsdag: 9:00 tot 12:00",
        "Monday, Tuesday: 9:00 to 12:00",
    ),
    ({"freq": "MONTHLY", "byday": "2TU"}, "tweede dinsdag van de maand", "second Tuesday of the month"),
    ({"freq": "MONTHLY", "byday": "-1FR"}, "laatste vrijdag van de maand", "last Friday of the month"),
    (
        {"freq": "MONTHLY", "byday": "1MO,3MO"},
        "eerste maandag van de maand, derde maandag van de maand",
        "first Monday of the month, third Monday of the month",
    ),
    ({"byday": "-2SU"}, "één zondag van de maand", "one Sunday of the month"),
    ({"byday": "WE", "opens_at": dt.time(14)}, "woensdag: vanaf 14:00", "Wednesday: from 14:00"),
    ({"byday": "WE", "closes_at": NOON}, "woensdag: tot 12:00", "Wednesday: until 12:00"),
    (
        {"byday": "WE", "opens_at": NINE, "until": THIRD_OF_MAY},
        "woensdag: vanaf 9:00, tot en met 3 mei 2012",
        "Wednesday: from 9:00, up to and including 3 May 2012",
    ),
    ({"byday": "WE", "dtstart": THIRD_OF_MAY}, "woensdag, vanaf 3 mei 2012", "Wednesday, from 3 May 2012"),
    ({"byday": "WE", "dtstart": dt.date(2011, 5, 4)}, "woensdag", "Wednesday"),
    ({"dtstart": THIRD_OF_MAY, "opens_at": NINE}, "3 mei 2012: vanaf 9:00", "3 May 2012: from 9:00"),
    ({"dtstart": THIRD_OF_MAY, "until": THIRD_OF_MAY}, "3 mei 2012", "3 May 2012"),
    ({"freq": "WEEKLY", "dtstart": dt.date(2012, 4, 26)}, "donderdag", "Thursday"),
    ({"freq": "MONTHLY", "dtstart": dt.date(2012, 4, 26)}, "dag 26 van de maand", "day 26 of the month"),
    ({"description": "Op afspraak."}, "", ""),
]


@pytest.mark.parametrize(("facts", "dutch", "english"), IN_WORDS)
def test_a_schedule_in_words(app: Flask, facts: dict[str, Any], dutch: str, english: str) -> None:
    for language, expected in (("nl", dutch), ("en", english)):
        with app.test_request_context(f"/?lang={language}"):
            assert texts.opening_text(schedule(**facts)) == expected


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ({"byday": "MO"}, True),
        ({"byday": "MO", "dtstart": dt.date(2001, 1, 1)}, True),
        ({"byday": "MO", "until": TODAY}, True),
        ({"byday": "MO", "until": dt.date(2012, 4, 30)}, False),
        ({"dtstart": TODAY}, True),
        ({"dtstart": dt.date(2012, 4, 30)}, False),
        ({"dtstart": dt.date(2012, 4, 30), "until": THIRD_OF_MAY}, True),
        ({"freq": "WEEKLY", "dtstart": dt.date(2012, 4, 30)}, True),
        ({"description": "Op afspraak."}, True),
        ({"description": "In de zomer.", "until": dt.date(2011, 9, 1)}, False),
    ],
)
def test_what_is_over_is_left_out(facts: dict[str, Any], holds: bool) -> None:
    asked = schedule(**facts)
    assert texts.not_over([asked]) == ([asked] if holds else [])


# -- What a page says of it --------------------------------------------------------------------------------


def listing(app: Flask, template: str = "listing.html", language: str = "nl", **facts: Any) -> Element:
    """The main part of the page of a listing with these facts."""
    known: dict[str, Any] = {
        "id": "test",
        "kind": "service",
        "name": "Test",
        "tier": 2,
        "status": "active",
        "summary": "Kort.",
        "description": "Lang.",
        "source": "Een redacteur",
    }
    service = models.Service(**(known | facts))
    with app.test_request_context(f"/?lang={language}"):
        html = render_template(template, service=service, point=models.ServicePoint(), urgent=None, road=Road())
    found = parse(html).find(".//main")
    assert found is not None
    return found


both_pages = pytest.mark.parametrize("template", ["listing.html", "service_point.html"])


@both_pages
def test_only_schedules_that_hold_are_shown(app: Flask, template: str) -> None:
    old = schedule(byday="MO", until=dt.date(2011, 1, 1))
    assert "dinsdag" in words(listing(app, template, schedules=[old, schedule(byday="TU")]))
    assert "maandag" not in words(listing(app, template, schedules=[old, schedule(byday="TU")]))
    only_old = words(listing(app, template, schedules=[old]))
    assert "Wanneer" not in only_old
    assert "zoeken nog uit" in only_old


@both_pages
def test_words_of_an_editor_follow_the_hours_and_are_marked_as_dutch(app: Flask, template: str) -> None:
    times = [schedule(byday="TU", description="Bel eerst."), schedule(description="Op afspraak.")]
    found = listing(app, template, "en", schedules=times)
    assert "Tuesday (Bel eerst.)" in words(found)
    dutch = [words(element) for element in found.iter() if element.get("lang") == "nl"]
    assert {"(Bel eerst.)", "Op afspraak."} <= set(dutch)


@both_pages
def test_contacts_of_listing_and_organisation_are_shown(app: Flask, template: str) -> None:
    organization = models.Organization(
        name="De Club",
        description="Een club.",
        contacts=[models.Contact(name="Bea", title="coördinator", phone="0591-654321")],
        phones=[models.Phone(number="0591-111111", description="overdag")],
    )
    own = [models.Contact(name="Ali", email="ali@example.org")]
    found = listing(app, template, organization=organization, contacts=own)
    text = words(found)
    for fact in ("Ali", "Bea, coördinator", "Een club.", "overdag"):
        assert fact in text
    assert {"mailto:ali@example.org", "tel:0591654321", "tel:0591111111"} <= set(hrefs(found))


@both_pages
def test_a_contact_is_shown_without_an_organisation(app: Flask, template: str) -> None:
    found = listing(app, template, contacts=[models.Contact(name="Ali", phone="0591-123456")])
    assert "Ali" in words(found)
    assert "tel:0591123456" in hrefs(found)


@both_pages
def test_costs_languages_conditions_and_checks_are_told(app: Flask, template: str) -> None:
    found = listing(
        app,
        template,
        cost=models.CostOption(free=True, description="Koffie kost 1 euro."),
        languages=[models.Language(code="nl"), models.Language(code="tr")],
        conditions="U neemt iets mee.",
        referral_needed=False,
        checked_on=TODAY,
        checked_by="Anna",
    )
    text = words(found)
    for fact in ("Gratis. Koffie kost 1 euro.", "Nederlands, Turks", "U neemt iets mee.", "geen verwijzing"):
        assert fact in text
    assert "Gecontroleerd op 1 mei 2012 door Anna" in text


@pytest.mark.parametrize("url", [f"/hulp/{KNOWN_CLUB}", f"/servicepunt/{POINT}", "/hulp/lijn-zelfmoordpreventie"])
def test_dutch_content_on_an_english_page_is_marked(filled_in: Flask, url: str) -> None:
    whole = page(filled_in.test_client().get(f"{url}?lang=en"))
    marked = {words(element) for element in whole.iter() if element.get("lang") == "nl"}
    title = whole.find(".//title")
    assert title is not None
    assert title.get("lang") == "nl"
    assert words(whole.find(".//h1")) in marked
    dutch = ("Misschien stopt de club.", "De deur is smal.", "Anna", "Vragen over geld", "113 Zelfmoordpreventie")
    text = words(main(filled_in.test_client().get(f"{url}?lang=en")))
    assert not [fact for fact in dutch if fact in text and not any(fact in each for each in marked)]
