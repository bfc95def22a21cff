"""What residents say is wrong in a listing: keep it, take it over, close it, and forget it in time.

Keeping and forgetting write no audit event: the row is the record of the report, what a resident wrote must not stay
in the history, and an event would have the search follow each report. What an editor does with it is in the history.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart.actions import audit, outbox
from sociale_kaart.actions.drafts import save_draft, submit_draft
from sociale_kaart.actions.publishing import check_listing, put_online
from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, DomainError, InvalidListingError, NotAllowedError
from sociale_kaart.models import ServiceReport
from sociale_kaart.queries.drafts import WorkingCopy, get_working_copy, may_edit
from sociale_kaart.queries.reports import PARTS, may_take_over
from sociale_kaart.writing.checks import check_phone, check_url

Data = dict[str, Any]
# Far more than one person finds wrong; many people may share one address.
MOST_A_DAY = 20
EMAIL_KEPT_FOR = dt.timedelta(days=90)
CLOSED_KEPT_FOR = dt.timedelta(days=28)
_SENDER_KEPT_FOR = dt.timedelta(days=1)
# In the history of the listing. Without the words of the resident: those are not kept.
REASON = "Melding van een inwoner"
_TRIES = 5
_POINT = ("latitude", "longitude")  # on the map: that of the old address
_POSTCODE = re.compile(r"\b([1-9]\d{3})(?: ?([A-Z]{2})|([a-z]{2}))\b")


class TooManyReportsError(DomainError):
    """This sender has sent as many reports as anybody may in a day."""

    code = "too_many_reports"


class NothingChangedError(DomainError):
    """The listing already says what would be taken over."""

    code = "nothing_changed"


@dataclass(frozen=True)
class Answer:
    """The mail to the one who reported."""

    subject: str
    text: str


# Writes the answer about a report, by its outcome.
Answering = Callable[[ServiceReport], Answer]


def send_report(
    session: Session,
    *,
    service_id: str,
    about: str,
    text: str,
    email: str | None,
    language: str,
    form: str,
    sender: str,
) -> None:
    """Keep what a resident reports; the same form sent twice counts once. Raises TooManyReportsError.

    `sender` tells one sender from another, and nothing more. The first thing in its transaction: it may begin anew.
    """
    for _ in range(_TRIES):
        if session.scalar(select(ServiceReport.id).where(ServiceReport.form == form)) is not None:
            return
        last = session.scalar(select(func.max(ServiceReport.sender_number)).where(ServiceReport.sender == sender)) or 0
        if last >= MOST_A_DAY:
            raise TooManyReportsError
        report = ServiceReport(listing_id=service_id, about=about, text=text, email=email, language=language)
        report.form, report.sender, report.sender_number = form, sender, last + 1
        report.created_on = dt.datetime.now(dt.UTC)
        session.add(report)
        try:
            session.flush()
            return
        except IntegrityError:
            session.rollback()  # at the same moment another worker took this form, or this number
    raise TooManyReportsError


def accept_report(
    session: Session, *, report_id: int, value: str, seen: str, answering: Answering, by: Actor
) -> ServiceReport:
    """Put `value` in the listing where the report says: at once by who may publish, else as a draft to approve.

    `seen` names the listing as it was seen (`WorkingCopy.seen`). Raises ConflictError when something newer is there or
    the report is closed, InvalidListingError, NothingChangedError, NotAllowedError.
    """
    report, copy = _open_report(session, report_id, by)
    if copy.seen != seen:
        raise ConflictError
    municipality = copy.service.municipality_id if copy.service else None
    document = check_listing(session, _changed(copy.online, report.about, value), municipality)
    if document.as_data() == copy.online:
        raise NothingChangedError
    if by.may_publish(municipality):
        # A draft of it takes the change over by itself.
        put_online(session, document=document, municipality=municipality, reason=REASON, by=by.key)
        _flush(session)
        return _close(session, report, "published", answering, by)
    _propose(session, copy, _changed(copy.data, report.about, value), by)
    return _close(session, report, "proposed", answering, by)


def close_report(session: Session, *, report_id: int, outcome: str, answering: Answering, by: Actor) -> ServiceReport:
    """Close a report: the editor has "changed" the listing by hand, or "dismissed" the report.

    Raises ConflictError when it is closed already, NotAllowedError.
    """
    report, _copy = _open_report(session, report_id, by)
    return _close(session, report, outcome, answering, by)


def purge(session: Session, *, now: dt.datetime) -> int:
    """Forget what is needed no longer: senders after a day, addresses that wait too long, closed reports.

    Gives how many rows changed.
    """
    old_sender = (ServiceReport.sender.is_not(None), ServiceReport.created_on < now - _SENDER_KEPT_FOR)
    old_email = (ServiceReport.email.is_not(None), ServiceReport.created_on < now - EMAIL_KEPT_FOR)
    return sum(
        _count(session, change)
        for change in (
            delete(ServiceReport).where(ServiceReport.closed_on < now - CLOSED_KEPT_FOR),
            update(ServiceReport).where(*old_sender).values(sender=None),
            update(ServiceReport).where(*old_email).values(email=None),
        )
    )


def _open_report(session: Session, report_id: int, by: Actor) -> tuple[ServiceReport, WorkingCopy]:
    report = session.get(ServiceReport, report_id, populate_existing=True)
    if report is None:
        raise ConflictError  # closed so long ago that it is gone
    copy = get_working_copy(session, report.listing_id)
    if not may_edit(by, copy):
        raise NotAllowedError
    if report.closed_on is not None:
        raise ConflictError
    return report, copy


def _propose(session: Session, copy: WorkingCopy, wanted: Data, by: Actor) -> None:
    """Put the change in the draft, and send it in; a draft that someone still works on is theirs to send in."""
    is_unfinished = copy.draft is not None and copy.draft.state != "submitted"
    save_draft(session, service_id=copy.id, data=wanted, seen=copy.seen, by=by)
    if not is_unfinished:
        submit_draft(session, service_id=copy.id, reason=REASON, by=by)


def _close(session: Session, report: ServiceReport, outcome: str, answering: Answering, by: Actor) -> ServiceReport:
    report.outcome, report.closed_on = outcome, dt.datetime.now(dt.UTC)
    audit.record(
        session,
        by=by.key,
        action="report_closed",
        resource=("service", report.listing_id),
        changes={"outcome": [None, outcome]},
        reason=REASON,
    )
    if report.email is not None:
        answer = answering(report)
        outbox.put(session, to=report.email, subject=answer.subject, text=answer.text, kind="report_answer")
        report.email = None
    _flush(session)
    return report


def _changed(data: Data, about: str, value: str) -> Data:
    """Give the data of a listing with a line in the place of what it says of a part."""
    if not may_take_over(data, about):
        raise ConflictError
    line = " ".join(value.split())
    if not line:
        raise InvalidListingError({PARTS[about][0]: "missing"})
    if about == "phone":
        (phone,) = data.get("phones") or [{}]
        return data | {"phones": [phone | {"number": check_phone(line).value or line}]}
    if about == "hours":
        return data | {"schedules": [{"description": line}]}
    if about == "address":
        where = {name: known for name, known in data.get("location", {}).items() if name not in _POINT}
        return data | {"location": where | {"address": _address(line, where.get("address", {}).get("city"))}}
    if about == "url":
        return data | {"url": check_url(line).value or line}
    return data | {about: line}


def _address(line: str, city: str | None) -> Data:
    """Read 'Dorpsstraat 5, 7894 AA Zwartemeer'. A postcode that was not named is not known; the place may stay."""
    if found := _POSTCODE.search(line):
        street, rest = line[: found.start()], line[found.end() :]
        code = f"{found[1]} {(found[2] or found[3]).upper()}"
    else:
        street, _comma, rest = line.partition(",")
        code = ""
    address = {"address_1": street.strip(" ,"), "postal_code": code, "city": rest.strip(" ,") or city}
    return {name: text for name, text in address.items() if text}


def _flush(session: Session) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise ConflictError from error


def _count(session: Session, change: Any) -> int:
    done = session.execute(change, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount
