"""Organisations."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.models import Organization


def list_organizations(session: Session, municipality: str | None) -> Sequence[Organization]:
    """Give the organisations of a municipality, by name."""
    query = select(Organization).where(Organization.municipality_id == municipality)
    return session.scalars(query.order_by(Organization.name, Organization.id)).all()
