"""/beheer/woorden/hulplijnen: a number that is shown in danger changes only when two people say so."""

from itertools import count

import pytest
from flask import Flask

from sociale_kaart.actors import Role
from tests.client import CheckingClient
from tests.functional.beheer.conftest import Fill
from tests.functional.beheer.test_vocabulary import WORDS, eventually, go_back, text_of
from tests.staff import add_user, log_in

_numbers = count(1)


@pytest.fixture
def ben(app: Flask) -> CheckingClient:
    """Ben, another administrator."""
    number = next(_numbers)
    return log_in(app, add_user(app, f"ben{number}@example.org", "Ben Visser", Role.ADMINISTRATOR))


@pytest.fixture
def line(ada: CheckingClient, ben: CheckingClient, form_of: Fill) -> str:
    """The URL of a helpline that no other test touches: Ada proposed it, Ben confirmed it."""
    url, number = f"{WORDS}/nieuwe-hulplijn", next(_numbers)
    sent = form_of(ada, url, name=f"Proeflijn {number}", phone="0800 1234", owner="voorbeeld.nl", seen="voorbeeld.nl")
    answer = ada.post(url, data=sent | {"needs": ["tuin"], "url": ["voorbeeld.nl/lijn"]})
    assert answer.status_code == 303
    there = answer.headers["Location"]
    decide(ben, there, "confirm", form_of)
    return there


def decide(client: CheckingClient, url: str, action: str, form_of: Fill) -> int:
    """Press a button under what waits; gives the status of the answer."""
    sent = {"action": action, "as_seen": form_of(client, url)["as_seen"]}
    return client.post(f"{url}/besluit", data=sent).status_code


def test_the_public_sees_the_old_number_until_somebody_else_confirms(
    ada: CheckingClient, ben: CheckingClient, passer_by: CheckingClient, line: str, form_of: Fill
) -> None:
    eventually(passer_by, "/hulplijnen", "tel:08001234")
    sent = form_of(ada, line, phone="0800-4321", reason="Nieuw nummer", **{"open.days": "daily", "open.opens": "9"})
    assert ada.post(line, data=sent | {"open.closes": ["21"]}).status_code == 303
    page = text_of(ada, line)
    assert "Een andere beheerder moet het bevestigen" in page
    assert "tel:08004321" not in text_of(passer_by, "/hulplijnen")
    assert decide(ada, line, "confirm", form_of) == 403
    page = text_of(ben, line)
    for told in ("Ada Jansen", "Nieuw nummer", "0800-1234", "0800-4321", "https://voorbeeld.nl/lijn"):
        assert told in page
    assert decide(ben, line, "confirm", form_of) == 303
    page = eventually(passer_by, "/hulplijnen", "tel:08004321")
    assert "elke dag van 9 tot 21 uur" in page
    assert "tel:08001234" not in page
    history = text_of(ada, line.replace("/hulplijnen/", "/geschiedenis/helpline/"))
    for told in ("Voorgesteld", "Ada Jansen", "Ben Visser", "0800-1234"):
        assert told in history


def test_a_proposal_can_be_taken_back(ada: CheckingClient, line: str, form_of: Fill) -> None:
    ada.post(line, data=form_of(ada, line, phone="0800-4321"))
    assert decide(ada, line, "discard", form_of) == 303
    assert "0800-4321" not in text_of(ada, line)
    assert "0800-4321" in text_of(ada, line.replace("/hulplijnen/", "/geschiedenis/helpline/"))


def test_what_is_confirmed_is_what_was_seen(ada: CheckingClient, ben: CheckingClient, line: str, form_of: Fill) -> None:
    ada.post(line, data=form_of(ada, line, phone="0800-4321"))
    seen = form_of(ben, line)["as_seen"]
    ada.post(line, data=form_of(ada, line, phone="0800-9999"))
    answer = ben.post(f"{line}/besluit", data={"action": "confirm", "as_seen": seen})
    assert answer.status_code == 409
    assert "0800-9999" in answer.get_data(as_text=True)


def test_the_second_of_two_editors_sees_both_versions(
    ada: CheckingClient, ben: CheckingClient, line: str, form_of: Fill
) -> None:
    first, second = form_of(ada, line, phone="0800-4321"), form_of(ben, line, owner="een ander")
    ada.post(line, data=first)
    answer = ben.post(line, data=second)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "0800-4321" in page
    assert "een ander" in page


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"phone": "12"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"phone": "0900-0113"}, "phone"),
        ({"open.days": "daily", "open.opens": "half negen", "open.closes": "12"}, "open"),
        ({"open.days": "daily", "open.opens": "9", "open.closes": ""}, "open"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"needs": ["bestaat_niet"]}, "needs"),
        ({"owner": ""}, "owner"),
    ],
)
def test_nothing_wrong_is_proposed(
    ada: CheckingClient, line: str, changed: dict[str, str], at: str, form_of: Fill
) -> None:
    answer = ada.post(line, data=form_of(ada, line, **changed))
    assert answer.status_code == 422
    assert f'id="{at}-fault"' in answer.get_data(as_text=True)
    assert "Een andere beheerder moet het bevestigen" not in text_of(ada, line)


def test_danger_keeps_its_number(ada: CheckingClient, form_of: Fill) -> None:
    url = f"{WORDS}/hulplijnen/zelfmoordpreventie"
    answer = ada.post(url, data=form_of(ada, url, needs=["tuin"]))
    assert answer.status_code == 422
    assert "enige hulplijn" in answer.get_data(as_text=True)
    answer = ada.post(url, data={"action": "drop", "as_seen": form_of(ada, url)["as_seen"]})
    assert answer.status_code in (409, 422)
    assert ada.get(url).status_code == 200


def test_a_helpline_goes_and_comes_back_in_two_steps(
    ada: CheckingClient, ben: CheckingClient, line: str, form_of: Fill
) -> None:
    ada.post(line, data={"action": "drop", "as_seen": form_of(ada, line)["as_seen"]})
    assert "De hulplijn wordt weggehaald." in text_of(ben, line)
    assert decide(ben, line, "confirm", form_of) == 303
    assert ada.get(line).status_code == 404
    history = line.replace("/hulplijnen/", "/geschiedenis/helpline/")
    assert history in text_of(ada, f"{WORDS}/hulplijnen")
    go_back(ada, history)
    assert decide(ben, line, "confirm", form_of) == 303
    assert "0800-1234" in text_of(ada, line)


def test_a_check_is_noted(ada: CheckingClient, form_of: Fill) -> None:
    url = f"{WORDS}/hulplijnen/mind"
    assert "Nog nooit nagekeken." in text_of(ada, url)
    assert decide(ada, url, "check", form_of) == 303
    assert "Nagekeken op" in text_of(ada, url)


@pytest.mark.parametrize(
    "path", ["/hulplijnen", "/hulplijnen/alarm", "/nieuwe-hulplijn", "/geschiedenis/helpline/alarm"]
)
def test_only_administrators(mark: CheckingClient, ada: CheckingClient, path: str) -> None:
    assert mark.get(WORDS + path).status_code == 403
    assert ada.get(WORDS + path).status_code == 200


def test_what_is_due_is_flagged(ada: CheckingClient, mark: CheckingClient) -> None:
    assert "nakijken" in text_of(ada, WORDS)
    assert "nakijken" not in text_of(mark, WORDS)
