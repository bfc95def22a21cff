"""HSDS Taxonomy, TaxonomyTerm and Attribute; the life domains and needs are terms of the taxonomy of needs."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base, Versioned


class Taxonomy(Versioned, Base):
    """A list of terms that listings are tagged with (HSDS `taxonomy`)."""

    __tablename__ = "taxonomy"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    excludes: Mapped[str]  # what no term is for; the need recogniser learns it as a class of its own

    __mapper_args__ = {"version_id_col": Versioned.version}


class TaxonomyTerm(Versioned, Base):
    """A term of a taxonomy (HSDS `taxonomy_term`); `kind` tells life domains from needs."""

    __tablename__ = "taxonomy_term"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    taxonomy_id: Mapped[str] = mapped_column(ForeignKey("taxonomy.id"))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    name: Mapped[str]  # Dutch
    name_en: Mapped[str]
    other_names: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # per further language of the assistant
    description: Mapped[str]
    position: Mapped[int]  # order on the page

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True, "version_id_col": Versioned.version}


class Attribute(Base):
    """Links a service to a taxonomy term (HSDS `attribute` with link_entity "service")."""

    __tablename__ = "attribute"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    taxonomy_term_id: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.id"), primary_key=True, index=True)
    position: Mapped[int]  # the first need is the main one
