"""A conversation with the assistant: kept without a name or an address of the resident, and not for long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sociale_kaart.models.base import Base, Versioned


class Conversation(Versioned, Base):
    """Where a conversation is; its id is random and the only way to it."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(primary_key=True)
    created_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    last_turn_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), index=True)
    slots: Mapped[dict[str, Any]] = mapped_column(JSON)
    active_loop: Mapped[str | None]

    turns: Mapped[list[ConversationTurn]] = relationship(
        order_by="ConversationTurn.position", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": Versioned.version}


class ConversationTurn(Base):
    """One turn: what the resident said, masked, and what the assistant replied."""

    __tablename__ = "conversation_turn"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    said: Mapped[str]
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
