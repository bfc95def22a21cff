"""The inbox: what residents say is wrong, beside what stands there now, and one press to take it over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from sociale_kaart.actions.reports import Answer, NothingChangedError, accept_report, close_report
from sociale_kaart.errors import ConflictError, InvalidListingError, InvalidValueError
from sociale_kaart.models import ServiceReport
from sociale_kaart.queries.reports import (
    PER_PAGE,
    ReportFilter,
    count_open_reports,
    list_open_reports,
    list_reported_organizations,
)
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.choices import owners
from webapp.beheer.home import EDITORS
from webapp.beheer.paging import page_of
from webapp.beheer.words import fault_text, field_label
from webapp.extensions import db, parts_of
from webapp.public.report import PART_NAMES

DONE = {
    "published": _l("Overgenomen. Dit staat nu online."),
    "proposed": _l("Overgenomen in het concept. Het komt online na goedkeuring."),
    "changed": _l("De melding is klaar."),
    "dismissed": _l("De melding is klaar. Er is niets veranderd."),
}
# Reads the answers to residents.
ANSWERS: dict[str, Callable[[], str]] = {
    "published": lambda: gettext("Wij hebben het veranderd. Bedankt voor uw hulp."),
    "proposed": lambda: gettext("Een redacteur past het aan. Het kan even duren voordat u het ziet."),
    "changed": lambda: gettext("Een redacteur past het aan. Het kan even duren voordat u het ziet."),
    "dismissed": lambda: gettext("Een redacteur heeft ernaar gekeken, en heeft niets veranderd."),
}


@beheer.get("/meldingen")
@allowed(*EDITORS)
def reports() -> str:
    """The reports within reach that wait, a page at a time."""
    return _page()


@beheer.post("/meldingen/<int(max=2147483647):report_id>")
@allowed(*EDITORS)
def handle_report(report_id: int) -> ResponseReturnValue:
    """Take the report over, or close it."""
    session = db(current_app)
    try:
        report = _handle(report_id)
        session.commit()
    except ConflictError:
        session.rollback()
        return _page(report_id, gettext("Iemand was u voor, of dit is intussen veranderd. Kijk nog eens.")), 409
    except NothingChangedError:
        session.rollback()
        return _page(report_id, gettext("Dit staat er al zo.")), 422
    except InvalidListingError as error:
        session.rollback()
        told = (f"{field_label(path)}: {fault_text(path, fault)}" for path, fault in error.faults.items())
        return _page(report_id, " ".join(told)), 422
    flash(str(DONE[str(report.outcome)]))
    return redirect(url_for("beheer.reports", **_asked_for()), 303)


def _handle(report_id: int) -> ServiceReport:
    """Do what the pressed button says."""
    session, me, action = db(current_app), actor(), request.form.get("action", "")
    if action == "accept":
        value, seen = request.form.get("value", ""), request.form.get("seen", "")
        return accept_report(session, report_id=report_id, value=value, seen=seen, answering=answer_to, by=me)
    if action not in ("changed", "dismissed"):
        raise InvalidValueError("action", action)
    return close_report(session, report_id=report_id, outcome=action, answering=answer_to, by=me)


def answer_to(report: ServiceReport) -> Answer:
    """Write to a resident what was done, in the language of the page that they reported on."""
    service = report.listing
    with force_locale(report.language):
        subject = gettext("Uw melding over %(name)s", name=service.name)
        lines = [
            gettext("Goedendag,"),
            gettext("U schreef ons dat er iets niet klopt bij %(name)s.", name=service.name),
            ANSWERS[str(report.outcome)](),
            gettext("U kunt niet op dit bericht antwoorden. Binnen een week wissen wij uw e-mailadres."),
            gettext("Meedoen, de sociale kaart"),
        ]
    if service.status != "archived":
        site = parts_of(current_app).settings.site_url
        lines.insert(3, site + url_for("public.listing", service_id=service.id))
    return Answer(subject, "\n\n".join(lines) + "\n")


def _asked_for() -> dict[str, Any]:
    """What of the list is asked for, to come back to it."""
    names = ("municipality", "organization", "page")
    return {name: text for name in names if (text := request.args.get(name, "")[:80])}


def _page(tried: int | None = None, fault: str = "") -> str:
    """Show the inbox; `fault` is what was wrong with the report that was `tried`, and what was typed there stays."""
    me, session, asked = actor(), db(current_app), _asked_for()
    wanted = ReportFilter(asked.get("municipality"), asked.get("organization"))
    total = count_open_reports(session, me, wanted)
    page, pages = page_of(total, PER_PAGE)
    return render_template(
        "beheer/reports.html",
        rows=list_open_reports(session, me, wanted, page),
        total=total,
        page=page,
        pages=pages,
        asked=wanted,
        kept=asked,
        owners=owners(me),
        organizations=list_reported_organizations(session, me, wanted),
        part_names=PART_NAMES,
        tried=tried,
        fault=fault,
        value=request.form.get("value", ""),
    )
