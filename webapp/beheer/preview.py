"""The public page as it would be with a draft."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from sociale_kaart.actions import publishing
from sociale_kaart.errors import InvalidListingError, NotAllowedError
from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.models import Service
from sociale_kaart.queries.drafts import get_working_copy, may_edit
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.home import EDITORS
from webapp.beheer.words import fault_text
from webapp.extensions import db
from webapp.public.listing import listing_page


@beheer.get("/hulp/<service_id>/voorbeeld")
@allowed(*EDITORS)
def preview(service_id: str) -> ResponseReturnValue:
    """Show the public page of the draft; nothing of it is kept. While it is not fit to publish: what is wrong."""
    session = db(current_app)
    copy = get_working_copy(session, service_id)
    if not may_edit(actor(), copy):
        raise NotAllowedError
    try:
        document = publishing.check_listing(session, copy.data, copy.municipality)
    except InvalidListingError as error:
        faults = {path: fault_text(path, fault) for path, fault in error.faults.items()}
        return render_template("beheer/preview.html", copy=copy, faults=faults), 422
    with as_online(session, document, copy.municipality) as service:
        return render_template("beheer/preview.html", copy=copy, page=public_main(service))


def public_main(service: Service) -> Markup:
    """Give the main part of the public page of a listing, to stand within another page."""
    main = listing_page(service).partition("<main")[2].partition(">")[2].partition("</main>")[0]
    # Within the page of the form it is no first heading.
    return Markup(main.replace("<h1", "<h2").replace("</h1>", "</h2>"))  # noqa: S704 - our own template made it


@contextmanager
def as_online(session: Session, document: ServiceDocument, municipality: str | None) -> Iterator[Service]:
    """Give the listing as it would be online; afterwards it is undone."""
    service = publishing.put_online(session, document=document, municipality=municipality, reason=None, by="")
    session.flush()
    session.refresh(service)
    try:
        yield service
    finally:
        session.rollback()
