"""What the search index is made of, read from the database in a few queries."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from sociale_kaart.models import Attribute, Metadata, Place, Service, ServiceArea, SynonymGroup
from sociale_kaart.search.index import Entry

# From here on, looking at every listing is as quick.
_MOST_CHANGES = 5_000

# Changes of these make no entry another one. Of a type that is named nowhere here, every listing is looked at.
_IN_NO_ENTRY = frozenset({"helpline", "life_domain", "page", "synonym_group", "taxonomy", "user"})


def _of_municipalities(keys: Collection[str]) -> Select[str]:
    return select(ServiceArea.service_id).join(Place).where(Place.municipality_id.in_(keys))


# The listings whose entries say something of a record, by the type of the record.
_LISTINGS_OF: dict[str, Callable[[Collection[str]], Select[str]]] = {
    "municipality": _of_municipalities,
    "need": lambda keys: select(Attribute.service_id).where(Attribute.taxonomy_term_id.in_(keys)),
    "organization": lambda keys: select(Service.id).where(Service.organization_id.in_(keys)),
    "place": lambda keys: select(ServiceArea.service_id).where(ServiceArea.place_id.in_(keys)),
}


def list_search_entries(session: Session, among: Collection[str] | None = None) -> list[Entry]:
    """Give one entry per listing that people may find, by id; when `among` is given, of those ids alone."""
    query = (
        select(Service)
        .where(Service.status != "archived")
        .options(
            joinedload(Service.organization),
            joinedload(Service.cost),
            selectinload(Service.needs),
            selectinload(Service.places),
            selectinload(Service.languages),
            selectinload(Service.location),
        )
        .order_by(Service.id)
        # What the session read earlier may have changed since.
        .execution_options(populate_existing=True)
    )
    if among is not None:
        query = query.where(Service.id.in_(among))
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
        is_confirmed=not service.is_unconfirmed,
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


def list_changed_listings(session: Session, since: str) -> set[str] | None:
    """Give the ids of all listings whose entry may have changed since a generation; None: any may have."""
    last, _dash, count = since.partition("-")
    if not (last.isdecimal() and count.isdecimal()):
        return None
    before = session.scalar(select(func.count()).select_from(Metadata).where(Metadata.id <= int(last)))
    if before != int(count):
        # A change that was begun earlier was committed later: which one it is cannot be told.
        return None
    columns = (Metadata.resource_type, Metadata.resource_id, Metadata.last_action_type)
    query = select(*columns).where(Metadata.id > int(last)).distinct().order_by(*columns)
    changed: dict[str, set[str]] = {}
    for kind, key, action in session.execute(query):
        if kind not in ("service", *_IN_NO_ENTRY) and (kind not in _LISTINGS_OF or action == "deleted"):
            return None  # what is deleted no longer leads to its listings
        changed.setdefault(kind, set()).add(key)
    listings = changed.get("service", set())
    for kind, listings_of in _LISTINGS_OF.items():
        if kind in changed:
            listings.update(session.scalars(listings_of(changed[kind])))
    return listings if len(listings) <= _MOST_CHANGES else None
