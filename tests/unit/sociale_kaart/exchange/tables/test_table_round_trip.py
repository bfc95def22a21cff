"""What is written reads back the same: every listing of ours, and any that a document may hold."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from sociale_kaart.exchange.content_files import read_content
from sociale_kaart.exchange.documents import ServiceDocument
from tests.unit.builders import listing
from tests.unit.sociale_kaart.exchange.tables.listings import FULL, Data, any_listings, owned, read_back, written

FILES = ("hulp.csv", "hulp.xlsx")


def test_the_full_listing_uses_every_field() -> None:
    assert set(FULL) == set(ServiceDocument.model_fields)


@pytest.mark.parametrize("name", FILES)
def test_a_listing_with_every_field_and_one_with_few_come_back(name: str) -> None:
    listings = [owned(FULL), owned(listing("klusdienst"), None)]
    assert read_back(written(listings, name), name) == listings


@pytest.mark.parametrize("name", FILES)
def test_every_listing_that_meedoen_ships_comes_back(name: str, content_dir: Path) -> None:
    content = read_content(content_dir)
    listings = [owned(doc.as_data(), owner) for owner, docs in content.services.items() for doc in docs]
    assert len(listings) > 400
    assert read_back(written(listings, name), name) == listings


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(listings=any_listings())
def test_any_listing_comes_back(name: str, listings: list[Data]) -> None:
    assert read_back(written(listings, name), name) == listings


def test_a_line_end_of_windows_comes_back_as_ours() -> None:
    typed = owned(listing("klusdienst", description="Een.\r\nTwee."))
    expected = owned(listing("klusdienst", description="Een.\nTwee."))
    assert [read_back(written([typed], name), name) for name in FILES] == [[expected], [expected]]
