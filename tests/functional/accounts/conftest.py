"""What the tests of accounts share: an application of their own, people who know their password, and their mail."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from sociale_kaart.actors import Role
from sociale_kaart.models import OutboxMail
from tests.client import CheckingClient
from tests.data_folder import copy_data
from tests.functional.reading import field as field_of
from tests.functional.reading import page
from tests.staff import Cast, add_cast, add_user, log_in
from webapp.accounts.models import FailedLogins, User
from webapp.app import create_app
from webapp.extensions import parts_of
from webapp.settings import Settings

PASSWORD = "vier woorden op een rij"  # noqa: S105 - of people in tests
SITE = "https://meedoen.example.org"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application whose accounts no other test sees."""
    data_dir = copy_data(settings.data_dir, tmp_path_factory.mktemp("accounts"))
    app = create_app(Settings(data_dir=data_dir, site_url=SITE))
    app.config["TESTING"] = True
    app.test_client_class = CheckingClient
    return app


@pytest.fixture(scope="session")
def cast(app: Flask) -> Cast:
    """The cast, in this application."""
    return add_cast(app)


@pytest.fixture(scope="session")
def hashed(app: Flask) -> str:
    """The hash of the password that people in tests have."""
    with app.app_context():
        return hash_password(PASSWORD)


@pytest.fixture(autouse=True)
def _nobody_failed_before(app: Flask) -> None:
    """All tests come from one address: what another one did wrong must not make this one wait."""
    with parts_of(app).sessions.begin() as session:
        session.execute(delete(FailedLogins))


@dataclass
class Person:
    """Someone with an account, and their browser."""

    app: Flask
    id: int
    email: str
    browser: CheckingClient = field(init=False)

    def __post_init__(self) -> None:
        self.browser = new_browser(self.app)

    @property
    def row(self) -> User:
        """The account as it is in the database now."""
        with parts_of(self.app).sessions() as session:
            return session.get_one(User, self.id)

    def log_in(self, password: str = PASSWORD, **form: str) -> TestResponse:
        """Fill in the form of the login page."""
        return send(self.browser, "/beheer/inloggen", {"email": self.email, "password": password, **form})

    def is_logged_in(self) -> bool:
        """Whether the pages for staff open."""
        return self.browser.get("/beheer/account").status_code == 200


@pytest.fixture
def make_person(app: Flask, hashed: str) -> Callable[..., Person]:
    """Makes people who know their password."""

    def make(role: Role = Role.MUNICIPALITY_EDITOR, **facts: Any) -> Person:
        email = f"iemand{next(_numbers)}@example.org"
        place = None if role == Role.ADMINISTRATOR else "emmen"
        return Person(app, add_user(app, email, "Iemand", role, place, **{"password": hashed} | facts), email)

    return make


@pytest.fixture
def iris(make_person: Callable[..., Person]) -> Person:
    """Iris, who has an account and is not logged in."""
    return make_person()


@pytest.fixture
def hans(app: Flask, make_person: Callable[..., Person]) -> Person:
    """Hans, who just logged in."""
    person = make_person()
    person.browser = log_in(app, person.id)
    return person


@pytest.fixture
def stranger(app: Flask) -> CheckingClient:
    """The browser of somebody without an account."""
    return new_browser(app)


def new_browser(app: Flask) -> CheckingClient:
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    return client


def token_of(response: TestResponse) -> str:
    """The CSRF token in the forms of a page."""
    return str(field_of(page(response), "csrf_token").get("value"))


def send(browser: FlaskClient, url: str, form: dict[str, str], start: str | None = None) -> TestResponse:
    """Open the page of a form and send it, as a browser without JavaScript does."""
    token = token_of(browser.get(start or url))
    return browser.post(url, data={"csrf_token": token, **form})


@pytest.fixture
def mails(app: Flask) -> Callable[[str], list[OutboxMail]]:
    """Gives the mails to an address that wait in the outbox, in the order they were put."""

    def to(email: str) -> list[OutboxMail]:
        with parts_of(app).sessions() as session:
            query = select(OutboxMail).where(OutboxMail.recipient == email).order_by(OutboxMail.id)
            return list(session.scalars(query))

    return to


def link_in(mail: OutboxMail) -> str:
    """The link of a mail, without the name of the site."""
    assert mail.text is not None
    (link,) = re.findall(rf"{re.escape(SITE)}(/\S+)", mail.text)
    return str(link)
