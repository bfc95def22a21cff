"""The search: opens the index, reads the query, joins the ranking rules."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sociale_kaart.needs import OUTSIDE, NeedRecogniser, NeedScore
from sociale_kaart.search import ranking
from sociale_kaart.search.index import Entry, TextIndex, update
from sociale_kaart.search.query import Group, QueryReader, Synonyms
from sociale_kaart.search.request import Hit, SearchRequest, SearchResult
from sociale_kaart.search.words import content_words
from sociale_kaart.text import split_words
from sociale_kaart.tiers import Tier

# A longer query is cut off; what someone needs is told well before this.
LONGEST_QUERY = 1_000
_SHOWN_NEEDS = 5


@dataclass(frozen=True)
class Vocabulary:
    """What the search knows beside the listings.

    `known_words` are words of residents that are no typing errors although no listing has them. `danger` gives the
    urgent need that a text tells of, or nothing.
    """

    synonyms: Synonyms
    known_words: frozenset[str]
    danger: Callable[[str], str | None]


@dataclass(frozen=True)
class _State:
    """One index with what reads queries for it; replaced as a whole, so that a search never sees half of each."""

    index: TextIndex
    reader: QueryReader
    vocabulary: Vocabulary


class SearchEngine:
    """Answers search requests from the index on disk; `reopen` follows when a new one has been built."""

    def __init__(self, directory: Path, *, recogniser: NeedRecogniser, vocabulary: Vocabulary) -> None:
        """Open the index; raises IndexDamagedError."""
        self._directory = directory
        self._recogniser = recogniser
        self._use(TextIndex(directory), vocabulary)

    def reopen(self, vocabulary: Vocabulary) -> None:
        """Open the index as it is now on disk; raises IndexDamagedError and keeps the old one."""
        self._use(TextIndex(self._directory, self.index), vocabulary)

    def _use(self, index: TextIndex, vocabulary: Vocabulary) -> None:
        self._state = _State(index, QueryReader(index.lexicon, vocabulary.synonyms, vocabulary.known_words), vocabulary)

    @property
    def index(self) -> TextIndex:
        """The open index."""
        return self._state.index

    def search(self, request: SearchRequest) -> SearchResult:
        """Give what fits the request. Never raises for what a resident types."""
        state = self._state
        query = request.query[:LONGEST_QUERY]
        if not split_words(query):
            return SearchResult(hits=tuple(_everything(state.index, request)))
        needs = self._recogniser.recognise(query)
        correction = state.reader.correction(query)
        if correction:
            needs = max((needs, self._recogniser.recognise(correction)), key=lambda found: found[0].confidence)
        hits, named = _rank(state, correction or query, needs, request)
        return SearchResult(
            hits=tuple(ranking.on_the_ladder(hits, named)),
            needs=tuple(need for need in needs if need.key != OUTSIDE)[:_SHOWN_NEEDS],
            did_you_mean=correction,
            # A correction may take the danger out of what was typed, or bring it out.
            urgent=state.vocabulary.danger(query) or (state.vocabulary.danger(correction) if correction else None),
            named=tuple(sorted(named)),
        )

    def place_of(self, entry: Entry, request: SearchRequest) -> tuple[int | None, int]:
        """Give where a listing would stand among the results if it were online so, and how many results there are.

        Counted from 1; None when it is not among them. Raises IndexDamagedError or OSError when the index is being
        replaced at this very moment.
        """
        vocabulary = self._state.vocabulary
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "index"
            shutil.copytree(self._directory, copy)
            update(copy, [entry], among=[entry.id], generation="trial", extra_words=vocabulary.synonyms.words)
            found = SearchEngine(copy, recogniser=self._recogniser, vocabulary=vocabulary).search(request)
        ids = [hit.id for hit in found.hits]
        return (ids.index(entry.id) + 1 if entry.id in ids else None), len(ids)


def _rank(
    state: _State, query: str, needs: tuple[NeedScore, ...], request: SearchRequest
) -> tuple[list[Hit], set[str]]:
    """Score every listing that has a word or a need of the query; gives the hits and the ids that it names."""
    index = state.index
    texts = _text_scores(index, state.reader.groups(query))
    confidence = _need_confidence(needs)
    candidates = set(texts).union(*(index.by_need.get(key, ()) for key in confidence))
    asked = index.named(tuple(content_words(query)))
    scores: dict[int, float] = {}
    named: set[str] = set()
    for position in candidates:
        entry = index.entries[position]
        if not _fits(entry, request):
            continue
        score = ranking.TEXT_WEIGHT * texts.get(position, 0.0)
        score += ranking.NEED_WEIGHT * ranking.need_score(entry.needs, confidence)
        score += ranking.PLACE_BONUS * ranking.place_score(entry, request.place)
        score *= ranking.STATUS_FACTOR[entry.status]
        if position in asked:
            score += ranking.NAME_BONUS
            if ranking.is_proper(asked[position], index.ordinary):
                named.add(entry.id)
        scores[position] = score
    hits = []
    for position, score in ranking.relevant(scores).items():
        entry = index.entries[position]
        reasons = _reasons(entry, position in texts, confidence, request.place, entry.id in named)
        hits.append(Hit(entry.id, Tier(entry.tier), round(ranking.sunk(score, entry), 4), reasons))
    return hits, named


def _text_scores(index: TextIndex, groups: list[Group]) -> dict[int, float]:
    weights = [_weight(index, group.alternatives) for group in groups]
    stems = {stem for group in groups for alternative in group.alternatives for stem in alternative}
    return ranking.text_scores(groups, weights, {stem: index.postings(stem) for stem in stems})


def _weight(index: TextIndex, alternatives: Mapping[tuple[str, ...], float]) -> float:
    frequency = max(min(index.document_frequency(stem) for stem in stems) for stems in alternatives)
    return ranking.group_weight(frequency, len(index.entries))


def _need_confidence(needs: tuple[NeedScore, ...]) -> dict[str, float]:
    """The needs that count for ranking; half as much when the words more likely belong elsewhere."""
    confidence = ranking.sharpen(need for need in needs if need.key != OUTSIDE)
    factor = 0.5 if needs[0].key == OUTSIDE else 1.0
    return {key: value * factor for key, value in confidence.items()}


def _everything(index: TextIndex, request: SearchRequest) -> list[Hit]:
    """Without a query: all that fits the filters, own place first."""
    found = (entry for entry in index.entries if _fits(entry, request))
    hits = (
        Hit(entry.id, Tier(entry.tier), round(ranking.sunk(ranking.place_score(entry, request.place), entry), 4), ())
        for entry in found
    )
    return ranking.on_the_ladder(hits, set())


def _fits(entry: Entry, request: SearchRequest) -> bool:
    """Whether a listing passes the filters; a listing without places serves its whole municipality."""
    return (
        (request.municipality is None or entry.municipality in (None, request.municipality))
        and (request.place is None or not entry.places or request.place in entry.places)
        and (request.need is None or request.need in entry.needs)
        and (request.tier is None or request.tier == entry.tier)
        and (not request.free or entry.free is True)
        and (not request.wheelchair or entry.wheelchair in ("yes", "partly"))
        and (request.language is None or request.language == "nl" or request.language in entry.languages)
    )


def _reasons(
    entry: Entry, has_text: bool, confidence: Mapping[str, float], place: str | None, is_named: bool
) -> tuple[str, ...]:
    reasons = ["name"] if is_named else []
    if has_text:
        reasons.append("text")
    reasons += [f"need:{need}" for need in entry.needs if confidence.get(need, 0.0) >= 0.3]
    if place is not None and place in entry.places:
        reasons.append("place")
    return tuple(reasons)
