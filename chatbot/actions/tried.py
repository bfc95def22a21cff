"""'Dat heb ik al geprobeerd': goes up a tier."""

from __future__ import annotations

from chatbot.actions import recommend
from chatbot.actions.turn import ActionTurn
from sociale_kaart.tiers import Tier


def run(turn: ActionTurn) -> None:
    """Show what stands higher on the ladder; at the top, the conversation with the municipality."""
    turn.slots["asks"] = None
    if not turn.needs:
        turn.say("utter_tried_what")
        return
    go_up(turn)
    recommend.show(turn)


def go_up(turn: ActionTurn) -> None:
    """Leave out the lowest tier from here on, and say so."""
    turn.slots["lowest_tier"] = min(turn.slots["lowest_tier"] + 1, int(Tier.TAILORED))
    last = turn.slots["lowest_tier"] == Tier.TAILORED
    turn.say("utter_last_tier" if last else "utter_next_tier")
