"""The same change to many listings: choose it, see what it would do to each, then all of them or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from sociale_kaart.actions import bulk
from sociale_kaart.actions.bulk import BulkChange, Planned
from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, InvalidListingError
from sociale_kaart.queries.back_office import PER_PAGE
from sociale_kaart.queries.organizations import list_organizations
from sociale_kaart.text import clean
from sociale_kaart.tiers import Tier
from webapp import texts
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.home import PUBLISHERS
from webapp.beheer.words import fault_text
from webapp.extensions import db
from webapp.reference import reference

Choice = tuple[str, Any]  # a value and its label

CHANGE_NAMES = {
    "add_need": _l("Hulpvraag erbij"),
    "remove_need": _l("Hulpvraag eraf"),
    "set_tier": _l("Andere trede"),
    "add_place": _l("Wijk of dorp erbij"),
    "remove_place": _l("Wijk of dorp eraf"),
    "set_organization": _l("Andere organisatie"),
}
# Which list of choices a change takes its value from.
_LISTS = {
    "add_need": "need",
    "remove_need": "need",
    "set_tier": "tier",
    "add_place": "place",
    "remove_place": "place",
    "set_organization": "organization",
}
_FAULTS = {
    "not_online": _l("Dit staat nog niet online. Verander het in het formulier."),
    "not_yours": _l("Dit is niet van uw gemeente."),
    "last_place": _l("Dit is de enige wijk of het enige dorp. Zonder zou het voor de hele gemeente zijn."),
    "whole_municipality": _l("Dit is voor de hele gemeente. Met één wijk of dorp erbij zou het kleiner worden."),
}


@beheer.post("/hulp/samen")
@allowed(*PUBLISHERS)
def change_together() -> ResponseReturnValue:
    """Choose a change for the chosen listings, see it, and make it."""
    ids = [key[:80] for key in request.form.getlist("id")][:PER_PAGE]
    if not ids:
        flash(gettext("Kies eerst de hulp die u wilt veranderen."), "error")
        return redirect(url_for("beheer.listings"), 303)
    action, kind = request.form.get("action", ""), request.form.get("change", "")
    if action not in ("show", "write"):
        return _page(ids)
    change = BulkChange(kind, request.form.get(_LISTS.get(kind, ""), "")[:200])
    if kind not in CHANGE_NAMES:
        return _page(ids, fault=gettext("Kies wat u wilt veranderen."), status=422)
    if not change.value and kind != "set_organization":
        return _page(ids, change, fault=gettext("Kies ook waarin u het wilt veranderen."), status=422)
    return _write(ids, change) if action == "write" else _page(ids, change, is_shown=True)


def _write(ids: Sequence[str], change: BulkChange) -> ResponseReturnValue:
    session, reason = db(current_app), clean(request.form.get("reason", ""))[:1000]
    if not reason:
        return _page(ids, change, is_shown=True, reason_fault=gettext("Schrijf waarom. Dat komt in de geschiedenis."))
    versions = [int(text) if text.isdecimal() and len(text) < 10 else 0 for text in request.form.getlist("seen")]
    seen = dict(zip(ids, [*versions, *([0] * len(ids))], strict=False))
    try:
        done = bulk.apply(session, seen=seen, change=change, reason=reason, by=actor())
    except ConflictError:
        session.rollback()
        fault = gettext("Er is niets veranderd: iemand anders veranderde er intussen iets aan. Kijk nog eens.")
        return _page(ids, change, is_shown=True, fault=fault, status=409)
    except InvalidListingError:
        session.rollback()
        fault = gettext("Er is niets veranderd: niet alles wat u koos kan zo.")
        return _page(ids, change, is_shown=True, fault=fault, status=422)
    session.commit()
    count = sum(bool(one.changes) for one in done)
    flash(
        ngettext(
            "%(num)s hulp is veranderd. Dit staat nu online.", "%(num)s zijn veranderd. Dit staat nu online.", count
        )
    )
    return redirect(url_for("beheer.listings"), 303)


def _page(
    ids: Sequence[str],
    change: BulkChange | None = None,
    *,
    is_shown: bool = False,
    fault: str | None = None,
    reason_fault: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    me, session = actor(), db(current_app)
    # Before a change is chosen, one that changes nothing shows what was chosen.
    planned = bulk.plan(
        session, ids=ids, change=change if is_shown and change else BulkChange("remove_need", ""), by=me
    )
    page = render_template(
        "beheer/bulk.html",
        planned=planned,
        change=change,
        change_name=CHANGE_NAMES.get(change.kind) if change else None,
        is_shown=is_shown,
        is_possible=any(one.changes for one in planned) and not any(one.faults for one in planned),
        value_name=_LISTS.get(change.kind) if change else None,
        change_names=CHANGE_NAMES,
        choices=_choices(me, planned),
        domains=reference().domains,
        fault_of=_fault_of,
        fault=fault,
        reason=request.form.get("reason", ""),
        reason_fault=reason_fault,
    )
    return make_response(page, 422 if reason_fault else status)


def _fault_of(path: str, fault: str) -> str:
    return str(_FAULTS.get(fault) or fault_text(path, fault))


def _choices(me: Actor, planned: Sequence[Planned]) -> dict[str, list[Choice]]:
    """Give the places and organisations of the municipalities of the chosen listings, and the tiers."""
    owners = {one.listing.municipality_id for one in planned if one.listing is not None}
    found = [municipality for municipality in reference().municipalities if municipality.id in owners]
    many = len(found) > 1
    return {
        "tier": [(str(tier.value), texts.TIER_NAMES[tier]) for tier in Tier],
        "place": [
            (f"{municipality.id}/{place.slug}", f"{place.name} ({municipality.name})" if many else place.name)
            for municipality in found
            for place in sorted(municipality.places, key=lambda place: place.name)
        ],
        "organization": [
            (row.id, f"{row.name} ({municipality.name})" if many else row.name)
            for municipality in found
            for row in list_organizations(db(current_app), municipality.id)
        ],
    }
