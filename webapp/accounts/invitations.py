"""Invitations: a mail with a link, that works for a week and once, to choose the first password."""

import datetime as dt
from urllib.parse import urlencode

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart.actions import outbox
from webapp.accounts.models import User
from webapp.accounts.secret import read_secret_key
from webapp.settings import Settings

LASTS = dt.timedelta(days=7)
# In two languages: nobody knows yet which one the reader chooses.
SUBJECT = "Uw account voor Meedoen / Your account for Meedoen"
TEXT = """Beste {name},

U krijgt een account voor het beheer van Meedoen, de sociale kaart.
Kies hier uw wachtwoord:

{link}

Deze link werkt zeven dagen, en één keer. Is hij verlopen? Vraag dan een nieuwe uitnodiging aan de beheerder.
Verwacht u dit bericht niet? Dan hoeft u niets te doen.

---

Dear {name},

You are given an account for the back office of Meedoen, the digital social map.
Choose your password through the link above. It works for seven days, and once.
If you did not expect this message, you need not do anything.
"""


class ExpiredError(Exception):
    """The link of an invitation is too old."""


def send(session: Session, *, user: User, settings: Settings) -> None:
    """Put the mail with the link in the outbox; the link of an earlier mail goes on working until one is used."""
    # In the query: paths end in logs.
    query = urlencode({"sleutel": _serializer(settings).dumps(user.fs_uniquifier)})
    text = TEXT.format(name=user.name, link=f"{settings.site_url}/beheer/welkom?{query}")
    outbox.put(session, to=user.email or "", subject=SUBJECT, text=text, kind="invitation")


def read(session: Session, link_key: str, settings: Settings) -> User | None:
    """Give who a link invites; nothing when it was used or never given, ExpiredError when it is too old."""
    try:
        uniquifier = _serializer(settings).loads(link_key, max_age=int(LASTS.total_seconds()))
    except SignatureExpired:
        raise ExpiredError from None
    except BadSignature:
        return None
    pending = (User.fs_uniquifier == uniquifier, User.password.is_(None), User.active)
    return session.scalar(select(User).where(*pending))


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(read_secret_key(settings), salt="invitation")
