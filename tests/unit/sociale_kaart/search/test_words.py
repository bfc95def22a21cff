from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from sociale_kaart.search.words import STOP_WORDS, Lexicon, content_words, stem
from tests.unit.builders import TiredLexicon


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon.of_texts(
        [
            "Scootmobiel lenen: een pool voor iedereen, met scootmobielen",
            "Mantelzorg en ondersteuning voor wie zorgt; het mantelzorgsteunpunt",
            "Huur en toeslag; het bureau voor arbeid",
            "Ouderen, hulp, huis",
        ]
    )


@pytest.mark.parametrize(
    "forms",
    [
        ("scootmobiel", "scootmobielen"),
        ("vrijwilliger", "vrijwilligers"),
        ("maaltijd", "maaltijden"),
        ("rolstoel", "rolstoelen"),
        ("woning", "woningen"),
    ],
)
def test_inflections_have_one_stem(forms: tuple[str, str]) -> None:
    assert stem(forms[0]) == stem(forms[1])


@pytest.mark.parametrize("forms", [("schuld", "schulden"), ("toeslag", "toeslagen")])
def test_the_plurals_that_money_trouble_is_told_in_have_one_stem_with_the_singular(forms: tuple[str, str]) -> None:
    assert stem(forms[0]) == stem(forms[1])


@pytest.mark.parametrize("word", ["wmo", "pgb", "cjg", "ggz", "vnn", "mee", "112"])
def test_abbreviations_and_numbers_stay_as_they_are(word: str) -> None:
    assert stem(word) == word


@pytest.mark.usefixtures("eager_threads")
def test_stems_are_the_same_when_several_threads_ask_at_once() -> None:
    parts = ("mantelzorg", "scootmobiel", "woning", "schuld", "maaltijd", "vrijwillig", "buurt", "zwem", "fiets")
    words = ["".join(word) for word in product(parts, parts, ("en", "ers", "heden", "je"))]
    stem.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(stem, words * 4))
    stem.cache_clear()
    assert together == [stem(word) for word in words] * 4


def test_stop_words_do_not_count() -> None:
    assert content_words("Waar kan ik een rolstoel lenen?") == ["rolstoel", "lenen"]


def test_a_question_of_stop_words_alone_keeps_them_all() -> None:
    assert content_words("wie ben jij") == ["wie", "ben", "jij"]


def test_stop_words_are_folded_so_that_they_match() -> None:
    assert content_words("ÉÉN rolstoel") == ["rolstoel"]
    assert all(word == word.casefold() and word.isalpha() for word in STOP_WORDS)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("scootmobielpool", ("scootmobiel", "pool")),
        ("mantelzorgondersteuning", ("mantelzorg", "ondersteuning")),
        ("huurtoeslag", ("huur", "toeslag")),
        ("arbeidsbureau", ("arbeid", "bureau")),
        ("ouderenhulp", ("ouderen", "hulp")),
    ],
)
def test_compounds_are_taken_apart_in_known_words(lexicon: Lexicon, compound: str, parts: tuple[str, ...]) -> None:
    assert lexicon.split(compound) == tuple(map(stem, parts))


def test_a_compound_of_three_words_is_taken_apart_whole(lexicon: Lexicon) -> None:
    assert lexicon.split("scootmobielpoolbureau") == tuple(map(stem, ("scootmobiel", "pool", "bureau")))


@pytest.mark.parametrize("word", ["scootmobielvijver", "kaasplank", "pool", "huis", "", "2pool4huis", "vooriedereen"])
def test_a_word_that_is_not_made_of_known_words_stays_whole(lexicon: Lexicon, word: str) -> None:
    assert lexicon.split(word) == ()


def test_a_listing_is_found_under_a_compound_and_under_its_parts(lexicon: Lexicon) -> None:
    tokens = lexicon.tokens("De scootmobielpool")
    assert tokens[0] == stem("scootmobielpool")
    assert set(tokens[1:]) == {stem("scootmobiel"), stem("pool")}


def test_stop_words_are_not_indexed(lexicon: Lexicon) -> None:
    assert lexicon.tokens("een pool voor het huis") == [stem("pool"), stem("huis")]


def test_a_lexicon_knows_a_word_in_any_inflection(lexicon: Lexicon) -> None:
    assert lexicon.knows("scootmobiel")
    assert lexicon.knows("mantelzorgsteunpunten")
    assert not lexicon.knows("kaas")


def test_a_lexicon_counts_a_word_in_all_its_inflections(lexicon: Lexicon) -> None:
    assert lexicon.frequency("scootmobielen") == lexicon.frequency("scootmobiel") == 2
    assert lexicon.frequency("kaas") == 0


@pytest.mark.parametrize("word", ["q" + "zorgen" * 40 + "hulp", "q" + "ouderen" * 40, "hulp" * 200, "q" * 1_000])
def test_a_monstrous_word_is_read_without_endless_work(word: str) -> None:
    lexicon = TiredLexicon({"zorg": 3, "zorgen": 2, "zorge": 1, "oud": 1, "ouder": 2, "ouderen": 2, "hulp": 1})
    lexicon.split(word)
