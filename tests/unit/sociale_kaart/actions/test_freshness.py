"""Keeping a listing true: confirming it, correcting it through a link, and what a worker notes of it."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.actions import freshness
from sociale_kaart.actions.drafts import save_draft
from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import ConflictError, InvalidListingError, NotAllowedError, NotFoundError
from sociale_kaart.models import Freshness, Metadata, Service, ServiceDraft
from sociale_kaart.queries.drafts import get_working_copy
from sociale_kaart.queries.freshness import get_freshness

NOW = dt.datetime(2030, 5, 15, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
KEY = "infohuus"
BEFORE = dt.date(2024, 5, 1)  # its last check in the small content
OLGA = Actor("user:1", Role.ORGANIZATION_EDITOR, "emmen", "sedna")
MARK = Actor("user:2", Role.MUNICIPALITY_EDITOR, "emmen")
ADA = Actor("user:3", Role.ADMINISTRATOR)


def seen(session: Session) -> str:
    return get_working_copy(session, KEY).seen


def listing(session: Session) -> Service:
    return session.get_one(Service, KEY, populate_existing=True)


def newest(session: Session) -> Metadata:
    return session.scalars(select(Metadata).order_by(Metadata.id.desc())).first()  # type: ignore[return-value]


def note(session: Session, **changed: Any) -> None:
    about = {"service_id": KEY, "checked_on": BEFORE, "asked": 0, "now": NOW}
    freshness.note_asked(session, **(about | changed))


def correct(session: Session, remark: str = "Nieuw adres.", sender: str = "", **changed: Any) -> None:
    data = {name: value for name, value in (get_working_copy(session, KEY).online | changed).items() if value}
    freshness.correct_by_link(session, service_id=KEY, data=data, remark=remark, sender=sender, now=NOW, today=TODAY)


# --- confirming ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("actor", "who"), [(OLGA, "Sedna"), (MARK, "Gemeente Emmen"), (ADA, "Meedoen")])
def test_an_editor_confirms_on_behalf_of_their_organisation(filled: Session, actor: Actor, who: str) -> None:
    freshness.confirm(filled, service_id=KEY, seen=seen(filled), today=TODAY, by=actor)
    assert (listing(filled).checked_on, listing(filled).checked_by) == (TODAY, who)
    event = newest(filled)
    assert (event.resource_id, event.last_action_type, event.updated_by) == (KEY, "updated", actor.key)
    assert event.changes == {"checked_on": ["2024-05-01", "2030-05-15"], "checked_by": ["redactie", who]}


def test_who_holds_the_link_confirms_for_the_organisation(filled: Session) -> None:
    freshness.confirm_by_link(filled, service_id=KEY, seen=listing(filled).version, today=TODAY)
    assert (listing(filled).checked_on, listing(filled).checked_by) == (TODAY, "Sedna")
    assert newest(filled).updated_by == "link"


def test_nobody_confirms_what_they_did_not_see(filled: Session) -> None:
    was, version = seen(filled), listing(filled).version
    listing(filled).phones[0].number = "0591-999999"
    filled.flush()
    with pytest.raises(ConflictError):
        freshness.confirm(filled, service_id=KEY, seen=was, today=TODAY, by=MARK)
    with pytest.raises(ConflictError):
        freshness.confirm_by_link(filled, service_id=KEY, seen=version, today=TODAY)
    assert listing(filled).checked_on == BEFORE


def test_another_organisation_cannot_confirm(filled: Session) -> None:
    other = Actor("user:9", Role.ORGANIZATION_EDITOR, "emmen", "icare")
    with pytest.raises(NotAllowedError):
        freshness.confirm(filled, service_id=KEY, seen=seen(filled), today=TODAY, by=other)


def test_what_is_archived_cannot_be_confirmed(filled: Session) -> None:
    listing(filled).status = "archived"
    filled.flush()
    with pytest.raises(NotFoundError):
        freshness.confirm_by_link(filled, service_id=KEY, seen=listing(filled).version, today=TODAY)


def test_a_draft_loses_nothing_and_takes_the_check_over(filled: Session) -> None:
    data = get_working_copy(filled, KEY).data | {"summary": "Een heel andere zin van Olga."}
    save_draft(filled, service_id=KEY, data=data, seen=seen(filled), by=OLGA)
    freshness.confirm(filled, service_id=KEY, seen=seen(filled), today=TODAY, by=MARK)
    copy = get_working_copy(filled, KEY)
    assert (copy.data["summary"], copy.data["checked_on"]) == ("Een heel andere zin van Olga.", "2030-05-15")
    assert listing(filled).summary != copy.data["summary"]


def test_confirming_lifts_the_mark_at_once(filled: Session) -> None:
    freshness.mark_unconfirmed(filled, service_id=KEY, checked_on=BEFORE, now=NOW)
    assert listing(filled).is_unconfirmed
    freshness.confirm(filled, service_id=KEY, seen=seen(filled), today=TODAY, by=MARK)
    assert not listing(filled).is_unconfirmed


# --- correcting ------------------------------------------------------------------------------------------------------
def test_a_correction_waits_for_review_and_changes_nothing_online(filled: Session) -> None:
    correct(filled, email="nieuw@example.org", sender="Jan")
    draft = filled.get_one(ServiceDraft, KEY)
    assert (draft.state, draft.reason, draft.edited_by) == ("submitted", "Nieuw adres.", "link:Jan")
    assert (draft.municipality_id, draft.organization_id) == ("emmen", "sedna")
    assert (draft.document["email"], draft.document["checked_on"]) == ("nieuw@example.org", "2030-05-15")
    assert (listing(filled).email, listing(filled).checked_on) == ("infohuus@example.org", BEFORE)
    event = newest(filled)
    assert (event.last_action_type, event.updated_by, event.reason) == ("submitted", "link", "Nieuw adres.")
    assert event.changes["email"] == ["infohuus@example.org", "nieuw@example.org"]
    assert "Jan" not in f"{event.changes} {event.reason} {event.updated_by}"


def test_a_correction_joins_the_draft_of_an_editor(filled: Session) -> None:
    data = get_working_copy(filled, KEY).data | {
        "summary": "Een heel andere zin van Olga.",
        "email": "olga@example.org",
    }
    save_draft(filled, service_id=KEY, data=data, seen=seen(filled), by=OLGA)
    correct(filled, email="nieuw@example.org")
    data = get_working_copy(filled, KEY).data
    assert (data["summary"], data["email"]) == ("Een heel andere zin van Olga.", "nieuw@example.org")
    assert newest(filled).changes["email"] == ["olga@example.org", "nieuw@example.org"], "nothing is lost"


def test_an_unfinished_draft_of_an_editor_does_not_keep_a_correction_out(filled: Session) -> None:
    data = get_working_copy(filled, KEY).data | {"summary": "Kort"}
    save_draft(filled, service_id=KEY, data=data, seen=seen(filled), by=OLGA)
    correct(filled, email="nieuw@example.org")
    assert get_working_copy(filled, KEY).data["summary"] == "Kort"


def test_a_field_can_be_emptied(filled: Session) -> None:
    correct(filled, email="")
    assert "email" not in get_working_copy(filled, KEY).data


def test_what_is_wrong_is_told_and_nothing_sent_in(filled: Session) -> None:
    with pytest.raises(InvalidListingError) as caught:
        correct(filled, email="geen adres")
    assert set(caught.value.faults) == {"email"}
    assert filled.get(ServiceDraft, KEY) is None


def test_who_answered_is_not_asked_again(filled: Session) -> None:
    note(filled)
    correct(filled)
    row = get_freshness(filled, listing(filled))
    assert row is not None
    assert row.answered_on is not None
    with pytest.raises(ConflictError):
        note(filled, asked=1)


# --- what a worker notes ---------------------------------------------------------------------------------------------
def test_each_mail_is_noted_once_and_told_in_the_history(filled: Session) -> None:
    note(filled)
    with pytest.raises(ConflictError):
        note(filled)  # another worker decided on the same
    note(filled, asked=1, now=NOW + DAY)
    row = get_freshness(filled, listing(filled))
    assert row is not None
    assert row.asked == 2
    assert newest(filled).last_action_type == "asked"


def test_nothing_is_noted_about_what_was_checked_in_the_meantime(filled: Session) -> None:
    listing(filled).checked_on = TODAY
    filled.flush()
    with pytest.raises(ConflictError):
        note(filled)
    with pytest.raises(ConflictError):
        freshness.mark_unconfirmed(filled, service_id=KEY, checked_on=BEFORE, now=NOW)
    assert filled.get(Freshness, KEY) is None


def test_a_new_check_begins_a_new_round(filled: Session) -> None:
    note(filled)
    freshness.mark_unconfirmed(filled, service_id=KEY, checked_on=BEFORE, now=NOW)
    freshness.confirm(filled, service_id=KEY, seen=seen(filled), today=TODAY, by=MARK)
    assert get_freshness(filled, listing(filled)) is None
    note(filled, checked_on=TODAY)
    row = get_freshness(filled, listing(filled))
    assert row is not None
    assert (row.asked, row.unconfirmed_on) == (1, None)


def test_what_a_worker_notes_is_no_change_of_the_listing(filled: Session) -> None:
    version = listing(filled).version
    note(filled)
    freshness.mark_unconfirmed(filled, service_id=KEY, checked_on=BEFORE, now=NOW)
    assert listing(filled).version == version, "no editor gets in the way of a reminder"


def test_residents_are_told_once(filled: Session) -> None:
    freshness.mark_unconfirmed(filled, service_id=KEY, checked_on=BEFORE, now=NOW)
    with pytest.raises(ConflictError):
        freshness.mark_unconfirmed(filled, service_id=KEY, checked_on=BEFORE, now=NOW)
    assert newest(filled).last_action_type == "unconfirmed"


# --- closed for a time -----------------------------------------------------------------------------------------------
def test_a_listing_closes_on_its_day_and_opens_after_the_last(filled: Session) -> None:
    service = listing(filled)
    service.closed_from, service.closed_until, service.closed_reason = TODAY, TODAY + DAY, "Vakantie"
    filled.flush()
    for day, status in ((TODAY - DAY, "active"), (TODAY, "temporarily_closed"), (TODAY + DAY, "temporarily_closed")):
        freshness.close_or_open(filled, service_id=KEY, today=day)
        assert listing(filled).status == status
    assert (newest(filled).updated_by, newest(filled).reason) == ("meedoen", "Vakantie")
    freshness.close_or_open(filled, service_id=KEY, today=TODAY + 2 * DAY)
    service = listing(filled)
    assert (service.status, service.closed_from, service.closed_until) == ("active", None, None)
    assert service.closed_reason is None
    assert newest(filled).changes["status"] == ["temporarily_closed", "active"]
