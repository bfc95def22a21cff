"""The register of helplines."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.models import Helpline


def list_helplines(session: Session) -> list[Helpline]:
    """Give all helplines, in the order of the register: danger first."""
    return list(session.scalars(select(Helpline).order_by(Helpline.position, Helpline.id)))
