"""Headers, cookies and logs: nothing inline, nothing followed, nothing of what people ask is kept."""

import json
import logging
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from tests.client import CheckingClient
from tests.data_folder import copy_data
from tests.functional.every_page import ERRORS, OTHERS, PAGES
from tests.functional.reading import page
from webapp import assets
from webapp.app import create_app
from webapp.cli.serve import serve
from webapp.settings import Settings
from webapp.wiring import Parts

WHISPER = "zegikliefstaanniemand"


@pytest.mark.parametrize("url", [*PAGES, *ERRORS, *OTHERS])
def test_every_answer_is_hardened(passer_by: CheckingClient, url: str) -> None:
    headers = passer_by.get(url).headers
    policy = policy_of(headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin")


def policy_of(header: str) -> dict[str, list[str]]:
    parts = (part.split() for part in header.split(";"))
    return {name: values for name, *values in parts}


def test_answers_of_htmx_and_to_forms_are_hardened_too(passer_by: CheckingClient) -> None:
    for response in (
        passer_by.get("/zoeken?q=x", headers={"HX-Request": "true"}),
        passer_by.post("/mijn-plaats", data={"place": "emmen"}),
        passer_by.post("/zoeken"),
    ):
        assert "Content-Security-Policy" in response.headers
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("url", PAGES)
def test_every_page_gets_everything_from_this_site(passer_by: CheckingClient, url: str) -> None:
    whole = page(passer_by.get(url))
    sources = [e.get("src") for e in whole.iter() if e.get("src")]
    sources += [e.get("href") for e in whole.iter("link")]
    assert sources
    assert all(str(source).startswith("/") and not str(source).startswith("//") for source in sources)


def test_every_file_that_a_page_asks_for_is_there_and_kept_for_long(passer_by: CheckingClient) -> None:
    whole = page(passer_by.get("/"))
    files = {str(e.get("src") or e.get("href")) for e in whole.iter() if e.tag in ("script", "link")}
    for file in sorted(file for file in files if file.startswith("/static/")):
        response = passer_by.get(file)
        assert response.status_code == 200, file
        assert "immutable" in response.headers["Cache-Control"]


# -- Cookies -------------------------------------------------------------------------------------------------


def set_cookies(response: TestResponse) -> dict[str, str]:
    """The cookies that an answer sets: name, and the whole line."""
    return {next(iter(parse_cookie(line))): line for line in response.headers.getlist("Set-Cookie")}


@pytest.mark.parametrize("url", [*PAGES, *ERRORS, *OTHERS])
def test_a_visit_sets_no_cookie(passer_by: CheckingClient, url: str) -> None:
    assert set_cookies(passer_by.get(url)) == {}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_choice_sets_only_its_own_cookie_and_a_careful_one(passer_by: CheckingClient, scheme: str) -> None:
    place = passer_by.post("/mijn-plaats", data={"place": "emmen"}, base_url=f"{scheme}://localhost")
    language = passer_by.get("/?lang=en", base_url=f"{scheme}://localhost")
    found = set_cookies(place) | set_cookies(language)
    assert set(found) == {"place", "lang"}
    for line in found.values():
        assert "HttpOnly" in line
        assert re.search(r"SameSite=(Lax|Strict)", line)
        assert "Domain" not in line
        assert ("Secure" in line) == (scheme == "https")


def test_the_same_language_again_sets_no_cookie(passer_by: CheckingClient) -> None:
    passer_by.get("/?lang=en")
    assert set_cookies(passer_by.get("/?lang=en")) == {}


# -- Errors and logs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/zoeken", "/api/v1/search"])
def test_a_fault_of_ours_is_a_kind_answer_and_the_log_holds_no_query(
    passer_by: CheckingClient,
    parts: Parts,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_request: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(parts.search, "search", fail)
    response = passer_by.get(f"{url}?q={WHISPER}")
    assert response.status_code == 500
    text = response.get_data(as_text=True)
    assert "Traceback" not in text
    assert "out of order" not in text
    assert url in caplog.text, "it is logged"
    assert WHISPER not in caplog.text


@pytest.mark.parametrize("argument", ["need", "municipality"])
def test_a_database_that_fails_puts_no_query_in_the_log(
    settings: Settings, tmp_path: Path, argument: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_without_needs(settings, tmp_path)
    caplog.clear()
    response = app.test_client().get(f"/api/v1/search?q={WHISPER}&municipality=emmen&{argument}={WHISPER}")
    assert response.status_code in (400, 500)
    assert WHISPER not in caplog.text
    page_of = app.test_client().get(f"/hulp/atlantis?x={WHISPER}")
    assert page_of.status_code == 500
    assert WHISPER not in caplog.text


def app_without_needs(settings: Settings, tmp_path: Path) -> Flask:
    """The application, of which the database breaks down after the start."""
    app = create_app(Settings(data_dir=copy_data(settings.data_dir, tmp_path / "data")))
    with sqlite3.connect(tmp_path / "data" / "meedoen.db") as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for table in ("need", "service", "taxonomy_term"):
            connection.execute(f"DROP TABLE {table}")
    return app


def test_an_ordinary_request_logs_no_query(passer_by: CheckingClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    passer_by.get(f"/zoeken?q={WHISPER}")
    passer_by.get(f"/api/v1/search?q={WHISPER}&tier=9")
    passer_by.get(f"/zoeken?need={WHISPER}")
    assert WHISPER not in caplog.text


def test_the_access_log_has_no_query(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _path, command: called.append(command))
    monkeypatch.chdir(Path(__file__).parent)
    monkeypatch.setenv("MEEDOEN_DATA", str(settings.data_dir))
    answer = CliRunner().invoke(serve, ["--workers", "1"])
    assert answer.exit_code == 0, answer.output
    (form,) = [each for each in called[0] if each.startswith("--access-logformat=")]
    # gunicorn: q is the query, r the whole first line of the request, f the referrer.
    assert not re.findall(r"%\((?:q|r|f|\{[^}]*\}[ie])\)s", form)
    assert "%(U)s" in form


def test_nothing_of_a_visitor_is_kept_on_disk(app: Flask, settings: Settings) -> None:
    client = app.test_client()
    client.get(f"/zoeken?q={WHISPER}")
    # By another process: this one may not open the file of a database that it uses (see tests/data_folder.py).
    found = subprocess.run(["grep", "-rlF", WHISPER, settings.data_dir], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (1, "")


def test_a_static_file_has_the_headers_too(passer_by: CheckingClient) -> None:
    names = json.loads((assets.DIST / "assets.json").read_text("utf-8"))
    response = passer_by.get(f"/static/{names['app.css']}")
    assert response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_form_of_20_megabytes_is_refused(passer_by: CheckingClient) -> None:
    response = passer_by.post("/mijn-plaats", data={"place": "x" * 20_000_000})
    assert response.status_code == 413


def test_there_is_an_answer_with_112_when_even_the_error_page_fails(settings: Settings, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=copy_data(settings.data_dir, tmp_path)))
    with app.extensions["meedoen"].engine.begin() as connection:
        connection.execute(text("drop table metadata"))
    response = app.test_client().get("/hulp/emmen-zorgloket", headers={"Cookie": "place=emmen/zwartemeer"})
    assert response.status_code == 500
    assert b'href="tel:112"' in response.data
    assert b"Traceback" not in response.data
