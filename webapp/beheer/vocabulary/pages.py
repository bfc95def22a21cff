"""Pages of the site's own, such as about and privacy: a title and Markdown."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from sociale_kaart.actors import Role
from sociale_kaart.queries import vocabulary as words
from webapp import texts
from webapp.accounts.guard import allowed
from webapp.beheer.vocabulary import vocabulary
from webapp.beheer.vocabulary.fields import Data, Field, page_of, read_form
from webapp.beheer.vocabulary.record import AS_SEEN, form_of, page, save, show
from webapp.extensions import db

_FIELDS = (Field("text", _l("Tekst"), "page", required=True),)


def _title(key: str, data: Data) -> str:
    slug, _dot, language = key.partition(".")
    name = page_of(data.get("text"))["title"] or slug
    return str(gettext("%(name)s (%(language)s)", name=name, language=texts.LANGUAGE_NAMES.get(language, language)))


PAGES = form_of(
    words.PAGE,
    _FIELDS,
    title=_title,
    url=lambda key: url_for("beheer.vocabulary.site_page", key=key),
    overview=lambda _key: url_for("beheer.vocabulary.pages"),
    template="beheer/vocabulary/page.html",
)


@vocabulary.get("/paginas")
@allowed(Role.ADMINISTRATOR)
def pages() -> str:
    """All pages, in every language."""
    rows = words.list_pages(db(current_app))
    return render_template("beheer/vocabulary/pages.html", titles={row.id: _title(row.id, vars(row)) for row in rows})


@vocabulary.get("/paginas/<key>")
@allowed(Role.ADMINISTRATOR)
def site_page(key: str) -> str:
    """The form of a page."""
    return show(PAGES, key)


@vocabulary.post("/paginas/<key>")
@allowed(Role.ADMINISTRATOR)
def save_page(key: str) -> ResponseReturnValue:
    """Write a page, or show how it would be."""
    if request.form.get("action") == "preview":
        before = words.require_record(db(current_app), words.PAGE, key).data
        return page(PAGES, key, read_form(request.form, _FIELDS, before), request.form.get(AS_SEEN, ""))
    return save(PAGES, key)
