"""Understands what a resident tells: which needs, where, for whom; and decides what to do next."""

from __future__ import annotations

from chatbot.actions import tried
from chatbot.actions.hearing import CHOICES, has_tried, hear
from chatbot.actions.staircase import depends_on_place
from chatbot.actions.turn import ActionTurn

ANSWER, PLACE, CHOICE, OUTSIDE, DANGER = "answer", "place", "choice", "outside", "danger"
_MOST_NEEDS = 2


def run(turn: ActionTurn) -> None:
    """Fill the slots `needs`, `choices`, `municipality`, `place`, `for_other` and `next_step` from the message."""
    if kind := _danger(turn):
        turn.slots |= {"urgent": kind, "next_step": DANGER}
        return
    heard = hear(turn)
    if heard.home is not None:
        turn.home = heard.home
    if heard.for_other:
        turn.slots["for_other"] = True
    if turn.needs and not turn.is_button and has_tried(turn.text):
        tried.go_up(turn)
        turn.slots["next_step"] = ANSWER
    elif heard.needs:
        if heard.needs[: len(turn.needs)] != turn.needs:
            turn.slots["lowest_tier"] = 1
        turn.slots |= {"needs": heard.needs[:_MOST_NEEDS], "choices": []}
        decide(turn)
    elif heard.home is not None and turn.needs:
        turn.slots["next_step"] = ANSWER
    elif heard.home is not None:
        turn.slots |= {"choices": [], "next_step": CHOICE}
    elif heard.is_outside:
        turn.slots["next_step"] = OUTSIDE
    else:
        # A question about the answer, such as whether one can walk in, is on the subject that there is.
        likely = [*turn.needs, *(need for need in heard.likely if need not in turn.needs)]
        turn.slots |= {"choices": likely[:CHOICES], "next_step": CHOICE}


def decide(turn: ActionTurn) -> None:
    """Go on to the answer, or first ask for the place where it changes the answer; not more than once."""
    unknown = turn.slots["municipality"] is None and not turn.slots["place_asked"]
    turn.slots["next_step"] = PLACE if unknown and depends_on_place(turn.knowledge, turn.needs) else ANSWER


def _danger(turn: ActionTurn) -> str | None:
    """The danger that a message tells of, or that a button is for."""
    if not turn.is_button:
        return turn.knowledge.danger.find(turn.text)
    need = turn.knowledge.needs.get(turn.intent)
    return need.id if need is not None and need.urgent else None
