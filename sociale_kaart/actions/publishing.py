"""Puts a listing online: approves a draft, archives, opens again, goes back to an earlier version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart import models
from sociale_kaart.actions import audit
from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, InvalidListingError, NotFoundError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import between
from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.queries.drafts import get_working_copy
from sociale_kaart.queries.history import data_after

Data = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """The keys that a listing may point to, read once for many listings."""

    needs: frozenset[str]
    places: Mapping[str | None, frozenset[str]]  # by municipality, None for national listings
    organizations: frozenset[str]
    helplines: frozenset[str]

    @classmethod
    def read(cls, session: Session) -> Known:
        """Read what is there now."""
        places: dict[str | None, set[str]] = {None: set()}
        places |= {key: set() for key in session.scalars(select(models.Municipality.id))}
        for municipality, slug in session.execute(select(models.Place.municipality_id, models.Place.slug)):
            places[municipality].add(slug)
        return cls(
            needs=frozenset(session.scalars(select(models.Need.id))),
            places={key: frozenset(slugs) for key, slugs in places.items()},
            organizations=frozenset(session.scalars(select(models.Organization.id))),
            helplines=frozenset(session.scalars(select(models.Helpline.id))),
        )


def check_listing(
    session: Session, data: Data, municipality: str | None, known: Known | None = None
) -> ServiceDocument:
    """Give the listing when it is fit to publish; raises InvalidListingError with every fault.

    Who checks many gives what is `known`.
    """
    try:
        document = ServiceDocument.model_validate(data)
    except ValidationError as error:
        raise InvalidListingError(
            {".".join(map(str, fault["loc"])) or "listing": _name_of(fault) for fault in error.errors()}
        ) from None
    if faults := _dangling(document, municipality, known or Known.read(session)):
        raise InvalidListingError(faults)
    return document


def publish(session: Session, *, service_id: str, seen: str, reason: str | None, by: Actor) -> models.Service:
    """Publish the draft of a listing as it was seen.

    Raises ConflictError when something newer is there, InvalidListingError, NotAllowedError.
    """
    copy = get_working_copy(session, service_id)
    draft = copy.draft
    if draft is None or copy.seen != seen:
        raise ConflictError
    by.require_publish(draft.municipality_id)
    document = check_listing(session, copy.data, draft.municipality_id)
    service = put_online(
        session, document=document, municipality=draft.municipality_id, reason=reason or draft.reason, by=by.key
    )
    session.delete(draft)
    _flush(session)
    return service


def set_status(
    session: Session, *, service_id: str, status: str, seen: str, reason: str | None, by: Actor
) -> models.Service:
    """Archive a published listing, or open it again."""
    return _rewrite(session, service_id, {"status": status}, seen, reason, by)


def restore(
    session: Session, *, service_id: str, change: int, seen: str, reason: str | None, by: Actor
) -> models.Service:
    """Publish the listing again as it was after a change of its history (the id of a Metadata row)."""
    earlier = data_after(session, service_id, change)
    return _rewrite(session, service_id, earlier, seen, reason, by, whole=True)


def put_online(
    session: Session, *, document: ServiceDocument, municipality: str | None, reason: str | None, by: str
) -> models.Service:
    """Write a sound listing over the published one, or as a new one, and note what changed."""
    service = session.get(models.Service, document.key)
    before: Data = {}
    if service is None:
        service = models.Service(id=document.key)
    else:
        before = mapping.service_document(service).as_data()
    changes = between(before, document.as_data())
    with session.no_autoflush:
        session.add(service)
        mapping.fill_service(service, document, municipality)
    action = "updated" if before else "created"
    audit.record(session, by=by, action=action, resource=("service", document.key), changes=changes, reason=reason)
    return service


def _rewrite(
    session: Session, service_id: str, data: Data, seen: str, reason: str | None, by: Actor, *, whole: bool = False
) -> models.Service:
    copy = get_working_copy(session, service_id)
    if copy.service is None:
        raise NotFoundError("listing", service_id)
    by.require_publish(copy.service.municipality_id)
    if copy.seen != seen:
        raise ConflictError
    wanted = data if whole else copy.online | data
    if wanted == copy.online:
        return copy.service
    document = check_listing(session, wanted, copy.service.municipality_id)
    service = put_online(
        session, document=document, municipality=copy.service.municipality_id, reason=reason, by=by.key
    )
    _flush(session)
    return service


def _name_of(fault: Any) -> str:
    """Give the type of a fault, or the text of the rule of ours that it breaks."""
    return str(fault["ctx"]["error"]) if fault["type"] == "value_error" else str(fault["type"])


def _dangling(document: ServiceDocument, municipality: str | None, known: Known) -> dict[str, str]:
    """Give the fields whose keys stand for nothing."""
    pointers: dict[str, tuple[Iterable[str | None], frozenset[str]]] = {
        "needs": (document.needs, known.needs),
        "places": (document.places, known.places.get(municipality, frozenset())),
        "organization": ([document.organization], known.organizations),
        "helpline": ([document.helpline], known.helplines),
    }
    for number, visit in enumerate(document.visits):
        pointers[f"visits.{number}.organization"] = ([visit.organization], known.organizations)
    return {name: "unknown" for name, (keys, there) in pointers.items() if not {key for key in keys if key} <= there}


def _flush(session: Session) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise ConflictError from error
