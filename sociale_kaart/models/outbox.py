"""The outbox: mail that is written in the transaction of the change it is about, and sent afterwards."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, DateTime, Index
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base


class OutboxMail(Base):
    """One mail and how far it has come; what is personal in it is removed when it is needed no longer.

    `waiting` until `due_on`; `sending` while a worker has it, until `due_on` at the latest; then `sent` or `failed`.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        CheckConstraint("status in ('waiting', 'sending', 'sent', 'failed')", name="status"),
        Index(None, "status", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # what it is for, such as "invitation"; nothing personal
    recipient: Mapped[str | None]  # removed some days after it was sent
    subject: Mapped[str | None]  # removed as soon as it was sent, like the text
    text: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="waiting")
    created_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    due_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    tries: Mapped[int] = mapped_column(default=0)
    tried_on: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    # The same for every try, so that a mail program can tell that it has this mail already.
    message_id: Mapped[str | None] = mapped_column(unique=True)
    # How many tries ended so that nobody knows whether the mail went out; the next one says so in its header.
    maybe_sent: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]  # what went wrong the last time; nothing personal
