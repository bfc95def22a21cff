"""Not sure: offers the likeliest needs as buttons, or asks to tell more. It never guesses silently."""

from __future__ import annotations

from chatbot.actions.turn import ActionTurn
from chatbot.conversation import Answer, Button

_FEWEST = 2
# What is said to a yes or a no to which nothing was asked.
_ASKED_BACK = {"affirm": "utter_yes_what", "deny": "utter_no_what"}


def run(turn: ActionTurn) -> None:
    """Offer the choices; when there are none, ask for more words."""
    choices = list(turn.slots["choices"] or [])
    if len(choices) < _FEWEST:
        turn.slots["asks"] = "need"
        turn.say(_ASKED_BACK.get(turn.intent, "utter_ask_need"))
        turn.show(Answer(_as_needs(turn.needs), asks="need", wmo_route=True))
        return
    turn.slots["asks"] = "choice"
    buttons = [Button(turn.name_of(need), f"/{need}") for need in choices]
    turn.say("utter_ask_choice", *buttons)
    turn.show(Answer(_as_needs(choices), asks="choice", wmo_route=True))


def _as_needs(keys: list[str]) -> tuple[tuple[str, float], ...]:
    """What is possible, none of it sure."""
    return tuple((key, round(1 / len(keys), 2)) for key in keys)
