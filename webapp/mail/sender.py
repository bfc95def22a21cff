"""What every way to send mail has in common: the mail as it leaves, and what can go wrong."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from sociale_kaart.actions.outbox import ClaimedMail

# Plain ASCII lines: a mail server need know nothing newer to pass it on.
_POLICY = SMTP.clone(cte_type="7bit")
SENT_BEFORE = "X-Meedoen-Sent-Before"


class SendError(Exception):
    """A mail was not taken, or nobody knows. `fault` says why, without anything personal.

    `away`: the mail server could not be reached, so others need not be tried now. `refused`: trying again is of no use.
    `maybe_sent`: the connection was lost after the mail was handed over.
    """

    def __init__(self, fault: str, *, away: bool = False, refused: bool = False, maybe_sent: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.away = away
        self.refused = refused
        self.maybe_sent = maybe_sent


class Sender(Protocol):
    """A way to send mail."""

    def send(self, message: EmailMessage) -> None:
        """Send one mail, or raise SendError."""


def compose(mail: ClaimedMail, *, mail_from: str) -> EmailMessage:
    """Give the mail as it leaves; one that may have been sent before says so in its header."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = dt.datetime.now(dt.UTC)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.maybe_sent:
        message[SENT_BEFORE] = "perhaps; this mail may have reached you already, with the same Message-ID"
    message.set_content(mail.text)
    return message
