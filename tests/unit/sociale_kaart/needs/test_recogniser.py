import pytest

from sociale_kaart.needs import OUTSIDE, NeedRecogniser, NeedScore, Phrase
from tests.unit.builders import TINY_PHRASES, tiny_recogniser

UNSEEN = [
    "Ik kan de rekeningen niet betalen, de deurwaarder belt",
    "mijn man slaat me",
    "ik zou graag samen met mensen eten",
    "bus naar de dokter",
    "hallo",
    "",
]


@pytest.fixture(scope="module")
def recogniser() -> NeedRecogniser:
    return tiny_recogniser()


def test_it_learns_the_phrases_that_it_was_given(recogniser: NeedRecogniser) -> None:
    right = [recogniser.recognise(phrase.text)[0].key == phrase.need for phrase in TINY_PHRASES]
    assert all(right)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Ik kan de rekeningen niet betalen", "schulden"),
        ("MIJN MAN SLAAT ME", "huiselijk_geweld"),
        ("ik wil echt niet meer leven", "suicide"),
        ("met de bus naar de dokter", "vervoer"),
        ("met mensen samen eten", "ontmoeting"),
        ("wat wordt het weer", OUTSIDE),
    ],
)
def test_it_recognises_what_is_said_a_little_differently(recogniser: NeedRecogniser, text: str, need: str) -> None:
    assert recogniser.recognise(text)[0].key == need


def test_case_accents_and_marks_make_no_difference(recogniser: NeedRecogniser) -> None:
    plain = recogniser.recognise("ik heb schulden")
    assert recogniser.recognise("\u202eÍK HÉB SCHÜLDEN\u202c") == plain


def test_every_need_is_ranked_once_and_the_confidences_add_up_to_one(recogniser: NeedRecogniser) -> None:
    for text in [phrase.text for phrase in TINY_PHRASES] + [text for text in UNSEEN if text]:
        scores = recogniser.recognise(text)
        assert {score.key for score in scores} == {phrase.need for phrase in TINY_PHRASES}
        assert len(scores) == len({phrase.need for phrase in TINY_PHRASES})
        confidences = [score.confidence for score in scores]
        assert confidences == sorted(confidences, reverse=True)
        assert sum(confidences) == pytest.approx(1.0)
        assert min(confidences) >= 0


@pytest.mark.parametrize("text", ["", " ", "?!", "112 - 113", "🙂", "\u202e\u200f", "\x00"])
def test_a_text_without_letters_is_outside(recogniser: NeedRecogniser, text: str) -> None:
    assert recogniser.recognise(text) == (NeedScore(OUTSIDE, 1.0),)


@pytest.mark.parametrize(
    "text", ["x", "q" * 10_000, "ik heb schulden " * 700, "مساعدة", "我需要帮助", "\ud800 a", "a\x00b", "<b>"]
)
def test_any_text_with_letters_gets_an_answer(recogniser: NeedRecogniser, text: str) -> None:
    scores = recogniser.recognise(text)
    assert sum(score.confidence for score in scores) == pytest.approx(1.0)


def test_the_same_phrases_give_the_same_model(recogniser: NeedRecogniser) -> None:
    again = tiny_recogniser()
    for text in UNSEEN:
        assert again.recognise(text) == recogniser.recognise(text)


def test_other_phrases_give_another_model() -> None:
    more = tiny_recogniser([*TINY_PHRASES, Phrase("mijn gordijnen wassen", "schoonmaak")])
    assert more.recognise("gordijnen wassen")[0].key == "schoonmaak"


# --- what someone does by saying it ------------------------------------------------------------------------------
GREETINGS = [Phrase(text, OUTSIDE, "greet") for text in ("hallo", "goedemorgen", "dag mevrouw", "hallo daar")]
OFFERS = [
    Phrase(text, "vervoer", "offer_ride")
    for text in ("ik wil rijden voor een ander", "ik bied een lift aan", "ik kan mensen rijden")
]


@pytest.fixture(scope="module")
def talker() -> NeedRecogniser:
    """A recogniser that also learned to be greeted, and to be offered a ride."""
    return tiny_recogniser([*TINY_PHRASES, *GREETINGS, *OFFERS])


@pytest.mark.parametrize(
    ("text", "intent"), [("hallo", "greet"), ("ik heb schulden", "schulden"), ("ik bied een lift aan", "offer_ride")]
)
def test_an_intent_has_its_own_name_and_else_that_of_the_need(talker: NeedRecogniser, text: str, intent: str) -> None:
    intents = talker.intents(text)
    assert max(intents, key=lambda key: intents[key]) == intent
    assert sum(intents.values()) == pytest.approx(1.0)


def test_the_intents_that_express_a_need_count_for_it_together(talker: NeedRecogniser) -> None:
    text = "ik wil rijden met de bus"
    intents = talker.intents(text)
    scores = {score.key: score.confidence for score in talker.recognise(text)}
    # Beside another need; what is outside may weigh more or less than the needs do.
    together = intents["vervoer"] + intents["offer_ride"]
    assert scores["vervoer"] / scores["schulden"] == pytest.approx(together / intents["schulden"])
    assert not {"greet", "offer_ride"} & set(scores)


@pytest.mark.parametrize("text", ["hallo", "ik heb schulden"])
def test_what_was_told_once_cannot_be_changed_by_who_reads_it(talker: NeedRecogniser, text: str) -> None:
    with pytest.raises(TypeError):
        talker.intents(text)["greet"] = 1.0  # type: ignore[index]
