"""/beheer/gebruikers and /beheer/gebruikers/nieuw: all accounts, and inviting someone."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from sociale_kaart.actors import Role
from sociale_kaart.models import Metadata, OutboxMail
from tests.client import CheckingClient
from tests.functional.accounts.conftest import PASSWORD, Person, link_in, send
from tests.functional.reading import chosen, field, main, words
from webapp.accounts.models import User
from webapp.extensions import parts_of

LIST = "/beheer/gebruikers"
NEW = f"{LIST}/nieuw"
Mails = Callable[[str], list[OutboxMail]]


def form(email: str, **changes: str) -> dict[str, str]:
    whole = {"name": "Nina Kok", "role": "municipality_editor", "municipality": "emmen", "organization": ""}
    return {"email": email} | whole | changes


def account(app: Flask, email: str) -> User | None:
    with parts_of(app).sessions() as session:
        return session.scalar(select(User).where(User.email == email))


def test_the_list_shows_everyone_and_how_they_stand(ada: CheckingClient, make_person: Callable[..., Person]) -> None:
    active, invited, disabled = make_person(), make_person(password=None), make_person(active=False)
    rows = [words(row) for row in main(ada.get(LIST)).iter("tr")]
    for person, state in ((active, "Kan inloggen"), (invited, "Uitgenodigd"), (disabled, "Kan niet inloggen")):
        (row,) = [row for row in rows if person.email in row]
        assert state in row
    (row,) = [row for row in rows if "olga@example.org" in row]
    assert "Redacteur van een organisatie" in row
    assert "Sedna" in row


def test_an_invitation_from_form_to_account(ada: CheckingClient, mails: Mails, stranger: CheckingClient) -> None:
    response = send(ada, NEW, form("Nina@Example.org"))
    assert response.headers["Location"] == LIST
    assert "nina@example.org" in words(main(ada.get(LIST)))
    (mail,) = mails("nina@example.org")
    assert mail.kind == "invitation"
    assert "Beste Nina Kok" in str(mail.text)
    assert "Dear Nina Kok" in str(mail.text)
    send(stranger, link_in(mail), {"password": PASSWORD, "password_confirm": PASSWORD})
    send(stranger, "/beheer/inloggen", {"email": "nina@example.org", "password": PASSWORD})
    assert "Nina Kok" in words(main(stranger.get("/beheer/account")))


def test_an_invitation_stands_in_the_history_without_anything_personal(ada: CheckingClient, app: Flask) -> None:
    send(ada, NEW, form("geschiedenis@example.org", name="Geheime Naam"))
    found = account(app, "geschiedenis@example.org")
    assert found is not None
    with parts_of(app).sessions() as session:
        event = session.scalars(select(Metadata).where(Metadata.resource_id == found.key)).one()
    assert event.updated_by.startswith("user:")
    assert event.changes == {"role": [None, "municipality_editor"], "municipality": [None, "emmen"]}


@pytest.mark.parametrize(
    ("role", "typed", "place"),
    [
        ("organization_editor", {"organization": "sedna", "municipality": "assen"}, ("emmen", "sedna")),
        ("municipality_editor", {"organization": "sedna", "municipality": "assen"}, ("assen", None)),
        ("volunteer", {"organization": "sedna", "municipality": "assen"}, ("assen", None)),
        ("administrator", {"organization": "sedna", "municipality": "assen"}, (None, None)),
    ],
)
def test_what_does_not_belong_to_the_role_is_left_out(
    ada: CheckingClient, app: Flask, role: str, typed: dict[str, str], place: tuple[str | None, str | None]
) -> None:
    send(ada, NEW, form(f"{role}@example.org", role=role, **typed))
    found = account(app, f"{role}@example.org")
    assert found is not None
    assert (found.role, found.municipality_id, found.organization_id) == (role, *place)


@pytest.mark.parametrize(
    ("changes", "wrong", "fault"),
    [
        ({"email": "geen adres"}, "email", "geen e-mailadres"),
        ({"email": ""}, "email", "geen e-mailadres"),
        ({"email": "a@b"}, "email", "geen e-mailadres"),
        ({"email": "vera@example.org"}, "email", "al een account"),
        ({"email": "VERA@example.org"}, "email", "al een account"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email", "geen e-mailadres"),
        ({"name": " "}, "name", "Vul een naam in"),
        ({"name": "x" * 101}, "name", "te lang"),
        ({"role": ""}, "role", "Kies een rol"),
        ({"role": "keizer"}, "role", "Kies een rol"),
        ({"municipality": ""}, "municipality", "Kies een gemeente"),
        ({"municipality": "atlantis"}, "municipality", "Kies een gemeente"),
        ({"role": "organization_editor"}, "organization", "Kies een organisatie"),
        ({"role": "organization_editor", "organization": "atlantis"}, "organization", "Kies een organisatie"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_sent(
    ada: CheckingClient, vera: CheckingClient, app: Flask, changes: dict[str, str], wrong: str, fault: str
) -> None:
    with parts_of(app).sessions() as session:
        before = session.scalar(select(func.count(OutboxMail.id)))
    typed = form("nieuw@example.org") | changes
    response = send(ada, NEW, typed)
    assert response.status_code == 422
    shown = main(response)
    described = str(field(shown, wrong).get("aria-describedby")).split()
    told = [words(child) for child in shown.iter() if child.get("id") in described]
    assert any(fault in text for text in told)
    for name in {"name", "email"} - {wrong}:
        assert field(shown, name).get("value") == typed[name], "what was typed is still there"
    assert chosen(shown, "role") == (typed["role"] if typed["role"] in tuple(Role) else None)
    with parts_of(app).sessions() as session:
        assert session.scalar(select(func.count(OutboxMail.id))) == before
    assert account(app, "nieuw@example.org") is None


def test_hostile_names_are_text(ada: CheckingClient) -> None:
    send(ada, NEW, form("hostile@example.org", name="<script>alert(1)</script>\x00"))
    assert "<script>alert(1)</script>" in words(main(ada.get(LIST)))


def test_the_form_sent_twice_makes_one_account(ada: CheckingClient, app: Flask, mails: Mails) -> None:
    send(ada, NEW, form("dubbel@example.org"))
    assert send(ada, NEW, form("dubbel@example.org")).status_code == 422
    assert len(mails("dubbel@example.org")) == 1
