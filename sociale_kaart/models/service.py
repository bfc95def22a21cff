"""HSDS Service: a listing of the social map, and what hangs on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, event, exists, select
from sqlalchemy.orm import Mapped, Session, column_property, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from sociale_kaart.models.base import Base, Versioned
from sociale_kaart.models.freshness import Freshness
from sociale_kaart.models.helpline import Helpline
from sociale_kaart.models.location import Accessibility, Address, Location
from sociale_kaart.models.municipality import Municipality
from sociale_kaart.models.need import Need
from sociale_kaart.models.organization import Contact, Organization
from sociale_kaart.models.phone import Phone
from sociale_kaart.models.place import Place
from sociale_kaart.models.schedule import Schedule
from sociale_kaart.models.service_point import ServicePoint, Visit
from sociale_kaart.models.taxonomy import Attribute


class CostOption(Base):
    """What a service costs (HSDS `cost_option`); `free` is empty when nobody has said."""

    __tablename__ = "cost_option"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    free: Mapped[bool | None]
    description: Mapped[str | None]


class Language(Base):
    """A language other than Dutch that is spoken at a service (HSDS `language`; `code` is ISO 639-1)."""

    __tablename__ = "language"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)


class ServiceArea(Base):
    """A place that a service serves (HSDS `service_area`); a service without one serves its whole municipality."""

    __tablename__ = "service_area"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)


class ServiceAtLocation(Base):
    """A service at a venue (HSDS `service_at_location`)."""

    __tablename__ = "service_at_location"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), primary_key=True)


class Activity(Base):
    """Marks a listing as something that takes place, such as a weekly coffee morning (its dates: `Service.schedules`).

    Written with every listing of kind "activity"; what only activities have will hang here.
    """

    __tablename__ = "activity"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)


class Service(Versioned, Base):
    """A listing (HSDS `service`). A listing without a municipality is national and serves everyone."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("tier between 1 and 4", name="tier"),
        CheckConstraint("status in ('active', 'temporarily_closed', 'planned', 'archived')", name="status"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    municipality_id: Mapped[str | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    helpline_id: Mapped[str | None] = mapped_column(ForeignKey("helpline.id"))
    name: Mapped[str]
    alternate_name: Mapped[str | None]
    tier: Mapped[int] = mapped_column(index=True)
    status: Mapped[str]
    closed_from: Mapped[dt.date | None]
    closed_until: Mapped[dt.date | None]  # the last day that it is closed
    closed_reason: Mapped[str | None]
    summary: Mapped[str]
    description: Mapped[str]  # Markdown
    eligibility_description: Mapped[str | None]  # for whom
    application_process: Mapped[str | None]  # how to reach or arrange it
    conditions: Mapped[str | None]
    referral_needed: Mapped[bool | None]
    email: Mapped[str | None]
    url: Mapped[str | None]
    source: Mapped[str]
    uncertain: Mapped[str | None]  # what is not sure about the facts
    checked_on: Mapped[dt.date | None] = mapped_column()  # HSDS assured_date
    checked_by: Mapped[str | None]
    # Nobody answered whether this check still holds; residents are told.
    is_unconfirmed: Mapped[bool] = column_property(
        exists()
        .where(
            Freshness.id == id,
            Freshness.unconfirmed_on.is_not(None),
            Freshness.checked_on.is_not_distinct_from(checked_on),
        )
        .correlate_except(Freshness)
    )

    municipality: Mapped[Municipality | None] = relationship(foreign_keys=municipality_id)
    organization: Mapped[Organization | None] = relationship()
    helpline: Mapped[Helpline | None] = relationship()
    attributes: Mapped[list[Attribute]] = relationship(order_by="Attribute.position", cascade="all, delete-orphan")
    needs: Mapped[list[Need]] = relationship(
        secondary="attribute",
        secondaryjoin="Need.id == Attribute.taxonomy_term_id",
        order_by="Attribute.position",
        viewonly=True,
    )
    areas: Mapped[list[ServiceArea]] = relationship(cascade="all, delete-orphan")
    places: Mapped[list[Place]] = relationship(secondary="service_area", order_by="Place.name", viewonly=True)
    cost: Mapped[CostOption | None] = relationship(cascade="all, delete-orphan")
    languages: Mapped[list[Language]] = relationship(order_by="Language.code", cascade="all, delete-orphan")
    phones: Mapped[list[Phone]] = relationship(order_by="Phone.id", cascade="all, delete-orphan")
    contacts: Mapped[list[Contact]] = relationship(order_by="Contact.id", cascade="all, delete-orphan")
    schedules: Mapped[list[Schedule]] = relationship(order_by="Schedule.id", cascade="all, delete-orphan")
    location: Mapped[Location | None] = relationship(
        secondary="service_at_location", cascade="all, delete-orphan", single_parent=True
    )
    service_point: Mapped[ServicePoint | None] = relationship(cascade="all, delete-orphan")
    activity: Mapped[Activity | None] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": Versioned.version}

    def raise_version(self) -> None:
        """Have the next flush count a change, also when only what hangs on the listing changed."""
        assert self.kind  # noqa: S101 - loads it: only what is loaded can be flagged
        flag_modified(self, "kind")


@event.listens_for(Session, "before_flush")
def _count_changes_to_what_hangs_on_it(session: Session, _context: object, _instances: object) -> None:
    """Two people who change the phone numbers of one listing at once get in each other's way too."""
    changed = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    touched = {_listing_of(session, row) for row in changed} - {*session.new, *session.deleted}
    for listing in touched:
        if listing is not None:
            listing.raise_version()


def _listing_of(session: Session, row: Any) -> Service | None:
    """Give the listing that a row is, or hangs on."""
    if isinstance(row, Service):
        return row
    if isinstance(row, Schedule) and row.visit_id:
        row = session.get_one(Visit, row.visit_id)
    if isinstance(row, Address | Accessibility) and row.location_id:
        row = session.get_one(Location, row.location_id)
    if isinstance(row, Location):
        return session.scalars(select(Service).join(Service.location).where(Location.id == row.id)).one_or_none()
    own = "id" if isinstance(row, ServicePoint) else "service_point_id" if isinstance(row, Visit) else "service_id"
    key = getattr(row, own, None)
    return session.get(Service, key) if key else None
