"""The history of a record of the vocabulary: who, when, what and why; compare two versions, go back to one."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from sociale_kaart.actions.vocabulary import InUseError, InvalidRecordError
from sociale_kaart.actors import Role
from sociale_kaart.errors import ConflictError, InvalidValueError, NotFoundError
from sociale_kaart.queries import vocabulary as words
from webapp.accounts.guard import actor, allowed
from webapp.beheer.home import PUBLISHERS
from webapp.beheer.people import name_of
from webapp.beheer.vocabulary import vocabulary
from webapp.beheer.vocabulary.fields import Difference, differences
from webapp.beheer.vocabulary.helplines import HELPLINES
from webapp.beheer.vocabulary.needs import DOMAINS, NEEDS, OUTSIDE
from webapp.beheer.vocabulary.pages import PAGES
from webapp.beheer.vocabulary.places import MUNICIPALITIES, PLACES
from webapp.beheer.vocabulary.record import AS_SEEN, Choice, Form
from webapp.beheer.vocabulary.synonyms import SYNONYMS
from webapp.beheer.words import EVENT_NAMES
from webapp.extensions import db

FORMS = {form.kind.name: form for form in (NEEDS, DOMAINS, OUTSIDE, SYNONYMS, MUNICIPALITIES, PLACES, HELPLINES, PAGES)}
_EVENTS = EVENT_NAMES | {
    "deleted": _l("Weggehaald"),
    "proposed": _l("Voorgesteld"),
    "discarded": _l("Voorstel ingetrokken of afgewezen"),
}


@vocabulary.get("/geschiedenis/<kind>/<path:key>")
@allowed(*PUBLISHERS)
def history(kind: str, key: str) -> str:
    """Every event, also of a record that is gone; with `van` and `tot` the differences between two versions."""
    return _page(_form(kind, key), key)


@vocabulary.post("/geschiedenis/<kind>/<path:key>")
@allowed(*PUBLISHERS)
def restore(kind: str, key: str) -> ResponseReturnValue:
    """Write the record again as it was after a change; a helpline is proposed so."""
    session, form = db(current_app), _form(kind, key)
    change, seen = request.form.get("change", ""), request.form.get(AS_SEEN, "")
    if not change.isdecimal():
        raise InvalidValueError("change", change)
    try:
        form.restore(session, key=key, change=int(change), seen=seen, reason=None, by=actor())
    except ConflictError:
        session.rollback()
        return _page(form, key, gettext("Iemand heeft dit intussen veranderd. Kijk eerst naar de geschiedenis.")), 409
    except InvalidRecordError:
        session.rollback()
        return _page(form, key, gettext("Deze versie kan niet meer: er staat iets in dat niet meer klopt.")), 422
    except InUseError as error:
        session.rollback()
        return _page(form, key, users=error.listings), 409
    session.commit()
    flash(form.saved(session, key))
    return redirect(form.history(key), 303)


def _form(kind: str, key: str) -> Form:
    if kind not in FORMS:
        raise NotFoundError("record", kind)
    actor().require_publish(FORMS[kind].kind.owner(key))
    return FORMS[kind]


def _page(form: Form, key: str, fault: str | None = None, users: list[Choice] | None = None) -> str:
    session = db(current_app)
    record = words.get_record(session, form.kind, key)
    versions = words.list_versions(session, record)
    if not versions:
        raise NotFoundError("record", f"{form.kind.name}/{key}")
    last = next((version.data for version in versions if version.data), {})
    return render_template(
        "beheer/vocabulary/history.html",
        form=form,
        key=key,
        title=form.title(key, record.data or last),
        is_there=bool(record.data),
        seen=form.load(session, key).seen,
        versions=[(version, _differences(form, version)) for version in versions],
        may_restore={version.event.id for version in versions if _may_restore(form, record, version)},
        names={version.event.updated_by: name_of(session, version.event.updated_by) for version in versions},
        events=_EVENTS,
        compared=_compared(form, record),
        fault=fault,
        users=users or [],
    )


def _differences(form: Form, version: words.Version) -> list[Difference]:
    """Give what an event changed, in words; what a record began with is no difference."""
    if version.event.last_action_type == "created":
        return []
    before = {name: both[0] for name, both in version.changes.items()}
    after = {name: both[1] for name, both in version.changes.items()}
    return differences(form.fields, before, after)


def _may_restore(form: Form, record: words.Record, version: words.Version) -> bool:
    """Whether going back to a version changes something, and only what the actor may change."""
    if not version.is_write or not version.data or version.data == record.data:
        return False
    changed = {difference.name for difference in differences(form.fields, record.data, version.data)}
    return changed <= {field.name for field in form.editable} or actor().role == Role.ADMINISTRATOR


def _compared(form: Form, record: words.Record) -> list[Difference] | None:
    first, second = (request.args.get(name, type=int) for name in ("van", "tot"))
    if first is None or second is None:
        return None
    session = db(current_app)
    earlier, later = (words.get_version(session, record, change) for change in sorted((first, second)))
    return differences(form.fields, earlier, later)
