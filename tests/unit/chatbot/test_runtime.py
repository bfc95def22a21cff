"""The in-process runtime on a small project: rules, checks, a form, and what buttons send."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from chatbot.actions.turn import ActionTurn
from chatbot.conversation import Answer, Button, Message, Reply, State
from chatbot.engine import project as project_module
from chatbot.engine import runtime as runtime_module
from chatbot.engine.project import read_project
from chatbot.engine.runtime import InProcessRuntime
from chatbot.knowledge import Knowledge

DOMAIN = """
intents: [greet, debts, bus, human, nlu_fallback]
slots:
  next_step: {type: categorical, mappings: [{type: custom}]}
  place_told: {type: text, mappings: [{type: from_text, not_intent: [greet, human]}]}
forms:
  place_form: {required_slots: [place_told]}
actions: [action_think, action_answer, action_ask_place_told, action_place, action_human]
responses:
  utter_greet:
    - {text: Hello., condition: [{type: slot, name: language, value: en}]}
    - text: Hallo.
  utter_outside: [{text: Daar weet ik niets van., buttons: [{title: Een mens, payload: /human}]}]
  utter_again: [{text: "Hallo. Nog even:"}]
  utter_ask_place: [{text: Waar woont u?}]
  utter_answer: [{text: "Het gaat over {what} in {where}."}]
"""


def rule(name: str, *steps: str, in_form: bool = False) -> dict[str, Any]:
    """Give a rule of steps such as `intent debts bus`, `action utter_greet`, `loop place_form`, `next answer`."""
    found: dict[str, Any] = {"rule": name, "steps": [_step(*step.split()) for step in steps]}
    return found | ({"condition": [{"active_loop": "place_form"}]} if in_form else {})


def _step(kind: str, *names: str) -> dict[str, Any]:
    if kind == "intent":
        return {"or": [{"intent": name} for name in names]}
    if kind == "loop":
        return {"active_loop": names[0] if names else None}
    return {"slot_was_set": [{"next_step": names[0]}]} if kind == "next" else {kind: names[0]}


TELLING = ("intent debts bus nlu_fallback", "action action_think")
FILLED = ("action place_form", "loop", "action action_place")
RULES = [
    rule("A greeting", "intent greet", "action utter_greet"),
    rule("A need, answered", *TELLING, "next answer", "action action_answer"),
    rule("A need, the place is asked", *TELLING, "next place", "action place_form", "loop place_form"),
    rule("A need, outside", *TELLING, "next outside", "action utter_outside"),
    rule("A person", "intent human", "action action_human"),
    rule("A greeting", "intent greet", "action utter_again", "action place_form", "loop place_form", in_form=True),
    rule("A person instead", "intent human", "action action_human", "action action_deactivate_loop", in_form=True),
    rule("The place is told", *FILLED, "next answer", "action action_answer", in_form=True),
    rule("The place is nowhere", *FILLED, "next outside", "action utter_outside", in_form=True),
]

# What the fake recogniser knows; every other text is surely `debts`.
CHANCES = {
    "hallo": {"greet": 0.9, "debts": 0.1},
    "hallo?": {"greet": 0.5, "debts": 0.3},
    "hal": {"greet": 0.49, "debts": 0.3},
    "bus misschien": {"bus": 0.2, "greet": 0.19},
    "ik wil een mens": {"human": 0.9},
}


class World:
    """The runtime with actions that keep what they saw."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "data" / "rules").mkdir(parents=True)
        (folder / "domain.yml").write_text(DOMAIN)
        (folder / "config.yml").write_text("policies: [{name: RulePolicy}]")
        (folder / "data" / "rules" / "rules.yml").write_text(yaml.safe_dump({"rules": RULES}))
        self.read: list[str] = []
        self.turns: list[tuple[str, ActionTurn]] = []
        actions = {
            "action_think": self._think,
            "action_answer": self._answer,
            "action_ask_place_told": lambda turn: turn.say("utter_ask_place", Button("Emmen", "/debts")),
            "action_place": self._place,
            "action_human": lambda turn: turn.show(Answer(asks="place", wmo_route=True)),
        }
        for module in (project_module, runtime_module):
            monkeypatch.setattr(module, "ACTIONS", actions)
        self.runtime = InProcessRuntime(read_project(folder), self._intents_of)

    def say(self, text: str, state: State | None = None, **slots: Any) -> tuple[Reply, State]:
        state = state or State()
        state = State(state.slots | slots, state.active_loop)
        return self.runtime.handle("abc", text, state, cast("Knowledge", None))

    def _intents_of(self, text: str) -> Mapping[str, float]:
        self.read.append(text)
        return CHANCES.get(text, {"debts": 0.99, "greet": 0.01})

    def _think(self, turn: ActionTurn) -> None:
        self.turns.append(("think", turn))
        turn.slots["next_step"] = turn.text if turn.text in ("place", "outside", "nothing") else "answer"

    def _answer(self, turn: ActionTurn) -> None:
        turn.say("utter_answer", what=turn.intent, where=turn.slots["municipality"] or "nergens")
        turn.show(Answer(asks=None, helplines=("alarm",)))

    def _place(self, turn: ActionTurn) -> None:
        turn.slots["municipality"] = turn.entities.get("place", turn.slots["place_told"])
        turn.slots["next_step"] = "outside" if turn.text == "mars" else "answer"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path, monkeypatch)


@pytest.fixture
def asked(world: World) -> State:
    """Where a conversation is after the place was asked."""
    return world.say("place")[1]


# --- rules and checks --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "text"), [("nl", "Hallo."), ("en", "Hello."), ("pl", "Hallo.")])
def test_a_rule_says_a_response_in_the_language_of_the_conversation(world: World, language: str, text: str) -> None:
    reply, state = world.say("hallo", language=language)
    assert reply == Reply((Message(text),), Answer(), language)
    assert (state.actions, state.active_loop) == (("utter_greet",), None)


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("ik heb schulden", ("action_think", "action_answer")),
        ("place", ("action_think", "place_form")),
        ("outside", ("action_think", "utter_outside")),
        ("nothing", ("action_think",)),
    ],
)
def test_of_rules_that_begin_alike_the_one_whose_check_holds_goes_on(
    world: World, text: str, actions: tuple[str, ...]
) -> None:
    assert world.say(text)[1].actions == actions
    assert len(world.turns) == 1, "what they share is done once"


def test_a_check_looks_at_what_the_action_before_it_has_set(world: World) -> None:
    assert world.say("outside", next_step="answer")[1].actions == ("action_think", "utter_outside")


def test_the_actions_fill_in_the_texts_and_show_the_answer(world: World) -> None:
    reply, _state = world.say("ik heb schulden", municipality="emmen")
    assert reply.messages == (Message("Het gaat over debts in emmen."),)
    assert reply.answer.helplines == ("alarm",)


def test_the_buttons_of_the_domain_come_along(world: World) -> None:
    assert world.say("outside")[0].messages[0].buttons == (Button("Een mens", "/human"),)


def test_a_turn_leaves_the_state_before_it_as_it_was(world: World) -> None:
    before = State()
    world.runtime.handle("abc", "place", before, cast("Knowledge", None))
    assert before == State()


@pytest.mark.parametrize(
    ("text", "intent"),
    [("hallo?", None), ("hal", "nlu_fallback"), ("bus misschien", "bus"), ("ik heb schulden", "debts")],
)
def test_what_steers_must_be_sure_else_a_message_is_read_as_telling_a_need(
    world: World, text: str, intent: str | None
) -> None:
    _reply, state = world.say(text)
    if intent is None:
        assert state.actions == ("utter_greet",)
    else:
        assert [turn.intent for _name, turn in world.turns] == [intent]


# --- the form ----------------------------------------------------------------------------------------------------
def test_a_form_asks_and_waits(world: World) -> None:
    reply, state = world.say("place")
    assert reply.messages == (Message("Waar woont u?", (Button("Emmen", "/debts"),)),)
    assert state.active_loop == "place_form"


@pytest.mark.parametrize("text", ["Emmen", "ik heb schulden", "place", "🙂"])
def test_whatever_comes_next_is_the_answer(world: World, asked: State, text: str) -> None:
    reply, state = world.say(text, asked)
    assert state.actions == ("place_form", "action_place", "action_answer")
    assert (state.active_loop, state.slots["municipality"]) == (None, text)
    assert reply.messages[-1].text.endswith(f"in {text}.")


def test_the_rules_for_the_end_of_a_form_have_checks_too(world: World, asked: State) -> None:
    assert world.say("mars", asked)[1].actions == ("place_form", "action_place", "utter_outside")


def test_a_button_answers_with_what_it_names(world: World, asked: State) -> None:
    _reply, state = world.say('/bus{"place": "Assen"}', asked)
    assert (state.active_loop, state.slots["municipality"]) == (None, "Assen")


@pytest.mark.parametrize("text", ["ik wil een mens", "/human"])
def test_a_form_is_left_for_what_is_no_answer(world: World, asked: State, text: str) -> None:
    reply, state = world.say(text, asked)
    assert state.actions == ("action_human", "action_deactivate_loop")
    assert (state.active_loop, state.slots["municipality"]) == (None, None)
    assert reply.answer.wmo_route


def test_in_a_form_its_own_rule_comes_before_the_one_for_any_moment(world: World, asked: State) -> None:
    reply, state = world.say("hallo", asked)
    assert [message.text for message in reply.messages] == ["Hallo. Nog even:", "Waar woont u?"]
    assert (state.actions, state.active_loop) == (("utter_again", "place_form"), "place_form")


def test_without_a_form_the_rules_of_a_form_do_nothing(world: World) -> None:
    assert world.say("ik wil een mens")[1].actions == ("action_human",)


def test_a_form_that_is_no_more_does_not_hold_a_conversation(world: World) -> None:
    assert world.say("hallo", State(active_loop="old_form"))[1].actions == ("utter_greet",)


def test_after_a_form_the_next_message_is_read_again(world: World, asked: State) -> None:
    _reply, state = world.say("Emmen", asked)
    assert world.say("hallo", state)[1].actions == ("utter_greet",)


# --- payloads (what they may look like: test_payloads.py) --------------------------------------------------------
def test_a_button_says_its_intent_itself(world: World) -> None:
    assert world.say("/greet")[1].actions == ("utter_greet",)
    assert world.read == [], "the recogniser is not asked"


@pytest.mark.parametrize("text", ["/nope", "/", "/greet hallo", '/greet{"place"}', "hallo /greet", "/greet{place: x}"])
def test_a_broken_payload_is_read_as_words(world: World, text: str) -> None:
    assert world.say(text)[1].actions == ("action_think", "action_answer")
    assert world.read == [text]
