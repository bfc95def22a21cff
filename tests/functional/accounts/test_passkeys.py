"""/beheer/account/passkeys and /beheer/inloggen/passkey: logging in without a password."""

import datetime as dt
from xml.etree.ElementTree import Element

import pytest
from werkzeug.test import TestResponse

from tests.client import CheckingClient
from tests.functional.accounts.authenticator import Authenticator
from tests.functional.accounts.conftest import PASSWORD, Person, new_browser, send, token_of
from tests.functional.accounts.test_code import turn_on
from tests.functional.reading import main, page, words
from webapp.accounts.models import User
from webapp.extensions import parts_of

MINE = "/beheer/account/passkeys"
LOGIN = "/beheer/inloggen/passkey"


def part_of(response: TestResponse) -> Element:
    """The part of a page that the script works on."""
    return next(child for child in main(response).iter("div") if child.get("data-passkey"))


def answer(browser: CheckingClient, asked: TestResponse, credential: str) -> TestResponse:
    """Send what the device gave, as the script does."""
    form = part_of(asked).find(".//form")
    assert form is not None
    return browser.post(str(form.get("action")), data={"csrf_token": token_of(asked), "credential": credential})


def add(person: Person, device: Authenticator, name: str = "mijn telefoon") -> TestResponse:
    asked = send(person.browser, MINE, {"name": name, "usage": "first"})
    return answer(person.browser, asked, device.create(str(part_of(asked).get("data-options"))))


def use(browser: CheckingClient, device: Authenticator) -> TestResponse:
    asked = send(browser, LOGIN, {}, start="/beheer/inloggen")
    return answer(browser, asked, device.get(str(part_of(asked).get("data-options"))))


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


def test_a_passkey_logs_in_by_itself(hans: Person, device: Authenticator) -> None:
    assert add(hans, device).headers["Location"] == "/beheer/account"
    hans.browser = new_browser(hans.app)
    assert use(hans.browser, device).headers["Location"] == "/beheer/"
    assert hans.is_logged_in()


def test_a_passkey_is_two_steps_in_one(hans: Person, device: Authenticator) -> None:
    turn_on(hans)
    add(hans, device)
    hans.browser = new_browser(hans.app)
    use(hans.browser, device)
    assert hans.is_logged_in()


def test_a_device_that_does_not_check_who_holds_it_is_refused(hans: Person, device: Authenticator) -> None:
    careless = Authenticator(verifies=False)
    add(hans, careless)
    assert passkeys(hans) == []
    add(hans, device)
    device.verifies = False
    hans.browser = new_browser(hans.app)
    use(hans.browser, device)
    assert not hans.is_logged_in()


def passkeys(person: Person) -> list[str]:
    with parts_of(person.app).sessions() as session:
        return [passkey.name for passkey in session.get_one(User, person.id).webauthn]


@pytest.mark.parametrize("facts", [{"origin": "https://evil.example"}, {"site": "evil.example"}])
def test_a_passkey_of_another_site_is_refused(hans: Person, facts: dict[str, str]) -> None:
    add(hans, Authenticator(**facts))  # type: ignore[arg-type]
    assert passkeys(hans) == []


def test_an_unknown_passkey_opens_nothing(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    stranger = Authenticator(id=device.id, user_handle=device.user_handle)  # its own key
    hans.browser = new_browser(hans.app)
    assert use(hans.browser, stranger).headers["Location"] == LOGIN
    assert use(hans.browser, Authenticator()).headers["Location"] == LOGIN
    assert "lukt niet met deze passkey" in words(main(hans.browser.get(LOGIN)))
    assert not hans.is_logged_in()


def test_an_answer_to_an_older_question_is_refused(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    browser = new_browser(hans.app)
    first = send(browser, LOGIN, {}, start="/beheer/inloggen")
    second = send(browser, LOGIN, {}, start="/beheer/inloggen")
    answer(browser, second, device.get(str(part_of(first).get("data-options"))))
    assert browser.get("/beheer/account").status_code == 302


def test_a_passkey_of_a_disabled_account_opens_nothing(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    with parts_of(hans.app).sessions.begin() as session:
        session.get_one(User, hans.id).active = False
    hans.browser = new_browser(hans.app)
    assert use(hans.browser, device).headers["Location"] == LOGIN
    assert hans.row.last_login_on is None


def test_a_passkey_opens_an_account_that_someone_else_had_locked(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    with parts_of(hans.app).sessions.begin() as session:
        session.get_one(User, hans.id).locked_until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    hans.browser = new_browser(hans.app)
    use(hans.browser, device)
    assert hans.is_logged_in()


def test_a_passkey_can_be_taken_away(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    assert "mijn telefoon" in words(main(hans.browser.get(MINE)))
    send(hans.browser, "/beheer/account/passkeys-weg", {"name": "mijn telefoon"}, start=MINE)
    assert passkeys(hans) == []
    hans.browser = new_browser(hans.app)
    use(hans.browser, device)
    assert not hans.is_logged_in()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "Geef de passkey een naam"),
        ("<b>x</b>", "niet gebruiken"),
        ("nummer 1!", "alleen letters"),
        ("x" * 65, "te lang"),
    ],
)
def test_a_name_that_will_not_do_is_told(hans: Person, name: str, fault: str) -> None:
    response = send(hans.browser, MINE, {"name": name, "usage": "first"})
    assert fault in words(main(response))


def test_the_same_name_twice_is_told(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    response = send(hans.browser, MINE, {"name": "mijn telefoon", "usage": "first"})
    assert "al een passkey met de naam" in words(main(response))


@pytest.mark.parametrize("credential", ["", "onzin", "{}", '{"id": 1}', "[]", "null"])
def test_nonsense_is_refused(hans: Person, credential: str) -> None:
    asked = send(hans.browser, MINE, {"name": "mijn telefoon", "usage": "first"})
    assert answer(hans.browser, asked, credential).headers["Location"] == MINE
    browser = new_browser(hans.app)
    asked = send(browser, LOGIN, {}, start="/beheer/inloggen")
    assert answer(browser, asked, credential).headers["Location"] == LOGIN


def test_a_passkey_confirms_who_it_is(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    with hans.browser.session_transaction("/beheer/") as session:
        session["fs_paa"] = 0
    verify = hans.browser.get(MINE).headers["Location"]
    assert verify.startswith("/beheer/bevestigen")
    targets = [str(form.get("action")) for form in page(hans.browser.get(verify)).iter("form")]
    (target,) = [target for target in targets if target.startswith("/beheer/bevestigen/passkey")]
    asked = send(hans.browser, target, {}, start=verify)
    done = answer(hans.browser, asked, device.get(str(part_of(asked).get("data-options"))))
    assert done.headers["Location"] == MINE
    assert hans.browser.get(MINE).status_code == 200


def test_without_a_script_the_page_says_why_there_is_nothing(hans: Person, stranger: CheckingClient) -> None:
    for browser, url in ((hans.browser, MINE), (stranger, LOGIN)):
        shown = main(browser.get(url))
        hidden = [form for form in shown.iter("form") if form.get("data-needs-passkeys") is not None]
        assert hidden
        assert all(form.get("hidden") is not None for form in hidden)
        assert "JavaScript" in words(shown)


def test_a_passkey_does_not_replace_the_password(hans: Person, device: Authenticator) -> None:
    add(hans, device)
    hans.browser = new_browser(hans.app)
    hans.log_in(PASSWORD)
    assert hans.is_logged_in()
