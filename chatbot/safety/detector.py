"""Tells which danger a message is about, if any."""

from __future__ import annotations

from collections.abc import Mapping

from chatbot.safety.clauses import clauses
from chatbot.safety.phrasebook import Phrasebook
from sociale_kaart.needs import SAFE, NeedRecogniser
from sociale_kaart.text import fold, split_words

# How likely danger must be: in the message as a whole, and in one clause of it, which says less by itself.
_WHOLE, _CLAUSE = 0.5, 0.8


class DangerDetector:
    """Finds danger by what the model learned from examples, by fixed phrases, and by the numbers of helplines."""

    def __init__(self, recogniser: NeedRecogniser, phrasebook: Phrasebook, numbers: Mapping[str, str]) -> None:
        """`numbers` maps the digits of the helplines for danger to the urgent need they are for."""
        self._recogniser = recogniser
        self._phrasebook = phrasebook
        self._numbers = numbers

    def find(self, text: str) -> str | None:
        """Give the key of the urgent need that a message tells of, or nothing."""
        if number := self._number(text):
            return number
        told = self._phrasebook.without_everyday(fold(text))
        if kind := self._phrasebook.danger_in(told):
            return kind
        return self._learned(told)

    def _learned(self, told: str) -> str | None:
        best = self._likely(told, _WHOLE)
        if best:
            return best
        found = [kind for clause in clauses(told) if (kind := self._likely(clause, _CLAUSE))]
        return found[0] if found else None

    def _likely(self, text: str, least: float) -> str | None:
        dangers = dict(self._recogniser.dangers(text))
        danger = 1.0 - dangers.pop(SAFE)
        return max(dangers, key=lambda kind: dangers[kind]) if dangers and danger >= least else None

    def _number(self, text: str) -> str | None:
        """Give what a helpline is for whose number is the message ('0800-2000') or, for the short ones, is in it."""
        words = split_words(text)
        whole = "".join(words)
        if whole in self._numbers:
            return self._numbers[whole]
        numbers = [word for word in words if word.isdigit()]
        short = len(numbers) == 1 and len(numbers[0]) == 3
        return self._numbers.get(numbers[0]) if short else None
