"""GET /api/v1/search: the search as JSON."""

from flask import current_app, request, url_for

from sociale_kaart.errors import InvalidValueError
from sociale_kaart.queries.services import list_cards
from webapp.api import api
from webapp.extensions import db, parts_of
from webapp.searching import read_request

DEFAULT_LIMIT, HIGHEST_LIMIT = 20, 100


@api.get("/search")
def search() -> dict[str, object]:
    """Give the hits in the order to show, the recognised needs, a correction, and the kind of danger if any."""
    session = db(current_app)
    limit = _limit(request.args.get("limit"))
    asked = read_request(session, request.args.to_dict())
    result = parts_of(current_app).search.search(asked)
    hits = {hit.id: hit for hit in result.hits[:limit]}
    return {
        "total": len(result.hits),
        "items": [
            {
                "id": card.id,
                "name": card.name,
                "url": url_for("public.listing", service_id=card.id),
                "tier": card.tier,
                "needs": card.needs,
                "municipality": card.municipality_id,
                "places": card.places,
                "score": hits[card.id].score,
            }
            for card in list_cards(session, list(hits))
        ],
        "needs": [{"key": need.key, "confidence": round(need.confidence, 4)} for need in result.needs],
        "did_you_mean": result.did_you_mean,
        "urgent": result.urgent,
    }


def _limit(text: str | None) -> int:
    if text is None or text == "":
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= HIGHEST_LIMIT):
        raise InvalidValueError("limit", text)
    return int(text)
