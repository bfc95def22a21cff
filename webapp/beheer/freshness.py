"""The queue of listings to check, and one press to say that a listing is right."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from sociale_kaart.actions import freshness
from sociale_kaart.errors import ConflictError
from sociale_kaart.queries.back_office import PER_PAGE
from sociale_kaart.queries.freshness import STATES, DueFilter, check_by, get_queue
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.choices import owners
from webapp.beheer.home import EDITORS
from webapp.beheer.paging import page_of
from webapp.extensions import db
from webapp.texts import today

DUE_NAMES = {
    "overdue": _l("Te laat"),
    "due": _l("Aan de beurt"),
    "never": _l("Nog nooit gecontroleerd"),
    "dead_link": _l("Link werkt niet"),
}
LINK_FAULTS = {
    "malformed": _l("dit is geen webadres"),
    "private": _l("dit adres is niet voor iedereen"),
    "unreachable": _l("er is daar niemand"),
    "garbled": _l("er komt geen antwoord"),
    "missing": _l("deze pagina is er niet"),
    "broken": _l("de site is stuk"),
    "redirects": _l("de site stuurt steeds door"),
}
# The filters in the address of the queue.
FILTERS = ("state", "municipality", "organization", "page")


@beheer.get("/controle")
@allowed(*EDITORS)
def check_queue() -> str:
    """The listings within reach that are due, a page at a time."""
    return _page()


@beheer.post("/controle/<service_id>")
@allowed(*EDITORS)
def confirm_listing(service_id: str) -> ResponseReturnValue:
    """Note that a listing is right as it is online."""
    session = db(current_app)
    try:
        freshness.confirm(session, service_id=service_id, seen=request.form.get("seen", ""), today=today(), by=actor())
    except ConflictError:
        session.rollback()
        fault = gettext("Iemand heeft dit intussen veranderd. Kijk nog eens, en druk dan opnieuw.")
        return _page(fault=fault), 409
    session.commit()
    flash(gettext("Genoteerd: dit klopt nog."))
    return redirect(url_for("beheer.check_queue", **_kept()), 303)


def _kept() -> dict[str, Any]:
    """The filters that the queue was shown with."""
    return {name: request.args[name][:80] for name in FILTERS if request.args.get(name)}


def _page(fault: str | None = None) -> str:
    me, session, kept = actor(), db(current_app), _kept()
    state = kept.get("state")
    asked = DueFilter(state if state in STATES else None, kept.get("municipality"), kept.get("organization"))
    wanted = max(1, request.args.get("page", 1, type=int))
    queue = get_queue(session, me, asked, wanted, today())
    total = queue.counts[asked.state or "total"]
    page, pages = page_of(total, PER_PAGE)
    if page != wanted:  # the last one of the page was just confirmed
        queue = get_queue(session, me, asked, page, today())
    return render_template(
        "beheer/freshness.html",
        queue=queue,
        total=total,
        page=page,
        pages=pages,
        asked=asked,
        kept=kept,
        owners=owners(me),
        due_names=DUE_NAMES,
        link_faults=LINK_FAULTS,
        check_by=check_by,
        fault=fault,
    )
