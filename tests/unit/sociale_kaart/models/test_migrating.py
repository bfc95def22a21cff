"""Migrating: without foreign keys, all or nothing, and from a folder with any name."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from sociale_kaart import database
from sociale_kaart.models import Conversation, Need, Schedule, Service, Visit
from tests.unit.builders import NEEDS
from webapp.cli.database import revision

NEXT = '''"""Makes municipality anew."""
from alembic import op
revision = "{number:04}"
down_revision = "{newest:04}"
def upgrade():
    with op.batch_alter_table("service", recreate="always"):
        pass
    {more}
'''


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations in a folder with a percent sign, to add one to."""
    folder = tmp_path / "100% %(here)s" / "migrations"
    shutil.copytree(database.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(database, "MIGRATIONS", folder)
    return folder / "versions"


def newest_of(versions: Path) -> int:
    return max(int(path.name[:4]) for path in versions.glob("[0-9]*.py"))


def add_migration(versions: Path, more: str = "") -> int:
    """Add a migration after the newest one; gives the number of that one."""
    newest = newest_of(versions)
    written = NEXT.format(number=newest + 1, newest=newest, more=more)
    (versions / f"{newest + 1:04}_anew.py").write_text(written)
    return newest


@pytest.mark.usefixtures("versions")
def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    engine = database.make_engine(f"sqlite:///{tmp_path}/new.db")
    database.migrate(engine)
    assert "service" in inspect(engine).get_table_names()
    engine.dispose()


def test_a_table_made_anew_loses_nothing_that_hangs_on_it(filled: Session, engine: Engine, versions: Path) -> None:
    filled.close()
    add_migration(versions)
    database.migrate(engine)
    with Session(engine) as session:
        assert len(session.get_one(Service, "infohuus").phones) == 2
        assert session.execute(text("pragma foreign_keys")).scalar_one() == 1


def test_a_migration_that_leaves_references_to_nothing_is_undone(
    filled: Session, engine: Engine, versions: Path
) -> None:
    filled.close()
    newest = add_migration(versions, "op.execute('delete from organization')")
    with pytest.raises(RuntimeError, match="references to nothing"):
        database.migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from organization")).scalar_one() == 1
        assert connection.execute(text("select version_num from alembic_version")).scalar_one() == f"{newest:04}"


def test_the_next_migration_is_made_from_the_models(versions: Path) -> None:
    number = newest_of(versions) + 1
    answer = CliRunner().invoke(revision, ["nothing new"])
    assert answer.exit_code == 0, answer.output
    written = (versions / f"{number:04}_nothing_new.py").read_text()
    assert '"""nothing new.' in written
    assert "###" not in written
    assert '    """Apply the change."""\n    pass\n' in written


def test_an_older_database_gets_conversations_and_keeps_its_needs(filled: Session, engine: Engine) -> None:
    names = filled.execute(text("select id, name from taxonomy_term order by id")).all()
    filled.close()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # as `migrate` does: tables are made anew
        command.downgrade(database.migration_config(connection), "0001")
        tables = inspect(connection).get_table_names()
        assert not {"conversation", "conversation_turn"} & set(tables)
        assert "other_names" not in {column["name"] for column in inspect(connection).get_columns("taxonomy_term")}
        connection.commit()
    engine.dispose()
    database.migrate(engine)
    with Session(engine) as session:
        assert session.execute(text("select id, name from taxonomy_term order by id")).all() == names
        assert {need.id: need.other_names for need in session.scalars(select(Need))} == {key: {} for key in NEEDS}
        assert session.scalars(select(Conversation)).all() == []


def test_changes_deep_in_a_listing_raise_its_version(filled: Session) -> None:
    service = filled.get_one(Service, "infohuus")
    assert service.location is not None
    assert service.location.address is not None
    assert service.service_point is not None
    visit = service.service_point.visits[0]
    changes = [
        (service.phones[0], "number", "0591-999999"),
        (service.location, "name", "School"),
        (service.location.address, "city", "Emmen"),
        (service.service_point, "people", "niemand"),
        (visit, "description", "elke week"),
        (visit.schedules[0], "byday", "SA"),
    ]
    for row, field, value in changes:
        version = service.version
        setattr(row, field, value)
        filled.commit()
        assert service.version == version + 1, row
    assert isinstance(visit, Visit)
    assert isinstance(visit.schedules[0], Schedule)
