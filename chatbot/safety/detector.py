"""Tells which danger a message is about, if any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chatbot.safety.clauses import clauses
from chatbot.safety.phrasebook import Phrasebook
from sociale_kaart.needs import NeedRecogniser
from sociale_kaart.text import fold, split_words

# How likely danger must be: in the message as a whole, and in one clause of it, which says less by itself. Clauses are
# read apart only in a long message, where the rest may drown them (docs/adr/0008).
_WHOLE, _CLAUSE = 0.15, 0.9
_LONG = 40  # words
# '112' in a long message may be any number, and a false alarm at a house number or an amount makes people stop reading
# alarms. So a short number of a helpline counts in a message of a few words, or near a word of calling.
_FEW = 6
_CALLING = frozenset(
    split_words(
        "bel bellen belt nummer telefoonnummer call phone dial number ara arayın aramak numara zadzwoń zadzwonić "
        "dzwonić dzwoń numer подзвонити подзвоніть дзвонити номер اتصل الاتصال رقم"
    )
)
# Not 'weg' or 'straat' by itself: 'er ligt iemand op straat 112'.
_NUMBERED = re.compile(r"\w+(?:straat|weg|laan|plein|kade|dijk)|huisnummer|lijn")
_AMOUNT = re.compile(r"€\s*\d+|\d+\s*€")
_MEASURES = frozenset(
    "euro eur gulden cent dag dagen week weken maand maanden jaar jaren keer uur minuten km kilometer meter cm kg kilo "
    "procent days weeks months years times hours minutes".split()
)


class DangerDetector:
    """Finds danger by what the model learned from examples, by fixed phrases, and by the numbers of helplines."""

    def __init__(
        self,
        recogniser: NeedRecogniser,
        phrasebook: Phrasebook,
        urgent: frozenset[str],
        numbers: Mapping[str, str],
    ) -> None:
        """`urgent` are the needs that mean danger; `numbers` maps the digits of their helplines to them."""
        self._recogniser = recogniser
        self._phrasebook = phrasebook
        self._urgent = urgent
        self._numbers = numbers

    def find(self, text: str) -> str | None:
        """Give the key of the urgent need that a message tells of, or nothing."""
        if number := self._number(text):
            return number
        folded = fold(text)
        told = self._phrasebook.without_everyday(folded)
        if kind := self._phrasebook.danger_in(told):
            return kind
        # The message as it was written, where nothing was taken out: it is read once for danger and for needs.
        return self._learned(text if told == folded else told)

    def _learned(self, told: str) -> str | None:
        kind = self._likely(told, _WHOLE)
        if kind or len(told.split()) <= _LONG:
            return kind
        return next((kind for clause in clauses(told) if (kind := self._likely(clause, _CLAUSE, quickly=True))), None)

    def _likely(self, text: str, least: float, *, quickly: bool = False) -> str | None:
        """Give the likeliest kind of danger, when danger of any kind is likely enough."""
        dangers = [need for need in self._recogniser.recognise(text, quickly=quickly) if need.key in self._urgent]
        return dangers[0].key if sum(need.confidence for need in dangers) >= least else None

    def _number(self, text: str) -> str | None:
        """Give what a helpline is for whose number is the message ('0800-2000') or, for the short ones, is in it."""
        words = split_words(_AMOUNT.sub(" ", text))
        whole = "".join(words)
        if whole in self._numbers:
            return self._numbers[whole]
        short = ((at, word) for at, word in enumerate(words) if len(word) == 3 and word in self._numbers)
        return next((self._numbers[word] for at, word in short if _is_call(words, at)), None)


def _is_call(words: Sequence[str], at: int) -> bool:
    """Whether the short number at a position is the one of a helpline, not a house number or an amount."""
    if at > 0 and _NUMBERED.fullmatch(words[at - 1]):
        return False
    if at + 1 < len(words) and words[at + 1] in _MEASURES:
        return False
    return len(words) <= _FEW or not _CALLING.isdisjoint(words[max(0, at - 3) : at + 2])
