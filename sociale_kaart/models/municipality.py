"""A municipality (gemeente): the ground a resident chooses once; it has places, a theme and a road to the Wmo."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.base import Base, Versioned
from sociale_kaart.models.place import Place


class Municipality(Versioned, Base):
    """One of the municipalities that Meedoen serves; not in HSDS, where it is an organization and a service area."""

    __tablename__ = "municipality"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    province: Mapped[str]
    population: Mapped[int | None]
    intro: Mapped[str]
    logo_text: Mapped[str]
    theme: Mapped[dict[str, str]] = mapped_column(JSON)
    phone: Mapped[str | None]
    email: Mapped[str | None]
    url: Mapped[str | None]
    # Where the road to individual provision starts: the listing of the Wmo desk.
    wmo_desk_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", use_alter=True))
    source: Mapped[str]

    places: Mapped[list[Place]] = relationship(
        back_populates="municipality", order_by="Place.name", cascade="all, delete-orphan"
    )

    @property
    def own_places(self) -> list[Place]:
        """The wijken and dorpen where its people live; listings also name regions and places elsewhere."""
        return [place for place in self.places if place.is_own]

    __mapper_args__ = {"version_id_col": Versioned.version}
