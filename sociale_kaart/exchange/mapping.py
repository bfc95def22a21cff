"""Documents to models and back. What goes in comes out the same: an export after an import gives the same bytes."""

import datetime as dt
import hashlib
import json
from typing import Any

from sociale_kaart import models
from sociale_kaart.exchange import documents as docs


def digest(document: docs.Document, owner: str | None = None) -> str:
    """Give a digest of a document's content and whose it is, the same for the same content on every machine."""
    data = document.as_data() | ({"municipality": owner} if owner else {})
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def _text(time: dt.time | None) -> str | None:
    return time.strftime("%H:%M") if time else None


# --- schedules, phones, contacts ---------------------------------------------------------------------------------
def schedule_row(doc: docs.ScheduleDocument) -> models.Schedule:
    """Give a schedule as it stands in the database."""
    return models.Schedule(
        freq=doc.freq,
        byday=doc.byday,
        dtstart=doc.dtstart,
        until=doc.until,
        opens_at=_time(doc.opens_at),
        closes_at=_time(doc.closes_at),
        description=doc.description,
    )


def _schedule_document(row: models.Schedule) -> dict[str, Any]:
    return {
        "freq": row.freq,
        "byday": row.byday,
        "dtstart": row.dtstart,
        "until": row.until,
        "opens_at": _text(row.opens_at),
        "closes_at": _text(row.closes_at),
        "description": row.description,
    }


def _phones(items: list[docs.PhoneDocument]) -> list[models.Phone]:
    return [models.Phone(number=item.number, description=item.description) for item in items]


def _phone_documents(rows: list[models.Phone]) -> list[dict[str, Any]]:
    return [{"number": row.number, "description": row.description} for row in rows]


def _contacts(items: list[docs.ContactDocument]) -> list[models.Contact]:
    return [models.Contact(**item.model_dump()) for item in items]


def _contact_documents(rows: list[models.Contact]) -> list[dict[str, Any]]:
    return [{"name": r.name, "title": r.title, "email": r.email, "phone": r.phone} for r in rows]


# --- needs and helplines -----------------------------------------------------------------------------------------
# The order of the file, and the life domain of a need, are no content of a record: the import writes them apart.
def fill_taxonomy(row: models.Taxonomy, doc: docs.OutsideDocument) -> None:
    """Write the taxonomy of needs."""
    row.name = "Hulpvragen"
    row.description = "Wat een inwoner nodig kan hebben"
    row.excludes = doc.means


def outside_document(row: models.Taxonomy) -> docs.OutsideDocument:
    """Give what belongs to no need, as it stands in needs.yml."""
    return docs.OutsideDocument(key=docs.OUTSIDE, means=row.excludes)


def fill_domain(row: models.LifeDomain, doc: docs.DomainDocument) -> None:
    """Write a life domain's own fields; its needs are rows of their own."""
    row.name, row.name_en = doc.label.nl, doc.label.en
    row.description = doc.intro.nl
    row.intro = doc.intro.model_dump()


def fill_need(row: models.Need, doc: docs.NeedDocument) -> None:
    """Write a need."""
    row.name, row.name_en = doc.label.nl, doc.label.en
    row.other_names = doc.label.model_dump(exclude={"nl", "en"}, exclude_none=True)
    row.description = doc.means
    row.urgent = doc.urgent
    row.question = doc.question.model_dump()
    row.intro = doc.intro.model_dump()
    row.advice = [text.model_dump() for text in doc.advice]


def need_document(row: models.Need) -> docs.NeedDocument:
    """Give a need as it stands in needs.yml."""
    names = ("urgent", "question", "intro", "advice")
    label = {"nl": row.name, "en": row.name_en} | row.other_names
    data = {"key": row.id, "label": label, "means": row.description}
    return docs.NeedDocument.model_validate(data | {name: getattr(row, name) for name in names})


def domain_alone(row: models.LifeDomain) -> docs.DomainDocument:
    """Give a life domain's own fields."""
    label = {"nl": row.name, "en": row.name_en}
    return docs.DomainDocument.model_validate({"key": row.id, "label": label, "intro": row.intro, "needs": []})


def domain_document(row: models.LifeDomain) -> docs.DomainDocument:
    """Give a life domain with its needs as it stands in needs.yml."""
    needs = sorted(row.needs, key=lambda need: (need.position, need.id))
    return domain_alone(row).model_copy(update={"needs": [need_document(need) for need in needs]})


def fill_helpline(row: models.Helpline, doc: docs.HelplineDocument) -> None:
    """Write a helpline."""
    for name, value in doc.model_dump(exclude={"key"}).items():
        setattr(row, name, value)


def helpline_document(row: models.Helpline) -> docs.HelplineDocument:
    """Give a helpline as it stands in helplines.yml."""
    names = docs.HelplineDocument.model_fields.keys() - {"key"}
    return docs.HelplineDocument.model_validate({"key": row.id} | {name: getattr(row, name) for name in names})


def fill_synonym(row: models.SynonymGroup, doc: docs.SynonymDocument) -> None:
    """Write a group of synonyms."""
    row.same = doc.same


def synonym_document(row: models.SynonymGroup) -> docs.SynonymDocument:
    """Give a group of synonyms as it stands in synonyms.yml."""
    return docs.SynonymDocument(key=row.id, same=row.same)


def fill_page(row: models.Page, doc: docs.PageDocument) -> None:
    """Write a page."""
    row.text = doc.text


def page_document(row: models.Page) -> docs.PageDocument:
    """Give a page as it stands in its file."""
    return docs.PageDocument(key=row.id, text=row.text)


# --- municipalities and organisations ----------------------------------------------------------------------------
def fill_municipality(row: models.Municipality, doc: docs.MunicipalityFile) -> None:
    """Write a municipality and its places. One that is gone stays until no listing uses it: the import drops it."""
    for name in ("name", "province", "population", "intro", "logo_text", "phone", "email", "url", "source"):
        setattr(row, name, getattr(doc, name))
    row.theme = doc.theme.model_dump()
    existing = {place.slug: place for place in row.places}
    for item in doc.places:
        place = existing.get(item.key)
        if place is None:
            place = models.Place(id=f"{doc.key}-{item.key}", slug=item.key)
            row.places.append(place)
        for name in ("name", "kind", "postcodes", "latitude", "longitude"):
            setattr(place, name, getattr(item, name))


def municipality_document(row: models.Municipality) -> docs.MunicipalityFile:
    """Give a municipality as it stands in municipality.yml, its places by key."""
    names = (
        "name",
        "province",
        "population",
        "intro",
        "logo_text",
        "theme",
        "phone",
        "email",
        "url",
        "source",
    )
    data: dict[str, Any] = {"key": row.id, "wmo_desk": row.wmo_desk_id} | {n: getattr(row, n) for n in names}
    data["places"] = [
        {
            "key": place.slug,
            "name": place.name,
            "kind": place.kind,
            "postcodes": place.postcodes,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
        for place in sorted(row.places, key=lambda place: place.slug)
    ]
    return docs.MunicipalityFile.model_validate(data)


def fill_organization(row: models.Organization, doc: docs.OrganizationDocument, municipality: str) -> None:
    """Write an organisation."""
    row.municipality_id = municipality
    for name in ("name", "description", "email", "url", "source"):
        setattr(row, name, getattr(doc, name))
    row.phones = _phones(doc.phones)
    row.contacts = _contacts(doc.contacts)


def organization_document(row: models.Organization) -> docs.OrganizationDocument:
    """Give an organisation as it stands in organizations.yml."""
    data: dict[str, Any] = {n: getattr(row, n) for n in ("name", "description", "email", "url", "source")}
    data |= {"phones": _phone_documents(row.phones), "contacts": _contact_documents(row.contacts)}
    return docs.OrganizationDocument.model_validate({"key": row.id} | data)


# --- listings ----------------------------------------------------------------------------------------------------
_PLAIN = (
    "kind",
    "name",
    "alternate_name",
    "tier",
    "status",
    "closed_from",
    "closed_until",
    "closed_reason",
    "summary",
    "description",
    "eligibility_description",
    "application_process",
    "conditions",
    "referral_needed",
    "email",
    "url",
    "source",
    "uncertain",
    "checked_on",
    "checked_by",
)


def fill_service(row: models.Service, doc: docs.ServiceDocument, municipality: str | None) -> None:
    """Write a listing and everything that hangs on it."""
    row.municipality_id = municipality
    row.organization_id = doc.organization
    row.helpline_id = doc.helpline
    for name in _PLAIN:
        setattr(row, name, getattr(doc, name))
    row.attributes = [models.Attribute(taxonomy_term_id=need, position=i) for i, need in enumerate(doc.needs)]
    row.areas = [models.ServiceArea(place_id=f"{municipality}-{place}") for place in doc.places]
    known_cost = doc.free is not None or doc.fees_description is not None
    row.cost = models.CostOption(free=doc.free, description=doc.fees_description) if known_cost else None
    row.languages = [models.Language(code=code) for code in doc.languages]
    row.phones = _phones(doc.phones)
    row.contacts = _contacts(doc.contacts)
    row.schedules = [schedule_row(item) for item in doc.schedules]
    _fill_location(row, doc)
    _fill_service_point(row, doc)
    row.activity = (row.activity or models.Activity()) if doc.kind == "activity" else None


def _fill_location(row: models.Service, doc: docs.ServiceDocument) -> None:
    """Write the venue over the one that is there: its id is the listing's."""
    where = doc.location
    if where is None:
        row.location = None
        return
    venue = row.location or models.Location(id=doc.key)
    venue.name, venue.latitude, venue.longitude = where.name, where.latitude, where.longitude
    venue.address = models.Address(**where.address.model_dump()) if where.address else None
    access = where.wheelchair
    venue.accessibility = (
        models.Accessibility(wheelchair=access, description=where.accessibility_description) if access else None
    )
    row.location = venue


def _fill_service_point(row: models.Service, doc: docs.ServiceDocument) -> None:
    if doc.kind != "service_point":
        row.service_point = None
        return
    point = row.service_point or models.ServicePoint()
    point.location_id = doc.key if doc.location else None
    point.people = doc.people
    point.visits = [
        models.Visit(
            organization_id=visit.organization,
            description=visit.description,
            schedules=[schedule_row(item) for item in visit.schedules],
        )
        for visit in doc.visits
    ]
    row.service_point = point


def service_document(row: models.Service) -> docs.ServiceDocument:
    """Give a listing as it stands in its content file."""
    point = row.service_point
    data: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN} | {
        "key": row.id,
        "organization": row.organization_id,
        "helpline": row.helpline_id,
        "needs": [attribute.taxonomy_term_id for attribute in row.attributes],
        "places": sorted(area.place_id.removeprefix(f"{row.municipality_id}-") for area in row.areas),
        "free": row.cost.free if row.cost else None,
        "fees_description": row.cost.description if row.cost else None,
        "languages": [language.code for language in row.languages],
        "phones": _phone_documents(row.phones),
        "contacts": _contact_documents(row.contacts),
        "location": _location_document(row.location) if row.location else None,
        "schedules": [_schedule_document(schedule) for schedule in row.schedules],
        "people": point.people if point else None,
        "visits": [_visit_document(visit) for visit in point.visits] if point else [],
    }
    return docs.ServiceDocument.model_validate(data)


def _location_document(row: models.Location) -> dict[str, Any]:
    address, access = row.address, row.accessibility
    return {
        "name": row.name,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "address": address
        and {"address_1": address.address_1, "postal_code": address.postal_code, "city": address.city},
        "wheelchair": access.wheelchair if access else None,
        "accessibility_description": access.description if access else None,
    }


def _visit_document(row: models.Visit) -> dict[str, Any]:
    return {
        "organization": row.organization_id,
        "description": row.description,
        "schedules": [_schedule_document(schedule) for schedule in row.schedules],
    }
