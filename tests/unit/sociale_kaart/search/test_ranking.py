"""Orders and properties of each rule by itself; the weights are tuned on the development set, not here."""

import pytest

from sociale_kaart.needs import NeedScore
from sociale_kaart.search import ranking
from sociale_kaart.search.index import Name
from sociale_kaart.search.query import Group
from sociale_kaart.search.request import Hit
from sociale_kaart.text import split_words
from sociale_kaart.tiers import Tier
from tests.unit.builders import entry


def group(*alternatives: tuple[str, ...], weight: float = 1.0) -> Group:
    return Group("x", dict.fromkeys(alternatives, weight))


def hit(hit_id: str, tier: int, score: float) -> Hit:
    return Hit(hit_id, Tier(tier), score, ())


# --- text --------------------------------------------------------------------------------------------------------
def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    weights = [ranking.group_weight(frequency, 500) for frequency in (0, 1, 10, 100, 500)]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)
    assert weights[-1] > 0


def test_a_word_weighs_something_in_an_empty_index() -> None:
    assert ranking.group_weight(0, 0) >= 0


def test_the_best_alternative_of_a_group_counts() -> None:
    postings = {"bus": {1: 0.2, 2: 0.9}, "taxi": {1: 0.7}}
    for alternatives in (group(("bus",), ("taxi",)), group(("taxi",), ("bus",))):
        assert ranking.group_scores(alternatives, postings) == {1: 0.7, 2: 0.9}


def test_an_alternative_of_several_stems_needs_them_all() -> None:
    postings = {"blauw": {1: 0.5, 2: 0.5}, "brief": {2: 0.5, 3: 0.5}}
    assert ranking.group_scores(group(("blauw", "brief")), postings).keys() == {2}


def test_an_alternative_of_less_weight_scores_less() -> None:
    postings = {"rolstoel": {1: 0.8}}
    full = ranking.group_scores(group(("rolstoel",)), postings)[1]
    assert 0 < ranking.group_scores(group(("rolstoel",), weight=0.5), postings)[1] < full


def test_a_group_that_is_nowhere_scores_nothing() -> None:
    assert ranking.group_scores(group(("kaas",)), {"kaas": {}}) == {}


def test_a_listing_with_all_words_scores_above_one_with_some() -> None:
    postings = {"rolstoel": {1: 0.5, 2: 0.5}, "lenen": {1: 0.5}}
    scores = ranking.text_scores([group(("rolstoel",)), group(("lenen",))], [1.0, 1.0], postings)
    assert scores[1] > scores[2] > 0


def test_a_listing_with_the_rare_word_scores_above_one_with_the_common_word() -> None:
    postings = {"rolstoel": {1: 0.5}, "hulp": {2: 0.5}}
    scores = ranking.text_scores([group(("rolstoel",)), group(("hulp",))], [3.0, 1.0], postings)
    assert scores[1] > scores[2] > 0


def test_text_scores_stay_between_nothing_and_one() -> None:
    postings = {"a": {1: 1.0, 2: 0.1}, "b": {1: 1.0}}
    scores = ranking.text_scores([group(("a",)), group(("b",))], [5.0, 0.2], postings)
    assert all(0 < score <= 1.000001 for score in scores.values())


def test_without_words_no_text_scores() -> None:
    assert ranking.text_scores([], [], {}) == {}


# --- needs -------------------------------------------------------------------------------------------------------
def test_the_main_need_counts_for_more_than_a_side_need() -> None:
    confidence = {"schulden": 0.8}
    main = ranking.need_score(["schulden", "rondkomen"], confidence)
    side = ranking.need_score(["rondkomen", "schulden"], confidence)
    assert main > side > 0


def test_the_best_fitting_need_of_a_listing_counts() -> None:
    confidence = {"schulden": 0.9, "rondkomen": 0.1}
    assert ranking.need_score(["schulden", "rondkomen"], confidence) == ranking.need_score(["schulden"], confidence)


@pytest.mark.parametrize("needs", [[], ["vervoer"]])
def test_a_listing_without_the_need_gets_nothing_for_it(needs: list[str]) -> None:
    assert ranking.need_score(needs, {"schulden": 1.0}) == 0


def test_a_need_that_is_surer_counts_for_more() -> None:
    assert ranking.need_score(["schulden"], {"schulden": 0.9}) > ranking.need_score(["schulden"], {"schulden": 0.5})


def needs(**confidences: float) -> list[NeedScore]:
    return [NeedScore(key, confidence) for key, confidence in confidences.items()]


def test_a_need_that_is_sure_counts_in_full() -> None:
    assert ranking.sharpen(needs(schulden=0.97, vervoer=0.01))["schulden"] == pytest.approx(1.0, abs=0.05)


def test_doubt_keeps_several_needs_in_their_order() -> None:
    sharpened = ranking.sharpen(needs(schulden=0.3, rondkomen=0.28, vervoer=0.1))
    assert sharpened["schulden"] >= sharpened["rondkomen"] > sharpened.get("vervoer", 0.0)
    assert sharpened["rondkomen"] > 0


def test_a_need_in_doubt_counts_for_less_than_a_sure_one() -> None:
    doubt = ranking.sharpen(needs(schulden=0.2, rondkomen=0.19))
    assert doubt["schulden"] < ranking.sharpen(needs(schulden=0.95, rondkomen=0.02))["schulden"]


def test_only_the_likeliest_needs_count() -> None:
    many = ranking.sharpen([NeedScore(f"n{i}", 0.1) for i in range(20)], most=3)
    assert set(many) <= {"n0", "n1", "n2"}


def test_needs_never_count_for_more_than_one() -> None:
    for confidence in (0.01, 0.3, 0.7, 1.0):
        sharpened = ranking.sharpen(needs(schulden=confidence, rondkomen=confidence / 2))
        assert all(0 <= value <= 1 for value in sharpened.values())


def test_without_needs_nothing_counts() -> None:
    assert ranking.sharpen([]) == {}


# --- place -------------------------------------------------------------------------------------------------------
def test_the_own_place_comes_before_the_municipality_and_that_before_the_country() -> None:
    here = entry("here", places=["angelslo", "zwartemeer"])
    whole = entry("whole")
    national = entry("national", municipality=None)
    scores = [ranking.place_score(found, "zwartemeer") for found in (here, whole, national)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_without_a_place_its_own_municipality_still_comes_before_the_country() -> None:
    here = entry("here", places=["zwartemeer"])
    assert ranking.place_score(here, None) == ranking.place_score(entry("whole"), None)
    assert ranking.place_score(here, None) > ranking.place_score(entry("national", municipality=None), None)


# --- names -------------------------------------------------------------------------------------------------------
ORDINARY = frozenset(split_words("hulp huishouden rolstoel lenen gesprek centrum jeugd gezin"))


@pytest.mark.parametrize("name", ["Infohuus", "Stip", "Infohuus huishouden", "Centrum voor Jeugd en Gezin"])
def test_a_name_with_a_word_of_its_own_or_a_capital_inside_is_a_proper_name(name: str) -> None:
    assert ranking.is_proper(Name.of(name), ORDINARY)


@pytest.mark.parametrize("name", ["Rolstoel", "Rolstoel lenen", "Hulp bij het huishouden", "Het gesprek"])
def test_ordinary_words_name_a_kind_of_help_and_not_a_listing(name: str) -> None:
    assert not ranking.is_proper(Name.of(name), ORDINARY)


# --- order and cut-off -------------------------------------------------------------------------------------------
def test_lower_tiers_come_first_however_good_the_higher_ones_are() -> None:
    hits = [hit("d", 4, 1.0), hit("b", 2, 0.3), hit("a", 1, 0.2), hit("c", 3, 0.9)]
    assert [found.id for found in ranking.on_the_ladder(hits, set())] == ["a", "b", "c", "d"]


def test_within_a_tier_the_best_comes_first() -> None:
    hits = [hit("fair", 2, 0.5), hit("good", 2, 0.9), hit("poor", 2, 0.1)]
    assert [found.id for found in ranking.on_the_ladder(hits, set())] == ["good", "fair", "poor"]


def test_what_the_query_names_stands_above_the_ladder() -> None:
    hits = [hit("self", 1, 0.9), hit("named", 4, 0.1), hit("also", 3, 0.5)]
    assert [found.id for found in ranking.on_the_ladder(hits, {"named"})] == ["named", "self", "also"]


def test_of_several_named_listings_the_best_comes_first() -> None:
    hits = [hit("low", 1, 1.1), hit("high", 4, 1.5), hit("self", 1, 0.9)]
    assert [found.id for found in ranking.on_the_ladder(hits, {"low", "high"})] == ["high", "low", "self"]


def test_equals_have_a_fixed_order() -> None:
    hits = [hit(name, 2, 0.5) for name in ("c", "a", "b")]
    assert [found.id for found in ranking.on_the_ladder(hits, set())] == ["a", "b", "c"]
    assert ranking.on_the_ladder(hits, set()) == ranking.on_the_ladder(reversed(hits), set())


def test_what_is_far_below_the_best_is_left_out() -> None:
    assert ranking.relevant({1: 1.0, 2: 0.9, 3: 0.01}) == {1: 1.0, 2: 0.9}


def test_what_is_hardly_anything_is_left_out_however_bad_the_rest() -> None:
    assert ranking.relevant({1: 0.001, 2: 0.0005}) == {}


def test_of_nothing_nothing_is_left() -> None:
    assert ranking.relevant({}) == {}


def test_a_listing_that_is_open_comes_before_one_that_is_closed_for_now_and_that_before_a_plan() -> None:
    factors = [ranking.STATUS_FACTOR[status] for status in ("active", "temporarily_closed", "planned")]
    assert factors == sorted(factors, reverse=True)
    assert len(set(factors)) == 3
