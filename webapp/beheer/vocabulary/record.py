"""The page of one record of the vocabulary: its form, saving it, and two versions side by side in a conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from sociale_kaart.actions import vocabulary as actions
from sociale_kaart.actions.vocabulary import InUseError, InvalidRecordError
from sociale_kaart.errors import ConflictError, NotFoundError
from sociale_kaart.queries import vocabulary as words
from sociale_kaart.queries.vocabulary import Kind
from sociale_kaart.text import clean
from webapp.accounts.guard import actor
from webapp.beheer.vocabulary.fields import (
    Data,
    Difference,
    Field,
    differences,
    fault_texts,
    flat,
    hours_of,
    nested,
    page_of,
    read_form,
)
from webapp.extensions import db

Choice = tuple[str, str]


# The field of a form with the name of what its editor saw; "seen" is a field of helplines.
AS_SEEN = "as_seen"


class Loaded(Protocol):
    """What there is to go on with, and its name to hand back on saving (`Record`, `HelplineCopy`)."""

    @property
    def data(self) -> Data:
        """The record; {}: it is not there."""

    @property
    def seen(self) -> str:
        """What the action that writes asks for."""


def _none(_session: Session, _key: str) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Form:
    """How records of a kind are edited."""

    kind: Kind
    fields: Sequence[Field]
    title: Callable[[str, Data], str]
    url: Callable[[str], str]  # of the page of a record
    overview: Callable[[str], str]  # of the page above it
    load: Callable[[Session, str], Loaded]
    write: Callable[..., None]  # an action such as `actions.vocabulary.save`
    restore: Callable[..., None]  # and `actions.vocabulary.restore`, without the kind
    template: str = "beheer/vocabulary/record.html"
    more: Callable[[Session, str], dict[str, Any]] = _none  # what else the page shows
    own_fields: Callable[[], Sequence[Field]] | None = None  # where not everybody may change all of them
    saved: Callable[[Session, str], str] = lambda _session, _key: str(gettext("Bewaard. Dit staat nu online."))

    @property
    def editable(self) -> Sequence[Field]:
        """The fields that the one who is logged in may change."""
        return self.fields if self.own_fields is None else self.own_fields()

    @property
    def history(self) -> Callable[[str], str]:
        """Give the URL of the history of a record."""
        return lambda key: url_for("beheer.vocabulary.history", kind=self.kind.name, key=key)


def form_of(kind: Kind, fields: Sequence[Field], **more: Any) -> Form:
    """Give the form of a kind whose records are written at once."""
    return Form(
        kind,
        fields,
        load=lambda session, key: words.get_record(session, kind, key),
        write=partial(actions.save, kind=kind),
        restore=partial(actions.restore, kind=kind),
        **more,
    )


def show(form: Form, key: str) -> str:
    """Show the form with what there is."""
    now = require(form, key)
    actor().require_publish(form.kind.owner(key))
    return page(form, key, now.data, now.seen)


def require(form: Form, key: str) -> Loaded:
    """Give what there is to go on with; raises NotFoundError."""
    now = form.load(db(current_app), key)
    if not now.data:
        raise NotFoundError("record", f"{form.kind.name}/{key}")
    return now


def save(form: Form, key: str) -> ResponseReturnValue:
    """Write what was filled in; when it cannot be, show it again with what is wrong."""
    now = require(form, key)
    data = read_form(request.form, form.editable, now.data)
    return write(form, key, _decided(form, data, now.data), request.form.get(AS_SEEN, ""))


def write(form: Form, key: str, data: Data, seen: str, *, is_new: bool = False) -> ResponseReturnValue:
    """Write a record, and go on to its page."""
    session = db(current_app)
    try:
        form.write(session, key=key, data=data, seen=seen, reason=reason(), by=actor())
    except InvalidRecordError as error:
        session.rollback()
        return page(form, key, data, seen, faults=error.faults, is_new=is_new), 422
    except InUseError as error:
        session.rollback()
        return page(form, key, data, seen, users=error.listings), 409
    except ConflictError:
        session.rollback()
        theirs = form.load(session, key)
        conflict = differences(form.fields, theirs.data, data)
        return page(form, key, data, theirs.seen, conflict=conflict), 409
    session.commit()
    flash(form.saved(session, key))
    return redirect(form.url(key), 303)


def drop(form: Form, key: str) -> ResponseReturnValue:
    """Take a record away, and go on to its history, where it can be brought back."""
    session, seen = db(current_app), request.form.get(AS_SEEN, "")
    now = require(form, key)
    try:
        actions.drop(session, kind=form.kind, key=key, seen=seen, reason=reason(), by=actor())
    except InUseError as error:
        session.rollback()
        return page(form, key, now.data, seen, users=error.listings), 409
    except ConflictError:
        session.rollback()
        theirs = form.load(session, key)
        return page(form, key, theirs.data, theirs.seen, conflict=[]), 409
    session.commit()
    flash(gettext("Weggehaald. Hier kunt u het weer terugzetten."))
    return redirect(form.history(key), 303)


def page(
    form: Form,
    key: str,
    data: Data,
    seen: str,
    *,
    faults: Mapping[str, str] | None = None,
    conflict: list[Difference] | None = None,
    users: Iterable[Choice] = (),
    is_new: bool = False,
) -> str:
    """Show the form; `conflict` has where the version of another and this one differ, `users` what it cannot go for."""
    fields = form.editable
    return render_template(
        form.template,
        form=form,
        key=key,
        fields=fields,
        values=flat(data),
        seen=seen,
        is_new=is_new,
        title=form.title(key, data),
        faults=fault_texts(fields, faults or {}),
        conflict=conflict,
        users=list(users),
        hours_of=hours_of,
        page_of=page_of,
        **form.more(db(current_app), key),
    )


def reason() -> str | None:
    """Why somebody changes it, when they said so."""
    return clean(request.form.get("reason", ""))[:1000] or None


def _decided(form: Form, data: Data, theirs: Data) -> Data:
    """Take over, field by field, what the editor chose of the version of another after a conflict."""
    mine, other = flat(data), flat(theirs)
    for field in form.editable:
        if request.form.get(f"keep-{field.name}") == "theirs":
            mine[field.name] = other.get(field.name)
    return nested(mine)
