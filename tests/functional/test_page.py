"""/<slug>: pages of our own, from content/pages."""

import pytest

from tests.client import CheckingClient
from tests.functional.reading import heading, main, page, paths, words


@pytest.mark.parametrize("slug", ["over", "privacy", "toegankelijkheid"])
def test_a_page_in_each_language(passer_by: CheckingClient, slug: str) -> None:
    dutch, english = passer_by.get(f"/{slug}?lang=nl"), passer_by.get(f"/{slug}?lang=en")
    assert dutch.status_code == english.status_code == 200
    assert heading(dutch)
    assert words(main(dutch)) != words(main(english))


@pytest.mark.parametrize("slug", ["over", "privacy", "toegankelijkheid"])
def test_every_page_links_to_it(passer_by: CheckingClient, slug: str) -> None:
    assert f"/{slug}" in paths(page(passer_by.get("/")))


@pytest.mark.parametrize("slug", ["atlantis", "over.en", "over/", "OVER", "favicon.ico"])
def test_an_unknown_page_is_a_clear_page(passer_by: CheckingClient, slug: str) -> None:
    response = passer_by.get(f"/{slug}")
    assert response.status_code == 404
    assert {"/", "/hulpvraag/mens_spreken", "/hulplijnen"} <= set(paths(main(response)))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    assert getattr(passer_by, method)("/over").status_code == 405
