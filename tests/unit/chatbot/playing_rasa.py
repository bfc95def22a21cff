"""A server on this machine that plays Rasa, well and badly, and a runtime that stands in for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from chatbot.conversation import NEW_SLOTS, Answer, Message, Reply, State, Step
from chatbot.engine.rasa import RasaClient, RasaRuntime
from chatbot.knowledge import Knowledge

WHISPER = "ditfluisterik"
SHOWN = Answer((("schulden", 1.0),), None, "place", (Step(1, "Begin.", ("zelf",)),), ("alarm",), wmo_route=True)
SAID = [
    {"recipient_id": "abc", "text": "Waar woont u?", "buttons": [{"title": "Emmen", "payload": "/tell_place"}]},
    {"recipient_id": "abc", "custom": SHOWN.as_data()},
    {"recipient_id": "abc", "text": "Ik zoek."},
]
TRACKER = {
    "slots": {name: value for name, value in NEW_SLOTS.items() if name != "started"}
    | {"needs": ["schulden"], "requested_slot": "place_told"},
    "active_loop": {"name": "place_form"},
    "events": [
        {"event": "action", "name": "action_safe"},
        {"event": "user", "text": WHISPER},
        {"event": "action", "name": "action_extract_slots"},
        {"event": "action", "name": "action_understand"},
        {"event": "slot", "name": "next_step"},
        {"event": "action", "name": "place_form"},
        {"event": "action", "name": "action_listen"},
    ],
}
EVENTS, WEBHOOK = "/conversations/abc/tracker/events", "/webhooks/rest/webhook"
GET_TRACKER = "/conversations/abc/tracker"

Answering = Callable[["Rasa", BaseHTTPRequestHandler], None]


class Rasa:
    """A server that plays Rasa and keeps the calls; `answers` says otherwise per path."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, Any]] = []
        self.answers: dict[str, Answering] = {}
        self.done = threading.Event()
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                rasa.calls.append((self.command, self.path, json.loads(body or "null")))
                answer = rasa.answers.get(self.path, sends(rasa.usual(self.path)))
                try:
                    answer(rasa, self)
                except ConnectionError:
                    rasa.done.set()  # whoever asked has gone: nothing hangs any more

            do_GET = do_PUT = do_POST  # noqa: N815 - the names that http.server looks for

            def log_message(self, *_what: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def usual(self, path: str) -> Any:
        """Give what a sound Rasa answers at a path."""
        return {EVENTS: {}, WEBHOOK: SAID, GET_TRACKER: TRACKER}.get(path, {})

    def close(self) -> None:
        self.done.set()
        self._server.shutdown()
        self._server.server_close()


def sends(data: Any, status: int = 200, length: int | None = None) -> Answering:
    """Answer with data as JSON, or with bytes as they are."""

    def answer(_rasa: Rasa, handler: BaseHTTPRequestHandler) -> None:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def hangs(rasa: Rasa, _handler: BaseHTTPRequestHandler) -> None:
    rasa.done.wait(20)


def after_a_while(data: Any) -> Answering:
    """Answer soundly, but not at once."""

    def answer(rasa: Rasa, handler: BaseHTTPRequestHandler) -> None:
        rasa.done.wait(0.15)
        sends(data)(rasa, handler)

    return answer


def drips(data: Any) -> Answering:
    """Answer soundly, but a little now and then: the line never falls silent, for a second in all."""

    def answer(rasa: Rasa, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _blank in range(20):
            if not rasa.done.wait(0.05):
                handler.wfile.write(b" ")
        handler.wfile.write(json.dumps(data).encode())

    return answer


def talks_something_else(_rasa: Rasa, handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


class StandIn:
    """Stands for the in-process runtime; keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str, State]] = []

    def handle(self, conversation: str, text: str, state: State, knowledge: Knowledge) -> tuple[Reply, State]:
        self.given.append((conversation, text, state))
        return Reply((Message("De ander."),)), State(active_loop="other_form")

    def forget(self, conversation: str) -> None:
        """Nothing to forget."""


@contextmanager
def playing_rasa() -> Iterator[Rasa]:
    """Give the server; what hangs in it is let go afterwards."""
    server = Rasa()
    try:
        yield server
    finally:
        server.close()


def ask(url: str, state: State | None = None) -> tuple[Reply, State, StandIn]:
    """Take a turn with the Rasa at an address; gives what came of it, and the runtime that stood by."""
    stand_in = StandIn()
    runtime = RasaRuntime(RasaClient(url), stand_in)
    reply, after = runtime.handle("abc", WHISPER, state or State(), cast("Knowledge", None))
    return reply, after, stand_in
