"""The search: opens the index, reads the query, joins the ranking rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sociale_kaart.needs import OUTSIDE, NeedRecogniser, NeedScore
from sociale_kaart.search import ranking
from sociale_kaart.search.index import Entry, TextIndex, read_generation
from sociale_kaart.search.query import QueryReader, Synonyms
from sociale_kaart.search.request import Hit, SearchRequest, SearchResult
from sociale_kaart.search.words import content_words
from sociale_kaart.text import split_words
from sociale_kaart.tiers import Tier

# How likely danger must be before the helplines come above the results. Low: a missed call for help is worse.
URGENT_CONFIDENCE = 0.30
# A longer query is cut off; what someone needs is told well before this.
LONGEST_QUERY = 1_000
_SHOWN_NEEDS = 5


class SearchEngine:
    """Answers search requests from the index on disk; opens it again when a new one has been built."""

    def __init__(
        self,
        directory: Path,
        *,
        recogniser: NeedRecogniser,
        synonyms: Synonyms,
        urgent_needs: Iterable[str],
        urgent_numbers: Mapping[str, str],
        known_words: Iterable[str],
    ) -> None:
        """Open the index; raises IndexDamagedError.

        `urgent_numbers` maps the digits of helplines to the need they are for: who types 112 is in danger.
        `known_words` are words of residents that are no typing errors although no listing has them.
        """
        self._directory = directory
        self._recogniser = recogniser
        self._synonyms = synonyms
        self._urgent = frozenset(urgent_needs)
        self._numbers = urgent_numbers
        self._known = frozenset(known_words)
        self._open()

    def _open(self) -> None:
        self.index = TextIndex(self._directory)
        self._reader = QueryReader(self.index.lexicon, self._synonyms, self._known)

    def refresh(self) -> None:
        """Open the index again when another process has built a new one."""
        if read_generation(self._directory) not in (None, self.index.generation):
            self._open()

    def search(self, request: SearchRequest) -> SearchResult:
        """Give what fits the request. Never raises for what a resident types."""
        query = request.query[:LONGEST_QUERY]
        if not split_words(query):
            return SearchResult(hits=tuple(self._everything(request)))
        needs = self._recogniser.recognise(query)
        correction = self._reader.correction(query)
        if correction and needs[0].confidence < 0.5:
            needs = max((needs, self._recogniser.recognise(correction)), key=lambda found: found[0].confidence)
        hits, named = self._rank(correction or query, needs, request)
        return SearchResult(
            hits=tuple(ranking.on_the_ladder(hits, named)),
            needs=tuple(need for need in needs if need.key != OUTSIDE)[:_SHOWN_NEEDS],
            did_you_mean=correction,
            urgent=self._urgent_need(query, needs),
            named=tuple(sorted(named)),
        )

    def _urgent_need(self, query: str, needs: Iterable[NeedScore]) -> str | None:
        """Give the likeliest kind of danger when danger of any kind is likely enough."""
        number = self._number(query)
        if number is not None:
            return self._numbers[number]
        urgent = [need for need in needs if need.key in self._urgent]
        likely = sum(need.confidence for need in urgent) >= URGENT_CONFIDENCE
        return urgent[0].key if urgent and likely else None

    def _number(self, query: str) -> str | None:
        """Give the helpline's number that a query is ('0800-2000') or, for the short ones, holds ('bel 112')."""
        words = split_words(query)
        whole = "".join(words)
        if whole in self._numbers:
            return whole
        numbers = [word for word in words if word.isdigit()]
        return numbers[0] if len(numbers) == 1 and len(numbers[0]) == 3 and numbers[0] in self._numbers else None

    def _rank(self, query: str, needs: tuple[NeedScore, ...], request: SearchRequest) -> tuple[list[Hit], set[str]]:
        index = self.index
        groups = self._reader.groups(query)
        weights = [self._weight(group.alternatives) for group in groups]
        postings = {stem: index.postings(stem) for group in groups for stems in group.alternatives for stem in stems}
        texts = ranking.text_scores(groups, weights, postings)
        confidence = ranking.sharpen(need for need in needs if need.key != OUTSIDE)
        if needs[0].key == OUTSIDE:
            confidence = {key: value * 0.5 for key, value in confidence.items()}
        candidates = set(texts)
        for key in confidence:
            candidates.update(index.by_need.get(key, ()))
        words = content_words(query)
        scores: dict[int, float] = {}
        named: set[str] = set()
        for position in candidates:
            entry = index.entries[position]
            if not _fits(entry, request):
                continue
            need = ranking.need_score(entry.needs, confidence)
            score = ranking.TEXT_WEIGHT * texts.get(position, 0.0) + ranking.NEED_WEIGHT * need
            score += ranking.PLACE_BONUS * ranking.place_score(entry, request.place)
            scores[position] = score * ranking.STATUS_FACTOR[entry.status]
            name = next((name for name in entry.names if list(name.words) == words), None)
            if name is not None:
                scores[position] += ranking.NAME_BONUS
                if ranking.is_proper(name, index.ordinary):
                    named.add(entry.id)
        shown = ranking.relevant(scores)
        hits = [
            Hit(
                index.entries[p].id,
                Tier(index.entries[p].tier),
                round(scores[p], 4),
                _reasons(index.entries[p], p in texts, confidence, request.place, index.entries[p].id in named),
            )
            for p in shown
        ]
        return hits, named

    def _weight(self, alternatives: Mapping[tuple[str, ...], float]) -> float:
        frequency = max(min(self.index.document_frequency(stem) for stem in stems) for stems in alternatives)
        return ranking.group_weight(frequency, len(self.index.entries))

    def _everything(self, request: SearchRequest) -> list[Hit]:
        """Without a query: all that fits the filters, own place first."""
        found = (entry for entry in self.index.entries if _fits(entry, request))
        hits = (
            Hit(entry.id, Tier(entry.tier), round(ranking.place_score(entry, request.place), 4), ()) for entry in found
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
