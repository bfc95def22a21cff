"""A number that is shown in danger changes only when two people say so."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.actions import helplines
from sociale_kaart.actions.vocabulary import InUseError, InvalidRecordError
from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import ConflictError, NotAllowedError, NotFoundError
from sociale_kaart.models import Helpline, HelplineProposal, Metadata
from sociale_kaart.queries import vocabulary as words

ADA = Actor("user:1", Role.ADMINISTRATOR)
BEN = Actor("user:4", Role.ADMINISTRATOR)
MARK = Actor("user:2", Role.MUNICIPALITY_EDITOR, "emmen")
TODAY = dt.date(2026, 11, 22)


def propose(session: Session, key: str, by: Actor = ADA, /, **changed: Any) -> None:
    """Propose a helpline with some fields changed, as somebody does who sees what is there now."""
    copy = words.get_helpline_copy(session, key)
    data = {name: value for name, value in (copy.data | changed).items() if value is not None}
    helplines.propose(session, key=key, data=data, seen=copy.seen, reason="Nieuw nummer", by=by)
    session.commit()


def propose_to_drop(session: Session, key: str, by: Actor = ADA) -> None:
    seen = words.get_helpline_copy(session, key).seen
    helplines.propose(session, key=key, data={}, seen=seen, reason="Gestopt", by=by)
    session.commit()


def confirm(session: Session, key: str, by: Actor = BEN) -> None:
    seen = words.get_helpline_copy(session, key).seen
    helplines.confirm(session, key=key, seen=seen, today=TODAY, by=by)
    session.commit()


def line(session: Session, key: str) -> Helpline:
    return session.get_one(Helpline, key, populate_existing=True)


def events_of(session: Session, key: str) -> list[tuple[str, str]]:
    query = select(Metadata).where(Metadata.resource_type == "helpline", Metadata.resource_id == key)
    return [(event.last_action_type, event.updated_by) for event in session.scalars(query.order_by(Metadata.id))]


def test_the_old_number_stands_until_somebody_else_confirms(filled: Session) -> None:
    propose(filled, "luisterlijn", phone="0800-2000", open="24/7")
    assert (line(filled, "luisterlijn").phone, line(filled, "luisterlijn").open) == ("088-0767000", None)
    confirm(filled, "luisterlijn")
    after = line(filled, "luisterlijn")
    assert (after.phone, after.open) == ("0800-2000", "24/7")
    assert (after.checked_on, after.checked_by) == (TODAY, "Meedoen")
    assert not words.list_proposals(filled)
    assert events_of(filled, "luisterlijn")[1:] == [("proposed", "user:1"), ("updated", "user:4")]


def test_nobody_confirms_what_they_proposed(filled: Session) -> None:
    propose(filled, "luisterlijn", phone="0800-2000")
    with pytest.raises(NotAllowedError):
        confirm(filled, "luisterlijn", ADA)
    propose(filled, "luisterlijn", BEN, open="24/7")
    with pytest.raises(NotAllowedError):
        confirm(filled, "luisterlijn", BEN)
    confirm(filled, "luisterlijn", ADA)
    assert (line(filled, "luisterlijn").phone, line(filled, "luisterlijn").open) == ("0800-2000", "24/7")


@pytest.mark.parametrize("by", [MARK, Actor("user:5", Role.ORGANIZATION_EDITOR, "emmen", "sedna")])
def test_only_administrators(filled: Session, by: Actor) -> None:
    with pytest.raises(NotAllowedError):
        propose(filled, "luisterlijn", by, phone="0800-2000")
    propose(filled, "luisterlijn", phone="0800-2000")
    seen = words.get_helpline_copy(filled, "luisterlijn").seen
    with pytest.raises(NotAllowedError):
        confirm(filled, "luisterlijn", by)
    with pytest.raises(NotAllowedError):
        helplines.discard(filled, key="luisterlijn", seen=seen, reason=None, by=by)
    with pytest.raises(NotAllowedError):
        helplines.note_check(filled, key="alarm", seen=seen, today=TODAY, by=by)


def test_what_is_confirmed_is_what_was_seen(filled: Session) -> None:
    propose(filled, "luisterlijn", phone="0800-2000")
    seen = words.get_helpline_copy(filled, "luisterlijn").seen
    propose(filled, "luisterlijn", phone="0800-2001")
    with pytest.raises(ConflictError):
        helplines.confirm(filled, key="luisterlijn", seen=seen, today=TODAY, by=BEN)
    assert line(filled, "luisterlijn").phone == "088-0767000"


def test_a_proposal_is_confirmed_once(filled: Session) -> None:
    propose(filled, "luisterlijn", phone="0800-2000")
    seen = words.get_helpline_copy(filled, "luisterlijn").seen
    confirm(filled, "luisterlijn")
    with pytest.raises(ConflictError):
        helplines.confirm(filled, key="luisterlijn", seen=seen, today=TODAY, by=BEN)


def test_nobody_writes_over_what_they_did_not_see(filled: Session) -> None:
    copy = words.get_helpline_copy(filled, "luisterlijn")
    propose(filled, "luisterlijn", phone="0800-2000")
    data = copy.data | {"note": "Iets anders"}
    with pytest.raises(ConflictError):
        helplines.propose(filled, key="luisterlijn", data=data, seen=copy.seen, reason=None, by=BEN)
    assert words.get_helpline_copy(filled, "luisterlijn").data == copy.data | {"phone": "0800-2000"}


def test_what_else_changed_meanwhile_stays(filled: Session) -> None:
    propose(filled, "luisterlijn", phone="0800-2000")
    line(filled, "luisterlijn").note = "Van de import"
    filled.commit()
    confirm(filled, "luisterlijn")
    assert (line(filled, "luisterlijn").phone, line(filled, "luisterlijn").note) == ("0800-2000", "Van de import")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"phone": "0800"}, {"phone": "string_pattern_mismatch"}),
        ({"phone": None}, {"phone": "missing"}),
        ({"phone": "0900-0113"}, {"phone": "withdrawn"}),
        ({"open": "altijd"}, {"open": "string_pattern_mismatch"}),
        ({"url": "javascript:alert(1)"}, {"url": "string_pattern_mismatch"}),
        ({"needs": ["bestaat_niet"]}, {"needs": "unknown"}),
    ],
)
def test_nothing_wrong_is_proposed(filled: Session, changed: dict[str, Any], fault: dict[str, str]) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        propose(filled, "luisterlijn", **changed)
    assert caught.value.faults == fault
    assert not words.list_proposals(filled)


def test_the_note_may_warn_of_a_withdrawn_number(filled: Session) -> None:
    propose(filled, "zelfmoordpreventie", note="0900-0113 is het oude nummer")
    confirm(filled, "zelfmoordpreventie")
    assert line(filled, "zelfmoordpreventie").note == "0900-0113 is het oude nummer"


def test_danger_comes_first_among_its_needs(filled: Session) -> None:
    propose(filled, "luisterlijn", needs=["schoonmaak", "suicide", "boodschappen"])
    confirm(filled, "luisterlijn")
    assert line(filled, "luisterlijn").needs == ["suicide", "schoonmaak", "boodschappen"]


def test_danger_keeps_a_helpline(filled: Session) -> None:
    propose(filled, "luisterlijn", needs=["boodschappen"])
    confirm(filled, "luisterlijn")
    with pytest.raises(InvalidRecordError) as caught:
        propose(filled, "zelfmoordpreventie", needs=["boodschappen"])
    assert caught.value.faults == {"needs": "last_line"}
    with pytest.raises(InvalidRecordError):
        propose_to_drop(filled, "zelfmoordpreventie")


def test_danger_keeps_a_helpline_when_two_proposals_wait(filled: Session) -> None:
    propose(filled, "luisterlijn", needs=["boodschappen"])
    propose_to_drop(filled, "zelfmoordpreventie")
    confirm(filled, "luisterlijn")
    with pytest.raises(InvalidRecordError):
        confirm(filled, "zelfmoordpreventie")
    assert line(filled, "zelfmoordpreventie").phone == "113"


def test_a_new_helpline_waits_too(filled: Session) -> None:
    data = {"name": "Pestlijn", "needs": ["boodschappen"], "phone": "0800-1234", "owner": "x.nl", "seen": "x.nl"}
    propose(filled, "pestlijn", **data)
    assert filled.get(Helpline, "pestlijn") is None
    again = data | {"phone": "0800-1235"}
    with pytest.raises(InvalidRecordError, match="key"):
        helplines.propose(filled, key="pestlijn", data=again, seen=helplines.NOTHING_SEEN, reason=None, by=BEN)
    confirm(filled, "pestlijn")
    assert line(filled, "pestlijn").phone == "0800-1234"
    assert line(filled, "pestlijn").position == 3


def test_a_helpline_goes_and_comes_back_in_two_steps(filled: Session) -> None:
    propose_to_drop(filled, "luisterlijn")
    assert line(filled, "luisterlijn")
    confirm(filled, "luisterlijn")
    assert filled.get(Helpline, "luisterlijn") is None
    record = words.get_record(filled, words.HELPLINE, "luisterlijn")
    change = words.list_versions(filled, record)[-1].event.id
    seen = words.get_helpline_copy(filled, "luisterlijn").seen
    helplines.restore(filled, key="luisterlijn", change=change, seen=seen, reason=None, by=ADA)
    filled.commit()
    assert filled.get(Helpline, "luisterlijn") is None
    confirm(filled, "luisterlijn")
    assert line(filled, "luisterlijn").phone == "088-0767000"


def test_a_helpline_that_listings_show_stays(filled: Session) -> None:
    with pytest.raises(InUseError) as caught:
        propose_to_drop(filled, "alarm")
    assert caught.value.listings == [("infohuus", "Infohuus")]


def test_a_proposal_is_taken_back_or_refused(filled: Session) -> None:
    for by in (ADA, BEN):
        propose(filled, "luisterlijn", phone="0800-2000")
        seen = words.get_helpline_copy(filled, "luisterlijn").seen
        helplines.discard(filled, key="luisterlijn", seen=seen, reason="Klopt niet", by=by)
        filled.commit()
    propose(filled, "luisterlijn", phone="0800-2000")
    propose(filled, "luisterlijn", BEN, phone="088-0767000")
    assert filled.get(HelplineProposal, "luisterlijn") is None
    assert events_of(filled, "luisterlijn")[-1] == ("discarded", "user:4")


def test_a_check_holds_half_a_year(filled: Session) -> None:
    assert "alarm" in [line.id for line in words.overdue_helplines(filled, TODAY)], "never checked is due"
    seen = words.get_helpline_copy(filled, "alarm").seen
    helplines.note_check(filled, key="alarm", seen=seen, today=TODAY, by=ADA)
    filled.commit()
    assert line(filled, "alarm").checked_on == TODAY
    due = words.check_by(line(filled, "alarm"))
    assert due is not None
    assert "alarm" not in [line.id for line in words.overdue_helplines(filled, due - dt.timedelta(days=1))]
    assert "alarm" in [line.id for line in words.overdue_helplines(filled, due)]


def test_what_waits_to_be_changed_is_not_right(filled: Session) -> None:
    propose(filled, "luisterlijn", phone="0800-2000")
    seen = words.get_helpline_copy(filled, "luisterlijn").seen
    with pytest.raises(ConflictError):
        helplines.note_check(filled, key="luisterlijn", seen=seen, today=TODAY, by=ADA)
    with pytest.raises(ConflictError):
        helplines.note_check(filled, key="bestaat_niet", seen=helplines.NOTHING_SEEN, today=TODAY, by=ADA)


def test_a_version_that_is_not_there(filled: Session) -> None:
    seen = words.get_helpline_copy(filled, "alarm").seen
    with pytest.raises(NotFoundError):
        helplines.restore(filled, key="alarm", change=999_999, seen=seen, reason=None, by=ADA)
