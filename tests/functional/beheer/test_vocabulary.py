"""/beheer/woorden: needs, synonyms, places and pages are edited here, by who may, and nobody writes over another."""

import time
from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import select

from sociale_kaart.models import Metadata
from tests.client import CheckingClient
from tests.functional.beheer.conftest import Fill
from webapp.beheer.vocabulary.history import FORMS
from webapp.beheer.vocabulary.record import AS_SEEN, Form
from webapp.wiring import Parts

WORDS = "/beheer/woorden"
_numbers = count(1)


def text_of(client: CheckingClient, url: str) -> str:
    return client.get(url).get_data(as_text=True)


@pytest.fixture
def place(mark: CheckingClient, form_of: Fill) -> str:
    """The URL of a place in Emmen that no listing uses, and no other test touches."""
    url = f"{WORDS}/gemeenten/emmen/nieuwe-plaats"
    sent = form_of(mark, url, name=f"Proefdorp {next(_numbers)}", kind="dorp")
    answer = mark.post(url, data=sent)
    assert answer.status_code == 303
    return answer.headers["Location"]


@pytest.fixture
def word(ada: CheckingClient, form_of: Fill) -> str:
    """The URL of a group of synonyms that no other test touches."""
    url = f"{WORDS}/nieuw-synoniem"
    answer = ada.post(url, data=form_of(ada, url, key=f"proefwoord {next(_numbers)}", same="een\ntwee"))
    assert answer.status_code == 303
    return answer.headers["Location"]


# --- the pages -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        "",
        "/hulpvragen",
        "/hulpvragen/suicide",
        "/onderwerpen/geld",
        "/geen-hulpvraag/hulpvragen",
        "/synoniemen",
        "/synoniemen/ADHD",
        "/nieuw-synoniem",
        "/gemeenten/emmen",
        "/gemeenten/emmen/nieuwe-plaats",
        "/gemeenten/emmen/plaatsen/zwartemeer",
        "/paginas",
        "/paginas/privacy.nl",
        "/geschiedenis/need/suicide",
        "/geschiedenis/place/emmen/zwartemeer",
        "/geschiedenis/municipality/emmen",
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_administrator_sees_every_page(ada: CheckingClient, path: str, language: str) -> None:
    assert ada.get(f"{WORDS}{path}?lang={language}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/hulpvragen/bestaat_niet",
        "/synoniemen/bestaat niet",
        "/gemeenten/nergens",
        "/gemeenten/emmen/plaatsen/nergens",
        "/paginas/niets.nl",
        "/geschiedenis/service/emmen-zorgloket",
        "/geschiedenis/synonym_group/bestaat niet",
    ],
)
def test_what_is_not_there(ada: CheckingClient, path: str) -> None:
    assert ada.get(WORDS + path).status_code == 404
    if "geschiedenis" not in path:
        assert ada.post(WORDS + path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/hulpvragen/suicide",
        "/onderwerpen/geld",
        "/geen-hulpvraag/hulpvragen",
        "/synoniemen/ADHD",
        "/gemeenten/emmen",
        "/gemeenten/emmen/plaatsen/zwartemeer",
        "/paginas/privacy.nl",
        "/hulplijnen/politie",
        "/hulplijnen/kindertelefoon",
    ],
)
def test_what_the_form_shows_comes_back_the_same(ada: CheckingClient, parts: Parts, path: str, form_of: Fill) -> None:
    url = WORDS + path
    with parts.sessions() as session:
        before = session.scalars(select(Metadata.id)).all()
    assert ada.post(url, data=form_of(ada, url)).status_code == 303
    with parts.sessions() as session:
        assert session.scalars(select(Metadata.id)).all() == before, "nothing was changed, so nothing is noted"


# --- needs and pages -------------------------------------------------------------------------------------------------
def go_back(client: CheckingClient, history: str) -> None:
    """Put the last but one version back."""
    page = text_of(client, history)
    seen = page.split('name="as_seen" value="')[1].split('"')[0]
    change = page.split('name="change" value="')[1].split('"')[0]
    assert client.post(history, data={"as_seen": seen, "change": change}).status_code == 303


def test_the_texts_of_a_need_are_changed_and_put_back(
    ada: CheckingClient, passer_by: CheckingClient, form_of: Fill
) -> None:
    url, history = f"{WORDS}/hulpvragen/tuin", f"{WORDS}/geschiedenis/need/tuin"
    sent = form_of(ada, url, **{"intro.nl": "Een <b>tuin</b> vol werk.", "reason": "Korter"})
    assert ada.post(url, data=sent).status_code == 303
    page = text_of(ada, history)
    assert "Uitleg (Nederlands)" in page
    assert "Een &lt;b&gt;tuin&lt;/b&gt; vol werk." in page
    assert "Ada Jansen" in page
    assert "Korter" in page
    assert "Een <b>tuin" not in text_of(passer_by, "/hulpvraag/tuin")
    go_back(ada, history)
    assert "vol werk" not in text_of(ada, url)


def test_a_fault_is_told_at_the_field_and_the_text_is_kept(ada: CheckingClient, form_of: Fill) -> None:
    url = f"{WORDS}/hulpvragen/tuin"
    sent = form_of(ada, url, **{"label.en": "", "advice.2.nl": "", "means": "Iets <script>alert(1)</script> nieuws"})
    answer = ada.post(url, data=sent)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'id="label.en-fault"' in page
    assert 'id="advice.2.nl-fault"' in page
    assert "Iets &lt;script&gt;alert(1)&lt;/script&gt; nieuws" in page
    assert "nieuws" not in text_of(ada, url)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"text.title": ""}, "Vul een titel en een tekst in."),
        ({"text.body": "  "}, "Vul een titel en een tekst in."),
        ({"text.body": "a" * 20_001}, "Dit is te lang."),
        ({"text.body": "Bel 0900-0113."}, "oud nummer"),
    ],
)
def test_a_page_is_sound(ada: CheckingClient, changed: dict[str, str], fault: str, form_of: Fill) -> None:
    url = f"{WORDS}/paginas/toegankelijkheid.en"
    answer = ada.post(url, data=form_of(ada, url, **changed))
    assert answer.status_code == 422
    assert fault in answer.get_data(as_text=True)


def test_a_page_is_markdown_and_nothing_else(ada: CheckingClient, passer_by: CheckingClient, form_of: Fill) -> None:
    url = f"{WORDS}/paginas/toegankelijkheid.nl"
    hostile = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[klik](javascript:alert(1))\n\n## Kopje"
    sent = form_of(ada, url, **{"text.body": hostile})
    preview = ada.post(url, data=sent | {"action": ["preview"]}).get_data(as_text=True)
    assert "<h2" in preview.split("Zo wordt het")[1]
    assert "Kopje" not in text_of(ada, url), "a preview keeps nothing"
    assert ada.post(url, data=sent).status_code == 303
    page = eventually(passer_by, "/toegankelijkheid", "Kopje")
    for wrong in ("<script>alert", "<img", 'href="javascript'):
        assert wrong not in page
    go_back(ada, f"{WORDS}/geschiedenis/page/toegankelijkheid.nl")


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what follows by itself: workers look for changes twice a second."""
    for _time in range(100):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come")


def eventually(client: CheckingClient, url: str, text: str) -> str:
    """Give a page as soon as it has a text."""
    wait_until(lambda: text in text_of(client, url))
    return text_of(client, url)


# --- synonyms --------------------------------------------------------------------------------------------------------
def finds_the_club(client: CheckingClient, query: str) -> bool:
    answer = client.get("/api/v1/search", query_string={"q": query, "municipality": "emmen"}).json
    assert answer is not None
    return any(item["name"].startswith("Breiclub") for item in answer["items"])


@pytest.mark.usefixtures("club")
def test_a_changed_synonym_works_in_the_next_search(
    ada: CheckingClient, passer_by: CheckingClient, word: str, form_of: Fill
) -> None:
    wait_until(lambda: finds_the_club(passer_by, "breiclub"))
    assert not finds_the_club(passer_by, "zuurkoolpersen")
    ada.post(word, data=form_of(ada, word, same="zuurkoolpersen\nbreiclub"))
    wait_until(lambda: finds_the_club(passer_by, "zuurkoolpersen"))
    ada.post(word, data=form_of(ada, word, same="zuurkoolpersen\niets anders"))
    wait_until(lambda: not finds_the_club(passer_by, "zuurkoolpersen"))


def test_a_synonym_goes_and_comes_back(ada: CheckingClient, word: str, form_of: Fill) -> None:
    answer = ada.post(word, data={"action": "drop", "as_seen": form_of(ada, word)["as_seen"]})
    assert answer.status_code == 303
    assert ada.get(word).status_code == 404
    assert answer.headers["Location"] in text_of(ada, f"{WORDS}/synoniemen"), "what went is to be found again"
    go_back(ada, answer.headers["Location"])
    assert "twee" in text_of(ada, word)


def test_a_word_is_there_once(ada: CheckingClient, word: str, form_of: Fill) -> None:
    url = f"{WORDS}/nieuw-synoniem"
    key = text_of(ada, word).split("<h1")[1].split(">")[1].split("<")[0]
    answer = ada.post(url, data=form_of(ada, url, key=key, same="drie"))
    assert answer.status_code == 422
    assert "Dit staat er al." in answer.get_data(as_text=True)
    assert ada.post(url, data=form_of(ada, url, key="", same="drie")).status_code == 422
    assert ada.post(word, data=form_of(ada, word, same="Vier\nvier")).status_code == 422
    assert ada.post(word, data=form_of(ada, word, same=" \n ")).status_code == 422


def test_synonyms_are_found_by_a_part_of_any_word(ada: CheckingClient) -> None:
    page = text_of(ada, f"{WORDS}/synoniemen?q=hyperac")
    assert "ADHD" in page
    assert "1 gevonden" in page
    assert text_of(ada, f"{WORDS}/synoniemen?page=999999")


def test_a_word_may_hold_anything(ada: CheckingClient, form_of: Fill) -> None:
    url = f"{WORDS}/nieuw-synoniem"
    for key in ("a/b", "50% korting?", "C#", "<i>schuin</i>", 'Ön\'ë "twee"'):
        answer = ada.post(url, data=form_of(ada, url, key=key, same="iets heel anders"))
        assert answer.status_code == 303
        there = answer.headers["Location"]
        assert ada.post(there, data=form_of(ada, there, same="weer iets anders")).status_code == 303
        assert ada.get(there.replace("/synoniemen/", "/geschiedenis/synonym_group/")).status_code == 200
        ada.post(there, data={"action": "drop", "as_seen": form_of(ada, there)["as_seen"]})


# --- two at once -----------------------------------------------------------------------------------------------------
def test_the_second_of_two_editors_sees_both_versions(
    ada: CheckingClient, mark: CheckingClient, place: str, form_of: Fill
) -> None:
    first = form_of(ada, place, postcodes="7801", latitude="52,75")
    second = form_of(mark, place, postcodes="7802")
    assert ada.post(place, data=first).status_code == 303
    answer = mark.post(place, data=second)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "7801" in page
    assert "7802" in page
    assert "52.75" in page
    again = second | {"as_seen": [page.split('name="as_seen" value="')[1].split('"')[0]], "keep-latitude": ["theirs"]}
    assert mark.post(place, data=again).status_code == 303
    kept = form_of(mark, place)
    assert (kept["postcodes"], kept["latitude"]) == (["7802"], ["52.75"])


def test_what_is_sent_twice_is_written_once(ada: CheckingClient, place: str, form_of: Fill) -> None:
    sent = form_of(ada, place, postcodes="7803")
    assert [ada.post(place, data=sent).status_code for _time in (1, 2)] == [303, 303]


def test_without_a_token_nothing_is_written(mark: CheckingClient, place: str, form_of: Fill) -> None:
    sent = form_of(mark, place, postcodes="7804")
    del mark.environ_base["HTTP_X_CSRFTOKEN"]
    sent.pop("csrf_token")
    assert mark.post(place, data=sent).status_code == 400
    assert "7804" not in text_of(mark, place)


# --- places ----------------------------------------------------------------------------------------------------------
def test_an_editor_writes_the_introduction_and_the_places_of_their_own_municipality(
    mark: CheckingClient, passer_by: CheckingClient, place: str, form_of: Fill
) -> None:
    url = f"{WORDS}/gemeenten/emmen"
    form = form_of(mark, url)
    assert set(form) == {"csrf_token", "as_seen", "intro", "reason"}
    assert mark.post(url, data=form | {"intro": ["Welkom van Mark."], "name": ["Markstad"]}).status_code == 303
    assert "Welkom van Mark." in eventually(passer_by, "/gemeente/emmen", "Welkom van Mark.")
    assert "Markstad" not in text_of(mark, url)
    assert place in text_of(mark, url)
    go_back(mark, f"{WORDS}/geschiedenis/municipality/emmen")
    assert "Welkom van Mark." not in text_of(mark, url)


@pytest.mark.parametrize(
    "path",
    [
        "/gemeenten/haren",
        "/gemeenten/haren/nieuwe-plaats",
        "/gemeenten/haren/plaatsen/noordlaren",
        "/geschiedenis/municipality/haren",
        "/geschiedenis/place/haren/noordlaren",
        "/geschiedenis/need/tuin",
    ],
)
def test_an_editor_has_no_business_elsewhere(mark: CheckingClient, path: str) -> None:
    assert mark.get(WORDS + path).status_code == 403
    assert mark.post(WORDS + path, data={"change": "1", "name": "Elders", "kind": "dorp"}).status_code == 403


def test_an_editor_does_not_see_the_rest(mark: CheckingClient) -> None:
    page = text_of(mark, WORDS)
    assert "/gemeenten/emmen" in page
    for other in ("/gemeenten/haren", "/hulpvragen", "/hulplijnen", "/synoniemen", "/paginas"):
        assert WORDS + other not in page


def test_a_new_place_can_be_chosen_by_residents(mark: CheckingClient, passer_by: CheckingClient, place: str) -> None:
    slug = place.rsplit("/", 1)[1]
    assert eventually(passer_by, "/gemeente/emmen", f"/gemeente/emmen/{slug}")
    assert passer_by.get(f"/gemeente/emmen/{slug}").status_code == 200


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"name": ""}, "name"),
        ({"name": "!?"}, "name"),
        ({"kind": "stad"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"postcodes": "7894 AB"}, "postcodes"),
        ({"latitude": "noord"}, "latitude"),
        ({"latitude": "12"}, "latitude"),
        ({"longitude": "nan"}, "longitude"),
        ({"name": "Zwartemeer"}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"name": "上海"}, "name"),
    ],
)
def test_a_place_is_sound(mark: CheckingClient, changed: dict[str, str], at: str, form_of: Fill) -> None:
    url = f"{WORDS}/gemeenten/emmen/nieuwe-plaats"
    sent = form_of(mark, url, **({"name": "Ergens", "kind": "dorp"} | changed))
    answer = mark.post(url, data=sent)
    assert answer.status_code == 422
    assert f'id="{at}-fault"' in answer.get_data(as_text=True)


def test_a_place_that_listings_use_keeps_its_name_and_stays(mark: CheckingClient, club: str, form_of: Fill) -> None:
    url = f"{WORDS}/gemeenten/emmen/plaatsen/zwartemeer"
    for sent in (form_of(mark, url, name="Witmeer"), {"action": "drop", "as_seen": form_of(mark, url)["as_seen"]}):
        answer = mark.post(url, data=sent)
        assert answer.status_code == 409
        page = answer.get_data(as_text=True)
        assert f"Breiclub {club}" in page
        assert f"/beheer/hulp/{club}" in page
    assert 'value="Zwartemeer"' in text_of(mark, url)


def test_a_place_goes_and_comes_back(mark: CheckingClient, place: str, form_of: Fill) -> None:
    mark.post(place, data=form_of(mark, place, postcodes="7805"))
    answer = mark.post(
        place, data={"action": "drop", "as_seen": form_of(mark, place)["as_seen"], "reason": "Vergissing"}
    )
    assert answer.status_code == 303
    assert mark.get(place).status_code == 404
    history = answer.headers["Location"]
    assert history in text_of(mark, f"{WORDS}/gemeenten/emmen")
    assert "Vergissing" in text_of(mark, history)
    go_back(mark, history)
    assert "7805" in text_of(mark, place)


def test_two_versions_are_compared(mark: CheckingClient, place: str, form_of: Fill) -> None:
    for postcode in ("7806", "7807"):
        mark.post(place, data=form_of(mark, place, postcodes=postcode))
    slug = place.rsplit("/", 1)[1]
    history = f"{WORDS}/geschiedenis/place/emmen/{slug}"
    options = text_of(mark, history).split('id="van"')[1].split("</select>")[0].split('value="')[1:]
    newest, _middle, oldest = (option.split('"')[0] for option in options)
    table = text_of(mark, f"{history}?van={oldest}&tot={newest}").split("<table")[1].split("</table>")[0]
    assert "7807" in table
    assert "7806" not in table


def test_a_restore_of_what_was_not_seen_is_refused(mark: CheckingClient, place: str, form_of: Fill) -> None:
    mark.post(place, data=form_of(mark, place, postcodes="7808"))
    history = f"{WORDS}/geschiedenis/place/emmen/{place.rsplit('/', 1)[1]}"
    change = text_of(mark, history).split('name="change" value="')[1].split('"')[0]
    assert mark.post(history, data={"change": change, "as_seen": "iets anders"}).status_code == 409
    assert mark.post(history, data={"change": "999999999", "as_seen": ""}).status_code == 404
    assert mark.post(history, data={"change": "x", "as_seen": ""}).status_code == 400


def test_the_administrator_changes_the_colours_when_they_can_be_read(ada: CheckingClient, form_of: Fill) -> None:
    url = f"{WORDS}/gemeenten/dronten"
    answer = ada.post(url, data=form_of(ada, url, **{"theme.primary": "#ffff00"}))
    assert answer.status_code == 422
    assert "donkerder" in answer.get_data(as_text=True)
    answer = ada.post(url, data=form_of(ada, url, phone="14 0321", wmo_desk="emmen-zorgloket"))
    assert 'id="wmo_desk-fault"' in answer.get_data(as_text=True)


def test_numbers_and_addresses_are_put_in_their_form(ada: CheckingClient, form_of: Fill) -> None:
    url = f"{WORDS}/gemeenten/dronten"
    before = form_of(ada, url)
    ada.post(url, data=form_of(ada, url, phone="0321 38 89 11", url="www.dronten.nl"))
    after = form_of(ada, url)
    assert (after["phone"], after["url"]) == (["0321-388911"], ["https://www.dronten.nl"])
    ada.post(url, data=before | {"as_seen": after["as_seen"]})


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_field_goes_by_the_name_of_something_else_in_the_form(form: Form) -> None:
    names = [field.name for field in form.fields]
    assert len(set(names)) == len(names)
    assert not {AS_SEEN, "reason", "action", "change", "csrf_token"} & set(names)
