"""The outbox: an action puts a mail in the transaction of its change, a worker sends it when that is safe.

These write no audit event: the row is the record of the mail, and an event would have the search follow each mail.
The action that puts a mail writes the event of what it is about. A worker commits after each step, before the next:
claim, hand over to the mail server, mark. Wherever it is killed, the row says what is known of the mail.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import CursorResult, case, func, select, update
from sqlalchemy.orm import Session

from sociale_kaart.errors import InvalidValueError
from sociale_kaart.models import OutboxMail

# The waits grow from a minute to an hour; with these tries a mail server may be away for three days.
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=1)
MOST_TRIES = 78
# A mail that may have been sent is sent again, but nobody should get it more often than this.
MOST_MAYBE_SENT = 3
# Far longer than the time-outs of one try together: a worker that takes longer has stopped.
CLAIMED_FOR = dt.timedelta(minutes=15)
ADDRESS_KEPT_FOR = dt.timedelta(days=7)
FAILED_KEPT_FOR = dt.timedelta(days=30)


@dataclass(frozen=True)
class ClaimedMail:
    """A mail that one worker has taken to send; `tries` tells this claim from a later one."""

    id: int
    tries: int
    kind: str
    message_id: str
    recipient: str
    subject: str
    text: str
    maybe_sent: int


def put(session: Session, *, to: str, subject: str, text: str, kind: str) -> OutboxMail:
    """Put a mail in the outbox; it is sent after the caller commits, and never when the caller does not.

    `kind` says what it is for ("invitation") in logs and lists: nothing personal.
    Raises InvalidValueError when `to` is no e-mail address.
    """
    now = dt.datetime.now(dt.UTC)
    mail = OutboxMail(
        kind=kind,
        recipient=_address(to),
        subject=" ".join(subject.split()),  # one line: a header cannot hold more
        text=text,
        created_on=now,
        due_on=now,
    )
    session.add(mail)
    return mail


def _address(to: str) -> str:
    """Check an address and put its domain in the form that every mail server takes."""
    try:
        address = Address(addr_spec=to.strip())
        domain = address.domain.encode("idna").decode("ascii")
        if not (address.username.isascii() and address.username.isprintable() and domain.isprintable() and domain):
            raise ValueError
        return Address(username=address.username, domain=domain).addr_spec
    except (ValueError, IndexError, MessageError):
        # Not with the address itself: it is personal, and an error may end in a log.
        raise InvalidValueError("email", "…") from None


def claim(session: Session, *, domain: str, now: dt.datetime) -> ClaimedMail | None:
    """Take the mail that waits longest; two workers never get the same one. Commit before sending it."""
    longest = (
        select(OutboxMail.id)
        .where(OutboxMail.status == "waiting", OutboxMail.due_on <= now)
        .order_by(OutboxMail.due_on, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite one process writes at a time
    )
    taken = (
        update(OutboxMail)
        .where(OutboxMail.id == longest.scalar_subquery())
        .values(
            status="sending",
            due_on=now + CLAIMED_FOR,
            tries=OutboxMail.tries + 1,
            tried_on=now,
            message_id=func.coalesce(OutboxMail.message_id, f"<{uuid4()}@{domain}>"),
        )
        .returning(
            OutboxMail.id,
            OutboxMail.tries,
            OutboxMail.kind,
            OutboxMail.message_id,
            OutboxMail.recipient,
            OutboxMail.subject,
            OutboxMail.text,
            OutboxMail.maybe_sent,
        )
        .execution_options(synchronize_session=False)
    )
    found = session.execute(taken).one_or_none()
    return None if found is None else ClaimedMail(**found._mapping)


def mark_sent(session: Session, *, mail: ClaimedMail, now: dt.datetime) -> bool:
    """Note that the mail server has taken it, and remove its text; False when the claim had passed to another."""
    return _mark(session, mail, status="sent", due_on=now, subject=None, text=None, fault=None)


def mark_failed(
    session: Session,
    *,
    mail: ClaimedMail,
    fault: str,
    now: dt.datetime,
    refused: bool = False,
    maybe_sent: bool = False,
) -> str | None:
    """Note what went wrong: "waiting" for another try, or "failed" when refused or after too many tries.

    `maybe_sent`: the mail server may have taken it all the same. Gives the status, None when the claim had passed to
    another worker.
    """
    doubts = mail.maybe_sent + maybe_sent
    given_up = refused or mail.tries >= MOST_TRIES or doubts >= MOST_MAYBE_SENT
    status = "failed" if given_up else "waiting"
    due_on = now + wait_after(mail.tries)
    held = _mark(session, mail, status=status, due_on=due_on, maybe_sent=doubts, fault=fault)
    return status if held else None


def wait_after(tries: int) -> dt.timedelta:
    """Give how long to wait after so many tries: each time twice as long, up to an hour."""
    doubled: dt.timedelta = FIRST_WAIT * 2 ** min(tries - 1, 10)
    return min(doubled, LONGEST_WAIT)


def _mark(session: Session, mail: ClaimedMail, **values: Any) -> bool:
    held = (OutboxMail.id == mail.id, OutboxMail.status == "sending", OutboxMail.tries == mail.tries)
    return _count(session, update(OutboxMail).where(*held).values(**values)) == 1


def release_stopped(session: Session, *, now: dt.datetime) -> list[tuple[int, str]]:
    """Let mails wait again that a worker took and never marked, as perhaps sent already; gives their ids and status."""
    doubts = OutboxMail.maybe_sent + 1
    stopped = (
        update(OutboxMail)
        .where(OutboxMail.status == "sending", OutboxMail.due_on <= now)
        .values(
            status=case((doubts >= MOST_MAYBE_SENT, "failed"), else_="waiting"),
            due_on=now,
            maybe_sent=doubts,
            fault="the worker stopped while sending",
        )
        .returning(OutboxMail.id, OutboxMail.status)
    )
    found = session.execute(stopped, execution_options={"synchronize_session": False})
    return sorted((mail_id, status) for mail_id, status in found)


def retry_failed(session: Session, *, now: dt.datetime) -> int:
    """Try the failed mails again from the first wait, as far as their text is still there; gives how many."""
    failed = (OutboxMail.status == "failed", OutboxMail.text.is_not(None))
    return _count(session, update(OutboxMail).where(*failed).values(status="waiting", due_on=now, tries=0))


def purge(session: Session, *, now: dt.datetime) -> int:
    """Remove what is personal: the address some days after sending, all of a failed mail a month after its last try.

    The rows stay, as the record that there was a mail. Gives how many changed.
    """
    sent = (OutboxMail.status == "sent", OutboxMail.tried_on < now - ADDRESS_KEPT_FOR)
    failed = (OutboxMail.status == "failed", OutboxMail.tried_on < now - FAILED_KEPT_FOR)
    gone: dict[str, None] = {"recipient": None, "subject": None, "text": None}
    return sum(
        _count(session, update(OutboxMail).where(*old, OutboxMail.recipient.is_not(None)).values(gone))
        for old in (sent, failed)
    )


def _count(session: Session, change: Any) -> int:
    done = session.execute(change, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount
