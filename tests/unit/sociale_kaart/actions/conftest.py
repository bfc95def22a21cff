"""What the tests of the import share."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, select
from sqlalchemy.orm import Session

from sociale_kaart.actions.content_import import ImportReport, import_content
from sociale_kaart.exchange import mapping
from sociale_kaart.models import Metadata, Service
from tests.unit.builders import EMMEN, ContentFolder

SERVICE = f"{EMMEN}/service.yml"
POINT = f"{EMMEN}/service_point.yml"
ACTIVITY = f"{EMMEN}/activity.yml"
MUNICIPALITY = f"{EMMEN}/municipality.yml"

Import = Callable[[], ImportReport]


@pytest.fixture
def run(session: Session, folder: ContentFolder) -> Import:
    """Import the folder as it is now, and commit."""

    def run() -> ImportReport:
        report = import_content(session, content=folder.read(), by="set-up")
        session.commit()
        session.expire_all()
        return report

    return run


def events(session: Session) -> list[Metadata]:
    return list(session.scalars(select(Metadata).order_by(Metadata.id)))


def in_files(session: Session, key: str) -> dict[str, Any]:
    """Give a listing as it would stand in its file."""
    return mapping.service_document(session.get_one(Service, key)).as_data()


def rows_of(engine: Engine) -> dict[str, list[Any]]:
    """Give every row of every table."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {name: sorted(map(str, connection.execute(select(table)))) for name, table in tables.tables.items()}
