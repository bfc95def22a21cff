"""The language of every page: ?lang=, else the cookie, else what the browser asks for, else Dutch."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.client import CheckingClient
from tests.functional.every_page import ERRORS, PAGES
from tests.functional.reading import by_id, page


def language_of(client: CheckingClient, url: str, **headers: str) -> str:
    """The language of a page: the document and the header agree."""
    response = client.get(url, headers=headers)
    language = page(response).get("lang")
    assert language == response.headers["Content-Language"]
    return str(language)


def with_language(url: str, language: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}lang={language}"


def switches(client: CheckingClient, url: str) -> dict[str, str]:
    """The links to this page in each language."""
    header = page(client.get(url)).find(".//header")
    assert header is not None
    return {str(a.get("hreflang")): str(a.get("href")) for a in header.iter("a") if a.get("hreflang")}


@pytest.mark.parametrize("url", [*PAGES, *ERRORS])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_in_every_language(passer_by: CheckingClient, url: str, language: str) -> None:
    assert language_of(passer_by, with_language(url, language)) == language


@pytest.mark.parametrize("url", [*PAGES, *ERRORS])
def test_every_page_links_to_itself_in_the_other_languages(passer_by: CheckingClient, url: str) -> None:
    for language, link in switches(passer_by, url).items():
        asked, found = urlsplit(url), urlsplit(link)
        assert found.path in (asked.path, "")
        assert parse_qs(found.query) == parse_qs(asked.query) | {"lang": [language]}
        assert language_of(passer_by, link) == language


def test_the_switch_keeps_what_was_asked(passer_by: CheckingClient) -> None:
    url = "/zoeken?q=%3Cb%3E+%26+caf%C3%A9&tier=2&free=1&x=1&x=2"
    assert parse_qs(urlsplit(switches(passer_by, url)["en"]).query) == {
        "q": ["<b> & café"],
        "tier": ["2"],
        "free": ["1"],
        "x": ["1", "2"],
        "lang": ["en"],
    }


def test_the_switch_shows_the_language_of_now(passer_by: CheckingClient) -> None:
    header = page(passer_by.get("/?lang=en")).find(".//header")
    assert header is not None
    current = [a for a in header.iter("a") if a.get("aria-current")]
    assert [a.get("hreflang") for a in current] == ["en"]
    assert all(a.get("lang") == a.get("hreflang") for a in header.iter("a") if a.get("hreflang"))


def test_a_choice_is_kept_in_a_cookie(passer_by: CheckingClient) -> None:
    passer_by.get("/?lang=en")
    assert language_of(passer_by, "/over") == "en"
    passer_by.get("/?lang=nl")
    assert language_of(passer_by, "/over") == "nl"


@pytest.mark.parametrize("unknown", ["xx", "", "EN", "en-GB", "../en", "nl,en", "tr"])
def test_an_unknown_language_falls_back(passer_by: CheckingClient, unknown: str) -> None:
    assert language_of(passer_by, f"/?lang={unknown}") == "nl"
    assert passer_by.get_cookie("lang") is None
    passer_by.set_cookie("lang", "en")
    assert language_of(passer_by, f"/?lang={unknown}") == "en", "to the cookie first"


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("en", "en"), ("en-GB,en;q=0.9", "en"), ("nl,en;q=0.5", "nl"), ("de", "nl"), ("de,en;q=0.3", "en"), ("*", "nl")],
)
def test_the_browser_may_ask(passer_by: CheckingClient, accepts: str, language: str) -> None:
    assert language_of(passer_by, "/", **{"Accept-Language": accepts}) == language


def test_what_was_chosen_goes_before_what_the_browser_asks(passer_by: CheckingClient) -> None:
    passer_by.set_cookie("lang", "nl")
    assert language_of(passer_by, "/", **{"Accept-Language": "en"}) == "nl"
    assert language_of(passer_by, "/?lang=en", **{"Accept-Language": "nl"}) == "en"


def test_a_page_kept_in_one_language_is_not_given_in_another(passer_by: CheckingClient, chris: CheckingClient) -> None:
    passer_by.set_cookie("lang", "en")
    assert language_of(passer_by, "/hulplijnen") == "en"
    assert language_of(chris, "/hulplijnen") == "nl"
    assert language_of(passer_by, "/hulplijnen") == "en"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_fragment_and_the_api_are_in_the_asked_language(passer_by: CheckingClient, language: str) -> None:
    fragment = passer_by.get(f"/zoeken?q=vervoer&lang={language}", headers={"HX-Request": "true"})
    assert fragment.headers["Content-Language"] == language
    assert passer_by.get(f"/api/v1/search?lang={language}").headers["Content-Language"] == language


def test_dutch_content_on_an_english_page_is_marked_as_dutch(passer_by: CheckingClient) -> None:
    h1 = page(passer_by.get("/hulp/emmen-servicepunt-zwartemeer?lang=en")).find(".//h1")
    assert h1 is not None
    assert h1.get("lang") == "nl"


def test_english_needs_and_domains_have_english_names(passer_by: CheckingClient) -> None:
    dutch, english = (
        page(passer_by.get(f"/hulpvraag/boodschappen?lang={each}")).find(".//h1") for each in ("nl", "en")
    )
    assert dutch is not None
    assert english is not None
    assert (dutch.text, english.text) == ("Boodschappen", "Groceries")


def test_one_can_skip_to_the_content(passer_by: CheckingClient) -> None:
    whole = page(passer_by.get("/"))
    first = next(whole.iter("a"))
    target = by_id(whole, str(first.get("href")).removeprefix("#"))
    assert target is not None
    assert target.tag == "main"
