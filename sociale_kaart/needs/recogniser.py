"""Text to ranked needs: a linear model on n-grams of characters and words, and one that adds an embedding."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.exchange.documents import OUTSIDE
from sociale_kaart.needs.embedding import LONGEST, Embedder
from sociale_kaart.needs.features import NgramFeatures, Row
from sociale_kaart.needs.phrases import Phrase
from sociale_kaart.text import fold

# How heavily the embedding counts beside the n-grams in the joint model (docs/adr/0002).
EMBEDDING_SCALE = 3.0
_FORMAT = 3


@dataclass(frozen=True)
class NeedScore:
    """A need that was recognised; confidences of all needs and OUTSIDE add up to 1."""

    key: str
    confidence: float


@dataclass(frozen=True)
class Linear:
    """A linear model: a row of weights per feature, a column per need."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def chances(self, row: Row, dense: NDArray[np.float32] | None = None) -> NDArray[np.float64]:
        """Give the confidence per need; dense features come after the n-grams."""
        positions, weights = row
        scores = weights @ self.weights[positions] + self.bias
        if dense is not None:
            scores = scores + dense @ self.weights[-len(dense) :]
        exponents = np.exp(scores - scores.max(), dtype=np.float64)
        chances: NDArray[np.float64] = exponents / exponents.sum()
        return chances


@dataclass(frozen=True)
class Joint:
    """The model that also reads the embedding; `middle` is the mean embedding, taken off first."""

    linear: Linear
    middle: NDArray[np.float32]


def plain_text(text: str) -> str:
    """Give what the n-grams are taken of."""
    return fold(text[:LONGEST])


def phrases_digest(phrases: Sequence[Phrase], *, embeddings: bool) -> str:
    """Give a name for the model that these phrases make, so that it is trained once."""
    sha = hashlib.sha256(f"{_FORMAT} {embeddings}".encode())
    for phrase in phrases:
        sha.update(f"{phrase.need}\t{phrase.text}\n".encode())
    return sha.hexdigest()[:16]


class NeedRecogniser:
    """A trained model (see `training`). The same phrases give the same model."""

    def __init__(
        self,
        needs: Sequence[str],
        features: NgramFeatures,
        plain: Linear,
        joint: Joint | None,
        embed: Embedder | None,
    ) -> None:
        self.needs = list(needs)
        self._features = features
        self._plain = plain
        self._joint = joint
        self._embed = embed

    def save(self, path: Path) -> None:
        """Write the model as NumPy arrays."""
        arrays = self._features.as_arrays()
        arrays |= {
            "needs": np.array(self.needs),
            "plain": self._plain.weights,
            "plain_bias": self._plain.bias,
        }
        if self._joint is not None:
            linear = self._joint.linear
            arrays |= {"joint": linear.weights, "joint_bias": linear.bias, "middle": self._joint.middle}
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, **arrays)
        os.replace(unfinished, path)

    @classmethod
    def load(cls, path: Path, embed: Embedder | None) -> NeedRecogniser:
        """Read a model that `save` wrote; its joint part is left out when there is no embedder."""
        with np.load(path, allow_pickle=False) as arrays:
            joint = None
            if embed is not None and "joint" in arrays:
                joint = Joint(Linear(arrays["joint"], arrays["joint_bias"]), arrays["middle"])
            return cls(
                [str(need) for need in arrays["needs"]],
                NgramFeatures.from_arrays(arrays),
                Linear(arrays["plain"], arrays["plain_bias"]),
                joint,
                embed,
            )

    def recognise(self, text: str) -> tuple[NeedScore, ...]:
        """Give every need with its confidence, best first. Text without letters is OUTSIDE."""
        if not any(char.isalpha() for char in text):
            return (NeedScore(OUTSIDE, 1.0),)
        chances = self.chances(text)
        return tuple(NeedScore(self.needs[i], float(chances[i])) for i in np.argsort(-chances, kind="stable"))

    def chances(self, text: str) -> NDArray[np.float64]:
        """Give the confidences, in the order of `needs`."""
        row = self._features.row(plain_text(text))
        chances = self._plain.chances(row)
        if self._joint is not None and self._embed is not None:
            dense = (self._embed([text])[0] - self._joint.middle) * np.float32(EMBEDDING_SCALE)
            chances = (chances + self._joint.linear.chances(row, dense)) / 2
        return chances
