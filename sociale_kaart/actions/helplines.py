"""Writing helplines: one person proposes, another confirms, and until then the public sees what was there.

A number in the register is shown to people in danger, so no change of it is the work of one person. Checking a line on
the page of its owner changes nothing that residents call, and is. The caller commits.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart import models
from sociale_kaart.actions import audit
from sociale_kaart.actions.vocabulary import (
    InUseError,
    InvalidRecordError,
    check,
    find_withdrawn,
    flush,
    write_record,
)
from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, NotAllowedError
from sociale_kaart.exchange.changes import between
from sociale_kaart.queries import vocabulary as words
from sociale_kaart.queries.vocabulary import HelplineCopy

Data = dict[str, Any]
# Who checked a line, as content files have it: never the name of an editor.
CHECKED_BY = "Meedoen"
_CHECK = ("checked_on", "checked_by")
# What somebody saw who begins a new helpline.
NOTHING_SEEN = f"{words.seen_of({})}.0"


def propose(session: Session, *, key: str, data: Data, seen: str, reason: str | None, by: Actor) -> None:
    """Propose what a helpline is to become, or that it goes ({}); it goes on from a proposal that waits already.

    `seen` names what the editor started from (`HelplineCopy.seen`). Raises ConflictError when something newer is there,
    InvalidRecordError, InUseError, NotAllowedError.
    """
    copy = _own_copy(session, key, by)
    data = _checked(session, copy, data)
    if data == copy.data:
        return
    if copy.seen != seen:
        raise InvalidRecordError({"key": "taken"}) if seen == NOTHING_SEEN else ConflictError
    if data == copy.online:
        _discard(session, copy, reason, by)
        return
    proposal = copy.proposal or models.HelplineProposal(id=key)
    proposal.document, proposal.base, proposal.reason = data, copy.online, reason
    proposal.proposed_by, proposal.proposed_on = by.key, dt.datetime.now(dt.UTC)
    session.add(proposal)
    changes = between(copy.online, data)
    audit.record(session, by=by.key, action="proposed", resource=("helpline", key), changes=changes, reason=reason)
    flush(session)


def restore(session: Session, *, key: str, change: int, seen: str, reason: str | None, by: Actor) -> None:
    """Propose a helpline again as it was after a change of its history (the id of a Metadata row)."""
    earlier = words.get_version(session, words.get_record(session, words.HELPLINE, key), change)
    propose(session, key=key, data=earlier, seen=seen, reason=reason, by=by)


def confirm(session: Session, *, key: str, seen: str, today: dt.date, by: Actor) -> None:
    """Make a proposal true, as it was seen by somebody else than who made it, who looked at the owner's page.

    Raises NotAllowedError for who made it, ConflictError when something newer is there, InvalidRecordError, InUseError.
    """
    copy = _own_copy(session, key, by)
    proposal = copy.proposal
    if proposal is None or copy.seen != seen:
        raise ConflictError
    if proposal.proposed_by == by.key:
        raise NotAllowedError
    data = _checked(session, copy, copy.data)
    record = words.get_record(session, words.HELPLINE, key)
    _write(session, record, data | _check_of(today) if data else {}, proposal.reason, by)
    session.delete(proposal)
    flush(session)


def discard(session: Session, *, key: str, seen: str, reason: str | None, by: Actor) -> None:
    """Take a proposal back, or refuse that of another; what it said stays in the history."""
    copy = _own_copy(session, key, by)
    if copy.proposal is None or copy.seen != seen:
        raise ConflictError
    _discard(session, copy, reason, by)


def note_check(session: Session, *, key: str, seen: str, today: dt.date, by: Actor) -> None:
    """Note that a helpline was checked on its owner's page and is right as it is. Raises ConflictError, also when a
    change waits: then it is not right.
    """
    copy = _own_copy(session, key, by)
    if copy.proposal is not None or not copy.online or copy.seen != seen:
        raise ConflictError
    record = words.get_record(session, words.HELPLINE, key)
    _write(session, record, copy.online | _check_of(today), None, by)


# --- parts -----------------------------------------------------------------------------------------------------------
def _own_copy(session: Session, key: str, by: Actor) -> HelplineCopy:
    by.require_publish(None)
    return words.get_helpline_copy(session, key)


def _check_of(today: dt.date) -> Data:
    return {"checked_on": today.isoformat(), "checked_by": CHECKED_BY}


def _checked(session: Session, copy: HelplineCopy, data: Data) -> Data:
    """Give the helpline when it is fit to be shown to people in danger, its last check as it was."""
    if not data:
        if users := words.list_users_of_helpline(session, copy.key):
            raise InUseError(users)
        if _left_alone(session, copy, []):
            raise InvalidRecordError({"record": "last_line"})
        return {}
    facts = {name: value for name, value in data.items() if name not in _CHECK}
    facts |= {name: copy.online[name] for name in _CHECK if name in copy.online}
    data = check(words.get_record(session, words.HELPLINE, copy.key), facts | {"key": copy.key})
    # A withdrawn number may stand in the note, which is for editors, to say that it is withdrawn.
    faults = find_withdrawn({name: value for name, value in data.items() if name != "note"})
    if not set(data["needs"]) <= set(session.scalars(select(models.Need.id))):
        faults["needs"] = "unknown"
    elif _left_alone(session, copy, data["needs"]):
        faults["needs"] = "last_line"
    if faults:
        raise InvalidRecordError(faults)
    # The first need says what the line is for: danger before all else.
    urgent = _urgent(session)
    return data | {"needs": sorted(data["needs"], key=lambda need: need not in urgent)}


def _urgent(session: Session) -> set[str]:
    return set(session.scalars(select(models.Need.id).where(models.Need.urgent)))


def _left_alone(session: Session, copy: HelplineCopy, needs: list[str]) -> bool:
    """Whether a need that means danger would be left without any helpline of its own."""
    others = session.scalars(select(models.Helpline).where(models.Helpline.id != copy.key)).all()
    kept = {*needs, *(need for line in others for need in line.needs)}
    return bool((_urgent(session) & set(copy.online.get("needs", ()))) - kept)


def _write(session: Session, record: words.Record, data: Data, reason: str | None, by: Actor) -> None:
    if record.row is None:
        row = models.Helpline(id=record.key, position=words.next_position(session))
        session.add(row)
        record = words.Record(record.kind, record.key, {}, {}, row)
    write_record(session, record=record, data=data, reason=reason, by=by.key)


def _discard(session: Session, copy: HelplineCopy, reason: str | None, by: Actor) -> None:
    audit.record(session, by=by.key, action="discarded", resource=("helpline", copy.key), reason=reason)
    session.delete(copy.proposal)
    flush(session)
