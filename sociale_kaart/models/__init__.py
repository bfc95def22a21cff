"""The data model, named after HSDS 3.x (docs/data-model.md has the mapping). One file per thing."""

from sociale_kaart.models.base import Base
from sociale_kaart.models.conversation import Conversation, ConversationTurn
from sociale_kaart.models.helpline import Helpline
from sociale_kaart.models.location import Accessibility, Address, Location
from sociale_kaart.models.metadata import ImportedContent, Metadata
from sociale_kaart.models.municipality import Municipality
from sociale_kaart.models.need import LifeDomain, Need
from sociale_kaart.models.organization import Contact, Organization
from sociale_kaart.models.page import Page
from sociale_kaart.models.phone import Phone
from sociale_kaart.models.place import Place
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
    "Helpline",
    "ImportedContent",
    "Language",
    "LifeDomain",
    "Location",
    "Metadata",
    "Municipality",
    "Need",
    "Organization",
    "Page",
    "Phone",
    "Place",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServicePoint",
    "SynonymGroup",
    "Taxonomy",
    "TaxonomyTerm",
    "Visit",
]
