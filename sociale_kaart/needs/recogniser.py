"""Text to ranked needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sociale_kaart.exchange.documents import OUTSIDE
from sociale_kaart.needs.model import TextModel, has_letters

# What does not belong here is told in endless ways, of which the phrases show few: it counts for more than it shows.
_OUTSIDE_WEIGHT = 2.0


@dataclass(frozen=True)
class NeedScore:
    """A need that was recognised; confidences of all needs and OUTSIDE add up to 1."""

    key: str
    confidence: float


class NeedRecogniser:
    """Tells the needs in a text."""

    def __init__(self, model: TextModel) -> None:
        self._model = model

    def recognise(self, text: str, *, quickly: bool = False) -> tuple[NeedScore, ...]:
        """Give every need with its confidence, best first. Text without letters is OUTSIDE.

        `quickly` leaves out the embedding: for the parts of a message that has been read as a whole.
        """
        if not has_letters(text):
            return (NeedScore(OUTSIDE, 1.0),)
        confidence: dict[str, float] = {}
        chances = self._model.quick_chances(text) if quickly else self._model.chances(text)
        for intent, chance in chances.items():
            need = self._model.needs[intent]
            confidence[need] = confidence.get(need, 0.0) + chance
        if OUTSIDE in confidence:
            confidence[OUTSIDE] *= _OUTSIDE_WEIGHT
        total = sum(confidence.values())
        ranked = sorted(confidence.items(), key=lambda found: -found[1])
        return tuple(NeedScore(need, chance / total) for need, chance in ranked)

    def intents(self, text: str) -> Mapping[str, float]:
        """Give the confidence of every intent; none for text without letters."""
        return self._model.chances(text) if has_letters(text) else {}
