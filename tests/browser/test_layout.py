"""Nothing falls off a small phone, also with large text, and everything can be pressed with a thumb."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PageOf
from tests.browser.page_types import LANGUAGES, PAGE_TYPES, PageType
from tests.browser.serving import address, speak

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 1280)

# Elements that stick out of the window, unless they are hidden or scroll in a box of their own.
STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [
  `the page is ${document.documentElement.scrollWidth} px wide in a window of ${innerWidth} px`,
  ...[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(e => `${e.tagName}.${e.getAttribute('class')}: ${e.textContent.trim().slice(0, 40)}`)]"""
# Texts that are cut off because their box is too small.
CUT_OFF = """() => [...document.querySelectorAll('a, button, h1, h2, h3, p, li, dd, dt, label, summary')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).overflowX !== 'visible'
    && e.clientWidth > 1 && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
  .map(e => `${e.tagName}.${e.getAttribute('class')}: ${e.textContent.trim().slice(0, 40)}`)"""
# Elements that are seen and smaller than a side of `least`.
TOO_SMALL = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter(e => e.checkVisibility()).map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && (box.width < least - 0.1 || box.height < least - 0.1))
  .map(([e, box]) => `${e.tagName}.${e.getAttribute('class')} ${Math.round(box.width)} x ${Math.round(box.height)}:`
    + ` ${e.textContent.trim().slice(0, 40)}`)"""
IN_NAVIGATION = "nav a, header a, footer a, aside a, summary, button, input:not([type=hidden]), select"
MAIN_BUTTONS = "button, .nl-button, summary, select, input[type=search], main a[href^='tel:'], aside a[href^='tel:']"

by_page_type = pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.name)


@pytest.mark.parametrize("language", LANGUAGES)
@by_page_type
def test_nothing_scrolls_sideways(page_of: PageOf, server: str, page_type: PageType, language: str) -> None:
    page_of(language, WIDTHS[0]).goto(address(server, page_type))
    found = {
        width: page_of(language, width).evaluate(STICKING_OUT) + page_of(language, width).evaluate(CUT_OFF)
        for width in WIDTHS
    }
    assert not any(found.values()), found


@pytest.fixture(scope="module", params=LANGUAGES)
def page_with_large_text(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A small phone on which the text is set to twice its size, in the settings of the browser."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, locale="nl-NL")
    speak(context, server, request.param)
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    yield page
    context.close()


@by_page_type
def test_nothing_scrolls_sideways_with_text_twice_as_large(
    page_with_large_text: Page, server: str, page_type: PageType
) -> None:
    page = page_with_large_text
    page.goto(address(server, page_type))
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CUT_OFF) == []


@by_page_type
def test_touch_targets_are_large_enough(page_of: PageOf, server: str, page_type: PageType) -> None:
    page_of("nl", WIDTHS[0]).goto(address(server, page_type))
    for width in (WIDTHS[0], WIDTHS[-1]):
        page = page_of("nl", width)
        assert page.evaluate(TOO_SMALL, [IN_NAVIGATION, 24]) == [], f"smaller than WCAG 2.2 allows, at {width} px"
        assert page.evaluate(TOO_SMALL, [MAIN_BUTTONS, 44]) == [], f"too small for a thumb, at {width} px"
