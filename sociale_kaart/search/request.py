"""What is asked of the search and what it answers: ids and reasons, never models."""

from dataclasses import dataclass, field

from sociale_kaart.needs import NeedScore
from sociale_kaart.tiers import Tier


@dataclass(frozen=True)
class SearchRequest:
    """A query and its filters; keys are known to exist. An empty query lists all that fits the filters."""

    query: str = ""
    municipality: str | None = None
    place: str | None = None  # slug of a place in the municipality
    need: str | None = None
    tier: Tier | None = None
    free: bool = False
    wheelchair: bool = False
    language: str | None = None


@dataclass(frozen=True)
class Hit:
    """A listing that was found: how good it fits, 0 to 1 and higher for a name, and why."""

    id: str
    tier: Tier
    score: float
    reasons: tuple[str, ...]  # "name", "text", "need:<key>", "place"


@dataclass(frozen=True)
class SearchResult:
    """The answer: hits in the order to show (precise names first, then by tier), needs, correction, danger."""

    hits: tuple[Hit, ...] = ()
    needs: tuple[NeedScore, ...] = ()
    did_you_mean: str | None = None
    urgent: str | None = None
    named: tuple[str, ...] = field(default=())  # ids of hits that stand first because the query names them
