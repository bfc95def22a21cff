"""A form without a valid token, mostly since its session ended: nothing is done, and nothing typed is lost."""

from flask import Flask

from tests.client import CheckingClient
from tests.functional.accounts.conftest import Person
from tests.functional.reading import field, heading, main, page, words
from tests.staff import Cast, log_in

NEW = "/beheer/gebruikers/nieuw"
TYPED = {"name": "Nina\nKok", "email": "opnieuw@example.org", "role": "volunteer", "municipality": "emmen"}


def without_token(browser: CheckingClient) -> CheckingClient:
    browser.environ_base.pop("HTTP_X_CSRFTOKEN", None)
    return browser


def test_what_was_typed_can_be_sent_again_after_logging_in(app: Flask, stranger: CheckingClient, cast: Cast) -> None:
    shown = stranger.post(f"{NEW}?x=1", data=TYPED)
    assert shown.status_code == 400
    assert heading(shown) == "Nog één keer"
    form = main(shown).find(".//form")
    assert form is not None
    assert form.get("action") == f"{NEW}?x=1"
    again = {name: field(page(shown), name).text or "" for name in TYPED}
    # What html5lib reads: a browser leaves out the first line end of a field.
    assert {name: text.lstrip("\n") for name, text in again.items()} == TYPED
    assert "/beheer/inloggen" in [link.get("href") for link in main(shown).iter("a")]
    assert log_in(app, cast["ada"]).post(NEW, data=again).status_code == 302


def test_secrets_do_not_stand_in_the_page(hans: Person) -> None:
    form = {
        "password": "een geheim woord",
        "new_password": "nog een geheim woord",
        "code": "123456",
        "next": "/beheer/",
    }
    shown = without_token(hans.browser).post("/beheer/account/wachtwoord", data=form)
    text = shown.get_data(as_text=True)
    assert "geheim" not in text
    assert "123456" not in text


def test_another_site_gets_no_form_to_press(ada: CheckingClient) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        shown = without_token(ada).post(NEW, data=TYPED, headers=headers)
        assert shown.status_code == 400
        assert "opnieuw@example.org" not in shown.get_data(as_text=True)
        assert "niet van een pagina van Meedoen" in words(main(shown))


def test_hostile_input_stays_text(stranger: CheckingClient) -> None:
    form = {"<b>": "</textarea><script>alert(1)</script>\x00", '"x': "</form>"}
    shown = stranger.post(NEW, data=form)
    assert shown.status_code == 400
    assert "<script>alert" not in shown.get_data(as_text=True)


def test_a_token_of_someone_else_is_no_token(ada: CheckingClient, hans: Person) -> None:
    token = hans.browser.environ_base["HTTP_X_CSRFTOKEN"]
    ada.environ_base["HTTP_X_CSRFTOKEN"] = token
    assert ada.post(NEW, data=TYPED).status_code == 400
