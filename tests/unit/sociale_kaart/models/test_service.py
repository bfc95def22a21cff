from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sociale_kaart.exchange.mapping import service_document
from sociale_kaart.models import (
    Attribute,
    Contact,
    CostOption,
    Language,
    Phone,
    Schedule,
    Service,
    ServiceArea,
)
from tests.unit.builders import FULL_LISTING


def _more_phones(service: Service) -> None:
    service.phones.append(Phone(number="0591-999999"))


def _fewer_phones(service: Service) -> None:
    service.phones.pop()


def _another_contact(service: Service) -> None:
    service.contacts = [Contact(name="Anna")]


def _another_need(service: Service) -> None:
    service.attributes.append(Attribute(taxonomy_term_id="suicide", position=2))


def _fewer_places(service: Service) -> None:
    service.areas = [ServiceArea(place_id="emmen-angelslo")]


def _another_language(service: Service) -> None:
    service.languages.append(Language(code="ar"))


def _other_hours(service: Service) -> None:
    service.schedules = [Schedule(byday="SA")]


def _other_costs(service: Service) -> None:
    service.cost = CostOption(free=False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (_more_phones, "phones"),
        (_fewer_phones, "phones"),
        (_another_contact, "contacts"),
        (_another_need, "needs"),
        (_fewer_places, "places"),
        (_another_language, "languages"),
        (_other_hours, "schedules"),
        (_other_costs, "free"),
    ],
)
def test_what_hangs_on_a_listing_can_change_while_its_own_fields_stay(
    filled: Session, change: Callable[[Service], None], field: str
) -> None:
    change(filled.get_one(Service, "infohuus"))
    filled.commit()
    filled.expire_all()
    after = service_document(filled.get_one(Service, "infohuus")).as_data()
    changed = {name for name in FULL_LISTING | after if after.get(name) != FULL_LISTING.get(name)}
    assert changed - {"fees_description"} == {field}


def test_an_activity_is_a_listing_that_is_marked_as_something_that_takes_place(filled: Session) -> None:
    marked = filled.scalars(select(Service).join(Service.activity)).all()
    assert [service.id for service in marked] == ["koffieochtend"]


@pytest.mark.parametrize(("field", "value"), [("tier", 0), ("tier", 5), ("status", "open"), ("name", None)])
def test_the_database_refuses_what_no_listing_can_be(filled: Session, field: str, value: object) -> None:
    setattr(filled.get_one(Service, "klusdienst"), field, value)
    with pytest.raises(IntegrityError):
        filled.flush()
