"""The search as a whole, on a small index with a recogniser that learned a few phrases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sociale_kaart.needs import NeedRecogniser
from sociale_kaart.search import SearchEngine, SearchRequest, SearchResult, Vocabulary
from sociale_kaart.search.index import Entry, IndexDamagedError, build
from sociale_kaart.search.query import Synonyms
from sociale_kaart.text import split_words
from sociale_kaart.tiers import Tier
from tests.unit.builders import TINY_PHRASES, entry, tiny_recogniser

MONEY = "Hulp als u schulden heeft en rekeningen niet kunt betalen."
ENTRIES = [
    entry("zelf-geld", "Zelf doen: overzicht maken", tier=1, needs=["schulden"], municipality=None, texts=[MONEY]),
    entry("maatje", "Budgetmaatje", tier=2, needs=["schulden"], texts=[MONEY], free=True, languages=["tr"]),
    entry("spreekuur", "Spreekuur geld", tier=3, needs=["schulden"], texts=[MONEY], wheelchair="yes"),
    entry("kredietbank", "Kredietbank", tier=4, needs=["schulden"], texts=[MONEY, MONEY, MONEY], free=False),
    entry("papieren", "De Ordner", tier=2, needs=["schulden"], texts=["Een vrijwilliger kijkt met u mee."]),
    entry("infohuus", "Infohuus", kind="service_point", needs=["servicepunt"], places=["zwartemeer"]),
    entry("stip", "Stip", tier=3, needs=["servicepunt"], municipality="groningen", texts=["Loop eens binnen."]),
    entry("rolstoelpool", "Rolstoelpool", needs=["vervoer"], texts=["Een rolstoel lenen."], wheelchair="partly"),
    entry("bus-oud", "Bus oost", needs=["vervoer"], texts=["Een belbus door het dorp."], places=["angelslo"]),
    entry("bus-zwart", "Bus west", needs=["vervoer"], texts=["Een belbus door het dorp."], places=["zwartemeer"]),
    entry("eettafel", "Eettafel noord", tier=2, needs=["ontmoeting"], texts=["Samen eten."], status="planned"),
    entry("eetplek", "Eettafel zuid", tier=2, needs=["ontmoeting"], texts=["Samen eten."], wheelchair="no"),
    entry("haren-taxi", "Dorpstaxi", needs=["vervoer"], municipality="haren", texts=["Een taxi voor het dorp."]),
]


@pytest.fixture(scope="module")
def recogniser() -> NeedRecogniser:
    return tiny_recogniser()


VOCABULARY = Vocabulary(
    synonyms=Synonyms([["rolstoel", "invalidenwagen"], ["schulden", "blauwe brief"]]),
    known_words=frozenset({"geld", "wedstrijd"}),
    danger=lambda text: "suicide" if {"dood", "zelfmoord"} & set(split_words(text)) else None,
)


def make_engine(directory: Path, recogniser: NeedRecogniser, entries: list[Entry]) -> SearchEngine:
    build(directory, entries, generation="1", extra_words=VOCABULARY.synonyms.words)
    return SearchEngine(directory, recogniser=recogniser, vocabulary=VOCABULARY)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, recogniser: NeedRecogniser) -> SearchEngine:
    return make_engine(tmp_path_factory.mktemp("search") / "index", recogniser, ENTRIES)


def ids(result: SearchResult) -> list[str]:
    return [hit.id for hit in result.hits]


def search(engine: SearchEngine, query: str, **fields: Any) -> list[str]:
    return ids(engine.search(SearchRequest(query, **fields)))


# --- order -------------------------------------------------------------------------------------------------------
def test_results_go_up_the_ladder(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("schulden"))
    assert {"zelf-geld", "maatje", "spreekuur", "kredietbank"} <= set(ids(result))
    assert [hit.tier for hit in result.hits] == sorted(hit.tier for hit in result.hits)


def test_within_a_tier_the_best_comes_first(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("ik heb schulden en wil rekeningen betalen"))
    for first, second in pairwise(result.hits):
        assert first.tier < second.tier or first.score >= second.score


def test_a_precise_name_stands_above_the_ladder(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("kredietbank"))
    assert ids(result)[0] == "kredietbank"
    assert result.named == ("kredietbank",)
    assert "name" in result.hits[0].reasons


@pytest.mark.parametrize("query", ["Infohuus", "INFOHUUS", " infohuus? ", "Ínfohuus"])
def test_a_name_is_precise_in_any_case_and_with_any_marks(engine: SearchEngine, query: str) -> None:
    assert search(engine, query)[0] == "infohuus"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Infohuus (servicepunt Zwartemeer)", "Infohuus"),
        ("Infohuus (servicepunt Zwartemeer)", "Infohuus (servicepunt Zwartemeer)"),
        ("MAST, Maatschappelijk Steunpunt", "MAST, Maatschappelijk Steunpunt"),
        ("'t Praathuus", "'t Praathuus"),
        ("Foto's & verhalen", "foto's & verhalen"),
    ],
)
def test_a_listing_comes_out_on_top_by_the_name_that_people_read(
    tmp_path: Path, recogniser: NeedRecogniser, name: str, query: str
) -> None:
    lower = entry("lower", "Koffie", tier=1, needs=["servicepunt"], texts=[f"Net als {name}, maar dan zelf. {name}."])
    others = [found for found in ENTRIES if found.id != "infohuus"]
    engine = make_engine(tmp_path / "index", recogniser, [*others, lower, entry("named", name, tier=4)])
    assert search(engine, query)[0] == "named"


def test_an_ordinary_word_names_no_listing(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    named = entry("named", "Rolstoel", tier=4, needs=["vervoer"])
    own = entry("own", "Zelf een rolstoel kiezen", tier=1, needs=["vervoer"], texts=["Hoe kiest u een rolstoel?"])
    result = make_engine(tmp_path / "index", recogniser, [named, own]).search(SearchRequest("rolstoel"))
    assert result.named == ()
    assert ids(result) == ["own", "named"]


def test_a_listing_for_the_own_place_comes_first(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    far, near = entry("a-whole", "Belbus", needs=["vervoer"]), entry("b-own", "Belbus", needs=["vervoer"])
    near = replace(near, places=["zwartemeer"])
    national = entry("a-national", "Belbus", needs=["vervoer"], municipality=None)
    engine = make_engine(tmp_path / "index", recogniser, [far, near, national])
    for query in ("een bus naar de winkel", "vervoer", ""):
        found = search(engine, query, municipality="emmen", place="zwartemeer")
        assert found == ["b-own", "a-whole", "a-national"]


def test_what_is_only_a_plan_comes_after_what_is_there(engine: SearchEngine) -> None:
    found = search(engine, "samen eten aan de eettafel")
    assert found.index("eetplek") < found.index("eettafel")


def test_what_is_closed_for_now_comes_between(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    entries = [
        entry(f"{number}", "Eettafel", needs=["ontmoeting"], status=status)
        for number, status in enumerate(("planned", "temporarily_closed", "active"))
    ]
    assert search(make_engine(tmp_path / "index", recogniser, entries), "samen eten eettafel") == ["2", "1", "0"]


def test_the_same_question_gets_the_same_answer(engine: SearchEngine) -> None:
    request = SearchRequest("hulp bij schulden en vervoer")
    assert engine.search(request) == engine.search(request)


# --- what is found -----------------------------------------------------------------------------------------------
def test_a_need_lifts_a_listing_that_shares_no_word_with_the_question(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("ik kan mijn rekening niet betalen"))
    hit = next(hit for hit in result.hits if hit.id == "papieren")
    assert hit.reasons == ("need:schulden",)
    assert result.needs[0].key == "schulden"


def test_the_reasons_say_why_a_listing_was_found(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("een belbus door het dorp", municipality="emmen", place="zwartemeer"))
    hit = next(hit for hit in result.hits if hit.id == "bus-zwart")
    assert {"text", "place"} <= set(hit.reasons)
    assert "name" not in hit.reasons


@pytest.mark.parametrize("query", ["rolstoelen", "rolstoel pool", "invalidenwagen", "ROLSTOEL", "pool met rolstoelen"])
def test_inflections_compounds_and_synonyms_find_the_listing(engine: SearchEngine, query: str) -> None:
    assert "rolstoelpool" in search(engine, query)


def test_a_synonym_of_several_words_finds_the_listing(engine: SearchEngine) -> None:
    assert "spreekuur" in search(engine, "blauwe brief")


def test_what_has_nothing_to_do_with_the_question_is_left_out(engine: SearchEngine) -> None:
    found = search(engine, "ik kan mijn rekening niet betalen")
    assert not {"bus-oud", "bus-zwart", "haren-taxi", "eettafel"} & set(found)


def test_a_question_about_something_else_entirely_finds_nothing(engine: SearchEngine) -> None:
    assert search(engine, "wat wordt het weer morgen") == []


def test_needs_that_do_not_belong_here_are_not_shown(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("wat wordt het weer morgen"))
    assert "buiten_bereik" not in [need.key for need in result.needs]


# --- filters -----------------------------------------------------------------------------------------------------
def all_ids(engine: SearchEngine, **fields: Any) -> set[str]:
    return set(search(engine, "", **fields))


def with_all(condition: str) -> set[str]:
    return {found.id for found in ENTRIES if eval(condition, {"e": found})}  # noqa: S307 - our own conditions


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ({"municipality": "haren"}, "e.municipality in ('haren', None)"),
        (
            {"municipality": "emmen", "place": "zwartemeer"},
            "e.municipality in ('emmen', None) and (not e.places or 'zwartemeer' in e.places)",
        ),
        ({"need": "vervoer"}, "'vervoer' in e.needs"),
        ({"tier": Tier.TOGETHER}, "e.tier == 2"),
        ({"free": True}, "e.free is True"),
        ({"wheelchair": True}, "e.wheelchair in ('yes', 'partly')"),
        ({"language": "tr"}, "'tr' in e.languages"),
        ({"language": "nl"}, "True"),
        ({"tier": Tier.TOGETHER, "need": "schulden", "free": True}, "e.id == 'maatje'"),
        ({"municipality": "emmen", "place": "zwartemeer", "need": "vervoer", "free": True}, "False"),
    ],
)
def test_a_filter_keeps_exactly_what_fits(engine: SearchEngine, filters: dict[str, Any], condition: str) -> None:
    assert all_ids(engine, **filters) == with_all(condition)


@pytest.mark.parametrize(
    "filters",
    [
        {"municipality": "haren"},
        {"municipality": "emmen", "place": "angelslo"},
        {"need": "schulden"},
        {"tier": Tier.EVERYONE},
        {"free": True},
        {"wheelchair": True},
        {"language": "tr"},
    ],
)
@pytest.mark.parametrize("query", ["schulden", "ik wil met de bus", "kredietbank", "dorpstaxi"])
def test_with_a_question_nothing_comes_through_a_filter_that_does_not_fit(
    engine: SearchEngine, query: str, filters: dict[str, Any]
) -> None:
    assert set(search(engine, query, **filters)) <= all_ids(engine, **filters)


@pytest.mark.parametrize("query", ["", "   ", "?!", "🙂🙂", "\u202e\u200f", "\x00\x07"])
def test_without_a_question_all_listings_are_given_up_the_ladder(engine: SearchEngine, query: str) -> None:
    result = engine.search(SearchRequest(query))
    assert set(ids(result)) == {found.id for found in ENTRIES}
    assert [hit.tier for hit in result.hits] == sorted(hit.tier for hit in result.hits)
    assert (result.needs, result.did_you_mean, result.urgent, result.named) == ((), None, None, ())


# --- typing errors and typing ------------------------------------------------------------------------------------
def test_a_typing_error_is_corrected_and_said(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("rolstol lenen"))
    assert result.did_you_mean == "rolstoel lenen"
    assert "rolstoelpool" in ids(result)


def test_a_mistyped_name_still_comes_out_on_top(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("kreditbank"))
    assert result.did_you_mean == "kredietbank"
    assert ids(result)[0] == "kredietbank"


@pytest.mark.parametrize("query", ["rolstoel lenen", "Kredietbank", "invalidenwagen", "blauwe brief", "belbussen"])
def test_a_sound_question_is_not_corrected(engine: SearchEngine, query: str) -> None:
    assert engine.search(SearchRequest(query)).did_you_mean is None


def test_results_are_there_before_the_last_word_is_finished(engine: SearchEngine) -> None:
    result = engine.search(SearchRequest("lenen bij de kredie"))
    assert "kredietbank" in ids(result)
    assert result.did_you_mean is None


# --- danger (what means danger is tested with chatbot.safety) ----------------------------------------------------
@pytest.mark.parametrize("query", ["ik wil dood", "DOOD, met schulden", "dood " + "a" * 2_000])
def test_a_question_that_tells_of_danger_says_which(engine: SearchEngine, query: str) -> None:
    assert engine.search(SearchRequest(query)).urgent == "suicide"


@pytest.mark.parametrize("query", ["schulden", "een bus naar de winkel", "samen eten", "Infohuus", "kreditbank"])
def test_an_ordinary_question_is_no_danger(engine: SearchEngine, query: str) -> None:
    assert engine.search(SearchRequest(query)).urgent is None


def test_danger_is_seen_whatever_the_filters_leave(engine: SearchEngine) -> None:
    request = SearchRequest("ik wil dood", municipality="haren", need="vervoer", language="tr")
    assert engine.search(request).urgent == "suicide"


def test_a_correction_does_not_take_danger_away(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    engine = make_engine(tmp_path / "index", recogniser, ENTRIES)
    engine.reopen(replace(VOCABULARY, danger=lambda text: "suicide" if "rolstol" in text else None))
    result = engine.search(SearchRequest("rolstol lenen"))
    assert (result.did_you_mean, result.urgent) == ("rolstoel lenen", "suicide")


def test_a_correction_may_bring_danger_out(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    engine = make_engine(tmp_path / "index", recogniser, ENTRIES)
    engine.reopen(replace(VOCABULARY, danger=lambda text: "suicide" if "rolstoel" in text else None))
    assert engine.search(SearchRequest("rolstol lenen")).urgent == "suicide"


# --- anything that someone could type ----------------------------------------------------------------------------
ODD_QUERIES = [
    "\x00\x01\x02rolstoel\x1b[31m\x7f",
    "🙂 rolstoel 🧑‍🦽",
    "\u202eleotslor\u202c \u200frolstoel",
    'name:rol* AND (NOT [a TO z]) OR text:"x"~2^9 {1 TO ] +-&&||!(){}[]^"~*?:\\/',
    "*:*",
    "AND OR NOT",
    '"',
    "(((((",
    "'; DROP TABLE service; --",
    "1 OR 1=1 UNION SELECT * FROM service",
    "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "../../etc/passwd",
    "%00%0d%0a",
    "\r\n\t\v\f",
    "\ud800 losse helft \udfff",
    "İstanbul ß ŉ ﬁets Ǆ",
    "مساعدة بالديون",
    "我需要帮助",
    "a" * 10_000,
    "rolstoel " * 1_200,
    "rolstoel" * 1_250,
    "🙂" * 10_000,
    "é́́́́́́" * 1_500,
    "- " * 5_000,
    "de het een van " * 700,
    "0" * 10_000,
    "²³½٣",
]


@pytest.mark.parametrize("query", ODD_QUERIES, ids=range(len(ODD_QUERIES)))
def test_nothing_that_someone_types_makes_the_search_fail(engine: SearchEngine, query: str) -> None:
    result = engine.search(SearchRequest(query, municipality="emmen", place="zwartemeer"))
    known = {found.id for found in ENTRIES}
    assert set(ids(result)) <= known
    assert len(ids(result)) == len(set(ids(result)))
    assert [hit.tier for hit in result.hits if hit.id not in result.named] == sorted(
        hit.tier for hit in result.hits if hit.id not in result.named
    )


def test_marks_of_direction_and_control_characters_do_not_hide_the_word(engine: SearchEngine) -> None:
    plain = engine.search(SearchRequest("rolstoel"))
    assert ids(engine.search(SearchRequest("\u202erol\u200fsto\x00el\u2069"))) == ids(plain)


def test_search_syntax_has_no_meaning(engine: SearchEngine) -> None:
    assert search(engine, "rolstoel") == search(engine, "+rolstoel*") == search(engine, '"rolstoel"^9')


# --- the index behind it -----------------------------------------------------------------------------------------
def test_a_new_index_is_seen_after_reopening(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    engine = make_engine(tmp_path / "index", recogniser, ENTRIES)
    build(tmp_path / "index", [entry("nieuw", "Nieuwkomers")], generation="2")
    assert "infohuus" in search(engine, "infohuus")
    engine.reopen(VOCABULARY)
    assert search(engine, "") == search(engine, "nieuwkomers") == ["nieuw"]
    assert engine.index.generation == "2"


def test_new_words_are_known_after_reopening(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    engine = make_engine(tmp_path / "index", recogniser, ENTRIES)
    assert not any("text" in hit.reasons for hit in engine.search(SearchRequest("duwkar")).hits)
    engine.reopen(replace(VOCABULARY, synonyms=Synonyms([["rolstoel", "duwkar"]])))
    assert "rolstoelpool" in search(engine, "duwkar")


def test_an_index_that_turns_out_damaged_keeps_the_open_one(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    engine = make_engine(tmp_path / "index", recogniser, ENTRIES)
    (tmp_path / "index" / "about.json").write_text("{")
    with pytest.raises(IndexDamagedError):
        engine.reopen(VOCABULARY)
    assert "infohuus" in search(engine, "infohuus")
    assert "kredietbank" in search(engine, "kredietbank")


@pytest.mark.usefixtures("eager_threads")
def test_several_visitors_can_search_at_once(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    engine = make_engine(tmp_path / "index", recogniser, ENTRIES)
    queries = [found.name for found in ENTRIES] + [phrase.text for phrase in TINY_PHRASES]
    alone = [engine.search(SearchRequest(query)) for query in queries]
    engine.reopen(VOCABULARY)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(engine.search, map(SearchRequest, queries)))
    assert together == alone


def test_a_missing_index_is_told_at_opening(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    with pytest.raises(IndexDamagedError):
        SearchEngine(tmp_path / "index", recogniser=recogniser, vocabulary=VOCABULARY)


def test_an_index_of_nothing_answers_every_question_with_nothing(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    engine = make_engine(tmp_path / "index", recogniser, [])
    for query in ("", "schulden", TINY_PHRASES[0].text):
        assert search(engine, query) == []
