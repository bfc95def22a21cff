"""From the arguments of a URL to a search request; shared by the results page and the API."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from sociale_kaart.errors import InvalidValueError, NotFoundError
from sociale_kaart.queries.municipalities import get_place
from sociale_kaart.search import SearchRequest
from sociale_kaart.text import clean
from sociale_kaart.tiers import Tier
from webapp.reference import reference


def read_request(session: Session, arguments: Mapping[str, str]) -> SearchRequest:
    """Give the request of q, municipality, place, need, tier, free, wheelchair and language.

    Empty arguments count as left out. Raises NotFoundError or InvalidValueError for what makes no sense.
    """
    known = reference()
    given = {name: value.strip() for name, value in arguments.items() if value.strip()}
    municipality = given.get("municipality")
    if municipality:
        municipality = known.municipality(municipality).id
    place = given.get("place")
    if place:
        if not municipality:
            raise InvalidValueError("place", place)
        place = get_place(session, municipality, place).slug
    need = given.get("need")
    if need is not None and need not in known.needs:
        raise NotFoundError("need", need)
    return SearchRequest(
        query=clean(arguments.get("q", "")),
        municipality=municipality,
        place=place,
        need=need,
        tier=_tier(given.get("tier")),
        free="free" in given,
        wheelchair="wheelchair" in given,
        language=_language(given.get("language")),
    )


def _tier(text: str | None) -> Tier | None:
    if text is None:
        return None
    if text not in ("1", "2", "3", "4"):
        raise NotFoundError("tier", text)
    return Tier(int(text))


def _language(text: str | None) -> str | None:
    if text is not None and not (text.isascii() and text.isalpha() and len(text) in (2, 3)):
        raise InvalidValueError("language", text)
    return text
