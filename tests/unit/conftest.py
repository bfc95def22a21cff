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


@pytest.fixture(scope="session")
def filled_database(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the small content in it, to copy."""
    path = tmp_path_factory.mktemp("filled") / "meedoen.db"
    shutil.copy(empty_database, path)
    engine = database.make_engine(f"sqlite:///{path}")
    content = ContentFolder(path.parent / "content").read()
    with Session(engine) as session:
        import_content(session, content=content, by="set-up")
        session.commit()
    engine.dispose()
    return path


@pytest.fixture
def database_file(empty_database: Path, tmp_path: Path) -> Path:
    """The database file of this test alone."""
    return Path(shutil.copy(empty_database, tmp_path / "meedoen.db"))


@pytest.fixture
def engine(database_file: Path) -> Iterator[Engine]:
    """An engine on the database file of this test."""
    engine = database.make_engine(f"sqlite:///{database_file}")
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
def filled(database_file: Path, filled_database: Path, session: Session) -> Session:
    """A session on a database with the small content of `folder` in it."""
    shutil.copy(filled_database, database_file)
    return session
