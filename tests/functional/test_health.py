"""/healthz: whether database and search answer."""

import pytest

from tests.client import CheckingClient


def test_it_tells_that_all_listings_are_indexed(passer_by: CheckingClient, every_listing: list[str]) -> None:
    response = passer_by.get("/healthz")
    assert response.status_code == 200
    assert response.json == {"status": "ok", "listings": len(every_listing), "indexed": len(every_listing)}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/healthz").status_code == 405
