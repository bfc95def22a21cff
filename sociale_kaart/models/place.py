"""A place (wijk or dorp) in or near a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.base import Base

if TYPE_CHECKING:
    from sociale_kaart.models.municipality import Municipality


# A listing for one of these serves a part of its municipality; one for a region serves all of it.
WITHIN = ("wijk", "dorp", "plek")


class Place(Base):
    """A neighbourhood, village or area that residents call their own; `slug` is unique in the municipality."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("municipality_id", "slug"),)

    id: Mapped[str] = mapped_column(primary_key=True)  # <municipality>-<slug>
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]  # wijk, dorp, plek, regio (wider than the municipality) or elders (outside it)
    municipality_id: Mapped[str] = mapped_column(ForeignKey("municipality.id"), index=True)
    postcodes: Mapped[list[str]] = mapped_column(JSON)  # postcode-4 areas, where known
    latitude: Mapped[float | None]  # degrees, WGS 84, of the middle, rounded to about a kilometre
    longitude: Mapped[float | None]

    municipality: Mapped[Municipality] = relationship(back_populates="places")

    @property
    def is_own(self) -> bool:
        """Whether people of the municipality live here, so that it can be someone's own place."""
        return self.kind in ("wijk", "dorp")

    @property
    def is_within(self) -> bool:
        """Whether a listing for this place is only for a part of the municipality."""
        return self.kind in WITHIN
