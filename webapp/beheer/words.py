"""What the back office says: choices, faults and events in words, and values of a listing as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import format_datetime
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from pydantic import ValidationError

from sociale_kaart.exchange.documents import ScheduleDocument
from sociale_kaart.exchange.mapping import schedule_row
from webapp import texts
from webapp.beheer.listing_fields import LABELS
from webapp.reference import reference

KIND_NAMES = {
    "service": _l("Hulp of dienst"),
    "activity": _l("Activiteit"),
    "facility": _l("Plek of gebouw"),
    "service_point": _l("Servicepunt"),
    "provision": _l("Voorziening van de gemeente"),
    "network": _l("Netwerk of groep"),
    "hotline": _l("Hulplijn"),
    "route": _l("Weg naar hulp"),
    "self_help": _l("Tip om zelf te doen"),
}
STATE_NAMES = {
    "draft": _l("Wordt aan gewerkt"),
    "submitted": _l("Wacht op goedkeuring"),
    "returned": _l("Teruggestuurd"),
    "published": _l("Online"),
    "archived": _l("In het archief"),
}
EVENT_NAMES = {
    "created": _l("Gemaakt"),
    "updated": _l("Gewijzigd"),
    "submitted": _l("Ingestuurd"),
    "returned": _l("Teruggestuurd"),
    "discarded": _l("Concept weggegooid"),
    "asked": _l("Gevraagd of het nog klopt"),
    "unconfirmed": _l("Niet bevestigd"),
    "report_closed": _l("Melding van een inwoner afgehandeld"),
}
# Per type of fault (of Pydantic, or a rule of ours): what to tell the editor. `FIELD_FAULTS` comes first.
FAULTS = {
    "missing": _l("Vul dit in."),
    "string_too_short": _l("Dit is te kort."),
    "string_too_long": _l("Dit is te lang."),
    "too_short": _l("Kies er minstens één."),
    "unknown": _l("Dit bestaat niet (meer). Kies iets anders."),
    "date_from_datetime_parsing": _l("Dit is geen datum. Schrijf bijvoorbeeld 2026-12-31."),
    "date_parsing": _l("Dit is geen datum. Schrijf bijvoorbeeld 2026-12-31."),
    "literal_error": _l("Kies een van de mogelijkheden."),
    "say when: byday, dtstart or description": _l("Kies een dag of een datum, of schrijf wanneer het is."),
    "until is before dtstart": _l("De laatste dag ligt voor de eerste."),
    "opens_at and closes_at are the same": _l("De begintijd en de eindtijd zijn gelijk."),
    "checked_on and checked_by go together": _l("Vul bij de controle de dag en de naam allebei in."),
    "closed_until is before closed_from": _l("'Dicht tot en met' ligt voor 'Dicht vanaf'."),
    "people and visits belong to a service_point": _l("'Wie zijn er?' is alleen voor een servicepunt."),
    "accessibility_description goes with wheelchair: yes, partly or no": _l(
        "Kies ook of een rolstoel naar binnen kan."
    ),
}
FIELD_FAULTS = {
    "number": _l("Dit telefoonnummer herkennen we niet. Schrijf bijvoorbeeld 0591-123456."),
    "phone": _l("Dit telefoonnummer herkennen we niet. Schrijf bijvoorbeeld 0591-123456."),
    "email": _l("Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@voorbeeld.nl."),
    "url": _l("Dit is geen webadres. Het begint met https://"),
    "postal_code": _l("Schrijf de postcode zo: 7894 AA."),
    "summary": _l("Schrijf één zin van 10 tot 120 letters."),
    "opens_at": _l("Schrijf de tijd zo: 09:30."),
    "closes_at": _l("Schrijf de tijd zo: 17:00."),
}
OTHER_FAULT = _l("Dit klopt niet.")


def fault_text(path: str, fault: str) -> LazyString:
    """Say what is wrong with a field."""
    own = FIELD_FAULTS.get(path.rsplit(".", 1)[-1])
    if own is not None and fault not in ("missing", "unknown"):
        return own
    return FAULTS.get(fault, OTHER_FAULT)


def in_words(field: str, value: Any) -> str:
    """Give a value of a listing's document as an editor reads it; empty for nothing."""
    if value in (None, "", [], {}):
        return ""
    return _READERS.get(field, _plain)(value)


def _needs(keys: list[str]) -> str:
    known = reference().needs
    return ", ".join(texts.label(known[key]) if key in known else key for key in keys)


def _languages(codes: list[str]) -> str:
    return ", ".join(str(texts.LANGUAGE_NAMES.get(code, code)) for code in codes)


_OTHER_LABELS = {
    "location": _l("Waar"),
    "visits": _l("Spreekuren van organisaties"),
    "helpline": _l("Hulplijn"),
    "listing": _l("Het geheel"),
}
_YES_NO = {True: _l("Ja"), False: _l("Nee")}


def _schedule(item: Mapping[str, Any]) -> str:
    try:
        row = schedule_row(ScheduleDocument.model_validate(item))
    except ValidationError:
        return _plain(item)
    return ". ".join(part for part in (texts.opening_text(row), row.description) if part)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(text for part in value.values() if (text := _plain(part)))
    if isinstance(value, list):
        return "\n".join(_plain(part) for part in value)
    return "" if value is None else str(value)


def _one_of(names: Mapping[Any, Any]) -> Callable[[Any], str]:
    return lambda value: str(names.get(value, value))


_READERS: dict[str, Callable[[Any], str]] = {
    "needs": _needs,
    "languages": _languages,
    "schedules": lambda items: "\n".join(_schedule(item) for item in items),
    "tier": _one_of(texts.TIER_NAMES),
    "kind": _one_of(KIND_NAMES),
    "status": _one_of(texts.STATUS_NAMES),
    "free": _one_of(_YES_NO),
    "referral_needed": _one_of(_YES_NO),
}


def field_label(path: str) -> str:
    """Give the label of a field, also of a part of it ("phones.0.number"), or of what stands above it ("location")."""
    found = LABELS.get(path) or LABELS.get(path.split(".", 1)[0])
    return str(found or _OTHER_LABELS.get(path.split(".", 1)[0], path))


def moment(when: dt.datetime) -> str:
    """Give a moment in words, in local time."""
    if when.tzinfo is None:  # SQLite keeps no time zone; what is stored is UTC
        when = when.replace(tzinfo=dt.UTC)
    return str(format_datetime(when, "d MMMM yyyy HH:mm"))
