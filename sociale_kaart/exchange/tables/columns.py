"""The columns of a table of listings: one for each field of a listing, with a Dutch heading that an editor understands.

Headings and words are a form of file, the same in every language; what explains them is translated.
"""

from __future__ import annotations

from dataclasses import dataclass

from sociale_kaart.exchange.tables import cells, lines
from sociale_kaart.exchange.tables.cells import Form, choice
from sociale_kaart.text import fold


def _l(text: str) -> str:
    """Mark a text for the catalogues; who shows it has it translated."""
    return text


@dataclass(frozen=True)
class Column:
    """A column: its field (a path in the listing, "location.address.city"), its heading, and what to write in it."""

    name: str
    heading: str
    explanation: str
    form: Form = cells.TEXT


KEY = "key"
MUNICIPALITY = "municipality"

_NATIONAL = "landelijk"


def _read_municipality(text: str) -> str | None:
    return None if fold(text).strip() == _NATIONAL else text.strip()


_OWNER = Form(lambda key: key or _NATIONAL, _read_municipality)
_KINDS = choice(
    {
        "service": "Hulp of dienst",
        "activity": "Activiteit",
        "facility": "Plek of gebouw",
        "service_point": "Servicepunt",
        "provision": "Voorziening van de gemeente",
        "network": "Netwerk of groep",
        "hotline": "Hulplijn",
        "route": "Weg naar hulp",
        "self_help": "Tip om zelf te doen",
    }
)
_TIERS = choice({1: "1 zelf", 2: "2 samen", 3: "3 voor iedereen", 4: "4 op maat"})
_STATUSES = choice(
    {
        "active": "actief",
        "temporarily_closed": "tijdelijk dicht",
        "planned": "gepland",
        "archived": "in het archief",
    }
)
_WHEELCHAIR = choice({"yes": "ja", "partly": "voor een deel", "no": "nee"})

_COLUMNS = (
    Column(
        KEY, "Sleutel", _l("De vaste naam in ons systeem. Verander die niet. Een nieuwe sleutel maakt nieuw aanbod.")
    ),
    Column(MUNICIPALITY, "Gemeente", _l("De sleutel van de gemeente, of: landelijk. Bijvoorbeeld: emmen"), _OWNER),
    Column(
        "kind",
        "Soort",
        _l(
            "Hulp of dienst, Activiteit, Plek of gebouw, Servicepunt, Voorziening van de gemeente, Netwerk of groep, "
            "Hulplijn, Weg naar hulp of Tip om zelf te doen."
        ),
        _KINDS,
    ),
    Column("name", "Naam", _l("Hoe het heet.")),
    Column("alternate_name", "Andere namen", _l("Hoe mensen het ook noemen, met puntkomma's ertussen.")),
    Column("organization", "Organisatie", _l("De sleutel van de organisatie die het doet.")),
    Column("helpline", "Hulplijn", _l("De sleutel van de hulplijn uit het register, als het om een hulplijn gaat.")),
    Column("tier", "Trede", _l("1 zelf, 2 samen, 3 voor iedereen of 4 op maat. Het cijfer is genoeg."), _TIERS),
    Column(
        "needs",
        "Hulpvragen",
        _l(
            "De sleutels van de hulpvragen met komma's ertussen, de belangrijkste eerst. "
            "Bijvoorbeeld: maaltijden, vervoer"
        ),
        cells.KEYS,
    ),
    Column(
        "places",
        "Wijken en dorpen",
        _l("De sleutels van de plaatsen met komma's ertussen. Leeg: voor de hele gemeente."),
        cells.KEYS,
    ),
    Column("status", "Status", _l("actief, tijdelijk dicht, gepland of in het archief."), _STATUSES),
    Column("closed_from", "Dicht vanaf", _l("De eerste dag dat het dicht is. Bijvoorbeeld: 2026-07-01"), cells.DATE),
    Column(
        "closed_until", "Dicht tot en met", _l("De laatste dag dat het dicht is. Bijvoorbeeld: 2026-08-31"), cells.DATE
    ),
    Column("closed_reason", "Waarom dicht", _l("Waarom het dicht is, in één regel.")),
    Column("summary", "In één zin", _l("Eén zin van 10 tot 120 letters. Die staat in de lijst.")),
    Column("description", "Beschrijving", _l("Korte zinnen en gewone woorden. Het mag Markdown zijn.")),
    Column("eligibility_description", "Voor wie", _l("Voor wie het is.")),
    Column("application_process", "Hoe regelt iemand het", _l("Wat iemand doet om mee te doen of hulp te krijgen.")),
    Column("conditions", "Voorwaarden", _l("Wat er nodig is om het te krijgen.")),
    Column("referral_needed", "Verwijzing nodig", _l("ja of nee. Leeg: dat weten we niet."), cells.YES_NO),
    Column("free", "Gratis", _l("ja of nee. Leeg: dat weten we niet."), cells.YES_NO),
    Column("fees_description", "Kosten", _l("Wat het kost.")),
    Column(
        "languages",
        "Andere talen",
        _l("Codes van talen naast het Nederlands, met komma's ertussen. Bijvoorbeeld: ar, de, en, fr, pl, tr, uk"),
        cells.KEYS,
    ),
    Column(
        "phones",
        "Telefoon",
        _l("Eén nummer per regel, met een uitleg achter een dubbele punt. Bijvoorbeeld: 0591-123456: de balie"),
        lines.PHONES,
    ),
    Column(
        "contacts",
        "Personen of balies",
        _l(
            "Eén per regel: naam | functie | e-mail | telefoon. Wat niet bekend is, blijft leeg. "
            "Bijvoorbeeld: De balie | | balie@voorbeeld.nl"
        ),
        lines.CONTACTS,
    ),
    Column("email", "E-mail", _l("Bijvoorbeeld: naam@voorbeeld.nl")),
    Column("url", "Website", _l("Begint met https://")),
    Column("location.name", "Gebouw", _l("De naam van het gebouw.")),
    Column("location.address.address_1", "Straat en huisnummer", _l("Bijvoorbeeld: Dorpsstraat 1")),
    Column("location.address.postal_code", "Postcode", _l("Bijvoorbeeld: 7894 AA")),
    Column("location.address.city", "Plaats", _l("Waar het gebouw staat. Bijvoorbeeld: Zwartemeer")),
    Column("location.latitude", "Breedtegraad", _l("Het punt op de kaart. Bijvoorbeeld: 52,72"), cells.NUMBER),
    Column("location.longitude", "Lengtegraad", _l("Het punt op de kaart. Bijvoorbeeld: 7,04"), cells.NUMBER),
    Column(
        "location.wheelchair", "Rolstoel", _l("Kan een rolstoel naar binnen? ja, voor een deel of nee."), _WHEELCHAIR
    ),
    Column("location.accessibility_description", "Meer over naar binnen gaan", _l("Bijvoorbeeld: drempel van 3 cm")),
    Column(
        "schedules",
        "Dagen en tijden",
        _l(
            "Eén moment per regel. De delen staan met | ertussen, in elke volgorde: dagen, tijden, elke week of "
            "elke maand, vanaf en t/m een datum, en uitleg. Bijvoorbeeld: maandag, eerste dinsdag | 09:00-12:30 | "
            "elke maand | vanaf 2026-01-01 | t/m 2026-12-31 | uitleg: niet in de vakantie"
        ),
        lines.SCHEDULES,
    ),
    Column("people", "Wie zijn er", _l("Alleen voor een servicepunt.")),
    Column(
        "visits",
        "Spreekuren",
        _l(
            "Alleen voor een servicepunt. Eén bezoeker per regel: sleutel van de organisatie | uitleg. "
            "Daaronder één moment per regel, met een streepje ervoor, zoals: - vrijdag | 10:00-12:00. "
            "Bijvoorbeeld: icare | spreekuur over zorg"
        ),
        lines.VISITS,
    ),
    Column("source", "Bron", _l("Waar dit vandaan komt. Bijvoorbeeld: gebeld met de balie")),
    Column("uncertain", "Niet zeker", _l("Wat niet zeker is.")),
    Column(
        "checked_on", "Gecontroleerd op", _l("De dag van de laatste controle. Bijvoorbeeld: 2026-05-01"), cells.DATE
    ),
    Column("checked_by", "Gecontroleerd door", _l("Wie het controleerde.")),
)


def _names(column: Column) -> tuple[str, str, str]:
    return column.heading, column.name, column.name.rsplit(".", 1)[-1]


def _by_heading() -> dict[str, Column]:
    """Give the columns by every heading they may have; "name" is the listing's own, it comes before the building's."""
    found: dict[str, Column] = {}
    for column in _COLUMNS:
        for name in _names(column):
            found.setdefault(_plain(name), column)
    return found


def _plain(heading: str) -> str:
    return " ".join(fold(heading).split())


_BY_HEADING = _by_heading()


def columns() -> tuple[Column, ...]:
    """Give every column, in the order of a table."""
    return _COLUMNS


def find_column(heading: str) -> Column | None:
    """Give the column with a heading, Dutch or the name of the field; capitals and accents do not matter."""
    return _BY_HEADING.get(_plain(heading))
