"""Approving: what was sent in beside what is online, and a decision."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sociale_kaart.actions import drafts, publishing
from sociale_kaart.errors import ConflictError, InvalidListingError
from sociale_kaart.exchange.changes import between
from sociale_kaart.queries.drafts import get_working_copy
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.home import PUBLISHERS
from webapp.beheer.people import name_of
from webapp.beheer.words import fault_text
from webapp.extensions import db


@beheer.get("/hulp/<service_id>/beoordelen")
@allowed(*PUBLISHERS)
def review(service_id: str) -> str:
    """The changes of a draft, field by field."""
    return _page(service_id)


@beheer.post("/hulp/<service_id>/beoordelen")
@allowed(*PUBLISHERS)
def decide(service_id: str) -> ResponseReturnValue:
    """Publish the draft as it was seen, or send it back with a remark."""
    me, session = actor(), db(current_app)
    try:
        if request.form.get("action") == "return":
            remark = request.form.get("remark", "").strip()[:1000]
            if not remark:
                return _page(service_id, fault=gettext("Schrijf wat er anders moet.")), 422
            drafts.return_draft(session, service_id=service_id, remark=remark, by=me)
            flash(gettext("Teruggestuurd met uw opmerking."))
        else:
            seen = request.form.get("seen", "")
            publishing.publish(session, service_id=service_id, seen=seen, reason=None, by=me)
            flash(gettext("Goedgekeurd. Dit staat nu online."))
    except ConflictError:
        session.rollback()
        fault = gettext("Iemand heeft dit intussen veranderd. Kijk nog eens naar de verschillen.")
        return _page(service_id, fault=fault), 409
    except InvalidListingError as error:
        session.rollback()
        faults = " ".join(str(fault_text(path, fault)) for path, fault in error.faults.items())
        return _page(service_id, fault=faults), 422
    session.commit()
    return redirect(url_for("beheer.home"), 303)


def _page(service_id: str, fault: str | None = None) -> str:
    session = db(current_app)
    copy = get_working_copy(session, service_id)
    actor().require_publish(copy.municipality)
    return render_template(
        "beheer/review.html",
        copy=copy,
        changes=between(copy.online, copy.data),
        editor=name_of(session, copy.draft.edited_by) if copy.draft else None,
        fault=fault,
    )
