"""Which listings are due for a check: the queue of the back office, and whom to ask or tell.

A listing is due some time after its last check, and at once when it was never checked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from sociale_kaart.actors import Actor
from sociale_kaart.models import Freshness, LinkCheck, Organization, Service, ServiceDraft
from sociale_kaart.queries.back_office import PER_PAGE, reach
from sociale_kaart.queries.links import DEAD_AFTER, SHOWN_LINK

# How long a check holds: half a year, but per kind of listing it may be longer or shorter.
HOLDS = dt.timedelta(weeks=26)
HOLDS_FOR_KIND = {"self_help": dt.timedelta(weeks=52), "route": dt.timedelta(weeks=52)}
# Between the question, the first reminder, the second, and telling residents that nobody confirmed it.
WAIT = dt.timedelta(days=14)
MOST_ASKED = 3
# So long after its day a listing is overdue.
PATIENCE = dt.timedelta(days=28)
# Nobody gets more than one mail in this time, however many listings they have.
ONE_MAIL_IN = dt.timedelta(hours=20)

# What can be the matter; a dead link may come with one of the others.
STATES = ("overdue", "due", "never", "dead_link")
_PUBLIC = Service.status != "archived"
# Whom to ask about a listing.
_ADDRESS = func.coalesce(Organization.email, Service.email)
_DEAD = and_(LinkCheck.url == SHOWN_LINK, LinkCheck.failures >= DEAD_AFTER)
_ORDER = (Service.checked_on.is_(None), Service.checked_on, Service.name, Service.id)
# The row of the listing's last check; a row of an earlier check says nothing.
_CURRENT = and_(Freshness.id == Service.id, Freshness.checked_on.is_not_distinct_from(Service.checked_on))


@dataclass(frozen=True)
class DueFilter:
    """What is asked for of the queue: a state (one of STATES), a municipality, an organisation."""

    state: str | None = None
    municipality: str | None = None
    organization: str | None = None


def check_by(kind: str, checked_on: dt.date | None) -> dt.date | None:
    """Give the day that a listing is due; None when it was never checked, and so is due at once."""
    return None if checked_on is None else checked_on + HOLDS_FOR_KIND.get(kind, HOLDS)


def get_freshness(session: Session, service: Service) -> Freshness | None:
    """Give how far asking about the last check of a listing has come; nothing before anyone was asked."""
    row = session.get(Freshness, service.id, populate_existing=True)
    return row if row is not None and row.checked_on == service.checked_on else None


@dataclass(frozen=True)
class Queue:
    """A page of the queue, and what there is in all.

    `counts` has a number for each of STATES and for "total", of the organisation that is asked for; `organizations`
    those that have something due: id, name and how much. A row has: id, name, kind, municipality_id, organization,
    checked_on, version, draft_version, state (None: only its link is dead), can_ask (there is an address), asked,
    asked_on, answered_on, is_unconfirmed, dead_link, link_fault.
    """

    rows: Sequence[Row[Any]]
    counts: Mapping[str, int]
    organizations: list[tuple[str, str, int]]


def get_queue(session: Session, actor: Actor, asked: DueFilter, page: int, today: dt.date) -> Queue:
    """Give a page of what the actor must check, the longest ago first and what was never checked last."""
    due = _due(actor, asked.municipality, today).subquery()
    counted = select(due.c.organization_id, due.c.state, func.count(), func.count(due.c.dead_link))
    groups = session.execute(counted.group_by(due.c.organization_id, due.c.state)).all()
    totals: Counter[str | None] = Counter()
    counts: Counter[str | None] = Counter()
    for organization, state, number, dead in groups:
        totals[organization] += number
        if asked.organization in (None, organization):
            counts.update({state: number, "dead_link": dead, "total": number})
    names = select(Organization.id, Organization.name).where(Organization.id.in_(totals))
    return Queue(
        rows=_rows(session, _of_page(actor, asked, page, today), today),
        counts={name: counts[name] for name in (*STATES, "total")},
        organizations=[
            (key, name, totals[key])
            for key, name in session.execute(names.order_by(Organization.name, Organization.id))
        ],
    )


def _due(actor: Actor, municipality: str | None, today: dt.date) -> Select[Any]:
    """Give what is due, or has a dead link, within reach: id, organization_id, state and dead_link."""
    query = (
        select(Service.id, Service.organization_id, _state(today).label("state"), LinkCheck.url.label("dead_link"))
        .outerjoin(Organization, Organization.id == Service.organization_id)
        .outerjoin(LinkCheck, _DEAD)
        .where(_PUBLIC, reach(actor, Service.municipality_id, Service.organization_id))
        .where(or_(_is_due(today), LinkCheck.url.is_not(None)))
    )
    return query.where(Service.municipality_id == municipality) if municipality else query


def _of_page(actor: Actor, asked: DueFilter, page: int, today: dt.date) -> Select[Any]:
    """Give the ids of a page, alone: only of these the rest is looked up."""
    query = _due(actor, asked.municipality, today).with_only_columns(Service.id)
    if asked.organization:
        query = query.where(Service.organization_id == asked.organization)
    if asked.state:
        is_so = LinkCheck.url.is_not(None) if asked.state == "dead_link" else _state(today) == asked.state
        query = query.where(is_so)
    return query.order_by(*_ORDER).limit(PER_PAGE).offset((page - 1) * PER_PAGE)


def _rows(session: Session, ids: Select[Any], today: dt.date) -> Sequence[Row[Any]]:
    query = (
        select(
            Service.id,
            Service.name,
            Service.kind,
            Service.municipality_id,
            Organization.name.label("organization"),
            Service.checked_on,
            Service.version,
            ServiceDraft.version.label("draft_version"),
            _state(today).label("state"),
            _ADDRESS.is_not(None).label("can_ask"),
            Freshness.asked,
            Freshness.asked_on,
            Freshness.answered_on,
            Service.is_unconfirmed.label("is_unconfirmed"),
            LinkCheck.url.label("dead_link"),
            LinkCheck.fault.label("link_fault"),
        )
        .outerjoin(Organization, Organization.id == Service.organization_id)
        .outerjoin(LinkCheck, _DEAD)
        .outerjoin(ServiceDraft, ServiceDraft.id == Service.id)
        .outerjoin(Freshness, _CURRENT)
        .where(Service.id.in_(ids))
    )
    return session.execute(query.order_by(*_ORDER)).all()


def _state(today: dt.date) -> ColumnElement[Any]:
    return case(
        (Service.checked_on.is_(None), "never"),
        (Service.checked_on <= _holds_no_longer(today - PATIENCE), "overdue"),
        (Service.checked_on <= _holds_no_longer(today), "due"),
    )


def _holds_no_longer(today: dt.date) -> ColumnElement[Any]:
    """Give, per kind, the latest day of a check that holds no longer."""
    return case({kind: today - time for kind, time in HOLDS_FOR_KIND.items()}, value=Service.kind, else_=today - HOLDS)


def _is_due(today: dt.date) -> ColumnElement[bool]:
    return or_(Service.checked_on.is_(None), Service.checked_on <= _holds_no_longer(today))


# --- whom to ask, and what to tell ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class ToAsk:
    """A listing whose organisation must be asked about it; `asked` is how often it was already."""

    id: str
    name: str
    checked_on: dt.date | None
    organization: str | None
    address: str
    asked: int


def list_to_ask(session: Session, *, now: dt.datetime, today: dt.date) -> list[ToAsk]:
    """Give the listings whose organisation gets a mail now: for the first time, or because it did not answer.

    By address, the longest ago first.
    """
    waited = and_(Freshness.asked < MOST_ASKED, Freshness.asked_on <= now - WAIT)
    to_ask = or_(Freshness.id.is_(None), Freshness.asked == 0, waited)
    query = (
        select(
            Service.id,
            Service.name,
            Service.checked_on,
            Organization.name.label("organization"),
            _ADDRESS.label("address"),
            func.coalesce(Freshness.asked, 0).label("asked"),
        )
        .outerjoin(Organization, Organization.id == Service.organization_id)
        .outerjoin(Freshness, _CURRENT)
        .where(_PUBLIC, _is_due(today), _ADDRESS.is_not(None), to_ask, Freshness.answered_on.is_(None))
        .where(func.lower(_ADDRESS).not_in(_asked_since(now - ONE_MAIL_IN)))
    )
    query = query.order_by(func.lower(_ADDRESS), Service.checked_on, Service.name, Service.id)
    return [ToAsk(**row._mapping) for row in session.execute(query)]


def _asked_since(moment: dt.datetime) -> Any:
    """Give the addresses that had a mail about any of their listings."""
    service, organization = aliased(Service), aliased(Organization)
    address = func.coalesce(organization.email, service.email)
    return (
        select(func.lower(address))
        .select_from(service)
        .outerjoin(organization, organization.id == service.organization_id)
        .join(Freshness, Freshness.id == service.id)
        .where(Freshness.asked_on > moment, address.is_not(None))
        .correlate(None)
    )


def list_unanswered(session: Session, *, now: dt.datetime, today: dt.date) -> list[tuple[str, dt.date | None]]:
    """Give the listings of which residents must be told that nobody confirmed them: id and checked_on.

    Nobody did after the last reminder, nor approved what the organisation corrected; or there is nobody to ask, and the
    last check is as old as it would be by then.
    """
    asked_enough = or_(Freshness.asked >= MOST_ASKED, Freshness.answered_on.is_not(None))
    waited = and_(asked_enough, Freshness.asked_on <= now - WAIT)
    long_ago = Service.checked_on <= _holds_no_longer(today - MOST_ASKED * WAIT)
    nobody = and_(_ADDRESS.is_(None), long_ago)
    query = (
        select(Service.id, Service.checked_on)
        .outerjoin(Organization, Organization.id == Service.organization_id)
        .outerjoin(Freshness, _CURRENT)
        .where(_PUBLIC, Freshness.unconfirmed_on.is_(None), or_(waited, nobody))
    )
    return [(service_id, checked_on) for service_id, checked_on in session.execute(query.order_by(Service.id))]


def list_to_close_or_open(session: Session, *, today: dt.date) -> Sequence[str]:
    """Give the ids of the listings that close for a time today, or open again."""
    closes = and_(
        Service.status == "active",
        Service.closed_from <= today,
        or_(Service.closed_until.is_(None), Service.closed_until >= today),
    )
    opens = and_(Service.status == "temporarily_closed", Service.closed_until < today)
    return session.scalars(select(Service.id).where(or_(closes, opens)).order_by(Service.id)).all()
