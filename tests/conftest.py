"""What all tests share: a copy of the data that set-up made, the application on it, and the cast.

The cast of residents: Chris lives in Zwartemeer (Emmen) and has chosen so; the passer-by has chosen nothing.
The cast of staff, logged in: Olga edits the listings of Sedna, an organisation in Emmen; Mark edits all of Emmen;
Vera is a volunteer at a service point; Ada is the administrator.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.client import CheckingClient
from tests.data_folder import copy_data
from tests.postgres import fill_postgres
from tests.staff import Cast, add_cast, log_in
from webapp.app import create_app
from webapp.settings import ROOT, Settings
from webapp.wiring import Parts


@pytest.fixture(scope="session")
def content_dir() -> Path:
    """The content that Meedoen ships."""
    return ROOT / "content"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings on a copy of what `meedoen setup` made, so that no test touches the original.

    With the content in an empty PostgreSQL database, when TESTS_ON has the URL of one (`make test-postgres`).
    """
    made = Settings().data_dir
    if not (made / "meedoen.db").exists():
        pytest.exit("run `make test`, or `make setup` first", returncode=2)
    data_dir = copy_data(made, tmp_path_factory.mktemp("var"))
    if url := os.environ.get("TESTS_ON"):
        fill_postgres(url)
        return Settings(data_dir=data_dir, database_url=url)
    return Settings(data_dir=data_dir)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    """The application on the starting content."""
    app = create_app(settings)
    app.config["TESTING"] = True
    app.test_client_class = CheckingClient
    return app


@pytest.fixture(scope="session")
def parts(app: Flask) -> Parts:
    """The database, the recogniser and the search of the application."""
    found: Parts = app.extensions["meedoen"]
    return found


@pytest.fixture
def session(parts: Parts) -> Iterator[Session]:
    """A database session whose changes are undone."""
    with parts.sessions() as session:
        yield session
        session.rollback()


@pytest.fixture
def passer_by(app: Flask) -> CheckingClient:
    """A visitor who has chosen no place."""
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    return client


@pytest.fixture
def chris(app: Flask) -> CheckingClient:
    """Chris, a resident of Zwartemeer, who has chosen this place."""
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    client.set_cookie("place", "emmen/zwartemeer")
    return client


@pytest.fixture(scope="session")
def cast(app: Flask) -> Cast:
    """The accounts of the staff: their ids, by first name."""
    return add_cast(app)


@pytest.fixture
def olga(app: Flask, cast: Cast) -> CheckingClient:
    """Olga, editor of an organisation in Emmen."""
    return log_in(app, cast["olga"])


@pytest.fixture
def mark(app: Flask, cast: Cast) -> CheckingClient:
    """Mark, editor of the municipality of Emmen."""
    return log_in(app, cast["mark"])


@pytest.fixture
def vera(app: Flask, cast: Cast) -> CheckingClient:
    """Vera, volunteer at a service point."""
    return log_in(app, cast["vera"])


@pytest.fixture
def ada(app: Flask, cast: Cast) -> CheckingClient:
    """Ada, administrator."""
    return log_in(app, cast["ada"])
