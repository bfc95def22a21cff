"""HSDS Organization and its Contacts."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.base import Base, Versioned
from sociale_kaart.models.phone import Phone


class Organization(Versioned, Base):
    """An organisation that offers services (HSDS `organization`); `municipality_id` says whose content it is."""

    __tablename__ = "organization"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    municipality_id: Mapped[str | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    email: Mapped[str | None]
    url: Mapped[str | None]
    source: Mapped[str]

    phones: Mapped[list[Phone]] = relationship(order_by="Phone.id", cascade="all, delete-orphan")
    contacts: Mapped[list[Contact]] = relationship(order_by="Contact.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": Versioned.version}


class Contact(Base):
    """A person or desk to reach at an organisation or a service (HSDS `contact`)."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    name: Mapped[str]
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
