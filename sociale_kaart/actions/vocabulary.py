"""Writing the vocabulary: a need, a life domain, synonyms, a municipality, a place, a page. The caller commits.

Helplines are written by `actions.helplines` alone: no change of theirs is the work of one person.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart import models
from sociale_kaart.actions import audit
from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import ConflictError, DomainError, NotAllowedError
from sociale_kaart.exchange import documents as docs
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import between
from sociale_kaart.exchange.checking import READABLE, WITHDRAWN_NUMBERS
from sociale_kaart.exchange.contrast import contrast
from sociale_kaart.queries import vocabulary as words
from sociale_kaart.queries.vocabulary import Kind, Record
from sociale_kaart.text import split_words

Data = dict[str, Any]
# All that an editor of a municipality may change in its own record; its places are records of their own.
_OF_EDITORS = {"intro"}


class InvalidRecordError(DomainError):
    """A record cannot be written. `faults` has, per field (a path such as "advice.0.nl"), what is wrong.

    A fault is a type of Pydantic ("missing", "string_pattern_mismatch", ..), the text of a rule of the documents, or
    one of ours: "taken" (the key), "twice" (a word), "withdrawn" (a number), "contrast", "unknown", "last_line".
    """

    code = "invalid_record"

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the record: {', '.join(faults)}")
        self.faults = faults


class InUseError(DomainError):
    """A record cannot go, or get another name, while `listings` (id and name) use it."""

    code = "in_use"

    def __init__(self, listings: list[tuple[str, str]]) -> None:
        super().__init__(f"{len(listings)} listing(s) use it: {', '.join(key for key, _name in listings)}")
        self.listings = listings


def key_of(name: str) -> str:
    """Give the key for something with a name: 'Nieuw-Weerdinge' becomes 'nieuw-weerdinge'."""
    return "-".join(split_words(name))[:80].strip("-")


def save(session: Session, *, kind: Kind, key: str, data: Data, seen: str, reason: str | None, by: Actor) -> None:
    """Write a record; one that is not there begins, where its kind has new ones.

    `seen` names what the editor started from (`Record.seen`). Raises ConflictError when something newer is there,
    InvalidRecordError, InUseError, NotAllowedError, NotFoundError.
    """
    record = _own_record(session, kind, key, by)
    data = check(record, _with_fixed(record, data))
    if data == record.data:
        return
    if seen != record.seen:
        raise InvalidRecordError({"key": "taken"}) if seen == words.seen_of({}) else ConflictError
    if kind is words.MUNICIPALITY and by.role != Role.ADMINISTRATOR and between(record.data, data).keys() - _OF_EDITORS:
        raise NotAllowedError
    if faults := _faults(session, record, data):
        raise InvalidRecordError(faults)
    if kind is words.PLACE and record.data and key_of(data["name"]) != key_of(record.data["name"]):
        _refuse_in_use(session, record)
    write_record(session, record=record, data=data, reason=reason, by=by.key)


def drop(session: Session, *, kind: Kind, key: str, seen: str, reason: str | None, by: Actor) -> None:
    """Take a record away; its history stays, and brings it back."""
    record = _own_record(session, kind, key, by)
    if not kind.has_new:
        raise NotAllowedError
    if seen != record.seen:
        raise ConflictError
    _refuse_in_use(session, record)
    write_record(session, record=record, data={}, reason=reason, by=by.key)


def restore(session: Session, *, kind: Kind, key: str, change: int, seen: str, reason: str | None, by: Actor) -> None:
    """Write a record again as it was after a change of its history (the id of a Metadata row)."""
    earlier = words.get_version(session, words.get_record(session, kind, key), change)
    save(session, kind=kind, key=key, data=earlier, seen=seen, reason=reason, by=by)


def check(record: Record, data: Data) -> Data:
    """Give the record as its document has it; raises InvalidRecordError with every fault."""
    kind = record.kind
    try:
        if kind is words.PLACE:
            return kind.document.model_validate(data).as_data()
        document = kind.document.model_validate(kind.put(record.whole, record.key, data))
    except ValidationError as error:
        raise InvalidRecordError(
            {".".join(map(str, fault["loc"])) or "record": _name_of(fault) for fault in error.errors()}
        ) from None
    return kind.part(document.as_data(), record.key)


def find_withdrawn(data: Data) -> dict[str, str]:
    """Give the fields with a number that must not be shown anywhere any more."""
    texts = {name: json.dumps(value, ensure_ascii=False) for name, value in data.items()}
    return {name: "withdrawn" for name, text in texts.items() if any(number in text for number in WITHDRAWN_NUMBERS)}


def write_record(session: Session, *, record: Record, data: Data, reason: str | None, by: str) -> None:
    """Write a checked record over the one that is there, or take it away ({}), and note what changed."""
    kind, row = record.kind, record.row
    whole = kind.put(record.whole, record.key, data)
    action = "updated" if record.whole and whole else "created" if whole else "deleted"
    with session.no_autoflush:
        if not whole:
            session.delete(row)
        else:
            if row is None:
                row = kind.model(id=record.key)
                session.add(row)
            _FILLS[kind.model](row, _document_of(kind, whole))
    changes = between(record.whole, whole)
    audit.record(session, by=by, action=action, resource=record.resource, changes=changes, reason=reason)
    flush(session)


def flush(session: Session) -> None:
    """Write to the database; raises ConflictError when somebody else was first."""
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise ConflictError from error


# --- parts -----------------------------------------------------------------------------------------------------------
def _own_record(session: Session, kind: Kind, key: str, by: Actor) -> Record:
    by.require_publish(kind.owner(key))
    if kind is words.HELPLINE:
        raise NotAllowedError
    if kind is words.PLACE:
        words.require_record(session, words.MUNICIPALITY, kind.row_key(key))
    return words.get_record(session, kind, key) if kind.has_new else words.require_record(session, kind, key)


def _with_fixed(record: Record, data: Data) -> Data:
    """Give the data with what no editor changes as it is."""
    free = {name: value for name, value in data.items() if name not in record.kind.fixed}
    fixed = {name: record.data[name] for name in record.kind.fixed if name in record.data}
    return free | {"key": record.kind.own_key(record.key)} | fixed


def _name_of(fault: Any) -> str:
    """Give the type of a fault, or the text of the rule of the documents that it breaks."""
    return str(fault["ctx"]["error"]) if fault["type"] == "value_error" else str(fault["type"])


def _faults(session: Session, record: Record, data: Data) -> dict[str, str]:
    """Give what is wrong between a sound record and the others."""
    faults = find_withdrawn(data)
    if record.kind is words.SYNONYM:
        if not split_words(data["key"]):
            faults["key"] = "string_pattern_mismatch"
        same = [word.casefold() for word in (data["key"], *data["same"])]
        if len(set(same)) < len(same):
            faults["same"] = "twice"
    if record.kind is words.MUNICIPALITY:
        if contrast(data["theme"]["primary"]) < READABLE:
            faults["theme.primary"] = "contrast"
        desk = session.get(models.Service, data["wmo_desk"])
        if desk is None or desk.municipality_id != record.key:
            faults["wmo_desk"] = "unknown"
    return faults


def _refuse_in_use(session: Session, record: Record) -> None:
    if record.kind is words.PLACE and record.data:
        municipality, _slash, slug = record.key.partition("/")
        if users := words.list_users_of_place(session, municipality, slug):
            raise InUseError(users)


def _document_of(kind: Kind, whole: Data) -> docs.Document:
    document = docs.MunicipalityFile if kind is words.PLACE else kind.document
    return document.model_validate(whole)


def _fill_municipality(row: models.Municipality, doc: docs.MunicipalityFile) -> None:
    """Write a municipality with its desk and without the places that are gone; its places count as a change of it."""
    mapping.fill_municipality(row, doc)
    row.wmo_desk_id = doc.wmo_desk
    wanted = {place.key for place in doc.places}
    for place in [place for place in row.places if place.slug not in wanted]:
        row.places.remove(place)
    flag_modified(row, "name")


_FILLS: dict[type[Any], Callable[[Any, Any], None]] = {
    models.Need: mapping.fill_need,
    models.LifeDomain: mapping.fill_domain,
    models.Taxonomy: mapping.fill_taxonomy,
    models.SynonymGroup: mapping.fill_synonym,
    models.Municipality: _fill_municipality,
    models.Helpline: mapping.fill_helpline,
    models.Page: mapping.fill_page,
}
