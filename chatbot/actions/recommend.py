"""Answers with the staircase: concrete help for what was told, nearest and most informal first."""

from __future__ import annotations

from chatbot.actions import human, staircase
from chatbot.actions.hearing import is_angry, is_claim
from chatbot.actions.turn import ActionTurn
from sociale_kaart.tiers import Tier

VOLUNTEERING = "vrijwilligerswerk"


def run(turn: ActionTurn) -> None:
    """Say what was understood and show the staircase."""
    turn.slots["asks"] = None
    needs = turn.needs
    if not needs:
        turn.say("utter_ask_need")
        return
    if needs[0] in staircase.PERSON:
        human.run(turn)
        return
    if not turn.is_button and is_angry(turn.text):
        turn.say("utter_calm")
    _introduce(turn, needs)
    show(turn)


def show(turn: ActionTurn) -> None:
    """Show the staircase from the lowest tier that has not been tried."""
    home, language = turn.home, turn.slots["language"]
    lowest = turn.slots["lowest_tier"]
    turn.show(staircase.build(turn.knowledge, turn.needs, home, language, lowest=lowest))
    if home.place is None:
        turn.say("utter_nearer")


def _introduce(turn: ActionTurn, needs: list[str]) -> None:
    names = ", ".join(turn.name_of(need) for need in needs)
    if needs[0] == VOLUNTEERING:
        turn.say("utter_offer_help")
    elif turn.slots["for_other"]:
        turn.say("utter_understood_other", needs=names)
    else:
        turn.say("utter_understood", needs=names)
    if not turn.is_button and is_claim(turn.text) and turn.slots["lowest_tier"] < Tier.TAILORED:
        turn.say("utter_claim")
