"""From words to what is indexed: Dutch stems, stop words and compounds."""

import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache

from snowballstemmer import stemmer

from sociale_kaart.text import split_words

# Snowball's older Dutch algorithm: it gives "schulden" and "schuld" one stem, the newer one does not.
_STEMMER = stemmer("dutch_porter")
_STEMMER_LOCK = threading.Lock()  # it keeps the word it works on in itself

# Words that say nothing about what someone looks for; also the words that questions are made of.
STOP_WORDS = frozenset(
    """
    aan af al alle als altijd andere ben bij bent daar dan dat de deze die dit doe doen door dus e een
    eens en er erg geen gaan gaat graag haar had heb hebben hebt heeft heel hem het hier hij hoe hun
    iemand iets ik in is ja je jij jou jouw jullie kan kom komen krijg krijgen kun kunnen maar mag me
    mee meer mij mijn moet moeten na naar niet nog nou nu of om omdat onder ons onze ook op over te
    tegen toch toen tot u uit uw van veel vind vinden voor wat waar waarom wanneer want was we weer weet
    wel welke wie wij wil willen word worden wordt zal ze zei zelf zich zij zijn zo zoek zoeken zonder
    zou zoude i a an and are can do for from get have how is me my need of on or the to want what where
    who with you your
    """.split()
)

# Letters that Dutch puts between the parts of a compound: huur-toeslag, arbeid-s-bureau, ouder-en-adviseur.
_LINKS = ("", "s", "en", "e", "n", "er")
_SHORTEST_PART = 3
_SHORTEST_COMPOUND, _LONGEST_COMPOUND = 7, 40


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give the Dutch stem of a folded word; abbreviations and numbers stay as they are."""
    if len(word) <= 3:
        return word
    if word.endswith("jes"):  # a diminutive, which the algorithm leaves alone: praatjes, praatje
        word = word[:-1]
    with _STEMMER_LOCK:
        return str(_STEMMER.stemWord(word))


def content_words(text: str) -> list[str]:
    """Give the words of a text that say something; all of them when none does."""
    found = split_words(text)
    return [word for word in found if word not in STOP_WORDS] or found


class Lexicon:
    """The words of the listings with how often they occur: what compounds and corrections are made of."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        self._stems: dict[str, int] = {}
        for word, count in self.counts.items():
            self._stems[stem(word)] = self._stems.get(stem(word), 0) + count
        self._parts = {
            word for word, count in self.counts.items() if len(word) >= _SHORTEST_PART and word.isalpha()
        } | {known for known in self._stems if len(known) > _SHORTEST_PART and known.isalpha()}
        self.split = lru_cache(maxsize=20_000)(self._split)

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> "Lexicon":
        """Count the words of texts."""
        counts: dict[str, int] = {}
        for text in texts:
            for word in split_words(text):
                counts[word] = counts.get(word, 0) + 1
        return cls(counts)

    def knows(self, word: str) -> bool:
        """Whether the word, or its stem, occurs."""
        return word in self.counts or stem(word) in self._stems

    def frequency(self, word: str) -> int:
        """How often the word occurs, in any inflection."""
        return self._stems.get(stem(word), 0)

    def _split(self, word: str) -> tuple[str, ...]:
        """Give the stems of a compound's parts, or nothing when it is none: scootmobielpool -> scootmobiel, pool.

        The longest known last part wins, because in Dutch the last part says what the thing is.
        """
        if not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND or not word.isalpha():
            return ()
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            head, tail = word[:cut], word[cut:]
            if len(tail) < 4 or not self._is_part(tail):
                continue
            for link in _LINKS:
                base = head.removesuffix(link) if link else head
                if (link and not head.endswith(link)) or len(base) < _SHORTEST_PART + (len(tail) < 5):
                    continue
                if self._is_part(base):
                    return (stem(base), stem(tail))
                if inner := self.split(base):
                    return (*inner, stem(tail))
        return ()

    def _is_part(self, word: str) -> bool:
        return word not in STOP_WORDS and (word in self._parts or stem(word) in self._parts)

    def tokens(self, text: str) -> list[str]:
        """Give what a text is indexed under: each word's stem, followed by the stems of its parts."""
        tokens: list[str] = []
        for word in split_words(text):
            if word not in STOP_WORDS:
                tokens.append(stem(word))
                tokens.extend(self.split(word))
        return tokens
