"""The form of GET /api/v1/search, as other programs rely on it (see README.md)."""

import json
from typing import Any

import pytest

from tests.client import CheckingClient
from webapp.settings import ROOT
from webapp.wiring import Parts

QUERIES = [
    "",
    "q=vervoer",
    "q=infohuus&municipality=emmen",
    "q=ik+ben+vaak+alleen&municipality=emmen&place=zwartemeer",
    "q=mijn+man+slaat+mij",
    "q=mantelzrog",
    "q=xqzwvkj",
    "q=%00",
    "need=schulden&municipality=haren",
    "tier=1&limit=100",
    "q=rolstoel&lang=en&tier=3&free=1",
]


def ask(client: CheckingClient, query: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    found: dict[str, Any] = json.loads(response.data)
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_the_answer_has_exactly_these_keys_and_types(passer_by: CheckingClient, query: str) -> None:
    found = ask(passer_by, query)
    assert set(found) == {"total", "items", "needs", "did_you_mean", "urgent"}
    assert type(found["total"]) is int
    assert found["total"] >= len(found["items"])
    assert found["did_you_mean"] is None or type(found["did_you_mean"]) is str
    assert found["urgent"] is None or type(found["urgent"]) is str
    for need in found["needs"]:
        assert set(need) == {"key", "confidence"}
        assert type(need["key"]) is str
        assert type(need["confidence"]) is float
        assert 0 <= need["confidence"] <= 1


@pytest.mark.parametrize("query", QUERIES)
def test_an_item_has_exactly_these_keys_and_types(passer_by: CheckingClient, query: str) -> None:
    for item in ask(passer_by, query)["items"]:
        assert set(item) == {"id", "name", "url", "tier", "needs", "municipality", "places", "score"}
        assert all(type(item[key]) is str for key in ("id", "name", "url"))
        assert item["url"].startswith("/")
        assert type(item["tier"]) is int
        assert item["tier"] in (1, 2, 3, 4)
        assert item["municipality"] is None or type(item["municipality"]) is str
        assert all(type(each) is str for each in (*item["needs"], *item["places"]))
        assert type(item["needs"]) is type(item["places"]) is list
        assert type(item["score"]) is float


@pytest.mark.parametrize("query", QUERIES)
def test_items_come_by_tier_and_best_first_after_what_was_named(passer_by: CheckingClient, query: str) -> None:
    items = ask(passer_by, query + "&limit=100")["items"]
    ladder = [item for item in items if item["score"] <= 1.0 or not query.startswith("q=infohuus")]
    assert [item["tier"] for item in ladder] == sorted(item["tier"] for item in ladder)
    for tier in (1, 2, 3, 4):
        scores = [item["score"] for item in ladder if item["tier"] == tier]
        assert scores == sorted(scores, reverse=True)


def test_needs_come_likeliest_first_and_are_needs_of_the_register(
    passer_by: CheckingClient, every_need_key: set[str]
) -> None:
    needs = ask(passer_by, "q=ik+ben+vaak+alleen")["needs"]
    confidences = [need["confidence"] for need in needs]
    assert confidences == sorted(confidences, reverse=True)
    assert needs[0]["key"] == "eenzaamheid"
    assert {need["key"] for need in needs} <= every_need_key


@pytest.fixture
def every_need_key(parts: Parts) -> set[str]:
    return {need for entry in parts.search.index.entries for need in entry.needs}


def test_the_limit_is_20_unless_told(passer_by: CheckingClient) -> None:
    assert len(ask(passer_by, "")["items"]) == 20
    assert len(ask(passer_by, "limit=")["items"]) == 20


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_a_limit_gives_the_first_ones_and_the_same_total(passer_by: CheckingClient, limit: int) -> None:
    some, most = (
        ask(passer_by, f"municipality=emmen&limit={limit}"),
        ask(passer_by, "municipality=emmen&limit=100"),
    )
    assert some["items"] == most["items"][:limit]
    assert some["total"] == most["total"] > 100


def test_the_same_question_gives_the_same_answer(passer_by: CheckingClient) -> None:
    assert ask(passer_by, "q=ik+zorg+voor+mijn+moeder") == ask(passer_by, "q=ik+zorg+voor+mijn+moeder")


def test_filters(passer_by: CheckingClient) -> None:
    query = "municipality=emmen&place=zwartemeer&need=ontmoeting&tier=3&limit=100"
    items = ask(passer_by, query)["items"]
    assert items
    for item in items:
        assert item["municipality"] in ("emmen", None)
        assert item["places"] == [] or "zwartemeer" in item["places"]
        assert "ontmoeting" in item["needs"]
        assert item["tier"] == 3


@pytest.mark.parametrize("place", ["zwartemeer", "Zwartemeer", "ZWARTEMEER"])
def test_a_place_may_be_given_by_name(passer_by: CheckingClient, place: str) -> None:
    by_slug = ask(passer_by, "q=ontmoeting&municipality=emmen&place=zwartemeer")
    assert ask(passer_by, f"q=ontmoeting&municipality=emmen&place={place}") == by_slug


def test_without_a_query_there_are_no_needs_and_no_correction(passer_by: CheckingClient) -> None:
    found = ask(passer_by, "municipality=assen")
    assert (found["needs"], found["did_you_mean"], found["urgent"]) == ([], None, None)


@pytest.mark.parametrize(
    ("query", "urgent"),
    [
        ("mijn man slaat mij", "huiselijk_geweld"),
        ("ik wil niet meer leven", "suicide"),
        ("113", "suicide"),
        ("112", "acuut_gevaar"),
        ("mijn kind wordt geslagen door zijn vader", "kindermishandeling"),
        ("samen koffie drinken", None),
        ("open van 1 tot 12 uur", None),
        ("", None),
    ],
)
def test_urgent_names_the_kind_of_danger(passer_by: CheckingClient, query: str, urgent: str | None) -> None:
    response = passer_by.get("/api/v1/search", query_string={"q": query})
    assert response.json is not None
    assert response.json["urgent"] == urgent


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_error_has_exactly_a_code_and_a_message(passer_by: CheckingClient, language: str) -> None:
    response = passer_by.get(f"/api/v1/search?municipality=atlantis&lang={language}")
    assert response.status_code == 400
    assert response.json is not None
    assert set(response.json) == {"error"}
    assert set(response.json["error"]) == {"code", "message"}
    assert response.json["error"]["code"] == "unknown_municipality"


@pytest.mark.skipif(
    not (ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.mo").exists(),
    reason="the English texts are not there yet",
)
def test_the_error_message_is_in_the_asked_language(passer_by: CheckingClient) -> None:
    messages = {
        language: (passer_by.get(f"/api/v1/search?tier=9&lang={language}").json or {})["error"]["message"]
        for language in ("nl", "en")
    }
    assert messages["nl"] != messages["en"]


def test_the_health_of_the_application(passer_by: CheckingClient) -> None:
    response = passer_by.get("/healthz")
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["status"] == "ok"
