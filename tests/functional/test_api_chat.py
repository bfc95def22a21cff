"""POST /api/v1/chat: the assistant for other programs."""

import json
from typing import Any

import pytest

from chatbot.assistant import LONGEST_MESSAGE
from tests.client import CheckingClient
from webapp.wiring import Parts

URL = "/api/v1/chat"
WHISPER = "ditfluisterik"
DEBTS = "ik kan mijn rekening niet betalen"
FIELDS = {
    "conversation",
    "language",
    "needs",
    "urgent",
    "asks",
    "messages",
    "steps",
    "helplines",
    "wmo_route",
}


def ask(client: CheckingClient, message: str, **more: object) -> dict[str, Any]:
    response = client.post(URL, json={"message": message} | more)
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.json is not None
    return dict(response.json)


def test_an_answer_has_exactly_the_fields_of_the_contract(passer_by: CheckingClient) -> None:
    found = ask(passer_by, DEBTS, conversation=None, municipality="emmen", place=None, language=None)
    assert set(found) == FIELDS
    assert found["language"] == "nl"
    assert found["urgent"] is None
    assert found["asks"] is None
    assert found["messages"]
    assert all(set(message) == {"text", "buttons"} for message in found["messages"])
    assert all(set(need) == {"key", "confidence"} for need in found["needs"])
    assert all(set(step) == {"tier", "advice", "services"} for step in found["steps"])
    services = [service for step in found["steps"] for service in step["services"]]
    assert all(set(service) == {"id", "name", "url"} for service in services)
    assert all(set(line) == {"name", "phone", "url", "open_now"} for line in found["helplines"])
    assert all(line["open_now"] in (True, False, None) for line in found["helplines"])
    assert set(found["wmo_route"]) == {"text", "url"}


def test_an_answer_is_a_staircase_with_listings_that_are_there(passer_by: CheckingClient) -> None:
    found = ask(passer_by, DEBTS, municipality="emmen")
    assert {"schulden", "rondkomen"} & {need["key"] for need in found["needs"]}
    tiers = [step["tier"] for step in found["steps"]]
    assert tiers == sorted(set(tiers))
    for step in found["steps"]:
        assert len(step["services"]) <= 3
        for service in step["services"]:
            assert passer_by.get(service["url"]).status_code == 200
    assert passer_by.get(found["wmo_route"]["url"]).status_code == 200


def test_buttons_are_pressed_by_sending_their_payload(passer_by: CheckingClient) -> None:
    asked = ask(passer_by, DEBTS)
    assert asked["asks"] == "place"
    buttons = {b["title"]: b["payload"] for message in asked["messages"] for b in message["buttons"]}
    told = ask(passer_by, buttons["Emmen"], conversation=asked["conversation"])
    assert told["conversation"] == asked["conversation"]
    assert told["asks"] is None
    assert any("emmen" in service["id"] for step in told["steps"] for service in step["services"])


@pytest.mark.parametrize("place", ["zwartemeer", "Zwartemeer", " zwartemeer "])
def test_a_place_by_its_key_or_its_name(passer_by: CheckingClient, place: str) -> None:
    found = ask(passer_by, "ik voel me eenzaam", municipality="emmen", place=place)
    assert found["asks"] is None


def test_the_cookies_of_a_visitor_do_not_change_the_api(chris: CheckingClient) -> None:
    assert ask(chris, DEBTS)["asks"] == "place"
    assert chris.get_cookie("chat", path="/chat") is None


def test_danger(passer_by: CheckingClient) -> None:
    found = ask(passer_by, "mijn man slaat mij")
    assert found["urgent"] == "huiselijk_geweld"
    assert found["helplines"][0]["phone"] == "0800-2000"
    assert found["helplines"][0]["open_now"] is True
    assert "112" in [line["phone"] for line in found["helplines"]]


@pytest.mark.parametrize(
    ("message", "asked", "language"),
    [
        ("kocam beni dövüyor, çok korkuyorum", None, "tr"),
        ("I cannot pay my bills any more", None, "en"),
        ("I cannot pay my bills any more", "nl", "en"),
        ("/schulden", "en", "en"),
        ("/schulden", "pl", "pl"),
        ("/schulden", None, "nl"),
    ],
)
def test_the_language_is_that_of_the_writer_else_what_was_asked(
    passer_by: CheckingClient, message: str, asked: str | None, language: str
) -> None:
    assert ask(passer_by, message, language=asked)["language"] == language


# -- Whose conversation --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "known", [None, "", "atlantis", "x" * 5_000, "\x00", "\ud800", "' OR 1=1 --", "../.."], ids=range(8)
)
def test_a_conversation_that_is_not_known_starts_a_new_one(passer_by: CheckingClient, known: str | None) -> None:
    found = ask(passer_by, "hallo", conversation=known)
    assert found["conversation"] not in (None, "", known)
    assert ask(passer_by, "hallo", conversation=found["conversation"])["conversation"] == found["conversation"]


def test_two_conversations_are_apart(passer_by: CheckingClient) -> None:
    first = ask(passer_by, DEBTS)
    second = ask(passer_by, "Emmen")
    assert second["conversation"] != first["conversation"]
    assert "schulden" not in [need["key"] for need in second["needs"]]


def test_nothing_keeps_the_answer(passer_by: CheckingClient) -> None:
    response = passer_by.post(URL, json={"message": "hallo"})
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


# -- Bad input -----------------------------------------------------------------------------------------------

WRONG: list[tuple[object, str]] = [
    ({}, "invalid_message"),
    ({"message": None}, "invalid_message"),
    ({"message": ""}, "invalid_message"),
    ({"message": " \n\t "}, "invalid_message"),
    ({"message": "\x00\x01"}, "invalid_message"),
    ({"message": 1}, "invalid_message"),
    ({"message": ["hulp"]}, "invalid_message"),
    ({"message": {"text": "hulp"}}, "invalid_message"),
    ({"message": "x" * (LONGEST_MESSAGE + 1)}, "message_too_long"),
    ({"message": "x", "conversation": 7}, "invalid_conversation"),
    ({"message": "x", "conversation": ["a"]}, "invalid_conversation"),
    ({"message": "x", "municipality": "atlantis"}, "unknown_municipality"),
    ({"message": "x", "municipality": "\x00"}, "unknown_municipality"),
    ({"message": "x", "municipality": 7}, "invalid_municipality"),
    ({"message": "x", "municipality": "emmen", "place": "atlantis"}, "unknown_place"),
    ({"message": "x", "municipality": "assen", "place": "zwartemeer"}, "unknown_place"),
    ({"message": "x", "municipality": "emmen", "place": 7}, "invalid_place"),
    ({"message": "x", "place": "zwartemeer"}, "invalid_place"),
    ({"message": "x", "language": "xx"}, "unknown_language"),
    ({"message": "x", "language": "NL"}, "unknown_language"),
    ({"message": "x", "language": False}, "invalid_language"),
    ([], "invalid_json"),
    ("hulp", "invalid_json"),
    (7, "invalid_json"),
    (None, "invalid_json"),
]


@pytest.mark.parametrize(("body", "code"), WRONG, ids=[f"{code}-{n}" for n, (_body, code) in enumerate(WRONG)])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_wrong_is_said_in_the_asked_language(
    passer_by: CheckingClient, body: object, code: str, language: str
) -> None:
    if isinstance(body, dict) and "language" not in body:
        response = passer_by.post(URL, json=body | {"language": language})
    else:
        response = passer_by.post(f"{URL}?lang={language}", json=body)
    assert response.status_code == 400
    assert response.mimetype == "application/json"
    assert response.headers["Content-Language"] == language
    found = json.loads(response.data)
    assert set(found) == {"error"}
    assert set(found["error"]) == {"code", "message"}
    assert found["error"]["code"] == code
    assert found["error"]["message"]


@pytest.mark.parametrize(
    ("data", "mimetype"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 60_000, "application/json"),
        (b'{"message": ' + b"9" * 10_000 + b"}", "application/json"),
        (b'{"message": "hulp"}', "text/plain"),
        (b"message=hulp", "application/x-www-form-urlencoded"),
    ],
    ids=range(7),
)
def test_a_body_that_is_no_json(passer_by: CheckingClient, data: bytes, mimetype: str) -> None:
    response = passer_by.post(URL, data=data, content_type=mimetype)
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"]["code"] == "invalid_json"


def test_a_body_that_is_far_too_large(passer_by: CheckingClient) -> None:
    response = passer_by.post(URL, json={"message": "x" * 600_000})
    assert response.status_code == 413
    assert response.json is not None
    assert set(response.json["error"]) == {"code", "message"}


@pytest.mark.parametrize(
    "message", ["👵🏽🦽", "<script>alert(1)</script>", "我需要帮助", "half \ud800 character", "a" * 2_000]
)
def test_any_message_gets_an_answer(passer_by: CheckingClient, message: str) -> None:
    assert set(ask(passer_by, message)) == FIELDS


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_wrong_method_is_answered_in_json(passer_by: CheckingClient, method: str) -> None:
    response = getattr(passer_by, method)(URL)
    assert response.status_code == 405
    assert response.json is not None
    assert set(response.json["error"]) == {"code", "message"}
    assert "POST" in response.headers["Allow"]


def test_a_fault_of_ours_is_json_and_the_log_holds_no_message(
    passer_by: CheckingClient, parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(parts.assistant, "reply", fail)
    response = passer_by.post(URL, json={"message": WHISPER})
    assert response.status_code == 500
    assert response.json is not None
    assert set(response.json["error"]) == {"code", "message"}
    assert WHISPER not in caplog.text
