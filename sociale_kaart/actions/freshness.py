"""Keeping listings true: confirm one, take in a correction, note who was asked, tell residents that nobody answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart.actions import audit
from sociale_kaart.actions.publishing import check_listing, put_online
from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import ConflictError, NotFoundError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import between
from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.models import Freshness, Municipality, Organization, Service, ServiceDraft
from sociale_kaart.queries.drafts import WorkingCopy, get_working_copy

Data = dict[str, Any]
# Who acts in the history when nobody is logged in: who holds the link of a mail, and the worker.
LINK, WORKER = "link", "meedoen"


def confirm(session: Session, *, service_id: str, seen: str, today: dt.date, by: Actor) -> None:
    """Note that an editor checked a listing, and that it is right as it is online.

    `seen` names what the editor saw (`WorkingCopy.seen`). Raises ConflictError when something newer is there,
    NotAllowedError, NotFoundError.
    """
    service, copy = _published(session, service_id)
    by.require_edit(service.municipality_id, service.organization_id)
    if copy.seen != seen:
        raise ConflictError
    _write(session, service, _checked(today, _on_behalf_of(session, by)), by=by.key)


def confirm_by_link(session: Session, *, service_id: str, seen: int, today: dt.date) -> None:
    """Note that who was asked says that a listing is right. `seen` is the version of the listing they saw."""
    service, _copy = _published(session, service_id)
    if service.version != seen:
        raise ConflictError
    _write(session, service, _checked(today, _asked_of(service)), by=LINK)


def correct_by_link(
    session: Session, *, service_id: str, data: Data, remark: str, sender: str, now: dt.datetime, today: dt.date
) -> None:
    """Send in what who was asked says of a listing, for review.

    `data` is the whole listing with their corrections. They go into the draft where there is one; what that said before
    stands in the history. `sender` is kept with the draft alone. Raises InvalidListingError with what is wrong.
    """
    service, copy = _published(session, service_id)
    wanted = check_listing(session, data, service.municipality_id).as_data()
    corrected = {name: new for name, (_old, new) in between(copy.online, wanted).items()}
    document = _changed(copy.data, corrected | _checked(today, _asked_of(service)))
    draft = copy.draft or ServiceDraft(id=service_id, municipality_id=service.municipality_id)
    draft.document, draft.base, draft.organization_id = document, copy.online, document.get("organization")
    draft.state, draft.reason, draft.remark = "submitted", remark or None, None
    draft.edited_by, draft.edited_on = f"{LINK}:{sender}" if sender else LINK, now
    session.add(draft)
    _row(session, service).answered_on = now
    audit.record(
        session,
        by=LINK,
        action="submitted",
        resource=("service", service_id),
        changes=between(copy.data, document),
        reason=remark or None,
    )
    _flush(session)


def note_asked(
    session: Session, *, service_id: str, checked_on: dt.date | None, asked: int, now: dt.datetime, sent: bool = True
) -> None:
    """Note, in the transaction that puts the mail in the outbox, that the organisation is asked about a listing.

    `checked_on` and `asked` (how often already) are as they were when that was decided: raises ConflictError when
    someone checked or answered since, or another worker was first. With `sent=False` there is no mail, since the
    address is none; it is tried again another day.
    """
    row = _row_as_seen(session, service_id, checked_on)
    if row.asked != asked or row.answered_on is not None:
        raise ConflictError
    row.asked_on = now
    if sent:
        row.asked += 1
        audit.record(session, by=WORKER, action="asked", resource=("service", service_id))
    _flush(session)


def mark_unconfirmed(session: Session, *, service_id: str, checked_on: dt.date | None, now: dt.datetime) -> None:
    """Tell residents that nobody confirmed a listing; raises ConflictError as `note_asked` does."""
    row = _row_as_seen(session, service_id, checked_on)
    if row.unconfirmed_on is not None:
        raise ConflictError
    row.unconfirmed_on = now
    audit.record(session, by=WORKER, action="unconfirmed", resource=("service", service_id))
    _flush(session)


def close_or_open(session: Session, *, service_id: str, today: dt.date) -> None:
    """Close a listing for a time, or open it again, as its days say; days that are over are taken away."""
    service, _copy = _published(session, service_id)
    over = service.closed_until is not None and service.closed_until < today
    if service.status == "active" and service.closed_from and service.closed_from <= today and not over:
        _write(session, service, {"status": "temporarily_closed"}, by=WORKER, reason=service.closed_reason)
    elif service.status == "temporarily_closed" and over:
        opened = {"status": "active", "closed_from": None, "closed_until": None, "closed_reason": None}
        _write(session, service, opened, by=WORKER)


# --- parts -----------------------------------------------------------------------------------------------------------
def _published(session: Session, service_id: str) -> tuple[Service, WorkingCopy]:
    copy = get_working_copy(session, service_id)
    if copy.service is None or copy.service.status == "archived":
        raise NotFoundError("listing", service_id)
    return copy.service, copy


def _checked(today: dt.date, who: str) -> Data:
    return {"checked_on": today.isoformat(), "checked_by": who}


def _on_behalf_of(session: Session, by: Actor) -> str:
    """Give who checked it, as residents read it: an organisation or a municipality, never the name of an editor."""
    if by.role == Role.ORGANIZATION_EDITOR:
        return session.get_one(Organization, by.organization).name
    if by.municipality is not None:
        return f"Gemeente {session.get_one(Municipality, by.municipality).name}"
    return "Meedoen"


def _asked_of(service: Service) -> str:
    return service.organization.name if service.organization else service.name


def _changed(data: Data, changes: Data) -> Data:
    """Give the data with the changed fields; those that became None are gone."""
    return {name: value for name, value in (data | changes).items() if value is not None}


def _write(session: Session, service: Service, changes: Data, *, by: str, reason: str | None = None) -> None:
    """Change some fields of what is online; a draft takes them over by itself."""
    online = mapping.service_document(service).as_data()
    wanted = _changed(online, changes)
    if wanted != online:
        document = ServiceDocument.model_validate(wanted)
        put_online(session, document=document, municipality=service.municipality_id, reason=reason, by=by)
        _flush(session)


def _row_as_seen(session: Session, service_id: str, checked_on: dt.date | None) -> Freshness:
    service = session.get(Service, service_id, populate_existing=True)
    if service is None or service.checked_on != checked_on:
        raise ConflictError
    return _row(session, service)


def _row(session: Session, service: Service) -> Freshness:
    """Give the row of the listing's last check; one of an earlier check begins anew."""
    row = session.get(Freshness, service.id, populate_existing=True)
    if row is None:
        row = Freshness(id=service.id, checked_on=service.checked_on, asked=0)
        session.add(row)
    elif row.checked_on != service.checked_on:
        row.checked_on, row.asked = service.checked_on, 0
        row.asked_on = row.answered_on = row.unconfirmed_on = None
    return row


def _flush(session: Session) -> None:
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise ConflictError from error
