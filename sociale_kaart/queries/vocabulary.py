"""The vocabulary: needs, synonyms, municipalities with their places, helplines and pages, and what happened to each."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from sociale_kaart import models
from sociale_kaart.errors import NotFoundError
from sociale_kaart.exchange import documents as docs
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import between, merged, undone
from sociale_kaart.queries.back_office import PER_PAGE
from sociale_kaart.queries.freshness import HOLDS
from sociale_kaart.queries.history import list_events
from sociale_kaart.text import fold

Data = dict[str, Any]
_WRITES = ("created", "updated", "deleted")


# --- kinds of records ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Kind:
    """A kind of record: its table, its document, and what of it no editor changes."""

    name: str
    model: type[Any]
    document: type[docs.Document]
    to_document: Callable[[Any], docs.Document]
    fixed: tuple[str, ...] = ("key",)
    has_new: bool = False  # whether editors add records and drop them

    @property
    def fields(self) -> set[str]:
        """The fields of the document of a row."""
        return set(self.document.model_fields)

    def row_key(self, key: str) -> str:
        """Give the key of the row that a record is in."""
        return key

    def own_key(self, key: str) -> str:
        """Give the key that stands in the document of a record."""
        return key

    def part(self, whole: Data, _key: str) -> Data:
        """Give the record out of the document of its row; {}: it is not there."""
        return whole

    def put(self, whole: Data, _key: str, data: Data) -> Data:
        """Give the document of the row with the record in it; {} takes it away."""
        return data

    def owner(self, _key: str) -> str | None:
        """Give the municipality whose editors may write the record; None: only administrators."""
        return None


class _MunicipalityKind(Kind):
    """A municipality without its places, which are records of their own."""

    def part(self, whole: Data, _key: str) -> Data:
        return {name: value for name, value in whole.items() if name != "places"}

    def put(self, whole: Data, _key: str, data: Data) -> Data:
        return data | {"places": whole.get("places", [])}

    def owner(self, key: str) -> str | None:
        return key


class _PlaceKind(Kind):
    """A place; its key is "<municipality>/<place>", and it stands in the document of its municipality."""

    @property
    def fields(self) -> set[str]:
        return set(docs.MunicipalityFile.model_fields)

    def row_key(self, key: str) -> str:
        return key.partition("/")[0]

    def own_key(self, key: str) -> str:
        return key.partition("/")[2]

    def part(self, whole: Data, key: str) -> Data:
        slug = self.own_key(key)
        return next((dict(place) for place in whole.get("places", ()) if place["key"] == slug), {})

    def put(self, whole: Data, key: str, data: Data) -> Data:
        slug = self.own_key(key)
        places = [place for place in whole["places"] if place["key"] != slug] + ([data] if data else [])
        return whole | {"places": sorted(places, key=lambda place: str(place.get("key")))}

    def owner(self, key: str) -> str | None:
        return self.row_key(key)


NEED = Kind("need", models.Need, docs.NeedDocument, mapping.need_document, ("key", "urgent"))
DOMAIN = Kind("life_domain", models.LifeDomain, docs.DomainDocument, mapping.domain_alone, ("key", "needs"))
OUTSIDE = Kind("taxonomy", models.Taxonomy, docs.OutsideDocument, mapping.outside_document)
SYNONYM = Kind("synonym_group", models.SynonymGroup, docs.SynonymDocument, mapping.synonym_document, has_new=True)
MUNICIPALITY = _MunicipalityKind(
    "municipality", models.Municipality, docs.MunicipalityFile, mapping.municipality_document
)
PLACE = _PlaceKind("place", models.Municipality, docs.PlaceDocument, mapping.municipality_document, has_new=True)
HELPLINE = Kind("helpline", models.Helpline, docs.HelplineDocument, mapping.helpline_document)
PAGE = Kind("page", models.Page, docs.PageDocument, mapping.page_document)
KINDS = {kind.name: kind for kind in (NEED, DOMAIN, OUTSIDE, SYNONYM, MUNICIPALITY, PLACE, HELPLINE, PAGE)}


# --- one record ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Record:
    """A record as it is now. `data` has the fields of its document, `whole` those of its row; {}: it is not there."""

    kind: Kind
    key: str
    whole: Data
    data: Data
    row: Any | None

    @property
    def seen(self) -> str:
        """Name what is there; handed back on saving, so that nobody writes over what they never saw."""
        return seen_of(self.data)

    @property
    def resource(self) -> tuple[str, str]:
        """The type and the key under which the history has it."""
        return self.kind.model.__tablename__, self.kind.row_key(self.key)


def seen_of(data: Data) -> str:
    """Name a version of a record; {} is named as well."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def get_record(session: Session, kind: Kind, key: str) -> Record:
    """Give a record as it is in the database now, also when it is not there."""
    row = session.get(kind.model, kind.row_key(key), populate_existing=True)
    if row is None:
        return Record(kind, key, {}, {}, None)
    session.refresh(row)  # what hangs on it as well
    whole = kind.to_document(row).as_data()
    return Record(kind, key, whole, kind.part(whole, key), row)


def require_record(session: Session, kind: Kind, key: str) -> Record:
    """Give a record that is there; raises NotFoundError."""
    record = get_record(session, kind, key)
    if not record.data:
        raise NotFoundError("record", f"{kind.name}/{key}")
    return record


# --- history ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Version:
    """An event of a record: what changed in it, and the record right after it. Without data it is gone."""

    event: models.Metadata
    changes: dict[str, Any]
    data: Data = field(default_factory=dict)
    is_write: bool = True


def list_versions(session: Session, record: Record) -> list[Version]:
    """Give what happened to a record, the newest first; of a municipality and its places each what is its own."""
    return list(_versions(list_events(session, *record.resource), record))


def _versions(events: Sequence[models.Metadata], record: Record) -> Iterator[Version]:
    kind, key, whole = record.kind, record.key, record.whole
    for event in events:
        # The import also notes the order of records, which is no part of them.
        changes = {name: both for name, both in event.changes.items() if name in kind.fields}
        if event.last_action_type not in _WRITES:
            yield Version(event, changes, is_write=False)
            continue
        before = undone(whole, changes)
        data = kind.part(whole, key)
        own = between(kind.part(before, key), data)
        if own or (event.last_action_type == "created" and data):
            yield Version(event, own, data)
        whole = before


def get_version(session: Session, record: Record, change: int) -> Data:
    """Give a record as it was right after a change of its history; raises NotFoundError."""
    for version in list_versions(session, record):
        if version.event.id == change and version.is_write and version.data:
            return version.data
    raise NotFoundError("version", f"{record.kind.name}/{record.key}/{change}")


# --- lists -----------------------------------------------------------------------------------------------------------
def list_synonyms(session: Session, word: str, page: int) -> Sequence[models.SynonymGroup]:
    """Give a page of the groups of synonyms that have something of a word in them, by the ordinary word."""
    return _synonyms(session, word)[(page - 1) * PER_PAGE : page * PER_PAGE]


def count_synonyms(session: Session, word: str) -> int:
    """Give how many groups of synonyms have something of a word in them."""
    return len(_synonyms(session, word))


def _synonyms(session: Session, word: str) -> list[models.SynonymGroup]:
    asked = fold(word).strip()
    rows = session.scalars(select(models.SynonymGroup)).all()
    found = [row for row in rows if any(asked in fold(text) for text in (row.id, *row.same))]
    return sorted(found, key=lambda row: (fold(row.id), row.id))


def list_pages(session: Session) -> Sequence[models.Page]:
    """Give the pages of the site's own, in every language."""
    return session.scalars(select(models.Page).order_by(models.Page.id)).all()


def list_taxonomies(session: Session) -> Sequence[models.Taxonomy]:
    """Give the taxonomies, each with what belongs to none of its terms."""
    return session.scalars(select(models.Taxonomy).order_by(models.Taxonomy.id)).all()


def list_dropped(session: Session, kind: Kind) -> Sequence[str]:
    """Give the keys of the records of a kind that an editor took away, which their history can bring back."""
    dropped = select(models.Metadata.resource_id).where(
        models.Metadata.resource_type == kind.model.__tablename__,
        models.Metadata.last_action_type == "deleted",
        models.Metadata.resource_id.not_in(select(kind.model.id)),
    )
    return session.scalars(dropped.distinct().order_by(models.Metadata.resource_id)).all()


def list_dropped_places(session: Session, municipality: str) -> list[str]:
    """Give the keys of the places of a municipality that somebody took away."""
    events = list_events(session, models.Municipality.__tablename__, municipality)
    changes: list[Any] = [event.changes["places"] for event in events if "places" in event.changes]
    known = {place["key"] for both in changes for places in both for place in places or ()}
    now = select(models.Place.slug).where(models.Place.municipality_id == municipality)
    return sorted(known - set(session.scalars(now)))


def list_desks(session: Session, municipality: str) -> Sequence[tuple[str, str]]:
    """Give the listings of a municipality that its road to the Wmo can start at: id and name."""
    query = select(models.Service.id, models.Service.name).where(
        models.Service.municipality_id == municipality, models.Service.status != "archived"
    )
    return [(row.id, row.name) for row in session.execute(query.order_by(models.Service.name, models.Service.id))]


# --- what listings use -----------------------------------------------------------------------------------------------
def list_users_of_place(session: Session, municipality: str, slug: str) -> list[tuple[str, str]]:
    """Give the listings that are for a place, published, archived or being written: id and name."""
    area, service = models.ServiceArea, models.Service
    query = select(service.id, service.name).join(area, area.service_id == service.id)
    users = {row.id: row.name for row in session.execute(query.where(area.place_id == f"{municipality}-{slug}"))}
    for draft in session.scalars(
        select(models.ServiceDraft).where(models.ServiceDraft.municipality_id == municipality)
    ):
        if slug in (draft.document.get("places") or ()):
            users.setdefault(draft.id, str(draft.document.get("name") or draft.id))
    return sorted(users.items(), key=lambda user: (fold(user[1]), user[0]))


def list_users_of_helpline(session: Session, key: str) -> list[tuple[str, str]]:
    """Give the listings that show a helpline, published, archived or being written: id and name."""
    service = models.Service
    query = select(service.id, service.name).where(service.helpline_id == key)
    users = {row.id: row.name for row in session.execute(query)}
    for draft in session.scalars(select(models.ServiceDraft)):
        if draft.document.get("helpline") == key:
            users.setdefault(draft.id, str(draft.document.get("name") or draft.id))
    return sorted(users.items(), key=lambda user: (fold(user[1]), user[0]))


# --- helplines -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class HelplineCopy:
    """A helpline as the public sees it, and as it is to become when a proposal waits. {}: not there, or to go."""

    key: str
    online: Data
    data: Data
    proposal: models.HelplineProposal | None
    seen: str


def get_helpline_copy(session: Session, key: str) -> HelplineCopy:
    """Give a helpline with the proposal that waits, if one does; of one that is new, only that."""
    online = get_record(session, HELPLINE, key).data
    proposal = session.get(models.HelplineProposal, key, populate_existing=True)
    data = online
    if proposal is not None:
        data = merged(proposal.base, proposal.document, online) if proposal.document and online else proposal.document
    seen = f"{seen_of(online)}.{proposal.version if proposal is not None else 0}"
    return HelplineCopy(key, online, data, proposal, seen)


def list_proposals(session: Session) -> Sequence[models.HelplineProposal]:
    """Give the changes of helplines that wait for a second person, the longest waiting first."""
    query = select(models.HelplineProposal)
    return session.scalars(query.order_by(models.HelplineProposal.proposed_on, models.HelplineProposal.id)).all()


def check_by(helpline: models.Helpline) -> dt.date | None:
    """Give the day on which a helpline is to be checked again; None: it never was, and is due at once."""
    return None if helpline.checked_on is None else helpline.checked_on + HOLDS


def overdue_helplines(session: Session, today: dt.date) -> Sequence[models.Helpline]:
    """Give the helplines whose check no longer holds, in the order of the register; danger comes first there."""
    helpline = models.Helpline
    query = select(helpline).where(or_(helpline.checked_on.is_(None), helpline.checked_on <= today - HOLDS))
    return session.scalars(query.order_by(helpline.position, helpline.id)).all()


def next_position(session: Session) -> int:
    """Give the position after the last helpline of the register."""
    last = session.scalar(select(func.max(models.Helpline.position)))
    return 0 if last is None else last + 1
