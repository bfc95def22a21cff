"""The list of listings: search by name, filter, and go to one."""

from __future__ import annotations

from flask import current_app, render_template, request

from sociale_kaart.queries.back_office import PER_PAGE, ListingFilter, count_listings, list_listings
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.choices import owners
from webapp.beheer.home import EDITORS
from webapp.beheer.paging import page_of
from webapp.extensions import db
from webapp.reference import reference


@beheer.get("/hulp")
@allowed(*EDITORS)
def listings() -> str:
    """The listings within reach, a page at a time."""
    me, session = actor(), db(current_app)
    asked = asked_listings()
    total = count_listings(session, me, asked)
    page, pages = page_of(total, PER_PAGE)
    return render_template(
        "beheer/listings.html",
        rows=list_listings(session, me, asked, page),
        total=total,
        page=page,
        pages=pages,
        asked=asked,
        owners=owners(me),
        municipality_names={municipality.id: municipality.name for municipality in reference().municipalities},
    )


def asked_listings() -> ListingFilter:
    """Give which listings the URL asks for; the list, the export and the bulk edit read it the same way."""
    return ListingFilter(
        name=request.args.get("q", "").strip()[:100],
        municipality=request.args.get("municipality", "")[:80] or None,
        state=request.args.get("state", "")[:20] or None,
    )
