"""Listings: one whole, or the few fields that a list shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import (
    Attribute,
    Municipality,
    Organization,
    Place,
    Service,
    ServiceArea,
    ServicePoint,
    Visit,
)
from sociale_kaart.models.place import WITHIN


@dataclass(frozen=True)
class Card:
    """What a list shows of a listing."""

    id: str
    name: str
    summary: str
    tier: int
    kind: str
    status: str
    organization: str | None
    municipality_id: str | None
    municipality: str | None  # None: national
    places: tuple[str, ...]  # slugs of the places it is only for; none: the whole municipality
    place_names: tuple[str, ...]
    needs: tuple[str, ...]
    is_checked: bool
    is_unconfirmed: bool


# What is archived is kept for its history; residents do not see it.
_PUBLIC = Service.status != "archived"


def get_service(session: Session, service_id: str) -> Service:
    """Give a public listing with everything that its page shows; raises NotFoundError."""
    options = [
        joinedload(Service.municipality),
        joinedload(Service.organization).selectinload(Organization.phones),
        joinedload(Service.helpline),
        joinedload(Service.cost),
        selectinload(Service.needs),
        selectinload(Service.places),
        selectinload(Service.schedules),
        joinedload(Service.service_point).selectinload(ServicePoint.visits).joinedload(Visit.organization),
    ]
    service = session.get(Service, service_id, options=options)
    if service is None or service.status == "archived":
        raise NotFoundError("listing", service_id)
    return service


def list_cards(session: Session, ids: Sequence[str]) -> list[Card]:
    """Give the cards of these listings, in this order; ids that are gone are left out."""
    query = (
        select(
            Service.id,
            Service.name,
            Service.summary,
            Service.tier,
            Service.kind,
            Service.status,
            Organization.name.label("organization"),
            Service.municipality_id,
            Municipality.name.label("municipality"),
            Service.checked_on,
            Service.is_unconfirmed.label("is_unconfirmed"),
        )
        .outerjoin(Service.organization)
        .outerjoin(Municipality, Municipality.id == Service.municipality_id)
        .where(_PUBLIC, Service.id.in_(ids))
    )
    places = _places_of(session, ids)
    needs = _needs_of(session, ids)
    cards = {}
    for row in session.execute(query):
        found = places.get(row.id, [])
        cards[row.id] = Card(
            id=row.id,
            name=row.name,
            summary=row.summary,
            tier=row.tier,
            kind=row.kind,
            status=row.status,
            organization=row.organization,
            municipality_id=row.municipality_id,
            municipality=row.municipality,
            places=tuple(place.slug for place in found if place.is_within),
            place_names=tuple(place.name for place in found),
            needs=tuple(needs.get(row.id, ())),
            is_checked=row.checked_on is not None,
            is_unconfirmed=row.is_unconfirmed,
        )
    return [cards[service_id] for service_id in ids if service_id in cards]


def _places_of(session: Session, ids: Sequence[str]) -> dict[str, list[Place]]:
    query = (
        select(ServiceArea.service_id, Place)
        .join(Place, Place.id == ServiceArea.place_id)
        .where(ServiceArea.service_id.in_(ids))
        .order_by(Place.name)
    )
    places: dict[str, list[Place]] = {}
    for service_id, place in session.execute(query):
        places.setdefault(service_id, []).append(place)
    return places


def _needs_of(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    query = (
        select(Attribute.service_id, Attribute.taxonomy_term_id)
        .where(Attribute.service_id.in_(ids))
        .order_by(Attribute.service_id, Attribute.position)
    )
    needs: dict[str, list[str]] = {}
    for service_id, need in session.execute(query):
        needs.setdefault(service_id, []).append(need)
    return needs


def list_service_ids(session: Session, *, municipality: str | None = None, need: str | None = None) -> list[str]:
    """Give the ids of listings, by tier and name.

    With a municipality: its own and national ones. With a need: those tagged with it, main need first.
    """
    query = select(Service.id).where(_PUBLIC).order_by(Service.tier, Service.name, Service.id)
    if municipality is not None:
        query = query.where(or_(Service.municipality_id == municipality, Service.municipality_id.is_(None)))
    if need is not None:
        query = query.join(Attribute, Attribute.service_id == Service.id).where(Attribute.taxonomy_term_id == need)
        query = query.order_by(None).order_by(
            Service.tier, Attribute.position, Service.municipality_id.is_(None), Service.name, Service.id
        )
    return list(session.scalars(query))


def list_ids_of_place(session: Session, place: str) -> list[str]:
    """Give the ids of the listings that name this place (by its id), by tier and name."""
    query = select(Service.id).join(ServiceArea).where(_PUBLIC, ServiceArea.place_id == place)
    return list(session.scalars(query.order_by(Service.tier, Service.name, Service.id)))


def list_ids_for_all(session: Session, municipality: str) -> list[str]:
    """Give the ids of a municipality's listings that serve all of its places, by tier and name."""
    parts = select(ServiceArea.service_id).join(Place).where(Place.kind.in_(WITHIN))
    query = select(Service.id).where(_PUBLIC, Service.municipality_id == municipality, Service.id.not_in(parts))
    return list(session.scalars(query.order_by(Service.tier, Service.name, Service.id)))


def list_service_points(session: Session, municipality: str) -> list[Service]:
    """Give the service points of a municipality that are open to residents, by name; planned ones last."""
    query = (
        select(Service)
        .where(_PUBLIC, Service.municipality_id == municipality, Service.kind == "service_point")
        .options(selectinload(Service.places))
        .order_by(Service.status == "planned", Service.name, Service.id)
    )
    return list(session.scalars(query))
