"""/sitemap.xml and /robots.txt: what search engines may read."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.client import CheckingClient

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def urls(client: CheckingClient) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    root = ElementTree.fromstring(response.data)  # noqa: S314 - our own answer
    return [str(element.text) for element in root.iter(f"{NAMESPACE}loc")]


def test_everything_there_is_stands_in_it_once(
    passer_by: CheckingClient, every_listing: list[str], every_need: list[str], every_place: list[tuple[str, str]]
) -> None:
    found = [urlsplit(url).path for url in urls(passer_by)]
    assert len(found) == len(set(found))
    assert set(found) >= (
        {"/", "/hulplijnen", "/over", "/privacy", "/toegankelijkheid"}
        | {f"/hulp/{listing}" for listing in every_listing}
        | {f"/hulpvraag/{need}" for need in every_need}
        | {f"/gemeente/{key}/{slug}" for key, slug in every_place}
    )


def test_its_addresses_are_whole(passer_by: CheckingClient) -> None:
    assert all(url.startswith("http://localhost/") for url in urls(passer_by))


def test_robots_may_not_read_results(passer_by: CheckingClient) -> None:
    response = passer_by.get("/robots.txt")
    assert response.mimetype == "text/plain"
    lines = response.get_data(as_text=True).splitlines()
    assert "Disallow: /zoeken" in lines
    assert "Sitemap: http://localhost/sitemap.xml" in lines


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("url", ["/sitemap.xml", "/robots.txt"])
def test_wrong_method(passer_by: CheckingClient, url: str, method: str) -> None:
    assert getattr(passer_by, method)(url).status_code == 405
