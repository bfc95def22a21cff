"""Advice while an editor writes: is it easy to read, is it there already, which needs does it help with?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from sociale_kaart.actions.publishing import check_listing
from sociale_kaart.errors import InvalidListingError
from sociale_kaart.models import Need, Organization
from sociale_kaart.queries.back_office import list_facts
from sociale_kaart.queries.search_entries import list_search_entries
from sociale_kaart.search import SearchRequest
from sociale_kaart.search.index import IndexDamagedError
from sociale_kaart.text import clean
from sociale_kaart.writing.duplicates import Duplicate, Facts, find_duplicates
from sociale_kaart.writing.reading_level import Level, Mark, Reading, Why, assess
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.beheer.home import EDITORS
from webapp.beheer.listing_form import read_form
from webapp.beheer.preview import as_online, public_main
from webapp.extensions import db, parts_of
from webapp.reference import reference

Data = dict[str, Any]
LEVEL_TEXTS = {
    Level.WITHIN_B1: _l("Dit is goed te lezen (taalniveau B1)."),
    Level.A_LITTLE_ABOVE: _l("Dit is iets te moeilijk. Maak de zinnen korter, of de woorden gewoner."),
    Level.TOO_HARD: _l("Dit is te moeilijk voor veel mensen. Schrijf korter en gewoner."),
}
TOO_SHORT = _l("Schrijf wat meer, dan zien we of het goed te lezen is.")
WHY_TEXTS = {
    Why.LONG_SENTENCE: _l("lange zin"),
    Why.FORMAL_WORD: _l("ambtelijk woord"),
    Why.LONG_WORD: _l("lang woord"),
    Why.RARE_WORD: _l("weinig mensen kennen dit woord"),
    Why.ABBREVIATION: _l("afkorting"),
}
_TEXTS = ("summary", "description", "eligibility_description", "application_process", "conditions", "fees_description")
LONGEST_PROBE = 200
# A need that the words suggest this strongly is worth a thought.
_SUGGESTED = 0.15
_MOST_NEEDS = 3


@dataclass(frozen=True)
class Advice:
    """What an editor may want to know of a listing as it is written now."""

    reading: Reading
    marked: Markup
    long_sentences: list[str]
    needs: list[Need]
    duplicates: list[Duplicate]
    names: Mapping[str, str]  # of the duplicates, by id


@beheer.post("/hulp/advies")
@allowed(*EDITORS)
def advice() -> str:
    """The advice on what stands in the form, for HTMX; nothing is kept."""
    session, me = db(current_app), actor()
    municipality = request.form.get("municipality") or me.municipality
    data = read_form(request.form, {})
    service_id = request.form.get("id", "")
    return render_template(
        "beheer/advice.html",
        **for_template(session, service_id, data, municipality),
        **_online(session, data | {"key": service_id or "nieuw"}, municipality),
    )


def _online(session: Session, data: Data, municipality: str | None) -> dict[str, Any]:
    """Give how it would be online: the page, and its place in the results of a query; nothing while it is not sound."""
    probe = clean(request.form.get("probe", ""))[:LONGEST_PROBE]
    try:
        document = check_listing(session, data, municipality)
    except InvalidListingError:
        return {}
    with as_online(session, document, municipality) as service:
        entry = list_search_entries(session, [service.id])[0] if service.status != "archived" else None
        shown: dict[str, Any] = {"preview": public_main(service), "probe": probe}
    if probe and entry is not None:
        asked = SearchRequest(query=probe, municipality=municipality)
        try:
            shown["place"], shown["total"] = parts_of(current_app).search.place_of(entry, asked)
        except (IndexDamagedError, OSError):
            shown["probe"] = ""  # the index was being replaced: the next change asks again
    return shown


def for_template(session: Session, service_id: str, data: Data, municipality: str | None) -> dict[str, Any]:
    """Give what the template of the advice needs."""
    found = advise(session, service_id, data, municipality)
    return {"advice": found, "level_texts": LEVEL_TEXTS, "too_short": TOO_SHORT}


def advise(session: Session, service_id: str, data: Data, municipality: str | None) -> Advice:
    """Look at a listing as it is written now."""
    text = "\n\n".join(str(data[name]) for name in _TEXTS if data.get(name))
    others = list_facts(session, municipality)
    reading = assess(text, _names(session, data, municipality))
    duplicates = find_duplicates(_facts(service_id, data, municipality), others) if data.get("name") else []
    names = {other.id: next(iter(other.names)) for other in others}
    return Advice(
        reading,
        marked(text, reading.marks),
        [text[mark.start : mark.end] for mark in reading.marks if mark.why == Why.LONG_SENTENCE],
        list(_suggested(data, text)),
        duplicates,
        names,
    )


def _names(session: Session, data: Data, municipality: str | None) -> list[str]:
    """Give the names that may stand in the text: no words to judge."""
    own = next((m for m in reference().municipalities if m.id == municipality), None)
    organization = session.get(Organization, data.get("organization") or "")
    places = [place.name for place in own.places] if own else []
    others = [str(data.get("name", "")), organization.name if organization else "", own.name if own else ""]
    return [*others, *places]


def _facts(service_id: str, data: Data, municipality: str | None) -> Facts:
    return Facts(
        id=service_id,
        names=[str(data[name]) for name in ("name", "alternate_name") if data.get(name)],
        municipality=municipality,
        places=data.get("places", []),
        organization=data.get("organization"),
        phones=[phone.get("number", "") for phone in data.get("phones", [])],
        url=data.get("url"),
    )


def _suggested(data: Data, text: str) -> Iterator[Need]:
    """Give the needs that the text speaks of and that were not chosen."""
    known = reference().needs
    scores = parts_of(current_app).recogniser.recognise(f"{data.get('name', '')}. {text}")
    likely = [score.key for score in scores if score.confidence >= _SUGGESTED and score.key in known]
    for key in likely[:_MOST_NEEDS]:
        if key not in data.get("needs", []):
            yield known[key]


def marked(text: str, marks: tuple[Mark, ...]) -> Markup:
    """Give the text with its hard words marked, each with why and, where we know them, plainer words."""
    parts, at = [], 0
    for mark in marks:
        # A long sentence holds the words that are marked in it: it is told of apart.
        if mark.why == Why.LONG_SENTENCE or mark.start < at:
            continue
        why = str(WHY_TEXTS[mark.why]) + (f": {mark.instead}" if mark.instead else "")
        parts += [escape(text[at : mark.start]), Markup("<mark>"), escape(text[mark.start : mark.end])]
        parts += [Markup('</mark> <span class="hint">('), escape(why), Markup(")</span>")]
        at = mark.end
    return Markup().join([*parts, escape(text[at:])])
