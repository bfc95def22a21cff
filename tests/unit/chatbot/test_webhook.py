"""Rasa's action-server protocol: a call with a tracker in, events and responses out."""

from typing import Any

import pytest

from chatbot.conversation import NEW_SLOTS
from chatbot.engine.webhook import BadCallError, UnknownActionError, run_action
from chatbot.knowledge import Knowledge

INTENTS = frozenset({"boodschappen", "tell_place", "safe"})


def call(action: str, text: str = "", intent: str = "", **slots: Any) -> dict[str, Any]:
    """Give a call as Rasa sends it, with more in it than we read."""
    return {
        "next_action": action,
        "sender_id": "abc",
        "tracker": {
            "sender_id": "abc",
            "slots": NEW_SLOTS | {"requested_slot": None, "session_started_metadata": None} | slots,
            "latest_message": {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": []},
            "active_loop": {},
            "events": [],
        },
        "domain": {},
        "version": "3.6.21",
    }


def slots_of(answer: dict[str, Any]) -> dict[str, Any]:
    assert all(event["event"] == "slot" for event in answer["events"])
    return {event["name"]: event["value"] for event in answer["events"]}


def test_an_action_reads_the_slots_and_tells_what_it_changed(knowledge: Knowledge) -> None:
    answer = run_action(call("action_safe", "ik ben veilig", "safe", urgent="suicide", away=1), INTENTS, knowledge)
    assert answer["events"] == [
        {"event": "slot", "timestamp": None, "name": "urgent", "value": None},
        {"event": "slot", "timestamp": None, "name": "away", "value": 0},
        {"event": "slot", "timestamp": None, "name": "next_step", "value": None},
    ]
    assert answer["responses"] == [{"response": "utter_safe", "buttons": []}]


def test_slots_that_stay_as_they_were_are_not_told_but_the_next_step_is(knowledge: Knowledge) -> None:
    answer = run_action(call("action_safe", next_step="answer", needs=["boodschappen"]), INTENTS, knowledge)
    assert slots_of(answer) == {"next_step": "answer"}


def test_slots_of_rasa_itself_are_left_alone(knowledge: Knowledge) -> None:
    answer = run_action(call("action_understand", "/boodschappen", "boodschappen"), INTENTS, knowledge)
    assert slots_of(answer).keys() <= NEW_SLOTS.keys()


def test_a_slot_that_rasa_leaves_out_has_its_first_value(knowledge: Knowledge) -> None:
    asked = call("action_next_tier", "dat heb ik al gedaan", "already_tried")
    asked["tracker"]["slots"] = {}
    assert slots_of(run_action(asked, INTENTS, knowledge)) == {"next_step": None}


def test_the_intent_of_rasa_counts(knowledge: Knowledge) -> None:
    answers = [run_action(call("action_offer_choices", "tja", each), INTENTS, knowledge) for each in ("affirm", "deny")]
    assert [answer["responses"][0]["response"] for answer in answers] == ["utter_yes_what", "utter_no_what"]


def test_the_words_of_the_resident_count(knowledge: Knowledge) -> None:
    answer = run_action(call("action_understand", "ik wil niet meer leven", "greet"), INTENTS, knowledge)
    assert slots_of(answer) == {"urgent": "suicide", "next_step": "danger"}


def test_what_an_action_shows_is_a_custom_payload(knowledge: Knowledge) -> None:
    said, shown = run_action(call("action_danger", urgent="suicide"), INTENTS, knowledge)["responses"]
    assert said["response"] == "utter_danger_suicide"
    assert shown["custom"]["urgent"] == "suicide"
    assert shown["custom"]["helplines"] == ["zelfmoordpreventie", "alarm", "luisterlijn"]


def test_buttons_and_values_go_along_with_a_response(knowledge: Knowledge) -> None:
    asked = call("action_ask_place_told", "wie doet boodschappen", needs=["boodschappen"])
    first, ask, _shown = run_action(asked, INTENTS, knowledge)["responses"]
    assert first == {"response": "utter_first_help", "buttons": [], "needs": "Boodschappen"}
    assert ask["response"] == "utter_ask_place"
    assert {"title": "Emmen", "payload": '/tell_place{"place": "Emmen"}'} in ask["buttons"]


def test_a_button_names_its_place_itself(knowledge: Knowledge) -> None:
    pressed = '/tell_place{"not": "Angelslo", "place": "Zwartemeer"}'
    asked = call("action_place", pressed, "tell_place", needs=["boodschappen"])
    told = slots_of(run_action(asked, INTENTS, knowledge))
    assert (told["municipality"], told["place"], told["next_step"]) == ("emmen", "zwartemeer", "answer")


@pytest.mark.parametrize("latest", [{}, {"text": None, "intent": None}, {"text": "", "intent": {}}])
def test_a_message_without_text_or_intent_is_an_empty_one(knowledge: Knowledge, latest: dict[str, Any]) -> None:
    asked = call("action_safe", urgent="suicide")
    asked["tracker"]["latest_message"] = latest
    assert slots_of(run_action(asked, INTENTS, knowledge))["urgent"] is None


@pytest.mark.parametrize("action", ["action_nope", "utter_greet", "__import__", "action_listen"])
def test_an_action_that_there_is_not_is_told(knowledge: Knowledge, action: str) -> None:
    with pytest.raises(UnknownActionError, match=action):
        run_action(call(action), INTENTS, knowledge)


SAFE = call("action_safe")["tracker"]


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "",
        5,
        {},
        {"next_action": "action_safe"},
        {"next_action": "action_safe", "tracker": None},
        {"next_action": "action_safe", "tracker": []},
        {"next_action": "action_safe", "tracker": {}},
        {"next_action": "action_safe", "tracker": SAFE | {"slots": None}},
        {"next_action": "action_safe", "tracker": SAFE | {"slots": ["needs"]}},
        {"next_action": "action_safe", "tracker": SAFE | {"latest_message": None}},
        {"next_action": "action_safe", "tracker": SAFE | {"latest_message": "hallo"}},
        {"next_action": "action_safe", "tracker": SAFE | {"latest_message": {"intent": "greet"}}},
        {"next_action": "action_safe", "tracker": SAFE | {"latest_message": {"text": 5}}},
        {"next_action": ["action_safe"], "tracker": SAFE},
        {"next_action": {}, "tracker": SAFE},
    ],
    ids=range(17),
)
def test_a_call_that_is_not_in_the_protocol_is_told(knowledge: Knowledge, bad: Any) -> None:
    with pytest.raises(BadCallError):
        run_action(bad, INTENTS, knowledge)


def test_words_after_a_slash_are_words_and_may_tell_of_danger(knowledge: Knowledge) -> None:
    answer = run_action(call("action_understand", "/ik wil dood", "boodschappen"), INTENTS, knowledge)
    assert slots_of(answer)["next_step"] == "danger"
