"""The same content and pages on PostgreSQL, on a server at TEST_DATABASE_URL (see .ci/with-postgres)."""

import os
from pathlib import Path

import pytest
from flask import Flask

from sociale_kaart.actions.content_import import import_content
from sociale_kaart.exchange.content_export import export_content
from sociale_kaart.exchange.content_files import read_content
from tests.client import CheckingClient
from tests.postgres import empty
from webapp.app import create_app
from webapp.settings import Settings
from webapp.wiring import open_database

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def postgres(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings on an empty PostgreSQL database with the trained model of set-up."""
    url = os.environ["TEST_DATABASE_URL"]
    data_dir = tmp_path_factory.mktemp("postgres")
    (data_dir / "needs").symlink_to(settings.data_dir / "needs")
    empty(url).dispose()
    return Settings(data_dir=data_dir, database_url=url)


@pytest.fixture(scope="module")
def app_on_postgres(postgres: Settings, content_dir: Path) -> Flask:
    """The application on PostgreSQL with the starting content."""
    _engine, sessions = open_database(postgres)
    with sessions() as session:
        import_content(session, content=read_content(content_dir), by="test")
        session.commit()
    app = create_app(postgres)
    app.config["TESTING"] = True
    app.test_client_class = CheckingClient
    return app


def test_an_export_gives_the_same_files(app_on_postgres: Flask, content_dir: Path, tmp_path: Path) -> None:
    with app_on_postgres.extensions["meedoen"].sessions() as session:
        names = export_content(session, tmp_path)
    assert names
    for name in names:
        assert (tmp_path / name).read_bytes() == (content_dir / name).read_bytes(), name


def test_a_second_import_changes_nothing(app_on_postgres: Flask, content_dir: Path) -> None:
    with app_on_postgres.extensions["meedoen"].sessions() as session:
        report = import_content(session, content=read_content(content_dir), by="test")
        session.rollback()
    assert not report.changed_anything
    assert not report.kept


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/zoeken?q=ik kan mijn rekening niet betalen&municipality=emmen&place=zwartemeer",
        "/hulp/emmen-zorgloket",
        "/hulpvraag/eenzaamheid?municipality=emmen",
        "/onderwerp/geld",
        "/gemeente/emmen",
        "/gemeente/emmen/zwartemeer",
        "/servicepunt/emmen-servicepunt-zwartemeer",
        "/hulplijnen",
        "/privacy",
        "/healthz",
        "/api/v1/search?q=poetshulp&municipality=emmen",
    ],
)
def test_every_kind_of_page_works(app_on_postgres: Flask, path: str) -> None:
    assert app_on_postgres.test_client().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/hulp/%00", "/hulpvraag/%00", "/gemeente/%00/x", "/%00"])
def test_a_character_that_the_database_refuses_is_a_page_that_is_not_there(app_on_postgres: Flask, path: str) -> None:
    assert app_on_postgres.test_client().get(path).status_code == 404
