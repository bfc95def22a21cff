"""What could tell who somebody is goes; what tells what is going on stays. All numbers here are made up."""

import pytest

from chatbot.privacy import MASK, mask


@pytest.mark.parametrize(
    "number",
    [
        # citizen service numbers that pass the eleven test
        "123456782",
        "1234.56.782",
        "123 456 782",
        "111222333",
        "12345672",  # with the zero before it left out
        "1234.56.72",
        # bank accounts with a right check number
        "NL91ABNA0417164300",
        "nl91 abna 0417 1643 00",
        "NL91-ABNA-0417-1643-00",
        "DE89370400440532013000",
        "BE71 0961 2345 6769",
        # phone numbers
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "(06) 12345678",
        "06.12345678",
        "050-3123456",
        "050 312 34 56",
        "(050) 312 34 56",
        "0591-123456",
        "088-0767000",
        "+31612345678",
        "+31 6 12345678",
        "+31 50 312 34 56",
        "0031612345678",
        "0031 6 12345678",
        "+32 470 12 34 56",
        # e-mail
        "jan@example.nl",
        "jan.de-vries+zorg@mail.example.co.uk",
    ],
)
@pytest.mark.parametrize(
    "sentence", ["{}", "het is {}.", "mijn nummer, {}, staat erbij", "{} is van mij", "pak {} graag op"]
)
def test_what_tells_who_somebody_is_goes_and_the_rest_stays(sentence: str, number: str) -> None:
    assert mask(sentence.format(number)) == sentence.format(MASK)


@pytest.mark.parametrize(
    "street",
    [
        "Dorpsstraat 12",
        "dorpsstraat 12",
        "Dorpsstraat 12a",
        "Dorpsstraat 12 b",
        "Laan van de Vrede 7",
        "Burgemeester Tijmeslaan 3",
        "De Brink 3",
        "Van Echtenskanaal 120",
        "Meeuwenplein 8",
        "Oude Roswinkelerweg 14",
    ],
)
@pytest.mark.parametrize("sentence", ["{}", "{}, Emmen", "ik heb schulden op {}", "ik woon {} in Emmen"])
def test_a_street_with_a_number_goes_and_the_rest_stays(sentence: str, street: str) -> None:
    assert mask(sentence.format(street)) == sentence.format(MASK)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ik woon aan de Molenkamp 4 in Emmen", f"ik woon aan de {MASK} in Emmen"),
        ("mijn adres is Zuideinde 44", f"mijn adres is {MASK}"),
        ("ik woon op de brink 3", f"ik woon op de {MASK}"),
        ("laan van de vrede 7", MASK),
    ],
)
def test_another_name_goes_where_somebody_says_to_live_there(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("7894 AB", "7894"),
        ("7894 EN", "7894"),
        ("7894en", "7894"),
        ("ik woon in 7894AB", "ik woon in 7894"),
        ("7894 AB 12 is mijn adres", "7894 is mijn adres"),
        ("9712 xy, Groningen", "9712, Groningen"),
    ],
)
def test_of_a_postcode_the_four_digits_stay(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ik wil dood",
        # numbers that anyone may know
        "112",
        "bel 112 of 113",
        "0800-2000",
        "0800 2000",
        "14 050",
        "0800-0113",
        # amounts
        "1500 euro",
        "€ 1.250,50 per maand",
        "ik heb 12500 euro schuld",
        "een schuld van 1.234.567 euro",
        "ik kreeg 1200 in mei",
        "ik heb 2000 en nog wat",
        # years, dates, ages, times
        "sinds 1987",
        "in 2019 en 2020",
        "tussen 1940 en 1945",
        "geboren op 12-03-1956",
        "op 15-01-2024 om 14:00",
        "ik ben 85 jaar",
        "van 09:00 tot 17:00",
        # what sounds like a street and is none
        "mijn uitkering 900 is te laag",
        "ik woon hier 3 jaar",
        "wij wonen in Emmen 3 jaar",
        "weg 3 keer",
        "ik moest weg 3 keer deze week",
        "ik ben 3 keer gevallen op straat",
        "in de straat",
        "ik loop door de straat 2 keer per dag",
        "in het park 3 rondjes lopen",
        "naar de markt 2 uur",
        "mijn huis aan de Dorpsstraat",
        # eight digits that are no citizen service number, and other numbers
        "kenmerk 12345678",
        "kenmerk 1234.56.70",
        "7894",
        "ik woon op nummer 12",
    ],
)
def test_what_tells_nothing_of_who_somebody_is_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("number", ["987654321098765432", "NL91ABNA0417164301"])
def test_a_number_that_is_not_right_is_no_reason_to_lose_the_words_around_it(number: str) -> None:
    masked = mask(f"het kenmerk {number} staat in de brief")
    assert masked.startswith("het kenmerk ")
    assert masked.endswith(" staat in de brief")


def test_all_of_it_goes_from_one_message() -> None:
    text = "Ik ben 123456782, mail jan@example.nl of bel 06-12345678 of 050-3123456, NL91ABNA0417164300, Dorpsstraat 12"
    masked = mask(text)
    assert masked == f"Ik ben {MASK}, mail {MASK} of bel {MASK} of {MASK}, {MASK}, {MASK}"


@pytest.mark.parametrize("text", ["06-12345678", "Dorpsstraat 12, 7894 AB", "123456782 en jan@example.nl"])
def test_masking_again_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize("text", ["0" * 2_000, "a@" * 1_000, "de " * 700, "weg " * 500, "1 " * 1_000, "\ud800", "🙂"])
def test_any_message_can_be_masked(text: str) -> None:
    assert isinstance(mask(text), str)
