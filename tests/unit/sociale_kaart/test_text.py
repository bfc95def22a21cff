import pytest

from sociale_kaart.text import clean, fold, split_words


def test_folding_takes_away_case_and_accents() -> None:
    assert fold("CAFÉ Één Reünie Façade Ĳsland") == "cafe een reunie facade ijsland"


def test_composed_and_decomposed_letters_fold_to_the_same() -> None:
    assert fold("caf\u00e9") == fold("cafe\u0301") == "cafe"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff"])
def test_folding_takes_away_marks_of_direction(mark: str) -> None:
    assert fold(f"{mark}rol{mark}stoel{mark}") == "rolstoel"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_folding_takes_away_control_characters(control: str) -> None:
    assert fold(f"{control}rolstoel{control}") == "rolstoel"


def test_folding_keeps_line_ends_and_tabs() -> None:
    assert fold("A\nB\tC") == "a\nb\tc"


@pytest.mark.parametrize("text", ["Één", "İstanbul", "Straße", "Thuis™", "№ 5", "𝐙𝐨𝐫𝐠", "ﬁets", "ΣΊΣΥΦΟΣ", "ĳ"])
def test_a_folded_text_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_other_scripts_keep_their_letters() -> None:
    assert split_words("مساعدة في البيت") == ["مساعدة", "في", "البيت"]
    assert split_words("допомога вдома") == ["допомога", "вдома"]


def test_words_are_split_on_everything_that_is_no_letter_or_digit() -> None:
    assert split_words("Wmo-loket, de 'Stip'/MEE_Drenthe (75+)!") == [
        "wmo",
        "loket",
        "de",
        "stip",
        "mee",
        "drenthe",
        "75",
    ]


def test_words_keep_their_order_and_their_repeats() -> None:
    assert split_words("hulp bij hulp") == ["hulp", "bij", "hulp"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00\x01", "\u202e", "🙂🚲", "___"])
def test_a_text_without_letters_and_digits_has_no_words(text: str) -> None:
    assert split_words(text) == []


def test_cleaning_keeps_what_people_wrote() -> None:
    assert clean("  Één café, 🙂 مساعدة  ") == "Één café, 🙂 مساعدة"


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\r\n", "\t", "\u202e", "\ufeff", "\ud800"])
def test_cleaning_takes_away_what_no_page_can_show(mark: str) -> None:
    cleaned = clean(f"{mark}een{mark}twee{mark}")
    assert cleaned.split() == ["een", "twee"]
    assert not set(mark) & set(cleaned)
    cleaned.encode()
