"""One change to many published listings: first what it would do to each, then all of them or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart.actions.publishing import Known, check_listing, put_online
from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, InvalidListingError, InvalidValueError, NotAllowedError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import Changes, between
from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.models import Service
from sociale_kaart.queries.whole_listings import load_listings

Data = dict[str, Any]

KINDS = ("add_need", "remove_need", "set_tier", "add_place", "remove_place", "set_organization")


@dataclass(frozen=True)
class BulkChange:
    """What to do: one of KINDS, with the key of a need, a tier, "<municipality>/<place>" or an organisation.

    No organisation ("") takes away the one that a listing has.
    """

    kind: str
    value: str


@dataclass(frozen=True)
class Planned:
    """What a change would do to one listing: nothing when both `changes` and `faults` are empty."""

    id: str
    name: str
    seen: int  # the version of the listing; 0: it is not online
    changes: Changes = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    document: ServiceDocument | None = None
    listing: Service | None = None  # as it was read; kept, so that writing tells when it changed since


def plan(session: Session, *, ids: Collection[str], change: BulkChange, by: Actor) -> list[Planned]:
    """Give what a change would do to each of these listings, in their order. Raises InvalidValueError."""
    if change.kind not in KINDS:
        raise InvalidValueError("change", change.kind)
    known, listings = Known.read(session), load_listings(session, ids)
    return [_plan_one(session, key, listings.get(key), change, known, by) for key in dict.fromkeys(ids)]


def apply(
    session: Session, *, seen: Mapping[str, int], change: BulkChange, reason: str | None, by: Actor
) -> list[Planned]:
    """Do it to all of these listings, whose versions were `seen`. A draft of a listing stays.

    Raises ConflictError when one of them changed since, NotAllowedError when one is not for `by` to publish,
    InvalidListingError when one would not be sound; then nothing is written.
    """
    planned = plan(session, ids=seen, change=change, by=by)
    for one in planned:
        if "not_yours" in one.faults.values():
            raise NotAllowedError
        if one.seen != seen[one.id]:
            raise ConflictError
        if one.faults:
            raise InvalidListingError(dict(one.faults))
    for one in planned:
        if one.listing is not None and one.document is not None and one.changes:
            owner = one.listing.municipality_id
            put_online(session, document=one.document, municipality=owner, reason=reason, by=by.key)
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise ConflictError from error
    return planned


def _plan_one(
    session: Session, key: str, listing: Service | None, change: BulkChange, known: Known, by: Actor
) -> Planned:
    if listing is None:
        return Planned(key, key, 0, faults={"listing": "not_online"})
    if not by.may_publish(listing.municipality_id):
        return Planned(key, listing.name, listing.version, faults={"listing": "not_yours"})
    online = mapping.service_document(listing).as_data()
    try:
        wanted = _changed(online, change, listing.municipality_id)
        document = check_listing(session, wanted, listing.municipality_id, known)
    except InvalidListingError as error:
        return Planned(key, listing.name, listing.version, faults=error.faults)
    changes = between(online, document.as_data())
    return Planned(key, listing.name, listing.version, changes, document=document, listing=listing)


def _changed(online: Data, change: BulkChange, municipality: str | None) -> Data:
    """Give a listing's data with the change in it."""
    value = change.value
    match change.kind:
        case "add_need":
            return online | {"needs": list(dict.fromkeys([*online["needs"], value]))}
        case "remove_need":
            return online | {"needs": [need for need in online["needs"] if need != value]}
        case "set_tier":
            return online | {"tier": int(value) if value.isdecimal() else value}
        case "set_organization":
            return online | {"organization": value or None}
    owner, _slash, place = value.partition("/")
    places = set(online.get("places", ()))
    if change.kind == "remove_place":
        # Without any, it would be for the whole municipality: that is another thing than one place less.
        if owner == municipality and places == {place}:
            raise InvalidListingError({"places": "last_place"})
        return online | {"places": sorted(places - {place}) if owner == municipality else sorted(places)}
    if owner != municipality:
        raise InvalidListingError({"places": "unknown"})
    if not places:
        raise InvalidListingError({"places": "whole_municipality"})
    return online | {"places": sorted(places | {place})}
