"""/beheer/welkom: the link of an invitation."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from sociale_kaart.models import Metadata, OutboxMail
from tests.client import CheckingClient
from tests.functional.accounts.conftest import PASSWORD, Person, link_in, send
from tests.functional.reading import heading, main, words
from webapp.accounts import invitations
from webapp.extensions import parts_of

Mails = Callable[[str], list[OutboxMail]]
CHOSEN = {"password": PASSWORD, "password_confirm": PASSWORD}


@pytest.fixture
def newcomer(make_person: Callable[..., Person]) -> Person:
    """Somebody who was invited and has no password yet."""
    return make_person(password=None)


@pytest.fixture
def link(app: Flask, newcomer: Person, mails: Mails) -> str:
    with parts_of(app).sessions.begin() as session:
        invitations.send(session, user=newcomer.row, settings=parts_of(app).settings)
    return link_in(mails(newcomer.email)[0])


def test_an_invitation_leads_to_an_account_that_works(newcomer: Person, link: str) -> None:
    opened = newcomer.browser.get(link)
    assert heading(opened) == "Welkom bij Meedoen"
    assert newcomer.email in words(main(opened))
    assert send(newcomer.browser, link, CHOSEN).headers["Location"] == "/beheer/inloggen"
    newcomer.log_in()
    assert newcomer.is_logged_in()


def test_accepting_stands_in_the_history_without_a_name(newcomer: Person, link: str) -> None:
    send(newcomer.browser, link, CHOSEN)
    with parts_of(newcomer.app).sessions() as session:
        event = session.scalars(select(Metadata).where(Metadata.resource_id == f"user:{newcomer.id}")).one()
    assert (event.updated_by, event.changes) == (f"user:{newcomer.id}", {"accepted": [False, True]})


def test_an_invitation_works_once(newcomer: Person, link: str) -> None:
    send(newcomer.browser, link, CHOSEN)
    assert newcomer.browser.get(link).status_code == 410
    assert newcomer.browser.post(link, data=CHOSEN).status_code in (400, 410)


@pytest.mark.parametrize("changed", ["{link}x", "/beheer/welkom?sleutel=onzin", "/beheer/welkom"])
def test_a_link_that_was_tampered_with_opens_nothing(stranger: CheckingClient, link: str, changed: str) -> None:
    response = stranger.get(changed.format(link=link))
    assert response.status_code == 410
    assert heading(response) == "Deze link werkt niet meer"


def test_a_link_that_expired_says_so(newcomer: Person, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "LASTS", dt.timedelta(seconds=-1))
    response = newcomer.browser.get(link)
    assert response.status_code == 410
    assert "verlopen" in words(main(response))


def test_a_password_that_will_not_do_is_told_at_its_field(newcomer: Person, link: str) -> None:
    response = send(newcomer.browser, link, {"password": "kort", "password_confirm": "kort"})
    assert response.status_code == 422
    assert "12 tekens of meer" in words(main(response))
    assert newcomer.row.password is None


def test_the_key_of_a_reset_is_no_key_of_an_invitation(newcomer: Person, mails: Mails) -> None:
    send(newcomer.browser, "/beheer/wachtwoord-vergeten", {"email": newcomer.email})
    key = link_in(mails(newcomer.email)[0]).rpartition("/")[2]
    assert newcomer.browser.get(f"/beheer/welkom?sleutel={key}").status_code == 410


def test_who_lost_the_invitation_can_ask_for_a_password_by_mail(newcomer: Person, mails: Mails) -> None:
    send(newcomer.browser, "/beheer/wachtwoord-vergeten", {"email": newcomer.email})
    send(newcomer.browser, link_in(mails(newcomer.email)[0]), CHOSEN)
    newcomer.log_in()
    assert newcomer.is_logged_in()


def test_a_name_is_text_and_nothing_else(app: Flask, make_person: Callable[..., Person], mails: Mails) -> None:
    odd = make_person(password=None)
    with parts_of(app).sessions.begin() as session:
        user = session.merge(odd.row)
        user.name = "{link} <script>alert(1)</script>"
        invitations.send(session, user=user, settings=parts_of(app).settings)
    response = odd.browser.get(link_in(mails(odd.email)[0]))
    assert "<script>alert(1)</script>" in words(main(response))
