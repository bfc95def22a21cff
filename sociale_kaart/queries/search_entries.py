"""What the search index is made of, read from the database in a few queries."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from sociale_kaart.models import Metadata, Service, SynonymGroup
from sociale_kaart.search.index import Entry


def list_search_entries(session: Session) -> list[Entry]:
    """Give one entry per listing, by id."""
    query = (
        select(Service)
        .options(
            joinedload(Service.organization),
            joinedload(Service.cost),
            selectinload(Service.needs),
            selectinload(Service.places),
            selectinload(Service.languages),
            selectinload(Service.location),
        )
        .order_by(Service.id)
    )
    return [_entry(service) for service in session.scalars(query)]


def _entry(service: Service) -> Entry:
    access = service.location.accessibility if service.location else None
    return Entry(
        id=service.id,
        name=service.name,
        also_named=service.alternate_name or "",
        tier=service.tier,
        kind=service.kind,
        status=service.status,
        needs=[need.id for need in service.needs],
        municipality=service.municipality_id,
        places=[place.slug for place in service.places if place.is_within],
        free=service.cost.free if service.cost else None,
        wheelchair=access.wheelchair if access else None,
        languages=[language.code for language in service.languages],
        is_checked=service.checked_on is not None,
        texts=[
            service.summary,
            service.description,
            service.eligibility_description or "",
            service.organization.name if service.organization else "",
            " ".join(place.name for place in service.places),
            " ".join(f"{need.name} {need.name_en}" for need in service.needs),
        ],
    )


def list_synonym_groups(session: Session) -> list[list[str]]:
    """Give each group of synonyms, the ordinary word first."""
    rows: Sequence[SynonymGroup] = session.scalars(select(SynonymGroup).order_by(SynonymGroup.id)).all()
    return [[row.id, *row.same] for row in rows]


def content_generation(session: Session) -> str:
    """Give a name for the state of the content: it differs after every change that went through an action."""
    # The count as well: of two changes at once, the one with the lower id may be committed last.
    last, count = session.execute(select(func.max(Metadata.id), func.count())).one()
    return f"{last or 0}-{count}"
