"""The lists of the back office: the listings that someone may write, published or not yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, literal, or_, select, true
from sqlalchemy.orm import Session, selectinload

from sociale_kaart.actors import Actor, Role
from sociale_kaart.models import Organization, Service, ServiceDraft
from sociale_kaart.writing.duplicates import Facts

PER_PAGE = 50


@dataclass(frozen=True)
class ListingFilter:
    """What is asked for: part of a name, a municipality, and a state ("published", "archived", or one of a draft)."""

    name: str = ""
    municipality: str | None = None
    state: str | None = None


def list_listings(session: Session, actor: Actor, asked: ListingFilter, page: int) -> Sequence[Row[Any]]:
    """Give a page of listings by name: id, name, organization, municipality_id, status, state, checked_on."""
    found = listings_within(actor, asked)
    query = select(found).order_by(found.c.name, found.c.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return session.execute(query).all()


def count_listings(session: Session, actor: Actor, asked: ListingFilter) -> int:
    """Give how many listings fit."""
    return session.scalars(select(func.count()).select_from(listings_within(actor, asked))).one()


def listings_within(actor: Actor, asked: ListingFilter) -> Any:
    """Give the subquery of the listings that fit and that the actor may write."""
    state = case(
        (ServiceDraft.state.is_not(None), ServiceDraft.state),
        (Service.status == "archived", "archived"),
        else_="published",
    )
    published = (
        select(
            Service.id,
            Service.name,
            Organization.name.label("organization"),
            Service.municipality_id,
            Service.status,
            state.label("state"),
            Service.checked_on,
        )
        .outerjoin(Organization, Organization.id == Service.organization_id)
        .outerjoin(ServiceDraft, ServiceDraft.id == Service.id)
        .where(reach(actor, Service.municipality_id, Service.organization_id))
    )
    new = (
        select(
            ServiceDraft.id,
            ServiceDraft.document["name"].as_string().label("name"),
            Organization.name.label("organization"),
            ServiceDraft.municipality_id,
            literal("planned").label("status"),
            ServiceDraft.state.label("state"),
            literal(None).label("checked_on"),
        )
        .outerjoin(Organization, Organization.id == ServiceDraft.organization_id)
        .where(
            ServiceDraft.id.not_in(select(Service.id)),
            reach(actor, ServiceDraft.municipality_id, ServiceDraft.organization_id),
        )
    )
    both = published.union_all(new).subquery("listing")
    return _filtered(select(both), both, asked).subquery("found")


def _filtered(query: Select[Any], rows: Any, asked: ListingFilter) -> Select[Any]:
    if asked.name:
        query = query.where(func.lower(rows.c.name).contains(asked.name.lower(), autoescape=True))
    if asked.municipality:
        query = query.where(rows.c.municipality_id == asked.municipality)
    if asked.state:
        query = query.where(rows.c.state == asked.state)
    return query


def reach(actor: Actor, municipality: Any, organization: Any) -> ColumnElement[bool]:
    """Whose listings the actor may write, as `Actor.may_edit` says it of one."""
    if actor.role == Role.ADMINISTRATOR:
        return true()
    if actor.role == Role.MUNICIPALITY_EDITOR:
        return municipality == actor.municipality  # type: ignore[no-any-return]
    if actor.role == Role.ORGANIZATION_EDITOR:
        return organization == actor.organization  # type: ignore[no-any-return]
    return false()


def list_facts(session: Session, municipality: str | None) -> list[Facts]:
    """Give what is compared to find duplicates: the listings of a municipality and the national ones."""
    query = (
        select(Service)
        .where(or_(Service.municipality_id == municipality, Service.municipality_id.is_(None)))
        .where(Service.status != "archived")
        .options(selectinload(Service.phones), selectinload(Service.places))
        .order_by(Service.id)
    )
    return [
        Facts(
            id=row.id,
            names=[row.name, *filter(None, [row.alternate_name])],
            municipality=row.municipality_id,
            places=[place.slug for place in row.places],
            organization=row.organization_id,
            phones=[phone.number for phone in row.phones],
            url=row.url,
        )
        for row in session.scalars(query)
    ]
