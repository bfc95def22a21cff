"""Takes a yes or a no: what it means depends on what was asked."""

from __future__ import annotations

from chatbot.actions import understand
from chatbot.actions.turn import ActionTurn


def run(turn: ActionTurn) -> None:
    """Yes to one choice takes it; yes or no with more words is read as telling something."""
    told = turn.slots["needs"]
    understand.run(turn)
    if turn.slots["next_step"] in (understand.DANGER, understand.ANSWER, understand.PLACE):
        return
    choices = turn.slots["choices"] or []
    if turn.intent == "affirm" and choices:
        turn.slots |= {"needs": choices[:1], "choices": []}
        understand.decide(turn)
        return
    turn.slots |= {"needs": told, "choices": [], "next_step": understand.CHOICE}
