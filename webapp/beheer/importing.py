"""Reading in a table of listings: send it, see row by row what would become of it, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from jinja2_fragments.flask import render_block
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from sociale_kaart.actions import import_jobs
from sociale_kaart.errors import ConflictError, InvalidValueError, NotFoundError
from sociale_kaart.exchange.tables import columns
from sociale_kaart.exchange.tables.limits import MAX_BYTES
from sociale_kaart.models import ImportJob
from sociale_kaart.queries.import_jobs import PER_PAGE, count_rows, get_job, list_jobs, list_rows
from sociale_kaart.text import clean
from webapp.accounts.guard import actor, allowed, current
from webapp.beheer import beheer
from webapp.beheer.home import PUBLISHERS
from webapp.beheer.import_words import FILE_FAULTS, VERDICT_NAMES, cell_fault, file_fault
from webapp.beheer.paging import page_of
from webapp.extensions import db, parts_of
from webapp.imports import start_process

# A part of the back office, so that only its pages take a large file and have their own page for one that is too large.
imports = Blueprint("imports", __name__, url_prefix="/inlezen")
_AROUND_THE_FILE = 20_000  # the rest of the form
# Of a file that is too large this much is read and thrown away: a browser that cannot send all shows no answer.
_MOST_THROWN_AWAY = 200_000_000
_PORTION = 65_536
_LONGEST_NAME = 200


@imports.url_value_preprocessor
def take_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take a file where one is sent, from who is logged in; before anything reads the form."""
    if endpoint == "beheer.imports.send" and "_user_id" in session:
        request.max_content_length = MAX_BYTES + _AROUND_THE_FILE


@imports.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say kindly that a file is too large, to a browser that had the time to send it."""
    left = min(request.content_length or 0, _MOST_THROWN_AWAY)
    stream = request.environ["wsgi.input"]
    while left > 0 and (read := len(stream.read(min(_PORTION, left)))):
        left -= read
    user = current()
    if user is None or user.role not in PUBLISHERS:
        return redirect(url_for("beheer.imports.begin"), 303)  # that page says what they have to do first
    return _begin_page(str(FILE_FAULTS["too_large"]), 413)


@imports.get("")
@allowed(*PUBLISHERS)
def begin() -> ResponseReturnValue:
    """The form for a file, what the columns mean, and the files of today."""
    return _begin_page()


@imports.post("")
@allowed(*PUBLISHERS)
def send() -> ResponseReturnValue:
    """Keep a file and have it checked."""
    file = request.files.get("file")
    content = file.read() if file is not None else b""
    if fault := _fault_of(file, content):
        return _begin_page(str(FILE_FAULTS[fault]) if fault in FILE_FAULTS else fault, 422)
    assert file is not None  # noqa: S101 - `_fault_of` told
    name = clean(file.filename or "")[-_LONGEST_NAME:]
    job = import_jobs.add(db(current_app), content=content, filename=name, by=actor(), now=_now())
    return _started(job.id)


@imports.get("/<int(max=2147483647):job_id>")
@allowed(*PUBLISHERS)
def report(job_id: int) -> ResponseReturnValue:
    """How far it is; then what would become of each row, or what did."""
    job = _job(job_id)
    if job.state in ("waiting", "running"):
        _call_again(job)
        if request.headers.get("HX-Request") == "true":
            return render_block("beheer/import_report.html", "progress", job=job)
    elif request.headers.get("HX-Request") == "true":
        return make_response("", {"HX-Refresh": "true"})
    return _report_page(job)


@imports.post("/<int(max=2147483647):job_id>")
@allowed(*PUBLISHERS)
def decide(job_id: int) -> ResponseReturnValue:
    """Read it in, check it again, or throw it away."""
    job, action = _job(job_id), request.form.get("action", "")
    if action not in ("write", "check", "discard"):
        raise InvalidValueError("action", action)
    try:
        if action == "discard":
            import_jobs.discard(db(current_app), job=job)
        else:
            reason = clean(request.form.get("reason", ""))[:1000] or gettext("Ingelezen: %(name)s", name=job.filename)
            import_jobs.ask(db(current_app), job=job, step=action, reason=reason, by=actor(), now=_now())
    except ConflictError:
        db(current_app).rollback()
        fault = gettext("Dit kan nu niet (meer). Kijk hoe het ermee staat.")
        return make_response(_report_page(_job(job_id), fault), 409)
    if action != "discard":
        return _started(job_id)
    db(current_app).commit()
    flash(gettext("Het bestand is weggegooid. Er is niets veranderd."))
    return redirect(url_for("beheer.imports.begin"), 303)


def _fault_of(file: FileStorage | None, content: bytes) -> str | None:
    """Give what can be seen at once of a file: a key of FILE_FAULTS, or a text."""
    if file is None or not file.filename:
        return str(gettext("Kies een bestand."))
    if not content.strip():
        return "empty"
    return "too_large" if len(content) > MAX_BYTES else None


def _job(job_id: int) -> ImportJob:
    try:
        return get_job(db(current_app), job_id, actor())
    except NotFoundError:
        abort(404)


def _started(job_id: int) -> ResponseReturnValue:
    db(current_app).commit()
    start_process(parts_of(current_app).settings)
    return redirect(url_for("beheer.imports.report", job_id=job_id), 303)


def _call_again(job: ImportJob) -> None:
    """See to it that a file is not left when its process stopped."""
    if import_jobs.release_stopped(db(current_app), now=_now(), job_id=job.id):
        start_process(parts_of(current_app).settings)
    db(current_app).commit()


def _begin_page(fault: str | None = None, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "beheer/import.html", fault=fault, jobs=list_jobs(db(current_app), actor()), columns=columns()
    )
    return make_response(page, status)


def _report_page(job: ImportJob, fault: str | None = None) -> str:
    shown = request.args.get("toon", "")
    verdict = shown if shown in VERDICT_NAMES else None
    counts = count_rows(db(current_app), job)
    total = counts.get(verdict, 0) if verdict else sum(counts.values())
    page, pages = page_of(total, PER_PAGE)
    return render_template(
        "beheer/import_report.html",
        job=job,
        counts=counts,
        verdict=verdict,
        verdict_names=VERDICT_NAMES,
        rows=list_rows(db(current_app), job, verdict, page),
        page=page,
        pages=pages,
        file_faults=[file_fault(found) for found in job.report.get("faults", ())],
        cell_fault=cell_fault,
        fault=fault,
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


beheer.register_blueprint(imports)
