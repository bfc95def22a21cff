"""No page gives an error in the console, breaks the content policy or asks anything of another site."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.page_types import LANGUAGES, PAGE_TYPES, PageType
from tests.browser.serving import address, speak

pytestmark = pytest.mark.browser

# Puts every breach of the content policy in the console; some breaches the browser itself reports only as a warning.
REPORT_BREACHES = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    server: str
    wrong: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium calls the status of an error page itself an error.
        own_status = message.location.get("url") == self.page.url and "status of 404" in message.text
        if message.type in ("error", "warning") and not own_status:
            self.wrong.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # What was still under way when the page was left is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"failed: {request.url} ({request.failure})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.server}/", "data:")):
            self.wrong.append(f"another site: {request.url}")


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="nl-NL")
    context.add_init_script(REPORT_BREACHES)
    watched = Watched(context.new_page(), server)
    watched.start()
    yield watched
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_quiet(watched: Watched, server: str, language: str) -> None:
    speak(watched.page.context, server, language)
    noisy: dict[str, list[str]] = {}
    for page_type in PAGE_TYPES:
        visit(watched, page_type)
        if watched.wrong:
            noisy[page_type.name] = list(watched.wrong)
            watched.wrong.clear()
    assert not noisy


def visit(watched: Watched, page_type: PageType) -> None:
    watched.page.goto(address(watched.server, page_type))


def test_pages_in_the_colours_of_a_municipality_are_quiet(watched: Watched, server: str) -> None:
    watched.page.context.add_cookies([{"name": "place", "value": "emmen/zwartemeer", "url": server}])
    watched.page.goto(server)
    watched.page.goto(f"{server}/zoeken?q=poetshulp")
    assert watched.page.locator("link[href*='/thema/emmen.css']").count() == 1
    assert not watched.wrong


def test_typing_and_filtering_are_quiet(watched: Watched, server: str) -> None:
    page = watched.page
    page.goto(f"{server}/zoeken?q=koffie")
    page.get_by_role("searchbox").fill("eenzaam")
    page.wait_for_url("**q=eenzaam*")
    page.get_by_text("Kies preciezer").click()
    page.get_by_role("combobox", name="Soort hulp").select_option("2")
    page.wait_for_url("**tier=2*")
    page.wait_for_load_state("networkidle")
    assert not watched.wrong


def test_nothing_is_kept_in_the_browser_but_two_cookies(watched: Watched, server: str) -> None:
    page = watched.page
    page.goto(server)
    assert page.context.cookies() == [], "a first visit leaves nothing behind"
    page.get_by_role("combobox", name="Waar woont u?").select_option("emmen/zwartemeer")
    page.get_by_role("button", name="Bewaar").click()
    page.goto(f"{server}/zoeken?q=poetshulp&lang=nl")
    page.get_by_role("searchbox").fill("schulden")
    page.wait_for_url("**q=schulden*")
    assert sorted(cookie["name"] for cookie in page.context.cookies()) == ["lang", "place"]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0], "what was asked is kept"
