"""What was found of the links that residents are shown. Killed at any step, a worker only leaves a link for later.

These write no audit event: they change nothing that residents see, and the row is the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sociale_kaart.models import LinkCheck

# A link that works is looked at every week, one that does not the next day.
AFTER_SUCCESS = dt.timedelta(days=7)
AFTER_FAILURE = dt.timedelta(days=1)
# Far longer than looking at a few takes: a worker that takes longer has stopped.
TAKEN_FOR = dt.timedelta(hours=1)


def follow_links(session: Session, *, new: Sequence[str], gone: Sequence[str], now: dt.datetime) -> None:
    """Take up the links that listings have come to show, and forget those that they show no longer."""
    session.add_all(LinkCheck(url=url, due_on=now, failures=0) for url in new)
    session.execute(delete(LinkCheck).where(LinkCheck.url.in_(gone)))
    session.flush()


def take_links(session: Session, *, limit: int, now: dt.datetime) -> list[str]:
    """Take the links that wait longest; two workers never get the same one. Commit before looking at them."""
    longest = (
        select(LinkCheck.url)
        .where(LinkCheck.due_on <= now)
        .order_by(LinkCheck.due_on, LinkCheck.url)
        .limit(limit)
        .with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite one process writes at a time
    )
    taken = update(LinkCheck).where(LinkCheck.url.in_(longest)).values(due_on=now + TAKEN_FOR).returning(LinkCheck.url)
    return sorted(session.scalars(taken, execution_options={"synchronize_session": False}))


def note_link(session: Session, *, url: str, fault: str | None, now: dt.datetime, today: dt.date) -> None:
    """Write down how a link fared; a day counts once, however often it failed."""
    row = session.get(LinkCheck, url, populate_existing=True)
    if row is None:
        return  # no listing shows it any more
    row.due_on = now + (AFTER_SUCCESS if fault is None else AFTER_FAILURE)
    row.fault = fault
    if fault is None:
        row.failures, row.failed_on = 0, None
    elif row.failed_on != today:
        row.failures, row.failed_on = row.failures + 1, today


def leave_links(session: Session, *, urls: Sequence[str], now: dt.datetime) -> None:
    """Leave links for later of which nothing was learned."""
    session.execute(update(LinkCheck).where(LinkCheck.url.in_(urls)).values(due_on=now + AFTER_FAILURE))
