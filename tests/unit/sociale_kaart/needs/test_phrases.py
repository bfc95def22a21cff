from sociale_kaart.exchange.documents import NeedsFile
from sociale_kaart.needs import Phrase, phrases_of_needs
from tests.unit.builders import small_content


def test_the_register_of_needs_teaches_its_own_words() -> None:
    data = small_content()["needs.yml"]
    data["domains"][0]["needs"][0]["means"] = "stofzuigen, ramen lappen; de was"
    phrases = phrases_of_needs(NeedsFile.model_validate(data))
    of_cleaning = [phrase.text for phrase in phrases if phrase.need == "schoonmaak"]
    assert {"stofzuigen", "ramen lappen", "de was", "Wie helpt met schoonmaak?"} <= set(of_cleaning)
    assert {phrase.need for phrase in phrases} == {"schoonmaak", "boodschappen", "suicide"}


def test_a_register_without_needs_teaches_nothing() -> None:
    phrases: list[Phrase] = phrases_of_needs(NeedsFile.model_validate(small_content()["needs.yml"] | {"domains": []}))
    assert phrases == []
