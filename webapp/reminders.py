"""Keeps listings true by itself: asks organisations by mail whether theirs are right, and reminds them.

The mail has a link for each listing. It is signed, works for thirty days, and is for one check of the listing: once
someone checked it, in whatever way, all links that were sent about it have done their work.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from sociale_kaart.actions import freshness, outbox
from sociale_kaart.errors import ConflictError, InvalidValueError, NotFoundError
from sociale_kaart.queries.freshness import MOST_ASKED, ToAsk, list_to_ask, list_to_close_or_open, list_unanswered
from webapp.accounts.secret import read_secret_key
from webapp.jobs import Job, Work
from webapp.links import check_links
from webapp.settings import Settings
from webapp.texts import today

log = logging.getLogger(__name__)

LASTS = dt.timedelta(days=30)
# The rest waits for the next time, so that other mail does not.
MAILS_AT_ONCE = 20
LISTINGS_IN_A_MAIL = 25
SUBJECT = "Klopt dit nog op Meedoen? / Is this still right?"
REMINDER = "Herinnering: klopt dit nog op Meedoen? / Reminder: is this still right?"
# In two languages: nobody knows who reads the mail of an organisation.
TEXT = """Beste lezer,

Op Meedoen, de sociale kaart van uw gemeente, staat hulp van {organizations}. Wilt u kijken of het nog klopt?

{listings}

U ziet dan wat er staat. Klopt alles? Dan is één druk op de knop genoeg. Klopt er iets niet? Verbeter het daar.
U hebt geen account nodig. De links werken 30 dagen.
{last}
---

Dear reader,

Meedoen, the social map of your municipality, lists help by {organizations}. Would you check whether it is still right?
Follow the links above. One press is enough when all is well; if something is wrong you can correct it there.
You need no account. The links work for 30 days.
"""
LAST = """
Dit is de laatste keer dat wij het vragen. Horen wij niets? Dan zetten wij er over twee weken 'niet bevestigd' bij.
"""


# --- links -----------------------------------------------------------------------------------------------------------
class ExpiredError(Exception):
    """The link of a mail is too old."""


@dataclass(frozen=True)
class CheckLink:
    """What a link is for: a listing, and the check that is no longer enough."""

    service_id: str
    checked_on: dt.date | None


def make_link(settings: Settings, link: CheckLink) -> str:
    """Give the URL that someone can confirm or correct a listing at."""
    day = link.checked_on and link.checked_on.isoformat()
    return f"{settings.site_url}/controle/{_serializer(settings).dumps([link.service_id, day])}"


def read_link(settings: Settings, token: str) -> CheckLink | None:
    """Give what a link is for; nothing when we never gave it, ExpiredError when it is too old."""
    try:
        service_id, day = _serializer(settings).loads(token, max_age=int(LASTS.total_seconds()))
    except SignatureExpired:
        raise ExpiredError from None
    except BadSignature:
        return None
    return CheckLink(service_id, day and dt.date.fromisoformat(day))


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    # The signature alone is so long that no log keeps the link (`webapp.security.loggable`).
    return URLSafeTimedSerializer(
        read_secret_key(settings), salt="check", signer_kwargs={"digest_method": hashlib.sha512}
    )


# --- jobs ------------------------------------------------------------------------------------------------------------
def ask_organizations(work: Work) -> None:
    """Send some of the questions and reminders that are due, one mail to an address."""
    with work.sessions() as session:
        due = list_to_ask(session, now=_now(), today=today())
    for _address, rows in islice(groupby(due, lambda row: row.address.lower()), MAILS_AT_ONCE):
        if work.stopping.is_set():
            return
        _ask(work, list(rows)[:LISTINGS_IN_A_MAIL])


def _ask(work: Work, rows: Sequence[ToAsk]) -> None:
    """Note that it was asked and put the mail in the outbox, both or neither."""
    try:
        with work.sessions.begin() as session:
            _note(session, rows)
            text = _text(work.settings, rows)
            outbox.put(session, to=rows[0].address, subject=_subject(rows), text=text, kind="check")
    except ConflictError:
        log.info("a listing was checked in the meantime, or another worker asked: later")
    except InvalidValueError:
        log.warning("no question about %s: the address is none", ", ".join(row.id for row in rows))
        with work.sessions.begin() as session:
            _note(session, rows, sent=False)


def _note(session: Session, rows: Sequence[ToAsk], *, sent: bool = True) -> None:
    for row in rows:
        freshness.note_asked(
            session, service_id=row.id, checked_on=row.checked_on, asked=row.asked, now=_now(), sent=sent
        )


def _subject(rows: Sequence[ToAsk]) -> str:
    return REMINDER if all(row.asked for row in rows) else SUBJECT


def _text(settings: Settings, rows: Sequence[ToAsk]) -> str:
    lines = [f"{row.name}:\n{make_link(settings, CheckLink(row.id, row.checked_on))}" for row in rows]
    last = LAST if any(row.asked == MOST_ASKED - 1 for row in rows) else ""
    organizations = ", ".join(dict.fromkeys(row.organization or row.name for row in rows))
    return TEXT.format(organizations=organizations, listings="\n\n".join(lines), last=last)


def mark_unconfirmed(work: Work) -> None:
    """Tell residents of the listings that nobody confirmed."""
    with work.sessions() as session:
        unanswered = list_unanswered(session, now=_now(), today=today())
    for service_id, checked_on in unanswered:
        if work.stopping.is_set():
            return
        try:
            with work.sessions.begin() as session:
                freshness.mark_unconfirmed(session, service_id=service_id, checked_on=checked_on, now=_now())
        except ConflictError:
            log.info("%s was checked in the meantime, or another worker was first", service_id)


def close_and_open(work: Work) -> None:
    """Close listings for a time and open them again, on the days that they say."""
    with work.sessions() as session:
        ids = list_to_close_or_open(session, today=today())
    for service_id in ids:
        try:
            with work.sessions.begin() as session:
                freshness.close_or_open(session, service_id=service_id, today=today())
        except (ConflictError, NotFoundError):
            log.info("someone is changing %s: later", service_id)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


JOBS = [
    Job("ask organizations", dt.timedelta(minutes=10), ask_organizations),
    Job("mark unconfirmed", dt.timedelta(hours=1), mark_unconfirmed),
    Job("close and open", dt.timedelta(hours=1), close_and_open),
    Job("check links", dt.timedelta(minutes=10), check_links),
]
