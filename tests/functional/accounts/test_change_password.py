"""/beheer/account/wachtwoord: another password, with the one of now."""

from collections.abc import Callable

import pytest

from sociale_kaart.models import OutboxMail
from tests.functional.accounts.conftest import PASSWORD, Person, new_browser, send
from tests.functional.reading import main, words
from tests.staff import log_in
from webapp.accounts import lockout

URL = "/beheer/account/wachtwoord"
ANOTHER = "heel andere woorden hier"


def form(old: str = PASSWORD, new: str = ANOTHER, again: str | None = None) -> dict[str, str]:
    return {"password": old, "new_password": new, "new_password_confirm": new if again is None else again}


def test_a_new_password(hans: Person, mails: Callable[[str], list[OutboxMail]]) -> None:
    elsewhere = log_in(hans.app, hans.id)
    assert send(hans.browser, URL, form()).headers["Location"] == "/beheer/account"
    assert hans.is_logged_in(), "here the session goes on"
    assert elsewhere.get("/beheer/account").status_code == 302, "everywhere else it has ended"
    assert [mail.kind for mail in mails(hans.email)] == ["change_notice"]
    hans.browser = new_browser(hans.app)
    hans.log_in(ANOTHER)
    assert hans.is_logged_in()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (form(old="niet mijn wachtwoord"), "Dit wachtwoord klopt niet"),
        (form(old=""), "Vul een wachtwoord in"),
        (form(new="kort"), "12 tekens of meer"),
        (form(new=PASSWORD), "Kies een ander"),
        (form(again="iets anders dan dat"), "niet hetzelfde"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(hans: Person, typed: dict[str, str], fault: str) -> None:
    before = hans.row.password
    assert fault in words(main(send(hans.browser, URL, typed)))
    assert hans.row.password == before


def test_who_finds_an_open_browser_cannot_go_on_guessing(hans: Person) -> None:
    for _time in range(lockout.MOST_PER_ACCOUNT):
        send(hans.browser, URL, form(old="niet mijn wachtwoord"))
    before = hans.row.password
    assert "te vaak" in words(main(send(hans.browser, URL, form())))
    assert hans.row.password == before
