"""Which listings are likely the same as the one that is being written. Plain data in, plain data out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from sociale_kaart.search.words import STOP_WORDS, stem
from sociale_kaart.text import fold, split_words

Reason = Literal["name", "phone", "url"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is compared of a listing: keys, phones as documents have them, every name that it goes by.

    National ones have no municipality, those for all of it no places.
    """

    id: str
    names: Collection[str]
    municipality: str | None = None
    places: Collection[str] = ()
    organization: str | None = None
    phones: Collection[str] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A listing that may be the same: how likely, 0 to 1, and why."""

    id: str
    score: float
    reasons: tuple[Reason, ...]


# Words that tell no listing from another.
_GENERAL = frozenset(
    stem(word)
    for word in "afdeling buurt club commissie dienst dorp gemeente groep nieuw organisatie project regio stichting "
    "vereniging werkgroep wijk".split()
)
_ALIKE = 0.7
_HARDLY_ALIKE = 0.4
_ALIKE_WORDS = 83  # of 100: a typing error in a word
_SHORTEST_WITH_ERROR = 5
# A number or page that more listings have is the general one of an organisation, and says nothing.
_SHARED_BY_MANY = 3


def find_duplicates(listing: Facts, others: Iterable[Facts], limit: int = 5) -> list[Duplicate]:
    """Give the likely duplicates of a listing, best first."""
    others = [other for other in others if other.id != listing.id]
    page = _page(listing.url)
    shared: dict[Reason, set[str]] = {
        "phone": {other.id for other in others if not set(listing.phones).isdisjoint(other.phones)},
        "url": {other.id for other in others if page and _page(other.url) == page},
    }
    telling = {reason: ids for reason, ids in shared.items() if len(ids) <= _SHARED_BY_MANY}
    found = (_compare(listing, other, telling) for other in others)
    return sorted(filter(None, found), key=_best_first)[:limit]


def _best_first(duplicate: Duplicate) -> tuple[float, int, str]:
    return -duplicate.score, -len(duplicate.reasons), duplicate.id


def _compare(listing: Facts, other: Facts, telling: Mapping[Reason, set[str]]) -> Duplicate | None:
    """Give what speaks for two listings being the same, if anything does."""
    contact = [reason for reason, ids in telling.items() if other.id in ids]
    same_area = _same_area(listing, other)
    if not contact and not same_area:
        return None
    likeness = _likeness(listing, other)
    if listing.organization and listing.organization == other.organization and likeness < _HARDLY_ALIKE:
        contact = []  # an organisation answers the same telephone for all that it does
    names: list[Reason] = ["name"] if same_area and likeness >= _ALIKE else []
    if not names and not contact:
        return None
    return Duplicate(other.id, round(1 - (1 - likeness) * 0.5 ** len(contact), 2), (*names, *contact))


def _same_area(listing: Facts, other: Facts) -> bool:
    """Whether both can serve the same people: the next municipality or village often has one of the same name."""
    if listing.municipality and other.municipality and listing.municipality != other.municipality:
        return False
    return not listing.places or not other.places or not set(listing.places).isdisjoint(other.places)


def _likeness(listing: Facts, other: Facts) -> float:
    """Give how alike the names are, 0 to 1, without what both have of their municipality, places, organisation."""
    keys = {listing.municipality, other.municipality} | set(listing.places) & set(other.places)
    if listing.organization == other.organization:
        keys.add(listing.organization)
    left_out = {word for key in keys if key for word in _telling_words(key)}
    return max((_alike_names(one, two, left_out) for one in listing.names for two in other.names), default=0.0)


def _alike_names(one: str, two: str, left_out: set[str]) -> float:
    """Give how alike two names are; of two that say the same, the one written the same comes first."""
    letters = "".join(split_words(one))
    if letters and letters == "".join(split_words(two)):
        telling = 1.0
    else:
        telling = _alike(_without(one, left_out), _without(two, left_out))
    return 0.9 * telling + 0.1 * fuzz.ratio(fold(one), fold(two)) / 100


def _without(name: str, left_out: set[str]) -> list[str]:
    words = _telling_words(name)
    return [word for word in words if word not in left_out] or list(words)


@lru_cache(maxsize=50_000)
def _telling_words(text: str) -> tuple[str, ...]:
    """Give the stems of the words of a text that tell it from another; of all words when none does."""
    stems = [stem(word) for word in split_words(text) if word not in STOP_WORDS]
    return tuple(word for word in stems if word not in _GENERAL) or tuple(stems)


def _alike(one: list[str], two: list[str]) -> float:
    """Give which part of the words of two names stands in both, whatever their order, spaces and typing errors."""
    if "".join(sorted(one)) == "".join(sorted(two)):
        return 1.0 if one else 0.0
    left = list(two)
    for word in one:
        same = max(left, key=lambda candidate: fuzz.ratio(word, candidate), default="")
        if same == word or (
            min(len(same), len(word)) >= _SHORTEST_WITH_ERROR and fuzz.ratio(word, same) >= _ALIKE_WORDS
        ):
            left.remove(same)
    return 2 * (len(two) - len(left)) / (len(one) + len(two))


def _page(url: str | None) -> str:
    """Give what all addresses of one page have in common: host and path."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/")
