"""HSDS Schedule: when something is open or takes place."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base


class Schedule(Base):
    """Opening hours or dates (HSDS `schedule`; freq, byday, until as in RFC 5545). Times are Europe/Amsterdam."""

    __tablename__ = "schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    freq: Mapped[str | None]  # WEEKLY or MONTHLY
    byday: Mapped[str | None]  # MO,TU or 2TU for the second Tuesday
    dtstart: Mapped[dt.date | None]
    until: Mapped[dt.date | None]
    opens_at: Mapped[dt.time | None]
    closes_at: Mapped[dt.time | None]
    description: Mapped[str | None]  # in words, when the hours are not known exactly
