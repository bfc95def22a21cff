"""The level of a text, and what in it is hard."""

from pathlib import Path

import pytest

from sociale_kaart.exchange.content_files import read_content
from sociale_kaart.writing.reading_level import Level, Reading, Why, assess

EASY = (
    "Wilt u eens met iemand praten? Elke woensdag drinken we samen koffie in het buurthuis. U hoeft zich niet aan te "
    "melden. Loop gerust binnen en neem iemand mee. De koffie is gratis. Komt u met een rolstoel? Dat kan, de deur is "
    "breed."
)
A_LITTLE_HARDER = (
    "Bent u 65 jaar of ouder en heeft u hulp nodig bij het huishouden? Dan kunt u een aanvraag doen bij het loket van "
    "de gemeente. Een medewerker neemt binnen zes weken contact met u op voor een gesprek bij u thuis."
)
POLICY = (
    "Een groot aantal zaken zijn gerealiseerd. De verstrekking van de individuele voorziening hulp bij het "
    "huishouden. Professionele ondersteuning van mantelzorgers. De realisatie van een inloopvoorziening voor dak- en "
    "thuislozen. De ontvlechting van de crisis- en de vrouwenopvang. Een onafhankelijke voorzitter voor het netwerk."
)


def marked(text: str, *names: str) -> list[tuple[str, Why]]:
    """Give what is marked in a text, and why."""
    return [(text[mark.start : mark.end], mark.why) for mark in assess(text, names).marks]


def hard_words(text: str, *names: str) -> list[str]:
    return [word for word, why in marked(text, *names) if why is not Why.LONG_SENTENCE]


def long_sentences(text: str) -> list[str]:
    return [sentence for sentence, why in marked(text) if why is Why.LONG_SENTENCE]


# --- the level ---------------------------------------------------------------------------------------------------
def test_a_plain_text_is_within_b1() -> None:
    assert assess(EASY) == Reading(Level.WITHIN_B1, (), 97.7, ())


def test_somewhat_long_sentences_are_a_little_above() -> None:
    reading = assess(A_LITTLE_HARDER)
    assert (reading.level, reading.because) == (Level.A_LITTLE_ABOVE, ("sentences",))


def test_the_language_of_a_policy_plan_is_too_hard() -> None:
    reading = assess(POLICY)
    assert (reading.level, reading.because) == (Level.TOO_HARD, ("syllables", "words"))


def test_short_words_in_endless_sentences_are_too_hard() -> None:
    reading = assess("Wij zijn er als u het niet meer weet en als u met een mens wilt praten " * 3)
    assert (reading.level, reading.because) == (Level.TOO_HARD, ("sentences",))


def test_one_hard_word_makes_no_text_hard() -> None:
    assert assess(f"{EASY} Ons beleid is simpel.").level is Level.WITHIN_B1


@pytest.mark.parametrize(("text", "score"), [(EASY, 97.7), (A_LITTLE_HARDER, 89.3)])
def test_the_score_is_that_of_flesch_and_douma(text: str, score: float) -> None:
    """The figures are what textstat 0.7.13 gives."""
    assert assess(text).score == score


def test_the_length_of_a_name_is_nobodys_fault() -> None:
    village = EASY.replace("het buurthuis", "Emmer-Compascuum")
    assert (assess(village).score or 0) > (assess(village.lower()).score or 0)


@pytest.mark.parametrize("text", ["", "   ", "?!", "Kom langs.", "Elke woensdag is er koffie."])
def test_a_few_words_have_no_level(text: str) -> None:
    reading = assess(text)
    assert (reading.level, reading.score, reading.because) == (None, None, ())


def test_hard_words_are_marked_in_a_few_words_too() -> None:
    assert hard_words("Wij faciliteren ontmoeting.") == ["faciliteren"]


def test_almost_all_our_own_listings_are_within_b1(content_dir: Path) -> None:
    listings = [listing for group in read_content(content_dir).services.values() for listing in group]
    levels = [assess(f"{listing.summary}\n\n{listing.description}", [listing.name]).level for listing in listings]
    assert sum(level in (Level.WITHIN_B1, None) for level in levels) / len(levels) > 0.95


# --- sentences ---------------------------------------------------------------------------------------------------
LONG = "Wij zijn er voor u als u het niet meer weet en als u met iemand wilt praten."


def test_a_long_sentence_is_marked_as_a_whole() -> None:
    assert long_sentences(f"Kom gerust langs. {LONG} De koffie is klaar.") == [LONG]


def test_a_sentence_of_fifteen_words_is_not_long() -> None:
    assert long_sentences(" ".join(["koffie"] * 15)) == []
    assert long_sentences(" ".join(["koffie"] * 16)) == [" ".join(["koffie"] * 16)]


def test_the_hard_words_of_a_long_sentence_are_marked_within_it() -> None:
    text = "Wij zijn er tevens voor u als u het niet meer weet en als u met iemand wilt praten."
    assert marked(text) == [(text, Why.LONG_SENTENCE), ("tevens", Why.FORMAL_WORD)]


@pytest.mark.parametrize(
    "between",
    [
        ". ",
        "! ",
        "? ",
        "… ",
        '." ',
        ".\n",
        "\n\n",
        "\r\n\r\n",
        "\n- ",
        "\r\n- ",
        "\n* ",
        "\n2. ",
        "\n## ",
        ":\n",
        ":\r\n",
    ],
)
def test_a_sentence_ends_with_its_point_its_paragraph_or_its_line_in_a_list(between: str) -> None:
    nine = "Koffie en thee en koek voor u en mij"
    assert long_sentences(f"{nine}{between}{nine}") == []


@pytest.mark.parametrize(
    "inside", [" ", "\n", "\r\n", ", ", " J. Jansen ", " o.a. De Bleerinck ", " tot 10.00 uur ", " nr. 3 ", " mevr. A "]
)
def test_a_sentence_goes_on_after_a_wrapped_line_and_an_abbreviation(inside: str) -> None:
    nine = "Koffie en thee en koek voor u en mij"
    assert len(long_sentences(f"{nine}{inside}{nine.lower()}")) == 1


def test_a_sentence_can_end_with_u() -> None:
    assert long_sentences("Wij doen dat samen met u. " * 5) == []


# --- words -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("realiseren", "maken, doen"),
        ("realiseert", "maken, doen"),
        ("gerealiseerd", "maken, doen"),
        ("Participatie", "meedoen"),
        ("doelgroepen", "mensen voor wie het is"),
        ("coördineren", "regelen"),
        ("tevens", "ook"),
        ("INDIEN", "als"),
    ],
)
def test_a_formal_word_comes_with_plainer_ones(word: str, plain: str) -> None:
    (mark,) = assess(f"Het gaat om {word}.").marks
    assert (mark.start, mark.end, mark.why, mark.instead) == (12, 12 + len(word), Why.FORMAL_WORD, plain)


@pytest.mark.parametrize("word", ["reden", "zulke", "middelen", "beschikbaar", "overeenkomst", "leefbare", "inzicht"])
def test_an_ordinary_word_that_looks_like_a_formal_one_is_not_marked(word: str) -> None:
    assert hard_words(f"Het gaat om {word}.") == []


@pytest.mark.parametrize("word", ["beleidskader", "prestatievelden", "welzijnsbeleid", "Wmo-beleid"])
def test_a_compound_with_a_formal_part_is_formal(word: str) -> None:
    assert marked(f"Het gaat om {word}.") == [(word, Why.FORMAL_WORD)]


@pytest.mark.parametrize("word", ["extramuralisering", "gedifferentieerd", "outreachend", "kortcyclische"])
def test_a_word_that_people_hardly_ever_see_is_rare(word: str) -> None:
    assert marked(f"Het gaat om {word}.") == [(word, Why.RARE_WORD)]


@pytest.mark.parametrize(
    "word",
    "buurthuis boodschappendienst koffieochtend rolstoelpool mantelzorger tuintje ruilt repareert opvangt meerijdt "
    "onleesbaar re-integratie wmo-loket 75+ 10.00".split(),
)
def test_an_ordinary_word_in_any_form_or_combination_is_not_marked(word: str) -> None:
    assert hard_words(f"Het gaat om {word}.") == []


def test_a_compound_of_ordinary_words_can_be_too_long() -> None:
    word = "vrijwilligersvacaturebank"
    assert marked(f"Dit is een {word}.") == [(word, Why.LONG_WORD)]


def test_an_abbreviation_that_few_people_know_is_marked() -> None:
    assert marked("De GGD en het OGGz helpen.") == [("OGGz", Why.ABBREVIATION)]


def test_a_name_within_a_sentence_is_not_hard() -> None:
    assert hard_words("Vraag het aan Sedna of Icare in Klazienaveen.") == []


def test_a_name_that_begins_a_sentence_must_be_told() -> None:
    assert hard_words("Sedna helpt u.") == ["Sedna"]
    assert hard_words("Sedna helpt u.", "Stichting Sedna") == []


def test_addresses_are_not_read() -> None:
    text = "Mail xyzzy@plugh.nl. Kijk op https://plugh.nl/xyzzy, www.xyzzy.nl of [hier](/plugh/xyzzy)."
    assert hard_words(text) == []


def test_the_point_after_an_address_ends_the_sentence() -> None:
    assert long_sentences("Mail uw vraag aan info@welzo.nl. Wij bellen u. " * 4) == []


@pytest.mark.parametrize(
    "text",
    [
        "\x00\u202e",
        "🙂" * 50,
        "." * 5_000,
        "a" * 5_000,
        "a-" * 2_500,
        "A. " * 2_000,
        "@" * 5_000,
        "مساعدة " * 40,
        "\n- " * 999,
    ],
)
def test_any_text_can_be_assessed(text: str) -> None:
    for mark in assess(text).marks:
        assert 0 <= mark.start < mark.end <= len(text)
