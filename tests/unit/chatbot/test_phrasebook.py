"""Fixed phrases: an everyday saying cancels its own match and nothing else."""

from pathlib import Path

import pytest
import yaml

from chatbot.safety import Phrasebook, read_phrasebook
from sociale_kaart.text import fold

# An apostrophe ends a word: "m n hond" is m'n hond.
EVERYDAY = ["ik lach me dood", "lach me dood", "doodmoe", "ik schaam me dood", "m n hond is dood"]
DANGER = {
    "suicide": ["wil dood", "zelfmoord*", "niet meer leven"],
    "huiselijk_geweld": ["slaat mij", "m n man slaat me", "mishandel*"],
}


def book(folder: Path, **files: object) -> Phrasebook:
    for name, data in files.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return read_phrasebook(folder)


@pytest.fixture
def phrasebook(tmp_path: Path) -> Phrasebook:
    return book(tmp_path, nl={"everyday": EVERYDAY, "danger": DANGER})


def without(phrasebook: Phrasebook, text: str) -> str:
    return " ".join(phrasebook.without_everyday(fold(text)).split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ik lach me dood!", "!"),
        ("doodmoe", ""),
        ("ik ben doodmoe en ik wil dood", "ik ben en ik wil dood"),
        ("Ik wil dood, ik lach me dood", "ik wil dood,"),
        ("ik lach me dood. ik wil dood", ". ik wil dood"),
        ("ik lach me dood ik lach me dood", ""),
        ("ik lach, me dood", ""),
        ("lach me dood maar ik wil dood", "maar ik wil dood"),
        ("ik lach en ik wil dood", "ik lach en ik wil dood"),
        ("m'n hond is dood", ""),
        ("", ""),
        ("🙂", "🙂"),
    ],
)
def test_an_everyday_saying_goes_and_the_rest_stays(phrasebook: Phrasebook, text: str, left: str) -> None:
    assert without(phrasebook, text) == left


def test_words_that_stood_apart_stay_apart(phrasebook: Phrasebook) -> None:
    assert without(phrasebook, "zelf doodmoe moord") == "zelf moord"


def test_of_two_sayings_at_one_place_the_longest_goes(tmp_path: Path) -> None:
    phrasebook = book(tmp_path, nl={"everyday": ["ik lach", "ik lach me dood"]})
    assert without(phrasebook, "ik lach me dood vandaag") == "vandaag"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ik WIL DOOD", "suicide"),
        ("ik wil... dood", "suicide"),
        ("ik denk aan zelfmoord", "suicide"),
        ("hij slaat mij en hij wil dood", "huiselijk_geweld"),
        ("M'n man slaat me", "huiselijk_geweld"),
        ("m’n man slaat me", "huiselijk_geweld"),
        ("ik wil niet dood", None),
        ("ik wil", None),
        ("dood", None),
        ("", None),
    ],
)
def test_a_phrase_of_danger_says_which(phrasebook: Phrasebook, text: str, kind: str | None) -> None:
    assert phrasebook.danger_in(text) == kind


@pytest.mark.parametrize("word", ["zelfmoord", "zelfmoordplannen", "ZELFMOORDPOGING"])
def test_a_star_stands_for_every_ending(phrasebook: Phrasebook, word: str) -> None:
    assert phrasebook.danger_in(f"mijn {word}") == "suicide"


@pytest.mark.parametrize("word", ["zelfmoor", "zelf", "moord", "mijnzelfmoord"])
def test_a_star_stands_for_an_ending_only(phrasebook: Phrasebook, word: str) -> None:
    assert phrasebook.danger_in(word) is None


def test_a_word_without_a_star_stands_for_itself(phrasebook: Phrasebook) -> None:
    assert phrasebook.danger_in("ik wil doodgaan") is None


@pytest.mark.parametrize("text", ["niet meer levenslang", "neit meer lefen", "ik wil rood", "ik wll dood"])
def test_a_short_word_is_taken_as_it_is_written(phrasebook: Phrasebook, text: str) -> None:
    assert phrasebook.danger_in(text) is None


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("mijn schoonvader", True),
        ("mijn schonvader", True),
        ("mijn schoonvaderr", True),
        ("mijn schoonvadre", True),
        ("mijn schonvadr", False),
        ("mijn xchoonvader", False),
    ],
)
def test_a_long_word_may_have_one_typing_error_after_its_first_letter(
    tmp_path: Path, text: str, is_found: bool
) -> None:
    phrasebook = book(tmp_path, nl={"danger": {"huiselijk_geweld": ["mijn schoonvader"]}})
    assert (phrasebook.danger_in(text) is not None) == is_found


def test_phrases_are_written_with_or_without_accents(tmp_path: Path) -> None:
    phrasebook = book(tmp_path, tr={"everyday": ["çok ölüyorum"], "danger": {"suicide": ["ölmek istiyorum"]}})
    assert phrasebook.danger_in("olmek istiyorum") == "suicide"
    assert phrasebook.danger_in(fold("Ölmek istiyorum")) == "suicide"
    assert without(phrasebook, "cok oluyorum") == ""


def test_the_phrases_of_all_files_count_together(tmp_path: Path) -> None:
    phrasebook = book(
        tmp_path,
        nl={"everyday": ["doodmoe"]},
        en={"danger": {"suicide": ["want to die"]}},
        uk={"everyday": ["помираю"]},
    )
    assert without(phrasebook, "doodmoe помираю i want to die") == "i want to die"
    assert phrasebook.danger_in("ik ben doodmoe i want to die") == "suicide"


def test_without_files_nothing_is_everyday_and_nothing_is_danger(tmp_path: Path) -> None:
    phrasebook = read_phrasebook(tmp_path)
    assert phrasebook.without_everyday("ik wil dood") == "ik wil dood"
    assert phrasebook.danger_in("ik wil dood") is None


@pytest.mark.parametrize("saying", ["dood-en-doodmoe", "dood's bang"])
def test_no_part_of_an_everyday_saying_stands_for_the_whole(tmp_path: Path, saying: str) -> None:
    assert without(book(tmp_path, nl={"everyday": [saying]}), "ik wil dood") == "ik wil dood"


def test_a_very_long_message_is_read(phrasebook: Phrasebook) -> None:
    assert phrasebook.danger_in("ik ben moe " * 500 + "ik wil dood") == "suicide"
