"""N-grams of characters and words as weighted features (TF-IDF), in plain NumPy.

Our own, because importing scikit-learn's takes 70 MB in every worker (docs/measurements.md); set-up still trains
with scikit-learn, on these same features.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 2, 5

Row = tuple[NDArray[np.int64], NDArray[np.float32]]  # positions of features, and their weights


def character_ngrams(text: str) -> Iterator[str]:
    """Give the n-grams of 2 to 5 characters inside each word, the edges of the word marked by a space."""
    for word in text.split():
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]


def word_ngrams(text: str) -> Iterator[str]:
    """Give each word and each pair of neighbours."""
    words = _WORD.findall(text)
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))


_PARTS = (("characters", character_ngrams, 2), ("words", word_ngrams, 2))  # name, n-grams, fewest texts


class NgramFeatures:
    """The features that occurred in training, each with its weight; both parts count equally in a text."""

    def __init__(self, vocabularies: Sequence[Sequence[str]], rarities: Sequence[NDArray[np.float32]]) -> None:
        self._vocabularies = [{ngram: i for i, ngram in enumerate(known)} for known in vocabularies]
        self._rarities = list(rarities)
        self._offsets = [0, len(vocabularies[0])]
        self.size = sum(map(len, vocabularies))

    @classmethod
    def of_texts(cls, texts: Sequence[str]) -> NgramFeatures:
        """Learn the features of folded texts: rare n-grams weigh more (inverse document frequency)."""
        vocabularies, rarities = [], []
        for _name, ngrams, fewest in _PARTS:
            counts = Counter(ngram for text in texts for ngram in set(ngrams(text)))
            known = sorted(ngram for ngram, count in counts.items() if count >= fewest)
            frequencies = np.array([counts[ngram] for ngram in known])
            vocabularies.append(known)
            rarities.append((np.log((1 + len(texts)) / (1 + frequencies)) + 1).astype(np.float32))
        return cls(vocabularies, rarities)

    def row(self, text: str) -> Row:
        """Give the features of a folded text."""
        positions: list[NDArray[np.int64]] = []
        weights: list[NDArray[np.float32]] = []
        for (_name, ngrams, _fewest), known, rarity, offset in zip(
            _PARTS, self._vocabularies, self._rarities, self._offsets, strict=True
        ):
            counts = Counter(known[ngram] for ngram in ngrams(text) if ngram in known)
            at = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
            weight = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * rarity[at]
            length = float(np.sqrt(np.sum(weight**2))) or 1.0
            positions.append(at + offset)
            weights.append((weight / length).astype(np.float32))
        return np.concatenate(positions), np.concatenate(weights)

    def rows(self, texts: Iterable[str]) -> list[Row]:
        """Give the features of several texts."""
        return [self.row(text) for text in texts]

    def as_arrays(self) -> dict[str, Any]:
        """Give what to keep on disk."""
        arrays: dict[str, Any] = {}
        for (name, _ngrams, _fewest), known, rarity in zip(_PARTS, self._vocabularies, self._rarities, strict=True):
            arrays[f"{name}_ngrams"] = np.frombuffer("\n".join(known).encode(), dtype=np.uint8)
            arrays[f"{name}_rarity"] = rarity
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Any) -> NgramFeatures:
        """Read what `as_arrays` gave."""
        names = [name for name, _ngrams, _fewest in _PARTS]
        vocabularies = [arrays[f"{name}_ngrams"].tobytes().decode().split("\n") for name in names]
        return cls(vocabularies, [arrays[f"{name}_rarity"] for name in names])
