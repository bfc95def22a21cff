"""No page breaks a rule of WCAG 2.2 A or AA that axe can see."""

import pytest

from tests.browser.conftest import PageOf
from tests.browser.page_types import LANGUAGES, PAGE_TYPES, PageType
from tests.browser.serving import address
from webapp.settings import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """only => axe.run({runOnly: only, resultTypes: ['violations']}).then(found => found.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id} at ${node.target.join(' ')}: ${node.failureSummary}`)))"""
WIDTHS = (320, 1280)


@pytest.fixture(scope="session")
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


by_page_type = pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.name)


@pytest.mark.parametrize("language", LANGUAGES)
@by_page_type
def test_axe_finds_nothing(page_of: PageOf, server: str, axe: str, page_type: PageType, language: str) -> None:
    page = page_of(language, WIDTHS[0])
    response = page.goto(address(server, page_type))
    assert response is not None
    assert response.status == page_type.status
    assert page.get_attribute("html", "lang") == language
    page.evaluate(axe)
    found = [f"{width} px: {text}" for width in WIDTHS for text in page_of(language, width).evaluate(RUN, TAGS)]
    assert not found, f"{page.url} in {language}\n" + "\n".join(found)


@by_page_type
def test_dark_colours_have_contrast(page_of: PageOf, server: str, axe: str, page_type: PageType) -> None:
    page = page_of("nl", WIDTHS[0])
    page.emulate_media(color_scheme="dark")
    try:
        page.goto(address(server, page_type))
        page.evaluate(axe)
        found = page.evaluate(RUN, {"type": "rule", "values": ["color-contrast"]})
    finally:
        page.emulate_media(color_scheme="light")
    assert not found, f"{page.url} in dark colours\n" + "\n".join(found)


def test_axe_finds_nothing_in_what_htmx_puts_in(page_of: PageOf, server: str, axe: str) -> None:
    page = page_of("nl", WIDTHS[0])
    page.goto(f"{server}/zoeken?q=koffie")
    page.get_by_text("Kies preciezer").click()
    page.get_by_role("searchbox").fill("mijn man slaat mij")
    page.locator("main a[href='tel:08002000']").first.wait_for()
    page.evaluate(axe)
    found = page.evaluate(RUN, TAGS)
    assert not found, "\n".join(found)
