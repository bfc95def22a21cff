"""/beheer/uitloggen: the session ends."""

from tests.functional.accounts.conftest import Person, send


def test_logging_out_ends_the_session(hans: Person) -> None:
    response = send(hans.browser, "/beheer/uitloggen", {}, start="/beheer/account")
    assert response.headers["Location"] == "/beheer/inloggen"
    assert not hans.is_logged_in()


def test_a_link_cannot_log_anyone_out(hans: Person) -> None:
    assert hans.browser.get("/beheer/uitloggen").status_code == 405
    assert hans.is_logged_in()


def test_another_site_cannot_log_anyone_out(hans: Person) -> None:
    hans.browser.environ_base.pop("HTTP_X_CSRFTOKEN")
    assert hans.browser.post("/beheer/uitloggen").headers["Location"] == "/beheer/inloggen"
    assert hans.is_logged_in()


def test_logging_out_after_the_session_has_ended_leads_to_the_login_page(iris: Person) -> None:
    assert iris.browser.post("/beheer/uitloggen").headers["Location"] == "/beheer/inloggen"
