"""The job that empties the outbox. Killed at any step, it leaves a row that says what is known of the mail."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from sociale_kaart.actions import outbox
from sociale_kaart.actions.outbox import ClaimedMail
from sociale_kaart.queries.outbox import is_mail_due
from webapp.jobs import Work
from webapp.mail.choosing import choose_sender, sender_domain
from webapp.mail.sender import Sender, SendError, compose

log = logging.getLogger(__name__)
Result = TypeVar("Result")


def send_due_mail(work: Work) -> None:
    """Send what is due, until there is no more, the mail server is away, or the worker must stop."""
    sender, domain = choose_sender(work.settings), sender_domain(work.settings)
    with work.sessions() as session:
        # Reading first: a worker with nothing to do never keeps others from writing.
        if not is_mail_due(session, _now()):
            return
    with work.sessions.begin() as session:
        stopped = outbox.release_stopped(session, now=_now())
    for mail_id, status in stopped:
        _tell(mail_id, "a worker stopped while sending it", status)
    going_on = True
    while going_on and not work.stopping.is_set():
        with work.sessions.begin() as session:
            mail = outbox.claim(session, domain=domain, now=_now())
        going_on = mail is not None and _send(work, sender, mail)


def _send(work: Work, sender: Sender, mail: ClaimedMail) -> bool:
    """Send a mail and write down how it went; False when the mail server is away."""
    try:
        sender.send(compose(mail, mail_from=work.settings.mail_from))
    except SendError as error:
        _note_fault(work, mail, error)
        return not error.away
    if _write_down(work, lambda session: outbox.mark_sent(session, mail=mail, now=_now())):
        log.info("mail %d (%s): sent", mail.id, mail.kind)
    else:
        log.warning("mail %d (%s): sent, but so late that another worker may have sent it too", mail.id, mail.kind)
    return True


def _note_fault(work: Work, mail: ClaimedMail, error: SendError) -> None:
    status = _write_down(
        work,
        lambda session: outbox.mark_failed(
            session, mail=mail, fault=error.fault, now=_now(), refused=error.refused, maybe_sent=error.maybe_sent
        ),
    )
    _tell(mail.id, f"{error.fault} at try {mail.tries}", status)


def _tell(mail_id: int, fault: str, status: str | None) -> None:
    if status == "failed":
        log.error("mail %d: %s: failed, `meedoen worker --retry` tries it again", mail_id, fault)
    else:
        log.warning("mail %d: %s: tried again later", mail_id, fault)


def _write_down(work: Work, note: Callable[[Session], Result]) -> Result:
    """Write how a mail fared; patient with a database that another keeps, since forgetting it would send it twice."""
    until = time.monotonic() + outbox.CLAIMED_FOR.total_seconds()
    while True:
        try:
            with work.sessions.begin() as session:
                return note(session)
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(1)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
