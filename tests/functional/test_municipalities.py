"""/gemeenten: all municipalities with their places."""

import pytest

from tests.client import CheckingClient
from tests.functional.reading import main, paths


def test_every_municipality_and_every_place_is_a_link(
    passer_by: CheckingClient, every_place: list[tuple[str, str]]
) -> None:
    found = paths(main(passer_by.get("/gemeenten")))
    assert [path for path in found if path.count("/") == 2] == [
        f"/gemeente/{key}" for key in ("assen", "dronten", "emmen", "groningen", "haren")
    ]
    assert {f"/gemeente/{key}/{place}" for key, place in every_place} <= set(found)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/gemeenten").status_code == 405
