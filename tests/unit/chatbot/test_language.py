import pytest

from chatbot.language import LANGUAGES, language_of

HELP = {
    "nl": "Ik heb hulp nodig in huis",
    "en": "I need help at home",
    "tr": "Evde yardıma ihtiyacım var",
    "ar": "أحتاج إلى مساعدة في البيت",
    "pl": "Potrzebuję pomocy w domu",
    "uk": "Мені потрібна допомога вдома",
}


@pytest.mark.parametrize("current", LANGUAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_sets_the_language_whatever_it_was(language: str, current: str) -> None:
    assert language_of(HELP[language], current) == language


@pytest.mark.parametrize("text", ["ok", "ja", "hello", "Zwartemeer", "Emmen", "no no"])
@pytest.mark.parametrize("current", ["nl", "tr", "uk"])
def test_a_word_or_two_is_too_little_to_change_the_language(text: str, current: str) -> None:
    assert language_of(text, current) == current


@pytest.mark.parametrize(("text", "language"), [("مساعدة", "ar"), ("допомога", "uk")])
def test_one_word_in_another_script_changes_the_language(text: str, language: str) -> None:
    assert language_of(text, "nl") == language


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "06 12345678", "?!", "我需要帮助"])
@pytest.mark.parametrize("current", ["nl", "pl"])
def test_what_tells_no_language_leaves_it_as_it_was(text: str, current: str) -> None:
    assert language_of(text, current) == current


@pytest.mark.parametrize(
    "text",
    [
        "moi ik heb n traplift neudig",
        "k heb gien geld meer",
        "mien moe is old en kan niks meer",
        "mijn man drinkt veel te veel",
        "kan ik een pgb krijgen voor mijn zoon",
        "ik wil graag een scootmobiel",
    ],
)
def test_dialect_and_short_dutch_stay_dutch(text: str) -> None:
    assert language_of(text, "nl") == "nl"


@pytest.mark.parametrize("text", ["x" * 2_000, "\x00\x01 a b c", "<b>a</b> {{ 7 }} %s", "\u202eabc def ghi"])
def test_any_text_gives_one_of_our_languages(text: str) -> None:
    assert language_of(text, "nl") in LANGUAGES
