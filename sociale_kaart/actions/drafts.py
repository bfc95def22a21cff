"""Writing on a listing: save, submit, send back, discard. The caller commits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart.actions import audit
from sociale_kaart.actions.publishing import check_listing
from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, NotAllowedError
from sociale_kaart.models import ServiceDraft
from sociale_kaart.queries.drafts import WorkingCopy, get_working_copy, may_edit

Data = dict[str, Any]


def start_draft(session: Session, *, service_id: str, municipality: str | None, data: Data, by: Actor) -> ServiceDraft:
    """Begin a new listing. Raises NotAllowedError, or ConflictError when the id is taken."""
    by.require_edit(municipality, data.get("organization"))
    draft = ServiceDraft(
        id=service_id,
        state="draft",
        municipality_id=municipality,
        organization_id=data.get("organization"),
        document=data | {"key": service_id},
        base={},
        edited_by=by.key,
        edited_on=dt.datetime.now(dt.UTC),
    )
    session.add(draft)
    _flush(session)
    return draft


def save_draft(session: Session, *, service_id: str, data: Data, seen: str, by: Actor) -> WorkingCopy:
    """Keep what an editor has so far, sound or not.

    `seen` names what the editor started from (`WorkingCopy.seen`). Raises ConflictError when something newer is there,
    NotAllowedError, NotFoundError.
    """
    copy = _own_copy(session, service_id, by)
    if copy.seen != seen:
        raise ConflictError
    data = data | {"key": service_id}
    if data == (copy.draft.document if copy.draft else copy.online):
        return copy
    organization = data.get("organization")
    by.require_edit(copy.municipality, organization)
    draft = copy.draft or ServiceDraft(
        id=service_id,
        municipality_id=copy.municipality,
    )
    # Who saves has seen what is online now (`seen`), and decided on it.
    draft.document, draft.base, draft.organization_id = data, copy.online, organization
    draft.edited_by, draft.edited_on = by.key, dt.datetime.now(dt.UTC)
    # What was submitted and then changed by its writer is submitted again; who approves may just improve it.
    if not (draft.state == "submitted" and by.may_publish(copy.municipality)):
        draft.state = "draft"
    session.add(draft)
    _flush(session)
    return get_working_copy(session, service_id)


def submit_draft(session: Session, *, service_id: str, reason: str | None, by: Actor) -> ServiceDraft:
    """Ask for approval. Raises InvalidListingError when the listing is not fit to publish."""
    draft = _own_draft(session, service_id, by)
    check_listing(session, get_working_copy(session, service_id).data, draft.municipality_id)
    draft.state, draft.reason, draft.remark = "submitted", reason, None
    audit.record(session, by=by.key, action="submitted", resource=("service", service_id), reason=reason)
    _flush(session)
    return draft


def return_draft(session: Session, *, service_id: str, remark: str, by: Actor) -> ServiceDraft:
    """Send a submitted draft back to its writer, with a remark."""
    draft = _own_draft(session, service_id, by)
    by.require_publish(draft.municipality_id)
    if draft.state != "submitted":
        raise ConflictError
    draft.state, draft.remark = "returned", remark
    audit.record(session, by=by.key, action="returned", resource=("service", service_id), reason=remark)
    _flush(session)
    return draft


def discard_draft(session: Session, *, service_id: str, seen: str, by: Actor) -> None:
    """Throw a draft away. What it said stays in the history: nothing that was written is lost."""
    draft = _own_draft(session, service_id, by)
    if get_working_copy(session, service_id).seen != seen:
        raise ConflictError
    audit.record(
        session, by=by.key, action="discarded", resource=("service", service_id), changes={"draft": draft.document}
    )
    session.delete(draft)
    _flush(session)


def _own_copy(session: Session, service_id: str, by: Actor) -> WorkingCopy:
    copy = get_working_copy(session, service_id)
    if not may_edit(by, copy):
        raise NotAllowedError
    return copy


def _own_draft(session: Session, service_id: str, by: Actor) -> ServiceDraft:
    draft = _own_copy(session, service_id, by).draft
    if draft is None:
        raise ConflictError  # somebody published or discarded it
    return draft


def _flush(session: Session) -> None:
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise ConflictError from error
