"""A whole conversation with the assistant on a phone, with and without JavaScript, and with the keyboard alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route, expect

from tests.browser.conftest import PHONE, PageOf
from tests.browser.serving import speak
from tests.browser.test_accessibility import AXE, RUN, TAGS
from tests.browser.test_find_help import both_ways
from tests.browser.test_keyboard import FOCUSED, tab_to
from tests.browser.test_layout import CUT_OFF, IN_NAVIGATION, MAIN_BUTTONS, STICKING_OUT, TOO_SMALL
from tests.browser.test_no_console_errors import REPORT_BREACHES

pytestmark = pytest.mark.browser

PhoneWith = Callable[[bool], Page]
DEBTS = "ik kan mijn rekening niet betalen"
VIOLENCE = "mijn man slaat mij"
TOO_LONG = "hulp " * 500
# Whether the focus is past the choices of the newest turn.
PAST_CHOICES = """() => [...document.querySelectorAll('#gesprek > :last-child .turn__choices button')].at(-1)
  .compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING"""
# Whether the beginning of the newest turn is in sight.
NEWEST_IN_SIGHT = """() => { const box = document.querySelector('#gesprek > :last-child').getBoundingClientRect();
  return box.top >= -1 && box.top < innerHeight / 2; }"""


def turns(page: Page) -> Locator:
    return page.locator("#gesprek > li")


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Schrijf hier wat er is")


def say(page: Page, words: str) -> Locator:
    """Write a message and send it; gives the new turn."""
    before = turns(page).count()
    field(page).fill(words)
    page.get_by_role("button", name="Stuur").click()
    return newest(page, before)


def press(page: Page, title: str) -> Locator:
    """Press a choice; gives the new turn."""
    before = turns(page).count()
    page.get_by_role("button", name=title).last.click()
    return newest(page, before)


def newest(page: Page, before: int) -> Locator:
    expect(turns(page)).to_have_count(before + 1)
    expect(field(page)).to_have_value("")
    return turns(page).last


# -- A whole conversation ------------------------------------------------------------------------------------


@both_ways
def test_a_whole_conversation(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    # It begins in the field that stands on every page.
    page.goto("/")
    page.get_by_role("textbox", name="Vraag het de assistent").fill(DEBTS)
    page.get_by_role("button", name="Vraag het", exact=True).click()
    page.wait_for_url("**/chat#laatste")
    expect(turns(page)).to_have_count(2)
    expect(turns(page).first).to_contain_text("computerprogramma")
    expect(turns(page).last).to_contain_text(DEBTS)
    page.evaluate("window.sameDocument = true")

    # Where? Then help nearby: informal first, the municipality always in sight.
    answer = press(page, "Emmen")
    expect(answer).to_contain_text("Emmen")
    expect(answer.get_by_role("heading", level=3).first).to_contain_text("Zelf")
    assert answer.locator("a[href^='/hulp/emmen-']").count() > 0
    expect(answer.get_by_role("heading", name="Hulp van de gemeente vragen")).to_be_visible()
    page.wait_for_function(NEWEST_IN_SIGHT)

    # Danger comes before all else, and the way out is beside the numbers.
    danger = say(page, VIOLENCE)
    call = danger.get_by_role("link", name="Bel 0800-2000")
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:08002000")
    expect(danger.get_by_role("link", name="Verlaat deze site snel")).to_be_visible()
    assert top(call) < top(danger.get_by_text(VIOLENCE))
    expect(press(page, "Ik ben veilig")).to_contain_text("Goed dat u het zegt")

    # A human, in one press.
    human = press(page, "Ik wil een mens spreken")
    expect(human.locator("a[href^='/servicepunt/']").first).to_be_visible()

    # All of it is there after a while, and in the same document where HTMX did it.
    assert bool(page.evaluate("window.sameDocument")) == javascript
    page.goto("/hulplijnen")
    page.goto("/chat")
    expect(turns(page)).to_have_count(6)
    assert page.evaluate("document.querySelectorAll('#laatste').length") == 1

    page.get_by_role("button", name="Wis mijn gesprek").click()
    expect(page.get_by_role("main").get_by_text("Uw gesprek is gewist")).to_be_visible()
    expect(turns(page)).to_have_count(1)


@both_ways
def test_starting_again(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    page.goto("/chat")
    say(page, DEBTS)
    page.get_by_role("button", name="Begin opnieuw").click()
    expect(turns(page)).to_have_count(1)
    expect(page.get_by_role("main")).not_to_contain_text(DEBTS)
    say(page, "hallo")


@both_ways
def test_what_cannot_be_sent_stays_in_the_field(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    page.goto("/chat")
    for words, problem in (("", "nog niets geschreven"), (TOO_LONG, "te veel tekst")):
        field(page).fill(words)
        page.get_by_role("button", name="Stuur").click()
        expect(page.get_by_role("alert")).to_contain_text(problem)
        expect(field(page)).to_have_attribute("aria-invalid", "true")
        assert field(page).input_value().strip() == words.strip()
        if javascript:
            expect(field(page)).to_be_focused()
    say(page, DEBTS)
    expect(page.get_by_role("alert")).to_have_text("")


@both_ways
def test_keeping_an_answer(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    page.goto("/chat")
    answer = say(page, DEBTS)
    button, text = answer.get_by_role("button", name="Bewaar of print dit"), answer.get_by_text("Kies 'Afdrukken'")
    expect(button).to_be_visible(visible=javascript)
    expect(text).to_be_visible(visible=not javascript)
    if javascript:
        page.evaluate("window.print = () => { window.printed = true }")
        button.click()
        assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(answer.locator("a[href^='/hulp/']").first).to_be_visible()
    for hidden in (field(page), page.get_by_role("banner").get_by_role("navigation"), page.locator(".talk__more")):
        expect(hidden).to_be_hidden()


# -- With HTMX -----------------------------------------------------------------------------------------------


def test_the_field_is_ready_for_the_next_message(phone: Page) -> None:
    phone.goto("/chat")
    say(phone, DEBTS)
    expect(field(phone)).to_be_focused()
    phone.wait_for_function(NEWEST_IN_SIGHT)


def test_while_the_assistant_writes_one_sees_that(phone: Page) -> None:
    waiting: list[Route] = []
    phone.goto("/chat")
    phone.route("**/chat", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright wants a function
    thinking = phone.get_by_role("status").get_by_text("De assistent schrijft")
    expect(thinking).to_be_hidden()
    field(phone).fill(DEBTS)
    phone.get_by_role("button", name="Stuur").click()
    expect(thinking).to_be_visible()
    # Impatience sends nothing twice, and what is typed meanwhile stays.
    phone.get_by_role("button", name="Stuur").click()
    field(phone).fill("en nog iets")
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(turns(phone)).to_have_count(2)
    expect(thinking).to_be_hidden()
    expect(field(phone)).to_have_value("en nog iets")


@pytest.mark.parametrize("is_gone", [True, False], ids=["no server", "server in trouble"])
def test_what_did_not_arrive_is_told_and_stays(phone: Page, is_gone: bool) -> None:
    phone.goto("/chat")
    phone.route("**/chat", lambda route: route.abort() if is_gone else route.fulfill(status=500, body="<p>mis</p>"))
    field(phone).fill(DEBTS)
    phone.get_by_role("button", name="Stuur").click()
    expect(phone.get_by_role("alert")).to_contain_text("kwam niet aan")
    expect(field(phone)).to_have_value(DEBTS)
    expect(turns(phone)).to_have_count(1)
    phone.unroute("**/chat")
    phone.get_by_role("button", name="Stuur").click()
    expect(turns(phone)).to_have_count(2)
    expect(phone.get_by_role("alert")).to_have_text("")


def test_leaving_quickly_leaves_no_way_back(phone: Page) -> None:
    elsewhere = "https://www.buienradar.nl/"
    phone.route(f"{elsewhere}**", lambda route: route.fulfill(body="<title>Weer</title>", content_type="text/html"))
    phone.goto("/hulplijnen")
    phone.goto("/chat")
    say(phone, VIOLENCE).get_by_role("link", name="Verlaat deze site snel").click()
    phone.wait_for_url(elsewhere)
    phone.go_back()
    phone.wait_for_url("**/hulplijnen")


def test_a_conversation_is_quiet_and_keeps_nothing_in_the_browser(phone: Page) -> None:
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    phone.add_init_script(REPORT_BREACHES)
    phone.on("console", note)
    phone.on("pageerror", lambda error: wrong.append(str(error)))
    phone.goto("/chat")
    say(phone, DEBTS)
    press(phone, "Emmen")
    say(phone, VIOLENCE)
    assert wrong == []
    assert phone.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    (kept,) = phone.context.cookies(f"{phone.url.partition('#')[0]}")
    assert (kept["name"], kept["path"], kept["expires"], kept["httpOnly"]) == ("chat", "/chat", -1, True)


# -- For everyone --------------------------------------------------------------------------------------------


def converse(page: Page, server: str) -> None:
    """A conversation with everything in it that a turn can have."""
    page.goto(f"{server}/chat")
    page.locator("form[action='/chat/opnieuw'] button").click()
    for words in ("/schulden", '/tell_place{"place": "Emmen"}', "kocam beni dövüyor", "/safe", "", "/schulden"):
        count = turns(page).count()
        page.locator("#bericht").fill(words)
        page.locator("#vraag button").click()
        if words:
            expect(turns(page)).to_have_count(count + 1)
        else:
            expect(page.get_by_role("alert")).not_to_be_empty()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_and_all_of_it_fits(page_of: PageOf, server: str, language: str) -> None:
    page = page_of(language, 320)
    converse(page, server)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (320, 360, 1280):
        page = page_of(language, width)
        found = page.evaluate(RUN, TAGS)
        assert not found, f"at {width} px:\n" + "\n".join(found)
        assert page.evaluate(STICKING_OUT) == []
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate(TOO_SMALL, [IN_NAVIGATION, 24]) == []
        assert page.evaluate(TOO_SMALL, [MAIN_BUTTONS, 44]) == []
    page.emulate_media(color_scheme="dark")
    found = page.evaluate(RUN, {"type": "rule", "values": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    assert not found, "in dark colours:\n" + "\n".join(found)


def test_text_twice_as_large_fits_too(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, locale="nl-NL")
    speak(context, server, "nl")
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        converse(page, server)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert page.evaluate(STICKING_OUT) == []
        assert page.evaluate(CUT_OFF) == []
    finally:
        context.close()


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def keyboard(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page whose user has no mouse."""
    context = browser.new_context(
        base_url=server,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        locale="nl-NL",
        reduced_motion="reduce",
        java_script_enabled=request.param,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_conversation_with_the_keyboard_alone(keyboard: Page) -> None:
    keyboard.goto("/chat")
    tab_to(keyboard, "#bericht")
    keyboard.keyboard.type(DEBTS)
    keyboard.keyboard.press("Tab")
    expect(keyboard.get_by_role("button", name="Stuur")).to_be_focused()
    keyboard.keyboard.press("Enter")
    expect(turns(keyboard)).to_have_count(2)
    keyboard.wait_for_function(NEWEST_IN_SIGHT)
    # The choices of the answer are reached backwards from the field, or onwards from the turn.
    choice = keyboard.get_by_role("button", name="Emmen")
    key = "Shift+Tab" if keyboard.evaluate(PAST_CHOICES) else "Tab"
    for _press in range(60):
        keyboard.keyboard.press(key)
        stop = keyboard.evaluate(FOCUSED)
        assert stop is None or (stop["ring"] and stop["inView"]), stop
        if choice.evaluate("element => element === document.activeElement"):
            break
    expect(choice).to_be_focused()
    keyboard.keyboard.press("Enter")
    expect(turns(keyboard)).to_have_count(3)
    expect(turns(keyboard).last).to_contain_text("Emmen")


def test_enter_sends_and_shift_enter_makes_a_new_line(phone: Page) -> None:
    phone.goto("/chat")
    field(phone).press_sequentially("ik heb schulden")
    phone.keyboard.press("Shift+Enter")
    phone.keyboard.type("en ik weet het niet meer")
    expect(field(phone)).to_have_value(re.compile("\n"))
    phone.keyboard.press("Enter")
    expect(turns(phone)).to_have_count(2)
    expect(field(phone)).to_have_value("")
    expect(field(phone)).to_be_focused()


def top(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]
