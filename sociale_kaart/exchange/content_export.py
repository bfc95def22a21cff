"""Writes the database as content files; straight after an import they are the same files, byte for byte."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sociale_kaart import models
from sociale_kaart.exchange import documents as docs
from sociale_kaart.exchange import mapping, yaml_lines
from sociale_kaart.exchange.content_files import NATIONAL


def export_content(session: Session, root: Path) -> list[str]:
    """Write all content under `root`; gives the names written."""
    files: dict[str, docs.Document] = {
        "needs.yml": _needs(session),
        "helplines.yml": _helplines(session),
        "synonyms.yml": _synonyms(session),
    }
    for municipality in _by_id(session, select(models.Municipality)):
        folder = f"municipalities/{municipality.id}"
        files[f"{folder}/municipality.yml"] = mapping.municipality_document(municipality)
        files[f"{folder}/organizations.yml"] = _organizations(session, municipality.id)
    files |= _services(session)
    for name, document in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(yaml_lines.dump(document.as_data()).encode())
    pages = _by_id(session, select(models.Page))
    for page in pages:
        path = root / "pages" / f"{page.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.text.encode())
    return sorted([*files, *(f"pages/{page.id}.md" for page in pages)])


def _by_id(session: Session, query: Select[Any]) -> list[Any]:
    """Sort here and not in the database, whose order of letters may not be that of the content check."""
    return sorted(session.scalars(query), key=lambda row: row.id)


def _needs(session: Session) -> docs.NeedsFile:
    domains = session.scalars(select(models.LifeDomain).order_by(models.LifeDomain.position, models.LifeDomain.id))
    taxonomy = session.scalars(select(models.Taxonomy)).one()
    outside = docs.OutsideDocument(key=docs.OUTSIDE, means=taxonomy.excludes)
    return docs.NeedsFile(domains=[mapping.domain_document(row) for row in domains], outside=outside)


def _helplines(session: Session) -> docs.HelplinesFile:
    rows = session.scalars(select(models.Helpline).order_by(models.Helpline.position, models.Helpline.id))
    return docs.HelplinesFile(helplines=[mapping.helpline_document(row) for row in rows])


def _synonyms(session: Session) -> docs.SynonymsFile:
    rows = _by_id(session, select(models.SynonymGroup))
    return docs.SynonymsFile(synonyms=[mapping.synonym_document(row) for row in rows])


def _organizations(session: Session, municipality: str) -> docs.OrganizationsFile:
    query = select(models.Organization).where(models.Organization.municipality_id == municipality)
    rows = _by_id(session, query)
    return docs.OrganizationsFile(organizations=[mapping.organization_document(row) for row in rows])


def _services(session: Session) -> dict[str, docs.Document]:
    """Give the listings per file: each kind in a file of its own, per municipality or national."""
    files: dict[str, list[docs.ServiceDocument]] = defaultdict(list)
    for row in _by_id(session, select(models.Service)):
        folder = f"municipalities/{row.municipality_id}" if row.municipality_id else NATIONAL
        files[f"{folder}/{row.kind}.yml"].append(mapping.service_document(row))
    return {name: docs.ServicesFile(services=services) for name, services in files.items()}
