"""What an editor can choose from in the form of a listing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from sociale_kaart import models
from sociale_kaart.actors import Actor, Role
from sociale_kaart.queries.organizations import list_organizations
from sociale_kaart.tiers import Tier
from webapp import texts
from webapp.beheer.words import KIND_NAMES
from webapp.reference import reference

Choice = tuple[str, Any]  # a value and its label


def owners(me: Actor) -> list[Choice]:
    """Give the municipalities that someone may begin a listing for."""
    if me.role != Role.ADMINISTRATOR:
        return []
    return [(municipality.id, municipality.name) for municipality in reference().municipalities]


def choices_for(session: Session, municipality: str | None, me: Actor) -> dict[str, Sequence[Choice]]:
    """Give, per field, what can be chosen."""
    found = next((m for m in reference().municipalities if m.id == municipality), None)
    organizations = [(row.id, row.name) for row in list_organizations(session, municipality)]
    if me.organization is not None:
        organizations = [choice for choice in organizations if choice[0] == me.organization]
    return {
        "kind": list(KIND_NAMES.items()),
        "organization": organizations,
        "tier": [(str(tier.value), texts.TIER_NAMES[tier]) for tier in Tier],
        "languages": list(texts.LANGUAGE_NAMES.items()),
        "places": [(place.slug, place.name) for place in sorted(found.places, key=lambda p: p.name)] if found else [],
        "location.wheelchair": list(texts.WHEELCHAIR_NAMES.items()),
        "status": [(key, name) for key, name in texts.STATUS_NAMES.items() if key != "archived"],
        "days": list(texts.DAY_NAMES.items()),
    }


def new_id(session: Session, municipality: str | None, name: str) -> str:
    """Give an id for a new listing that says what it is: 'emmen-klussendienst-angelslo'."""
    plain = unicodedata.normalize("NFKD", f"{municipality or ''} {name}").encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall("[a-z0-9]+", plain))[:70].strip("-") or "hulp"
    fresh, number = base, 2
    while any(session.get(model, fresh) for model in (models.Service, models.ServiceDraft)):
        fresh, number = f"{base}-{number}", number + 1
    return fresh
