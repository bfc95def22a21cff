"""A listing that is being written: what an editor has so far, beside the published listing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base, Versioned


class ServiceDraft(Versioned, Base):
    """The one working copy of a listing, new or published. It may be unfinished: only publishing asks that it is sound.

    Two editors share it; the version counter tells them when they get in each other's way.
    """

    __tablename__ = "service_draft"
    __table_args__ = (CheckConstraint("state in ('draft', 'submitted', 'returned')", name="state"),)

    id: Mapped[str] = mapped_column(primary_key=True)  # the id of the listing, also before it is published
    state: Mapped[str] = mapped_column(index=True)
    municipality_id: Mapped[str | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)  # fields of a ServiceDocument, empty ones left out
    base: Mapped[dict[str, Any]] = mapped_column(JSON)  # the published document that it began from; {}: a new listing
    reason: Mapped[str | None]  # why, by the one who submitted it
    remark: Mapped[str | None]  # why it was sent back
    edited_by: Mapped[str]
    edited_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))

    __mapper_args__ = {"version_id_col": Versioned.version}
