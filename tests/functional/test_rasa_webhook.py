"""`POST /rasa/webhook`: Rasa's action server."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.client import CheckingClient
from webapp.wiring import Parts

URL = "/rasa/webhook"


def call(
    action: str = "action_understand", text: str = "ik kan mijn huis niet schoonmaken", **slots: Any
) -> dict[str, Any]:
    tracker = {"slots": slots, "latest_message": {"text": text, "intent": {"name": "schoonmaak"}}}
    return {"next_action": action, "sender_id": "x", "tracker": tracker}


def test_an_action_answers_with_events(passer_by: CheckingClient) -> None:
    response = passer_by.post(URL, json=call())
    events = {event["name"]: event["value"] for event in response.get_json()["events"]}
    assert response.status_code == 200
    assert events["needs"] == ["schoonmaak"]
    assert events["next_step"] == "place"


def test_the_staircase_comes_as_a_custom_payload(passer_by: CheckingClient) -> None:
    answer = passer_by.post(URL, json=call("action_recommend", needs=["schoonmaak"], municipality="emmen")).get_json()
    custom = next(part["custom"] for part in answer["responses"] if "custom" in part)
    assert [step["tier"] for step in custom["steps"]] == [1, 2, 3, 4]
    assert custom["wmo_route"] is True


@pytest.mark.parametrize(
    ("body", "code"),
    [(call("action_hack"), "unknown_action"), ({}, "bad_call"), ({"next_action": "x", "tracker": 3}, "bad_call")],
)
def test_a_wrong_call_is_refused(passer_by: CheckingClient, body: dict[str, Any], code: str) -> None:
    response = passer_by.post(URL, json=body)
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, code)


def test_what_is_no_json_is_refused(passer_by: CheckingClient) -> None:
    assert passer_by.post(URL, data="hallo").status_code == 415


def test_it_cannot_be_read(passer_by: CheckingClient) -> None:
    assert passer_by.get(URL).status_code == 405


@pytest.mark.parametrize(("query", "status"), [("?token=geheim", 200), ("?token=fout", 403), ("", 403)])
def test_with_a_token_set_only_rasa_may_call(app: Flask, parts: Parts, query: str, status: int) -> None:
    app.extensions["meedoen"] = replace(parts, settings=replace(parts.settings, rasa_token="geheim"))  # noqa: S106
    try:
        assert app.test_client().post(URL + query, json=call()).status_code == status
    finally:
        app.extensions["meedoen"] = parts
