"""Reads pages as a resident would: headings, links and listings in the order in which they stand."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

LISTING = re.compile(r"/(?:hulp|servicepunt)/([^/?#]+)$")


def page(response: TestResponse) -> Element:
    """The page, parsed; fails when the answer is not a whole page."""
    assert response.mimetype == "text/html"
    text = response.get_data(as_text=True)
    assert "<html" in text
    return _tree(response)


def _tree(response: TestResponse) -> Element:
    # The checking client has parsed it already.
    found: Element | None = getattr(response, "tree", None)
    return found if found is not None else parse(response.get_data(as_text=True))


def parse(text: str) -> Element:
    tree: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return tree


def main(response: TestResponse) -> Element:
    """What stands between the header and the footer."""
    found = page(response).find(".//main")
    assert found is not None
    return found


def answer(response: TestResponse) -> Element:
    """The results, from a page or from a fragment."""
    text = response.get_data(as_text=True)
    if "<html" not in text:
        return _tree(response)
    found = by_id(page(response), "resultaten")
    assert found is not None
    return found


def by_id(element: Element, name: str) -> Element | None:
    return next((child for child in element.iter() if child.get("id") == name), None)


def words(element: Element | None) -> str:
    """The text of an element, on one line."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def heading(response: TestResponse) -> str:
    return words(page(response).find(".//h1"))


def headings(element: Element) -> list[str]:
    return [words(child) for child in element.iter() if child.tag in ("h1", "h2", "h3", "h4")]


def hrefs(element: Element) -> list[str]:
    """The target of every link, in order."""
    return [str(a.get("href")) for a in element.iter("a") if a.get("href")]


def paths(element: Element) -> list[str]:
    """The targets inside this site, without their query."""
    return [urlsplit(href).path for href in hrefs(element) if href.startswith("/")]


def link_to(element: Element, path: str) -> dict[str, list[str]]:
    """The query of the first link to a path."""
    return parse_qs(next(urlsplit(href).query for href in hrefs(element) if urlsplit(href).path == path))


def listings(element: Element) -> list[str]:
    """The ids of the listings that stand in an element as cards, in order."""
    return [found for card in element.iter("article") if (found := _listing(card))]


def _listing(card: Element) -> str | None:
    matches = (LISTING.search(href) for href in hrefs(card))
    return next((match[1] for match in matches if match), None)


def by_tier(element: Element) -> dict[int, list[str]]:
    """The listings under each step of the staircase, in the order of the page."""
    return {tier: listings(section) for tier, section in _steps(element)}


def _steps(element: Element) -> Iterator[tuple[int, Element]]:
    for child in element.iter():
        if match := re.fullmatch(r"trede-(\d)", child.get("id", "")):
            yield int(match[1]), child


def calls_before_listings(element: Element) -> list[str]:
    """The numbers one can call before the first listing is in sight."""
    numbers = []
    for href in hrefs(element):
        if LISTING.search(href):
            break
        if href.startswith("tel:"):
            numbers.append(href.removeprefix("tel:"))
    return numbers


def field(element: Element, name: str) -> Element:
    """A field of a form, by its name."""
    return next(
        child for child in element.iter() if child.tag in ("input", "select", "textarea") and child.get("name") == name
    )


def options(element: Element, name: str) -> list[str]:
    """The values one can choose from."""
    return [str(option.get("value")) for option in field(element, name).iter("option")]


def chosen(element: Element, name: str) -> str | None:
    """The value of a select that stands chosen."""
    picked = (option for option in field(element, name).iter("option") if "selected" in option.attrib)
    return next((option.get("value") for option in picked), None)
