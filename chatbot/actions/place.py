"""Asks where somebody lives, and takes the answer."""

from __future__ import annotations

from chatbot.actions import staircase, understand
from chatbot.actions.hearing import is_angry, is_claim
from chatbot.actions.turn import ActionTurn
from chatbot.conversation import Button


def ask(turn: ActionTurn) -> None:
    """Ask for the place with a button per municipality; meanwhile show what can be done everywhere."""
    turn.slots |= {"asks": "place", "place_asked": True, "place_told": None}
    if not turn.is_button and is_angry(turn.text):
        turn.say("utter_calm")
    if turn.needs:
        turn.say("utter_first_help", needs=", ".join(turn.name_of(need) for need in turn.needs))
    if not turn.is_button and is_claim(turn.text):
        turn.say("utter_claim")
    places = [Button(each.name, f'/tell_place{{"place": "{each.name}"}}') for each in turn.knowledge.municipalities]
    turn.say("utter_ask_place_other" if turn.slots["for_other"] else "utter_ask_place", *places)
    turn.show(staircase.build(turn.knowledge, turn.needs, turn.home, turn.slots["language"], asks="place"))


def told(turn: ActionTurn) -> None:
    """Take the answer to `place_form`; words that name no place may tell something else."""
    turn.slots["place_told"] = None
    named = turn.entities.get("place", turn.text)
    home = turn.knowledge.places.told(named, turn.slots["municipality"])
    if home is not None:
        turn.home = home
        turn.slots["next_step"] = understand.ANSWER
        turn.say("utter_place_noted", where=turn.knowledge.where(home))
        return
    before = turn.needs
    understand.run(turn)
    if turn.slots["next_step"] != understand.DANGER:
        turn.slots["next_step"] = understand.ANSWER
        if turn.needs == before:
            turn.say("utter_unknown_place")
