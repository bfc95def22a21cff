"""/beheer/inloggen: who comes in, who does not, and what a refusal gives away."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import update

from tests.client import CheckingClient
from tests.functional.accounts.conftest import PASSWORD, Person, send
from tests.functional.reading import main, words
from webapp.accounts import lockout
from webapp.accounts.models import FailedLogins, User
from webapp.extensions import parts_of

WRONG = "een heel ander wachtwoord"


def test_a_password_opens_the_back_office(iris: Person) -> None:
    response = iris.log_in()
    assert response.status_code == 302
    assert response.headers["Location"] == "/beheer/"
    assert iris.is_logged_in()
    assert iris.row.last_login_on is not None


def test_an_email_address_may_be_typed_in_any_case(iris: Person) -> None:
    iris.email = iris.email.upper()
    iris.log_in()
    assert iris.is_logged_in()


def test_passwords_are_kept_as_argon2id(iris: Person) -> None:
    assert str(iris.row.password).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_someone_who_had_to_log_in_goes_on_where_they_were(iris: Person) -> None:
    asked = iris.browser.get("/beheer/account?x=1")
    assert asked.status_code == 302
    login = asked.headers["Location"]
    response = send(iris.browser, login, {"email": iris.email, "password": PASSWORD})
    assert response.headers["Location"] == "/beheer/account?x=1"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "\t//evil.example"])
def test_logging_in_leads_to_no_other_site(iris: Person, target: str) -> None:
    response = send(iris.browser, "/beheer/inloggen", {"email": iris.email, "password": PASSWORD, "next": target})
    assert urlsplit(urljoin("http://localhost/", response.headers.get("Location", ""))).netloc == "localhost"


def test_who_is_logged_in_is_sent_on(hans: Person) -> None:
    assert hans.browser.get("/beheer/inloggen").headers["Location"] == "/beheer/"


def refusal(browser: CheckingClient, email: str, password: str) -> str:
    """What the page says to somebody who does not come in."""
    response = send(browser, "/beheer/inloggen", {"email": email, "password": password})
    assert response.status_code == 200
    found = main(response)
    fields = [child for child in found.iter("input") if child.get("name") in ("email", "password")]
    assert [child.get("value") for child in fields] == [email, ""], "the address is still there, the password is not"
    return words(found)


def test_every_refusal_says_the_same(
    iris: Person, make_person: Callable[..., Person], stranger: CheckingClient
) -> None:
    disabled, invited, locked = make_person(), make_person(password=None), make_person()
    change(iris.app, disabled.id, active=False)
    change(iris.app, locked.id, locked_until=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
    said = {
        refusal(stranger, iris.email, WRONG),
        refusal(stranger, "nobody@example.org", WRONG),
        refusal(stranger, disabled.email, PASSWORD),
        refusal(stranger, disabled.email, WRONG),
        refusal(stranger, invited.email, PASSWORD),
        refusal(stranger, locked.email, PASSWORD),
        refusal(stranger, locked.email, WRONG),
    }
    assert len(said) == 1
    assert "e-mailadres of het wachtwoord klopt niet" in said.pop()


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"email": "", "password": ""}, "klopt niet"),
        ({"email": "geen adres", "password": "x"}, "klopt niet"),
        ({"email": "<script>alert(1)</script>@example.org", "password": "x"}, "klopt niet"),
        ({"email": "a" * 5000 + "@example.org", "password": "x"}, "klopt niet"),
        ({"email": "a@example.org", "password": "x" * 50_000}, "klopt niet"),
        ({"email": "a\x00b@example.org", "password": "\x00"}, "klopt niet"),
    ],
)
def test_odd_input_is_refused_like_any_other(stranger: CheckingClient, form: dict[str, str], text: str) -> None:
    response = send(stranger, "/beheer/inloggen", form)
    assert response.status_code == 200
    assert text in words(main(response))


# -- Too often -----------------------------------------------------------------------------------------------


def change(app: Flask, user_id: int, **values: object) -> None:
    with parts_of(app).sessions.begin() as session:
        session.execute(update(User).where(User.id == user_id).values(**values))


def forget_address(app: Flask) -> None:
    """As if the next attempt comes from another address."""
    with parts_of(app).sessions.begin() as session:
        session.query(FailedLogins).delete()


def fail(person: Person, times: int) -> None:
    for _time in range(times):
        person.log_in(WRONG)
        forget_address(person.app)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(iris: Person) -> None:
    fail(iris, lockout.MOST_PER_ACCOUNT)
    iris.log_in()
    assert not iris.is_logged_in()
    change(iris.app, iris.id, locked_until=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))
    iris.log_in()
    assert iris.is_logged_in()
    assert (iris.row.failed_logins, iris.row.locked_until) == (0, None)


def test_fewer_wrong_passwords_lock_nothing(iris: Person) -> None:
    fail(iris, lockout.MOST_PER_ACCOUNT - 1)
    iris.log_in()
    assert iris.is_logged_in()
    assert iris.row.failed_logins == 0


def test_each_lock_is_longer_up_to_an_hour(iris: Person) -> None:
    change(iris.app, iris.id, failed_logins=lockout.MOST_PER_ACCOUNT - 1)
    lengths = []
    for _time in range(8):
        fail(iris, 1)
        until = iris.row.locked_until
        assert until is not None
        left = until.replace(tzinfo=dt.UTC) - dt.datetime.now(dt.UTC)
        lengths.append(-(-left // dt.timedelta(minutes=1)))
        change(iris.app, iris.id, locked_until=None)
    assert lengths == [1, 2, 4, 8, 16, 32, 60, 60]


def test_attempts_while_locked_make_the_lock_no_longer(iris: Person) -> None:
    fail(iris, lockout.MOST_PER_ACCOUNT)
    before = iris.row
    fail(iris, 3)
    assert (iris.row.failed_logins, iris.row.locked_until) == (before.failed_logins, before.locked_until)


def test_an_address_that_fails_often_has_to_wait_whatever_account_it_tries(
    iris: Person, stranger: CheckingClient
) -> None:
    for number in range(lockout.MOST_PER_ADDRESS):
        assert "seconden" not in refusal(stranger, f"nobody{number}@example.org", WRONG)
    # Some attempts later the wait is longest, whatever time the test takes.
    with parts_of(iris.app).sessions.begin() as session:
        session.execute(update(FailedLogins).values(failures=100, last_on=dt.datetime.now(dt.UTC)))
    assert "seconden nog eens" in refusal(stranger, "nobody@example.org", WRONG)
    iris.log_in()
    assert not iris.is_logged_in()
    with parts_of(iris.app).sessions.begin() as session:
        session.execute(update(FailedLogins).values(last_on=dt.datetime.now(dt.UTC) - lockout.LONGEST_WAIT))
    iris.log_in()
    assert iris.is_logged_in()


def test_another_address_does_not_wait(iris: Person, stranger: CheckingClient) -> None:
    for number in range(lockout.MOST_PER_ADDRESS):
        refusal(stranger, f"nobody{number}@example.org", WRONG)
    with parts_of(iris.app).sessions.begin() as session:
        session.execute(update(FailedLogins).values(failures=100, last_on=dt.datetime.now(dt.UTC)))
    iris.browser.environ_base["REMOTE_ADDR"] = "2001:db8::1"
    iris.log_in()
    assert iris.is_logged_in()


def test_addresses_are_not_kept(iris: Person) -> None:
    iris.browser.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    iris.log_in(WRONG)
    with parts_of(iris.app).sessions() as session:
        kept = [row.address for row in session.query(FailedLogins)]
    assert [len(address) for address in kept] == [64], "a digest"
    assert "203.0.113.77" not in kept[0]
