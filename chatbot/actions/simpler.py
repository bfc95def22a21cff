"""Says the last answer again, in simpler words."""

from __future__ import annotations

from chatbot.actions import recommend
from chatbot.actions.turn import ActionTurn


def run(turn: ActionTurn) -> None:
    """Say it in short."""
    turn.slots["asks"] = None
    if not turn.needs:
        turn.say("utter_simpler_nothing")
        return
    turn.say("utter_simpler", needs=", ".join(turn.name_of(need) for need in turn.needs))
    recommend.show(turn)
