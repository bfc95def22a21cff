"""The page of one listing: what, for whom, what does it cost, how do I get there, when, who."""

from flask import current_app, render_template

from sociale_kaart.models import Service
from sociale_kaart.queries.services import get_service
from webapp.caching import kept
from webapp.extensions import db
from webapp.public import public
from webapp.public.road import road_to_the_municipality
from webapp.reference import reference


@public.get("/hulp/<service_id>")
@kept
def listing(service_id: str) -> str:
    """One listing; a listing about danger shows its helplines first."""
    return listing_page(get_service(db(current_app), service_id))


def listing_page(service: Service) -> str:
    """Give the page of a listing, which need not be public yet."""
    urgent = next((need for need in service.needs if need.urgent), None)
    return render_template(
        "listing.html",
        service=service,
        urgent=urgent,
        helplines=reference().helplines_for(urgent.id) if urgent else [],
        road=road_to_the_municipality(service.municipality_id),
    )
