"""The pages of accounts in a real browser: passkeys, no script at all, and what axe finds."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PageOf
from tests.browser.test_accessibility import AXE, RUN, TAGS, WIDTHS
from webapp.cli.user import create
from webapp.settings import Settings

pytestmark = pytest.mark.browser

EMAIL = "astrid@example.org"
PASSWORD = "vier woorden op een rij"  # noqa: S105 - of someone in a test
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="session")
def site(server: str, settings: Settings) -> str:
    """The address by name, for a passkey belongs to a name; Astrid the administrator has an account."""
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    arguments = [EMAIL, "--name", "Astrid", "--role", "administrator"]
    made = CliRunner(env={"MEEDOEN_DATA": str(settings.data_dir)}).invoke(create, arguments, input=typed)
    assert made.exit_code == 0, made.output
    return server.replace("127.0.0.1", "localhost")


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[[bool], Page]]:
    """Opens a browser of somebody new, with or without JavaScript."""
    contexts = []

    def open_page(javascript: bool) -> Page:
        context = browser.new_context(base_url=site, locale="nl-NL", java_script_enabled=javascript)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def log_in(page: Page) -> None:
    page.goto("/beheer/inloggen")
    page.get_by_label("E-mailadres").fill(EMAIL)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("link", name="Uw account").wait_for()


def test_a_passkey_is_made_and_logs_in(open_page: Callable[[bool], Page]) -> None:
    page = open_page(True)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    log_in(page)
    page.goto("/beheer/account/passkeys")
    page.get_by_label("Naam van de nieuwe passkey").fill("mijn telefoon")
    page.get_by_role("button", name="Maak een passkey").click()
    page.get_by_text("De passkey mijn telefoon is bewaard").wait_for()
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("button", name="Log in met een passkey").click()
    page.get_by_role("link", name="Uw account").wait_for()
    assert page.url.endswith("/beheer/")


def test_a_passkey_that_is_refused_can_be_tried_again(open_page: Callable[[bool], Page]) -> None:
    page = open_page(True)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False}})
    page.goto("/beheer/inloggen")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.get_by_text("Dat lukte niet").wait_for()
    assert page.get_by_role("button", name="Gebruik de passkey").is_visible()
    page.get_by_role("link", name="Log in met uw wachtwoord").click()
    page.get_by_label("E-mailadres").wait_for()


def test_everything_but_passkeys_works_without_a_script(open_page: Callable[[bool], Page]) -> None:
    page = open_page(False)
    page.goto("/beheer/inloggen")
    assert page.get_by_role("button", name="Log in met een passkey").count() == 0
    log_in(page)
    page.goto("/beheer/account/passkeys")
    assert page.get_by_text("werkt alleen in een browser met JavaScript").is_visible()
    page.goto("/beheer/account/code")
    page.get_by_role("button", name="Begin").click()
    assert page.get_by_role("img", name="QR-code").is_visible()
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_label("E-mailadres").wait_for()


PAGES = [
    "/beheer/inloggen",
    "/beheer/wachtwoord-vergeten",
    "/beheer/welkom",
    "/beheer/account",
    "/beheer/account/wachtwoord",
    "/beheer/account/code",
    "/beheer/account/herstelcodes",
    "/beheer/account/passkeys",
    "/beheer/bevestigen",
    "/beheer/gebruikers",
    "/beheer/gebruikers/nieuw",
    "/beheer/gebruikers/999999",
]


@pytest.fixture(scope="module")
def logged_in(browser: Browser, site: str) -> Iterator[Page]:
    """Astrid, logged in; the content policy is off, so that a checker can be put into the page."""
    context = browser.new_context(base_url=site, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    log_in(page)
    yield page
    context.close()


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} px: {text}" for text in page.evaluate(RUN, TAGS)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{width} px: wider than the window")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(logged_in: Page, page_of: PageOf, site: str, path: str, scheme: str) -> None:
    # The pages for logging in are those of someone who is not.
    page = page_of("en", WIDTHS[0]) if path in PAGES[:3] else logged_in
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(site + path)
    found = faults(page)
    page.emulate_media(color_scheme="light")
    assert not found, f"{path}\n" + "\n".join(found)


def test_axe_finds_nothing_in_what_is_wrong(logged_in: Page) -> None:
    logged_in.goto("/beheer/gebruikers/nieuw")
    logged_in.get_by_role("button", name="Stuur de uitnodiging").click()
    logged_in.get_by_text("Kies een rol").wait_for()
    assert not faults(logged_in)
    logged_in.goto("/beheer/account/code")
    logged_in.get_by_role("button", name="Begin").click()
    logged_in.get_by_role("img", name="QR-code").wait_for()
    assert not faults(logged_in)
