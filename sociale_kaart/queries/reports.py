"""What residents say is wrong: the inbox of an editor, each report beside what the listing says now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from phonenumbers import PhoneNumberMatcher
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from sociale_kaart.actors import Actor
from sociale_kaart.exchange import mapping
from sociale_kaart.models import Location, Organization, Service, ServiceDraft, ServicePoint, ServiceReport, Visit
from sociale_kaart.queries.back_office import reach
from sociale_kaart.writing.checks import check_phone, check_url

Data = dict[str, Any]
PER_PAGE = 20
# Per part that can be wrong: the fields of a listing's document that tell of it.
PARTS: dict[str, tuple[str, ...]] = {
    "phone": ("phones",),
    "hours": ("schedules",),
    "address": ("location.address",),
    "email": ("email",),
    "url": ("url",),
    "name": ("name",),
    "cost": ("free", "fees_description"),
    "whom": ("eligibility_description",),
    "what": ("summary", "description"),
    "gone": ("status",),
    "other": (),
}
# What a report can change with one press. Not the others: there an editor must write.
SIMPLE = ("phone", "hours", "address", "email", "url", "name")
# The organisation's own stands on the page where the listing has none.
_OF_THE_ORGANIZATION = ("phones", "email", "url")
_LONGEST_LINE = 300
_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:]*[^\W_]")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)']|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/[^\s<>\"]*[\w/])?")


@dataclass(frozen=True)
class ReportFilter:
    """Which reports are asked for: those of a municipality, of an organisation."""

    municipality: str | None = None
    organization: str | None = None


@dataclass(frozen=True)
class OpenReport:
    """A report with what an editor needs to decide."""

    report: ServiceReport
    service: Service
    seen: str  # names the state of the listing that this shows, see `WorkingCopy.seen`
    now: Data  # the fields that the report is about, by their path, as residents see them
    is_of_organization: bool  # that is the organisation's: the listing has none of its own
    proposal: str | None  # what could be taken over at once; nothing: an editor must write it
    has_draft: bool


def list_open_reports(session: Session, actor: Actor, asked: ReportFilter, page: int) -> list[OpenReport]:
    """Give a page of the reports that wait, the longest waiting first."""
    query = _open(select(ServiceReport), actor, asked).options(_whole_listing())
    query = query.order_by(ServiceReport.created_on, ServiceReport.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    of_these = ServiceDraft.id.in_({report.listing_id for report in found})
    drafts = {draft.id: draft for draft in session.scalars(select(ServiceDraft).where(of_these))}
    return [_shown(report, drafts.get(report.listing_id)) for report in found]


def count_open_reports(session: Session, actor: Actor, asked: ReportFilter) -> int:
    """Give how many reports wait."""
    found: int = session.scalars(_open(select(func.count()).select_from(ServiceReport), actor, asked)).one()
    return found


def list_reported_organizations(session: Session, actor: Actor, asked: ReportFilter) -> list[tuple[str, str]]:
    """Give id and name of the organisations that reports wait for, by name."""
    whole = ReportFilter(asked.municipality)
    reported = _open(select(Service.organization_id).select_from(ServiceReport), actor, whole)
    query = select(Organization.id, Organization.name).where(Organization.id.in_(reported))
    return [(row.id, row.name) for row in session.execute(query.order_by(Organization.name, Organization.id))]


def may_take_over(data: Mapping[str, Any], about: str) -> bool:
    """Whether one line can take the place of what a listing says of this part, and nothing else is lost."""
    if about == "phone":
        return len(data.get("phones", ())) < 2 and "helpline" not in data
    if about == "hours":
        # Days and times that are written as such are worth more than words.
        return not any(row.keys() - {"description"} for row in data.get("schedules", ()))
    return about in SIMPLE


def propose(about: str, text: str) -> str:
    """Give the line that a report seems to ask for: the phone number in "het is nu 0591 12 34 56", or all of it."""
    line = " ".join(text.split())[:_LONGEST_LINE]
    if about == "phone":
        found = next((match.raw_string for match in PhoneNumberMatcher(line, "NL")), line)
        return check_phone(found).value or line
    if about == "email" and (email := _EMAIL.search(line)):
        return email.group()
    if about == "url" and (url := _URL.search(line)):
        return check_url(url.group()).value or line
    return line


def _open(query: Select[Any], actor: Actor, asked: ReportFilter) -> Select[Any]:
    wanted: list[ColumnElement[bool]] = [
        ServiceReport.closed_on.is_(None),
        reach(actor, Service.municipality_id, Service.organization_id),
    ]
    if asked.municipality:
        wanted.append(Service.municipality_id == asked.municipality)
    if asked.organization:
        wanted.append(Service.organization_id == asked.organization)
    return query.join(ServiceReport.listing).where(*wanted)


def _whole_listing() -> Any:
    """Load, in a few queries for all of them, what the document of a listing is made of."""
    listing = contains_eager(ServiceReport.listing)
    parts = (Service.attributes, Service.areas, Service.languages, Service.phones, Service.contacts, Service.schedules)
    return listing.options(
        *(selectinload(part) for part in parts),
        selectinload(Service.organization).selectinload(Organization.phones),
        selectinload(Service.municipality),
        selectinload(Service.cost),
        selectinload(Service.location).options(selectinload(Location.address), selectinload(Location.accessibility)),
        selectinload(Service.service_point).selectinload(ServicePoint.visits).selectinload(Visit.schedules),
    )


def _shown(report: ServiceReport, draft: ServiceDraft | None) -> OpenReport:
    service = report.listing
    data = mapping.service_document(service).as_data()
    now = {path: _at(data, path) for path in PARTS.get(report.about, ())}
    theirs = {} if any(now.values()) else _of_the_organization(service.organization, now)
    return OpenReport(
        report=report,
        service=service,
        seen=f"{service.version}.{draft.version if draft else 0}",  # as `get_working_copy` names it
        now=theirs or now,
        is_of_organization=bool(theirs),
        proposal=propose(report.about, report.text) if may_take_over(data, report.about) else None,
        has_draft=draft is not None,
    )


def _of_the_organization(organization: Organization | None, paths: Iterable[str]) -> Data:
    """Give what the page of a listing shows of its organisation, where the listing itself has none."""
    if organization is None:
        return {}
    data = mapping.organization_document(organization).as_data()
    return {path: data[path] for path in paths if path in _OF_THE_ORGANIZATION and path in data}


def _at(data: Mapping[str, Any], path: str) -> Any:
    found: Any = data
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
