"""The Rasa runtime against a server that plays Rasa: what is called, sent and read."""

from collections.abc import Iterator

import pytest

from chatbot.conversation import NEW_SLOTS, Button, Message, Reply, State
from chatbot.engine import rasa
from chatbot.engine.rasa import RasaClient, RasaRuntime, actions_of
from tests.unit.chatbot.playing_rasa import (
    EVENTS,
    GET_TRACKER,
    SHOWN,
    TRACKER,
    WEBHOOK,
    WHISPER,
    Rasa,
    StandIn,
    ask,
    playing_rasa,
    sends,
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rasa]:
    """A server that does well, with patience enough for a busy machine."""
    monkeypatch.setattr(rasa, "PATIENCE", 20.0)
    with playing_rasa() as server:
        yield server


def test_rasa_is_told_where_the_conversation_is_then_asked_then_read(server: Rasa) -> None:
    state = State(NEW_SLOTS | {"needs": ["schulden"], "started": True}, "place_form")
    _reply, _after, stand_in = ask(server.url, state)
    (first, second, third) = server.calls
    assert first[:2] == ("POST", EVENTS)
    assert {event["name"]: event["value"] for event in first[2] if event["event"] == "slot"} == {
        name: value for name, value in state.slots.items() if name != "started"
    }
    assert first[2][-1] == {"event": "active_loop", "name": "place_form"}
    assert second == ("POST", WEBHOOK, {"sender": "abc", "message": WHISPER})
    assert third == ("GET", GET_TRACKER, None)
    assert stand_in.given == []


def test_what_rasa_says_and_shows_is_the_reply(server: Rasa) -> None:
    reply, _after, _stand_in = ask(server.url, State(NEW_SLOTS | {"language": "en"}))
    messages = (Message("Waar woont u?", (Button("Emmen", "/tell_place"),)), Message("Ik zoek."))
    assert reply == Reply(messages, SHOWN, "en")


def test_where_rasa_is_after_the_turn_is_where_the_conversation_is(server: Rasa) -> None:
    _reply, after, _stand_in = ask(server.url, State(NEW_SLOTS | {"started": True}))
    assert after.slots == NEW_SLOTS | {"started": True, "needs": ["schulden"]}
    assert after.active_loop == "place_form"
    assert after.actions == ("action_understand", "place_form")


def test_without_a_form_that_waits_no_loop_is_active(server: Rasa) -> None:
    server.answers[GET_TRACKER] = sends(TRACKER | {"active_loop": {}})
    assert ask(server.url)[1].active_loop is None
    assert server.calls[0][2][-1] == {"event": "active_loop", "name": None}


def test_an_address_may_end_in_a_slash(server: Rasa) -> None:
    assert ask(server.url + "/")[2].given == []


def test_before_the_first_message_no_action_counts_as_taken() -> None:
    assert actions_of([]) == ()
    assert actions_of([{"event": "action", "name": "action_session_start"}]) == ()


def test_forgetting_empties_the_tracker(server: Rasa) -> None:
    RasaRuntime(RasaClient(server.url), StandIn()).forget("abc")
    assert server.calls == [("PUT", EVENTS, [])]
