"""The resident's own place, chosen once and kept in a first-party cookie: nothing else is known of a visitor."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Municipality, Place
from sociale_kaart.queries.municipalities import get_municipality, get_place
from webapp.extensions import db
from webapp.languages import ONE_YEAR

COOKIE = "place"


@dataclass(frozen=True)
class Visitor:
    """Where the visitor lives, as far as they told: a municipality, and perhaps a place in it."""

    municipality: Municipality | None = None
    place: Place | None = None


def current() -> Visitor:
    """The visitor of this request; a cookie that makes no sense (any more) counts as none."""
    if "visitor" not in g:
        municipality, _slash, place = request.cookies.get(COOKIE, "").partition("/")
        g.visitor = _find(municipality, place)
    visitor: Visitor = g.visitor
    return visitor


def _find(municipality: str, place: str) -> Visitor:
    if not municipality:
        return Visitor()
    session = db(current_app)
    try:
        found = get_municipality(session, municipality)
        return Visitor(found, get_place(session, municipality, place) if place else None)
    except NotFoundError:
        return Visitor()


def remember(response: Response, municipality: str | None, place: str | None) -> None:
    """Keep the choice for a year, or forget it when there is none."""
    if municipality is None:
        response.delete_cookie(COOKIE, samesite="Lax", httponly=True, secure=request.is_secure)
        return
    value = f"{municipality}/{place}" if place else municipality
    response.set_cookie(COOKIE, value, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)


def init_app(app: Flask) -> None:
    """Give templates the visitor."""

    @app.context_processor
    def visitor() -> dict[str, object]:
        return {"visitor": current()}
