"""Whether what a listing says is still so: how far asking about it has come, and links that lead nowhere."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base, Versioned


class Freshness(Versioned, Base):
    """How far the question 'is this still right?' has come, for one check of a listing.

    It belongs to the check of `checked_on`: as soon as the listing is checked again, in whatever way, it says nothing
    any more. So nothing has to be undone here when someone confirms a listing.
    """

    __tablename__ = "freshness"

    id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)  # of the listing
    checked_on: Mapped[dt.date | None]  # of the listing, when this began; None: it had never been checked
    asked: Mapped[int] = mapped_column(default=0)  # mails put in the outbox: the question, then two reminders
    asked_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))  # the last of them
    answered_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))  # a correction came in
    unconfirmed_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))  # residents are told since

    __mapper_args__ = {"version_id_col": Versioned.version}


class LinkCheck(Base):
    """The link of a listing or an organisation, and whether anyone answers there."""

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), index=True)  # when to look again
    failures: Mapped[int] = mapped_column(default=0)  # days in a row on which it did not work
    failed_on: Mapped[dt.date | None]  # the last of them
    fault: Mapped[str | None]  # what was wrong then
