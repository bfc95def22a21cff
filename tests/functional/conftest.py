"""What the tests of the pages share: the ids of everything there is, and a town where every fact is known."""

import datetime as dt

import pytest
from flask import Flask

from sociale_kaart import models
from sociale_kaart.queries.municipalities import list_municipalities
from sociale_kaart.queries.needs import list_needs
from sociale_kaart.queries.services import list_service_ids
from tests.client import CheckingClient
from tests.data_folder import copy_data
from webapp.app import create_app
from webapp.settings import Settings
from webapp.wiring import Parts, open_database, rebuild_index

# A service point and a club of which the fixture below knows everything.
POINT = "emmen-servicepunt-zwartemeer"
KNOWN_CLUB = "test-schaakclub"


@pytest.fixture(scope="session")
def every_listing(parts: Parts) -> list[str]:
    with parts.sessions() as session:
        return list_service_ids(session)


@pytest.fixture(scope="session")
def every_need(parts: Parts) -> list[str]:
    with parts.sessions() as session:
        return [need.id for need in list_needs(session)]


@pytest.fixture(scope="session")
def every_place(parts: Parts) -> list[tuple[str, str]]:
    with parts.sessions() as session:
        return [(m.id, place.slug) for m in list_municipalities(session) for place in m.own_places]


@pytest.fixture(scope="session")
def filled_in(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on content in which an editor has filled in all facts of two listings."""
    own = Settings(data_dir=copy_data(settings.data_dir, tmp_path_factory.mktemp("filled-in")))
    engine, sessions = open_database(own)
    with sessions() as session:
        point = session.get_one(models.ServicePoint, POINT)
        point.people = "Twee vrijwilligers en de buurtwerker"
        point.visits.append(
            models.Visit(
                organization=session.get_one(models.Organization, "gemeente-emmen"),
                description="Vragen over geld",
                schedules=[_weekly("WE", 9, 11)],
            )
        )
        session.add(_club())
        session.commit()
        rebuild_index(own, session)
    engine.dispose()
    app = create_app(own)
    app.config["TESTING"] = True
    app.test_client_class = CheckingClient
    return app


def _weekly(days: str, opens: int, closes: int) -> models.Schedule:
    return models.Schedule(
        freq="WEEKLY", byday=days, opens_at=dt.time(opens, 30), closes_at=dt.time(closes), description=None
    )


def _club() -> models.Service:
    return models.Service(
        id=KNOWN_CLUB,
        kind="service",
        municipality_id="emmen",
        name="Schaakclub De Loper",
        tier=2,
        status="temporarily_closed",
        summary="Schaken met buren.",
        description="Iedereen mag **meedoen**.\n\n<script>alert(1)</script>\n\n[Kwaad](javascript:alert(1))",
        eligibility_description="Volwassenen",
        application_process="Kom langs.",
        conditions="U neemt een vriend mee.",
        referral_needed=False,
        email="loper@example.org",
        url="https://loper.example.org/",
        source="Een redacteur",
        uncertain="Misschien stopt de club.",
        checked_on=dt.date(2026, 3, 4),
        checked_by="Anna",
        attributes=[models.Attribute(taxonomy_term_id="dagbesteding", position=0)],
        areas=[models.ServiceArea(place_id="emmen-zwartemeer")],
        cost=models.CostOption(free=True, description=None),
        languages=[models.Language(code="uk")],
        phones=[models.Phone(number="0591-123456", description=None)],
        schedules=[_weekly("MO,TU", 13, 16)],
        location=models.Location(
            id="test-zaal",
            name="De Zaal",
            address=models.Address(address_1="Dorpsplein 1", postal_code="7894 AA", city="Zwartemeer"),
            accessibility=models.Accessibility(wheelchair="partly", description="De deur is smal."),
        ),
    )
