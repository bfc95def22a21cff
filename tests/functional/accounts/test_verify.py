"""/beheer/bevestigen: the password once more, before the ways to log in are changed."""

import time

import pytest

from tests.functional.accounts.conftest import PASSWORD, Person, send
from tests.functional.reading import main, words
from webapp.accounts import lockout
from webapp.accounts.extension import FRESH

SENSITIVE = ["/beheer/account/code", "/beheer/account/herstelcodes", "/beheer/account/passkeys"]


@pytest.fixture
def long_ago(hans: Person) -> Person:
    """Hans, who gave his password some time ago."""
    with hans.browser.session_transaction("/beheer/") as session:
        session["fs_paa"] = time.time() - FRESH.total_seconds() - 60
    return hans


@pytest.mark.parametrize("url", SENSITIVE)
def test_what_matters_asks_for_the_password_again(long_ago: Person, url: str) -> None:
    asked = long_ago.browser.get(url)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/beheer/bevestigen")
    answer = send(long_ago.browser, asked.headers["Location"], {"password": PASSWORD})
    assert answer.headers["Location"] == url
    assert long_ago.browser.get(url).status_code == 200


@pytest.mark.parametrize("url", SENSITIVE)
def test_nothing_is_done_without_it(long_ago: Person, url: str) -> None:
    assert long_ago.browser.post(url, data={"setup": "disable", "name": "x", "usage": "first"}).status_code == 302
    assert long_ago.row.mf_recovery_codes is None


def test_a_wrong_password_counts(long_ago: Person) -> None:
    for _time in range(lockout.MOST_PER_ACCOUNT):
        assert "klopt niet" in words(main(send(long_ago.browser, "/beheer/bevestigen", {"password": "onzin"})))
    assert "te vaak" in words(main(send(long_ago.browser, "/beheer/bevestigen", {"password": PASSWORD})))
    assert long_ago.browser.get(SENSITIVE[0]).status_code == 302
