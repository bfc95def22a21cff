"""Documents to models and back: nothing is lost, and the same content has the same digest."""

from typing import Any

import pytest

from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.models import Service
from tests.unit.builders import FULL_LISTING, OTHER_VALUES, listing


def document(**fields: Any) -> ServiceDocument:
    return ServiceDocument.model_validate(listing("klusdienst", **fields))


def test_a_digest_is_the_same_for_the_same_content() -> None:
    assert mapping.digest(document()) == mapping.digest(document())
    assert mapping.digest(document(places=[])) == mapping.digest(document())


@pytest.mark.parametrize("name", OTHER_VALUES)
def test_a_digest_tells_a_change_of_any_field(name: str) -> None:
    full = ServiceDocument.model_validate(FULL_LISTING)
    other = ServiceDocument.model_validate(FULL_LISTING | {name: OTHER_VALUES[name]})
    assert mapping.digest(full) != mapping.digest(other)


@pytest.mark.parametrize("data", [listing("klusdienst"), FULL_LISTING], ids=["bare", "full"])
def test_a_listing_goes_to_the_database_s_form_and_back_without_loss(data: dict[str, Any]) -> None:
    before = ServiceDocument.model_validate(data)
    row = Service(id=before.key)
    mapping.fill_service(row, before, "emmen")
    assert mapping.service_document(row) == before


def test_what_is_not_known_is_not_made_up() -> None:
    row = Service(id="klusdienst")
    mapping.fill_service(row, document(), "emmen")
    assert (row.cost, row.location, row.service_point, row.checked_on, row.referral_needed) == (None,) * 5
    assert not any((row.phones, row.contacts, row.schedules, row.languages, row.areas))


def test_a_cost_that_is_known_to_be_there_is_not_the_same_as_one_that_is_not_known() -> None:
    for free in (True, False):
        row = Service(id="klusdienst")
        mapping.fill_service(row, document(free=free), "emmen")
        assert row.cost is not None
        assert row.cost.free is free


def test_a_service_point_has_a_desk_even_when_nothing_is_known_of_it() -> None:
    row = Service(id="klusdienst")
    mapping.fill_service(row, document(kind="service_point"), "emmen")
    assert row.service_point is not None
    assert row.service_point.visits == []


def test_the_first_need_is_the_main_need() -> None:
    row = Service(id="klusdienst")
    mapping.fill_service(row, document(needs=["suicide", "boodschappen"]), "emmen")
    assert [(item.taxonomy_term_id, item.position) for item in row.attributes] == [("suicide", 0), ("boodschappen", 1)]
