import pytest

from chatbot.safety.clauses import clauses
from sociale_kaart.text import fold


@pytest.mark.parametrize("text", ["", "ik wil dood", "Hallo.", "een twee. drie", "ik ben zo moe van alles vandaag"])
def test_a_message_of_one_clause_has_no_clauses(text: str) -> None:
    assert clauses(text) == []


@pytest.mark.parametrize("end", [". ", "! ", "? ", "; ", ": ", "… ", "\n", " - ", " – ", "؟ ", "، ", "؛ "])
def test_a_message_is_cut_at_the_end_of_a_sentence(end: str) -> None:
    assert clauses(f"ik ben moe{end}mijn man slaat mij") == ["ik ben moe", "mijn man slaat mij"]


@pytest.mark.parametrize("join", [", ", " en ", " maar ", " want ", " dus ", " omdat ", " and ", " but ", " because "])
def test_a_long_sentence_is_cut_where_clauses_join(join: str) -> None:
    assert clauses(f"ik ben heel moe{join}mijn man slaat mij") == ["ik ben heel moe", "mijn man slaat mij"]


@pytest.mark.parametrize(
    ("first", "join", "second"),
    [
        ("çok yorgunum bugün", "ve", "kocam beni dövüyor"),
        ("çok yorgunum bugün", "çünkü", "kocam beni dövüyor"),
        ("jestem bardzo zmęczona", "ale", "mąż mnie bije"),
        ("я дуже втомилася", "бо", "чоловік мене б'є"),
        ("أنا تعبانة جدا", "لكن", "زوجي يضربني كل يوم"),
        ("أنا تعبانة جدا", "لأن", "زوجي يضربني كل يوم"),
    ],
)
def test_the_other_languages_are_cut_too_also_when_folded(first: str, join: str, second: str) -> None:
    """Danger is looked for in folded text: without accents."""
    text = f"{first} {join} {second}"
    assert clauses(text) == [first, second]
    assert clauses(fold(text)) == [fold(first), fold(second)]


def test_a_short_sentence_stays_whole() -> None:
    assert clauses("ik en mijn man. wij zijn heel moe") == ["ik en mijn man", "wij zijn heel moe"]


def test_a_clause_of_one_or_two_words_says_too_little() -> None:
    assert clauses("Help. Ik ben moe. Nou ja. Mijn man slaat mij.") == ["Ik ben moe", "Mijn man slaat mij"]


@pytest.mark.parametrize("many", [2, 8, 12, 13, 30])
def test_of_a_long_story_the_first_twelve_clauses_are_taken_long_or_short(many: int) -> None:
    story = [f"dit is {'x' * (1 + at * 5 % 8)}" for at in range(many)]
    assert clauses(". ".join(story)) == story[:12]


def test_at_most_twelve_clauses_of_anything() -> None:
    assert len(clauses("ik ben moe. " * 150)) == 12
