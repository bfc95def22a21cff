"""Synonyms: residents' words for the words of the listings."""

from __future__ import annotations

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base, Versioned


class SynonymGroup(Versioned, Base):
    """An ordinary word (the id) and what residents or professionals also call it."""

    __tablename__ = "synonym_group"

    id: Mapped[str] = mapped_column(primary_key=True)
    same: Mapped[list[str]] = mapped_column(JSON)

    __mapper_args__ = {"version_id_col": Versioned.version}
