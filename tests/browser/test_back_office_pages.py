"""Every type of page of the back office, in both languages: axe finds nothing, and nothing falls off a small phone."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete

from sociale_kaart.models import ImportJob
from tests.browser.page_types import LANGUAGES
from tests.browser.scene import Scene, enter, set_scene
from tests.browser.serving import speak
from tests.browser.test_accessibility import RUN, TAGS, WIDTHS, axe
from tests.browser.test_layout import CUT_OFF, IN_NAVIGATION, MAIN_BUTTONS, STICKING_OUT, TOO_SMALL
from tests.staff import Cast
from webapp.wiring import Parts

pytestmark = pytest.mark.browser

__all__ = ["axe"]

Open = Callable[[Page, Scene], None]
OpenPage = Callable[[str, bool], Page]


def at(path: str, status: int = 200) -> Open:
    """Opens a page that has an address of its own."""

    def open_page(page: Page, scene: Scene) -> None:
        response = page.goto(path.format(**scene._asdict()))
        assert response is not None
        assert response.status == status

    return open_page


def open_advice(page: Page, scene: Scene) -> None:
    """The form with the advice and the example that htmx puts in."""
    page.goto(f"/beheer/hulp/{scene.club}")
    page.locator("#description").fill("Ten behoeve van de participatie is deelname te allen tijde gerealiseerd. " * 3)
    page.locator(".preview").wait_for()


def open_faults(page: Page, scene: Scene) -> None:
    """The form with something wrong in many fields."""
    page.goto(f"/beheer/hulp/{scene.sketch}")
    page.locator("#summary").fill("kort")
    page.locator("[id='phones.0.number']").fill("bel maar")
    page.locator("[id='schedules.0.opens_at']").fill("10:00")
    page.locator("button[value=publish]").click()
    expect(page.locator("#summary")).to_have_attribute("aria-invalid", "true")


def open_conflict(page: Page, scene: Scene) -> None:
    """The form when someone else has saved something in the meantime."""
    page.goto(f"/beheer/hulp/{scene.club}")
    page.locator(".listing-form [name=seen]").evaluate("field => { field.value = '0.0' }")
    page.locator("#name").fill("Breiclub Emmen")
    page.locator("[id='schedules.0.opens_at']").fill("14:00")
    page.locator("button[value=save]").click()
    page.locator("[name=keep-name]").first.wait_for()


def open_bulk(page: Page, _scene: Scene) -> None:
    """What to change in two listings that were chosen."""
    page.goto("/beheer/hulp?municipality=emmen")
    page.locator("[name=id]").nth(0).check()
    page.locator("[name=id]").nth(1).check()
    page.locator("form[action='/beheer/hulp/samen'] button").click()
    page.locator("[name=change]").first.wait_for()


def open_bulk_shown(page: Page, scene: Scene) -> None:
    """What would change in them."""
    open_bulk(page, scene)
    page.locator("[name=change][value=set_tier]").check()
    page.locator("#tier").select_option("4")
    page.locator("button[value=show]").click()
    page.locator("#reason").wait_for()


def send(page: Page, table: str) -> None:
    """Send a table, and wait until it is checked."""
    page.goto("/beheer/inlezen")
    page.locator("#file").set_input_files({"name": "hulp.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.locator("main form button[type=submit]").click()
    page.locator("button[value=discard]").wait_for()


def open_report(page: Page, scene: Scene) -> None:
    """What would become of each row of a table: one changes a listing, one is wrong."""
    send(page, f"Sleutel,Naam,Trede\n{scene.club},Breiclub,3\nemmen-nieuw,Nieuw,9\n")
    page.locator("table.diff").first.wait_for()


def open_refused(page: Page, _scene: Scene) -> None:
    """A table that cannot be read at all."""
    send(page, "Naam,Trede\nBreiclub,3\n")


def open_page_preview(page: Page, _scene: Scene) -> None:
    """A page of our own as it would be."""
    page.goto("/beheer/woorden/paginas/over.nl")
    page.locator("button[value=preview]").click()
    page.locator("#preview-title").wait_for()


def open_word_faults(page: Page, _scene: Scene) -> None:
    """The form of a new synonym, sent without a word in it."""
    page.goto("/beheer/woorden/nieuw-synoniem")
    page.locator(".listing-form button[type=submit]").click()
    page.locator("[aria-invalid=true]").first.wait_for()


def open_word_conflict(page: Page, _scene: Scene) -> None:
    """The form of a place when someone else has saved something in the meantime."""
    page.goto("/beheer/woorden/gemeenten/emmen/plaatsen/zwartemeer")
    page.locator(".listing-form [name=as_seen]").evaluate("field => { field.value = '0' }")
    page.locator("#name").fill("Zwarte Meer")
    page.locator(".listing-form button[type=submit]").click()
    page.locator("[name=keep-name]").first.wait_for()


PAGES: dict[str, Open] = {
    "home": at("/beheer/"),
    "listings": at("/beheer/hulp?municipality=emmen"),
    "listings-none": at("/beheer/hulp?q=xqzwvj"),
    "new": at("/beheer/hulp/nieuw?municipality=emmen"),
    "form": at("/beheer/hulp/{club}"),
    "form-advice": open_advice,
    "form-faults": open_faults,
    "form-conflict": open_conflict,
    "review": at("/beheer/hulp/{club}/beoordelen"),
    "review-nothing": at("/beheer/hulp/emmen-hulp-bij-administratie/beoordelen"),
    "preview": at("/beheer/hulp/{club}/voorbeeld"),
    "preview-faults": at("/beheer/hulp/{sketch}/voorbeeld", 422),
    "history": at("/beheer/hulp/{club}/geschiedenis?van={earlier}&tot={later}"),
    "reports": at("/beheer/meldingen"),
    "checks": at("/beheer/controle"),
    "confirm": at("{confirm}"),
    "error": at("/beheer/hulp/bestaat-niet", 404),
    "change-together": open_bulk,
    "change-together-shown": open_bulk_shown,
    "import": at("/beheer/inlezen"),
    "import-busy": at("/beheer/inlezen/{busy}"),
    "import-report": open_report,
    "import-refused": open_refused,
    "words": at("/beheer/woorden"),
    "needs": at("/beheer/woorden/hulpvragen"),
    "need": at("/beheer/woorden/hulpvragen/schulden"),
    "domain": at("/beheer/woorden/onderwerpen/geld"),
    "outside": at("/beheer/woorden/geen-hulpvraag/hulpvragen"),
    "synonyms": at("/beheer/woorden/synoniemen"),
    "synonym": at("/beheer/woorden/synoniemen/AOW"),
    "word-faults": open_word_faults,
    "word-conflict": open_word_conflict,
    "helplines": at("/beheer/woorden/hulplijnen"),
    "helpline": at("/beheer/woorden/hulplijnen/alzheimer_telefoon"),
    "helpline-proposal": at("/beheer/woorden/hulplijnen/{helpline}"),
    "places": at("/beheer/woorden/gemeenten/emmen"),
    "place": at("/beheer/woorden/gemeenten/emmen/plaatsen/zwartemeer"),
    "site-pages": at("/beheer/woorden/paginas"),
    "site-page": at("/beheer/woorden/paginas/over.nl"),
    "site-page-preview": open_page_preview,
    "word-history": at("/beheer/woorden/geschiedenis/helpline/{helpline}"),
}
# What is folded away is looked at too.
UNFOLD = "() => document.querySelectorAll('details').forEach(part => { part.open = true })"
# Fields of more lines that show their text on one.
UNWRAPPED = """() => [...document.querySelectorAll('textarea')]
  .filter(field => field.checkVisibility() && field.scrollWidth > field.clientWidth + 1).map(field => field.name)"""
by_page = pytest.mark.parametrize("name", PAGES)
by_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def scene(app: Flask, cast: Cast, parts: Parts) -> Iterator[Scene]:
    """The scene; no table is left behind, others wait until all are done."""
    yield set_scene(app, cast)
    with parts.sessions.begin() as session:
        session.execute(delete(ImportJob))


@pytest.fixture(scope="module")
def page_of_ada(browser: Browser, server: str, app: Flask, cast: Cast) -> Iterator[OpenPage]:
    """Gives the page of Ada, who sees everything, in a language; with large text or not.

    The content policy is off in it, so that a checker can be put into the page.
    """
    made: dict[tuple[str, bool], BrowserContext] = {}

    def page_of_ada(language: str, is_large: bool) -> Page:
        if (language, is_large) not in made:
            context = browser.new_context(base_url=server, locale="nl-NL", bypass_csp=True)
            context.set_default_timeout(20_000)
            speak(context, server, language)
            enter(context, server, app, cast["ada"])
            made[language, is_large] = context
            page = context.new_page()
            if is_large:
                sizes = {"standard": 32, "fixed": 26}
                context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
        page = made[language, is_large].pages[0]
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        return page

    yield page_of_ada
    for context in made.values():
        context.close()


@by_language
@by_page
def test_axe_finds_nothing(page_of_ada: OpenPage, scene: Scene, axe: str, name: str, language: str) -> None:
    page = page_of_ada(language, False)
    PAGES[name](page, scene)
    page.evaluate(UNFOLD)
    assert page.get_attribute("html", "lang") == language
    page.evaluate(axe)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} px: {text}" for text in page.evaluate(RUN, TAGS)]
        page.emulate_media(color_scheme="dark")
        contrast = {"type": "rule", "values": ["color-contrast"]}
        found += [f"{width} px, dark: {text}" for text in page.evaluate(RUN, contrast)]
        page.emulate_media(color_scheme="light")
    assert not found, f"{page.url}\n" + "\n".join(found)


@by_language
@by_page
def test_nothing_falls_off(page_of_ada: OpenPage, scene: Scene, name: str, language: str) -> None:
    page = page_of_ada(language, False)
    PAGES[name](page, scene)
    page.evaluate(UNFOLD)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(STICKING_OUT) + page.evaluate(CUT_OFF) + page.evaluate(UNWRAPPED) == [], f"at {width} px"
        assert page.evaluate(TOO_SMALL, [IN_NAVIGATION, 24]) == [], f"smaller than WCAG 2.2 allows, at {width} px"
        assert page.evaluate(TOO_SMALL, [MAIN_BUTTONS, 44]) == [], f"too small for a thumb, at {width} px"


@by_language
@by_page
def test_nothing_falls_off_with_text_twice_as_large(
    page_of_ada: OpenPage, scene: Scene, name: str, language: str
) -> None:
    page = page_of_ada(language, True)
    PAGES[name](page, scene)
    page.evaluate(UNFOLD)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CUT_OFF) == []
