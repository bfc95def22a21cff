"""HSDS Metadata: who changed what, and when. It is also what the content import compares with."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, DateTime
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base


class Metadata(Base):
    """One change to one record (HSDS `metadata`): the audit event, written in the transaction of the change."""

    __tablename__ = "metadata"

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_type: Mapped[str] = mapped_column(index=True)
    resource_id: Mapped[str] = mapped_column(index=True)
    last_action_date: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    last_action_type: Mapped[str]  # created, updated; of a draft: submitted, returned, discarded
    updated_by: Mapped[str]
    changes: Mapped[dict[str, object]] = mapped_column(JSON)  # field -> [previous_value, replacement_value]
    reason: Mapped[str | None]  # why, in the words of the one who did it


class ImportedContent(Base):
    """The digest of a record as it last came out of the content files; a record that differs was edited since."""

    __tablename__ = "imported_content"

    resource_type: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
