"""Needs and life domains: their texts. Their keys, and what counts as danger, are no work of editors."""

from __future__ import annotations

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from sociale_kaart.actors import Role
from sociale_kaart.queries import vocabulary as words
from sociale_kaart.queries.needs import list_domains
from sociale_kaart.tiers import Tier
from webapp import texts
from webapp.accounts.guard import allowed
from webapp.beheer.vocabulary import vocabulary
from webapp.beheer.vocabulary.fields import Data, Field, translated
from webapp.beheer.vocabulary.record import form_of, save, show
from webapp.extensions import db

_WRITTEN = ("nl", "en")
_NEED = (
    *translated("label", _l("Naam"), _WRITTEN, optional=("tr", "ar", "pl", "uk")),
    Field(
        "means",
        _l("Wat eronder valt"),
        hint=_l("Gewone woorden, met komma's ertussen. Meedoen leert ervan bij de volgende training."),
        required=True,
    ),
    *translated("question", _l("Zo zegt een inwoner het"), _WRITTEN, "text"),
    *translated("intro", _l("Uitleg"), _WRITTEN, "text"),
    *(
        field
        for tier in Tier
        for field in translated(
            f"advice.{tier.value - 1}",
            _l("Advies bij trede %(number)s, %(tier)s", number=tier.value, tier=texts.TIER_NAMES[tier]),
            _WRITTEN,
            "text",
        )
    ),
)
_DOMAIN = (*translated("label", _l("Naam"), _WRITTEN), *translated("intro", _l("Uitleg"), _WRITTEN, "text"))
_OUTSIDE = (
    Field(
        "means",
        _l("Waar Meedoen niet over gaat"),
        hint=_l("Gewone woorden, met komma's ertussen. Meedoen leert ervan bij de volgende training."),
        required=True,
    ),
)


def _label(key: str, data: Data) -> str:
    return str(data.get("label", {}).get("nl") or key)


def _overview(_key: str) -> str:
    return url_for("beheer.vocabulary.needs")


NEEDS = form_of(
    words.NEED,
    _NEED,
    title=_label,
    url=lambda key: url_for("beheer.vocabulary.need", key=key),
    overview=_overview,
)
DOMAINS = form_of(
    words.DOMAIN,
    _DOMAIN,
    title=_label,
    url=lambda key: url_for("beheer.vocabulary.domain", key=key),
    overview=_overview,
)
OUTSIDE = form_of(
    words.OUTSIDE,
    _OUTSIDE,
    title=lambda _key, _data: str(gettext("Geen hulpvraag")),
    url=lambda key: url_for("beheer.vocabulary.outside", key=key),
    overview=_overview,
)


@vocabulary.get("/hulpvragen")
@allowed(Role.ADMINISTRATOR)
def needs() -> str:
    """All needs, by life domain."""
    session = db(current_app)
    return render_template(
        "beheer/vocabulary/needs.html", domains=list_domains(session), taxonomies=words.list_taxonomies(session)
    )


@vocabulary.get("/hulpvragen/<key>")
@allowed(Role.ADMINISTRATOR)
def need(key: str) -> str:
    """The form of a need."""
    return show(NEEDS, key)


@vocabulary.post("/hulpvragen/<key>")
@allowed(Role.ADMINISTRATOR)
def save_need(key: str) -> ResponseReturnValue:
    """Write a need."""
    return save(NEEDS, key)


@vocabulary.get("/onderwerpen/<key>")
@allowed(Role.ADMINISTRATOR)
def domain(key: str) -> str:
    """The form of a life domain."""
    return show(DOMAINS, key)


@vocabulary.post("/onderwerpen/<key>")
@allowed(Role.ADMINISTRATOR)
def save_domain(key: str) -> ResponseReturnValue:
    """Write a life domain."""
    return save(DOMAINS, key)


@vocabulary.get("/geen-hulpvraag/<key>")
@allowed(Role.ADMINISTRATOR)
def outside(key: str) -> str:
    """The form of what is no need at all."""
    return show(OUTSIDE, key)


@vocabulary.post("/geen-hulpvraag/<key>")
@allowed(Role.ADMINISTRATOR)
def save_outside(key: str) -> ResponseReturnValue:
    """Write what is no need at all."""
    return save(OUTSIDE, key)
