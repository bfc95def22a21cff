"""How a session begins, what it is kept in, and that it ends."""

import time

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from werkzeug.http import parse_cookie

from tests.client import CheckingClient
from tests.functional.accounts.conftest import PASSWORD, Person, token_of
from tests.functional.every_page import ERRORS, OTHERS, PAGES
from webapp.accounts.models import User
from webapp.accounts.sessions import BEGAN, IDLE, LONGEST
from webapp.extensions import parts_of

ACCOUNT = "/beheer/account"


def _sign(browser: CheckingClient, session: dict[str, object]) -> None:
    interface = browser.application.session_interface
    serializer = interface.get_signing_serializer(browser.application)  # type: ignore[attr-defined]
    browser.set_cookie("beheer", serializer.dumps(session), path="/beheer")


def sign_as_if_ago(browser: CheckingClient, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    with browser.session_transaction(ACCOUNT) as session:
        held = dict(session)
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(now - seconds))
        _sign(browser, held)


@pytest.mark.parametrize(("more", "goes_on"), [(-60, True), (60, False)])
def test_a_session_ends_after_half_an_hour_of_nothing(
    hans: Person, more: float, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_as_if_ago(hans.browser, IDLE.total_seconds() + more, monkeypatch)
    assert hans.is_logged_in() is goes_on


def test_each_request_begins_the_half_hour_anew(hans: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for _time in range(3):
        sign_as_if_ago(hans.browser, IDLE.total_seconds() - 60, monkeypatch)
        assert hans.is_logged_in()


@pytest.mark.parametrize(("more", "goes_on"), [(-60, True), (60, False)])
def test_a_session_ends_after_twelve_hours(hans: Person, more: float, goes_on: bool) -> None:
    with hans.browser.session_transaction(ACCOUNT) as session:
        session[BEGAN] = time.time() - LONGEST.total_seconds() - more
    assert hans.is_logged_in() is goes_on


def test_a_session_of_a_disabled_account_ends_at_once(hans: Person) -> None:
    with parts_of(hans.app).sessions.begin() as session:
        session.get_one(User, hans.id).active = False
    assert not hans.is_logged_in()


def test_a_forged_session_opens_nothing(hans: Person, stranger: CheckingClient) -> None:
    hans.browser.get(ACCOUNT)
    cookie = hans.browser.get_cookie("beheer", path="/beheer")
    assert cookie is not None
    body, _dot, signature = cookie.value.rpartition(".")
    stranger.set_cookie("beheer", f"{body}x.{signature}", path="/beheer")
    assert stranger.get(ACCOUNT).status_code == 302


def cookies(browser: CheckingClient, url: str, scheme: str = "http") -> dict[str, str]:
    lines = browser.get(url, base_url=f"{scheme}://localhost").headers.getlist("Set-Cookie")
    return {next(iter(parse_cookie(line))): line for line in lines}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_a_careful_one(stranger: CheckingClient, scheme: str) -> None:
    found = cookies(stranger, "/beheer/inloggen", scheme)
    assert set(found) == {"beheer"}
    line = found["beheer"]
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Expires" not in line, "it goes when the browser closes"
    assert "Domain" not in line
    assert "Path=/beheer;" in f"{line};"
    assert ("Secure" in line) == (scheme == "https")


def test_nobody_stays_logged_in_whatever_they_ask(iris: Person) -> None:
    token = token_of(iris.browser.get("/beheer/inloggen"))
    form = {"email": iris.email, "password": PASSWORD, "remember": "y", "csrf_token": token}
    response = iris.browser.post("/beheer/inloggen", data=form)
    assert response.status_code == 302
    names = {next(iter(parse_cookie(line))) for line in response.headers.getlist("Set-Cookie")}
    assert names == {"beheer"}


@pytest.mark.parametrize("url", [*PAGES, *ERRORS, *OTHERS])
def test_pages_for_residents_know_no_session_even_of_staff(hans: Person, url: str) -> None:
    assert cookies(hans.browser, url) == {}


def test_pages_for_residents_are_the_same_to_staff(hans: Person, stranger: CheckingClient) -> None:
    for url in ("/", "/gemeente/emmen", "/hulplijnen"):
        assert hans.browser.get(url).data == stranger.get(url).data


def test_a_resident_needs_no_token(stranger: CheckingClient) -> None:
    assert stranger.post("/mijn-plaats", data={"place": "emmen"}).status_code == 302
    assert stranger.post("/chat", data={"message": "hallo"}).status_code == 303
    assert stranger.post("/api/v1/chat", json={"message": "hallo"}).status_code == 200


def test_no_page_for_staff_is_kept_anywhere(hans: Person) -> None:
    for url in (ACCOUNT, "/beheer/inloggen", "/beheer/gebruikers", "/beheer/atlantis"):
        assert hans.browser.get(url).headers["Cache-Control"] == "no-store"


def test_a_token_in_the_request_logs_nobody_in(app: Flask, hans: Person, stranger: CheckingClient) -> None:
    with app.test_request_context():
        token = hans.row.get_auth_token()
    assert stranger.get(ACCOUNT, query_string={"auth_token": token}).status_code == 302
    assert stranger.get(ACCOUNT, headers={"Authentication-Token": str(token)}).status_code == 302


def test_nothing_is_answered_in_json(stranger: CheckingClient) -> None:
    response = stranger.get("/beheer/inloggen", headers={"Accept": "application/json"})
    assert response.mimetype == "text/html"


def test_there_is_no_way_to_sign_up(stranger: CheckingClient) -> None:
    for url in ("/beheer/register", "/beheer/aanmelden", "/register", "/login", "/reset"):
        assert stranger.get(url).status_code == 404


def test_a_part_of_a_page_is_not_swapped_for_the_login_page(stranger: CheckingClient) -> None:
    response = stranger.get(ACCOUNT, headers={"HX-Request": "true"})
    assert (response.status_code, response.data) == (401, b"")
