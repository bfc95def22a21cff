"""What goes into a turn of a conversation and what comes out of it; the same for both runtimes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# The slots that Meedoen itself fills, with what they hold at the start (chatbot/domain.yml has the same ones).
NEW_SLOTS: dict[str, Any] = {
    "started": False,  # whether the language of the page has been taken
    "language": "nl",
    "municipality": None,  # its key
    "place": None,  # the slug of a place in it
    "needs": [],  # keys of what the conversation is about, main one first
    "choices": [],  # keys of the needs that were offered as buttons
    "place_asked": False,  # whether the resident was asked where they live; that is done once
    "asks": None,  # "place", "need" or "choice": what the assistant asked last
    "lowest_tier": 1,  # goes up when a resident has tried what stands lower
    "for_other": False,  # the resident asks for somebody else
    "urgent": None,  # the urgent need, while the conversation is about danger
    "away": 0,  # how often the resident asked something else since
    "next_step": None,  # what `action_understand` found: answer, place, choice, outside or danger
    "place_told": None,  # the answer to `place_form`
}


@dataclass(frozen=True)
class Button:
    """A choice; `payload` is what is sent when it is chosen, in Rasa's form."""

    title: str
    payload: str


@dataclass(frozen=True)
class Message:
    """A text of the assistant, with the choices under it."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Step:
    """A step of the staircase: a line of advice and the ids of at most three listings."""

    tier: int
    advice: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What an answer shows beside its messages. Everything in it is a key or an id of the social map."""

    needs: tuple[tuple[str, float], ...] = ()  # key and confidence, best first
    urgent: str | None = None
    asks: str | None = None
    steps: tuple[Step, ...] = ()
    helplines: tuple[str, ...] = ()
    wmo_route: bool = False

    def as_data(self) -> dict[str, Any]:
        """Give plain data: what Rasa passes on as a custom payload, and what the store keeps."""
        return {
            "needs": [list(need) for need in self.needs],
            "urgent": self.urgent,
            "asks": self.asks,
            "steps": [{"tier": s.tier, "advice": s.advice, "services": list(s.services)} for s in self.steps],
            "helplines": list(self.helplines),
            "wmo_route": self.wmo_route,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Answer:
        """Read what `as_data` gave."""
        return cls(
            needs=tuple((key, confidence) for key, confidence in data["needs"]),
            urgent=data["urgent"],
            asks=data["asks"],
            steps=tuple(Step(s["tier"], s["advice"], tuple(s["services"])) for s in data["steps"]),
            helplines=tuple(data["helplines"]),
            wmo_route=data["wmo_route"],
        )


@dataclass(frozen=True)
class Reply:
    """What the assistant says in one turn."""

    messages: tuple[Message, ...]
    answer: Answer = field(default_factory=Answer)
    language: str = "nl"

    def as_data(self) -> dict[str, Any]:
        """Give plain data for the store."""
        messages = [{"text": m.text, "buttons": [[b.title, b.payload] for b in m.buttons]} for m in self.messages]
        return {"messages": messages, "answer": self.answer.as_data(), "language": self.language}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Reply:
        """Read what `as_data` gave."""
        return cls(
            tuple(Message(m["text"], tuple(Button(*b) for b in m["buttons"])) for m in data["messages"]),
            Answer.from_data(data["answer"]),
            data["language"],
        )


@dataclass(frozen=True)
class Turn:
    """One turn as the history shows it: what the resident said (masked), and the reply."""

    said: str
    reply: Reply


@dataclass(frozen=True)
class State:
    """Where a conversation is, between turns: the slots, and the form that waits for an answer."""

    slots: dict[str, Any] = field(default_factory=lambda: dict(NEW_SLOTS))
    active_loop: str | None = None
    actions: tuple[str, ...] = ()  # taken in the last turn
