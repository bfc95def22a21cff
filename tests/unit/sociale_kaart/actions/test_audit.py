import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.actions import audit
from sociale_kaart.models import Metadata


def test_an_event_says_who_did_what_to_what_and_when(session: Session) -> None:
    before = dt.datetime.now(dt.UTC)
    audit.record(
        session, by="anna", action="updated", resource=("service", "infohuus"), changes={"name": ["Huus", "Infohuus"]}
    )
    (event,) = session.new
    assert isinstance(event, Metadata)
    assert before <= event.last_action_date <= dt.datetime.now(dt.UTC)
    session.commit()
    session.expire_all()
    event = session.scalars(select(Metadata)).one()
    assert (event.updated_by, event.last_action_type) == ("anna", "updated")
    assert (event.resource_type, event.resource_id) == ("service", "infohuus")
    assert event.changes == {"name": ["Huus", "Infohuus"]}


def test_an_event_without_changes_has_an_empty_list_of_them(session: Session) -> None:
    audit.record(session, by="anna", action="created", resource=("page", "over-ons.nl"))
    session.commit()
    assert session.scalars(select(Metadata.changes)).one() == {}


def test_an_event_goes_with_the_change_when_that_is_undone(session: Session) -> None:
    audit.record(session, by="anna", action="created", resource=("service", "infohuus"))
    session.flush()
    session.rollback()
    assert session.scalars(select(Metadata)).all() == []
