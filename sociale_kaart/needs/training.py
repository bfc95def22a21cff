"""Trains the linear models, at set-up only: it is the one place that needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from sociale_kaart.needs.embedding import Embedder
from sociale_kaart.needs.features import NgramFeatures, Row
from sociale_kaart.needs.model import EMBEDDING_SCALE, Linear, TextModel, plain_text
from sociale_kaart.needs.phrases import Phrase

# How freely each model may fit, and how sharply its scores become confidences, so that what it is sure of is right as
# often as it says; chosen on phrases held out of training (docs/adr/0002).
_PLAIN, _JOINT = (0.5, 7.5), (0.7, 5.4)


def train(phrases: Sequence[Phrase], embed: Embedder | None) -> TextModel:
    """Train on example phrases; without an embedder the plain model stands alone."""
    texts = [plain_text(phrase.text) for phrase in phrases]
    features = NgramFeatures.of_texts(texts)
    ngrams = _matrix(features.rows(texts), features.size)
    both = middle = None
    if embed is not None:
        vectors = embed([phrase.text for phrase in phrases])
        middle = vectors.mean(axis=0)
        both = hstack([ngrams, csr_matrix((vectors - middle) * EMBEDDING_SCALE)], format="csr")
    needs = {phrase.label: phrase.need for phrase in phrases}
    labels = [phrase.label for phrase in phrases]
    classes, plain = _fit(ngrams, labels, *_PLAIN)
    joint = _fit(both, labels, *_JOINT)[1] if both is not None else None
    return TextModel(features, classes, plain, joint, needs, middle, embed)


def _matrix(rows: Sequence[Row], size: int) -> csr_matrix:
    lengths = [0, *(len(positions) for positions, _weights in rows)]
    positions = np.concatenate([positions for positions, _weights in rows])
    weights = np.concatenate([weights for _positions, weights in rows])
    return csr_matrix((weights, positions, np.cumsum(lengths)), shape=(len(rows), size))


def _fit(rows: csr_matrix, labels: Sequence[str], freedom: float, sharpness: float) -> tuple[list[str], Linear]:
    model = LinearSVC(C=freedom, random_state=0)
    model.fit(rows, labels)
    # With two classes scikit-learn gives one row, for the second of them.
    rows_of_classes = model.coef_ if len(model.classes_) > 2 else np.vstack([-model.coef_, model.coef_])
    bias = model.intercept_ if len(model.classes_) > 2 else np.array([-model.intercept_[0], model.intercept_[0]])
    weights: NDArray[np.float16] = np.ascontiguousarray(rows_of_classes.T * sharpness, dtype=np.float16)
    return [str(label) for label in model.classes_], Linear(weights, (bias * sharpness).astype(np.float32))
