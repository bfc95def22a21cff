"""Rasa's action-server protocol: a call with a tracker in, events and responses out."""

from __future__ import annotations

from typing import Any

from chatbot.actions import ACTIONS
from chatbot.actions.turn import ActionTurn, Said
from chatbot.conversation import NEW_SLOTS
from chatbot.engine.runtime import read_payload
from chatbot.knowledge import Knowledge
from sociale_kaart.errors import DomainError


class UnknownActionError(DomainError):
    """Rasa asks for an action that there is not."""

    code = "unknown_action"


class BadCallError(DomainError):
    """The call is not in Rasa's protocol."""

    code = "bad_call"


def run_action(call: Any, intents: frozenset[str], knowledge: Knowledge) -> dict[str, Any]:
    """Run the action that Rasa calls for; raises UnknownActionError or BadCallError."""
    try:
        action, tracker = call["next_action"], call["tracker"]
        slots = NEW_SLOTS | {name: value for name, value in tracker["slots"].items() if name in NEW_SLOTS}
        latest = tracker["latest_message"]
        text, intent = latest.get("text") or "", (latest.get("intent") or {}).get("name") or ""
    except (KeyError, TypeError, AttributeError) as error:
        raise BadCallError(str(error)) from error
    if not all(isinstance(each, str) for each in (action, text, intent)):
        raise BadCallError("the action, the text and the intent are texts")
    if action not in ACTIONS:
        raise UnknownActionError(action)
    pressed = read_payload(text, intents)
    entities = pressed.entities if pressed else {}
    turn = ActionTurn(text, intent, entities, dict(slots), knowledge, is_button=pressed is not None)
    ACTIONS[action](turn)
    return {"events": _events(slots, turn.slots), "responses": [_response(part) for part in turn.out]}


def _events(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    # `next_step` is told each time: rules go on from it, also when it is what it was.
    changed = {name: value for name, value in after.items() if value != before[name] or name == "next_step"}
    return [{"event": "slot", "timestamp": None, "name": name, "value": value} for name, value in changed.items()]


def _response(part: Any) -> dict[str, Any]:
    if isinstance(part, Said):
        buttons = [{"title": button.title, "payload": button.payload} for button in part.buttons]
        return {"response": part.response, "buttons": buttons, **part.values}
    return {"custom": part.answer.as_data()}
