"""The rules that order the results. Each is one small function, tested alone; `engine` puts them together."""

from collections.abc import Iterable, Mapping, Sequence, Set
from math import log

from sociale_kaart.needs import NeedScore
from sociale_kaart.search.index import Entry, Name
from sociale_kaart.search.query import Group
from sociale_kaart.search.request import Hit

# A listing whose score is below this share of the best is not shown: it would only be noise above better tiers.
RELEVANT_SHARE = 0.45
# Below this score nothing is a result, however bad the rest.
RELEVANT_SCORE = 0.12
TEXT_WEIGHT, NEED_WEIGHT, PLACE_BONUS, NAME_BONUS = 0.5, 0.6, 0.05, 0.4
# Listings have a main need and side needs.
SIDE_NEED = 0.75
UNCONFIRMED_FACTOR = 0.6
STATUS_FACTOR = {"active": 1.0, "temporarily_closed": 0.9, "planned": 0.85}


def group_weight(frequency: int, total: int) -> float:
    """How much a word of the query counts: rare words tell more than common ones (inverse document frequency)."""
    return log(1 + total / (1 + frequency))


def text_scores(
    groups: Sequence[Group], weights: Sequence[float], postings: Mapping[str, Mapping[int, float]]
) -> dict[int, float]:
    """How much of the query each listing's text covers, 0 to 1."""
    total = sum(weights) or 1.0
    scores: dict[int, float] = {}
    for group, weight in zip(groups, weights, strict=True):
        for position, score in group_scores(group, postings).items():
            scores[position] = scores.get(position, 0.0) + score * weight / total
    return scores


def group_scores(group: Group, postings: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
    """The best of a group's alternatives per listing; an alternative of several stems needs them all."""
    best: dict[int, float] = {}
    for stems, weight in group.alternatives.items():
        first, *others = (postings[stem] for stem in stems)
        for position, score in first.items():
            scores = [score]
            for other in others:
                if position not in other:
                    break
                scores.append(other[position])
            else:
                best[position] = max(best.get(position, 0.0), weight * sum(scores) / len(scores))
    return best


def need_score(entry_needs: Sequence[str], confidence: Mapping[str, float]) -> float:
    """How well a listing's needs fit the recognised needs: its main need in full, side needs a little less."""
    return max(
        (confidence.get(need, 0.0) * (1.0 if i == 0 else SIDE_NEED) for i, need in enumerate(entry_needs)),
        default=0.0,
    )


def sharpen(needs: Iterable[NeedScore], *, most: int = 4) -> dict[str, float]:
    """The needs that count for ranking, the likeliest at 1 when it is sure; doubt keeps several alive."""
    top = list(needs)[:most]
    if not top:
        return {}
    sure = min(1.0, 0.3 + top[0].confidence)
    return {need.key: sure * need.confidence / top[0].confidence for need in top}


def place_score(entry: Entry, place: str | None) -> float:
    """A listing for the resident's own place comes before one for the whole municipality, then national ones."""
    if place is not None and place in entry.places:
        return 1.0
    return 0.5 if entry.municipality is not None else 0.0


def is_proper(name: Name, ordinary: Set[str]) -> bool:
    """Whether a name is a proper name ('Infohuus', 'Centrum voor Jeugd en Gezin'); who asks for it sees it first.

    Ordinary words ('rolstoel', 'hulp bij het huishouden') name a kind of help, not a listing: there the ladder
    decides. `ordinary` holds the words that the listings write without a capital.
    """
    return name.has_capitals or any(word not in ordinary for word in name.words)


def sunk(score: float, entry: Entry) -> float:
    """What nobody confirmed comes later. For after `relevant`, so that nothing drops out of the results by it."""
    return score if entry.is_confirmed else score * UNCONFIRMED_FACTOR


def on_the_ladder(hits: Iterable[Hit], named: set[str]) -> list[Hit]:
    """The order to show: what the query names first, then tier 1 to 4, best first within each."""
    return sorted(hits, key=lambda hit: (hit.id not in named, 0 if hit.id in named else hit.tier, -hit.score, hit.id))


def relevant(scores: Mapping[int, float]) -> dict[int, float]:
    """Leave out what is far below the best."""
    bar = max(RELEVANT_SCORE, RELEVANT_SHARE * max(scores.values(), default=0.0))
    return {position: score for position, score in scores.items() if score >= bar}
