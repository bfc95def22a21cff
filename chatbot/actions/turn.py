"""What an action sees of a turn, and what it may say and show. Both runtimes give it the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chatbot.conversation import Answer, Button
from chatbot.knowledge import Knowledge
from chatbot.places import Home


@dataclass(frozen=True)
class Said:
    """A response of the domain, with what is filled in and the buttons under it."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What the answer shows beside its messages."""

    answer: Answer


@dataclass
class ActionTurn:
    """One turn of the resident; actions read it, change the slots, and say or show things."""

    text: str
    intent: str
    entities: Mapping[str, str]
    slots: dict[str, Any]
    knowledge: Knowledge
    is_button: bool = False  # whether the message is what a button sends, not words of the resident
    out: list[Said | Shown] = field(default_factory=list)

    @property
    def home(self) -> Home:
        """Where the help should be, as far as it is known."""
        return Home(self.slots["municipality"], self.slots["place"])

    @home.setter
    def home(self, home: Home) -> None:
        self.slots["municipality"], self.slots["place"] = home.municipality, home.place

    @property
    def needs(self) -> list[str]:
        """What the conversation is about, main need first."""
        return list(self.slots["needs"] or [])

    def say(self, response: str, *buttons: Button, **values: str) -> None:
        """Say a response of the domain."""
        self.out.append(Said(response, values, buttons))

    def show(self, answer: Answer) -> None:
        """Show an answer."""
        self.out.append(Shown(answer))

    def name_of(self, need: str) -> str:
        """The name of a need in the language of the conversation."""
        found = self.knowledge.needs[need]
        language = self.slots["language"]
        return found.name if language == "nl" else found.other_names.get(language, found.name_en)
