"""Reading the outbox: what is due, and how the mails fare. Nothing personal comes out of here."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sociale_kaart.models import OutboxMail


def is_mail_due(session: Session, now: dt.datetime) -> bool:
    """Whether a worker has something to do: a mail to send, or one that a stopped worker has left."""
    due = (OutboxMail.status.in_(["waiting", "sending"]), OutboxMail.due_on <= now)
    return session.scalar(select(OutboxMail.id).where(*due).order_by(OutboxMail.id).limit(1)) is not None


def count_mails(session: Session) -> dict[str, int]:
    """Give how many mails there are of each status."""
    found = session.execute(select(OutboxMail.status, func.count()).group_by(OutboxMail.status).order_by("status"))
    return dict.fromkeys(("waiting", "sending", "sent", "failed"), 0) | {status: count for status, count in found}


def list_troubled_mails(session: Session, limit: int = 50) -> list[OutboxMail]:
    """Give the mails that failed, may have been sent more than once, or wait for another try; the newest first."""
    faulty = OutboxMail.status.in_(["failed", "waiting"]) & OutboxMail.fault.is_not(None)
    troubled = select(OutboxMail).where(faulty | (OutboxMail.maybe_sent > 0))
    return list(session.scalars(troubled.order_by(OutboxMail.status, OutboxMail.id.desc()).limit(limit)))
