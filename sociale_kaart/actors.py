"""Who acts, and on which listings: the rules of the back office, apart from how someone logs in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sociale_kaart.errors import NotAllowedError


class Role(StrEnum):
    """What someone may do; each person has one role."""

    ORGANIZATION_EDITOR = "organization_editor"  # writes the listings of one organisation, others approve them
    MUNICIPALITY_EDITOR = "municipality_editor"  # writes, approves and publishes everything of one municipality
    VOLUNTEER = "volunteer"  # works at the desk of a service point; changes no listing
    ADMINISTRATOR = "administrator"  # everything, and the accounts


@dataclass(frozen=True)
class Actor:
    """Someone who is logged in. `key` ("user:12") stands in the history and holds no personal data."""

    key: str
    role: Role
    municipality: str | None = None
    organization: str | None = None

    def may_edit(self, municipality: str | None, organization: str | None) -> bool:
        """Whether the actor may write a listing of this municipality and organisation."""
        if self.role == Role.ORGANIZATION_EDITOR:
            return organization is not None and organization == self.organization
        return self.may_publish(municipality)

    def may_publish(self, municipality: str | None) -> bool:
        """Whether the actor may approve and publish in this municipality; national listings are the administrator's."""
        if self.role == Role.ADMINISTRATOR:
            return True
        return self.role == Role.MUNICIPALITY_EDITOR and municipality is not None and municipality == self.municipality

    def require_edit(self, municipality: str | None, organization: str | None) -> None:
        """Raise NotAllowedError unless the actor may write such a listing."""
        if not self.may_edit(municipality, organization):
            raise NotAllowedError

    def require_publish(self, municipality: str | None) -> None:
        """Raise NotAllowedError unless the actor may publish in this municipality."""
        if not self.may_publish(municipality):
            raise NotAllowedError
