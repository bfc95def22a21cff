"""Where an attempt comes from: a header says so, which is believed only when a proxy of ours wrote it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.data_folder import copy_data
from tests.functional.accounts.conftest import send
from webapp.accounts.models import FailedLogins
from webapp.app import create_app
from webapp.extensions import parts_of
from webapp.settings import Settings


@pytest.mark.parametrize(("proxies", "addresses"), [(0, 1), (1, 2)])
def test_the_address_of_an_attempt(settings: Settings, tmp_path: Path, proxies: int, addresses: int) -> None:
    app = create_app(Settings(data_dir=copy_data(settings.data_dir, tmp_path), proxies=proxies))
    for address in ("203.0.113.1", "203.0.113.2"):
        browser = app.test_client()
        browser.environ_base["HTTP_X_FORWARDED_FOR"] = address
        send(browser, "/beheer/inloggen", {"email": "nobody@example.org", "password": "geen goed wachtwoord"})
    with parts_of(app).sessions() as session:
        assert len(session.scalars(select(FailedLogins)).all()) == addresses
