"""While the assistant thinks, the database is free for others."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from chatbot.assistant import Assistant
from chatbot.conversation import Answer, Message, Reply, State
from chatbot.knowledge import Knowledge
from webapp.wiring import Parts


class WritesMeanwhile:
    """A runtime that, while it thinks, is overtaken by somebody else who writes."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.has_written = False

    def handle(self, _conversation: str, _text: str, state: State, _knowledge: Knowledge) -> tuple[Reply, State]:
        with self._parts.engine.connect() as other:
            other.execute(text("PRAGMA busy_timeout=0"))
            other.execute(text("UPDATE conversation SET version = version"))
            self.has_written = True
            other.rollback()
        return Reply((Message("Goed."),), Answer()), state

    def forget(self, conversation: str) -> None:
        assert conversation


def test_a_new_conversation_holds_up_nobody(parts: Parts, session: Session) -> None:
    runtime = WritesMeanwhile(parts)
    assistant = Assistant(parts.project, runtime, parts.now)
    known, _reply = assistant.reply(session, "ik zoek een maatje", conversation=None)
    assistant.reply(session, "en vervoer", conversation=known)
    assistant.forget(session, known)
    assert runtime.has_written
