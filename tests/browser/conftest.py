"""One server and one browser for all browser tests, and Chris's phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.serving import CHROMIUM, chromium, serving, speak
from webapp.settings import Settings

PHONE = (360, 740)
PageOf = Callable[[str, int], Page]


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[str]:
    """The address of Meedoen, served by gunicorn on a copy of the data."""
    with serving(settings.data_dir) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.exit(f"{CHROMIUM} is missing: install Debian's package chromium", returncode=2)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def page_of(browser: Browser, server: str) -> Iterator[PageOf]:
    """Give the page of a language, in a width; kept for all tests that only look.

    The content policy is off in it, so that a checker can be put into the page.
    """
    made: dict[str, Page] = {}

    def page_of(language: str, width: int) -> Page:
        if language not in made:
            context = browser.new_context(locale="nl-NL", bypass_csp=True)
            speak(context, server, language)
            made[language] = context.new_page()
        made[language].set_viewport_size({"width": width, "height": 800})
        return made[language]

    yield page_of
    for page in made.values():
        page.context.close()


@pytest.fixture
def phone_with(browser: Browser, server: str) -> Iterator[Callable[[bool], Page]]:
    """Give a new phone, with or without JavaScript, on which nothing has been chosen yet."""
    contexts: list[BrowserContext] = []

    def phone_with(javascript: bool) -> Page:
        context = browser.new_context(
            base_url=server,
            viewport={"width": PHONE[0], "height": PHONE[1]},
            locale="nl-NL",
            has_touch=True,
            is_mobile=True,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield phone_with
    for context in contexts:
        context.close()


@pytest.fixture
def phone(phone_with: Callable[[bool], Page]) -> Page:
    return phone_with(True)
