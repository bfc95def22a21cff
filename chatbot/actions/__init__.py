"""What the assistant can do, one file per skill; the same code serves both runtimes. To add one, register it here."""

from collections.abc import Callable, Mapping

from chatbot.actions import choices, confirm, correct, danger, human, place, recommend, simpler, tried, understand
from chatbot.actions.turn import ActionTurn

# By the name it has in domain.yml.
ACTIONS: Mapping[str, Callable[[ActionTurn], None]] = {
    "action_ask_place_told": place.ask,
    "action_confirm": confirm.run,
    "action_correct": correct.run,
    "action_danger": danger.run,
    "action_human": human.run,
    "action_next_tier": tried.run,
    "action_offer_choices": choices.run,
    "action_place": place.told,
    "action_recommend": recommend.run,
    "action_safe": danger.safe,
    "action_simpler": simpler.run,
    "action_understand": understand.run,
}
