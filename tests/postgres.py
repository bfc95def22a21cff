"""PostgreSQL in tests: an empty database, and one with the content."""

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from sociale_kaart import database
from sociale_kaart.actions.content_import import import_content
from sociale_kaart.exchange.content_files import read_content
from webapp.settings import ROOT


def empty(url: str) -> Engine:
    """Take everything out of a database; gives an engine on it."""
    engine = database.make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    return engine


def fill_postgres(url: str) -> None:
    """Put the content that Meedoen ships in a database, in place of all that is there."""
    engine = empty(url)
    database.migrate(engine)
    with Session(engine) as session:
        import_content(session, content=read_content(ROOT / "content"), by="test")
        session.commit()
    engine.dispose()
