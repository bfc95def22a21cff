"""The form of one listing: begin, go on, save, submit, publish, throw away, copy."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sociale_kaart.actions import drafts, publishing
from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, InvalidListingError, NotAllowedError
from sociale_kaart.exchange.changes import Changes, between
from sociale_kaart.queries.drafts import WorkingCopy, get_working_copy, may_edit
from webapp.accounts.guard import actor, allowed
from webapp.beheer import advice, beheer
from webapp.beheer.choices import choices_for, new_id, owners
from webapp.beheer.home import EDITORS
from webapp.beheer.listing_fields import SECTIONS
from webapp.beheer.listing_form import read_form, rhythm_of, value_at
from webapp.beheer.people import name_of
from webapp.beheer.words import fault_text
from webapp.extensions import db
from webapp.reference import reference

Data = dict[str, Any]
# What a new listing begins with.
BEGIN: Data = {"kind": "service", "tier": 2, "status": "active"}


@beheer.get("/hulp/nieuw")
@allowed(*EDITORS)
def new_listing() -> str:
    """An empty form; an administrator chooses the municipality first."""
    me = actor()
    municipality = request.args.get("municipality", me.municipality or "") or None
    data = BEGIN | ({"organization": me.organization} if me.organization else {})
    return _page(me, WorkingCopy("", data, {}, municipality, me.organization, None, None), data)


@beheer.post("/hulp/nieuw")
@allowed(*EDITORS)
def create_listing() -> ResponseReturnValue:
    """Begin a draft; a name is all it takes."""
    me, session = actor(), db(current_app)
    municipality = request.form.get("municipality") or me.municipality
    data = read_form(request.form, {})
    copy = WorkingCopy("", data, {}, municipality, me.organization, None, None)
    if not data.get("name"):
        return _page(me, copy, data, faults={"name": "missing"}), 422
    service_id = new_id(session, municipality, data["name"])
    drafts.start_draft(session, service_id=service_id, municipality=municipality, data=data, by=me)
    session.commit()
    return _go_on(me, service_id)


@beheer.get("/hulp/<service_id>")
@allowed(*EDITORS)
def edit_listing(service_id: str) -> str:
    """The form with what there is."""
    me = actor()
    copy = _copy(service_id, me)
    return _page(me, copy, copy.data)


@beheer.post("/hulp/<service_id>")
@allowed(*EDITORS)
def save_listing(service_id: str) -> ResponseReturnValue:
    """Save what was filled in, then do what the pressed button says."""
    me, session = actor(), db(current_app)
    copy = _copy(service_id, me)
    data = read_form(request.form, copy.data)
    try:
        saved = drafts.save_draft(
            session, service_id=service_id, data=_decided(data, copy), seen=request.form.get("seen", ""), by=me
        )
    except ConflictError:
        session.rollback()
        theirs = _copy(service_id, me)
        return _page(me, theirs, data, conflict=between(theirs.data, data)), 409
    session.commit()
    return _go_on(me, saved.id)


@beheer.post("/hulp/<service_id>/kopie")
@allowed(*EDITORS)
def copy_listing(service_id: str) -> ResponseReturnValue:
    """Begin a new listing with what stands in this one, unchecked."""
    me, session = actor(), db(current_app)
    copy = _copy(service_id, me)
    name = gettext("Kopie van %(name)s", name=copy.data.get("name", ""))[:300]
    data = {key: value for key, value in copy.data.items() if key not in ("checked_on", "checked_by")} | {"name": name}
    fresh = new_id(session, copy.municipality, name)
    drafts.start_draft(session, service_id=fresh, municipality=copy.municipality, data=data, by=me)
    session.commit()
    return redirect(url_for("beheer.edit_listing", service_id=fresh), 303)


def _copy(service_id: str, me: Actor) -> WorkingCopy:
    copy = get_working_copy(db(current_app), service_id)
    if not may_edit(me, copy):
        raise NotAllowedError
    return copy


def _decided(data: Data, copy: WorkingCopy) -> Data:
    """Take over, field by field, what the editor chose of the other's version after a conflict."""
    theirs = {name for name in (*copy.data, *data) if request.form.get(f"keep-{name}") == "theirs"}
    kept = {name: value for name, value in data.items() if name not in theirs}
    return kept | {name: copy.data[name] for name in theirs if name in copy.data}


def _go_on(me: Actor, service_id: str) -> ResponseReturnValue:
    """After saving: back to the form, or on to what the pressed button asks for."""
    session, action = db(current_app), request.form.get("action", "save")
    copy = get_working_copy(session, service_id)
    reason = request.form.get("reason", "").strip() or None
    try:
        if action == "submit":
            drafts.submit_draft(session, service_id=service_id, reason=reason, by=me)
            flash(gettext("Ingestuurd. De gemeente kijkt ernaar."))
        elif action == "publish":
            publishing.publish(session, service_id=service_id, seen=copy.seen, reason=reason, by=me)
            flash(gettext("Dit staat nu online."))
        elif action == "discard" and copy.draft is not None:
            drafts.discard_draft(session, service_id=service_id, seen=copy.seen, by=me)
            flash(gettext("Het concept is weggegooid. In de geschiedenis vindt u het terug."))
            session.commit()
            return redirect(url_for("beheer.listings"), 303)
        else:
            flash(gettext("Bewaard. Dit staat nog niet online."))
    except InvalidListingError as error:
        session.rollback()
        return _page(me, get_working_copy(session, service_id), copy.data, faults=error.faults), 422
    except ConflictError:
        session.rollback()
        flash(gettext("Iemand anders heeft dit intussen veranderd. Kijk nog eens, en probeer het opnieuw."), "error")
        return redirect(url_for("beheer.edit_listing", service_id=service_id), 303)
    session.commit()
    return redirect(url_for("beheer.edit_listing", service_id=service_id), 303)


def _page(
    me: Actor, copy: WorkingCopy, data: Data, *, faults: dict[str, str] | None = None, conflict: Changes | None = None
) -> str:
    """Show the form; `conflict` has the fields where the other's version and this one differ."""
    session = db(current_app)
    return render_template(
        "beheer/listing.html",
        me=me,
        copy=copy,
        data=data,
        sections=SECTIONS,
        choices=choices_for(session, copy.municipality, me),
        owners=owners(me),
        domains=reference().domains,
        faults={path: fault_text(path, fault) for path, fault in (faults or {}).items()},
        conflict=conflict,
        last_editor=name_of(session, copy.draft.edited_by) if copy.draft else None,
        may_publish=me.may_publish(copy.municipality),
        **advice.for_template(session, copy.id, data, copy.municipality),
        value_at=value_at,
        rhythm_of=rhythm_of,
    )
