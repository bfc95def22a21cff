"""Danger: by what was learned, by fixed phrases and by the numbers of helplines; everyday sayings raise none."""

from collections.abc import Mapping
from typing import cast

import pytest

from chatbot.safety import DangerDetector, Phrasebook
from sociale_kaart.needs import NeedRecogniser, NeedScore
from sociale_kaart.text import split_words
from tests.unit.builders import TINY_URGENT, tiny_recogniser

NUMBERS = {"112": "acuut_gevaar", "113": "suicide", "08000113": "suicide", "08002000": "huiselijk_geweld"}
EVERYDAY = ("ik lach me dood", "doodmoe", "mijn man is dood")
PHRASES = {"wil dood": "suicide", "gijzelt mij": "acuut_gevaar"}
PHRASEBOOK = Phrasebook(
    tuple(tuple(split_words(text)) for text in EVERYDAY),
    tuple((tuple(split_words(text)), kind) for text, kind in PHRASES.items()),
)
EMPTY = Phrasebook((), ())


class Fake:
    """Stands for the model: knows what some texts tell, and holds everything else safe. Keeps what it was asked."""

    def __init__(self, known: Mapping[str, Mapping[str, float]] = {}) -> None:
        self._known = known
        self.asked: list[str] = []

    def recognise(self, text: str, *, quickly: bool = False) -> tuple[NeedScore, ...]:
        self.asked.append(text)
        told = {"suicide": 0.0, "huiselijk_geweld": 0.0} | dict(self._known.get(" ".join(split_words(text)), {}))
        told["rouw"] = 1.0 - sum(told.values())
        return tuple(NeedScore(need, told[need]) for need in sorted(told, key=lambda need: -told[need]))


def detector(known: Mapping[str, Mapping[str, float]] = {}, phrasebook: Phrasebook = EMPTY) -> DangerDetector:
    return DangerDetector(cast("NeedRecogniser", Fake(known)), phrasebook, TINY_URGENT, NUMBERS)


# --- numbers of helplines ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("112", "acuut_gevaar"),
        (" 1-1-2 ", "acuut_gevaar"),
        ("bel 112 nu", "acuut_gevaar"),
        ("113?", "suicide"),
        ("wat is het nummer 113 voor iets", "suicide"),
        ("er ligt iemand op straat 112", "acuut_gevaar"),
        ("ik ben 85 en ik durf niet zelf naar 112 bellen", "acuut_gevaar"),
        ("0800-0113", "suicide"),
        ("0800 2000", "huiselijk_geweld"),
        ("(0800) 2000", "huiselijk_geweld"),
    ],
)
def test_who_types_the_number_of_a_helpline_is_in_danger(text: str, kind: str) -> None:
    assert detector().find(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "1135",
        "1 januari 2113",
        "nummer 2112",
        "ik heb 3 keer 113 gebeld in 2 jaar",
        "0800",
        "€ 1123",
        "€ 112",
        "112 euro",
        "Dorpsstraat 112",
        "ik wacht al 113 dagen",
        "ik zoek voor mijn moeder hulp want zij woont op 112 hoog",
        "",
        "🙂",
    ],
)
def test_another_number_is_no_danger(text: str) -> None:
    assert detector().find(text) is None


# --- what was learned --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("chances", "kind"),
    [
        ({"suicide": 0.9}, "suicide"),
        ({"suicide": 0.1}, None),
        ({"suicide": 0.0}, None),
        # Danger for sure, which one is not: the likeliest.
        ({"suicide": 0.28, "huiselijk_geweld": 0.29}, "huiselijk_geweld"),
        ({"suicide": 0.05, "huiselijk_geweld": 0.05}, None),
    ],
)
def test_danger_of_any_kind_that_is_likely_enough_is_danger(chances: dict[str, float], kind: str | None) -> None:
    assert detector({"ik zie het niet meer zitten": chances}).find("Ik zie het niet meer zitten!") == kind


# What drowns a clause: much about something else.
STORY = "Ik zoek hulp met het hoge gras in mijn tuin aan de voorkant. " * 4


@pytest.mark.parametrize("story", [f"{STORY} Hij slaat mij elke avond.", f"Hij slaat mij elke avond. {STORY}"])
def test_danger_in_one_clause_of_a_long_story_is_found(story: str) -> None:
    assert detector({"hij slaat mij elke avond": {"huiselijk_geweld": 0.97}}).find(story) == "huiselijk_geweld"


def test_in_one_clause_danger_must_be_surer_than_in_the_whole() -> None:
    known = {"hij slaat mij elke avond": {"huiselijk_geweld": 0.6}}
    assert detector(known).find("Hij slaat mij elke avond") == "huiselijk_geweld"
    assert detector(known).find(f"Hij slaat mij elke avond. {STORY}") is None


def test_danger_in_two_clauses_is_the_one_told_first() -> None:
    known = {"hij slaat mij vaak": {"huiselijk_geweld": 0.97}, "ik denk aan het einde": {"suicide": 0.99}}
    assert detector(known).find(f"Hij slaat mij vaak. {STORY} Ik denk aan het einde.") == "huiselijk_geweld"


def test_a_long_story_without_danger_is_none() -> None:
    assert detector().find(STORY) is None


# --- fixed phrases -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "kind"), [("Hij GIJZELT mij", "acuut_gevaar"), ("ik wil dood", "suicide")])
def test_a_phrase_of_danger_is_danger_whatever_was_learned(text: str, kind: str) -> None:
    assert detector(phrasebook=PHRASEBOOK).find(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "ik ben doodmoe en ik wil dood",
        "ik wil dood en ik ben doodmoe",
        "ik lach me dood, nee hoor, ik wil dood",
        "mijn man is dood en ik wil dood",
    ],
)
def test_an_everyday_saying_does_not_hide_the_danger_beside_it(text: str) -> None:
    assert detector(phrasebook=PHRASEBOOK).find(text) == "suicide"


@pytest.mark.parametrize("text", ["Ik lach me dood!", "ik ben doodmoe", "mijn man is dood"])
def test_an_everyday_saying_is_no_danger_although_the_model_takes_it_for_it(text: str) -> None:
    known = {" ".join(split_words(text)): {"suicide": 0.95}}
    assert detector(known).find(text) == "suicide"
    assert detector(known, PHRASEBOOK).find(text) is None


def test_the_model_judges_what_stands_beside_an_everyday_saying() -> None:
    known = {"ik ben en hij slaat mij elke dag weer": {"huiselijk_geweld": 0.9}}
    assert detector(known, PHRASEBOOK).find("Ik ben doodmoe en hij slaat mij elke dag weer") == "huiselijk_geweld"


def test_what_goes_before_is_cheaper_the_model_is_not_asked_for_a_number_or_a_phrase() -> None:
    model = Fake()
    safety = DangerDetector(cast("NeedRecogniser", model), PHRASEBOOK, TINY_URGENT, NUMBERS)
    assert [safety.find(text) for text in ("112", "ik wil dood")] == ["acuut_gevaar", "suicide"]
    assert model.asked == []


# --- together ----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def learned() -> DangerDetector:
    return DangerDetector(tiny_recogniser(), PHRASEBOOK, TINY_URGENT, NUMBERS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ik wil NIET meer leven!!", "suicide"),
        ("mijn man slaat mij", "huiselijk_geweld"),
        ("mijn mann slaat mij", "huiselijk_geweld"),
        ("schulden", None),
        ("een bus naar de winkel", None),
        ("ik lach me dood, wat een leuke film op de televisie", None),
    ],
)
def test_a_model_that_learned_from_examples_finds_it(learned: DangerDetector, text: str, kind: str | None) -> None:
    assert learned.find(text) == kind


@pytest.mark.parametrize("text", ["", "\x00", "🙂" * 500, "x" * 2_000, "\ud800", "ik. " * 500, "<b>", "我需要帮助"])
def test_any_message_can_be_looked_at(learned: DangerDetector, text: str) -> None:
    assert learned.find(text) in (None, "suicide", "huiselijk_geweld")
