"""The Rasa runtime: a Rasa 3.6 server over HTTP; when it does not answer in time, the in-process runtime takes over."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from chatbot.conversation import Answer, Button, Message, Reply, State
from chatbot.engine.runtime import Runtime
from chatbot.knowledge import Knowledge

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for a whole turn
# What Rasa does of itself, in every turn.
_HOUSEKEEPING = {"action_listen", "action_session_start", "action_extract_slots"}


class RasaDownError(Exception):
    """Rasa did not answer in time, or not as it should."""


class RasaClient:
    """A Rasa server: its REST channel, and the conversation's tracker (`rasa run --enable-api`)."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def send(self, conversation: str, text: str, deadline: float) -> list[dict[str, Any]]:
        """Send a message; gives what the assistant says."""
        found: list[dict[str, Any]] = self._call(
            "POST", "webhooks/rest/webhook", {"sender": conversation, "message": text}, deadline
        )
        return found

    def tracker(self, conversation: str, deadline: float) -> dict[str, Any]:
        """Give where the conversation is, with what happened in it."""
        found: dict[str, Any] = self._call("GET", f"conversations/{quote(conversation)}/tracker", None, deadline)
        return found

    def add_events(self, conversation: str, events: list[dict[str, Any]], deadline: float) -> None:
        """Tell Rasa what happened outside it."""
        self._call("POST", f"conversations/{quote(conversation)}/tracker/events", events, deadline)

    def forget(self, conversation: str, deadline: float) -> None:
        """Empty the tracker of a conversation."""
        self._call("PUT", f"conversations/{quote(conversation)}/tracker/events", [], deadline)

    def _call(self, method: str, path: str, body: Any, deadline: float) -> Any:
        left = deadline - time.monotonic()
        if left <= 0:
            raise RasaDownError("no time left")
        data = None if body is None else json.dumps(body)
        try:
            with _connection(self._url, left) as connection:
                headers = {"Content-Type": "application/json"}
                connection.request(method, f"{urlsplit(self._url).path}/{path}", data, headers)
                with connection.getresponse() as response:
                    if response.status != 200:
                        raise RasaDownError(f"status {response.status}")
                    return json.load(response)
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise RasaDownError(type(error).__name__) from error


@contextmanager
def _connection(url: str, seconds: float) -> Iterator[HTTPConnection]:
    """Give a connection that is cut off after some seconds, also when the answer keeps dripping in.

    A timeout by itself starts again with every byte.
    """
    address = urlsplit(url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=seconds)
    end = time.monotonic() + seconds
    try:
        connection.connect()
        timer = threading.Timer(end - time.monotonic(), _cut_off, [connection.sock])
        timer.start()
        try:
            yield connection
        finally:
            timer.cancel()
    finally:
        connection.close()


def _cut_off(line: socket.socket) -> None:
    with suppress(OSError):  # it was closed just now
        line.shutdown(socket.SHUT_RDWR)


class RasaRuntime:
    """Lets Rasa understand and decide; `stand_in` takes over within the turn when Rasa is down."""

    def __init__(self, client: RasaClient, stand_in: Runtime) -> None:
        self._client = client
        self._stand_in = stand_in

    def handle(self, conversation: str, text: str, state: State, knowledge: Knowledge) -> tuple[Reply, State]:
        """Give the reply to a text, and where the conversation is after it."""
        deadline = time.monotonic() + PATIENCE
        try:
            return self._ask(conversation, text, state, deadline)
        except RasaDownError as error:
            log.warning("Rasa does not answer (%s): the in-process runtime takes over", error)
            return self._stand_in.handle(conversation, text, state, knowledge)

    def forget(self, conversation: str) -> None:
        """Delete what Rasa keeps of a conversation."""
        try:
            self._client.forget(conversation, time.monotonic() + PATIENCE)
        except RasaDownError as error:
            log.warning("Rasa does not answer (%s): what it keeps of a conversation goes when it stops", error)

    def _ask(self, conversation: str, text: str, state: State, deadline: float) -> tuple[Reply, State]:
        """Take the turn with Rasa; raises RasaDownError, also when an answer is not in its protocol."""
        self._client.add_events(conversation, _as_events(state), deadline)
        said = self._client.send(conversation, text, deadline)
        tracker = self._client.tracker(conversation, deadline)
        try:
            return _reply(said, state), _state(tracker, state)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # Only the kind of error: its text may hold words of the resident.
            raise RasaDownError(f"not in its protocol: {type(error).__name__}") from error


def _as_events(state: State) -> list[dict[str, Any]]:
    """What Rasa must know before the message: Meedoen keeps the conversation, also of turns that Rasa missed."""
    events: list[dict[str, Any]] = [
        {"event": "slot", "name": name, "value": value} for name, value in state.slots.items() if name != "started"
    ]
    return [*events, {"event": "active_loop", "name": state.active_loop}]


def _reply(said: list[dict[str, Any]], state: State) -> Reply:
    if not said:
        raise RasaDownError("no answer")
    messages: list[Message] = []
    answer = Answer()
    for part in said:
        if "custom" in part:
            answer = Answer.from_data(part["custom"])
        else:
            buttons = tuple(Button(_text(b["title"]), _text(b["payload"])) for b in part.get("buttons", ()))
            messages.append(Message(_text(part["text"]), buttons))
    return Reply(tuple(messages), answer, state.slots["language"])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _state(tracker: dict[str, Any], before: State) -> State:
    slots = {name: tracker["slots"].get(name, value) for name, value in before.slots.items()}
    return State(slots, tracker["active_loop"].get("name"), actions_of(tracker["events"]))


def actions_of(events: list[dict[str, Any]]) -> tuple[str, ...]:
    """Give the actions that were taken since the last message of the resident."""
    taken: list[str] = []
    for event in events:
        if event["event"] == "user":
            taken = []
        elif event["event"] == "action" and event["name"] not in _HOUSEKEEPING:
            taken.append(event["name"])
    return tuple(taken)
