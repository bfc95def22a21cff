"""Text to ranked needs."""

from __future__ import annotations

from dataclasses import dataclass

from sociale_kaart.exchange.documents import OUTSIDE
from sociale_kaart.needs.model import TextModel, has_letters

# The heads of the model: what a resident does by saying something, and which danger, if any, it tells of.
INTENT, DANGER = "intent", "danger"
SAFE = "safe"  # the class of all that tells of no danger


@dataclass(frozen=True)
class NeedScore:
    """A need that was recognised; confidences of all needs and OUTSIDE add up to 1."""

    key: str
    confidence: float


class NeedRecogniser:
    """Tells the needs in a text."""

    def __init__(self, model: TextModel) -> None:
        self._model = model

    def recognise(self, text: str) -> tuple[NeedScore, ...]:
        """Give every need with its confidence, best first. Text without letters is OUTSIDE."""
        if not has_letters(text):
            return (NeedScore(OUTSIDE, 1.0),)
        confidence: dict[str, float] = {}
        for intent, chance in self._model.chances(INTENT, text).items():
            need = self._model.needs[intent]
            confidence[need] = confidence.get(need, 0.0) + chance
        ranked = sorted(confidence.items(), key=lambda found: -found[1])
        return tuple(NeedScore(need, chance) for need, chance in ranked)

    def dangers(self, text: str) -> dict[str, float]:
        """Give the confidence of each urgent need, and of SAFE; only SAFE where the model learned no urgent needs."""
        if DANGER not in self._model.heads or not has_letters(text):
            return {SAFE: 1.0}
        return self._model.chances(DANGER, text)

    def intents(self, text: str) -> dict[str, float]:
        """Give the confidence of every intent."""
        return self._model.chances(INTENT, text)
