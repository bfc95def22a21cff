"""What happened to a listing: every change, and the listing as it was after each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.errors import NotFoundError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import undone
from sociale_kaart.models import Metadata, Service

Data = dict[str, Any]
# What changed the listing itself; the other events tell of its draft.
_WRITES = ("created", "updated")
# Not in the listing's own document: where it stands.
_APART = ("municipality",)


def list_events(session: Session, resource_type: str, resource_id: str) -> Sequence[Metadata]:
    """Give every event of a record, the newest first."""
    query = select(Metadata).where(Metadata.resource_type == resource_type, Metadata.resource_id == resource_id)
    return session.scalars(query.order_by(Metadata.id.desc())).all()


def data_after(session: Session, service_id: str, change: int) -> Data:
    """Give the listing's fields as they were right after a change; raises NotFoundError."""
    service = session.get(Service, service_id)
    events = [event for event in list_events(session, "service", service_id) if event.last_action_type in _WRITES]
    if service is None or change not in {event.id for event in events}:
        raise NotFoundError("version", f"{service_id}/{change}")
    data = mapping.service_document(service).as_data()
    for event in events:
        if event.id == change:
            break
        data = undone(data, {name: both for name, both in event.changes.items() if name not in _APART})
    return data
