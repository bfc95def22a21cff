"""Takes a correction: another person, another place, or another need than was understood."""

from __future__ import annotations

from chatbot.actions import understand
from chatbot.actions.turn import ActionTurn


def run(turn: ActionTurn) -> None:
    """Read the correction; when it changes the place or the person only, the needs stay."""
    before = turn.needs
    # What was asked may have been asked of the wrong place or person.
    turn.slots |= {"asks": None, "place_asked": False}
    understand.run(turn)
    if turn.slots["next_step"] in (understand.OUTSIDE, understand.CHOICE) and before and turn.slots["for_other"]:
        turn.slots |= {"needs": before, "choices": []}
        understand.decide(turn)
        return
    if turn.slots["next_step"] == understand.OUTSIDE:
        turn.say("utter_corrected")
        turn.slots |= {"choices": [], "next_step": understand.CHOICE}
