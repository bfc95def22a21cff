"""Synonyms: the words of residents and of professionals for the same thing. A change works in the next search."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from sociale_kaart.actors import Role
from sociale_kaart.queries import vocabulary as words
from sociale_kaart.queries.back_office import PER_PAGE
from webapp.accounts.guard import allowed
from webapp.beheer.paging import page_of
from webapp.beheer.vocabulary import vocabulary
from webapp.beheer.vocabulary.fields import Field, read_form
from webapp.beheer.vocabulary.record import drop, form_of, page, save, show, write
from webapp.extensions import db

_SAME = Field("same", _l("Andere woorden hiervoor"), "lines", _l("Elk woord op een eigen regel."), required=True)
_KEY = Field("key", _l("Gewoon woord"), hint=_l("Het woord dat de meeste mensen gebruiken."), required=True)

SYNONYMS = form_of(
    words.SYNONYM,
    (_SAME,),
    title=lambda key, _data: key,
    url=lambda key: url_for("beheer.vocabulary.synonym", key=key),
    overview=lambda _key: url_for("beheer.vocabulary.synonyms"),
)
_NEW = form_of(
    words.SYNONYM,
    (_KEY, _SAME),
    title=lambda _key, _data: str(gettext("Nieuw woord")),
    url=SYNONYMS.url,
    overview=SYNONYMS.overview,
)


@vocabulary.get("/synoniemen")
@allowed(Role.ADMINISTRATOR)
def synonyms() -> str:
    """The groups of synonyms, a page at a time; `q` is part of a word."""
    session = db(current_app)
    asked = request.args.get("q", "").strip()[:100]
    total = words.count_synonyms(session, asked)
    number, pages = page_of(total, PER_PAGE)
    return render_template(
        "beheer/vocabulary/synonyms.html",
        rows=words.list_synonyms(session, asked, number),
        dropped=words.list_dropped(session, words.SYNONYM),
        total=total,
        page=number,
        pages=pages,
        asked=asked,
        history=SYNONYMS.history,
    )


@vocabulary.get("/nieuw-synoniem")
@allowed(Role.ADMINISTRATOR)
def new_synonym() -> str:
    """An empty form."""
    return page(_NEW, "", {}, "", is_new=True)


@vocabulary.post("/nieuw-synoniem")
@allowed(Role.ADMINISTRATOR)
def create_synonym() -> ResponseReturnValue:
    """Begin a group of synonyms."""
    data = read_form(request.form, _NEW.fields, {})
    if not data.get("key"):
        return page(_NEW, "", data, "", faults={"key": "missing"}, is_new=True), 422
    return write(_NEW, data["key"], data, words.seen_of({}), is_new=True)


@vocabulary.get("/synoniemen/<path:key>")
@allowed(Role.ADMINISTRATOR)
def synonym(key: str) -> str:
    """The form of a group of synonyms."""
    return show(SYNONYMS, key)


@vocabulary.post("/synoniemen/<path:key>")
@allowed(Role.ADMINISTRATOR)
def save_synonym(key: str) -> ResponseReturnValue:
    """Write a group of synonyms, or take it away."""
    return drop(SYNONYMS, key) if request.form.get("action") == "drop" else save(SYNONYMS, key)
