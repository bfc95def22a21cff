"""A service point (servicepunt): a location with people, opening half-days and visits of organisations."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.base import Base
from sociale_kaart.models.organization import Organization
from sociale_kaart.models.schedule import Schedule


class Visit(Base):
    """An organisation that holds its hour (spreekuur) at a service point."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_point_id: Mapped[str] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"))
    description: Mapped[str | None]

    organization: Mapped[Organization | None] = relationship()
    schedules: Mapped[list[Schedule]] = relationship(order_by="Schedule.id", cascade="all, delete-orphan")


class ServicePoint(Base):
    """The desk behind a listing of kind service_point; its id is the listing's id."""

    __tablename__ = "service_point"

    id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id"))
    people: Mapped[str | None]  # who sits there, in roles, never in names of persons

    visits: Mapped[list[Visit]] = relationship(order_by="Visit.id", cascade="all, delete-orphan")
