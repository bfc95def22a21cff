"""A page per service point: what it is, when open, who sits there, visiting hours of organisations."""

from flask import current_app, render_template

from sociale_kaart.errors import NotFoundError
from sociale_kaart.queries.services import get_service, list_cards, list_ids_of_place
from webapp.caching import kept
from webapp.extensions import db
from webapp.public import public
from webapp.public.road import road_to_the_municipality


@public.get("/servicepunt/<service_id>")
@kept
def service_point(service_id: str) -> str:
    """One service point; a listing that is none is not found here."""
    session = db(current_app)
    service = get_service(session, service_id)
    if service.service_point is None:
        raise NotFoundError("listing", service_id)
    nearby = [
        card
        for place in service.places
        for card in list_cards(session, list_ids_of_place(session, place.id))
        if card.id != service_id
    ]
    return render_template(
        "service_point.html",
        service=service,
        point=service.service_point,
        nearby=list(dict.fromkeys(nearby))[:8],
        road=road_to_the_municipality(service.municipality_id),
    )
