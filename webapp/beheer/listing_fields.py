"""The fields of the form for a listing: one for each field of the content model, in the order of the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

Widget = Literal["line", "text", "email", "url", "date", "choice", "yes_no", "checks", "needs", "rows", "schedules"]


@dataclass(frozen=True)
class Field:
    """A field: its path in the document ("location.address.city"), its label, and how it is filled in."""

    name: str
    label: LazyString
    widget: Widget = "line"
    hint: LazyString | None = None
    required: bool = False
    rows: tuple[Field, ...] = ()  # of widget "rows": what one row has


@dataclass(frozen=True)
class Section:
    """A part of the form under one heading."""

    key: str
    title: LazyString
    fields: tuple[Field, ...]


SECTIONS = (
    Section(
        "what",
        _l("Wat is het?"),
        (
            Field("name", _l("Naam"), required=True),
            Field("alternate_name", _l("Andere namen"), hint=_l("Hoe mensen het ook noemen, met komma's ertussen.")),
            Field("kind", _l("Soort"), "choice", required=True),
            Field("organization", _l("Organisatie"), "choice"),
            Field(
                "summary", _l("In één zin"), hint=_l("Tussen 10 en 120 letters. Dit staat in de lijst."), required=True
            ),
            Field(
                "description",
                _l("Beschrijving"),
                "text",
                _l("Schrijf korte zinnen en gewone woorden. Een lijstje maakt u met een streepje aan het begin."),
                required=True,
            ),
        ),
    ),
    Section(
        "whom",
        _l("Voor wie en waarvoor?"),
        (
            Field("needs", _l("Hulpvragen"), "needs", _l("Kies wat hier echt bij helpt."), required=True),
            Field("tier", _l("Trede"), "choice", required=True),
            Field("eligibility_description", _l("Voor wie"), "text"),
            Field("languages", _l("Andere talen die men er spreekt"), "checks"),
        ),
    ),
    Section(
        "where",
        _l("Waar?"),
        (
            Field("places", _l("Voor welke plaatsen"), "checks", _l("Kies niets als het voor de hele gemeente is.")),
            Field("location.name", _l("Naam van het gebouw")),
            Field("location.address.address_1", _l("Straat en huisnummer")),
            Field("location.address.postal_code", _l("Postcode"), hint=_l("Bijvoorbeeld 7894 AA")),
            Field("location.address.city", _l("Plaats")),
            Field("location.wheelchair", _l("Kan een rolstoel naar binnen?"), "choice"),
            Field("location.accessibility_description", _l("Meer over naar binnen gaan")),
        ),
    ),
    Section(
        "when",
        _l("Wanneer?"),
        (
            Field("schedules", _l("Dagen en tijden"), "schedules", _l("Maak een regel leeg om die weg te halen.")),
            Field("status", _l("Is het er nu?"), "choice", required=True),
            Field("closed_from", _l("Dicht vanaf"), "date"),
            Field("closed_until", _l("Dicht tot en met"), "date"),
            Field("closed_reason", _l("Waarom het dicht is")),
        ),
    ),
    Section(
        "contact",
        _l("Contact"),
        (
            Field(
                "phones",
                _l("Telefoon"),
                "rows",
                _l("Bijvoorbeeld 0591-123456. Maak een regel leeg om die weg te halen."),
                rows=(Field("number", _l("Nummer")), Field("description", _l("Waarvoor of wanneer"))),
            ),
            Field("email", _l("E-mail"), "email"),
            Field("url", _l("Website"), "url", _l("Begint met https://")),
            Field("application_process", _l("Hoe regelt iemand het?"), "text"),
            Field(
                "contacts",
                _l("Personen of balies"),
                "rows",
                _l("Alleen met toestemming van die persoon."),
                rows=(
                    Field("name", _l("Naam")),
                    Field("title", _l("Functie")),
                    Field("email", _l("E-mail"), "email"),
                    Field("phone", _l("Telefoon")),
                ),
            ),
            Field("people", _l("Wie zijn er?"), hint=_l("Alleen voor een servicepunt.")),
        ),
    ),
    Section(
        "cost",
        _l("Kosten en voorwaarden"),
        (
            Field("free", _l("Is het gratis?"), "yes_no"),
            Field("fees_description", _l("Wat kost het?"), "text"),
            Field("referral_needed", _l("Is een verwijzing nodig?"), "yes_no"),
            Field("conditions", _l("Voorwaarden"), "text"),
        ),
    ),
    Section(
        "source",
        _l("Bron en controle"),
        (
            Field("source", _l("Waar komt dit vandaan?"), hint=_l("Bijvoorbeeld: gebeld met de balie."), required=True),
            Field("uncertain", _l("Wat is niet zeker?")),
            Field("checked_on", _l("Gecontroleerd op"), "date"),
            Field("checked_by", _l("Gecontroleerd door")),
        ),
    ),
)
FIELDS = tuple(field for section in SECTIONS for field in section.fields)
LABELS = {field.name: field.label for field in FIELDS}
