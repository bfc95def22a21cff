"""The resident's own place, chosen once and kept in a first-party cookie: nothing else is known of a visitor."""

from dataclasses import dataclass

from flask import Flask, Response, g, request

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Municipality, Place
from webapp.languages import ONE_YEAR
from webapp.reference import reference

COOKIE = "place"


@dataclass(frozen=True)
class Visitor:
    """Where the visitor lives, as far as they told: a municipality, and perhaps a place in it."""

    municipality: Municipality | None = None
    place: Place | None = None

    @property
    def key(self) -> tuple[str | None, str | None]:
        """What a page that depends on the visitor is kept under."""
        return (self.municipality.id if self.municipality else None, self.place.slug if self.place else None)


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
    try:
        found = reference().municipality(municipality)
    except NotFoundError:
        return Visitor()
    return Visitor(found, next((known for known in found.places if known.slug == place), None))


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
