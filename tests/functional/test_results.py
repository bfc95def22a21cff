"""/zoeken: what was found, without JavaScript and as the fragment that HTMX asks for."""

from copy import copy
from urllib.parse import parse_qs, quote_plus, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sociale_kaart.queries.services import list_cards
from tests.client import CheckingClient
from tests.functional.conftest import KNOWN_CLUB, POINT
from tests.functional.reading import (
    answer,
    by_id,
    by_tier,
    calls_before_listings,
    chosen,
    field,
    headings,
    hrefs,
    link_to,
    listings,
    main,
    options,
    page,
    paths,
    words,
)
from webapp.wiring import Parts

NONSENSE = "xqzwvkj wqxzjk"
HTMX = {"HX-Request": "true"}


def cards_on(client: CheckingClient, url: str, parts: Parts) -> list[object]:
    ids = listings(answer(client.get(url)))
    assert ids, f"nothing at {url}"
    with parts.sessions() as session:
        return list(list_cards(session, ids))


def test_a_question_in_plain_words_finds_help(passer_by: CheckingClient, parts: Parts) -> None:
    cards = cards_on(passer_by, "/zoeken?q=ik+kan+mijn+rekening+niet+betalen&municipality=groningen", parts)
    assert any({"schulden", "rondkomen"} & set(card.needs) for card in cards[:5])  # type: ignore[attr-defined]


def test_results_stand_on_the_ladder_in_order(passer_by: CheckingClient, parts: Parts) -> None:
    steps = by_tier(answer(passer_by.get("/zoeken?q=ik+voel+me+eenzaam&municipality=assen")))
    assert list(steps) == sorted(steps)
    assert len(steps) >= 2
    with parts.sessions() as session:
        for tier, ids in steps.items():
            assert {card.tier for card in list_cards(session, ids)} == {tier}


def test_no_listing_stands_twice(passer_by: CheckingClient) -> None:
    ids = listings(answer(passer_by.get("/zoeken?q=infohuus+zwartemeer")))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("query", ["Infohuus", "infohuus", "INFOHUUS", "Infohuus (servicepunt Zwartemeer)"])
def test_a_precise_name_comes_first(passer_by: CheckingClient, query: str) -> None:
    found = answer(passer_by.get("/zoeken", query_string={"q": query}))
    assert listings(found)[0] == POINT
    above_the_steps = all(POINT not in ids for ids in by_tier(found).values())
    assert above_the_steps


def test_the_query_stays_in_the_field(passer_by: CheckingClient) -> None:
    response = passer_by.get("/zoeken?q=samen+eten")
    assert field(page(response), "q").get("value") == "samen eten"


def test_without_a_query_everything_is_there(passer_by: CheckingClient) -> None:
    assert list(by_tier(answer(passer_by.get("/zoeken")))) == [1, 2, 3, 4]


def test_the_road_to_the_municipality_and_a_human_are_in_sight(passer_by: CheckingClient) -> None:
    found = answer(passer_by.get("/zoeken?q=rolstoel&municipality=emmen"))
    assert "/hulpvraag/mens_spreken" in paths(found)
    assert {"/hulp/emmen-zorgloket", "/servicepunt/emmen-zorgloket"} & set(paths(found))


@pytest.mark.parametrize("query", ["rolstoel", "eenzaam", "infohuus", "", NONSENSE])
def test_nothing_says_that_a_right_does_not_exist(passer_by: CheckingClient, query: str) -> None:
    text = words(answer(passer_by.get("/zoeken", query_string={"q": query, "municipality": "emmen"}))).lower()
    assert not [word for word in ("geen recht", "niet mogelijk", "komt u niet in aanmerking") if word in text]


# -- Filters, by plain GET ---------------------------------------------------------------------------------


def test_filter_on_municipality_leaves_its_own_and_national_help(passer_by: CheckingClient, parts: Parts) -> None:
    cards = cards_on(passer_by, "/zoeken?q=mantelzorg&municipality=dronten", parts)
    assert {card.municipality_id for card in cards} <= {"dronten", None}  # type: ignore[attr-defined]
    assert "dronten" in {card.municipality_id for card in cards}  # type: ignore[attr-defined]


def test_filter_on_place_leaves_out_other_places(passer_by: CheckingClient, parts: Parts) -> None:
    cards = cards_on(passer_by, "/zoeken?municipality=emmen&place=zwartemeer", parts)
    assert all(not card.places or "zwartemeer" in card.places for card in cards)  # type: ignore[attr-defined]


def test_help_for_the_own_place_comes_first_on_each_step(passer_by: CheckingClient, parts: Parts) -> None:
    places = {entry.id: entry.places for entry in parts.search.index.entries}
    steps = by_tier(answer(passer_by.get("/zoeken?municipality=emmen&place=zwartemeer")))
    for ids in steps.values():
        is_near = ["zwartemeer" in places[listing] for listing in ids]
        assert is_near == sorted(is_near, reverse=True)
    assert POINT in steps[3]


def test_filter_on_need(passer_by: CheckingClient, parts: Parts) -> None:
    cards = cards_on(passer_by, "/zoeken?need=vervoer&municipality=assen", parts)
    assert all("vervoer" in card.needs for card in cards)  # type: ignore[attr-defined]


@pytest.mark.parametrize("tier", [1, 2, 3, 4])
def test_filter_on_tier_shows_all_of_that_tier_alone(passer_by: CheckingClient, parts: Parts, tier: int) -> None:
    entries = parts.search.index.entries
    expected = {e.id for e in entries if e.tier == tier and e.municipality in ("emmen", None)}
    shown: list[str] = []
    for number in range(1, 2 + len(expected) // 30):
        steps = by_tier(answer(passer_by.get(f"/zoeken?municipality=emmen&tier={tier}&page={number}")))
        assert list(steps) == [tier]
        shown += steps[tier]
    assert len(shown) == len(set(shown))
    assert set(shown) == expected


def test_pages_of_a_tier_follow_each_other_and_keep_the_query(passer_by: CheckingClient, parts: Parts) -> None:
    expected = {e.id for e in parts.search.index.entries if e.tier == 3 and e.municipality in ("emmen", None)}
    url: str | None = "/zoeken?municipality=emmen&tier=3&q="
    seen: list[list[str]] = []
    while url and len(seen) < 20:
        found = answer(passer_by.get(url))
        seen.append(listings(found))
        around = {str(a.get("rel")): str(a.get("href")) for a in found.iter("a") if a.get("rel") in ("prev", "next")}
        assert ("prev" in around) == (len(seen) > 1)
        assert "Toon alle" not in words(found)
        url = around.get("next")
        assert url is None or parse_qs(urlsplit(url).query)["tier"] == ["3"]
    assert len(seen) > 1, "more than one page"
    assert {listing for each in seen for listing in each} == expected


def test_one_page_has_no_links_to_others(passer_by: CheckingClient) -> None:
    found = answer(passer_by.get("/zoeken?q=infohuus"))
    assert not [a for a in found.iter("a") if a.get("rel") in ("prev", "next")]


def test_filter_on_free_help(passer_by: CheckingClient, parts: Parts) -> None:
    ids = set(listings(answer(passer_by.get("/zoeken?free=1"))))
    assert ids
    assert ids <= {entry.id for entry in parts.search.index.entries if entry.free}


@pytest.mark.parametrize("filters", ["wheelchair=1", "language=uk", "free=1&wheelchair=1&language=uk&tier=2"])
def test_filter_on_wheelchair_and_language(filled_in: Flask, filters: str) -> None:
    found = listings(answer(filled_in.test_client().get(f"/zoeken?municipality=emmen&{filters}")))
    assert found == [KNOWN_CLUB]


@pytest.mark.parametrize("filters", ["wheelchair=1&tier=3", "language=pl", "wheelchair=1&municipality=assen"])
def test_a_listing_that_nobody_says_it_of_does_not_pass_the_filter(filled_in: Flask, filters: str) -> None:
    assert KNOWN_CLUB not in listings(answer(filled_in.test_client().get(f"/zoeken?q=schaakclub&{filters}")))


def test_an_empty_filter_counts_as_left_out(passer_by: CheckingClient) -> None:
    plain = answer(passer_by.get("/zoeken?q=vervoer"))
    empty = answer(passer_by.get("/zoeken?q=vervoer&municipality=&need=&tier=&language="))
    assert listings(plain) == listings(empty)


def test_the_form_shows_what_was_chosen(passer_by: CheckingClient) -> None:
    form = page(passer_by.get("/zoeken?q=x&municipality=emmen&need=vervoer&tier=3&language=tr&free=1&wheelchair=1"))
    values = [chosen(form, name) for name in ("municipality", "need", "tier", "language")]
    assert values == ["emmen", "vervoer", "3", "tr"]
    assert all("checked" in field(form, name).attrib for name in ("free", "wheelchair"))


def test_the_form_offers_every_choice(passer_by: CheckingClient, every_need: list[str]) -> None:
    form = page(passer_by.get("/zoeken"))
    assert options(form, "municipality") == ["", "assen", "dronten", "emmen", "groningen", "haren"]
    assert options(form, "need") == ["", *every_need]
    assert options(form, "tier") == ["", "1", "2", "3", "4"]


def test_every_field_of_the_page_has_a_label(passer_by: CheckingClient) -> None:
    whole = page(passer_by.get("/zoeken?q=vervoer&municipality=emmen&place=zwartemeer"))
    labelled = {label.get("for") for label in whole.iter("label")}
    fields = [f for f in whole.iter() if f.tag in ("input", "select") and f.get("type") not in ("hidden", "submit")]
    assert [f.get("name") for f in fields if f.get("id") not in labelled and not f.get("aria-label")] == []


def test_more_of_one_tier_keeps_the_question_and_the_filters(passer_by: CheckingClient) -> None:
    found = answer(passer_by.get("/zoeken?municipality=emmen&place=zwartemeer&q="))
    more = [href for href in hrefs(found) if href.startswith("/zoeken") and "tier=" in href]
    assert more
    assert all("municipality=emmen" in href and "place=zwartemeer" in href for href in more)
    assert len(listings(answer(passer_by.get(more[0])))) > 6


# -- The own place -----------------------------------------------------------------------------------------


def test_chris_finds_help_near_zwartemeer_without_saying_so(chris: CheckingClient) -> None:
    asked = listings(answer(chris.get("/zoeken?q=servicepunt")))
    explicit = listings(answer(chris.get("/zoeken?q=servicepunt&municipality=emmen&place=zwartemeer")))
    assert asked == explicit
    assert POINT in asked


def test_chris_can_look_everywhere(chris: CheckingClient, passer_by: CheckingClient) -> None:
    everywhere = "/zoeken?q=servicepunt&municipality="
    assert listings(answer(chris.get(everywhere))) == listings(answer(passer_by.get(everywhere)))


def test_chris_can_look_in_another_municipality(chris: CheckingClient, parts: Parts) -> None:
    cards = cards_on(chris, "/zoeken?q=mantelzorg&municipality=haren", parts)
    assert {card.municipality_id for card in cards} <= {"haren", None}  # type: ignore[attr-defined]


# -- Nothing found, did you mean ---------------------------------------------------------------------------


def test_nothing_found_says_so_kindly_and_shows_a_way_to_a_human(passer_by: CheckingClient) -> None:
    response = passer_by.get("/zoeken", query_string={"q": NONSENSE, "municipality": "emmen"})
    found = answer(response)
    assert response.status_code == 200
    assert listings(found) == []
    assert NONSENSE in words(found)
    assert "/hulpvraag/mens_spreken" in paths(found)
    assert any(path.startswith(("/servicepunt/", "/hulp/emmen-")) for path in paths(found)), "the service point"


def test_nothing_found_shows_the_nearest_needs(passer_by: CheckingClient) -> None:
    found = answer(passer_by.get("/zoeken?q=scootmobiel+lenen&language=fr&municipality=haren"))
    assert listings(found) == []
    needs = [path for path in paths(found) if path.startswith("/hulpvraag/")]
    assert set(needs) - {"/hulpvraag/mens_spreken", "/hulpvraag/wmo_aanvragen"}


def test_a_typing_error_is_corrected_and_says_so(passer_by: CheckingClient) -> None:
    found = answer(passer_by.get("/zoeken?q=mantelzrog&municipality=emmen"))
    assert link_to(found, "/zoeken")["q"] == ["mantelzorg"]
    assert listings(found) == listings(answer(passer_by.get("/zoeken?q=mantelzorg&municipality=emmen")))


def test_a_sound_query_is_not_corrected(passer_by: CheckingClient) -> None:
    found = answer(passer_by.get("/zoeken?q=mantelzorg"))
    queries = [parse_qs(urlsplit(href).query)["q"] for href in hrefs(found) if href.startswith("/zoeken?q=")]
    assert all(query == ["mantelzorg"] for query in queries)


def test_the_needs_that_were_recognised_are_links(passer_by: CheckingClient) -> None:
    found = answer(passer_by.get("/zoeken?q=ik+heb+schulden"))
    assert "/hulpvraag/schulden" in paths(found)


# -- Danger ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("mijn man slaat mij", "0800-2000"),
        ("ik wil niet meer leven", "113"),
        ("113", "113"),
        ("112", "112"),
        ("er is brand in mijn huis", "112"),
        ("my husband hits me", "0800-2000"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_danger_shows_the_helplines_before_all_else(
    passer_by: CheckingClient, query: str, number: str, headers: dict[str, str]
) -> None:
    response = passer_by.get("/zoeken", query_string={"q": query}, headers=headers)
    found = answer(response) if headers else main(response)
    called = [each.replace("-", "") for each in calls_before_listings(found)]
    assert number.replace("-", "") in called
    assert "112" in called
    assert hrefs(found)[0].startswith("tel:"), "a number to call is the first link of the answer"


def test_danger_stands_before_the_search_field(passer_by: CheckingClient) -> None:
    content = main(passer_by.get("/zoeken?q=mijn+man+slaat+mij"))
    inside = list(content.iter())
    calls = [position for position, each in enumerate(inside) if str(each.get("href")).startswith("tel:")]
    assert calls[0] < inside.index(field(content, "q"))


def test_in_danger_one_can_leave_quickly_and_the_ladder_still_follows(passer_by: CheckingClient) -> None:
    found = main(passer_by.get("/zoeken?q=mijn+man+slaat+mij&municipality=emmen"))
    away = [a for a in found.iter("a") if str(a.get("href")).startswith("https://www.buienradar.nl")]
    assert away, "a way to leave"
    assert "noreferrer" in str(away[0].get("rel"))
    assert listings(found)


@pytest.mark.parametrize("query", ["samen koffie drinken", "rolstoel", "tuin", "", "belastingformulier"])
def test_without_danger_no_helpline_stands_above_the_results(passer_by: CheckingClient, query: str) -> None:
    found = main(passer_by.get("/zoeken", query_string={"q": query}))
    assert calls_before_listings(found) == []


# -- Page and fragment -------------------------------------------------------------------------------------

PAIRS = [
    "/zoeken",
    "/zoeken?q=infohuus",
    "/zoeken?q=ik+voel+me+eenzaam&municipality=assen",
    "/zoeken?q=scootmobiel&municipality=emmen&place=zwartemeer&tier=3",
    "/zoeken?q=" + quote_plus(NONSENSE),
    "/zoeken?q=mijn+man+slaat+mij",
    "/zoeken?q=mantelzorgg&municipality=emmen",
    "/zoeken?q=vervoer&lang=en",
]


def swapped(fragment: Element) -> dict[str, Element]:
    """What HTMX puts in the place of what has the same id, outside the block with the results."""
    return {str(e.get("id")): e for e in fragment if e.get("data-hx-swap-oob")}


def block(response: TestResponse) -> Element:
    """The block with the results, from a page or from a fragment."""
    found = copy(answer(response))
    found[:] = [e for e in found if e.tag != "title" and not e.get("data-hx-swap-oob")]
    return found


@pytest.mark.parametrize("url", PAIRS)
@pytest.mark.parametrize("who", ["passer_by", "chris"])
def test_the_fragment_holds_what_the_page_holds(url: str, who: str, request: pytest.FixtureRequest) -> None:
    client: CheckingClient = request.getfixturevalue(who)
    whole, part = client.get(url), client.get(url, headers=HTMX)
    assert part.status_code == 200
    assert listings(block(part)) == listings(block(whole))
    assert by_tier(block(part)) == by_tier(block(whole))
    assert headings(block(part)) == headings(block(whole))
    assert hrefs(block(part)) == hrefs(block(whole))


@pytest.mark.parametrize("url", PAIRS)
@pytest.mark.parametrize("who", ["passer_by", "chris"])
def test_what_depends_on_the_query_outside_the_block_follows_it(
    url: str, who: str, request: pytest.FixtureRequest
) -> None:
    client: CheckingClient = request.getfixturevalue(who)
    whole, part = page(client.get(url)), answer(client.get(url, headers=HTMX))
    title = part.find("title")
    assert title is not None
    assert words(title) == words(whole.find(".//title"))
    others = swapped(part)
    assert {"gevaar", "melding", "talen", "eigen-plaats", "keuzes-aantal", "keuzes-wissen"} <= set(others)
    for name, element in others.items():
        place = by_id(whole, name)
        assert place is not None, f"nothing on the page to put {name} in the place of"
        if name != "melding":
            assert [hrefs(element), words(element)] == [hrefs(place), words(place)]
    # Nothing outside that block, the form and those parts has the query in it.
    known = set(hrefs(part))
    assert not [href for href in hrefs(whole) if "q=" in href and href not in known]


def test_the_fragment_is_only_the_block_with_the_results(passer_by: CheckingClient) -> None:
    text = passer_by.get("/zoeken?q=vervoer", headers=HTMX).get_data(as_text=True)
    assert not [part for part in ("<html", "<header", "<main", "<form class", 'id="resultaten"') if part in text]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_caches_keep_page_and_fragment_apart(passer_by: CheckingClient, headers: dict[str, str]) -> None:
    response = passer_by.get("/zoeken?q=vervoer", headers=headers)
    assert {"HX-Request", "Cookie", "Accept-Language"} <= {str(name) for name in response.vary}
    assert not response.cache_control.public


def test_the_form_swaps_the_block_at_the_same_url(passer_by: CheckingClient) -> None:
    whole = page(passer_by.get("/zoeken?q=vervoer"))
    form = next(form for form in whole.iter("form") if form.get("data-hx-get"))
    assert form.get("data-hx-get") == form.get("action") == "/zoeken"
    assert (form.get("method") or "get").lower() == "get"
    assert by_id(whole, str(form.get("data-hx-target")).removeprefix("#")) is not None


def test_results_that_change_are_told_to_a_screen_reader(passer_by: CheckingClient) -> None:
    whole = page(passer_by.get("/zoeken?q=vervoer"))
    told = by_id(whole, "melding")
    assert told is not None
    assert told.get("role") == "status"
    assert words(told) == "", "what stands there from the start is not told"
    results = by_id(whole, "resultaten")
    assert results is not None
    assert told not in list(results.iter()), "what is replaced as a whole is not told"
    part = answer(passer_by.get("/zoeken?q=vervoer", headers=HTMX))
    assert words(swapped(part)["melding"]) == headings(part)[0]
    assert swapped(part)["melding"].get("data-hx-swap-oob") == "innerHTML", "the region itself stays"


def test_danger_is_told_first_to_a_screen_reader(passer_by: CheckingClient) -> None:
    part = answer(passer_by.get("/zoeken?q=mijn+man+slaat+mij", headers=HTMX))
    assert words(swapped(part)["melding"]).startswith(words(by_id(part, "danger-title")))


def test_typing_makes_no_history_but_a_filter_does(passer_by: CheckingClient) -> None:
    whole = page(passer_by.get("/zoeken?q=vervoer"))
    ways = {e.get("data-hx-trigger"): e for e in whole.iter() if e.get("data-hx-get")}
    typing = next(e for trigger, e in ways.items() if trigger and "input" in trigger)
    assert typing.get("data-hx-replace-url") == "true"
    assert typing.get("data-hx-push-url") is None
    assert ways["change"].get("data-hx-push-url") == "true"


def test_an_unfinished_word_finds_help_while_typing(passer_by: CheckingClient, parts: Parts) -> None:
    found = listings(answer(passer_by.get("/zoeken?q=scootmob", headers=HTMX)))
    names = {entry.id: entry.name.lower() for entry in parts.search.index.entries}
    assert any("scootmobiel" in names[listing] for listing in found)


# -- Bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("municipality=atlantis", 404),
        ("municipality=emmen&place=atlantis", 404),
        ("municipality=assen&place=zwartemeer", 404),
        ("need=goud", 404),
        ("tier=5", 404),
        ("tier=0", 404),
        ("tier=-1", 404),
        ("tier=een", 404),
        ("place=zwartemeer", 400),
        ("language=klingon", 400),
        ("language=%3Cscript%3E", 400),
    ],
)
def test_what_does_not_exist_gives_a_clear_page(
    passer_by: CheckingClient, query: str, status: int, headers: dict[str, str]
) -> None:
    response = passer_by.get(f"/zoeken?q=vervoer&{query}", headers=headers)
    assert response.status_code == status
    assert "/" in paths(main(response))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method(passer_by: CheckingClient, method: str) -> None:
    response = getattr(passer_by, method)("/zoeken?q=x")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
