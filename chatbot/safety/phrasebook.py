"""Fixed phrases, read from data files: everyday sayings that mean no harm, and words that always mean danger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

from sociale_kaart.text import split_words

# Letters a word of a phrase needs before it is found in spite of a typing error.
_WORTH = 6
_WORD = re.compile(r"[^\W_]+")
Words = tuple[str, ...]


class Phrasebook:
    """The phrases of all languages together: a message may mix them."""

    def __init__(self, everyday: Iterable[Words], danger: Iterable[tuple[Words, str]]) -> None:
        """`danger` has the urgent need that each phrase means."""
        # A phrase can only begin at a word with the same first letter.
        self._everyday: dict[str, list[Words]] = {}
        self._danger: dict[str, list[tuple[Words, str]]] = {}
        for phrase in everyday:
            self._everyday.setdefault(phrase[0][0], []).append(phrase)
        for phrase, kind in danger:
            self._danger.setdefault(phrase[0][0], []).append((phrase, kind))

    def without_everyday(self, text: str) -> str:
        """Give a folded text with each everyday saying taken out: it cancels nothing but itself."""
        found = list(_WORD.finditer(text))
        words = [match.group() for match in found]
        kept, start, at = [], 0, 0
        while at < len(words):
            length = self._everyday_at(words, at)
            if length:
                kept.append(text[start : found[at].start()])
                start = found[at + length - 1].end()
            at += length or 1
        return "".join([*kept, text[start:]])

    def danger_in(self, text: str) -> str | None:
        """Give what the first phrase of danger in a text means."""
        words = split_words(text)
        for at, word in enumerate(words):
            for phrase, kind in self._danger.get(word[0], ()):
                if _matches(phrase, words, at):
                    return kind
        return None

    def _everyday_at(self, words: Sequence[str], at: int) -> int:
        """Give the length of the longest everyday saying at a position, or 0."""
        known = self._everyday.get(words[at][0], ())
        return max((len(phrase) for phrase in known if _matches(phrase, words, at)), default=0)


def _matches(phrase: Words, words: Sequence[str], at: int) -> bool:
    return len(words) - at >= len(phrase) and all(map(_alike, phrase, words[at : at + len(phrase)]))


@lru_cache(maxsize=50_000)
def _alike(known: str, word: str) -> bool:
    """Whether a word is that of a phrase: `dood*` stands for every word that begins so; long ones may have a typo."""
    if known.endswith("*"):
        return word.startswith(known[:-1])
    if known == word:
        return True
    return len(known) >= _WORTH and known[0] == word[0] and OSA.distance(known, word, score_cutoff=1) <= 1


def read_phrasebook(folder: Path) -> Phrasebook:
    """Read every language's file: `everyday`, a list of sayings, and `danger`, a list per urgent need."""
    everyday: list[Words] = []
    danger: list[tuple[Words, str]] = []
    for path in sorted(folder.glob("*.yml")):
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        everyday += _phrases(data.get("everyday", ()))
        for kind, phrases in data.get("danger", {}).items():
            danger += [(words, kind) for words in _phrases(phrases)]
    return Phrasebook(everyday, danger)


def _phrases(texts: Iterable[str]) -> list[Words]:
    return [tuple(word for written in text.split() for word in _words(written)) for text in texts]


def _words(written: str) -> list[str]:
    """Give the words in what is written as one, such as "dood-en-doodmoe"; a star belongs to the last."""
    words = split_words(written)
    if words and written.endswith("*"):
        words[-1] += "*"
    return words
