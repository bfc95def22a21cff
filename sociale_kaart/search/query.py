"""From a query to groups of alternatives: each word, its parts, its synonyms, its unfinished or mistyped form."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from sociale_kaart.search.words import STOP_WORDS, Lexicon, content_words, stem
from sociale_kaart.text import split_words

# A longer query is cut off: nobody reads 60 words as keywords; the need recogniser sees the whole text.
MAX_WORDS = 40
_SYNONYM, _PARTS, _JOINED, _PREFIX = 0.85, 0.9, 0.95, 0.7
_LONGEST_SYNONYM = 4
_SHORTEST_PREFIX, _MOST_COMPLETIONS = 3, 30


@dataclass
class Group:
    """One thing the query asks for: alternatives, each a set of stems that must all be there, with a weight."""

    word: str
    alternatives: dict[tuple[str, ...], float] = field(default_factory=dict)

    def add(self, stems: tuple[str, ...], weight: float) -> None:
        """Add an alternative, or raise its weight."""
        if stems:
            self.alternatives[stems] = max(weight, self.alternatives.get(stems, 0.0))


class Synonyms:
    """Residents' words and the words of the listings, looked up by stem."""

    def __init__(self, groups: list[list[str]]) -> None:
        self._by_stems: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        self.words = sorted({word for group in groups for text in group for word in split_words(text)})
        for group in groups:
            members = {stems for text in group if (stems := tuple(map(stem, content_words(text))))}
            for member in members:
                self._by_stems.setdefault(member, set()).update(members - {member})

    def of(self, stems: tuple[str, ...]) -> set[tuple[str, ...]]:
        """Give the other ways to say these stems."""
        return self._by_stems.get(stems, set())


class QueryReader:
    """Reads queries with the words of the index."""

    def __init__(self, lexicon: Lexicon, synonyms: Synonyms, extra_words: frozenset[str]) -> None:
        self.lexicon = lexicon
        self.synonyms = synonyms
        # Words that are no typing error although no listing has them.
        self._sound = extra_words | set(synonyms.words) | STOP_WORDS
        self._candidates: dict[int, list[str]] = {}
        for word in sorted(lexicon.counts, key=lambda word: (-lexicon.counts[word], word)):
            if len(word) >= 4 and word.isalpha():
                self._candidates.setdefault(len(word), []).append(word)
        self._sorted = sorted(lexicon.counts)

    def groups(self, query: str) -> list[Group]:
        """Give one group per word that says something, or per synonym of several words.

        The last word may be unfinished, because results are shown while someone types.
        """
        words = content_words(query)[:MAX_WORDS]
        stems = [stem(word) for word in words]
        groups: list[Group] = []
        position = 0
        while position < len(words):
            length = self._synonym_length(stems, position)
            group = Group(" ".join(words[position : position + length]))
            own = tuple(stems[position : position + length])
            group.add(own, 1.0)
            for other in self.synonyms.of(own):
                group.add(other, _SYNONYM)
            for word in words[position : position + length]:
                group.add(self.lexicon.split(word), _PARTS)
            if position + length < len(words):
                joined = words[position] + words[position + length]
                if length == 1 and self.lexicon.knows(joined):
                    group.add((stem(joined),), _JOINED)
            groups.append(group)
            position += length
        if groups and not self.lexicon.knows(words[-1]):
            for known in self._completions(words[-1]):
                groups[-1].add((stem(known),), _PREFIX)
        return groups

    def _synonym_length(self, stems: list[str], position: int) -> int:
        for length in range(_LONGEST_SYNONYM, 1, -1):
            if self.synonyms.of(tuple(stems[position : position + length])):
                return min(length, len(stems) - position)
        return 1

    def _completions(self, word: str) -> list[str]:
        """Give words of the index that begin with an unfinished word."""
        if len(word) < _SHORTEST_PREFIX:
            return []
        start = bisect_left(self._sorted, word)
        return [known for known in self._sorted[start : start + _MOST_COMPLETIONS] if known.startswith(word)]

    def correction(self, query: str) -> str | None:
        """Give the query with unknown words corrected from the index's own words, or nothing when all are known."""
        words = split_words(query)[:MAX_WORDS]
        corrected = [self._corrected(word) or word for word in words[:-1]]
        if words:
            unfinished = bool(self._completions(words[-1]))
            corrected.append((None if unfinished else self._corrected(words[-1])) or words[-1])
        return " ".join(corrected) if corrected != words else None

    def _corrected(self, word: str) -> str | None:
        if len(word) < 4 or not word.isalpha() or self._is_sound(word):
            return None
        allowed = 1 if len(word) < 6 else 2
        best: tuple[float, int, str] | None = None
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for known in self._candidates.get(length, ()):
                distance = OSA.distance(word, known, score_cutoff=allowed)
                if distance > allowed:
                    continue
                # A wrong first letter is rare; a common word is a likelier intention.
                cost = distance + (0.6 if known[0] != word[0] else 0.0)
                rank = (cost, -self.lexicon.frequency(known), known)
                if cost <= allowed + 0.1 and (best is None or rank < best):
                    best = rank
        return best[2] if best else None

    def _is_sound(self, word: str) -> bool:
        return word in self._sound or self.lexicon.knows(word) or bool(self.lexicon.split(word))
