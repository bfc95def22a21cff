"""A resident with a phone finds help, with and without JavaScript: the way from home to the municipality's desk."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
PhoneWith = Callable[[bool], Page]


@dataclass(frozen=True)
class Question:
    """What a resident asks, and the need that must come out of it."""

    words: str
    need: str


QUESTIONS = (
    Question("ik kan mijn rekening niet betalen", "schulden"),
    Question("poetshulp", "schoonmaak"),
    Question("mijn moeder is vergeetachtig", "dementie"),
)


def choose_zwartemeer(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Waar woont u?").select_option("emmen/zwartemeer")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("banner")).to_contain_text("Zwartemeer")


def ask(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Zoek hulp").click()
    page.wait_for_url("**/zoeken?*")
    expect(page.get_by_role("searchbox")).to_have_value(words)


def tiers_of(page: Page) -> Locator:
    return page.locator("main section[id^=trede-]")


def cards_of(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("article").get_by_role("link")


@both_ways
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.need)
def test_a_resident_finds_help(phone_with: PhoneWith, question: Question, javascript: bool) -> None:
    page = phone_with(javascript)
    choose_zwartemeer(page)
    ask(page, question.words)

    # Results for the own place, by tier: informal help first.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zwartemeer")
    tiers = [tier.get_attribute("id") or "" for tier in tiers_of(page).all()]
    assert tiers == sorted(tiers)
    assert tiers[0] == "trede-1"
    assert tiers[-1] == "trede-4"
    # The municipality is one press away, whatever was found.
    expect(page.get_by_role("link", name="Vraag de gemeente")).to_have_attribute("href", "#gemeente-vragen")

    # A listing: what, for whom, where the fact came from and that nobody has checked it.
    first = tiers_of(page).nth(1).get_by_role("article").get_by_role("link").first
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    for heading in ("Wat is het?", "Voor wie?", "Klopt dit nog?"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    facts = page.get_by_role("main").locator("dl")
    expect(facts).to_contain_text("Nog niet gecontroleerd")
    expect(facts).to_contain_text(re.compile(r"Bron\s+\S{3,}"))
    expect(page.get_by_role("main").locator(f"a[href^='/hulpvraag/{question.need}']").first).to_be_visible()

    # The road to the municipality leads to its desk.
    road = page.get_by_role("region", name="Hulp van de gemeente vragen")
    expect(road).to_be_visible()
    road.get_by_role("link", name="Zorgloket").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zorgloket")


@both_ways
def test_the_place_is_chosen_once(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    choose_zwartemeer(page)
    for path in ("/gemeenten", "/hulpvraag/schulden", "/hulplijnen"):
        page.goto(path)
        expect(page.get_by_role("banner")).to_contain_text("Zwartemeer")
    page.get_by_role("banner").get_by_role("link", name="Wijzigen").click()
    page.get_by_role("button", name="Vergeet mijn plaats").click()
    page.wait_for_url("**/hulplijnen")
    expect(page.get_by_role("banner")).not_to_contain_text("Zwartemeer")


def test_typing_gives_results_without_loading_the_page_again(phone: Page) -> None:
    ask(phone, "koffie")
    phone.evaluate("window.sameDocument = true")
    field = phone.get_by_role("searchbox")
    field.fill("")
    field.press_sequentially("scootmob", delay=30)
    expect(cards_of(phone).filter(has_text=re.compile("scootmobiel", re.I)).first).to_be_visible()
    phone.wait_for_url("**/zoeken?q=scootmob*")
    expect(field).to_be_focused()
    expect(phone.get_by_role("heading", level=1)).to_have_count(1)
    assert phone.evaluate("window.sameDocument")


@both_ways
def test_filters_narrow_the_results(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    ask(page, "eenzaam")
    everything = cards_of(page).count()
    page.get_by_text("Kies preciezer").click()
    if javascript:
        page.evaluate("window.sameDocument = true")
    page.get_by_role("combobox", name="Gemeente").select_option("emmen")
    page.get_by_role("combobox", name="Soort hulp").select_option("2")
    if not javascript:
        page.get_by_role("button", name="Toon de hulp").click()
    page.wait_for_url(re.compile("municipality=emmen.*tier=2"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Emmen")
    expect(tiers_of(page)).to_have_count(1)
    expect(tiers_of(page)).to_have_id("trede-2")
    assert 0 < cards_of(page).count() <= everything
    if javascript:
        assert page.evaluate("window.sameDocument")


@both_ways
def test_free_help_only(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    ask(page, "113")
    page.get_by_text("Kies preciezer").click()
    page.get_by_role("checkbox", name="Alleen gratis hulp").check()
    if not javascript:
        page.get_by_role("button", name="Toon de hulp").click()
    page.wait_for_url("**free=1*")
    page.reload()
    expect(page.get_by_role("checkbox", name="Alleen gratis hulp")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Alleen gratis hulp")).to_be_visible()


@both_ways
def test_all_help_of_a_tier_is_one_press_away(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    ask(page, "eenzaam")
    more = page.get_by_role("link", name=re.compile(r"Toon alle \d+")).first
    announced = int(re.findall(r"\d+", more.inner_text())[0])
    more.click()
    page.wait_for_url("**tier=*")
    expect(tiers_of(page)).to_have_count(1)
    seen = cards_of(page).count()
    while seen < announced:
        page.get_by_role("link", name="Volgende bladzijde").click()
        page.wait_for_url("**page=*")
        expect(cards_of(page).first).to_be_visible()
        assert cards_of(page).count() > 0
        seen += cards_of(page).count()
    assert seen == announced
    expect(page.get_by_role("link", name="Volgende bladzijde")).to_have_count(0)


@both_ways
@pytest.mark.parametrize(
    ("words", "number"), [("ik wil niet meer leven", "tel:113"), ("mijn man slaat mij", "tel:08002000")]
)
def test_danger_shows_the_helplines_first(phone_with: PhoneWith, words: str, number: str, javascript: bool) -> None:
    page = phone_with(javascript)
    ask(page, words)
    call = page.get_by_role("main").locator(f"a[href='{number}']").first
    expect(call).to_be_visible()
    # Without scrolling, and above the search field and the heading of the results.
    expect(call).to_be_in_viewport()
    assert top(call) < top(page.get_by_role("searchbox")) < top(page.get_by_role("heading", level=1))
    leave = page.get_by_role("link", name="Verlaat deze site snel")
    expect(leave).to_have_attribute("rel", "noreferrer")


def test_danger_shows_the_helplines_while_typing(phone: Page) -> None:
    ask(phone, "koffie")
    phone.get_by_role("searchbox").fill("ik wil niet meer leven")
    call = phone.get_by_role("main").locator("a[href='tel:113']").first
    expect(call).to_be_visible()
    assert top(call) < top(phone.get_by_role("searchbox"))
    # One can go on typing, and without danger the alert goes away.
    expect(phone.get_by_role("searchbox")).to_be_focused()
    phone.get_by_role("searchbox").fill("koffie")
    expect(call).to_have_count(0)


def test_what_stands_outside_the_results_follows_the_question(phone: Page) -> None:
    ask(phone, "koffie")
    expect(phone).to_have_title(re.compile("koffie"))
    phone.evaluate("window.sameDocument = true")
    told = phone.get_by_role("status")
    expect(told).to_have_text("")
    phone.get_by_role("searchbox").fill("eenzaam")
    expect(phone).to_have_title(re.compile("eenzaam"))
    expect(told).to_have_text(phone.get_by_role("heading", level=1).inner_text())
    banner = phone.get_by_role("banner")
    expect(banner.get_by_role("link", name="English")).to_have_attribute("href", re.compile("q=eenzaam"))
    expect(banner.get_by_role("link", name="Kies uw gemeente")).to_have_attribute("href", re.compile("eenzaam"))
    drop = phone.get_by_role("link", name="Wis deze keuzes")
    expect(drop).to_have_count(0)
    phone.get_by_text("Kies preciezer").click()
    phone.get_by_role("combobox", name="Soort hulp").select_option("2")
    expect(drop).to_have_attribute("href", re.compile("q=eenzaam"))
    expect(phone.get_by_text("Kies preciezer")).to_contain_text("(1)")
    assert phone.evaluate("window.sameDocument")
    drop.click()
    expect(phone.get_by_role("searchbox")).to_have_value("eenzaam")
    expect(phone.get_by_role("combobox", name="Soort hulp", include_hidden=True)).to_have_value("")


@both_ways
def test_nothing_found_still_leads_to_a_human(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    choose_zwartemeer(page)
    ask(page, "xqzwvj")
    expect(cards_of(page)).to_have_count(0)
    # The own village has a service point: that is where to walk in.
    expect(page.get_by_role("main").get_by_role("link", name="Infohuus")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Spreek een mens").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/hulpvraag/mens_spreken" in page.url


@both_ways
def test_back_goes_back(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    ask(page, "poetshulp")
    found = page.get_by_role("heading", level=1).inner_text()
    cards_of(page).first.click()
    page.wait_for_url("**/hulp/*")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("poetshulp")
    expect(page.get_by_role("heading", level=1)).to_have_text(found)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/$"))


def test_back_skips_what_was_typed_on_the_way(phone: Page) -> None:
    ask(phone, "poetshulp")
    field = phone.get_by_role("searchbox")
    for words in ("sch", "schulden"):
        field.fill(words)
        phone.wait_for_url(f"**q={words}&*")
    cards_of(phone).first.click()
    phone.wait_for_url("**/hulp/*")
    phone.go_back()
    phone.wait_for_url("**q=schulden&*")
    expect(field).to_have_value("schulden")
    expect(phone).to_have_title(re.compile("schulden"))
    phone.go_back()
    expect(phone).to_have_url(re.compile(r"/$"))


def test_back_undoes_a_filter(phone: Page) -> None:
    ask(phone, "eenzaam")
    found = phone.get_by_role("heading", level=1).inner_text()
    phone.get_by_text("Kies preciezer").click()
    phone.get_by_role("combobox", name="Soort hulp").select_option("2")
    phone.wait_for_url("**tier=2*")
    expect(tiers_of(phone)).to_have_count(1)
    phone.go_back()
    phone.wait_for_url(re.compile(r"/zoeken\?q=eenzaam$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text(found)
    expect(phone.get_by_role("combobox", name="Soort hulp", include_hidden=True)).to_have_value("")


@both_ways
def test_the_language_switch_stays_on_the_question(phone_with: PhoneWith, javascript: bool) -> None:
    page = phone_with(javascript)
    ask(page, "poetshulp")
    page.get_by_role("banner").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("searchbox")).to_have_value("poetshulp")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def top(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]
