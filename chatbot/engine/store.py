"""Keeps conversations: under a random id, masked, for thirty days."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from chatbot.conversation import NEW_SLOTS, Reply, State, Turn
from chatbot.privacy import mask
from sociale_kaart.models import Conversation, ConversationTurn

KEPT_FOR = dt.timedelta(days=30)
_ID_BYTES = 24  # 192 bits: nobody guesses somebody else's conversation
# More turns than anyone needs; a conversation that goes on starts afresh.
MOST_TURNS = 200


def open_conversation(session: Session, conversation: str | None) -> Conversation:
    """Give a conversation by its id; a new one when there is none with this id (any more), or it has grown too long."""
    found = session.get(Conversation, conversation) if conversation else None
    if found is not None and next_position(session, found.id) <= MOST_TURNS:
        return found
    # Written with its first turn: a database that one process writes to at a time is not held up by the thinking.
    now = dt.datetime.now(dt.UTC)
    return Conversation(
        id=secrets.token_urlsafe(_ID_BYTES), created_on=now, last_turn_on=now, slots=dict(NEW_SLOTS), active_loop=None
    )


def state_of(conversation: Conversation) -> State:
    """Give where a conversation is."""
    return State(NEW_SLOTS | conversation.slots, conversation.active_loop)


def add_turn(session: Session, conversation: Conversation, said: str, reply: Reply, state: State) -> None:
    """Write a turn and where the conversation is after it; the message is masked here at the latest."""
    session.add(conversation)
    conversation.slots, conversation.active_loop = dict(state.slots), state.active_loop
    conversation.last_turn_on = dt.datetime.now(dt.UTC)
    turn = ConversationTurn(
        conversation_id=conversation.id,
        position=next_position(session, conversation.id),
        said=mask(said),
        reply=reply.as_data(),
    )
    session.add(turn)
    session.flush()


def next_position(session: Session, conversation: str) -> int:
    """Give the position of the next turn of a conversation, from 1."""
    query = select(func.max(ConversationTurn.position)).where(ConversationTurn.conversation_id == conversation)
    return (session.scalar(query) or 0) + 1


def last_reply(session: Session, conversation: str) -> Reply | None:
    """Give the last thing the assistant said."""
    query = (
        select(ConversationTurn.reply)
        .where(ConversationTurn.conversation_id == conversation)
        .order_by(ConversationTurn.position.desc())
        .limit(1)
    )
    found: dict[str, Any] | None = session.scalar(query)
    return Reply.from_data(found) if found else None


def history(session: Session, conversation: str) -> list[Turn]:
    """Give all turns of a conversation; none when it is not known."""
    query = (
        select(ConversationTurn)
        .where(ConversationTurn.conversation_id == conversation)
        .order_by(ConversationTurn.position)
    )
    return [Turn(turn.said, Reply.from_data(turn.reply)) for turn in session.scalars(query)]


def forget(session: Session, conversation: str) -> None:
    """Delete a conversation at once; no fault when it is not there."""
    session.execute(delete(ConversationTurn).where(ConversationTurn.conversation_id == conversation))
    session.execute(delete(Conversation).where(Conversation.id == conversation))


def purge(session: Session, *, now: dt.datetime) -> int:
    """Delete the conversations that have been silent for thirty days; gives how many."""
    old = select(Conversation.id).where(Conversation.last_turn_on < now - KEPT_FOR)
    session.execute(delete(ConversationTurn).where(ConversationTurn.conversation_id.in_(old)))
    done = session.execute(delete(Conversation).where(Conversation.last_turn_on < now - KEPT_FOR))
    return cast("CursorResult[Any]", done).rowcount
