"""Listings that are being written, and what an editor needs to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.actors import Actor
from sociale_kaart.errors import NotFoundError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import merged
from sociale_kaart.models import Service, ServiceDraft
from sociale_kaart.queries.back_office import reach

Data = dict[str, Any]
# There is nothing yet that anybody can have seen.
NOTHING_SEEN = "0.0"


@dataclass(frozen=True)
class WorkingCopy:
    """What an editor goes on with: the draft, else the published listing.

    What was changed online since the draft began is in `data` too, unless the draft changed the same field.
    """

    id: str
    data: Data  # fields of a ServiceDocument
    online: Data  # the published one; {}: there is none yet
    municipality: str | None
    organization: str | None
    draft: ServiceDraft | None
    service: Service | None
    # Names what was there; handed back on saving, so that nobody writes over what they never saw.
    seen: str = NOTHING_SEEN


def get_working_copy(session: Session, service_id: str) -> WorkingCopy:
    """Give what there is to go on with; raises NotFoundError."""
    draft = session.get(ServiceDraft, service_id, populate_existing=True)
    service = session.get(Service, service_id, populate_existing=True)
    online = mapping.service_document(service).as_data() if service is not None else {}
    seen = f"{service.version if service else 0}.{draft.version if draft else 0}"
    if draft is not None:
        data = merged(draft.base, draft.document, online) if online else draft.document
        municipality, organization = draft.municipality_id, draft.organization_id
    elif service is not None:
        data, municipality, organization = online, service.municipality_id, service.organization_id
    else:
        raise NotFoundError("listing", service_id)
    return WorkingCopy(service_id, data, online, municipality, organization, draft, service, seen)


def may_edit(actor: Actor, copy: WorkingCopy) -> bool:
    """Whether the actor may write this listing; a draft cannot be moved to an organisation to get at the listing."""
    own = copy.service
    return actor.may_edit(copy.municipality, copy.organization) and (
        own is None or actor.may_edit(own.municipality_id, own.organization_id)
    )


def list_drafts(session: Session, actor: Actor, *, state: str | None = None) -> Sequence[ServiceDraft]:
    """Give the drafts that the actor may write, the longest waiting first."""
    query = select(ServiceDraft).where(reach(actor, ServiceDraft.municipality_id, ServiceDraft.organization_id))
    query = query.order_by(ServiceDraft.edited_on, ServiceDraft.id)
    if state is not None:
        query = query.where(ServiceDraft.state == state)
    return session.scalars(query).all()
