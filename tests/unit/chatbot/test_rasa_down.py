"""When Rasa does not answer in time, or not as it should, the in-process runtime takes over within the turn."""

import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from chatbot.conversation import NEW_SLOTS, Message, State
from chatbot.engine import rasa
from chatbot.engine.rasa import RasaClient, RasaRuntime
from tests.unit.chatbot.playing_rasa import (
    EVENTS,
    GET_TRACKER,
    SHOWN,
    TRACKER,
    WEBHOOK,
    WHISPER,
    Rasa,
    StandIn,
    after_a_while,
    ask,
    drips,
    hangs,
    playing_rasa,
    sends,
    talks_something_else,
)

STATE = State(NEW_SLOTS | {"needs": ["schulden"]}, "place_form")
CALLS = (EVENTS, WEBHOOK, GET_TRACKER)


@pytest.fixture
def server() -> Iterator[Rasa]:
    with playing_rasa() as server:
        yield server


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "PATIENCE", 0.2)


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def the_stand_in_took_over(url: str, log: pytest.LogCaptureFixture) -> bool:
    reply, after, stand_in = ask(url, STATE)
    assert stand_in.given == [("abc", WHISPER, STATE)]
    assert reply.messages == (Message("De ander."),)
    assert after.active_loop == "other_form"
    assert [record.levelname for record in log.records] == ["WARNING"]
    assert "Rasa does not answer" in log.text
    assert WHISPER not in log.text
    return True


# --- too late, or not there --------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", CALLS)
def test_each_call_may_be_the_one_that_hangs(server: Rasa, log: pytest.LogCaptureFixture, path: str) -> None:
    server.answers[path] = hangs
    assert the_stand_in_took_over(server.url, log)
    assert server.calls[-1][1] == path, "nothing is asked after it"


def test_the_calls_of_a_turn_share_its_time(server: Rasa, log: pytest.LogCaptureFixture) -> None:
    for path in CALLS:
        server.answers[path] = after_a_while(server.usual(path))
    assert the_stand_in_took_over(server.url, log)


@pytest.mark.parametrize("path", CALLS)
def test_a_server_that_drips_is_too_slow(server: Rasa, log: pytest.LogCaptureFixture, path: str) -> None:
    server.answers[path] = drips(server.usual(path))
    assert the_stand_in_took_over(server.url, log)


def test_a_server_that_is_not_there(log: pytest.LogCaptureFixture) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert the_stand_in_took_over(url, log)


# --- nonsense ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>ditfluisterik</html>", b'{"ditfluisterik', b"\xff\xfe\x00", b"NaN,", b"[" * 100_000],
    ids=range(6),
)
def test_an_answer_that_is_no_json(server: Rasa, log: pytest.LogCaptureFixture, body: bytes, path: str) -> None:
    server.answers[path] = sends(body)
    assert the_stand_in_took_over(server.url, log)


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("status", [400, 401, 404, 500, 503])
def test_an_error_of_rasa(server: Rasa, log: pytest.LogCaptureFixture, status: int, path: str) -> None:
    server.answers[path] = sends({"status": "failure", "message": WHISPER}, status)
    assert the_stand_in_took_over(server.url, log)


@pytest.mark.parametrize("path", CALLS)
def test_an_answer_that_is_cut_off(server: Rasa, log: pytest.LogCaptureFixture, path: str) -> None:
    server.answers[path] = sends({}, length=1_000)
    assert the_stand_in_took_over(server.url, log)


@pytest.mark.parametrize("path", CALLS)
def test_a_server_that_speaks_no_http(server: Rasa, log: pytest.LogCaptureFixture, path: str) -> None:
    server.answers[path] = talks_something_else
    assert the_stand_in_took_over(server.url, log)


SHOWN_DATA = SHOWN.as_data()
SAID_WRONG: list[Any] = [
    [],  # what Rasa answers when it has nothing to say
    {},
    None,
    5,
    "ditfluisterik",
    [5],
    [None],
    [["ditfluisterik"]],
    [{}],
    [{"image": "https://example.org/a.png"}],
    [{"text": 5}],
    [{"text": None}],
    [{"text": "a", "buttons": None}],
    [{"text": "a", "buttons": [{"title": None, "payload": "/greet"}]}],
    [{"text": "a", "buttons": ["ditfluisterik"]}],
    [{"text": "a", "buttons": [{"title": "ditfluisterik"}]}],
    [{"custom": None}],
    [{"custom": {}}],
    [{"custom": []}],
    [{"custom": SHOWN_DATA | {"needs": [["ditfluisterik"]]}}],
    [{"custom": SHOWN_DATA | {"needs": None}}],
    [{"custom": SHOWN_DATA | {"steps": ["ditfluisterik"]}}],
]


@pytest.mark.parametrize("said", SAID_WRONG, ids=range(len(SAID_WRONG)))
def test_an_answer_that_is_not_in_the_protocol(server: Rasa, log: pytest.LogCaptureFixture, said: Any) -> None:
    server.answers[WEBHOOK] = sends(said)
    assert the_stand_in_took_over(server.url, log)


TRACKERS_WRONG: list[Any] = [
    [],
    {},
    None,
    "ditfluisterik",
    TRACKER | {"slots": None},
    TRACKER | {"slots": []},
    TRACKER | {"active_loop": None},
    TRACKER | {"active_loop": "place_form"},
    TRACKER | {"events": None},
    TRACKER | {"events": ["ditfluisterik"]},
    TRACKER | {"events": [{"event": "user"}, {"event": "action"}]},
]


@pytest.mark.parametrize("tracker", TRACKERS_WRONG, ids=range(len(TRACKERS_WRONG)))
def test_a_tracker_that_is_not_in_the_protocol(server: Rasa, log: pytest.LogCaptureFixture, tracker: Any) -> None:
    server.answers[GET_TRACKER] = sends(tracker)
    assert the_stand_in_took_over(server.url, log)


# --- forgetting --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("answer", [hangs, sends(b"<html>"), sends({}, 500), talks_something_else], ids=range(4))
def test_forgetting_goes_on_without_rasa_and_is_logged(
    server: Rasa, log: pytest.LogCaptureFixture, answer: Any
) -> None:
    server.answers[EVENTS] = answer
    RasaRuntime(RasaClient(server.url), StandIn()).forget("abc")
    assert [record.levelname for record in log.records] == ["WARNING"]
