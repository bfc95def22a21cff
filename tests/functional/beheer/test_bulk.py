"""/beheer/hulp/samen: one change to many listings: chosen, shown, and then all of them or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from sociale_kaart.actions.publishing import put_online
from sociale_kaart.exchange import mapping
from sociale_kaart.models import Metadata, Service
from tests.client import CheckingClient
from webapp.wiring import Parts

URL = "/beheer/hulp/samen"
Data = dict[str, Any]


@pytest.fixture
def clubs(parts: Parts, club: str) -> list[str]:
    """Two listings in Emmen."""
    other = f"{club}-twee"
    with parts.sessions.begin() as session:
        document = mapping.service_document(session.get_one(Service, club))
        put_online(
            session, document=document.model_copy(update={"key": other}), municipality="emmen", reason=None, by="x"
        )
    return [club, other]


def versions(parts: Parts, keys: list[str]) -> list[int]:
    with parts.sessions() as session:
        return [session.get_one(Service, key).version for key in keys]


def document(parts: Parts, key: str) -> Data:
    with parts.sessions() as session:
        return mapping.service_document(session.get_one(Service, key)).as_data()


def send(client: CheckingClient, keys: list[str], **form: Any) -> TestResponse:
    return client.post(URL, data={"id": keys} | form)


def write(parts: Parts, client: CheckingClient, keys: list[str], **form: Any) -> TestResponse:
    sent = {"action": "write", "reason": "Nieuwe indeling", "seen": versions(parts, keys)} | form
    return send(client, keys, **sent)


def test_from_the_list_to_the_choice(mark: CheckingClient, clubs: list[str]) -> None:
    page = mark.get(f"/beheer/hulp?q={clubs[0]}").get_data(as_text=True)
    assert f'name="id" value="{clubs[0]}"' in page
    chosen = send(mark, clubs)
    assert chosen.status_code == 200
    for name in ("Hulpvraag erbij", "Andere trede", f"Breiclub {clubs[0]}", "Angelslo"):
        assert name in chosen.get_data(as_text=True)


def test_an_organisation_editor_has_no_part_in_it(olga: CheckingClient, clubs: list[str]) -> None:
    assert 'name="id"' not in olga.get(f"/beheer/hulp?q={clubs[0]}").get_data(as_text=True)
    assert send(olga, clubs).status_code == 403


@pytest.mark.parametrize(
    ("change", "field", "value", "found"),
    [
        ("add_need", "need", "vervoer", {"needs": ["ontmoeting", "vervoer"]}),
        ("set_tier", "tier", "3", {"tier": 3}),
        ("add_place", "place", "emmen/angelslo", {"places": ["angelslo", "zwartemeer"]}),
        ("set_organization", "organization", "", {"organization": None}),
    ],
)
def test_a_change_is_shown_and_then_made_to_all(
    parts: Parts, mark: CheckingClient, clubs: list[str], change: str, field: str, value: str, found: Data
) -> None:
    before = [document(parts, key) for key in clubs]
    shown = send(mark, clubs, action="show", change=change, **{field: value})
    assert shown.status_code == 200
    assert shown.get_data(as_text=True).count("<table") == 2
    assert [document(parts, key) for key in clubs] == before
    assert write(parts, mark, clubs, change=change, **{field: value}).status_code == 303
    for key in clubs:
        data = document(parts, key)
        assert {name: data.get(name) for name in found} == found
        with parts.sessions() as session:
            events = select(Metadata).where(Metadata.resource_id == key).order_by(Metadata.id.desc()).limit(1)
            event = session.scalars(events).one()
        assert (event.reason, set(event.changes)) == ("Nieuwe indeling", set(found))


def test_what_was_added_can_be_taken_away(parts: Parts, mark: CheckingClient, clubs: list[str]) -> None:
    before = [document(parts, key) for key in clubs]
    for kind, field, value in (("need", "need", "vervoer"), ("place", "place", "emmen/angelslo")):
        assert write(parts, mark, clubs, change=f"add_{kind}", **{field: value}).status_code == 303
        assert write(parts, mark, clubs, change=f"remove_{kind}", **{field: value}).status_code == 303
    assert [document(parts, key) for key in clubs] == before


def test_one_that_cannot_keeps_all_as_they_are(parts: Parts, mark: CheckingClient, clubs: list[str]) -> None:
    assert write(parts, mark, clubs[:1], change="add_need", need="vervoer").status_code == 303
    shown = send(mark, clubs, action="show", change="remove_need", need="ontmoeting")
    assert "Kies er minstens één." in shown.get_data(as_text=True)
    assert "Verander alles" not in shown.get_data(as_text=True)
    assert write(parts, mark, clubs, change="remove_need", need="ontmoeting").status_code == 422
    assert document(parts, clubs[0])["needs"] == ["ontmoeting", "vervoer"]


@pytest.mark.parametrize("change", ["remove_place", "add_place"])
def test_a_place_never_makes_a_listing_for_the_whole_municipality_or_no_longer(
    parts: Parts, mark: CheckingClient, clubs: list[str], change: str
) -> None:
    if change == "add_place":
        with parts.sessions.begin() as session:
            whole = mapping.service_document(session.get_one(Service, clubs[0])).model_copy(update={"places": []})
            put_online(session, document=whole, municipality="emmen", reason=None, by="x")
    shown = send(mark, clubs, action="show", change=change, place="emmen/zwartemeer").get_data(as_text=True)
    assert "hele gemeente" in shown
    assert write(parts, mark, clubs, change=change, place="emmen/zwartemeer").status_code == 422


def test_a_listing_that_changed_since_is_told(parts: Parts, mark: CheckingClient, clubs: list[str]) -> None:
    seen = versions(parts, clubs)
    assert write(parts, mark, clubs[1:], change="set_tier", tier="1").status_code == 303
    answer = write(parts, mark, clubs, change="set_tier", tier="3", seen=seen)
    assert answer.status_code == 409
    assert "iemand anders veranderde er intussen iets aan" in answer.get_data(as_text=True)
    assert [document(parts, key)["tier"] for key in clubs] == [2, 1]


def test_another_municipality_is_out_of_reach(parts: Parts, mark: CheckingClient) -> None:
    with parts.sessions() as session:
        query = select(Service.id).where(Service.municipality_id == "assen").order_by(Service.id).limit(1)
        theirs = [session.scalars(query).one()]
    assert "Dit is niet van uw gemeente." in send(mark, theirs, action="show", change="set_tier", tier="1").text
    assert write(parts, mark, theirs, change="set_tier", tier="1").status_code == 403


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"action": "show"}, "Kies wat u wilt veranderen."),
        ({"action": "show", "change": "onzin"}, "Kies wat u wilt veranderen."),
        ({"action": "show", "change": "add_need"}, "Kies ook waarin"),
        ({"action": "write", "change": "set_tier", "tier": "3", "reason": " "}, "Schrijf waarom."),
        ({"action": "write", "change": "set_tier", "tier": "9", "reason": "x"}, "Er is niets veranderd"),
        ({"action": "write", "change": "add_need", "need": "onzin", "reason": "x"}, "Er is niets veranderd"),
    ],
)
def test_what_is_not_filled_in_is_told(
    parts: Parts, mark: CheckingClient, clubs: list[str], form: dict[str, str], told: str
) -> None:
    answer = send(mark, clubs, seen=versions(parts, clubs), **form)
    assert answer.status_code == 422
    assert told in answer.text


def test_nothing_chosen_and_what_is_not_online(mark: CheckingClient) -> None:
    assert mark.post(URL, data={}).status_code == 303
    shown = send(mark, ["bestaat-niet"], action="show", change="set_tier", tier="1")
    assert "Dit staat nog niet online." in shown.text
