"""/beheer/wachtwoord-vergeten: a mail with a link, to whoever has an account; the page never tells who has."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from sociale_kaart.models import OutboxMail
from tests.client import CheckingClient
from tests.functional.accounts.conftest import PASSWORD, Person, link_in, new_browser, send, token_of
from tests.functional.reading import heading, main, words
from webapp.accounts import forms, lockout
from webapp.accounts.models import User
from webapp.extensions import parts_of

ANOTHER = "heel andere woorden hier"
Mails = Callable[[str], list[OutboxMail]]


def ask(browser: CheckingClient, email: str) -> str:
    response = send(browser, "/beheer/wachtwoord-vergeten", {"email": email})
    assert response.status_code == 200
    return words(main(response)).replace(email, "")


def choose(browser: CheckingClient, link: str, first: str = ANOTHER, second: str = ANOTHER) -> str:
    """Choose a password through a link; gives where the browser goes, or what the page says."""
    response = send(browser, link, {"password": first, "password_confirm": second})
    return response.headers.get("Location") or words(main(response))


def test_a_new_password_through_the_mail(iris: Person, mails: Mails) -> None:
    ask(iris.browser, iris.email)
    (mail,) = mails(iris.email)
    assert mail.status == "waiting"
    assert mail.kind == "reset_instructions"
    assert choose(iris.browser, link_in(mail)) == "/beheer/inloggen"
    iris.log_in(PASSWORD)
    assert not iris.is_logged_in()
    iris.log_in(ANOTHER)
    assert iris.is_logged_in()


def test_the_link_begins_with_our_address_whatever_the_request_says(iris: Person, mails: Mails) -> None:
    iris.browser.get("/beheer/wachtwoord-vergeten", base_url="http://evil.example")
    iris.browser.environ_base["HTTP_HOST"] = "evil.example"
    send(iris.browser, "/beheer/wachtwoord-vergeten", {"email": iris.email})
    assert "evil" not in str(mails(iris.email)[0].text)


def test_the_page_says_the_same_to_everyone(
    iris: Person, make_person: Callable[..., Person], stranger: CheckingClient, mails: Mails
) -> None:
    disabled = make_person(active=False)
    assert len({ask(stranger, email) for email in (iris.email, disabled.email, "nobody@example.org")}) == 1
    assert [len(mails(person.email)) for person in (iris, disabled)] == [1, 0]


def test_one_account_gets_a_mail_once_in_a_while_only(iris: Person, mails: Mails) -> None:
    said = {ask(iris.browser, iris.email) for _time in range(3)}
    assert len(said) == 1
    assert len(mails(iris.email)) == 1
    with parts_of(iris.app).sessions.begin() as session:
        before = dt.datetime.now(dt.UTC) - forms.MAIL_EVERY
        session.execute(update(User).where(User.id == iris.id).values(reset_mailed_on=before))
    ask(iris.browser, iris.email)
    assert len(mails(iris.email)) == 2


def test_one_address_cannot_go_on_asking(stranger: CheckingClient) -> None:
    for number in range(lockout.MOST_PER_ADDRESS + 5):
        said = ask(stranger, f"nobody{number}@example.org")
    assert "te vaak" in said


@pytest.mark.parametrize("place", ["link", "end", "middle"])
def test_a_link_that_was_tampered_with_opens_nothing(iris: Person, mails: Mails, place: str) -> None:
    ask(iris.browser, iris.email)
    link = link_in(mails(iris.email)[0])
    changed = {
        "link": "/beheer/wachtwoord-vergeten/onzin",
        "end": link[:-3] + "abc",
        "middle": link.replace(".", "x", 1),
    }
    response = iris.browser.get(changed[place])
    assert response.headers["Location"] == "/beheer/wachtwoord-vergeten"
    assert "werkt niet" in words(main(iris.browser.get("/beheer/wachtwoord-vergeten")))


def test_a_link_works_once(iris: Person, mails: Mails) -> None:
    ask(iris.browser, iris.email)
    link = link_in(mails(iris.email)[0])
    choose(iris.browser, link)
    assert iris.browser.get(link).headers["Location"] == "/beheer/wachtwoord-vergeten"


def test_a_link_ends_after_four_hours(iris: Person, mails: Mails, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(iris.browser, iris.email)
    link = link_in(mails(iris.email)[0])
    monkeypatch.setitem(iris.app.config, "SECURITY_RESET_PASSWORD_WITHIN", dt.timedelta(seconds=-1))
    assert iris.browser.get(link).headers["Location"] == "/beheer/wachtwoord-vergeten"
    assert "verlopen" in words(main(iris.browser.get("/beheer/wachtwoord-vergeten")))


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [
        ("kort", "kort", "12 tekens of meer"),
        (ANOTHER, ANOTHER + "x", "niet hetzelfde"),
        ("", "", "Vul een wachtwoord in"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "te raden"),
    ],
)
def test_a_password_that_will_not_do_is_told_at_its_field(
    iris: Person, mails: Mails, first: str, second: str, fault: str
) -> None:
    ask(iris.browser, iris.email)
    link = link_in(mails(iris.email)[0])
    assert fault in choose(iris.browser, link, first, second)
    assert heading(iris.browser.get(link)) == "Kies een nieuw wachtwoord", "the link still works"


def test_a_new_password_ends_other_sessions_and_the_lock_and_is_told(
    hans: Person, mails: Mails, make_person: Callable[..., Person]
) -> None:
    with parts_of(hans.app).sessions.begin() as session:
        later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
        session.execute(update(User).where(User.id == hans.id).values(failed_logins=9, locked_until=later))
    elsewhere = new_browser(hans.app)
    ask(elsewhere, hans.email)
    choose(elsewhere, link_in(mails(hans.email)[0]))
    assert not hans.is_logged_in()
    hans.browser = elsewhere
    hans.log_in(ANOTHER)
    assert hans.is_logged_in()
    assert [mail.kind for mail in mails(hans.email)] == ["reset_instructions", "reset_notice"]


def test_the_mail_is_in_the_language_of_the_page(iris: Person, mails: Mails) -> None:
    iris.browser.get("/beheer/inloggen?lang=en")
    ask(iris.browser, iris.email)
    mail = mails(iris.email)[0]
    assert "password" in str(mail.subject)
    assert re.search(r"^Dear Iemand,", str(mail.text))


def test_without_a_token_nothing_is_sent(iris: Person, mails: Mails) -> None:
    assert iris.browser.post("/beheer/wachtwoord-vergeten", data={"email": iris.email}).status_code == 400
    assert mails(iris.email) == []
    assert token_of(iris.browser.get("/beheer/wachtwoord-vergeten"))
