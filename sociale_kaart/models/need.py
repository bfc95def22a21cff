"""Needs (hulpvragen) and the life domains (leefgebieden) they are grouped by."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.taxonomy import TaxonomyTerm


class LifeDomain(TaxonomyTerm):
    """A life domain (leefgebied), such as money or housing: the large tiles on the home page."""

    __tablename__ = "life_domain"

    id: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.id"), primary_key=True)
    intro: Mapped[dict[str, str]] = mapped_column(JSON)  # per language

    needs: Mapped[list[Need]] = relationship(
        primaryjoin="LifeDomain.id == foreign(Need.parent_id)",
        order_by="(Need.position, Need.id)",
        viewonly=True,
    )

    __mapper_args__ = {"polymorphic_identity": "life_domain"}


class Need(TaxonomyTerm):
    """A need (hulpvraag): what a resident is looking for; the keys are the contract between map and assistant."""

    __tablename__ = "need"

    id: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.id"), primary_key=True)
    urgent: Mapped[bool] = mapped_column(default=False)  # danger: helplines first
    question: Mapped[dict[str, str]] = mapped_column(JSON)  # how a resident would say it, per language
    intro: Mapped[dict[str, str]] = mapped_column(JSON)
    advice: Mapped[list[dict[str, str]]] = mapped_column(JSON)  # one per tier, per language

    __mapper_args__ = {"polymorphic_identity": "need"}
