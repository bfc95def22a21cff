"""The keys in links open an account: they stand in no log."""

import datetime as dt
import logging
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from tests.functional.accounts.conftest import PASSWORD, Person, send
from webapp.server_log import ServerLog

KEY = "k" * 120


def atoms_of(path: str) -> dict[str, object]:
    """What gunicorn's access log would know of a request."""
    answer = SimpleNamespace(status="200 OK", sent=10, headers=[])
    request = SimpleNamespace(headers=[])
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1"}
    return ServerLog(Config()).atoms(answer, request, environ, dt.timedelta(milliseconds=3))


def test_the_access_log_leaves_out_a_key_in_a_path() -> None:
    assert atoms_of(f"/beheer/wachtwoord-vergeten/{KEY}")["U"] == "/beheer/wachtwoord-vergeten/…"
    assert atoms_of("/hulp/emmen-hulp-bij-administratie")["U"] == "/hulp/emmen-hulp-bij-administratie"


def test_a_fault_of_ours_logs_no_key(
    iris: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("flask_security.views.reset_password_token_status", fail)
    assert iris.browser.get(f"/beheer/wachtwoord-vergeten/{KEY}").status_code == 500
    assert "/beheer/wachtwoord-vergeten/…" in caplog.text
    assert KEY not in caplog.messages[-1]


def test_nothing_of_who_logs_in_is_logged(iris: Person, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    iris.log_in()
    send(iris.browser, "/beheer/uitloggen", {}, start="/beheer/account")
    send(iris.browser, "/beheer/inloggen", {"email": iris.email, "password": "niet het goede woord"})
    send(iris.browser, "/beheer/wachtwoord-vergeten", {"email": iris.email})
    for secret in (iris.email, PASSWORD, "niet het goede woord"):
        assert secret not in caplog.text
