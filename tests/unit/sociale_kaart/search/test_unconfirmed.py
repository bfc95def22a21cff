"""What nobody confirmed sinks in the results, and never drops out of them."""

from pathlib import Path

import pytest

from sociale_kaart.needs import NeedRecogniser
from sociale_kaart.search import SearchEngine, SearchRequest, Vocabulary, ranking
from sociale_kaart.search.index import Entry, build
from sociale_kaart.search.query import Synonyms
from tests.unit.builders import entry, tiny_recogniser

MEAL = ["Samen eten in de buurt."]


@pytest.fixture(scope="module")
def recogniser() -> NeedRecogniser:
    return tiny_recogniser()


def results(directory: Path, recogniser: NeedRecogniser, entries: list[Entry], query: str) -> list[str]:
    vocabulary = Vocabulary(synonyms=Synonyms([]), known_words=frozenset(), danger=lambda _text: None)
    build(directory / "index", entries, generation="1")
    engine = SearchEngine(directory / "index", recogniser=recogniser, vocabulary=vocabulary)
    return [hit.id for hit in engine.search(SearchRequest(query)).hits]


def tables(*, confirmed: bool) -> list[Entry]:
    """Three tables to eat at; the first would come first, being first in the alphabet."""
    return [
        entry("a-tafel", "Eettafel noord", tier=2, needs=["ontmoeting"], texts=MEAL, is_confirmed=confirmed),
        entry("b-tafel", "Eettafel west", tier=2, needs=["ontmoeting"], texts=MEAL),
        entry("c-tafel", "Eettafel oost", tier=3, needs=["ontmoeting"], texts=MEAL),
    ]


@pytest.mark.parametrize("query", ["samen eten", ""])
def test_what_nobody_confirmed_comes_after_the_others_of_its_tier(
    tmp_path: Path, recogniser: NeedRecogniser, query: str
) -> None:
    assert results(tmp_path, recogniser, tables(confirmed=True), query) == ["a-tafel", "b-tafel", "c-tafel"]
    assert results(tmp_path, recogniser, tables(confirmed=False), query) == ["b-tafel", "a-tafel", "c-tafel"]


def test_what_is_hardly_a_result_stays_one(tmp_path: Path, recogniser: NeedRecogniser) -> None:
    """Its score falls below the bar, but only after the bar was laid."""
    for confirmed in (True, False):
        entries = [
            entry("best", "Eettafel", tier=2, needs=["ontmoeting"], texts=MEAL),
            entry("fair", "De Koffiepot", tier=2, needs=["ontmoeting"], texts=["Koffie."], is_confirmed=confirmed),
        ]
        assert results(tmp_path, recogniser, entries, "samen eten") == ["best", "fair"]


def test_it_counts_for_less_and_never_for_nothing() -> None:
    assert ranking.sunk(0.8, entry("x")) == 0.8
    assert 0 < ranking.sunk(0.8, entry("x", is_confirmed=False)) < 0.8
