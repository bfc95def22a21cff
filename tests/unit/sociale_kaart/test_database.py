from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import CheckConstraint, Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart import database
from sociale_kaart.models import Base, Page, Phone, Place, Service


def pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(f"pragma {name}")).scalar_one()


def test_sqlite_holds_foreign_keys_on_every_connection(engine: Engine) -> None:
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text("pragma foreign_keys")).scalar_one() == 1


def test_a_reference_to_nothing_is_refused(session: Session) -> None:
    session.add(Place(id="emmen-x", slug="x", name="X", kind="dorp", municipality_id="emmen", postcodes=[]))
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        session.flush()


def test_what_is_referred_to_cannot_be_taken_away(filled: Session) -> None:
    filled.execute(text("delete from need where id = 'boodschappen'"))
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        filled.execute(text("delete from taxonomy_term where id = 'boodschappen'"))


def test_what_hangs_on_a_listing_goes_with_it(filled: Session) -> None:
    filled.execute(text("update municipality set wmo_desk_id = null"))
    filled.execute(text("delete from service where id = 'infohuus'"))
    filled.commit()
    assert [phone.service_id for phone in filled.query(Phone)] == [None]
    for table in ("cost_option", "language", "service_area", "service_at_location", "visit"):
        assert filled.execute(text(f"select count(*) from {table}")).scalar_one() == 0  # noqa: S608 - our own names
    assert filled.execute(text("select id from service_point")).scalars().all() == ["lokaal-loket"]


def test_sqlite_is_in_wal_mode(engine: Engine) -> None:
    assert pragma(engine, "journal_mode") == "wal"


def test_a_writer_waits_for_another_writer(engine: Engine) -> None:
    assert pragma(engine, "busy_timeout") == 5000


def test_a_reader_is_not_held_up_by_a_writer(sessions: sessionmaker[Session]) -> None:
    with sessions() as writer, sessions() as reader:
        writer.add(Page(id="over-ons.nl", text="# Over ons\n\nWij helpen.\n"))
        writer.flush()
        assert reader.get(Page, "over-ons.nl") is None
        writer.commit()
        reader.rollback()
        assert reader.get(Page, "over-ons.nl") is not None


@pytest.mark.parametrize("url", ["postgresql://u:p@host/db", "postgres://u:p@host/db"])
def test_a_postgresql_address_gets_the_driver_that_is_installed(url: str) -> None:
    engine = database.make_engine(url)
    assert engine.url.render_as_string(hide_password=False) == "postgresql+psycopg://u:p@host/db"


def test_migrating_makes_every_table(engine: Engine) -> None:
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())


def test_after_migrating_foreign_keys_are_held(tmp_path: Path) -> None:
    engine = database.make_engine(f"sqlite:///{tmp_path / 'new.db'}")
    database.migrate(engine)
    assert pragma(engine, "foreign_keys") == 1
    engine.dispose()


def test_a_folder_with_a_percent_sign_in_its_name_can_hold_the_database(tmp_path: Path) -> None:
    (tmp_path / "100% hulp").mkdir()
    engine = database.make_engine(f"sqlite:///{tmp_path / '100% hulp' / 'meedoen.db'}")
    database.migrate(engine)
    assert "service" in inspect(engine).get_table_names()
    engine.dispose()


def test_migrating_again_changes_nothing(filled: Session, engine: Engine) -> None:
    filled.close()
    tables = inspect(engine).get_table_names()
    database.migrate(engine)
    assert inspect(engine).get_table_names() == tables
    with Session(engine) as session:
        assert session.get(Service, "infohuus") is not None


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)  # raises when a migration is missing


def test_the_migrations_make_the_constraints_of_the_models(engine: Engine) -> None:
    """Alembic's check leaves out what SQLite calls check constraints."""
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        checks = {str(check.sqltext) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {check["sqltext"] for check in found.get_check_constraints(table.name)} == checks, table.name


def test_a_database_in_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    engine = database.make_engine(f"sqlite:///{tmp_path / 'nowhere' / 'meedoen.db'}")
    with pytest.raises(Exception, match="unable to open database file"):
        database.migrate(engine)
