"""What the tests of the outbox share: an outbox of their own, mails in it, and time that passes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from sociale_kaart.actions import outbox
from sociale_kaart.models import OutboxMail
from webapp.jobs import Work
from webapp.mail.delivery import send_due_mail
from webapp.settings import Settings
from webapp.wiring import open_database

FROM = "Meedoen <meedoen@emmen.example>"


class Outbox:
    """An outbox in a database of its own."""

    def __init__(self, data_dir: Path, database_url: str = "") -> None:
        self.settings = Settings(data_dir=data_dir, database_url=database_url)
        self.engine, self.sessions = open_database(self.settings)

    def put(self, name: str = "olga", text: str = "De uitnodiging van Olga.") -> int:
        """Put a mail to somebody, and commit; gives its id."""
        with self.sessions.begin() as session:
            mail = outbox.put(session, to=f"{name}@club.example", subject=f"Voor {name}", text=text, kind="invitation")
            session.flush()
            return mail.id

    def get(self, mail_id: int) -> OutboxMail:
        """Give a mail as it is now."""
        with self.sessions() as session:
            return session.get_one(OutboxMail, mail_id)

    def all(self) -> list[OutboxMail]:
        """Give every mail, in order."""
        with self.sessions() as session:
            return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))

    def send(self, mail_url: str) -> None:
        """Let a worker send once what is due."""
        send_due_mail(Work(replace(self.settings, mail_url=mail_url, mail_from=FROM), self.sessions))

    def later(self, **time: float) -> None:
        """Let time pass for every mail (minutes=16): all that happened has happened that much longer ago."""
        with self.sessions.begin() as session:
            for mail in session.scalars(select(OutboxMail)):
                mail.created_on -= dt.timedelta(**time)
                mail.due_on -= dt.timedelta(**time)
                mail.tried_on = mail.tried_on and mail.tried_on - dt.timedelta(**time)
