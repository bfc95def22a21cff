"""Migrating: without foreign keys, all or nothing, and from a folder with any name."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from sociale_kaart import database
from sociale_kaart.migrations import __main__ as migrations
from sociale_kaart.models import Schedule, Service, Visit

NEXT = '''"""Makes municipality anew."""
from alembic import op
revision = "0002"
down_revision = "0001"
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


@pytest.mark.usefixtures("versions")
def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    engine = database.make_engine(f"sqlite:///{tmp_path}/new.db")
    database.migrate(engine)
    assert "service" in inspect(engine).get_table_names()
    engine.dispose()


def test_a_table_made_anew_loses_nothing_that_hangs_on_it(filled: Session, engine: Engine, versions: Path) -> None:
    filled.close()
    (versions / "0002_anew.py").write_text(NEXT.format(more=""))
    database.migrate(engine)
    with Session(engine) as session:
        assert len(session.get_one(Service, "infohuus").phones) == 2
        assert session.execute(text("pragma foreign_keys")).scalar_one() == 1


def test_a_migration_that_leaves_references_to_nothing_is_undone(
    filled: Session, engine: Engine, versions: Path
) -> None:
    filled.close()
    (versions / "0002_broken.py").write_text(NEXT.format(more="op.execute('delete from organization')"))
    with pytest.raises(RuntimeError, match="references to nothing"):
        database.migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from organization")).scalar_one() == 1
        assert connection.execute(text("select version_num from alembic_version")).scalar_one() == "0001"


def test_the_next_migration_is_made_from_the_models(versions: Path) -> None:
    path = migrations.make_migration("nothing new")
    assert path == versions / "0002_nothing_new.py"
    written = path.read_text()
    assert '"""nothing new.' in written
    assert "###" not in written
    assert '    """Apply the change."""\n    pass\n' in written


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
