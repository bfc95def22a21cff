"""Finds where somebody lives in what they write: a village, a wijk, a municipality or a postcode, typing errors too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from sociale_kaart.models import Municipality
from sociale_kaart.text import split_words

# Four digits, with two letters or without. An amount of money is none; a year is no postcode of the municipalities.
_POSTCODE = re.compile(
    r"(?<![€.,])(?<!€\s)(?<!euro\s)\b([1-9][0-9]{3})(?:\s?[a-z]{2})?\b(?![.,][\d-]|\s?(?:€|(?:eur|euro|per)\b))",
    re.IGNORECASE,
)
# Words after which a place is named; names such as Haren, Assen and Een are ordinary words elsewhere.
_BEFORE = frozenset(
    "in uit te bij van rond omgeving dorp wijk woon woont wonen near live lives from w z koło mieszkam "
    "в у з із біля في من".split()
)
# After these an ordinary word is not yet a place, nor a name with a typing error: 'te halen', 'last van haren'.
_BEFORE_ANYTHING = frozenset({"te", "van"})
_WORTH = 5  # letters a name needs before it is found in spite of a typing error
_WORTH_ASKED = 4  # ... in the answer to the question where somebody lives
# In a message of so few words a name is a place without anything before it, unless it is an ordinary word too.
_SHORT = 4
_ORDINARY = frozenset({"haren", "assen", "loon"})


# The municipalities as people write them in other scripts.
_OTHER_SCRIPTS = {
    "assen": "ассен асен آسن اسن أسن",
    "dronten": "дронтен درونتن درونتين",
    "emmen": "еммен емен эммен ايمن إيمن امن إمن ايمين",
    "groningen": "гронінген гронинген خرونينغن غرونينغن خرونينجن جرونينجن كرونينغن",
    "haren": "гарен харен هارن هارين",
}
# 'Emmen'de', 'Assende': in Turkish 'in' is an ending.
_TURKISH_IN = ("de", "da", "te", "ta")


@dataclass(frozen=True)
class Home:
    """Where somebody lives, as far as they told."""

    municipality: str | None = None
    place: str | None = None


class PlaceFinder:
    """Knows the names and postcodes of all places."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self._names: dict[tuple[str, ...], list[Home]] = {}
        self._postcodes: dict[str, Home] = {}
        for municipality in municipalities:
            # The name of a municipality is also that of its town: without a wijk it is the municipality.
            self._names[tuple(split_words(municipality.name))] = [Home(municipality.id)]
            for name in _OTHER_SCRIPTS.get(municipality.id, "").split():
                self._names[tuple(split_words(name))] = [Home(municipality.id)]
            for place in municipality.own_places:
                home = Home(municipality.id, place.slug)
                homes = self._names.setdefault(tuple(split_words(place.name)), [])
                if not any(each.municipality == municipality.id for each in homes):
                    homes.append(home)
                for postcode in place.postcodes:
                    # A postcode that several places share tells the municipality only.
                    known = self._postcodes.get(postcode)
                    self._postcodes[postcode] = Home(municipality.id) if known else home
        self._longest = max((len(name) for name in self._names), default=1)

    def mentioned(self, text: str, near: str | None = None) -> Home | None:
        """Give the place that a message names in passing; `near` is the municipality that is known already."""
        written = [(word, part) for word in text.split() for part in split_words(word)]
        words = [part for _word, part in written]
        for at, (as_written, word) in enumerate(written):
            before = words[at - 1] if at else ""
            surely = before in _BEFORE - _BEFORE_ANYTHING
            named = surely or (before in _BEFORE and word not in _ORDINARY)
            # In a text of capitals only a capital tells nothing.
            capital = at > 0 and as_written[:1].isupper() and not text.isupper()
            alone = len(words) <= _SHORT and (word not in _ORDINARY or len(words) == 1)
            if (named or capital or alone) and (found := self._at(words, at, near, fuzzy=_WORTH if surely else 0)):
                return found
        return self._postcode(text)

    def told(self, text: str, near: str | None = None) -> Home | None:
        """Give the place that the answer to 'where do you live' names, anywhere in it and with typing errors."""
        words = split_words(text)
        if found := self._postcode(text):
            return found
        for fuzzy in (False, True):
            for at in range(len(words)):
                if found := self._at(words, at, near, fuzzy=_WORTH_ASKED if fuzzy else 0):
                    return found
        return None

    def _postcode(self, text: str) -> Home | None:
        return next((self._postcodes[code] for code in _POSTCODE.findall(text) if code in self._postcodes), None)

    def _at(self, words: Sequence[str], at: int, near: str | None, *, fuzzy: int) -> Home | None:
        """Give the place whose name stands at a position, the longest first; `fuzzy`: letters worth a typing error."""
        for length in range(self._longest, 0, -1):
            name = tuple(words[at : at + length])
            if len(name) == length and name in self._names:
                return _choose(self._names[name], near)
        return self._alike(words[at], near) if fuzzy and len(words[at]) >= fuzzy else None

    def _alike(self, word: str, near: str | None) -> Home | None:
        """Give the place whose name differs from a word by a typing error or two, or by a Turkish ending."""
        best = None
        for written in (word, word[:-2]) if word.endswith(_TURKISH_IN) else (word,):
            most = 1 if len(written) < 8 else 2
            for name, homes in self._names.items():
                if len(name) == 1 and len(name[0]) > _WORTH_ASKED and name[0][0] == written[:1]:
                    distance = OSA.distance(written, name[0], score_cutoff=most)
                    if distance <= most and (best is None or distance < best[0]):
                        best = (distance, homes)
        return _choose(best[1], near) if best else None


def _choose(homes: Sequence[Home], near: str | None) -> Home:
    """Of places with the same name, the one in the municipality that is known already."""
    return next((home for home in homes if home.municipality == near), homes[0])
