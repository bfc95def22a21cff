"""Imports content files: idempotent, all or nothing, and never over what an editor has changed since."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart import models
from sociale_kaart.actions import audit
from sociale_kaart.exchange import documents as docs
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.content_files import Content

NEEDS_TAXONOMY = "hulpvragen"


@dataclass
class ImportReport:
    """What an import did, as "type/key" of each record; `kept` were changed by an editor and left alone."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # in the database, no longer in the files; left alone

    @property
    def changed_anything(self) -> bool:
        """Whether the search index has something to catch up with."""
        return bool(self.created or self.updated)


def import_content(session: Session, *, content: Content, by: str) -> ImportReport:
    """Write content into the database. The caller commits, so that either everything is there or nothing."""
    run = _Import(session, by)
    session.merge(
        models.Taxonomy(
            id=NEEDS_TAXONOMY,
            name="Hulpvragen",
            description="Wat een inwoner nodig kan hebben",
            excludes=content.needs.outside.means,
        )
    )
    for position, domain in enumerate(content.needs.domains):
        run.domain(domain, position)
    for position, helpline in enumerate(content.helplines):
        run.helpline(helpline, position)
    for synonym in content.synonyms:
        run.synonym(synonym)
    for page in content.pages:
        run.page(page)
    for key, municipality in content.municipalities.items():
        run.municipality(municipality)
        for organization in content.organizations[key]:
            run.organization(organization, key)
    session.flush()
    for owner, services in content.services.items():
        for service in services:
            run.service(service, owner)
    session.flush()
    run.point_to_desks(content)
    run.report.gone = sorted(run.imported.keys() - run.seen)
    return run.report


class _Import:
    """One run: the digests of the last import, and one method per type of record."""

    def __init__(self, session: Session, by: str) -> None:
        self.session = session
        self.by = by
        self.report = ImportReport()
        self.seen: set[str] = set()
        rows = session.scalars(select(models.ImportedContent)).all()
        self.imported = {f"{row.resource_type}/{row.resource_id}": row for row in rows}

    def domain(self, doc: docs.DomainDocument, position: int) -> None:
        def fill(row: models.LifeDomain) -> None:
            row.taxonomy_id = NEEDS_TAXONOMY
            mapping.fill_domain(row, doc, position)
            self.session.flush()
            for index, need in enumerate(doc.needs):
                term = self.session.get(models.Need, need.key) or models.Need(id=need.key, taxonomy_id=NEEDS_TAXONOMY)
                mapping.fill_need(term, need, doc.key, index)
                self.session.add(term)
            self.session.flush()
            self.session.expire(row, ["needs"])

        self._write(doc, models.LifeDomain, fill, mapping.domain_document)

    def helpline(self, doc: docs.HelplineDocument, position: int) -> None:
        self._write(
            doc,
            models.Helpline,
            lambda row: mapping.fill_helpline(row, doc, position),
            mapping.helpline_document,
        )

    def synonym(self, doc: docs.SynonymDocument) -> None:
        self._write(
            doc,
            models.SynonymGroup,
            lambda row: mapping.fill_synonym(row, doc),
            mapping.synonym_document,
        )

    def page(self, doc: docs.PageDocument) -> None:
        self._write(doc, models.Page, lambda row: mapping.fill_page(row, doc), mapping.page_document)

    def municipality(self, doc: docs.MunicipalityFile) -> None:
        self._write(
            doc,
            models.Municipality,
            lambda row: mapping.fill_municipality(row, doc),
            mapping.municipality_document,
        )

    def organization(self, doc: docs.OrganizationDocument, municipality: str) -> None:
        self._write(
            doc,
            models.Organization,
            lambda row: mapping.fill_organization(row, doc, municipality),
            mapping.organization_document,
        )

    def service(self, doc: docs.ServiceDocument, owner: str | None) -> None:
        kind = models.Activity if doc.kind == "activity" else models.Service
        self._write(doc, kind, lambda row: mapping.fill_service(row, doc, owner), mapping.service_document)

    def point_to_desks(self, content: Content) -> None:
        """Set each municipality's desk, which can only be done once the listings are there."""
        for key, doc in content.municipalities.items():
            row = self.session.get_one(models.Municipality, key)
            if f"municipality/{key}" in {*self.report.created, *self.report.updated}:
                row.wmo_desk_id = doc.wmo_desk

    def _write(
        self,
        doc: Any,
        model: type[Any],
        fill: Callable[[Any], None],
        to_document: Callable[[Any], docs.Document],
    ) -> None:
        """Create, update, leave or keep one record, by comparing file, last import and database."""
        resource = (model.__tablename__, doc.key)
        name = "/".join(resource)
        self.seen.add(name)
        last, new = self.imported.get(name), mapping.digest(doc)
        if last is not None and last.digest == new:
            self.report.unchanged += 1
            return
        row = self.session.get(model, doc.key)
        if row is not None and (last is None or mapping.digest(to_document(row)) != last.digest):
            self.report.kept.append(name)
            return
        before = to_document(row).as_data() if row is not None else {}
        is_new = row is None
        row = row or model(id=doc.key)
        with self.session.no_autoflush:
            self.session.add(row)
            fill(row)
        (self.report.created if is_new else self.report.updated).append(name)
        self.session.merge(models.ImportedContent(resource_type=resource[0], resource_id=doc.key, digest=new))
        audit.record(
            self.session,
            by=self.by,
            action="created" if is_new else "updated",
            resource=resource,
            changes={} if is_new else _changes(before, doc.as_data()),
        )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    names = [name for name in before | after if before.get(name) != after.get(name)]
    return {name: [before.get(name), after.get(name)] for name in names}
