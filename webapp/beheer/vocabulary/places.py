"""A municipality and its places. Its editors write its introduction and its places; the rest is the administrator's."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from sociale_kaart.actions.vocabulary import key_of
from sociale_kaart.actors import Role
from sociale_kaart.queries import vocabulary as words
from webapp.accounts.guard import actor, allowed
from webapp.beheer.home import PUBLISHERS
from webapp.beheer.vocabulary import vocabulary
from webapp.beheer.vocabulary.fields import Field, read_form
from webapp.beheer.vocabulary.record import drop, form_of, page, save, show, write
from webapp.extensions import db

PLACE_KINDS = {
    "wijk": _l("Wijk"),
    "dorp": _l("Dorp"),
    "plek": _l("Plek in een wijk of dorp"),
    "regio": _l("Gebied, groter dan de gemeente"),
    "elders": _l("Plaats buiten de gemeente"),
}
_INTRO = Field("intro", _l("Inleiding op de pagina van de gemeente"), "text", required=True)
_MUNICIPALITY = (
    _INTRO,
    Field("name", _l("Naam"), required=True),
    Field("province", _l("Provincie"), required=True),
    Field("population", _l("Aantal inwoners"), "number"),
    Field("logo_text", _l("Naam bij het logo"), required=True),
    Field("theme.primary", _l("Kleur van balken en knoppen"), hint=_l("Bijvoorbeeld #00587c."), required=True),
    Field("theme.accent", _l("Kleur van details"), required=True),
    Field("phone", _l("Telefoon"), "phone"),
    Field("email", _l("E-mail"), "email"),
    Field("url", _l("Website"), "url", _l("Begint met https://")),
    Field("wmo_desk", _l("Waar een gesprek over de Wmo begint"), "choice", required=True),
    Field("source", _l("Waar komt dit vandaan?"), required=True),
)
_PLACE = (
    Field("name", _l("Naam"), required=True),
    Field("kind", _l("Soort"), "choice", required=True, choices=PLACE_KINDS),
    Field("postcodes", _l("Postcodes"), "lines", _l("Alleen de vier cijfers, elke postcode op een eigen regel.")),
    Field("latitude", _l("Breedtegraad van het midden"), "number", _l("Bijvoorbeeld 52,78. Leeg als u het niet weet.")),
    Field("longitude", _l("Lengtegraad van het midden"), "number", _l("Bijvoorbeeld 6,92.")),
)


def _of_municipality() -> tuple[Field, ...]:
    return _MUNICIPALITY if actor().role == Role.ADMINISTRATOR else (_INTRO,)


def _its_places(session: Session, key: str) -> dict[str, Any]:
    return {
        "places": words.require_record(session, words.MUNICIPALITY, key).whole["places"],
        "dropped": words.list_dropped_places(session, key),
        "place_kinds": PLACE_KINDS,
        "choices": {"wmo_desk": words.list_desks(session, key)},
        "place_history": PLACES.history,
    }


def _place_url(key: str) -> str:
    municipality, _slash, slug = key.partition("/")
    return url_for("beheer.vocabulary.place", key=municipality, slug=slug)


def _place_overview(key: str) -> str:
    return url_for("beheer.vocabulary.municipality", key=key.partition("/")[0])


MUNICIPALITIES = form_of(
    words.MUNICIPALITY,
    _MUNICIPALITY,
    title=lambda key, data: str(data.get("name") or key),
    url=lambda key: url_for("beheer.vocabulary.municipality", key=key),
    overview=lambda _key: url_for("beheer.vocabulary.home"),
    own_fields=_of_municipality,
    template="beheer/vocabulary/municipality.html",
    more=_its_places,
)
PLACES = form_of(
    words.PLACE,
    _PLACE,
    title=lambda key, data: str(data.get("name") or key.partition("/")[2] or gettext("Nieuwe plaats")),
    url=_place_url,
    overview=_place_overview,
)


@vocabulary.get("/gemeenten/<key>")
@allowed(*PUBLISHERS)
def municipality(key: str) -> str:
    """The form of a municipality, and its places."""
    return show(MUNICIPALITIES, key)


@vocabulary.post("/gemeenten/<key>")
@allowed(*PUBLISHERS)
def save_municipality(key: str) -> ResponseReturnValue:
    """Write a municipality."""
    return save(MUNICIPALITIES, key)


@vocabulary.get("/gemeenten/<key>/nieuwe-plaats")
@allowed(*PUBLISHERS)
def new_place(key: str) -> str:
    """An empty form."""
    words.require_record(db(current_app), words.MUNICIPALITY, key)
    actor().require_publish(key)
    return page(PLACES, f"{key}/", {}, "", is_new=True)


@vocabulary.post("/gemeenten/<key>/nieuwe-plaats")
@allowed(*PUBLISHERS)
def create_place(key: str) -> ResponseReturnValue:
    """Begin a place; its key follows from its name."""
    words.require_record(db(current_app), words.MUNICIPALITY, key)
    actor().require_publish(key)
    data = read_form(request.form, _PLACE, {})
    if not (slug := key_of(data.get("name", ""))):
        return page(PLACES, f"{key}/", data, "", faults={"name": "missing"}, is_new=True), 422
    return write(PLACES, f"{key}/{slug}", data, words.seen_of({}), is_new=True)


@vocabulary.get("/gemeenten/<key>/plaatsen/<slug>")
@allowed(*PUBLISHERS)
def place(key: str, slug: str) -> str:
    """The form of a place."""
    return show(PLACES, f"{key}/{slug}")


@vocabulary.post("/gemeenten/<key>/plaatsen/<slug>")
@allowed(*PUBLISHERS)
def save_place(key: str, slug: str) -> ResponseReturnValue:
    """Write a place, or take it away."""
    asked = f"{key}/{slug}"
    return drop(PLACES, asked) if request.form.get("action") == "drop" else save(PLACES, asked)
