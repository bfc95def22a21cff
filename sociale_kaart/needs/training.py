"""Trains the linear models of the recogniser, at set-up only: it is the one place that needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from sociale_kaart.needs.embedding import Embedder
from sociale_kaart.needs.features import NgramFeatures, Row
from sociale_kaart.needs.phrases import Phrase
from sociale_kaart.needs.recogniser import EMBEDDING_SCALE, Joint, Linear, NeedRecogniser, plain_text

# How freely each model may fit; chosen on phrases held out of training (docs/adr/0002).
_PLAIN_FREEDOM, _JOINT_FREEDOM = 20.0, 10.0


def train(phrases: Sequence[Phrase], embed: Embedder | None) -> NeedRecogniser:
    """Train on example phrases; without an embedder the plain model stands alone."""
    needs = [phrase.need for phrase in phrases]
    texts = [plain_text(phrase.text) for phrase in phrases]
    features = NgramFeatures.of_texts(texts)
    ngrams = _matrix(features.rows(texts), features.size)
    classes, plain = _fit(_PLAIN_FREEDOM, ngrams, needs)
    joint = None
    if embed is not None:
        vectors = embed([phrase.text for phrase in phrases])
        middle = vectors.mean(axis=0)
        dense = csr_matrix((vectors - middle) * EMBEDDING_SCALE)
        _classes, linear = _fit(_JOINT_FREEDOM, hstack([ngrams, dense], format="csr"), needs)
        joint = Joint(linear, middle)
    return NeedRecogniser(classes, features, plain, joint, embed)


def _matrix(rows: Sequence[Row], size: int) -> csr_matrix:
    lengths = [0, *(len(positions) for positions, _weights in rows)]
    positions = np.concatenate([positions for positions, _weights in rows])
    weights = np.concatenate([weights for _positions, weights in rows])
    return csr_matrix((weights, positions, np.cumsum(lengths)), shape=(len(rows), size))


def _fit(freedom: float, rows: csr_matrix, needs: Sequence[str]) -> tuple[list[str], Linear]:
    model = LogisticRegression(C=freedom, max_iter=400)
    model.fit(rows, needs)
    weights: NDArray[np.float32] = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
    return [str(need) for need in model.classes_], Linear(weights, model.intercept_.astype(np.float32))
