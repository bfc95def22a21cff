"""The data model, named after HSDS 3.x (docs/data-model.md has the mapping). One file per thing."""

from sociale_kaart.models.base import Base
from sociale_kaart.models.conversation import Conversation, ConversationTurn
from sociale_kaart.models.draft import ServiceDraft
from sociale_kaart.models.freshness import Freshness, LinkCheck
from sociale_kaart.models.helpline import Helpline
from sociale_kaart.models.import_job import ImportJob, ImportRow
from sociale_kaart.models.location import Accessibility, Address, Location
from sociale_kaart.models.metadata import ImportedContent, Metadata
from sociale_kaart.models.municipality import Municipality
from sociale_kaart.models.need import LifeDomain, Need
from sociale_kaart.models.organization import Contact, Organization
from sociale_kaart.models.outbox import OutboxMail
from sociale_kaart.models.page import Page
from sociale_kaart.models.phone import Phone
from sociale_kaart.models.place import Place
from sociale_kaart.models.proposal import HelplineProposal
from sociale_kaart.models.report import ServiceReport
from sociale_kaart.models.schedule import Schedule
from sociale_kaart.models.service import (
    Activity,
    CostOption,
    Language,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from sociale_kaart.models.service_point import ServicePoint, Visit
from sociale_kaart.models.synonym import SynonymGroup
from sociale_kaart.models.taxonomy import Attribute, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Activity",
    "Address",
    "Attribute",
    "Base",
    "Contact",
    "Conversation",
    "ConversationTurn",
    "CostOption",
    "Freshness",
    "Helpline",
    "HelplineProposal",
    "ImportJob",
    "ImportRow",
    "ImportedContent",
    "Language",
    "LifeDomain",
    "LinkCheck",
    "Location",
    "Metadata",
    "Municipality",
    "Need",
    "Organization",
    "OutboxMail",
    "Page",
    "Phone",
    "Place",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceDraft",
    "ServicePoint",
    "ServiceReport",
    "SynonymGroup",
    "Taxonomy",
    "TaxonomyTerm",
    "Visit",
]
