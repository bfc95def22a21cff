"""The text model: tells the intent of a text from its n-grams and, where these leave doubt, from its embedding too."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.needs.embedding import LONGEST, Embedder
from sociale_kaart.needs.features import NgramFeatures, Row
from sociale_kaart.needs.phrases import Phrase
from sociale_kaart.text import fold

# How heavily the embedding counts beside the n-grams in the joint model (docs/adr/0002).
EMBEDDING_SCALE = 2.0
# An embedding takes tens of milliseconds, n-grams one: it is asked only where they are less sure (docs/adr/0002).
_SURE = 0.95
_FORMAT = 9
# The same text is read by search, assistant and safety in one turn.
_TEXTS_HELD = 256


@dataclass(frozen=True)
class Linear:
    """A linear model: a row of weights per feature, a column per class. In half precision: there are many rows."""

    weights: NDArray[np.float16]
    bias: NDArray[np.float32]

    def chances(self, row: Row, dense: NDArray[np.float32] | None = None) -> NDArray[np.float64]:
        """Give the confidence per class; dense features come after the n-grams."""
        positions, weights = row
        scores = weights @ self.weights[positions].astype(np.float32) + self.bias
        if dense is not None:
            scores = scores + dense @ self.weights[-len(dense) :].astype(np.float32)
        exponents = np.exp(scores - scores.max(), dtype=np.float64)
        chances: NDArray[np.float64] = exponents / exponents.sum()
        return chances


def plain_text(text: str) -> str:
    """Give what the n-grams are taken of."""
    return fold(text[:LONGEST])


def phrases_digest(phrases: Sequence[Phrase], *, embeddings: bool) -> str:
    """Give a name for the model that these phrases make, so that it is trained once."""
    sha = hashlib.sha256(f"{_FORMAT} {embeddings}".encode())
    for phrase in phrases:
        sha.update(f"{phrase.label}\t{phrase.need}\t{phrase.text}\n".encode())
    return sha.hexdigest()[:16]


class TextModel:
    """A trained model (see `training`): tells the intent of a text. The same phrases give the same model.

    It is two linear models: a plain one, and a joint one that reads the embedding too.
    """

    def __init__(
        self,
        features: NgramFeatures,
        intents: Sequence[str],
        plain: Linear,
        joint: Linear | None,
        needs: Mapping[str, str],
        middle: NDArray[np.float32] | None,
        embed: Embedder | None,
    ) -> None:
        """Without `joint` or `embed` the plain model tells it alone."""
        self.needs = dict(needs)  # per intent: the need it expresses
        self._features = features
        self._intents = list(intents)
        self._plain = plain
        self._joint = joint
        self._middle = middle  # the mean embedding of the phrases, taken off first
        self._embed = embed
        self.chances = lru_cache(_TEXTS_HELD)(self._chances)

    def quick_chances(self, text: str) -> Mapping[str, float]:
        """Give the confidence of each intent by n-grams alone; they add up to 1."""
        return self._by_intent(self._plain.chances(self._features.row(plain_text(text))))

    def _chances(self, text: str) -> Mapping[str, float]:
        """Give the confidence of each intent; they add up to 1."""
        row = self._features.row(plain_text(text))
        chances = self._plain.chances(row)
        if self._joint is not None and self._embed is not None and chances.max() < _SURE:
            dense = (self._embed([text])[0] - self._middle) * np.float32(EMBEDDING_SCALE)
            chances = self._joint.chances(row, dense)
        return self._by_intent(chances)

    def _by_intent(self, chances: NDArray[np.float64]) -> Mapping[str, float]:
        return MappingProxyType(dict(zip(self._intents, map(float, chances), strict=True)))

    def save(self, path: Path) -> None:
        """Write the model as NumPy arrays."""
        arrays = self._features.as_arrays() | {
            "classes": np.array(self._intents),
            "intents": np.array(list(self.needs)),
            "needs": np.array(list(self.needs.values())),
        }
        if self._middle is not None:
            arrays["middle"] = self._middle
        for name, linear in (("plain", self._plain), ("joint", self._joint)):
            if linear is not None:
                arrays |= {name: linear.weights, f"{name}_bias": linear.bias}
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, **arrays)
        os.replace(unfinished, path)

    @classmethod
    def load(cls, path: Path, embed: Embedder | None) -> TextModel:
        """Read a model that `save` wrote; its joint part is left out when there is no embedder."""
        with np.load(path, allow_pickle=False) as arrays:
            is_joint = embed is not None and "joint" in arrays
            return cls(
                NgramFeatures.from_arrays(arrays),
                [str(each) for each in arrays["classes"]],
                Linear(arrays["plain"], arrays["plain_bias"]),
                Linear(arrays["joint"], arrays["joint_bias"]) if is_joint else None,
                dict(zip(map(str, arrays["intents"]), map(str, arrays["needs"]), strict=True)),
                arrays["middle"] if is_joint else None,
                embed,
            )


def has_letters(text: str) -> bool:
    """Whether there is anything to recognise in a text."""
    return any(char.isalpha() for char in text)
