"""/beheer/account/code and /beheer/inloggen/code: the code of an app as the second step."""

import re
import time
from collections.abc import Callable

import pytest
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from tests.client import CheckingClient
from tests.functional.accounts.conftest import PASSWORD, Person, new_browser, send, token_of
from tests.functional.reading import main, page, words
from webapp.accounts import lockout

SETUP = "/beheer/account/code"
STEP = "/beheer/inloggen/code"


def begin(browser: CheckingClient) -> tuple[TOTP, str]:
    """Begin with an app; gives the app, and where its first code goes."""
    shown = send(browser, SETUP, {"setup": "authenticator"})
    key = next(child for child in main(shown).iter("span") if child.get("class") == "key")
    (target,) = [str(form.get("action")) for form in main(shown).iter("form") if f"{SETUP}/" in str(form.get("action"))]
    return TOTP(key=words(key).replace("-", "").replace(" ", "")), target


def turn_on(person: Person) -> TOTP:
    app, target = begin(person.browser)
    token = token_of(person.browser.get(SETUP))
    response = person.browser.post(target, data={"csrf_token": token, "code": code_of(app, steps_ago=1)})
    assert response.headers["Location"] == "/beheer/account"
    return app


def code_of(app: TOTP, steps_ago: int = 0) -> str:
    """What the app shows; a code of half a minute ago is good too, and leaves the one of now for the next step."""
    return app.generate(time=time.time() - 30 * steps_ago).token


@pytest.fixture
def wim(hans: Person) -> tuple[Person, TOTP]:
    """Wim, who turned the code on and is not logged in any more."""
    app = turn_on(hans)
    hans.browser = new_browser(hans.app)
    return hans, app


def give(person: Person, code: str) -> TestResponse:
    return send(person.browser, STEP, {"code": code})


def test_with_the_code_on_a_password_is_not_enough(wim: tuple[Person, TOTP]) -> None:
    person, app = wim
    assert person.log_in().headers["Location"].startswith(STEP)
    assert not person.is_logged_in()
    assert give(person, code_of(app)).headers["Location"] == "/beheer/"
    assert person.is_logged_in()


def test_where_someone_was_going_is_not_lost_at_the_second_step(wim: tuple[Person, TOTP]) -> None:
    person, app = wim
    step = person.log_in(next="/beheer/account?x=1").headers["Location"]
    response = send(person.browser, step, {"code": code_of(app)})
    assert response.headers["Location"] == "/beheer/account?x=1"


def test_a_code_works_once(wim: tuple[Person, TOTP]) -> None:
    person, app = wim
    code = code_of(app)
    person.log_in()
    give(person, code)
    person.browser = new_browser(person.app)
    person.log_in()
    assert "klopt niet" in words(main(give(person, code)))
    assert not person.is_logged_in()


def test_guessing_codes_locks_the_account_though_the_password_was_right_each_time(wim: tuple[Person, TOTP]) -> None:
    person, _app = wim
    for _time in range(lockout.MOST_PER_ACCOUNT):
        person.log_in()
        give(person, "000000")
    person.browser = new_browser(person.app)
    assert person.log_in().status_code == 200, "the password is refused as well"
    assert not person.is_logged_in()
    assert person.row.locked_until is not None


def test_a_code_is_refused_once_the_account_is_locked(wim: tuple[Person, TOTP]) -> None:
    person, app = wim
    person.log_in()
    for _time in range(lockout.MOST_PER_ACCOUNT):
        give(person, "000000")
    assert "te vaak" in words(main(give(person, code_of(app))))
    assert not person.is_logged_in()


def test_the_second_step_without_the_first_leads_to_the_first(stranger: CheckingClient) -> None:
    assert stranger.get(STEP).headers["Location"] == "/beheer/inloggen"


def test_the_code_is_turned_on_only_when_it_works(hans: Person) -> None:
    _app, target = begin(hans.browser)
    hans.browser.post(target, data={"code": "000000"})
    assert hans.row.tf_primary_method is None


def test_the_secret_is_kept_encrypted(wim: tuple[Person, TOTP]) -> None:
    person, app = wim
    assert app.base32_key not in str(person.row.tf_totp_secret)
    assert "enckey" in str(person.row.tf_totp_secret)


def test_the_key_can_be_scanned_and_typed(hans: Person) -> None:
    shown = main(send(hans.browser, SETUP, {"setup": "authenticator"}))
    picture = next(child for child in shown.iter("img"))
    assert re.match(r"data:image/svg\+xml;base64,", str(picture.get("src")))
    assert picture.get("alt")


def test_the_code_can_be_turned_off(hans: Person) -> None:
    turn_on(hans)
    assert "Staat aan" in words(main(hans.browser.get("/beheer/account")))
    send(hans.browser, SETUP, {"setup": "disable"})
    assert hans.row.tf_totp_secret is None
    hans.browser = new_browser(hans.app)
    hans.log_in()
    assert hans.is_logged_in()


@pytest.mark.parametrize("method", ["sms", "email", "", "onzin"])
def test_there_is_no_other_method(hans: Person, method: str) -> None:
    response = send(hans.browser, SETUP, {"setup": method, "phone": "+31612345678"})
    assert response.status_code == 200
    assert hans.row.tf_primary_method is None


def test_no_code_can_be_asked_by_mail(wim: tuple[Person, TOTP], mails: Callable[[str], list[object]]) -> None:
    person, _app = wim
    person.log_in()
    for action in ("email", "help"):
        send(person.browser, "/beheer/inloggen/hulp", {"help_setup": action}, start=STEP)
    assert mails(person.email) == []
    assert mails("no-reply@localhost") == []


# -- Recovery codes ----------------------------------------------------------------------------------------------

CODES = "/beheer/account/herstelcodes"
RECOVER = "/beheer/inloggen/herstelcode"


def recovery_codes(person: Person) -> list[str]:
    shown = send(person.browser, CODES, {"generate_new_codes": "1"})
    return [words(item) for item in page(shown).iter("li") if item.get("class") == "key"]


def test_a_recovery_code_takes_the_place_of_the_app_once(hans: Person) -> None:
    codes = recovery_codes(hans)
    assert len(set(codes)) == 8
    turn_on(hans)
    for expected in (True, False):
        hans.browser = new_browser(hans.app)
        hans.log_in()
        send(hans.browser, RECOVER, {"code": codes[0]})
        assert hans.is_logged_in() is expected
    assert len(hans.row.mf_recovery_codes or []) == 7


def test_guessing_recovery_codes_locks_the_account(hans: Person) -> None:
    codes = recovery_codes(hans)
    turn_on(hans)
    hans.browser = new_browser(hans.app)
    hans.log_in()
    for _time in range(lockout.MOST_PER_ACCOUNT):
        send(hans.browser, RECOVER, {"code": "onzin"})
    send(hans.browser, RECOVER, {"code": codes[0]})
    assert not hans.is_logged_in()


def test_recovery_codes_are_kept_encrypted(hans: Person) -> None:
    codes = recovery_codes(hans)
    kept = hans.row.mf_recovery_codes or []
    assert len(kept) == len(codes)
    assert not set(codes) & set(kept)


def test_they_can_be_looked_up_again_until_there_are_new_ones(hans: Person) -> None:
    assert "nog geen herstelcodes" in words(main(hans.browser.get(f"{CODES}?show_codes=1")))
    first = recovery_codes(hans)
    assert first[0] not in words(main(hans.browser.get(CODES))), "not at first sight"
    assert first[0] in words(main(hans.browser.get(f"{CODES}?show_codes=1")))
    assert not set(first) & set(recovery_codes(hans))


def test_the_recovery_page_without_a_password_leads_to_the_login_page(stranger: CheckingClient) -> None:
    assert stranger.get(RECOVER).headers["Location"] == "/beheer/inloggen"


def test_a_password_alone_still_counts_as_nothing(wim: tuple[Person, TOTP]) -> None:
    person, _app = wim
    person.log_in(PASSWORD)
    for url in ("/beheer/", "/beheer/account", SETUP, CODES):
        assert person.browser.get(url).status_code in (302, 308), url
