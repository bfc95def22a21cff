"""Embeds all phrases for training: on every core, and only those that were not embedded before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.needs.embedding import load_embedder

_AT_A_TIME = 32


class RememberedEmbeddings:
    """An embedder for many texts at once; it keeps the vectors in a file, so that a new phrase costs only itself."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts."""
        known = self._read()
        names = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
        if new:
            known |= dict(zip(new, _embed(list(new.values())), strict=True))
            self._write({name: known[name] for name in names})
        return np.stack([known[name] for name in names])

    def _read(self) -> dict[str, NDArray[np.float32]]:
        try:
            with np.load(self._path, allow_pickle=False) as arrays:
                return dict(zip(map(str, arrays["names"]), arrays["vectors"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            return {}

    def _write(self, known: dict[str, NDArray[np.float32]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".unfinished.npz")
        np.savez(unfinished, names=np.array(list(known)), vectors=np.stack(list(known.values())))
        os.replace(unfinished, self._path)


def _embed(texts: list[str]) -> list[NDArray[np.float32]]:
    # Short ones together, so that no core waits long for the last part.
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
    parts = [order[start : start + _AT_A_TIME] for start in range(0, len(order), _AT_A_TIME)]
    vectors: dict[int, NDArray[np.float32]] = {}
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for part, rows in zip(
            parts, pool.map(_embed_part, [[texts[at] for at in part] for part in parts]), strict=True
        ):
            vectors |= dict(zip(part, rows, strict=True))
    return [vectors[at] for at in range(len(texts))]


def _embed_part(texts: list[str]) -> NDArray[np.float32]:
    embed = load_embedder()
    if embed is None:
        raise RuntimeError("the embedding model went away")
    return embed(texts)
