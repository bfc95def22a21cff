import pytest

from sociale_kaart.search.query import MAX_WORDS, Group, QueryReader, Synonyms
from sociale_kaart.search.words import Lexicon, stem
from tests.unit.builders import TiredLexicon


@pytest.fixture
def reader() -> QueryReader:
    lexicon = Lexicon.of_texts(
        [
            "Scootmobielpool: een scootmobiel lenen uit de pool. Scootmobiel op maat.",
            "Rolstoel en rolstoelbus. Rolstoel lenen. Rolstoelen",
            "Schuldhulp bij schulden en belasting",
            "Maaltijd aan huis, maaltijden voor ouderen",
            "Wmo-loket met keukentafelgesprek in Zwartemeer",
        ]
    )
    synonyms = Synonyms(
        [
            ["rolstoel", "invalidenwagen"],
            ["schuldhulp", "blauwe brief van de belasting", "deurwaarder"],
            ["Wmo", "Wet maatschappelijke ondersteuning"],
        ]
    )
    return QueryReader(lexicon, synonyms, frozenset({"sjaggie"}))


def stems(text: str) -> tuple[str, ...]:
    return tuple(map(stem, text.split()))


def test_a_group_keeps_the_best_weight_of_an_alternative() -> None:
    group = Group("pool")
    for weight in (0.4, 0.9, 0.6):
        group.add(("pool",), weight)
    assert group.alternatives == {("pool",): 0.9}


def test_a_group_takes_no_empty_alternative() -> None:
    group = Group("pool")
    group.add((), 1.0)
    assert group.alternatives == {}


def test_every_word_that_says_something_is_a_group_of_its_own(reader: QueryReader) -> None:
    groups = reader.groups("Waar kan ik een maaltijd of scootmobiel krijgen?")
    assert [group.word for group in groups] == ["maaltijd", "scootmobiel"]


def test_a_word_itself_counts_more_than_its_alternatives(reader: QueryReader) -> None:
    for query in ("rolstoel", "scootmobielpool"):
        (group,) = reader.groups(query)
        own = group.alternatives.pop(stems(query))
        assert group.alternatives
        assert all(weight < own for weight in group.alternatives.values())


def test_a_resident_s_word_stands_for_the_word_of_the_listings_and_back(reader: QueryReader) -> None:
    assert stems("rolstoel") in reader.groups("invalidenwagen")[0].alternatives
    assert stems("invalidenwagen") in reader.groups("rolstoelen")[0].alternatives


def test_a_synonym_of_several_words_is_one_group(reader: QueryReader) -> None:
    groups = reader.groups("ik kreeg een blauwe brief van de belasting over mijn maaltijd")
    assert [group.word for group in groups] == ["kreeg", "blauwe brief belasting", "maaltijd"]
    assert stems("schuldhulp") in groups[1].alternatives
    assert stems("deurwaarder") in groups[1].alternatives


def test_a_synonym_of_several_words_at_the_end_is_one_group(reader: QueryReader) -> None:
    (group,) = reader.groups("wet maatschappelijke ondersteuning")
    assert stems("wmo") in group.alternatives


def test_half_a_synonym_of_several_words_is_no_synonym(reader: QueryReader) -> None:
    assert all(stems("schuldhulp") not in group.alternatives for group in reader.groups("blauwe brief"))


def test_all_words_of_a_synonym_must_be_there(reader: QueryReader) -> None:
    (group,) = reader.groups("deurwaarder")
    assert stems("blauwe brief belasting") in group.alternatives
    assert all(len(alternative) != 2 for alternative in group.alternatives)


def test_a_compound_is_also_sought_in_its_parts(reader: QueryReader) -> None:
    assert stems("scootmobiel pool") in reader.groups("scootmobielpool")[0].alternatives


def test_words_apart_are_also_sought_as_one(reader: QueryReader) -> None:
    groups = reader.groups("scootmobiel pool")
    assert stems("scootmobielpool") in groups[0].alternatives


def test_words_that_are_no_word_together_are_not_joined(reader: QueryReader) -> None:
    assert list(reader.groups("maaltijd pool")[0].alternatives) == [stems("maaltijd")]


def test_the_last_word_may_be_unfinished(reader: QueryReader) -> None:
    first, last = reader.groups("scootmobiel rolst")
    assert {stems("rolstoel"), stems("rolstoelbus")} <= last.alternatives.keys()
    assert stems("rolstoel") not in first.alternatives


def test_an_unfinished_word_counts_less_than_the_word_itself(reader: QueryReader) -> None:
    (unfinished,) = reader.groups("rolst")
    (whole,) = reader.groups("rolstoel")
    assert unfinished.alternatives[stems("rolstoel")] < whole.alternatives[stems("rolstoel")]


def test_only_the_last_word_may_be_unfinished(reader: QueryReader) -> None:
    first, _last = reader.groups("rolst scootmobiel")
    assert stems("rolstoel") not in first.alternatives


def test_a_word_of_the_index_is_finished(reader: QueryReader) -> None:
    assert stems("rolstoelbus") not in reader.groups("rolstoel")[0].alternatives


def test_one_or_two_letters_are_too_few_to_finish(reader: QueryReader) -> None:
    assert list(reader.groups("ro")[0].alternatives) == [("ro",)]


def test_an_unfinished_last_word_is_no_typing_error(reader: QueryReader) -> None:
    assert reader.correction("scootmobiel rolst") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rolstol", "rolstoel"),
        ("rolstoell", "rolstoel"),
        ("rolstole", "rolstoel"),
        ("maaltijt", "maaltijd"),
        ("scootmobeil", "scootmobiel"),
        ("zwartmeer", "zwartemeer"),
        ("keukentafelgesprk", "keukentafelgesprek"),
    ],
)
def test_a_typing_error_is_corrected_from_the_words_of_the_index(reader: QueryReader, typed: str, meant: str) -> None:
    assert reader.correction(typed) == meant


def test_only_the_wrong_word_of_a_query_is_corrected(reader: QueryReader) -> None:
    assert reader.correction("Een rolstol lenen in Zwartemeer") == "een rolstoel lenen in zwartemeer"


@pytest.mark.parametrize(
    "query",
    [
        "rolstoel",
        "rolstoelen",  # an inflection
        "maaltijdpool",  # a compound of known words
        "invalidenwagen",  # only in the synonyms
        "sjaggie",  # only in the extra words
        "waarom",  # a stop word
        "wmo",  # short
        "xqz",  # short and unknown
        "7894",  # a number
        "rolst0el",  # not only letters
        "onbegrijpelijk",  # unknown, like nothing
        "",
    ],
)
def test_a_sound_or_hopeless_query_is_not_corrected(reader: QueryReader, query: str) -> None:
    assert reader.correction(query) is None


def test_a_word_of_one_listing_is_not_corrected_to_a_common_one() -> None:
    lexicon = Lexicon({"kerk": 100, "werk": 100, "merk": 1})
    assert QueryReader(lexicon, Synonyms([]), frozenset()).correction("merk") is None


def test_of_two_words_as_near_the_common_one_is_meant() -> None:
    reader = QueryReader(Lexicon({"zanggroep": 2, "vanggroep": 2, "zinggroep": 40}), Synonyms([]), frozenset())
    assert reader.correction("zenggroep") == "zinggroep"


def test_the_first_letter_is_mostly_right() -> None:
    reader = QueryReader(Lexicon({"boetshulp": 40, "poetshuis": 1}), Synonyms([]), frozenset())
    assert reader.correction("poetshuus") == "poetshuis"


@pytest.mark.parametrize("query", ["rolstoel " * 1_200, "rolstoel" * 1_250, "x" * 10_000, "a b " * 2_500])
def test_ten_thousand_characters_are_read_up_to_a_number_of_words(query: str) -> None:
    lexicon = TiredLexicon({"rolstoel": 3, "rol": 1, "stoel": 1, "maaltijd": 2})
    reader = QueryReader(lexicon, Synonyms([]), frozenset())
    assert 1 <= len(reader.groups(query)) <= MAX_WORDS
    assert len((reader.correction(query) or "").split()) <= MAX_WORDS


def test_a_query_without_words_asks_for_nothing(reader: QueryReader) -> None:
    assert reader.groups("?!") == []
    assert reader.groups("") == []


def test_no_synonyms_is_fine() -> None:
    assert Synonyms([]).of(("rolstoel",)) == set()
    assert Synonyms([[]]).words == []


def test_synonyms_are_looked_up_in_any_inflection_and_case() -> None:
    synonyms = Synonyms([["Rolstoelen", "invalidenwagen"]])
    assert synonyms.of((stem("rolstoel"),)) == {(stem("invalidenwagen"),)}
    assert synonyms.words == ["invalidenwagen", "rolstoelen"]


def test_a_word_in_two_groups_stands_for_both() -> None:
    synonyms = Synonyms([["loket", "balie"], ["loket", "servicepunt"]])
    assert synonyms.of((stem("loket"),)) == {(stem("balie"),), (stem("servicepunt"),)}
