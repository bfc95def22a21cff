"""The links that residents are shown, and which of them to look at."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sociale_kaart.models import LinkCheck, Organization, Service

# A link is dead when it failed on so many days in a row.
DEAD_AFTER = 3
# The page of a listing shows its own link, else its organisation's.
SHOWN_LINK = func.coalesce(Service.url, Organization.url)
# What is taken up or forgotten in one go.
_AT_ONCE = 500
_SHOWN = (
    select(SHOWN_LINK)
    .select_from(Service)
    .outerjoin(Organization, Organization.id == Service.organization_id)
    .where(Service.status != "archived", SHOWN_LINK.is_not(None))
)


def list_new_links(session: Session) -> Sequence[str]:
    """Give links that residents are shown and that were never looked at."""
    query = _SHOWN.where(SHOWN_LINK.not_in(select(LinkCheck.url))).distinct().order_by(SHOWN_LINK)
    return session.scalars(query.limit(_AT_ONCE)).all()


def list_gone_links(session: Session) -> Sequence[str]:
    """Give links that were looked at and that residents are shown no longer."""
    query = select(LinkCheck.url).where(LinkCheck.url.not_in(_SHOWN)).order_by(LinkCheck.url)
    return session.scalars(query.limit(_AT_ONCE)).all()
