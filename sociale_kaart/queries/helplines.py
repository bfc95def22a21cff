"""The register of helplines."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.models import Helpline

# In danger the alarm number always stands first.
ALARM = "alarm"


def list_helplines(session: Session) -> list[Helpline]:
    """Give all helplines, in the order of the register: danger first."""
    return list(session.scalars(select(Helpline).order_by(Helpline.position)))


def list_helplines_for(session: Session, need: str, *, urgent: bool = False) -> list[Helpline]:
    """Give the helplines for a need; when `urgent`, the line made for the need, then 112."""
    lines = [line for line in list_helplines(session) if need in line.needs]
    if urgent and all(line.id != ALARM for line in lines):
        alarm = session.get(Helpline, ALARM)
        lines += [alarm] if alarm else []
    return lines
