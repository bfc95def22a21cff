"""What nearly every page needs and seldom changes: municipalities, needs and helplines, kept until the content changes.

A worker looks at most twice a second whether the content or the search index is newer than what it holds.
"""

import threading
import time
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import Helpline, LifeDomain, Municipality, Need
from sociale_kaart.queries.helplines import list_helplines
from sociale_kaart.queries.municipalities import list_municipalities
from sociale_kaart.queries.needs import list_domains
from sociale_kaart.queries.search_entries import content_generation
from webapp.extensions import parts_of
from webapp.wiring import catch_up

LOOK_EVERY = 0.5  # seconds
ALARM = "alarm"  # the key of 112 in the register of helplines
_KEY = "meedoen.reference"
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Reference:
    """The reference data of one state of the content. Its models are detached: read only, relations loaded."""

    generation: str
    municipalities: list[Municipality]
    domains: list[LifeDomain]
    helplines: list[Helpline]

    @property
    def needs(self) -> dict[str, Need]:
        """All needs by key, in the order of the pages."""
        return {need.id: need for domain in self.domains for need in domain.needs}

    def municipality(self, key: str) -> Municipality:
        """A municipality by its key; raises NotFoundError."""
        for found in self.municipalities:
            if found.id == key:
                return found
        raise NotFoundError("municipality", key)

    def helplines_for(self, need: str) -> list[Helpline]:
        """The helplines for a need; for an urgent one 112 stands right after the line that is made for it."""
        own = [line for line in self.helplines if need in line.needs]
        if not self.needs[need].urgent:
            return own
        alarm = [line for line in self.helplines if line.id == ALARM]
        return [*own[:1], *(line for line in alarm if line not in own[:1]), *(line for line in own[1:])]


def reference() -> Reference:
    """Give the reference data as it is now."""
    held = _held()
    if held is not None:
        return held
    with _LOCK:
        # Another thread may have looked while this one waited.
        held = _held()
        return held if held is not None else _look()


def _held() -> Reference | None:
    """What this worker holds, while it is fresh enough."""
    held: tuple[float, Reference] | None = current_app.extensions.get(_KEY)
    return held[1] if held is not None and time.monotonic() - held[0] < LOOK_EVERY else None


def _look() -> Reference:
    """Look whether the content is newer than what this worker holds, and follow with the search."""
    parts = parts_of(current_app)
    held: tuple[float, Reference] | None = current_app.extensions.get(_KEY)
    with parts.sessions() as session:
        generation = content_generation(session)
        if held is not None and held[1].generation == generation:
            found = held[1]
        else:
            if parts.search.index.generation != generation:
                catch_up(parts, session)
            found = _read(session, generation)
    current_app.extensions[_KEY] = (time.monotonic(), found)
    return found


def _read(session: Session, generation: str) -> Reference:
    return Reference(generation, list_municipalities(session), list_domains(session), list_helplines(session))
