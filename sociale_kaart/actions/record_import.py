"""Imports one record: by comparing the file, the last import and the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from sociale_kaart import models
from sociale_kaart.actions import audit
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange import documents as docs
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import between

Verdict = Literal["created", "updated", "unchanged", "kept"]


@dataclass
class ImportReport:
    """What an import did, as "type/key" of each record.

    `kept` were changed or deleted by an editor and left so. Only their order follows the files; when that changed,
    they are among `updated` as well.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # in the database, no longer in the files; left alone

    @property
    def changed_anything(self) -> bool:
        """Whether the search index has something to catch up with."""
        return bool(self.created or self.updated)


@dataclass(frozen=True)
class Record:
    """A document with the row it goes to, and what goes both ways between them.

    `order` has the fields that say where the record stands among others; they always follow the file. `owner` is the
    municipality whose content it is.
    """

    key: str
    document: docs.Document
    model: type[Any]
    fill: Callable[[Any, Any], None]
    to_document: Callable[[Any], docs.Document]
    order: dict[str, Any] = field(default_factory=dict)
    owner: str | None = None

    @property
    def digest(self) -> str:
        """The digest of what stands in the files."""
        return mapping.digest(self.document, self.owner)

    def digest_of(self, row: Any) -> str:
        """The digest of what stands in the database."""
        return mapping.digest(self.to_document(row), getattr(row, "municipality_id", None))

    @property
    def resource(self) -> tuple[str, str]:
        """The type and the key, as audit events name a record."""
        return self.model.__tablename__, self.key


class RecordImport:
    """One run: the digests of the last import, and what was done to each record."""

    def __init__(self, session: Session, by: str) -> None:
        self.session = session
        self.by = by
        self.report = ImportReport()
        self.seen: set[str] = set()
        self.deleted: set[str] = set()  # by an editor, while they are in the files
        rows = session.scalars(select(models.ImportedContent)).all()
        self.imported = {f"{row.resource_type}/{row.resource_id}": row for row in rows}

    def write(self, record: Record) -> None:
        """Create, update, leave or keep one record."""
        name = "/".join(record.resource)
        self.seen.add(name)
        row = self.session.get(record.model, record.key)
        if row is None and name in self.imported:
            self.deleted.add(name)
            self.report.kept.append(name)
            return
        verdict = self._judge(record, row)
        changes: dict[str, Any] = {}
        if row is None:
            row = record.model(id=record.key)
            self._fill(record, row)
        elif verdict == "updated":
            changes = between(record.to_document(row).as_data(), record.document.as_data())
            if getattr(row, "municipality_id", None) != record.owner:
                changes["municipality"] = [row.municipality_id, record.owner]
            self._fill(record, row)
            _raise_version(row)
        changes |= _move(row, record.order)
        self._report(record, verdict, changes)

    def _judge(self, record: Record, row: Any) -> Verdict:
        if row is None:
            return "created"
        last, new = self.imported.get("/".join(record.resource)), record.digest
        if last is not None and last.digest == new:
            return "unchanged"
        current = record.digest_of(row)
        if current == new:  # an editor's change that came back through the files
            self._remember(record)
            return "unchanged"
        return "updated" if last is not None and last.digest == current else "kept"

    def _fill(self, record: Record, row: Any) -> None:
        with self.session.no_autoflush:
            self.session.add(row)
            record.fill(row, record.document)
        self._remember(record)

    def _remember(self, record: Record) -> None:
        resource_type, resource_id = record.resource
        new = models.ImportedContent(resource_type=resource_type, resource_id=resource_id, digest=record.digest)
        with self.session.no_autoflush:
            self.session.merge(new)

    def _report(self, record: Record, verdict: Verdict, changes: dict[str, Any]) -> None:
        name = "/".join(record.resource)
        if verdict == "kept":
            self.report.kept.append(name)
        if verdict == "created":
            self.report.created.append(name)
        elif verdict == "updated" or changes:
            self.report.updated.append(name)
        elif verdict == "unchanged":
            self.report.unchanged += 1
        if verdict in ("created", "updated") or changes:
            self._audit(record, "created" if verdict == "created" else "updated", changes)

    def _audit(self, record: Record, action: str, changes: dict[str, Any]) -> None:
        given = {} if action == "created" else changes
        audit.record(self.session, by=self.by, action=action, resource=record.resource, changes=given)

    def refuse_deleted(self, name: str, uses: Iterable[str]) -> None:
        """Raise ContentError when a record that is to be written uses one that an editor deleted."""
        if faults := [f"{name}: uses {used}, which an editor deleted" for used in uses if used in self.deleted]:
            raise ContentError(faults)


def _move(row: Any, order: dict[str, Any]) -> dict[str, list[Any]]:
    moved = {name: [getattr(row, name), value] for name, value in order.items() if getattr(row, name) != value}
    for name, (_before, after) in moved.items():
        setattr(row, name, after)
    return moved


def _raise_version(row: Any) -> None:
    """Count a change of what hangs on the record, such as its phone numbers, as a change of the record."""
    if isinstance(row, models.base.Versioned):
        columns = inspect(type(row)).column_attrs.keys()
        flag_modified(row, next(name for name in columns if name not in ("id", "version")))
