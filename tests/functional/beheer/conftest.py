"""What the tests of the back office share: a listing of Olga's organisation that a test may change, and its form."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from html5lib import parse

from sociale_kaart.actions.publishing import put_online
from sociale_kaart.exchange.documents import ServiceDocument
from tests.client import CheckingClient
from tests.staff import CAST
from webapp.wiring import Parts

_numbers = count(1)


@pytest.fixture
def club(parts: Parts, app: Flask) -> str:
    """The id of a published listing of Olga's organisation, which no other test touches."""
    assert app
    key = f"emmen-proefclub-{next(_numbers)}"
    document = ServiceDocument.model_validate(
        {
            "key": key,
            "kind": "activity",
            "name": f"Breiclub {key}",
            "organization": CAST["olga"][3],
            "tier": 2,
            "needs": ["ontmoeting"],
            "places": ["zwartemeer"],
            "status": "active",
            "summary": "Samen breien en koffie drinken.",
            "description": "Elke week breien we samen. Iedereen mag komen.",
            "phones": [{"number": "0591-123456"}],
            "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
            "source": "Een redacteur",
        }
    )
    with parts.sessions() as session:
        put_online(session, document=document, municipality="emmen", reason=None, by="test")
        session.commit()
    return key


Filled = dict[str, list[str]]
Fill = Callable[..., Filled]


@pytest.fixture
def form_of() -> Fill:
    """Reads the form of a page as a browser would send it, with some fields filled in differently."""

    def fill(client: CheckingClient, url: str, /, **changed: Any) -> Filled:
        tree = parse(client.get(url).get_data(as_text=True), namespaceHTMLElements=False)
        form = next(form for form in tree.iter("form") if "listing-form" in form.get("class", ""))
        sent: Filled = {}
        for element in form.iter():
            name, kind = element.get("name"), element.get("type")
            if (
                not name
                or element.tag == "button"
                or (kind in ("checkbox", "radio") and element.get("checked") is None)
            ):
                continue
            sent.setdefault(name, []).append(_value(element))
        for name, value in changed.items():
            sent[name] = value if isinstance(value, list) else [value]
        return sent

    return fill


def _value(element: Any) -> str:
    if element.tag == "select":
        chosen = [option.get("value", "") for option in element.iter("option") if option.get("selected") is not None]
        return chosen[0] if chosen else next(element.iter("option")).get("value", "")
    if element.tag == "textarea":
        return (element.text or "").removeprefix("\n")
    return element.get("value", "")
