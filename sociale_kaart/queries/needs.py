"""Life domains and needs."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import LifeDomain, Need


def list_domains(session: Session) -> list[LifeDomain]:
    """Give the life domains with their needs, in the order of the pages."""
    query = select(LifeDomain).options(selectinload(LifeDomain.needs)).order_by(LifeDomain.position, LifeDomain.id)
    return list(session.scalars(query))


def get_domain(session: Session, key: str) -> LifeDomain:
    """Give a life domain by its key; raises NotFoundError."""
    domain = session.get(LifeDomain, key, options=[selectinload(LifeDomain.needs)])
    if domain is None:
        raise NotFoundError("domain", key)
    return domain


def get_need(session: Session, key: str) -> Need:
    """Give a need by its key; raises NotFoundError."""
    need = session.get(Need, key)
    if need is None:
        raise NotFoundError("need", key)
    return need


def list_needs(session: Session) -> list[Need]:
    """Give all needs, by life domain and in its order."""
    return [need for domain in list_domains(session) for need in domain.needs]
