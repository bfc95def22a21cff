"""Helplines: a change waits for a second person; a check on the page of the owner does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from sociale_kaart.actions import helplines as actions
from sociale_kaart.actions.vocabulary import InUseError, InvalidRecordError, key_of
from sociale_kaart.actors import Role
from sociale_kaart.errors import ConflictError
from sociale_kaart.queries import vocabulary as words
from sociale_kaart.queries.helplines import list_helplines
from sociale_kaart.queries.vocabulary import HelplineCopy
from webapp import texts
from webapp.accounts.guard import actor, allowed
from webapp.beheer.people import name_of
from webapp.beheer.vocabulary import vocabulary
from webapp.beheer.vocabulary.fields import Field, differences, read_form
from webapp.beheer.vocabulary.record import AS_SEEN, Form, page, reason, require, save, show, write
from webapp.extensions import db
from webapp.reference import reference

_FIELDS = (
    Field("name", _l("Naam"), required=True),
    Field("phone", _l("Telefoonnummer"), "phone", required=True),
    Field("open", _l("Wanneer open"), "hours"),
    Field("free", _l("Is bellen gratis?"), "yes_no"),
    Field("needs", _l("Bij welke hulpvragen"), "needs", _l("De lijn staat bij elke hulpvraag die u kiest.")),
    Field("url", _l("Pagina van de eigenaar"), "url", _l("Daar staat het nummer zelf. Begint met https://")),
    Field("owner", _l("Eigenaar"), hint=_l("Wie over dit nummer gaat, bijvoorbeeld 113.nl."), required=True),
    Field("seen", _l("Waar hebt u dit gezien?"), required=True),
    Field("note", _l("Opmerking voor redacteuren")),
)


def _load(session: Session, key: str) -> HelplineCopy:
    """Give a helpline with what waits; one that is to go is shown as it is now."""
    copy = words.get_helpline_copy(session, key)
    return replace(copy, data=copy.data or copy.online)


def _what_waits(session: Session, key: str) -> dict[str, Any]:
    copy = words.get_helpline_copy(session, key)
    proposal = copy.proposal
    return {
        "copy": copy,
        "domains": reference().domains,
        "row": words.get_record(session, words.HELPLINE, key).row,
        "check_by": words.check_by,
        "today": texts.today(),
        "proposed": differences(_FIELDS, copy.online, copy.data) if proposal else [],
        "proposer": name_of(session, proposal.proposed_by) if proposal else None,
        "is_own": proposal is not None and proposal.proposed_by == actor().key,
    }


def _said(session: Session, key: str) -> str:
    if words.get_helpline_copy(session, key).proposal is None:
        return str(gettext("Er is niets veranderd."))
    return str(gettext("Dit wacht nu op een andere beheerder. Tot die tijd blijft online wat er stond."))


HELPLINES = Form(
    words.HELPLINE,
    _FIELDS,
    title=lambda key, data: str(data.get("name") or key or gettext("Nieuwe hulplijn")),
    url=lambda key: url_for("beheer.vocabulary.helpline", key=key),
    overview=lambda _key: url_for("beheer.vocabulary.helplines"),
    load=_load,
    write=actions.propose,
    restore=actions.restore,
    template="beheer/vocabulary/helpline.html",
    more=_what_waits,
    saved=_said,
)


@vocabulary.get("/hulplijnen")
@allowed(Role.ADMINISTRATOR)
def helplines() -> str:
    """All helplines, with what waits for a second person and what is due for a check."""
    session = db(current_app)
    proposals = words.list_proposals(session)
    return render_template(
        "beheer/vocabulary/helplines.html",
        rows=list_helplines(session),
        proposals={proposal.id: proposal for proposal in proposals},
        overdue={row.id for row in words.overdue_helplines(session, texts.today())},
        dropped=words.list_dropped(session, words.HELPLINE),
        history=HELPLINES.history,
        check_by=words.check_by,
    )


@vocabulary.get("/nieuwe-hulplijn")
@allowed(Role.ADMINISTRATOR)
def new_helpline() -> str:
    """An empty form."""
    return page(HELPLINES, "", {}, "", is_new=True)


@vocabulary.post("/nieuwe-hulplijn")
@allowed(Role.ADMINISTRATOR)
def create_helpline() -> ResponseReturnValue:
    """Propose a new helpline; its key follows from its name."""
    data = read_form(request.form, _FIELDS, {})
    if not (key := key_of(data.get("name", ""))):
        return page(HELPLINES, "", data, "", faults={"name": "missing"}, is_new=True), 422
    return write(HELPLINES, key, data, actions.NOTHING_SEEN, is_new=True)


@vocabulary.get("/hulplijnen/<key>")
@allowed(Role.ADMINISTRATOR)
def helpline(key: str) -> str:
    """The form of a helpline, and the proposal that waits."""
    return show(HELPLINES, key)


@vocabulary.post("/hulplijnen/<key>")
@allowed(Role.ADMINISTRATOR)
def save_helpline(key: str) -> ResponseReturnValue:
    """Propose what was filled in, or that the helpline goes."""
    if request.form.get("action") == "drop":
        require(HELPLINES, key)
        return write(HELPLINES, key, {}, request.form.get(AS_SEEN, ""))
    return save(HELPLINES, key)


@vocabulary.post("/hulplijnen/<key>/besluit")
@allowed(Role.ADMINISTRATOR)
def decide_helpline(key: str) -> ResponseReturnValue:
    """Confirm a proposal, take it back or refuse it, or note a check, as it was seen."""
    session, me, seen = db(current_app), actor(), request.form.get(AS_SEEN, "")
    copy, action = require(HELPLINES, key), request.form.get("action")
    try:
        if action == "confirm":
            actions.confirm(session, key=key, seen=seen, today=texts.today(), by=me)
            flash(gettext("Bevestigd. Dit staat nu online."))
        elif action == "check":
            actions.note_check(session, key=key, seen=seen, today=texts.today(), by=me)
            flash(gettext("Genoteerd dat dit vandaag is nagekeken."))
        else:
            actions.discard(session, key=key, seen=seen, reason=reason(), by=me)
            flash(gettext("Het voorstel is weg. In de geschiedenis vindt u het terug."))
    except InvalidRecordError as error:
        session.rollback()
        return page(HELPLINES, key, copy.data, copy.seen, faults=error.faults), 422
    except InUseError as error:
        session.rollback()
        return page(HELPLINES, key, copy.data, copy.seen, users=error.listings), 409
    except ConflictError:
        session.rollback()
        now = words.get_helpline_copy(session, key)
        return page(HELPLINES, key, now.data, now.seen, conflict=[]), 409
    session.commit()
    return redirect(_after(session, key), 303)


def _after(session: Session, key: str) -> str:
    """Where to go on: the helpline, or the list when it is gone."""
    copy = words.get_helpline_copy(session, key)
    return HELPLINES.url(key) if copy.online or copy.proposal else HELPLINES.overview(key)
