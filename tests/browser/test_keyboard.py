"""Everything can be done with the keyboard alone, and where the focus is can be seen."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

# What the element with the focus is, where it stands, and how it shows that it has the focus.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  // The ring is ours, also where it goes round the whole card; the browser's own can be too thin to see.
  const rings = [null, '::after'].map(part => getComputedStyle(element, part));
  return {
    name: (element.textContent.trim() || element.name || element.id).replace(/\\s+/g, ' ').slice(0, 40),
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ring: rings.some(style => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2),
    inSkipLink: element.matches('.nl-skip-link'),
  };
}"""
MOST_STOPS = 150


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new page, narrow or wide, whose user has no mouse."""
    width: int = request.param
    context = browser.new_context(
        base_url=server, viewport={"width": width, "height": 740}, locale="nl-NL", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what this selector gives first."""
    wanted = page.locator(selector).first
    expect(wanted).to_be_visible()
    handle = wanted.element_handle()
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("element => document.activeElement === element", handle):
            return
    pytest.fail(f"the Tab key does not lead to {selector}")


def test_the_skip_link_is_first_and_skips(page: Page) -> None:
    page.goto("/zoeken?q=poetshulp")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    # The next stop is in the content, past header and search field.
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    "path",
    ["/", "/zoeken?q=eenzaam&municipality=emmen&tier=2", "/hulpvraag/schulden?municipality=emmen", "/hulp/emmen-ashg"],
)
def test_the_focus_is_visible_and_goes_down_the_page(page: Page, path: str) -> None:
    page.goto(path)
    stops = []
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 10
    assert not [stop["name"] for stop in stops if not stop["ring"]], "focus that cannot be seen"
    assert not [stop["name"] for stop in stops if not stop["inView"]], "focus outside the window"
    content = [stop for stop in stops if not stop["inSkipLink"]]
    upwards = [
        (before["name"], after["name"]) for before, after in pairwise(content) if after["bottom"] <= before["top"]
    ]
    assert not upwards, "the focus jumps up"


def test_the_way_from_question_to_listing(page: Page) -> None:
    page.goto("/")
    tab_to(page, "main input[type=search]")
    page.keyboard.type("ik kan mijn rekening niet betalen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken?*")
    tab_to(page, "main article a")
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hulp/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_place_is_chosen_with_the_keyboard(page: Page) -> None:
    page.goto("/mijn-plaats")
    tab_to(page, "select")
    page.keyboard.type("Zwartemeer")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Bewaar")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text("Zwartemeer")


def test_filters_open_and_work_with_the_keyboard(page: Page) -> None:
    page.goto("/zoeken?q=113")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "#free")
    page.keyboard.press("Space")
    page.wait_for_url("**free=1*")
    # The results came in; the focus stayed where it was.
    expect(page.get_by_role("checkbox", name=re.compile("gratis"))).to_be_focused()


def test_a_tier_is_reached_by_its_link(page: Page) -> None:
    page.goto("/hulpvraag/schulden?municipality=emmen")
    tab_to(page, "a[href='#trede-4']")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    stop = page.evaluate("document.activeElement.closest('#trede-4') !== null")
    assert stop, "the next stop is not on the step that was chosen"
