"""What the unit tests share: an empty database file per test, and a small content folder to break."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart import database
from sociale_kaart.actions.content_import import import_content
from tests.unit.builders import ContentFolder


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no rows, to copy."""
    path = tmp_path_factory.mktemp("empty") / "meedoen.db"
    engine = database.make_engine(f"sqlite:///{path}")
    database.migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def engine(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database file of this test alone."""
    path = tmp_path / "meedoen.db"
    shutil.copy(empty_database, path)
    engine = database.make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session on this test's own database."""
    with sessions() as session:
        yield session


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    """A small, sound content folder."""
    return ContentFolder(tmp_path / "content")


@pytest.fixture
def filled(session: Session, folder: ContentFolder) -> Session:
    """A session on a database with the small content in it."""
    import_content(session, content=folder.read(), by="set-up")
    session.commit()
    return session
