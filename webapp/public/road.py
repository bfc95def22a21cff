"""The road to the municipality: the desk where individual provision is asked for, always in sight."""

from dataclasses import dataclass

from flask import current_app

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Municipality, Service
from sociale_kaart.queries.services import get_service
from webapp import visitor
from webapp.extensions import db
from webapp.reference import reference


@dataclass(frozen=True)
class Road:
    """The municipality to go to and its desk; both empty when the visitor has not said where they live."""

    municipality: Municipality | None = None
    desk: Service | None = None


def road_to_the_municipality(key: str | None = None) -> Road:
    """Give the road in the municipality with this key, else in the visitor's own."""
    municipality = reference().municipality(key) if key else visitor.current().municipality
    if municipality is None or municipality.wmo_desk_id is None:
        return Road(municipality)
    try:
        return Road(municipality, get_service(db(current_app), municipality.wmo_desk_id))
    except NotFoundError:  # an editor archived it
        return Road(municipality)
