"""The reading level of a Dutch text and what makes it hard to read: long sentences, hard words (docs/adr/0011)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from pyphen import Pyphen
from wordfreq import iter_wordlist

from sociale_kaart.search.words import Lexicon, stem
from sociale_kaart.text import fold, split_words
from sociale_kaart.writing import formal_words


class Level(StrEnum):
    """How a text stands to B1, the target; in order."""

    WITHIN_B1 = "within_b1"
    A_LITTLE_ABOVE = "a_little_above"
    TOO_HARD = "too_hard"


class Why(StrEnum):
    """What is hard about a word or a sentence."""

    LONG_SENTENCE = "long_sentence"
    FORMAL_WORD = "formal_word"
    LONG_WORD = "long_word"
    RARE_WORD = "rare_word"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, text[start:end], that is hard to read; `instead` has plainer words where we know them."""

    start: int
    end: int
    why: Why
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found. A text too short to judge has no level; `because` names the measures that are above B1."""

    level: Level | None
    because: tuple[str, ...]  # "syllables", "sentences", "words"
    score: float | None  # Flesch-Douma, higher is easier
    marks: tuple[Mark, ...]  # in order; a sentence stands before the words in it


# Of fewer words the level says too little: one in five texts of B1 with 10 words would seem to be above it.
_SHORTEST_TEXT = 30
_LONGEST_SENTENCE = 15
_LONGEST_WORD = 20
# Up to the first a text is within B1, up to the second a little above it. The score counts downwards.
_SCORE_LIMITS = (70.0, 60.0)
_SENTENCE_LIMITS = (12.0, 16.0)  # words in a sentence, on average
_HARD_LIMITS = (0.04, 0.08)  # of all words

# No words to read: web and e-mail addresses, where a link of Markdown leads to.
_ADDRESS = re.compile(r"(?:https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,255})(?<![.,;:!?)])|(?<=\])\([^()\s]*\)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# The end of a sentence before a capital, a digit or a quote; of a paragraph; of an item in a list; of a heading.
_END = re.compile(
    r"(?<=[.!?…])[\"”’)*_]*\s+(?=[^\sa-zà-ÿ])|\n[^\S\n]*\n\s*|\n(?=[^\S\n]*(?:[-*+•]|#{1,6}|\d{1,2}[.)])[^\S\n])|(?<=:)\r?\n"
)
# No end: the point of J. Jansen, o.a. and nr. 3.
_ABBREVIATED = re.compile(
    r"(?<![\w.])(?:[A-Z]|[^\W\d_](?:\.[^\W\d_])+|(?i:bijv|ca|dhr|drs|evt|incl|max|mevr|nr|resp|tel))\.$"
)
_LONGEST_ABBREVIATION = 10
# What a known word can begin with: opvangt, meerijdt, onleesbaar.
_PREFIX = re.compile(r"^(?:aan|achter|af|bij|door|in|mee|na|om|on|op|over|tegen|terug|toe|uit|voor|weg)(?=.{4})")


def assess(text: str, names: Iterable[str] = ()) -> Reading:
    """Assess a text, plain or Markdown. Words of `names`, such as that of the organisation, count as known."""
    known = {word for name in names for word in split_words(name)}
    readable = _ADDRESS.sub(lambda found: " " * len(found.group()), text)
    marks: list[Mark] = []
    counts = _Counts()
    for start, end in _sentences(readable):
        found = list(_WORD.finditer(readable, start, end))
        if not found:
            continue
        counts.sentences += 1
        counts.words += len(found)
        if len(found) > _LONGEST_SENTENCE:
            marks.append(Mark(found[0].start(), end, Why.LONG_SENTENCE))
        for place, match in enumerate(found):
            word = match.group()
            is_name = word[0].isupper() and (place > 0 or known.issuperset(split_words(word)))
            if not is_name:
                counts.syllables.append(len(_hyphenation().positions(word)) + 1)
            why, instead = _judge(word, known, is_name=is_name)
            if why:
                counts.hard += 1
                marks.append(Mark(match.start(), match.end(), why, instead))
    return _weigh(counts, tuple(marks))


@dataclass(slots=True)
class _Counts:
    sentences: int = 0
    words: int = 0
    hard: int = 0  # words that are marked
    syllables: list[int] = field(default_factory=list)  # of each word that is no name


def _weigh(counts: _Counts, marks: tuple[Mark, ...]) -> Reading:
    """Give the level: that of the worst of the three measures."""
    if counts.words < _SHORTEST_TEXT or not counts.syllables:
        return Reading(None, (), None, marks)
    length = counts.words / counts.sentences
    # Flesch-Douma, with the figures and the syllables of textstat; nobody can write a name shorter.
    score = 206.835 - 0.93 * length - 77 * sum(counts.syllables) / len(counts.syllables)
    steps = {
        "syllables": sum(score < limit for limit in _SCORE_LIMITS),
        "sentences": sum(length > limit for limit in _SENTENCE_LIMITS),
        # A single hard word makes no text hard.
        "words": sum(counts.hard / counts.words > limit for limit in _HARD_LIMITS) if counts.hard > 1 else 0,
    }
    because = tuple(measure for measure, step in steps.items() if step)
    return Reading(tuple(Level)[max(steps.values())], because, round(score, 1), marks)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence starts and ends."""
    start = 0
    for found in _END.finditer(text):
        if not _ABBREVIATED.search(text, max(start, found.start() - _LONGEST_ABBREVIATION), found.start()):
            yield start, found.start()
            start = found.end()
    yield start, len(text.rstrip())


def _judge(word: str, known: set[str], *, is_name: bool) -> tuple[Why | None, str | None]:
    """Tell what is hard about a word, and what to write instead."""
    parts = [part for part in split_words(word) if part not in known and part.isalpha()]
    if plain := next(filter(None, map(_plain, parts)), None):
        return Why.FORMAL_WORD, plain
    is_common = all(map(_is_common, parts))
    capitals = sum(char.isupper() for char in word)
    why = None
    if 1 < capitals > len(word) / 2:
        why = None if is_common else Why.ABBREVIATION
    elif is_name:
        why = None
    elif not is_common:
        why = Why.RARE_WORD
    elif any(map(_is_formal_compound, parts)):
        why = Why.FORMAL_WORD
    elif any(len(part) >= _LONGEST_WORD for part in parts):
        why = Why.LONG_WORD
    return why, None


def _plain(word: str) -> str | None:
    """Give plainer words for a formal one."""
    if word in formal_words.FIXED:
        return formal_words.FIXED[word]
    return next((_formal()[base] for base in map(stem, _forms(word)) if base in _formal()), None)


def _is_common(word: str) -> bool:
    """Whether people see the word, or each of its parts, more than once in a million words."""
    forms = (*_forms(word), _PREFIX.sub("", word))
    return any(_common().knows(form) or _common().split(form) for form in forms)


def _is_formal_compound(word: str) -> bool:
    """Whether a part of the word is formal; a compound that people see often is a word of its own."""
    return word not in _common().counts and any(part in _formal() for part in _common().split(word))


def _forms(word: str) -> Iterator[str]:
    """Give a word, and what is left of it as a form that the stemmer leaves alone: ruilt, geregeld, tuintje."""
    yield word
    if word.endswith(("t", "d")):
        yield word[:-1]
        if word.startswith("ge"):
            yield word[2:-1]
    if word.endswith("je"):
        yield word.removesuffix("je").removesuffix("t")


@lru_cache(maxsize=1)
def _common() -> Lexicon:
    """The words that occur more than once in a million, of books, films, news and the web."""
    return Lexicon.of_texts(iter_wordlist("nl", "small"))


@lru_cache(maxsize=1)
def _formal() -> dict[str, str]:
    return {stem(fold(word)): plain for word, plain in formal_words.INFLECTED.items()}


@lru_cache(maxsize=1)
def _hyphenation() -> Pyphen:
    return Pyphen(lang="nl")
