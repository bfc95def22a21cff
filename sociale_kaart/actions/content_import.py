"""Imports content files: idempotent, all or nothing, and never over what an editor has changed since."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart import models
from sociale_kaart.actions.record_import import ImportReport, Record, RecordImport
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange import documents as docs
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.content_files import Content

__all__ = ["ImportReport", "import_content"]

NEEDS_TAXONOMY = "hulpvragen"


def import_content(session: Session, *, content: Content, by: str) -> ImportReport:
    """Write content into the database. The caller commits, so that either everything is there or nothing.

    Raises ContentError when the files ask for what the changes of an editor make impossible.
    """
    run = _Import(session, by)
    run.needs(content.needs)
    for position, helpline in enumerate(content.helplines):
        run.helpline(helpline, position)
    for synonym in content.synonyms:
        run.synonym(synonym)
    for page in content.pages:
        run.page(page)
    for municipality in content.municipalities.values():
        run.municipality(municipality)
    session.flush()
    for key in content.municipalities:
        for organization in content.organizations[key]:
            run.organization(organization, key)
    session.flush()
    for owner, services in content.services.items():
        for service in services:
            run.service(service, owner)
    session.flush()
    run.finish_municipalities(content)
    run.report.gone = sorted(run.imported.keys() - run.seen)
    return run.report


class _Import(RecordImport):
    """One run: one method per type of record."""

    def needs(self, file: docs.NeedsFile) -> None:
        """Write the taxonomy, then the life domains, then the needs; each is a record of its own."""
        outside = file.outside
        self.write(
            Record(NEEDS_TAXONOMY, outside, models.Taxonomy, mapping.fill_taxonomy, mapping.outside_document),
        )
        self.session.flush()
        for position, domain in enumerate(file.domains):
            self._domain(domain, position)
        self.session.flush()
        for domain in file.domains:
            for position, need in enumerate(domain.needs):
                self._need(need, domain.key, position)
        self.session.flush()
        for row in self.session.scalars(select(models.LifeDomain)):
            self.session.expire(row, ["needs"])

    def _domain(self, doc: docs.DomainDocument, position: int) -> None:
        def fill(row: models.LifeDomain, doc: docs.DomainDocument) -> None:
            row.taxonomy_id = NEEDS_TAXONOMY
            mapping.fill_domain(row, doc)

        alone = doc.model_copy(update={"needs": []})
        order = {"position": position}
        self.write(Record(doc.key, alone, models.LifeDomain, fill, mapping.domain_alone, order))

    def _need(self, doc: docs.NeedDocument, domain: str, position: int) -> None:
        def fill(row: models.Need, doc: docs.NeedDocument) -> None:
            self.refuse_deleted(f"need/{doc.key}", [f"life_domain/{domain}"])
            row.taxonomy_id = NEEDS_TAXONOMY
            mapping.fill_need(row, doc)

        order: dict[str, object] = {"position": position}
        if f"life_domain/{domain}" not in self.deleted:
            order["parent_id"] = domain
        self.write(Record(doc.key, doc, models.Need, fill, mapping.need_document, order))

    def helpline(self, doc: docs.HelplineDocument, position: int) -> None:
        order = {"position": position}
        self.write(Record(doc.key, doc, models.Helpline, mapping.fill_helpline, mapping.helpline_document, order))

    def synonym(self, doc: docs.SynonymDocument) -> None:
        self.write(Record(doc.key, doc, models.SynonymGroup, mapping.fill_synonym, mapping.synonym_document))

    def page(self, doc: docs.PageDocument) -> None:
        self.write(Record(doc.key, doc, models.Page, mapping.fill_page, mapping.page_document))

    def municipality(self, doc: docs.MunicipalityFile) -> None:
        to_document = mapping.municipality_document
        self.write(Record(doc.key, doc, models.Municipality, mapping.fill_municipality, to_document))

    def organization(self, doc: docs.OrganizationDocument, municipality: str) -> None:
        def fill(row: models.Organization, doc: docs.OrganizationDocument) -> None:
            self.refuse_deleted(f"organization/{doc.key}", [f"municipality/{municipality}"])
            mapping.fill_organization(row, doc, municipality)

        self.write(Record(doc.key, doc, models.Organization, fill, mapping.organization_document, owner=municipality))

    def service(self, doc: docs.ServiceDocument, owner: str | None) -> None:
        def fill(row: models.Service, doc: docs.ServiceDocument) -> None:
            self.refuse_deleted(f"service/{doc.key}", _references(doc, owner))
            self._refuse_missing_places(doc, owner)
            mapping.fill_service(row, doc, owner)

        self.write(Record(doc.key, doc, models.Service, fill, mapping.service_document, owner=owner))

    def _refuse_missing_places(self, doc: docs.ServiceDocument, owner: str | None) -> None:
        """An editor's version of a municipality may lack the place that a listing in the files is for."""
        if f"municipality/{owner}" in self.report.kept:
            missing = [key for key in doc.places if self.session.get(models.Place, f"{owner}-{key}") is None]
            where = f"municipality/{owner}, which an editor changed"
            if missing:
                raise ContentError([f"service/{doc.key}: place {key!r} is not in {where}" for key in missing])

    def finish_municipalities(self, content: Content) -> None:
        """Do what can only be done once the listings are there: point to the desks, and drop places that are gone."""
        faults: list[str] = []
        for key, doc in content.municipalities.items():
            if f"municipality/{key}" in {*self.report.created, *self.report.updated}:
                self.refuse_deleted(f"municipality/{key}", [f"service/{doc.wmo_desk}"])
                row = self.session.get_one(models.Municipality, key)
                row.wmo_desk_id = doc.wmo_desk
                faults += self._drop_places(row, {place.key for place in doc.places})
        if faults:
            raise ContentError(faults)
        self.session.flush()

    def _drop_places(self, row: models.Municipality, wanted: set[str]) -> Iterator[str]:
        for place in [place for place in row.places if place.slug not in wanted]:
            query = select(models.ServiceArea.service_id).where(models.ServiceArea.place_id == place.id)
            users = sorted(self.session.scalars(query))
            for user in users:
                yield (
                    f"municipality/{row.id}: place {place.slug!r} is gone from the file, but service/{user} still uses"
                    " it in the database (an editor changed that listing, or it is gone from the files)"
                )
            if not users:
                row.places.remove(place)


def _references(doc: docs.ServiceDocument, owner: str | None) -> Iterator[str]:
    yield f"municipality/{owner}"
    yield f"helpline/{doc.helpline}"
    for organization in (doc.organization, *(visit.organization for visit in doc.visits)):
        yield f"organization/{organization}"
    for need in doc.needs:
        yield f"need/{need}"
