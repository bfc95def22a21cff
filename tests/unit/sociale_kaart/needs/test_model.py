"""The model on disk, with and without embeddings, and its name."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sociale_kaart.needs import NeedRecogniser, Phrase
from sociale_kaart.needs.model import TextModel, phrases_digest
from sociale_kaart.needs.training import train
from tests.unit.builders import TINY_PHRASES, tiny_model

TEXTS = [*(phrase.text for phrase in TINY_PHRASES), "mijn man slaat me", "bus naar de dokter", "hallo", ""]


def length_embedder(texts: Sequence[str]) -> NDArray[np.float32]:
    """Stands for the embedding model: it only looks at how long a text is."""
    return np.asarray([[float(len(text)), 1.0] for text in texts], dtype=np.float32) / 100


@pytest.fixture(scope="module")
def model() -> TextModel:
    return tiny_model()


@pytest.fixture(scope="module")
def joint_model() -> TextModel:
    return train(TINY_PHRASES, length_embedder)


def chances(model: TextModel) -> list[dict[str, float]]:
    return [dict(model.chances(text)) for text in TEXTS]


def test_a_model_that_was_saved_answers_the_same_after_loading(model: TextModel, tmp_path: Path) -> None:
    path = tmp_path / "needs" / "model.npz"
    model.save(path)
    loaded = TextModel.load(path, None)
    assert loaded.needs == model.needs
    assert chances(loaded) == chances(model)


def test_what_a_phrase_does_and_which_need_it_tells_are_both_kept(tmp_path: Path) -> None:
    greeting = Phrase("goedemorgen", "buiten_bereik", "greet")
    tiny_model([*TINY_PHRASES, greeting]).save(tmp_path / "model.npz")
    assert TextModel.load(tmp_path / "model.npz", None).needs["greet"] == "buiten_bereik"


def test_the_embedding_is_asked_only_where_words_leave_doubt_and_time_allows() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return length_embedder(texts)

    model = train(TINY_PHRASES, embed)
    asked.clear()
    sure, doubtful = "ik wil niet meer leven", "hallo"
    assert model.chances(sure)["suicide"] > 0.95
    assert asked == []
    model.quick_chances(doubtful)
    assert asked == []
    assert model.chances(doubtful) != model.quick_chances(doubtful)
    assert asked == [doubtful]


def test_saving_leaves_one_file(model: TextModel, tmp_path: Path) -> None:
    for _again in range(2):
        model.save(tmp_path / "needs" / "model.npz")
    assert [path.name for path in (tmp_path / "needs").iterdir()] == ["model.npz"]


def test_a_model_of_two_intents_tells_them_apart() -> None:
    few = tiny_model(
        [
            *(Phrase(text, "schulden") for text in ("ik heb schulden", "ik heb grote schulden")),
            *(Phrase(text, "vervoer") for text in ("met de bus", "met de bus naar de dokter")),
        ]
    )
    assert few.chances("schulden")["schulden"] > 0.5
    assert few.chances("de bus")["vervoer"] > 0.5


def test_a_joint_model_that_was_saved_answers_the_same_after_loading(joint_model: TextModel, tmp_path: Path) -> None:
    joint_model.save(tmp_path / "model.npz")
    assert chances(TextModel.load(tmp_path / "model.npz", length_embedder)) == chances(joint_model)


def test_the_embedding_of_a_text_counts(joint_model: TextModel, model: TextModel) -> None:
    assert joint_model.chances("hallo") != model.chances("hallo")


def test_where_the_embedder_is_missing_the_plain_part_of_a_joint_model_answers(
    joint_model: TextModel, model: TextModel, tmp_path: Path
) -> None:
    joint_model.save(tmp_path / "model.npz")
    assert chances(TextModel.load(tmp_path / "model.npz", None)) == chances(model)


def test_a_plain_model_can_be_loaded_where_there_is_an_embedder(model: TextModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    assert chances(TextModel.load(tmp_path / "model.npz", length_embedder)) == chances(model)


def test_a_text_is_embedded_once_for_all_who_ask() -> None:
    asked: list[str] = []

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return length_embedder(texts)

    recogniser = NeedRecogniser(train(TINY_PHRASES, counting))
    asked.clear()
    for _again in range(2):
        recogniser.recognise("hallo")
        recogniser.intents("hallo")
    assert asked == ["hallo"]


def test_a_name_for_the_model_depends_on_every_phrase_and_what_it_tells() -> None:
    phrases = [Phrase("ik heb schulden", "schulden"), Phrase("met de bus", "vervoer")]
    digests = [
        phrases_digest(phrases, embeddings=False),
        phrases_digest(phrases, embeddings=True),
        phrases_digest(phrases[:1], embeddings=False),
        phrases_digest([*phrases, Phrase("met de taxi", "vervoer")], embeddings=False),
        phrases_digest([phrases[0], Phrase("met de bus!", "vervoer")], embeddings=False),
        phrases_digest([phrases[0], Phrase("met de bus", "ontmoeting")], embeddings=False),
        phrases_digest([phrases[0], Phrase("met de bus", "vervoer", "offer_ride")], embeddings=False),
        phrases_digest([], embeddings=False),
    ]
    assert len(set(digests)) == len(digests)


def test_a_name_for_the_model_is_the_same_for_the_same_phrases() -> None:
    assert phrases_digest(TINY_PHRASES, embeddings=False) == phrases_digest(list(TINY_PHRASES), embeddings=False)


def test_a_name_for_the_model_can_be_a_file_name() -> None:
    assert phrases_digest(TINY_PHRASES, embeddings=True).isalnum()
