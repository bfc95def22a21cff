"""The database: engine, sessions and migrations. SQLite in WAL mode by default, PostgreSQL by URL."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event

MIGRATIONS = Path(__file__).parent / "migrations"


def make_engine(url: str) -> Engine:
    """Give an engine for a database URL; on SQLite with foreign keys on, WAL, and 5 s patience for a lock."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.partition("://")[2]
    # What residents write is a parameter of a statement: it must not stand in an error, nor in a log.
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migration_config(connection: Connection) -> Config:
    """Give Alembic's settings for work on this connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """Bring the database to the newest migration, all or nothing; safe to run again."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _migrate_sqlite(connection)
        else:
            with connection.begin():
                command.upgrade(migration_config(connection), "head")


def _migrate_sqlite(connection: Connection) -> None:
    """Migrate without foreign keys, which would delete along when a table is made anew, and look at them afterwards."""
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    connection.rollback()
    try:
        with connection.begin():
            connection.exec_driver_sql("BEGIN")  # the driver begins none for changes of tables
            command.upgrade(migration_config(connection), "head")
            if faults := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise RuntimeError(f"the migration was undone: it leaves references to nothing: {faults[:10]}")
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
