"""Municipalities and their places."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Municipality, Place
from sociale_kaart.text import fold


def list_municipalities(session: Session) -> list[Municipality]:
    """Give all municipalities with their places, by name."""
    query = select(Municipality).options(selectinload(Municipality.places)).order_by(Municipality.name)
    return list(session.scalars(query))


def get_municipality(session: Session, key: str) -> Municipality:
    """Give a municipality by its key; raises NotFoundError."""
    municipality = session.get(Municipality, key, options=[selectinload(Municipality.places)])
    if municipality is None:
        raise NotFoundError("municipality", key)
    return municipality


def get_place(session: Session, municipality: str, key: str) -> Place:
    """Give a place of a municipality by its slug, its name in any case, or a postcode; raises NotFoundError."""
    asked = fold(key).strip()
    digits = asked[:4]
    for place in get_municipality(session, municipality).places:
        if asked in (place.slug, fold(place.name)) or (digits.isdigit() and digits in place.postcodes):
            return place
    raise NotFoundError("place", key)
