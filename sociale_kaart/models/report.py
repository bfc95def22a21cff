"""What a resident says is wrong in a listing: personal data, so for as short as possible."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.base import Base, Versioned
from sociale_kaart.models.service import Service


class ServiceReport(Versioned, Base):
    """A report of a resident about one field of a listing, until some weeks after an editor has handled it."""

    __tablename__ = "service_report"
    __table_args__ = (
        CheckConstraint("outcome in ('published', 'proposed', 'changed', 'dismissed')", name="outcome"),
        # What keeps one address from sending more than it may in a day, also through several workers at once.
        UniqueConstraint("sender", "sender_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Not `service_id`: a row that has one is a part of its listing, and changes its version.
    listing_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    about: Mapped[str]  # which part is wrong, one of `queries.reports.PARTS`
    text: Mapped[str]  # in the words of the resident; it may hold names
    email: Mapped[str | None]  # to hear back; removed when the report is handled
    language: Mapped[str]  # of the page that it was written on, for the answer
    form: Mapped[str] = mapped_column(unique=True)  # the form that it came from: sent twice, it counts once
    sender: Mapped[str | None]  # a keyed digest of the address, another one each day; removed after a day
    sender_number: Mapped[int]  # the first, second, … of that sender
    created_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    closed_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True), index=True)
    outcome: Mapped[str | None]  # what was done with it; nothing: it waits for an editor

    listing: Mapped[Service] = relationship()

    __mapper_args__ = {"version_id_col": Versioned.version}
