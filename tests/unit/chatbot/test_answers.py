"""What comes out of a turn goes into the store, and through Rasa, and comes back the same."""

import json

import pytest

from chatbot.conversation import NEW_SLOTS, Answer, Button, Message, Reply, State, Step

FULL = Answer(
    needs=(("schulden", 0.81), ("rondkomen", 0.1)),
    urgent="suicide",
    asks="place",
    steps=(Step(1, "Begin met een overzicht.", ("zelf-geld",)), Step(4, "")),
    helplines=("alarm", "zelfmoordpreventie"),
    wmo_route=True,
)


@pytest.mark.parametrize("answer", [FULL, Answer(), Answer(asks="need", wmo_route=True)])
def test_an_answer_comes_back_the_same_from_json(answer: Answer) -> None:
    assert Answer.from_data(json.loads(json.dumps(answer.as_data()))) == answer


@pytest.mark.parametrize(
    "reply",
    [
        Reply(
            (Message("Waar woont u?", (Button("Emmen", '/tell_place{"place": "Emmen"}'),)), Message("Ü")), FULL, "uk"
        ),
        Reply((), Answer(), "nl"),
    ],
)
def test_a_reply_comes_back_the_same_from_json(reply: Reply) -> None:
    assert Reply.from_data(json.loads(json.dumps(reply.as_data()))) == reply


def test_an_answer_names_everything_it_shows() -> None:
    assert FULL.as_data() == {
        "needs": [["schulden", 0.81], ["rondkomen", 0.1]],
        "urgent": "suicide",
        "asks": "place",
        "steps": [
            {"tier": 1, "advice": "Begin met een overzicht.", "services": ["zelf-geld"]},
            {"tier": 4, "advice": "", "services": []},
        ],
        "helplines": ["alarm", "zelfmoordpreventie"],
        "wmo_route": True,
    }


def test_a_new_conversation_starts_with_its_own_slots() -> None:
    first, second = State(), State()
    assert first.slots == NEW_SLOTS
    first.slots["language"] = "en"
    assert second.slots["language"] == NEW_SLOTS["language"] == "nl"
