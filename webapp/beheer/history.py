"""The history of a listing: who, when, what and why; compare two versions, go back to one, archive."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sociale_kaart.actions import publishing
from sociale_kaart.errors import ConflictError, InvalidListingError, InvalidValueError, NotAllowedError
from sociale_kaart.exchange.changes import Changes, between
from sociale_kaart.queries.drafts import WorkingCopy, get_working_copy, may_edit
from sociale_kaart.queries.history import data_after, list_events
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.home import EDITORS, PUBLISHERS
from webapp.beheer.people import name_of
from webapp.extensions import db


@beheer.get("/hulp/<service_id>/geschiedenis")
@allowed(*EDITORS)
def history(service_id: str) -> str:
    """Every event; with `van` and `tot` the differences between the listing after those two changes."""
    return _page(_copy(service_id))


@beheer.post("/hulp/<service_id>/herstellen")
@allowed(*PUBLISHERS)
def restore(service_id: str) -> ResponseReturnValue:
    """Publish the listing again as it was after a change."""
    change = request.form.get("change", "", type=str)
    if not change.isdecimal():
        raise InvalidValueError("change", change)
    return _write(service_id, change=int(change))


@beheer.post("/hulp/<service_id>/status")
@allowed(*PUBLISHERS)
def set_status(service_id: str) -> ResponseReturnValue:
    """Archive the listing, or bring it back."""
    status = request.form.get("status", "")
    if status not in ("archived", "active"):
        raise InvalidValueError("status", status)
    return _write(service_id, status=status)


def _write(service_id: str, *, change: int | None = None, status: str = "") -> ResponseReturnValue:
    session, copy = db(current_app), _copy(service_id)
    seen, reason = request.form.get("seen", ""), request.form.get("reason", "").strip()[:1000] or None
    try:
        if change is not None:
            publishing.restore(session, service_id=service_id, change=change, seen=seen, reason=reason, by=actor())
            flash(gettext("Deze versie staat weer online."))
        else:
            publishing.set_status(session, service_id=service_id, status=status, seen=seen, reason=reason, by=actor())
            flash(
                gettext("Dit staat nu in het archief.") if status == "archived" else gettext("Dit staat weer online.")
            )
    except ConflictError:
        session.rollback()
        return _page(copy, fault=gettext("Iemand heeft dit intussen veranderd. Kijk eerst naar de geschiedenis.")), 409
    except InvalidListingError:
        session.rollback()
        return _page(
            copy, fault=gettext("Deze versie kan niet meer online: er staat iets in dat niet meer bestaat.")
        ), 422
    session.commit()
    return redirect(url_for("beheer.history", service_id=service_id), 303)


def _copy(service_id: str) -> WorkingCopy:
    copy = get_working_copy(db(current_app), service_id)
    if not may_edit(actor(), copy):
        raise NotAllowedError
    return copy


def _page(copy: WorkingCopy, fault: str | None = None) -> str:
    session = db(current_app)
    events = list_events(session, "service", copy.id)
    return render_template(
        "beheer/history.html",
        copy=copy,
        events=events,
        names={event.updated_by: name_of(session, event.updated_by) for event in events},
        compared=_compared(copy.id),
        may_publish=actor().may_publish(copy.municipality),
        fault=fault,
    )


def _compared(service_id: str) -> Changes | None:
    first, second = (request.args.get(name, type=int) for name in ("van", "tot"))
    if first is None or second is None:
        return None
    session = db(current_app)
    earlier, later = sorted((first, second))
    return between(data_after(session, service_id, earlier), data_after(session, service_id, later))
