"""Many listings at once, with everything that hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from sociale_kaart.actors import Actor
from sociale_kaart.models import Location, Service, ServicePoint, Visit
from sociale_kaart.queries.back_office import ListingFilter, listings_within

# So many are read or written in one go: few queries, and little memory.
AT_ONCE = 200

T = TypeVar("T")


def portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give the items so many at a time."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def load_listings(session: Session, ids: Collection[str]) -> dict[str, Service]:
    """Give the published listings among these ids, with all that their documents have."""
    everything = (
        selectinload(Service.attributes),
        selectinload(Service.areas),
        selectinload(Service.cost),
        selectinload(Service.languages),
        selectinload(Service.phones),
        selectinload(Service.contacts),
        selectinload(Service.schedules),
        selectinload(Service.activity),
        selectinload(Service.location).options(selectinload(Location.address), selectinload(Location.accessibility)),
        selectinload(Service.service_point).selectinload(ServicePoint.visits).selectinload(Visit.schedules),
    )
    query = select(Service).where(Service.id.in_(ids)).options(*everything).order_by(Service.id)
    return {row.id: row for row in session.scalars(query.execution_options(populate_existing=True))}


def list_published_ids(session: Session, actor: Actor, asked: ListingFilter) -> Sequence[str]:
    """Give the ids of the published listings that fit, by municipality (the national ones first), kind and id.

    That is the order of the content files. A listing that was never online is not among them.
    """
    found = listings_within(actor, asked)
    query = select(Service.id, Service.municipality_id, Service.kind).join(found, found.c.id == Service.id)
    # Sorted here and not in the database, whose order of letters may not be that of the content check.
    rows = sorted((owner or "", kind, key) for key, owner, kind in session.execute(query.order_by(Service.id)))
    return [key for _owner, _kind, key in rows]
