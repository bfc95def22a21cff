"""Builders for the unit tests: an entry of the index, a listing, and a small content folder that is sound.

The small world: Emmen (Zwartemeer, Angelslo) and Haren (Noordlaren), three needs of which one is danger.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from sociale_kaart.errors import ContentError
from sociale_kaart.exchange import yaml_lines
from sociale_kaart.exchange.content_files import Content, read_content
from sociale_kaart.exchange.documents import ServiceDocument
from sociale_kaart.needs import OUTSIDE, NeedRecogniser, Phrase
from sociale_kaart.needs.model import TextModel
from sociale_kaart.needs.training import train
from sociale_kaart.search.index import Entry
from sociale_kaart.search.words import Lexicon

Data = dict[str, Any]

NEEDS = ("schoonmaak", "boodschappen", "suicide")
EMMEN = "municipalities/emmen"


def entry(entry_id: str, name: str = "", **fields: Any) -> Entry:
    """Give what the search knows of a listing: active, of tier 3, for all of Emmen, unless told otherwise."""
    defaults: Data = {
        "tier": 3,
        "kind": "service",
        "status": "active",
        "needs": [],
        "municipality": "emmen",
        "places": [],
        "free": None,
        "wheelchair": None,
        "languages": [],
    }
    return Entry(id=entry_id, name=name or entry_id, **(defaults | fields))


class TiredLexicon(Lexicon):
    """Gives up when taking a word apart costs far more than any real word does."""

    def __init__(self, counts: dict[str, int]) -> None:
        super().__init__(counts)
        self._letters_left = 2_000_000

    def _is_part(self, word: str) -> bool:
        self._letters_left -= len(word) + 1
        assert self._letters_left > 0, "taking a word apart costs too much"
        return super()._is_part(word)


def listing(key: str, **fields: Any) -> Data:
    """Give a sound listing as it stands in a content file; None takes a field away."""
    data: Data = {
        "key": key,
        "kind": "service",
        "name": key.replace("-", " ").capitalize(),
        "tier": 3,
        "needs": ["boodschappen"],
        "status": "active",
        "summary": "Iemand brengt uw boodschappen thuis.",
        "description": "Vraag ernaar bij de balie.",
        "source": "Plan van Emmen, r. 1",
    }
    return in_order(data | fields)


def in_order(data: Data) -> Data:
    """Put the fields of a listing in the order of content files."""
    return {name: data[name] for name in ServiceDocument.model_fields if data.get(name) is not None}


# A listing that uses every field, so that nothing is lost on the way in and out.
FULL_LISTING = listing(
    "infohuus",
    kind="service_point",
    name="Infohuus",
    alternate_name="Servicepunt Zwartemeer",
    organization="sedna",
    helpline="alarm",
    needs=["boodschappen", "schoonmaak"],
    places=["angelslo", "zwartemeer"],
    description="Kom langs met uw vraag.\n\nWij helpen met:\n\n- de was\n- *boodschappen*",
    eligibility_description="Iedereen uit het dorp.",
    application_process="Loop binnen of bel.",
    conditions="U woont in Zwartemeer.",
    referral_needed=False,
    free=True,
    fees_description="Koffie kost 1 euro.",
    languages=["de", "tr"],
    phones=[{"number": "0591-123456", "description": "balie"}, {"number": "06-12345678"}],
    contacts=[{"name": "De balie", "title": "vrijwilliger", "email": "balie@example.org", "phone": "0591-654321"}],
    email="infohuus@example.org",
    url="https://example.org/infohuus",
    location={
        "name": "Dorpshuis",
        "address": {"address_1": "Dorpsstraat 1", "postal_code": "7894 AB", "city": "Zwartemeer"},
        "latitude": 52.72,
        "longitude": 7.04,
        "wheelchair": "partly",
        "accessibility_description": "drempel van 3 cm",
    },
    schedules=[
        {"freq": "WEEKLY", "byday": "MO,TH", "opens_at": "09:00", "closes_at": "12:30"},
        {"freq": "MONTHLY", "byday": "2TU", "dtstart": "2024-01-09", "until": "2024-12-31", "description": "inloop"},
    ],
    people="twee vrijwilligers",
    visits=[
        {
            "organization": "sedna",
            "description": "spreekuur",
            "schedules": [{"byday": "FR", "opens_at": "10:00"}, {"description": "op afspraak"}],
        },
        {"description": "de wijkagent"},
    ],
    uncertain="De uren zijn niet nagevraagd.",
    checked_on="2024-05-01",
    checked_by="redactie",
)


# Another sound value for each field of that listing.
OTHER_VALUES: Data = {
    "name": "Huus",
    "alternate_name": "Steunpunt",
    "helpline": "luisterlijn",
    "tier": 2,
    "needs": ["schoonmaak", "suicide"],
    "places": ["zwartemeer"],
    "status": "planned",
    "summary": "Een heel andere samenvatting.",
    "description": "Kort.",
    "eligibility_description": "Ouderen.",
    "application_process": "Bel.",
    "conditions": "Geen.",
    "referral_needed": True,
    "free": False,
    "fees_description": "Twee euro.",
    "languages": ["ar", "de"],
    "phones": [{"number": "06-12345678"}, {"number": "0591-123456"}],
    "contacts": [{"name": "Iemand anders"}],
    "email": "anders@example.org",
    "url": "https://example.org/anders",
    "location": {"name": "School", "address": {"address_1": "Kade 2", "city": "Emmen"}, "wheelchair": "no"},
    "schedules": [{"description": "alleen op afspraak"}],
    "people": "een vrijwilliger",
    "visits": [{"description": "de wijkagent", "schedules": [{"byday": "SA"}]}],
    "source": "Een ander plan",
    "uncertain": "Alles.",
    "checked_on": "2025-01-02",
    "checked_by": "anna",
}


def _two(nl: str, en: str) -> Data:
    return {"nl": nl, "en": en}


def _need(key: str, *, urgent: bool = False) -> Data:
    return {
        "key": key,
        "label": _two(key.capitalize(), f"{key} in English"),
        "means": f"alles over {key}",
        **({"urgent": True} if urgent else {}),
        "question": _two(f"Wie helpt met {key}?", f"Who helps with {key}?"),
        "intro": _two(f"Hulp bij {key}.", f"Help with {key}."),
        "advice": [_two(f"Stap {tier}.", f"Step {tier}.") for tier in (1, 2, 3, 4)],
    }


def _municipality(key: str, desk: str, places: list[Data]) -> Data:
    return {
        "key": key,
        "name": key.capitalize(),
        "province": "Drenthe",
        "intro": "Hulp dicht bij huis.",
        "logo_text": f"Gemeente {key.capitalize()}",
        "theme": {"primary": "#5b2a6e", "accent": "#3c9a5f"},
        "wmo_desk": desk,
        "source": "Plan",
        "places": places,
    }


def _place(key: str, kind: str, **fields: Any) -> Data:
    return {"key": key, "name": key.capitalize(), "kind": kind, **fields}


def small_content() -> dict[str, Data]:
    """Give a small, sound set of content files: file name to data."""
    angelslo = _place("angelslo", "wijk")
    zwartemeer = _place("zwartemeer", "dorp", postcodes=["7894", "7895"], latitude=52.72, longitude=7.04)
    sedna = {"key": "sedna", "name": "Sedna", "description": "Welzijn in Emmen.", "source": "Plan"}
    sedna_contacts: Data = {
        "email": "info@example.org",
        "url": "https://example.org",
        "phones": [{"number": "0591-111111", "description": "algemeen"}],
        "contacts": [{"name": "Receptie"}],
    }
    sedna = {name: (sedna | sedna_contacts)[name] for name in _ORGANIZATION_FIELDS}
    files: dict[str, Data] = {
        "needs.yml": {
            "domains": [
                {
                    "key": "huishouden",
                    "label": _two("Huishouden", "Household"),
                    "intro": _two("Alles in huis.", "Everything at home."),
                    "needs": [_need("schoonmaak"), _need("boodschappen")],
                },
                {
                    "key": "veiligheid",
                    "label": _two("Veiligheid", "Safety"),
                    "intro": _two("Bij gevaar.", "In danger."),
                    "needs": [_need("suicide", urgent=True)],
                },
            ],
            "outside": {"key": "buiten_bereik", "means": "het weer, sport"},
        },
        "helplines.yml": {
            "helplines": [
                _helpline("alarm", "112", []),
                _helpline("zelfmoordpreventie", "113", ["suicide"]),
                _helpline("luisterlijn", "088-0767000", ["suicide", "boodschappen"]),
            ]
        },
        "synonyms.yml": {"synonyms": [{"key": "boodschappen", "same": ["winkelen", "naar de winkel"]}]},
        "national/self_help.yml": {
            "services": [listing("zelf-doen", kind="self_help", name="Zelf doen", tier=1, needs=list(NEEDS))]
        },
        "national/route.yml": {
            "services": [listing("gesprek", kind="route", name="Het gesprek", tier=4, needs=list(NEEDS))]
        },
        f"{EMMEN}/municipality.yml": _municipality("emmen", "infohuus", [angelslo, zwartemeer]),
        f"{EMMEN}/organizations.yml": {"organizations": [sedna]},
        f"{EMMEN}/activity.yml": {
            "services": [listing("koffieochtend", kind="activity", tier=2, schedules=[{"byday": "WE"}])]
        },
        f"{EMMEN}/service.yml": {"services": [listing("boodschappendienst"), listing("klusdienst")]},
        f"{EMMEN}/service_point.yml": {"services": [FULL_LISTING]},
        "municipalities/haren/municipality.yml": _municipality("haren", "lokaal-loket", [_place("noordlaren", "dorp")]),
        "municipalities/haren/organizations.yml": {"organizations": []},
        "municipalities/haren/service_point.yml": {"services": [listing("lokaal-loket", kind="service_point")]},
    }
    return deepcopy(files)


_ORGANIZATION_FIELDS = ("key", "name", "description", "email", "url", "phones", "contacts", "source")


def _helpline(key: str, phone: str, needs: list[str]) -> Data:
    return {"key": key, "name": key.capitalize(), "needs": needs, "phone": phone, "owner": "x", "seen": "y"}


class ContentFolder:
    """A content folder to break, change and read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, data in small_content().items():
            self.write(name, data)
        self.write_text("pages/over-ons.nl.md", "# Over ons\n\nWij helpen.\n")
        self.write_text("pages/over-ons.en.md", "# About us\n\nWe help.\n")
        self.write_text("pages/privacy.nl.md", "# Privacy\n\nWij bewaren niets.\n")

    def write(self, name: str, data: Data) -> None:
        no_aliases = json.loads(json.dumps(data))
        self.write_text(name, yaml_lines.dump(no_aliases))

    def write_text(self, name: str, text: str) -> None:
        self.write_bytes(name, text.encode())

    def write_bytes(self, name: str, data: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def load(self, name: str) -> Data:
        data: Data = yaml.safe_load(self.text(name))
        return data

    def text(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def edit(self, name: str, old: str, new: str) -> int:
        """Replace the one place where `old` stands; gives the number of its line."""
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write_text(name, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def put(self, name: str, *listings: Data) -> None:
        """Add listings to a file, or replace those with the same key, in the order of their keys."""
        old = self.load(name)["services"] if (self.root / name).exists() else []
        records = {record["key"]: record for record in [*old, *listings]}
        self.write(name, {"services": [records[key] for key in sorted(records)]})

    def change(self, name: str, key: str, /, **fields: Any) -> None:
        """Change fields of a listing; None takes a field away."""
        services = self.load(name)["services"]
        found = next(service for service in services if service["key"] == key)
        self.put(name, in_order(found | fields))

    def drop(self, name: str, key: str) -> None:
        """Take a listing out of a file; the last one takes the file along."""
        left = [service for service in self.load(name)["services"] if service["key"] != key]
        if left:
            self.write(name, {"services": left})
        else:
            self.remove(name)

    def read(self) -> Content:
        return read_content(self.root)

    def faults(self) -> list[str]:
        """Give the faults of a folder that has some."""
        with pytest.raises(ContentError) as caught:
            read_content(self.root)
        return caught.value.faults


def _phrases(need: str, *texts: str) -> list[Phrase]:
    return [Phrase(text, need) for text in texts]


# A handful of phrases per need: enough to tell them apart, trained in a moment.
TINY_PHRASES = [
    *_phrases(
        "schulden",
        "ik kan mijn rekening niet betalen",
        "ik heb schulden",
        "ik kan mijn rekeningen niet meer betalen",
        "hulp bij schulden",
        "de deurwaarder komt geld halen",
        "I cannot pay my bills",
    ),
    *_phrases(
        "vervoer",
        "hoe kom ik in het dorp",
        "ik wil met de bus naar de winkel",
        "wie brengt mij naar het ziekenhuis",
        "een bus naar de winkel",
        "een rolstoel lenen",
        "in een rolstoel naar de dokter",
        "vervoer naar de dokter",
    ),
    *_phrases(
        "ontmoeting",
        "ik wil samen eten",
        "samen eten in de buurt",
        "koffie drinken met andere mensen",
        "ik zoek gezelschap",
        "mensen leren kennen aan tafel",
    ),
    *_phrases(
        "servicepunt",
        "waar is het servicepunt",
        "ik wil langs de balie",
        "waar kan ik binnenlopen met een vraag",
        "wanneer is het loket open",
    ),
    *_phrases(
        "suicide",
        "ik wil niet meer leven",
        "ik wil dood",
        "ik denk aan zelfmoord",
        "ik maak er een einde aan",
        "ik zie het leven niet meer zitten",
        "ik wil niet meer leven help mij",
    ),
    *_phrases(
        "huiselijk_geweld",
        "mijn man slaat mij",
        "ik word thuis geslagen",
        "mijn partner mishandelt mij",
        "mijn man slaat mij en de kinderen",
        "ik ben bang voor mijn man",
    ),
    *_phrases(
        OUTSIDE,
        "wat wordt het weer morgen",
        "hoe laat speelt het voetbal",
        "recept voor appeltaart",
        "wie wint de wedstrijd",
        "hoeveel is zeven maal acht",
        "leuke film op de televisie",
    ),
]


# Which of them mean danger.
TINY_URGENT = frozenset({"suicide", "huiselijk_geweld"})


def tiny_model(phrases: Sequence[Phrase] = TINY_PHRASES) -> TextModel:
    """Give a model that learned a few phrases, without embeddings."""
    return train(phrases, None)


def tiny_recogniser(phrases: Sequence[Phrase] = TINY_PHRASES) -> NeedRecogniser:
    """Give a recogniser that learned a few phrases, without embeddings."""
    return NeedRecogniser(tiny_model(phrases))
