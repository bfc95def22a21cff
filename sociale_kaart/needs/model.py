"""A text model: features and an embedding of a text, read once, and linear models that each tell something of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.exchange.documents import OUTSIDE
from sociale_kaart.needs.embedding import LONGEST, Embedder
from sociale_kaart.needs.features import NgramFeatures, Row
from sociale_kaart.needs.phrases import Phrase
from sociale_kaart.text import fold

# How heavily the embedding counts beside the n-grams in the joint model (docs/adr/0002).
EMBEDDING_SCALE = 2.0
_FORMAT = 6
# The same text is read by search, assistant and safety in one turn.
_TEXTS_HELD = 256


@dataclass(frozen=True)
class Linear:
    """A linear model: a row of weights per feature, a column per class."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def chances(self, row: Row, dense: NDArray[np.float32] | None = None) -> NDArray[np.float64]:
        """Give the confidence per class; dense features come after the n-grams."""
        positions, weights = row
        scores = weights @ self.weights[positions] + self.bias
        if dense is not None:
            scores = scores + dense @ self.weights[-len(dense) :]
        exponents = np.exp(scores - scores.max(), dtype=np.float64)
        chances: NDArray[np.float64] = exponents / exponents.sum()
        return chances


@dataclass(frozen=True)
class Head:
    """What tells one thing of a text: its classes, the plain model, and the joint one that reads the embedding too.

    A loaded model has one of the two; only training makes both.
    """

    classes: list[str]
    plain: Linear | None
    joint: Linear | None


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
    """A trained model (see `training`). The same phrases give the same model."""

    def __init__(
        self,
        features: NgramFeatures,
        heads: dict[str, Head],
        needs: dict[str, str],
        middle: NDArray[np.float32] | None,
        embed: Embedder | None,
    ) -> None:
        self.heads = heads
        self.needs = needs  # per intent: the need it expresses
        self._features = features
        self._middle = middle  # the mean embedding of the phrases, taken off first
        self._embed = embed if middle is not None else None
        self._read = lru_cache(_TEXTS_HELD)(self._read_once)

    def chances(self, head: str, text: str) -> dict[str, float]:
        """Give the confidence of each class of a head; they add up to 1."""
        told = self.heads[head]
        row, dense = self._read(text)
        linear = told.joint or told.plain
        if linear is None:
            raise ValueError(f"nothing was loaded of {head}")
        chances = linear.chances(row, dense if linear is told.joint else None)
        return dict(zip(told.classes, map(float, chances), strict=True))

    def _read_once(self, text: str) -> tuple[Row, NDArray[np.float32] | None]:
        dense = None
        if self._embed is not None and self._middle is not None:
            dense = (self._embed([text])[0] - self._middle) * np.float32(EMBEDDING_SCALE)
        return self._features.row(plain_text(text)), dense

    def save(self, path: Path) -> None:
        """Write the model as NumPy arrays."""
        arrays = self._features.as_arrays()
        arrays["intents"] = np.array(list(self.needs))
        arrays["needs"] = np.array(list(self.needs.values()))
        if self._middle is not None:
            arrays["middle"] = self._middle
        arrays["heads"] = np.array(list(self.heads))
        for name, head in self.heads.items():
            arrays[f"{name}_classes"] = np.array(head.classes)
            for part, linear in (("plain", head.plain), ("joint", head.joint)):
                if linear is not None:
                    arrays |= {f"{name}_{part}": linear.weights, f"{name}_{part}_bias": linear.bias}
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, **arrays)
        os.replace(unfinished, path)

    @classmethod
    def load(cls, path: Path, embed: Embedder | None) -> TextModel:
        """Read a model that `save` wrote; its joint part is left out when there is no embedder."""
        with np.load(path, allow_pickle=False) as arrays:
            is_joint = embed is not None and "middle" in arrays
            heads = {}
            for name in map(str, arrays["heads"]):
                classes = [str(each) for each in arrays[f"{name}_classes"]]
                part = "joint" if is_joint else "plain"
                linear = Linear(arrays[f"{name}_{part}"], arrays[f"{name}_{part}_bias"])
                heads[name] = Head(classes, None if is_joint else linear, linear if is_joint else None)
            needs = dict(zip(map(str, arrays["intents"]), map(str, arrays["needs"]), strict=True))
            middle = arrays["middle"] if is_joint else None
            return cls(NgramFeatures.from_arrays(arrays), heads, needs, middle, embed)


def has_letters(text: str) -> bool:
    """Whether there is anything to recognise in a text."""
    return any(char.isalpha() for char in text)


__all__ = ["OUTSIDE", "Head", "Linear", "TextModel", "has_letters", "phrases_digest", "plain_text"]
