"""A change of a helpline that waits for a second person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, DateTime
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base, Versioned


class HelplineProposal(Versioned, Base):
    """What a helpline is to become; the public sees the old one until somebody else confirms it.

    One for each helpline: who changes it again proposes all of it, and so cannot be the one who confirms.
    """

    __tablename__ = "helpline_proposal"

    id: Mapped[str] = mapped_column(primary_key=True)  # of the helpline, also before there is one
    document: Mapped[dict[str, Any]] = mapped_column(JSON)  # fields of a HelplineDocument; {}: the helpline goes
    base: Mapped[dict[str, Any]] = mapped_column(JSON)  # the helpline that it began from; {}: there was none
    reason: Mapped[str | None]
    proposed_by: Mapped[str]
    proposed_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))

    __mapper_args__ = {"version_id_col": Versioned.version}
