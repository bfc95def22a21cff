"""Which listings are due, and whom to ask: by the day of the last check, and by what was asked and answered since."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from sociale_kaart.actors import Actor, Role
from sociale_kaart.models import Freshness, LinkCheck, Service
from sociale_kaart.queries.freshness import (
    HOLDS,
    HOLDS_FOR_KIND,
    ONE_MAIL_IN,
    PATIENCE,
    WAIT,
    DueFilter,
    check_by,
    get_queue,
    list_to_ask,
    list_to_close_or_open,
    list_unanswered,
)
from sociale_kaart.queries.search_entries import list_search_entries
from sociale_kaart.queries.services import list_cards

NOW = dt.datetime(2030, 5, 15, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
ADA = Actor("user:1", Role.ADMINISTRATOR)
ALL = DueFilter()


def checked(session: Session, days: dict[str, dt.date | None]) -> None:
    """Let these listings be checked on these days, and all others today."""
    for service in session.query(Service):
        service.checked_on = days.get(service.id, TODAY)
    session.flush()


def asked(session: Session, key: str, **row: Any) -> None:
    """Write down what was asked of a listing since its last check."""
    session.add(Freshness(id=key, checked_on=session.get_one(Service, key).checked_on, **row))
    session.flush()


def queue(session: Session, actor: Actor = ADA, asked_for: DueFilter = ALL) -> dict[str, str]:
    return {row.id: row.state for row in get_queue(session, actor, asked_for, 1, TODAY).rows}


# --- the queue -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("age", "state"),
    [
        (HOLDS - DAY, None),
        (HOLDS, "due"),
        (HOLDS + PATIENCE - DAY, "due"),
        (HOLDS + PATIENCE, "overdue"),
        (10 * HOLDS, "overdue"),
        (None, "never"),
    ],
)
def test_a_listing_is_due_half_a_year_after_its_check(filled: Session, age: dt.timedelta | None, state: str) -> None:
    checked(filled, {"klusdienst": age and TODAY - age})
    assert queue(filled) == ({"klusdienst": state} if state else {})


def test_the_day_that_is_told_is_the_day_that_it_is_due(filled: Session) -> None:
    for key, kind in {"klusdienst": "service", "zelf-doen": "self_help"}.items():
        holds = HOLDS_FOR_KIND.get(kind, HOLDS)
        assert check_by(kind, TODAY - holds) == TODAY
        checked(filled, {key: TODAY - holds})
        assert queue(filled) == {key: "due"}
        checked(filled, {key: TODAY - holds + DAY})
        assert queue(filled) == {}
    assert check_by("service", None) is None


def test_the_longest_ago_comes_first_and_what_was_never_checked_last(filled: Session) -> None:
    checked(filled, {"klusdienst": None, "infohuus": TODAY - HOLDS, "koffieochtend": TODAY - 2 * HOLDS})
    assert list(queue(filled)) == ["koffieochtend", "infohuus", "klusdienst"]


def test_what_is_archived_is_not_checked(filled: Session) -> None:
    checked(filled, {"klusdienst": None})
    filled.get_one(Service, "klusdienst").status = "archived"
    filled.flush()
    assert queue(filled) == {}


@pytest.mark.parametrize(
    ("role", "municipality", "organization", "found"),
    [
        (Role.ADMINISTRATOR, None, None, {"infohuus", "klusdienst", "lokaal-loket", "zelf-doen"}),
        (Role.MUNICIPALITY_EDITOR, "emmen", None, {"infohuus", "klusdienst"}),
        (Role.ORGANIZATION_EDITOR, "emmen", "sedna", {"infohuus"}),
        (Role.VOLUNTEER, "emmen", None, set()),
    ],
)
def test_everyone_sees_what_they_may_write(
    filled: Session, role: Role, municipality: str | None, organization: str | None, found: set[str]
) -> None:
    checked(filled, dict.fromkeys(["infohuus", "klusdienst", "lokaal-loket", "zelf-doen"]))
    actor = Actor("user:2", role, municipality, organization)
    assert set(queue(filled, actor)) == found
    assert get_queue(filled, actor, ALL, 1, TODAY).counts["total"] == len(found)


def test_the_queue_is_counted_and_filtered_by_state_municipality_and_organisation(filled: Session) -> None:
    old = TODAY - 2 * HOLDS
    checked(filled, {"infohuus": old, "klusdienst": None, "lokaal-loket": old})
    found = get_queue(filled, ADA, ALL, 1, TODAY)
    assert found.counts == {"overdue": 2, "due": 0, "never": 1, "dead_link": 0, "total": 3}
    assert found.organizations == [("sedna", "Sedna", 1)]
    found = get_queue(filled, ADA, DueFilter(organization="sedna", state="never"), 1, TODAY)
    assert found.counts == {"overdue": 1, "due": 0, "never": 0, "dead_link": 0, "total": 1}
    assert found.organizations == [("sedna", "Sedna", 1)]
    assert set(queue(filled, asked_for=DueFilter(state="overdue"))) == {"infohuus", "lokaal-loket"}
    assert set(queue(filled, asked_for=DueFilter(municipality="haren"))) == {"lokaal-loket"}
    assert set(queue(filled, asked_for=DueFilter(organization="sedna"))) == {"infohuus"}


def test_a_listing_with_a_dead_link_is_in_the_queue_however_fresh_it_is(filled: Session) -> None:
    checked(filled, {})
    filled.get_one(Service, "klusdienst").url = "https://example.org/klus"
    filled.get_one(Service, "infohuus").url = None  # its page shows the link of its organisation
    filled.add(LinkCheck(url="https://example.org/klus", due_on=NOW, failures=3, fault="missing"))
    filled.add(LinkCheck(url="https://example.org", due_on=NOW, failures=2, fault="missing"))
    filled.flush()
    (row,) = get_queue(filled, ADA, DueFilter(state="dead_link"), 1, TODAY).rows
    assert (row.id, row.state, row.dead_link, row.link_fault) == (
        "klusdienst",
        None,
        "https://example.org/klus",
        "missing",
    )
    filled.get_one(LinkCheck, "https://example.org").failures = 3
    filled.flush()
    assert set(queue(filled)) == {"infohuus", "klusdienst"}


# --- whom to ask -----------------------------------------------------------------------------------------------------
def to_ask(session: Session, now: dt.datetime = NOW) -> dict[str, int]:
    return {row.id: row.asked for row in list_to_ask(session, now=now, today=TODAY)}


def test_the_organisation_is_asked_else_the_address_of_the_listing(filled: Session) -> None:
    checked(filled, {"infohuus": None, "klusdienst": TODAY - HOLDS, "koffieochtend": None})
    filled.get_one(Service, "klusdienst").email = "Klus@example.org"
    filled.flush()
    found = list_to_ask(filled, now=NOW, today=TODAY)
    assert [(row.id, row.address, row.organization, row.asked) for row in found] == [
        ("infohuus", "info@example.org", "Sedna", 0),
        ("klusdienst", "Klus@example.org", None, 0),
    ]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"asked": 1, "asked_on": NOW - WAIT + DAY}, {}),
        ({"asked": 1, "asked_on": NOW - WAIT}, {"infohuus": 1}),
        ({"asked": 2, "asked_on": NOW - WAIT}, {"infohuus": 2}),
        ({"asked": 3, "asked_on": NOW - 10 * WAIT}, {}),
        ({"asked": 1, "asked_on": NOW - WAIT, "answered_on": NOW - DAY}, {}),
        ({"asked": 0, "asked_on": NOW - ONE_MAIL_IN + dt.timedelta(minutes=1)}, {}),
        ({"asked": 0, "asked_on": NOW - ONE_MAIL_IN}, {"infohuus": 0}),
        ({"asked": 0, "unconfirmed_on": NOW - DAY}, {"infohuus": 0}),
    ],
)
def test_there_are_two_reminders_two_weeks_apart(filled: Session, row: dict[str, Any], found: dict[str, int]) -> None:
    checked(filled, {"infohuus": None})
    asked(filled, "infohuus", **row)
    assert to_ask(filled) == found


def test_nobody_is_asked_about_what_was_checked_since(filled: Session) -> None:
    checked(filled, {"infohuus": None})
    asked(filled, "infohuus", asked=1, asked_on=NOW - WAIT)
    filled.get_one(Service, "infohuus").checked_on = TODAY - DAY
    filled.flush()
    assert to_ask(filled) == {}


def test_asking_begins_anew_with_each_check(filled: Session) -> None:
    checked(filled, {"infohuus": None})
    asked(filled, "infohuus", asked=3, asked_on=NOW - 20 * WAIT, answered_on=NOW - 20 * WAIT)
    filled.get_one(Service, "infohuus").checked_on = TODAY - HOLDS
    filled.flush()
    assert to_ask(filled) == {"infohuus": 0}


def test_an_address_gets_one_mail_a_day(filled: Session) -> None:
    checked(filled, {"infohuus": None, "klusdienst": None})
    filled.get_one(Service, "klusdienst").email = "INFO@example.org"
    asked(filled, "infohuus", asked=1, asked_on=NOW)
    assert to_ask(filled) == {}
    assert to_ask(filled, NOW + ONE_MAIL_IN) == {"klusdienst": 0}


# --- whom to tell ----------------------------------------------------------------------------------------------------
def unanswered(session: Session) -> list[str]:
    return [service_id for service_id, _checked_on in list_unanswered(session, now=NOW, today=TODAY)]


@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        ({"asked": 2, "asked_on": NOW - 10 * WAIT}, False),
        ({"asked": 3, "asked_on": NOW - WAIT + DAY}, False),
        ({"asked": 3, "asked_on": NOW - WAIT}, True),
        ({"asked": 3, "asked_on": NOW - WAIT, "unconfirmed_on": NOW - DAY}, False),
        ({"asked": 1, "asked_on": NOW - WAIT, "answered_on": NOW - WAIT}, True),
    ],
)
def test_residents_are_told_two_weeks_after_the_last_reminder(
    filled: Session, row: dict[str, Any], is_told: bool
) -> None:
    checked(filled, {"infohuus": None})
    asked(filled, "infohuus", **row)
    assert unanswered(filled) == (["infohuus"] if is_told else [])


def test_a_listing_with_nobody_to_ask_is_told_of_at_the_same_age(filled: Session) -> None:
    checked(filled, {"klusdienst": TODAY - HOLDS - 3 * WAIT + DAY})
    assert unanswered(filled) == []
    checked(filled, {"klusdienst": TODAY - HOLDS - 3 * WAIT})
    assert unanswered(filled) == ["klusdienst"]
    checked(filled, {"infohuus": TODAY - HOLDS - 3 * WAIT})
    assert unanswered(filled) == [], "its organisation has not been asked yet"


def test_a_mark_is_for_one_check(filled: Session) -> None:
    checked(filled, {"infohuus": None})
    asked(filled, "infohuus", asked=3, unconfirmed_on=NOW)
    service = filled.get_one(Service, "infohuus", populate_existing=True)
    assert service.is_unconfirmed
    service.checked_on = TODAY
    filled.flush()
    filled.refresh(service)
    assert not service.is_unconfirmed


# --- closed for a time -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "closed_from", "closed_until", "found"),
    [
        ("active", None, None, False),
        ("active", TODAY + DAY, None, False),
        ("active", TODAY, None, True),
        ("active", TODAY - DAY, TODAY, True),
        ("active", TODAY - 2 * DAY, TODAY - DAY, False),
        ("temporarily_closed", TODAY - DAY, TODAY, False),
        ("temporarily_closed", TODAY - DAY, None, False),
        ("temporarily_closed", TODAY - 2 * DAY, TODAY - DAY, True),
        ("temporarily_closed", None, TODAY - DAY, True),
        ("planned", TODAY, None, False),
        ("archived", TODAY - 2 * DAY, TODAY - DAY, False),
    ],
)
def test_listings_close_and_open_on_their_days(
    filled: Session, status: str, closed_from: dt.date | None, closed_until: dt.date | None, found: bool
) -> None:
    service = filled.get_one(Service, "klusdienst")
    service.status, service.closed_from, service.closed_until = status, closed_from, closed_until
    filled.flush()
    assert list(list_to_close_or_open(filled, today=TODAY)) == (["klusdienst"] if found else [])


# --- what residents see ----------------------------------------------------------------------------------------------
def test_cards_and_the_search_know_what_nobody_confirmed(filled: Session) -> None:
    asked(filled, "infohuus", asked=3, unconfirmed_on=NOW)
    assert {card.id: card.is_unconfirmed for card in list_cards(filled, ["infohuus", "klusdienst"])} == {
        "infohuus": True,
        "klusdienst": False,
    }
    assert [entry.id for entry in list_search_entries(filled) if not entry.is_confirmed] == ["infohuus"]
