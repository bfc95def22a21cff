"""Makes the next migration, from how the models that are imported differ from the newest one."""

import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from sociale_kaart import database


def make_migration(message: str) -> Path:
    """Write a migration from the newest one to what the models say; gives its file, to read and correct."""
    with tempfile.TemporaryDirectory() as folder:
        engine = database.make_engine(f"sqlite:///{folder}/empty.db")
        database.migrate(engine)
        with engine.connect() as connection:
            config = database.migration_config(connection)
            number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()
    return next((database.MIGRATIONS / "versions").glob(f"{number:04}_*.py"))
