from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sociale_kaart.needs import embedding_many
from sociale_kaart.needs.embedding_many import RememberedEmbeddings


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that was embedded, in order; the vector of a text is its length."""
    texts: list[str] = []

    def embed(new: Sequence[str]) -> list[NDArray[np.float32]]:
        texts.extend(new)
        return [np.array([len(text), 1.0], dtype=np.float32) for text in new]

    monkeypatch.setattr(embedding_many, "_embed", embed)
    return texts


def test_each_text_gets_its_own_vector_in_the_order_asked(embedded: list[str], tmp_path: Path) -> None:
    vectors = RememberedEmbeddings(tmp_path / "e.npz")(["bus", "a", "taxi", "bus"])
    assert vectors[:, 0].tolist() == [3, 1, 4, 3]
    assert embedded == ["bus", "a", "taxi"]


def test_what_was_embedded_before_is_remembered(embedded: list[str], tmp_path: Path) -> None:
    RememberedEmbeddings(tmp_path / "e.npz")(["bus", "taxi"])
    vectors = RememberedEmbeddings(tmp_path / "e.npz")(["taxi", "trein"])
    assert vectors[:, 0].tolist() == [4, 5]
    assert embedded == ["bus", "taxi", "trein"]


def test_a_damaged_file_is_made_anew(embedded: list[str], tmp_path: Path) -> None:
    (tmp_path / "e.npz").write_bytes(b"PK broken")
    assert RememberedEmbeddings(tmp_path / "e.npz")(["bus"])[0, 0] == 3
    RememberedEmbeddings(tmp_path / "e.npz")(["bus"])
    assert embedded == ["bus"]


def test_what_is_asked_no_more_is_forgotten(embedded: list[str], tmp_path: Path) -> None:
    RememberedEmbeddings(tmp_path / "e.npz")(["bus"])
    RememberedEmbeddings(tmp_path / "e.npz")(["taxi"])
    RememberedEmbeddings(tmp_path / "e.npz")(["bus"])
    assert embedded == ["bus", "taxi", "bus"]
