"""HSDS Location with its Address and Accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.base import Base

if TYPE_CHECKING:
    from sociale_kaart.models.service_point import ServicePoint


class Address(Base):
    """A postal or visiting address (HSDS `address`; country is NL)."""

    __tablename__ = "address"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    address_1: Mapped[str]
    postal_code: Mapped[str | None]
    city: Mapped[str]


class Accessibility(Base):
    """Whether someone in a wheelchair can come in (HSDS `accessibility`)."""

    __tablename__ = "accessibility"
    __table_args__ = (CheckConstraint("wheelchair in ('yes', 'partly', 'no')", name="wheelchair"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    wheelchair: Mapped[str]
    description: Mapped[str | None]


class Location(Base):
    """A venue where services are given (HSDS `location`); no venue is known until an editor fills one in."""

    __tablename__ = "location"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    location_type: Mapped[str] = mapped_column(default="physical")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    address: Mapped[Address | None] = relationship(cascade="all, delete-orphan")
    accessibility: Mapped[Accessibility | None] = relationship(cascade="all, delete-orphan")
    # A desk whose venue goes is a desk without a venue.
    service_points: Mapped[list[ServicePoint]] = relationship()
