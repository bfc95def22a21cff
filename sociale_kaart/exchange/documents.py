"""What may stand in a content file: one document per record, named after HSDS. Pydantic names each fault's field."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=3000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\n]*$")]
Summary = Annotated[str, StringConstraints(min_length=10, max_length=120, pattern=r"^[^\n]*$")]
# Dutch numbers as people read them: 112, 113, 0800-2000, 088-0767000, 0592-123456, 06-12345678, 14 0592.
PhoneNumber = Annotated[
    str,
    StringConstraints(
        pattern=r"^(11[23]|14 ?0[0-9]{2,3}|0(800|90[069])-[0-9]{4}([0-9]{3})?|06-[0-9]{8}"
        r"|0[1-57-9][0-9]-[0-9]{7}|0[1-57-9][0-9]{2}-[0-9]{6})$"
    ),
]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=300)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Postcode4 = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
TierNumber = Literal[1, 2, 3, 4]

# The key of what belongs to no need, in needs.yml and in what the recogniser answers.
OUTSIDE = "buiten_bereik"

ServiceKind = Literal[
    "activity",
    "facility",
    "hotline",
    "network",
    "provision",
    "route",
    "self_help",
    "service",
    "service_point",
]


class Document(BaseModel):
    """Base: unknown fields are faults, white space at the ends is not content, empty fields are left out."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def as_data(self) -> dict[str, Any]:
        """Give plain data in the order of the fields, without what is empty."""
        return self.model_dump(mode="json", exclude_defaults=True)


class Translated(Document):
    """A text in each language of the interface that editors write in."""

    nl: Text
    en: Text


class NeedName(Translated):
    """What a need is called, also in the languages that the assistant answers in."""

    tr: Text | None = None
    ar: Text | None = None
    pl: Text | None = None
    uk: Text | None = None


class NeedDocument(Document):
    """A need: its key never changes, its words may."""

    key: Key
    label: NeedName
    means: Line
    urgent: bool = False
    question: Translated
    intro: Translated
    advice: list[Translated] = Field(min_length=4, max_length=4)  # one line for each tier, 1 to 4


class DomainDocument(Document):
    """A life domain with its needs."""

    key: Key
    label: Translated
    intro: Translated
    needs: list[NeedDocument]


class OutsideDocument(Document):
    """What does not belong here; the recogniser learns it as one class."""

    key: Key
    means: Line


class NeedsFile(Document):
    """content/needs.yml."""

    domains: list[DomainDocument]
    outside: OutsideDocument


class HelplineDocument(Document):
    """A national line; `open` is as seen, empty when not known."""

    key: Key
    name: Line
    needs: list[Key]
    phone: PhoneNumber
    open: (
        Annotated[str, StringConstraints(pattern=r"^(24/7|(daily|weekdays) (1?[0-9]|2[0-4])-(1?[0-9]|2[0-4]))$")] | None
    ) = None
    free: bool | None = None
    url: Url | None = None
    owner: Line
    seen: Line
    note: Line | None = None
    checked_on: dt.date | None = None
    checked_by: Line | None = None

    @model_validator(mode="after")
    def _checked_by_someone(self) -> "HelplineDocument":
        if (self.checked_on is None) != (self.checked_by is None):
            raise ValueError("checked_on and checked_by go together")
        return self


class HelplinesFile(Document):
    """content/helplines.yml."""

    helplines: list[HelplineDocument]


class PlaceDocument(Document):
    """A wijk or dorp, or a `plek` in one; `regio` is wider than the municipality, `elders` lies outside it."""

    key: Key
    name: Line
    kind: Literal["wijk", "dorp", "plek", "regio", "elders"]
    postcodes: list[Postcode4] = Field(default_factory=list)
    latitude: float | None = Field(None, ge=50.7, le=53.6)  # the Netherlands
    longitude: float | None = Field(None, ge=3.3, le=7.3)


class ThemeDocument(Document):
    """The colours of a municipality: `primary` for bars and buttons (white text on it), `accent` for details."""

    primary: Colour
    accent: Colour


class MunicipalityFile(Document):
    """content/municipalities/<key>/municipality.yml."""

    key: Key
    name: Line
    province: Line
    population: int | None = None
    intro: Text
    logo_text: Line
    theme: ThemeDocument
    phone: PhoneNumber | None = None
    email: Email | None = None
    url: Url | None = None
    wmo_desk: Key
    source: Line
    places: list[PlaceDocument]


class PhoneDocument(Document):
    """HSDS phone."""

    number: PhoneNumber
    description: Line | None = None


class ContactDocument(Document):
    """HSDS contact."""

    name: Line
    title: Line | None = None
    email: Email | None = None
    phone: PhoneNumber | None = None


class OrganizationDocument(Document):
    """HSDS organization."""

    key: Key
    name: Line
    description: Text
    email: Email | None = None
    url: Url | None = None
    phones: list[PhoneDocument] = Field(default_factory=list)
    contacts: list[ContactDocument] = Field(default_factory=list)
    source: Line


class OrganizationsFile(Document):
    """content/municipalities/<key>/organizations.yml."""

    organizations: list[OrganizationDocument]


class ScheduleDocument(Document):
    """HSDS schedule; times are local (Europe/Amsterdam). In words when the hours are not known exactly."""

    freq: Literal["WEEKLY", "MONTHLY"] | None = None
    byday: (
        Annotated[
            str,
            StringConstraints(pattern=r"^(-?[1-5]?(MO|TU|WE|TH|FR|SA|SU))(,-?[1-5]?(MO|TU|WE|TH|FR|SA|SU))*$"),
        ]
        | None
    ) = None
    dtstart: dt.date | None = None
    until: dt.date | None = None
    opens_at: Time | None = None
    closes_at: Time | None = None
    description: Line | None = None

    @model_validator(mode="after")
    def _says_when(self) -> "ScheduleDocument":
        if not (self.byday or self.dtstart or self.description):
            raise ValueError("say when: byday, dtstart or description")
        if self.dtstart and self.until and self.until < self.dtstart:
            raise ValueError("until is before dtstart")
        if self.opens_at and self.closes_at and self.opens_at == self.closes_at:
            raise ValueError("opens_at and closes_at are the same")
        return self


class AddressDocument(Document):
    """HSDS address."""

    address_1: Line
    postal_code: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3} [A-Z]{2}$")] | None = None
    city: Line


class LocationDocument(Document):
    """HSDS location with its accessibility: `wheelchair` is left out when nobody has looked."""

    name: Line | None = None
    address: AddressDocument | None = None
    latitude: float | None = Field(None, ge=50.7, le=53.6)
    longitude: float | None = Field(None, ge=3.3, le=7.3)
    wheelchair: Literal["yes", "partly", "no"] | None = None
    accessibility_description: Line | None = None

    @model_validator(mode="after")
    def _wheelchair_first(self) -> "LocationDocument":
        if self.accessibility_description and not self.wheelchair:
            raise ValueError("accessibility_description goes with wheelchair: yes, partly or no")
        return self


class VisitDocument(Document):
    """An organisation that holds its hour at a service point."""

    organization: Key | None = None
    description: Line | None = None
    schedules: list[ScheduleDocument] = Field(default_factory=list)


class ServiceDocument(Document):
    """A listing: HSDS service, with our tier, needs and the source of its facts."""

    key: Key
    kind: ServiceKind
    name: Line
    alternate_name: Line | None = None
    organization: Key | None = None
    helpline: Key | None = None
    tier: TierNumber
    needs: list[Key] = Field(min_length=1)
    places: list[Key] = Field(default_factory=list)
    status: Literal["active", "temporarily_closed", "planned", "archived"]
    closed_from: dt.date | None = None
    closed_until: dt.date | None = None  # the last day that it is closed
    closed_reason: Line | None = None
    summary: Summary
    description: Text
    eligibility_description: Text | None = None
    application_process: Text | None = None
    conditions: Text | None = None
    referral_needed: bool | None = None
    free: bool | None = None
    fees_description: Text | None = None
    languages: list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]] = Field(default_factory=list)
    phones: list[PhoneDocument] = Field(default_factory=list)
    contacts: list[ContactDocument] = Field(default_factory=list)
    email: Email | None = None
    url: Url | None = None
    location: LocationDocument | None = None
    schedules: list[ScheduleDocument] = Field(default_factory=list)
    people: Line | None = None
    visits: list[VisitDocument] = Field(default_factory=list)
    source: Line
    uncertain: Line | None = None
    checked_on: dt.date | None = None
    checked_by: Line | None = None

    @model_validator(mode="after")
    def _fields_fit_together(self) -> "ServiceDocument":
        if (self.people or self.visits) and self.kind != "service_point":
            raise ValueError("people and visits belong to a service_point")
        if (self.checked_on is None) != (self.checked_by is None):
            raise ValueError("checked_on and checked_by go together")
        if self.closed_from and self.closed_until and self.closed_until < self.closed_from:
            raise ValueError("closed_until is before closed_from")
        return self


class ServicesFile(Document):
    """content/national/<kind>.yml and content/municipalities/<key>/<kind>.yml."""

    services: list[ServiceDocument] = Field(min_length=1)


class PageDocument(Document):
    """content/pages/<slug>.<language>.md; the key is the file's name without its ending."""

    model_config = ConfigDict(str_strip_whitespace=False)

    key: Annotated[str, StringConstraints(pattern=r"^[a-z-]+\.[a-z]{2}$")]
    text: Annotated[str, StringConstraints(pattern=r"^# \S[^\n]*\n\n\S[\s\S]*\n$", max_length=20_000)]


class SynonymDocument(Document):
    """An ordinary word and what residents or professionals also call it."""

    key: Line
    same: list[Line] = Field(min_length=1)


class SynonymsFile(Document):
    """content/synonyms.yml."""

    synonyms: list[SynonymDocument]
