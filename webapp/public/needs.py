"""A page per life domain and a page per need: the four tiers as a staircase."""

from flask import current_app, render_template, request

from sociale_kaart.models import Municipality, Place
from sociale_kaart.queries.needs import get_domain, get_need
from sociale_kaart.queries.services import list_cards, list_service_ids
from sociale_kaart.tiers import Tier
from webapp import visitor
from webapp.caching import kept
from webapp.extensions import db
from webapp.public import public
from webapp.public.road import road_to_the_municipality
from webapp.reference import reference

PER_TIER = 8


@public.get("/onderwerp/<key>")
@kept
def domain(key: str) -> str:
    """The needs of a life domain."""
    return render_template("domain.html", domain=get_domain(db(current_app), key))


@public.get("/hulpvraag/<key>")
@kept
def need(key: str) -> str:
    """The staircase of a need, in the chosen municipality (`?municipality=` or the visitor's own) or everywhere."""
    session = db(current_app)
    found = get_need(session, key)
    municipality, place = _where()
    ids = list_service_ids(session, municipality=municipality.id if municipality else None, need=key)
    cards = list_cards(session, ids)
    if place is not None:
        cards = [card for card in cards if not card.places or place.slug in card.places]
        cards.sort(key=lambda card: (card.tier, place.slug not in card.places))
    return render_template(
        "need.html",
        need=found,
        domain=get_domain(session, str(found.parent_id)),
        steps=[(tier, [card for card in cards if card.tier == tier]) for tier in Tier],
        per_tier=PER_TIER,
        helplines=reference().helplines_for(key),
        municipality=municipality,
        place=place,
        municipalities=reference().municipalities,
        road=road_to_the_municipality(municipality.id if municipality else None),
    )


def _where() -> tuple[Municipality | None, Place | None]:
    if asked := request.args.get("municipality"):
        return reference().municipality(asked), None
    own = visitor.current()
    return own.municipality, own.place
