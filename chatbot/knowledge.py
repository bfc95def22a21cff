"""What the assistant and the pages may draw on: the social map, the helplines, what recognises needs and danger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from chatbot.places import Home, PlaceFinder
from chatbot.safety import DangerDetector
from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Helpline, LifeDomain, Municipality, Need
from sociale_kaart.needs import NeedRecogniser
from sociale_kaart.search import SearchEngine

ALARM = "alarm"  # the key of 112 in the register of helplines


@dataclass(frozen=True)
class Knowledge:
    """The reference data of one state of the content, and what looks things up in it.

    Its models are detached: read only, relations loaded.
    """

    generation: str
    municipalities: Sequence[Municipality]
    domains: Sequence[LifeDomain]
    helplines: Sequence[Helpline]
    search: SearchEngine
    recogniser: NeedRecogniser
    danger: DangerDetector

    @cached_property
    def needs(self) -> dict[str, Need]:
        """All needs by key, in the order of the pages."""
        return {need.id: need for domain in self.domains for need in domain.needs}

    @cached_property
    def places(self) -> PlaceFinder:
        """What finds a place in a text."""
        return PlaceFinder(self.municipalities)

    def municipality(self, key: str) -> Municipality:
        """A municipality by its key; raises NotFoundError."""
        for found in self.municipalities:
            if found.id == key:
                return found
        raise NotFoundError("municipality", key)

    def where(self, home: Home) -> str:
        """The name of where somebody lives; empty when that is not known."""
        if home.municipality is None:
            return ""
        municipality = self.municipality(home.municipality)
        place = next((place for place in municipality.places if place.slug == home.place), None)
        return place.name if place else municipality.name

    def helplines_for(self, need: str) -> list[Helpline]:
        """The helplines for a need; for an urgent one 112 stands right after the line that is made for it."""
        own = [line for line in self.helplines if need in line.needs]
        if not self.needs[need].urgent:
            return own
        alarm = [line for line in self.helplines if line.id == ALARM]
        return [*own[:1], *(line for line in alarm if line not in own[:1]), *(line for line in own[1:])]
