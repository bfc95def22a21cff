"""Where somebody lives, as they write it: in passing, or as the answer to the question."""

import pytest

from chatbot.places import Home, PlaceFinder
from sociale_kaart.models import Municipality, Place


def municipality(name: str, *places: Place) -> Municipality:
    return Municipality(id=name.lower(), name=name, places=list(places))


def place(name: str, *postcodes: str, kind: str = "dorp") -> Place:
    slug = name.lower().replace(" ", "-")
    return Place(slug=slug, name=name, kind=kind, postcodes=list(postcodes))


FINDER = PlaceFinder(
    [
        municipality("Assen", place("Marsdijk", kind="wijk"), place("Loon"), place("Centrum", "9401", kind="wijk")),
        municipality(
            "Emmen",
            place("Zwartemeer", "7894"),
            place("Klazienaveen", "7891"),
            place("Klazienaveen-Noord"),
            place("Nieuw-Amsterdam", "7833"),
            place("Veenoord", "7844"),
            place("Zandpol", "7844"),
            place("Bargeres", kind="wijk"),
            place("Centrum", kind="wijk"),
            place("Drenthe", kind="regio"),
            place("Coevorden", "7741", kind="elders"),
        ),
        municipality("Groningen", place("De Wijert", kind="wijk"), place("Beijum", kind="wijk")),
        municipality("Haren", place("Glimmen"), place("Onnen")),
    ]
)
ZWARTEMEER = Home("emmen", "zwartemeer")


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Zwartemeer", ZWARTEMEER),
        ("zwartemeer!", ZWARTEMEER),
        ("ik woon in zwartemeer bij mijn dochter", ZWARTEMEER),
        ("Mijn moeder uit ZWARTEMEER kan haar huis niet schoonmaken", ZWARTEMEER),
        ("ik zoek gezelschap, we zitten hier in Bargeres.", Home("emmen", "bargeres")),
        ("ik kan niet meer koken en woon bij de Wijert in", Home("groningen", "de-wijert")),
        ("er is in De Wijert niets te doen voor mij", Home("groningen", "de-wijert")),
        ("wie helpt mij in Emmen met de tuin", Home("emmen")),
        ("I live in Groningen and I need help", Home("groningen")),
        ("mieszkam w Emmen i szukam pomocy", Home("emmen")),
        ("я живу в Emmen і шукаю допомогу", Home("emmen")),
        ("hulp voor mijn vader in Nieuw-Amsterdam gezocht", Home("emmen", "nieuw-amsterdam")),
        ("hulp voor mijn vader in nieuw amsterdam gezocht", Home("emmen", "nieuw-amsterdam")),
        ("ik woon in Klazienaveen Noord met drie kinderen", Home("emmen", "klazienaveen-noord")),
        ("ik woon in Klazienaveen met drie kinderen", Home("emmen", "klazienaveen")),
    ],
)
def test_a_place_is_heard_in_passing(text: str, home: Home) -> None:
    assert FINDER.mentioned(text) == home


@pytest.mark.parametrize("text", ["7894", "7894 AB", "7894ab", "mijn postcode is 7894 AB, wie doet boodschappen"])
def test_a_postcode_tells_the_place(text: str) -> None:
    assert FINDER.mentioned(text) == FINDER.told(text) == ZWARTEMEER


def test_a_postcode_of_several_places_tells_the_municipality_only() -> None:
    assert FINDER.told("7844 AB") == Home("emmen")


@pytest.mark.parametrize(
    "text", ["1234 AB", "17894", "78941", "0789", "in 1987 was ik 42", "huur is 7894 euro", "€ 7894", "7894,50"]
)
def test_another_number_is_no_postcode_of_ours(text: str) -> None:
    assert FINDER.told(text) is None


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("zwartmeer", ZWARTEMEER),
        ("zwartemeeer", ZWARTEMEER),
        ("zwaretmeer", ZWARTEMEER),
        ("ik woon op klazinaveen", Home("emmen", "klazienaveen")),
        ("gronigen", Home("groningen")),
        ("emen, geloof ik", Home("emmen")),
        ("in beijem", Home("groningen", "beijum")),
    ],
)
def test_the_answer_to_where_do_you_live_may_have_typing_errors(text: str, home: Home) -> None:
    assert FINDER.told(text) == home


def test_a_typing_error_is_forgiven_in_passing_after_a_word_that_tells_of_a_place() -> None:
    assert FINDER.mentioned("ik zoek een maatje en ik woon in zwartmeer") == ZWARTEMEER


@pytest.mark.parametrize("text", ["amsterdam", "zwart", "meer", "ik weet het niet", "nergens", "🙂", "", "???", "\x00"])
def test_what_names_no_place_gives_none(text: str) -> None:
    assert FINDER.told(text) is None
    assert FINDER.mentioned(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "mijn haren zijn zo dun geworden en ik schaam me",
        "wie kan mijn haren wassen",
        "haren wassen",
        "de assen van mijn rolstoel zijn kapot",
        "assen kapot",
        "ik voel me zo alleen sinds mijn man er niet meer is",
        # Words that are a name but for one letter.
        "ik durf geen boodschappen meer te halen",
        "wij zoeken een huis te huren",
        "ik hoop snel iets van u te horen",
        "ik heb zo'n last van haren in de gootsteen",
        "MIJN HAREN ZIJN ZO DUN GEWORDEN",
        "mijn loon is laag",
        "ik krijg geen loon",
    ],
)
def test_an_ordinary_word_is_no_place(text: str) -> None:
    assert FINDER.mentioned(text) is None


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("ik woon in haren en mijn haren vallen uit", Home("haren")),
        ("Haren", Home("haren")),
        ("assen", Home("assen")),
        ("mijn zus woont in assen en heeft hulp nodig", Home("assen")),
        ("ik zoek in loon iemand voor de tuin", Home("assen", "loon")),
    ],
)
def test_an_ordinary_word_is_a_place_where_it_is_said_as_one(text: str, home: Home) -> None:
    assert FINDER.mentioned(text) == home


@pytest.mark.parametrize("near", ["assen", "emmen"])
def test_of_two_places_with_one_name_the_one_in_the_own_municipality_is_meant(near: str) -> None:
    assert FINDER.told("Centrum", near) == Home(near, "centrum")
    assert FINDER.mentioned("ik woon in centrum tegenwoordig", near) == Home(near, "centrum")


def test_the_name_of_a_municipality_is_the_municipality_not_a_place_in_it() -> None:
    finder = PlaceFinder([municipality("Emmen", place("Emmen"), place("Zwartemeer"))])
    assert finder.told("emmen") == Home("emmen")


@pytest.mark.parametrize("text", ["Drenthe", "Coevorden", "7741 AB"])
def test_a_region_and_a_place_elsewhere_are_nobodys_home(text: str) -> None:
    assert FINDER.told(text) is None


def test_the_longest_name_is_meant() -> None:
    assert FINDER.told("Klazienaveen-Noord") == Home("emmen", "klazienaveen-noord")


def test_without_municipalities_nothing_is_a_place() -> None:
    assert PlaceFinder([]).told("Emmen") is None
