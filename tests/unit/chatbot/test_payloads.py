"""What a button sends, in Rasa's form; anybody can type the same, or something like it."""

import pytest

from chatbot.engine.runtime import Understood, read_payload

INTENTS = frozenset({"greet", "bus", "nlu_fallback"})


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("/greet", Understood("greet")),
        ("  /greet ", Understood("greet")),
        ("/nlu_fallback", Understood("nlu_fallback")),
        ("/bus{}", Understood("bus")),
        ('/bus{"place": "Ter Aard"}', Understood("bus", {"place": "Ter Aard"})),
        ('/bus{"place": "7894", "n": 3}', Understood("bus", {"place": "7894", "n": "3"})),
        ('/bus{"place": "l\\u0027Ê"}', Understood("bus", {"place": "l'Ê"})),
        ('/bus{"place": "a}b{"}', Understood("bus", {"place": "a}b{"})),
        ('/bus{"place":\n"Emmen"}', Understood("bus", {"place": "Emmen"})),
    ],
)
def test_a_payload_names_an_intent_and_what_goes_with_it(text: str, understood: Understood) -> None:
    assert read_payload(text, INTENTS) == understood


BROKEN = [
    "",
    "/",
    "/nope",
    "//greet",
    "/greet hallo",
    "/greet/bus",
    "/GREET",
    "greet",
    "hallo /greet",
    "/greet{",
    "/greet}",
    '/greet{"place"}',
    "/greet{place: Emmen}",
    '/greet["place"]',
    '/greet{"place": "Emmen"} en meer',
    '/greet{"place": "Emmen',
    "/greet{{}}",
    "/greet{\x00}",
    '/nope{"place": "Emmen"}',
    '/greet{"a":' + "[" * 1_900 + "}",
    '/greet{"a":' * 300 + "}" * 300,
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_what_is_not_quite_a_payload_is_none(text: str) -> None:
    assert read_payload(text, INTENTS) is None


@pytest.mark.parametrize("text", ['/bus{"place": "x", "place": "Emmen"}', '/bus{"place": ["a"]}', '/bus{"n": 1e999}'])
def test_what_is_named_is_always_text(text: str) -> None:
    understood = read_payload(text, INTENTS)
    assert understood is not None
    assert all(isinstance(value, str) for value in understood.entities.values())
