"""Answers danger: the helplines first, at once, and no question before them."""

from __future__ import annotations

from chatbot.actions.turn import ActionTurn
from chatbot.conversation import Answer


def run(turn: ActionTurn) -> None:
    """Show the helplines of the urgent need; the conversation stays with it until the resident is safe."""
    turn.slots |= {"away": 0, "asks": None, "choices": []}
    turn.say(f"utter_danger_{turn.slots['urgent']}")
    _show(turn)


def stay(turn: ActionTurn) -> None:
    """The resident asks something else: keep the helplines in sight once more, and ask whether they are safe."""
    turn.slots["away"] += 1
    turn.say("utter_danger_stay")
    _show(turn)


def safe(turn: ActionTurn) -> None:
    """The resident says they are safe."""
    turn.slots |= {"urgent": None, "away": 0, "asks": None}
    turn.say("utter_safe")


def _show(turn: ActionTurn) -> None:
    urgent = turn.slots["urgent"]
    lines = tuple(line.id for line in turn.knowledge.helplines_for(urgent))
    turn.show(Answer(((urgent, 1.0),), urgent=urgent, helplines=lines, wmo_route=True))
