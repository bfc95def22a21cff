"""The assistant: one turn from a message to a stored reply. Danger comes before and apart from everything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from chatbot.actions import danger
from chatbot.actions.turn import ActionTurn
from chatbot.conversation import Answer, Message, Reply, State, Step, Turn
from chatbot.engine import store
from chatbot.engine.project import Project
from chatbot.engine.runtime import Runtime, read_payload, render
from chatbot.knowledge import Knowledge
from chatbot.language import LANGUAGES, language_of
from chatbot.privacy import mask
from sociale_kaart.errors import DomainError, InvalidValueError
from sociale_kaart.text import clean

LONGEST_MESSAGE = 2_000  # characters
# In danger, asking something else this often leaves the subject.
_AWAY = 2
_SAFE = "safe"
LIFE_IN_DANGER = "acuut_gevaar"


class TooLongError(DomainError):
    """The message is longer than LONGEST_MESSAGE."""

    code = "message_too_long"


class Assistant:
    """Talks with residents, on either runtime."""

    def __init__(self, project: Project, runtime: Runtime, knowledge: Callable[[], Knowledge]) -> None:
        """`knowledge` gives what is known at this moment; it is asked once a turn."""
        self.project = project
        self._runtime = runtime
        self._knowledge = knowledge

    def reply(
        self,
        session: Session,
        message: str,
        *,
        conversation: str | None,
        municipality: str | None = None,
        place: str | None = None,
        language: str | None = None,
    ) -> tuple[str, Reply]:
        """Take one turn: gives the id of the conversation and the reply, both stored.

        An id that is not known (any more) starts a new conversation. `language` is that of the page: the writer's
        own comes first. Raises InvalidValueError for a message without anything in it and TooLongError.
        """
        text = _message(message)
        try:
            return self._turn(session, text, conversation, municipality, place, language)
        except (StaleDataError, IntegrityError):
            # Two tabs sent a message at once: this one comes after the other.
            session.rollback()
            return self._turn(session, text, conversation, municipality, place, language)

    def _turn(
        self,
        session: Session,
        text: str,
        conversation: str | None,
        municipality: str | None,
        place: str | None,
        language: str | None,
    ) -> tuple[str, Reply]:
        opened = store.open_conversation(session, conversation)
        state = store.state_of(opened)
        slots = state.slots | {"language": self._language(text, state, language), "started": True}
        if municipality is not None and slots["municipality"] is None:
            slots |= {"municipality": municipality, "place": place}
        said = self._said(session, opened.id, text, slots["language"])
        reply, state = self._decide(opened.id, text, replace(state, slots=slots))
        reply = self._complete(reply)
        store.add_turn(session, opened, said, reply, state)
        session.commit()
        return opened.id, reply

    def _decide(self, conversation: str, text: str, state: State) -> tuple[Reply, State]:
        """Look for danger first; then the runtime decides."""
        knowledge = self._knowledge()
        pressed = read_payload(text, self.project.intents)
        kind = None if pressed else knowledge.danger.find(text)
        if kind:
            return self._danger(text, state, knowledge, kind)
        if state.slots["urgent"] and not self._is_safe(text, knowledge, pressed.intent if pressed else None):
            if state.slots["away"] + 1 < _AWAY:
                return self._danger(text, state, knowledge, None)
            state = replace(state, slots=state.slots | {"urgent": None, "away": 0})
        return self._runtime.handle(conversation, mask(text), state, knowledge)

    def _danger(self, text: str, state: State, knowledge: Knowledge, kind: str | None) -> tuple[Reply, State]:
        """Answer danger of a kind, or, without one, stay with the danger that was told."""
        turn = ActionTurn(text, "", {}, dict(state.slots), knowledge)
        if kind:
            # More of the same danger may sound like another kind; only a life in danger is worse.
            is_new = turn.slots["urgent"] is None or kind == LIFE_IN_DANGER
            turn.slots["urgent"] = kind if is_new else turn.slots["urgent"]
            danger.run(turn)
        else:
            danger.stay(turn)
        return render(self.project, turn), State(turn.slots)

    def _is_safe(self, text: str, knowledge: Knowledge, pressed: str | None) -> bool:
        if pressed is not None:
            return pressed == _SAFE
        intents = knowledge.recogniser.intents(text)
        return max(intents, key=lambda intent: intents[intent], default=None) == _SAFE

    def _language(self, text: str, state: State, page: str | None) -> str:
        own: str = state.slots["language"]
        current = own if state.slots["started"] else page or own
        return current if read_payload(text, self.project.intents) else language_of(text, current)

    def _said(self, session: Session, conversation: str, text: str, language: str) -> str:
        """What the history shows of a message: of a button its title."""
        pressed = read_payload(text, self.project.intents)
        if pressed is None:
            return text
        if (title := f"utter_title_{pressed.intent}") in self.project.responses:
            return self.text(title, language)
        last = store.last_reply(session, conversation)
        buttons = [button for message in (last.messages if last else ()) for button in message.buttons]
        own = next((button.title for button in buttons if button.payload == text), None)
        return own or pressed.entities.get("place") or pressed.intent.replace("_", " ")

    def _complete(self, reply: Reply) -> Reply:
        """Fill in general advice where editors wrote none in the language of the conversation."""
        steps = tuple(
            Step(step.tier, step.advice or self.text(f"utter_advice_{step.tier}", reply.language), step.services)
            for step in reply.answer.steps
        )
        return replace(reply, answer=replace(reply.answer, steps=steps))

    def text(self, response: str, language: str) -> str:
        """Give a response of the domain in a language."""
        return self.project.text_of(response, language, {})[0]

    def welcome(self, language: str, municipality: str | None = None) -> Reply:
        """Give the first message of every conversation: what this is, what it keeps, and that there is a human."""
        language = language if language in LANGUAGES else "nl"
        return Reply((Message(self.text("utter_welcome", language)),), Answer(), language)

    def history(self, session: Session, conversation: str) -> list[Turn]:
        """Give the turns of a conversation; none when it is not known."""
        return store.history(session, conversation)

    def forget(self, session: Session, conversation: str) -> None:
        """Delete a conversation at once."""
        store.forget(session, conversation)
        session.commit()
        self._runtime.forget(conversation)


def _message(message: str) -> str:
    if len(message) > LONGEST_MESSAGE:
        raise TooLongError(f"{len(message)} characters")
    text = clean(message)
    if not text:
        raise InvalidValueError("message", message)
    return text
