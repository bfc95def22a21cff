"""National helplines: the register that every number shown in danger comes from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base, Versioned


class Helpline(Versioned, Base):
    """A national line with what is known of it; `checked_on` is empty until an editor has seen the owner's page."""

    __tablename__ = "helpline"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    needs: Mapped[list[str]] = mapped_column(JSON)
    phone: Mapped[str]
    open: Mapped[str | None]  # "24/7", "daily 11-21", "weekdays 9-17"; empty: not known
    free: Mapped[bool | None]
    url: Mapped[str | None]
    owner: Mapped[str]
    seen: Mapped[str]
    note: Mapped[str | None]
    checked_on: Mapped[dt.date | None]
    checked_by: Mapped[str | None]

    __mapper_args__ = {"version_id_col": Versioned.version}
