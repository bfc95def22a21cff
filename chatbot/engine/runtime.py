"""The in-process runtime: does what Rasa's RulePolicy and forms do with the same files, without Rasa."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from chatbot.actions import ACTIONS
from chatbot.actions.turn import ActionTurn, Said, Shown
from chatbot.conversation import Answer, Button, Message, Reply, State
from chatbot.engine.project import Check, Project, Rule
from chatbot.knowledge import Knowledge

FALLBACK = "nlu_fallback"
# Below this confidence of what steers the conversation, the words are read as telling a need.
SURE = 0.5
_PAYLOAD = re.compile(r"^/(?P<intent>[a-z_]+)(?P<entities>\{.*\})?$", re.DOTALL)


class Runtime(Protocol):
    """Decides what the assistant does in a turn."""

    def handle(self, conversation: str, text: str, state: State, knowledge: Knowledge) -> tuple[Reply, State]:
        """Give the reply to a text, and where the conversation is after it."""
        ...

    def forget(self, conversation: str) -> None:
        """Delete what the runtime itself keeps of a conversation."""
        ...


@dataclass(frozen=True)
class Understood:
    """What a resident does by a message: the intent, and what they named in a button's payload."""

    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)


def read_payload(text: str, intents: frozenset[str]) -> Understood | None:
    """Read what a button sends, in Rasa's form: `/intent` or `/intent{"entity": "value"}`."""
    match = _PAYLOAD.match(text.strip())
    if match is None or match["intent"] not in intents:
        return None
    try:
        entities = json.loads(match["entities"] or "{}")
        return Understood(match["intent"], {str(name): str(value) for name, value in entities.items()})
    except (ValueError, RecursionError):  # no JSON, or a number or a nesting that nobody means
        return None


class InProcessRuntime:
    """Follows the rules of the project."""

    def __init__(self, project: Project, intents_of: Callable[[str], Mapping[str, float]]) -> None:
        """`intents_of` gives the confidence of each intent in a text."""
        self._project = project
        self._intents_of = intents_of

    def handle(self, conversation: str, text: str, state: State, knowledge: Knowledge) -> tuple[Reply, State]:
        """Give the reply to a text, and where the conversation is after it."""
        pressed = read_payload(text, self._project.intents)
        understood = pressed or Understood(self._intent(text))
        turn = ActionTurn(
            text, understood.intent, understood.entities, dict(state.slots), knowledge, is_button=pressed is not None
        )
        run = _Run(self._project, turn, state.active_loop)
        run.follow()
        reply = render(self._project, turn)
        return reply, State(turn.slots, run.active_loop, tuple(run.actions))

    def forget(self, conversation: str) -> None:
        """Nothing: between turns this runtime keeps nothing."""

    def _intent(self, text: str) -> str:
        """Give what a text does; telling a need unless it surely does something else."""
        confidence = self._intents_of(text)
        if not confidence:
            return FALLBACK
        best = max(confidence, key=lambda intent: confidence[intent])
        tells = any(best in rule.intents and FALLBACK in rule.intents for rule in self._project.rules)
        return best if tells or confidence[best] >= SURE else FALLBACK


class _Run:
    """One turn: the form that waits comes first, then the rules."""

    def __init__(self, project: Project, turn: ActionTurn, active_loop: str | None) -> None:
        self.project = project
        self.turn = turn
        self.active_loop = active_loop
        self.actions: list[str] = []

    def follow(self) -> None:
        """Do what the rules say."""
        form = self.project.forms.get(self.active_loop or "")
        if form is not None and self.turn.intent not in form.left_by:
            self._fill(form.slot, form.name)
            return
        rules = [
            rule for rule in self.project.rules if self.turn.intent in rule.intents and self._holds(rule.conditions)
        ]
        # Rules for an active form come before those for any moment.
        self._walk([rule for rule in rules if rule.conditions] or rules)

    def _fill(self, slot: str, form: str) -> None:
        """Take the answer to a form, and go on with the rules for its end."""
        rules = [rule for rule in self.project.rules if not rule.intents and self._holds(rule.conditions)]
        self.turn.slots[slot] = self.turn.text
        self.actions.append(form)
        self.active_loop = None
        self._walk([rule for rule in rules if rule.steps[0] == form], start=1)

    def _walk(self, rules: list[Rule], start: int = 0) -> None:
        """Walk rules that begin alike side by side, and go on with those whose checks hold."""
        at = start
        while rules:
            rules = [rule for rule in rules if at < len(rule.steps)]
            rules = [rule for rule in rules if self._may_go_on(rule.steps[at])]
            action = next((step for rule in rules if isinstance(step := rule.steps[at], str)), None)
            if action is not None:
                self._do(action)
            at += 1

    def _may_go_on(self, step: str | Check) -> bool:
        return isinstance(step, str) or self._holds((step,))

    def _holds(self, checks: tuple[Check, ...]) -> bool:
        for check in checks:
            if check.what == "loop" and check.value != self.active_loop:
                return False
            if (
                check.what == "slot"
                and check.name != "requested_slot"
                and self.turn.slots.get(check.name) != check.value
            ):
                return False
        return True

    def _do(self, action: str) -> None:
        self.actions.append(action)
        if action == "action_deactivate_loop":
            self.active_loop = None
        elif action in self.project.forms:
            self.active_loop = action
            slot = self.project.forms[action].slot
            self._do(f"action_ask_{slot}")
            self.actions.pop()
        elif action in self.project.responses:
            self.turn.say(action)
        else:
            ACTIONS[action](self.turn)


def render(project: Project, turn: ActionTurn) -> Reply:
    """Give what the actions of a turn said and showed, in the language of the conversation."""
    language = turn.slots["language"]
    messages: list[Message] = []
    answer = Answer()
    for part in turn.out:
        if isinstance(part, Shown):
            answer = part.answer
        else:
            messages.append(_message(project, part, language))
    return Reply(tuple(messages), answer, language)


def _message(project: Project, said: Said, language: str) -> Message:
    text, buttons = project.text_of(said.response, language, said.values)
    own = tuple(Button(title, payload) for title, payload in buttons)
    return Message(text, own + said.buttons)
