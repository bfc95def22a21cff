from pathlib import Path

import numpy as np
import pytest

from sociale_kaart.needs import OUTSIDE, NeedRecogniser, NeedScore, Phrase
from sociale_kaart.needs.recogniser import phrases_digest
from tests.unit.builders import TINY_PHRASES, tiny_recogniser

UNSEEN = [
    "Ik kan de rekeningen niet betalen, de deurwaarder belt",
    "mijn man slaat me",
    "ik zou graag samen met mensen eten",
    "bus naar de dokter",
    "hallo",
    "",
]


@pytest.fixture(scope="module")
def recogniser() -> NeedRecogniser:
    return tiny_recogniser()


def test_it_learns_the_phrases_that_it_was_given(recogniser: NeedRecogniser) -> None:
    right = [recogniser.recognise(phrase.text)[0].key == phrase.need for phrase in TINY_PHRASES]
    assert all(right)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Ik kan de rekeningen niet betalen", "schulden"),
        ("MIJN MAN SLAAT ME", "huiselijk_geweld"),
        ("ik wil echt niet meer leven", "suicide"),
        ("met de bus naar de dokter", "vervoer"),
        ("met mensen samen eten", "ontmoeting"),
        ("wat wordt het weer", OUTSIDE),
    ],
)
def test_it_recognises_what_is_said_a_little_differently(recogniser: NeedRecogniser, text: str, need: str) -> None:
    assert recogniser.recognise(text)[0].key == need


def test_case_accents_and_marks_make_no_difference(recogniser: NeedRecogniser) -> None:
    plain = recogniser.recognise("ik heb schulden")
    assert recogniser.recognise("\u202eÍK HÉB SCHÜLDEN\u202c") == plain


def test_every_need_is_ranked_once_and_the_confidences_add_up_to_one(recogniser: NeedRecogniser) -> None:
    for text in [phrase.text for phrase in TINY_PHRASES] + [text for text in UNSEEN if text]:
        scores = recogniser.recognise(text)
        assert {score.key for score in scores} == {phrase.need for phrase in TINY_PHRASES}
        assert len(scores) == len(recogniser.needs)
        confidences = [score.confidence for score in scores]
        assert confidences == sorted(confidences, reverse=True)
        assert sum(confidences) == pytest.approx(1.0)
        assert min(confidences) >= 0


@pytest.mark.parametrize("text", ["", " ", "?!", "112 - 113", "🙂", "\u202e\u200f", "\x00"])
def test_a_text_without_letters_is_outside(recogniser: NeedRecogniser, text: str) -> None:
    assert recogniser.recognise(text) == (NeedScore(OUTSIDE, 1.0),)


@pytest.mark.parametrize(
    "text", ["x", "q" * 10_000, "ik heb schulden " * 700, "مساعدة", "我需要帮助", "\ud800 a", "a\x00b", "<b>"]
)
def test_any_text_with_letters_gets_an_answer(recogniser: NeedRecogniser, text: str) -> None:
    scores = recogniser.recognise(text)
    assert sum(score.confidence for score in scores) == pytest.approx(1.0)


def test_the_same_phrases_give_the_same_model(recogniser: NeedRecogniser) -> None:
    again = tiny_recogniser()
    assert again.needs == recogniser.needs
    for text in UNSEEN:
        assert again.recognise(text) == recogniser.recognise(text)


def test_other_phrases_give_another_model() -> None:
    more = tiny_recogniser([*TINY_PHRASES, Phrase("mijn gordijnen wassen", "schoonmaak")])
    assert more.recognise("gordijnen wassen")[0].key == "schoonmaak"


def test_a_model_that_was_saved_answers_the_same_after_loading(recogniser: NeedRecogniser, tmp_path: Path) -> None:
    path = tmp_path / "needs" / "model.npz"
    recogniser.save(path)
    loaded = NeedRecogniser.load(path, None)
    assert loaded.needs == recogniser.needs
    for text in [phrase.text for phrase in TINY_PHRASES] + UNSEEN:
        assert loaded.recognise(text) == recogniser.recognise(text)


def test_saving_leaves_one_file(recogniser: NeedRecogniser, tmp_path: Path) -> None:
    for _again in range(2):
        recogniser.save(tmp_path / "needs" / "model.npz")
    assert [path.name for path in (tmp_path / "needs").iterdir()] == ["model.npz"]


def _length_embedder(texts: object) -> np.ndarray:
    """Stands for the embedding model where only its presence matters."""
    rows = [[float(len(text)), 1.0] for text in texts]  # type: ignore[attr-defined]
    return np.asarray(rows, dtype=np.float32)


def test_a_plain_model_can_be_loaded_where_there_is_an_embedder(recogniser: NeedRecogniser, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    recogniser.save(path)
    assert NeedRecogniser.load(path, _length_embedder).recognise("ik heb schulden")[0].key == "schulden"


def test_a_name_for_the_model_depends_on_every_phrase_and_its_need() -> None:
    phrases = [Phrase("ik heb schulden", "schulden"), Phrase("met de bus", "vervoer")]
    digests = [
        phrases_digest(phrases, embeddings=False),
        phrases_digest(phrases, embeddings=True),
        phrases_digest(phrases[:1], embeddings=False),
        phrases_digest([*phrases, Phrase("met de taxi", "vervoer")], embeddings=False),
        phrases_digest([phrases[0], Phrase("met de bus!", "vervoer")], embeddings=False),
        phrases_digest([phrases[0], Phrase("met de bus", "ontmoeting")], embeddings=False),
        phrases_digest([], embeddings=False),
    ]
    assert len(set(digests)) == len(digests)


def test_a_name_for_the_model_is_the_same_for_the_same_phrases() -> None:
    assert phrases_digest(TINY_PHRASES, embeddings=False) == phrases_digest(list(TINY_PHRASES), embeddings=False)


def test_a_name_for_the_model_can_be_a_file_name() -> None:
    assert phrases_digest(TINY_PHRASES, embeddings=True).isalnum()
