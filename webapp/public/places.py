"""A page per municipality and per place: 'alles in Zwartemeer'."""

from flask import Response, current_app, render_template

from sociale_kaart.queries.municipalities import get_place
from sociale_kaart.queries.services import list_cards, list_ids_for_all, list_ids_of_place, list_service_points
from sociale_kaart.tiers import Tier
from webapp import theme
from webapp.caching import kept
from webapp.extensions import db
from webapp.public import public
from webapp.public.road import road_to_the_municipality
from webapp.reference import reference


@public.get("/gemeenten")
@kept
def municipalities() -> str:
    """All municipalities with their places."""
    return render_template("municipalities.html", municipalities=reference().municipalities)


@public.get("/gemeente/<key>")
@kept
def municipality(key: str) -> str:
    """A municipality: its service points, its places, the life domains."""
    session = db(current_app)
    found = reference().municipality(key)
    return render_template(
        "municipality.html",
        municipality=found,
        service_points=list_service_points(session, key),
        domains=reference().domains,
        road=road_to_the_municipality(key),
    )


@public.get("/gemeente/<key>/<place_key>")
@kept
def place(key: str, place_key: str) -> str:
    """Everything for one place by tier: first what is there for the place, then for the whole municipality."""
    session = db(current_app)
    found = get_place(session, key, place_key)
    own = list_cards(session, list_ids_of_place(session, found.id))
    of_place = {card.id for card in own}
    wide = [card for card in list_cards(session, list_ids_for_all(session, key)) if card.id not in of_place]
    return render_template(
        "place.html",
        place=found,
        municipality=found.municipality,
        own=[(tier, [card for card in own if card.tier == tier]) for tier in Tier],
        own_total=len(own),
        wide=[(tier, [card for card in wide if card.tier == tier]) for tier in Tier],
        service_points=[card for card in (*own, *wide) if card.kind == "service_point"],
        road=road_to_the_municipality(key),
    )


@public.get("/thema/<key>.css")
def stylesheet(key: str) -> Response:
    """The colours of a municipality, as design tokens."""
    response = Response(theme.tokens(reference().municipality(key)), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
