"""Flask-Security's mails, put in the outbox in the transaction of the change that they are about."""

from typing import Any

from flask import current_app
from flask_security import MailUtil

from sociale_kaart.actions import outbox
from webapp.extensions import db


class OutboxMail(MailUtil):
    """Checks addresses as Flask-Security does, and sends through the outbox."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **_facts: Any,
    ) -> None:
        """Put a mail in the outbox; the view commits. The outbox knows the sender, and sends text only."""
        kind = template.rpartition("/")[2]
        outbox.put(db(current_app), to=recipient, subject=subject, text=body or "", kind=kind)
