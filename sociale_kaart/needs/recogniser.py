"""Text to ranked needs: a linear model on n-grams of characters and words, and one that adds an embedding."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import sklearn
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from sociale_kaart.needs.embedding import LONGEST, Embedder
from sociale_kaart.needs.phrases import Phrase
from sociale_kaart.text import fold

# The class of what does not belong here: "outside" in content/needs.yml.
OUTSIDE = "buiten_bereik"

# How heavily the embedding counts beside the n-grams in the joint model, and how freely each model may fit;
# chosen on phrases held out of training (docs/adr/0002).
_EMBEDDING_SCALE = 3.0
_PLAIN_FREEDOM, _JOINT_FREEDOM = 20, 10
_FORMAT = 2


@dataclass(frozen=True)
class NeedScore:
    """A need that was recognised; confidences of all needs and OUTSIDE add up to 1."""

    key: str
    confidence: float


def phrases_digest(phrases: Sequence[Phrase], *, embeddings: bool) -> str:
    """Give a name for the model that these phrases make, so that it is trained once."""
    sha = hashlib.sha256(f"{_FORMAT} {sklearn.__version__} {embeddings}".encode())
    for phrase in phrases:
        sha.update(f"{phrase.need}\t{phrase.text}\n".encode())
    return sha.hexdigest()[:16]


@dataclass
class _Models:
    """What is kept on disk: the n-gram features, a model on those, and one on those with the embedding."""

    features: Any
    plain: Any
    joint: Any | None
    middle: NDArray[np.float32] | None  # the mean embedding, taken off before scaling


class NeedRecogniser:
    """A trained model. The same phrases give the same model."""

    def __init__(self, models: _Models, embed: Embedder | None) -> None:
        self._models = models
        self._embed = embed
        self.needs: list[str] = [str(key) for key in models.plain.classes_]
        self.recognise = lru_cache(maxsize=2_000)(self._recognise)

    @classmethod
    def train(cls, phrases: Sequence[Phrase], embed: Embedder | None) -> NeedRecogniser:
        """Train on example phrases; without an embedder the plain model stands alone."""
        needs = [phrase.need for phrase in phrases]
        features = _ngram_features()
        ngrams = features.fit_transform([_plain(phrase.text) for phrase in phrases])
        plain = _fit(_PLAIN_FREEDOM, ngrams, needs)
        joint = middle = None
        if embed is not None:
            vectors = embed([phrase.text for phrase in phrases])
            middle = vectors.mean(axis=0)
            joint = _fit(_JOINT_FREEDOM, _join(ngrams, vectors, middle), needs)
        return cls(_Models(features, plain, joint, middle), embed)

    def save(self, path: Path) -> None:
        """Keep the model on this machine; a model is never carried from one machine to another."""
        path.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump(self._models, path)

    @classmethod
    def load(cls, path: Path, embed: Embedder | None) -> NeedRecogniser:
        """Read a model that `save` wrote; its joint part is left out when there is no embedder."""
        return cls(joblib.load(path), embed)

    def _recognise(self, text: str) -> tuple[NeedScore, ...]:
        """Give every need with its confidence, best first. Text without letters is OUTSIDE."""
        if not any(char.isalpha() for char in text):
            return (NeedScore(OUTSIDE, 1.0),)
        chances = self.chances([text])[0]
        order = np.argsort(-chances)
        return tuple(NeedScore(self.needs[i], float(chances[i])) for i in order)

    def chances(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Give a row of confidences per text, in the order of `needs`."""
        models = self._models
        ngrams = models.features.transform([_plain(text) for text in texts])
        chances = models.plain.predict_proba(ngrams)
        if models.joint is not None and self._embed is not None:
            joined = _join(ngrams, self._embed(texts), models.middle)
            chances = (chances + models.joint.predict_proba(joined)) / 2
        return np.asarray(chances, dtype=np.float64)


def _plain(text: str) -> str:
    return fold(text[:LONGEST])


def _ngram_features() -> Any:
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32
    )
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, token_pattern=r"\w+")
    return FeatureUnion([("characters", characters), ("words", words)])


def _fit(freedom: float, rows: Any, needs: Sequence[str]) -> Any:
    """Fit a linear model and keep its weights in half the memory."""
    model = LogisticRegression(C=freedom, max_iter=400)
    model.fit(rows, needs)
    model.coef_ = model.coef_.astype(np.float32)
    model.intercept_ = model.intercept_.astype(np.float32)
    return model


def _join(ngrams: Any, vectors: NDArray[np.float32], middle: NDArray[np.float32] | None) -> Any:
    dense = csr_matrix((vectors - middle) * _EMBEDDING_SCALE, dtype=np.float32)
    return hstack([ngrams, dense], format="csr")
