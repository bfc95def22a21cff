"""Text to ranked needs: a linear model on n-grams of characters and words, joined with one on embeddings."""

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
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from sociale_kaart.needs.embedding import LONGEST, Embedder
from sociale_kaart.text import fold

# The class of what does not belong here: "outside" in content/needs.yml.
OUTSIDE = "buiten_bereik"

# How much the embedding model counts beside the n-grams; chosen on phrases held out of training (docs/adr/0002).
_EMBEDDING_SHARE = 0.55
_FORMAT = 1


@dataclass(frozen=True)
class Phrase:
    """An example of what a resident says, with the need it expresses (or OUTSIDE)."""

    text: str
    need: str


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


class NeedRecogniser:
    """A trained model. The same phrases give the same model."""

    def __init__(self, ngrams: Any, dense: Any | None, embed: Embedder | None) -> None:
        self._ngrams = ngrams
        self._dense = dense
        self._embed = embed
        self.needs: list[str] = [str(key) for key in ngrams.classes_]
        self.recognise = lru_cache(maxsize=2_000)(self._recognise)

    @classmethod
    def train(cls, phrases: Sequence[Phrase], embed: Embedder | None) -> NeedRecogniser:
        """Train on example phrases; without an embedder the plain model stands alone."""
        texts = [_plain(phrase.text) for phrase in phrases]
        needs = [phrase.need for phrase in phrases]
        features = FeatureUnion(
            [
                (
                    "characters",
                    TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32),
                ),
                ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, token_pattern=r"\w+")),
            ]
        )
        ngrams = Pipeline([("features", features), ("linear", LogisticRegression(C=20, max_iter=300))])
        ngrams.fit(texts, needs)
        dense = None
        if embed is not None:
            dense = LogisticRegression(C=60, max_iter=1000)
            dense.fit(embed([phrase.text for phrase in phrases]), needs)
        return cls(ngrams, dense, embed)

    def save(self, path: Path) -> None:
        """Keep the model on this machine; a model is never carried from one machine to another."""
        path.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump((self._ngrams, self._dense), path)

    @classmethod
    def load(cls, path: Path, embed: Embedder | None) -> NeedRecogniser:
        """Read a model that `save` wrote; its embedding part is left out when there is no embedder."""
        ngrams, dense = joblib.load(path)
        return cls(ngrams, dense if embed is not None else None, embed)

    def _recognise(self, text: str) -> tuple[NeedScore, ...]:
        """Give every need with its confidence, best first. Text without letters is OUTSIDE."""
        if not any(char.isalpha() for char in text):
            return (NeedScore(OUTSIDE, 1.0),)
        chances = self.chances([text])[0]
        order = np.argsort(-chances)
        return tuple(NeedScore(self.needs[i], float(chances[i])) for i in order)

    def chances(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Give a row of confidences per text, in the order of `needs`."""
        chances = self._ngrams.predict_proba([_plain(text) for text in texts])
        if self._dense is not None and self._embed is not None:
            dense = self._dense.predict_proba(self._embed(texts))
            chances = (1 - _EMBEDDING_SHARE) * chances + _EMBEDDING_SHARE * dense
        return np.asarray(chances, dtype=np.float64)


def _plain(text: str) -> str:
    return fold(text[:LONGEST])
