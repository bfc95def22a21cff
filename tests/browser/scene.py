"""A back office in which something happens, and staff that are logged in, for browser tests and for pictures."""

import datetime as dt
from typing import Any, NamedTuple

from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy.orm import Session

from sociale_kaart.actions import helplines, import_jobs
from sociale_kaart.actions.drafts import return_draft, save_draft, start_draft, submit_draft
from sociale_kaart.actions.publishing import check_listing, put_online
from sociale_kaart.actions.reports import send_report
from sociale_kaart.actors import Actor, Role
from sociale_kaart.models import Service
from sociale_kaart.queries.drafts import get_working_copy
from sociale_kaart.queries.history import list_events
from sociale_kaart.queries.vocabulary import get_helpline_copy
from tests.staff import CAST, Cast, log_in
from webapp.accounts.models import User
from webapp.extensions import parts_of
from webapp.reminders import CheckLink, make_link

Data = dict[str, Any]
CLUB: Data = {
    "key": "emmen-breiclub-angelslo",
    "kind": "activity",
    "name": "Breiclub Angelslo",
    "organization": CAST["olga"][3],
    "tier": 2,
    "needs": ["ontmoeting"],
    "places": ["angelslo"],
    "status": "active",
    "summary": "Samen breien, en koffie drinken met buren.",
    "description": "Elke week breien we samen. Iedereen mag komen. U hoeft het nog niet te kunnen.",
    "free": True,
    "phones": [{"number": "0591-123456"}],
    "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
    "source": "Gebeld met de breiclub",
}
LATER: Data = {"schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "13:30", "closes_at": "15:30"}]}
PROPOSED: Data = {
    "summary": "Samen breien, haken, en koffie drinken met buren.",
    "phones": [{"number": "0591-654321", "description": "Vraag naar de breiclub"}],
}
OTHERS = ("Samen eten op donderdag", "Wandelen met de buurt")
HELPLINE = "geldfit"
# Another administrator than Ada, who has left: one cannot confirm what one proposed.
LEFT = Actor("user:0", Role.ADMINISTRATOR)
DAY = dt.timedelta(days=1)


class Scene(NamedTuple):
    """The listings that pages are shown of, by what they are good for."""

    club: str  # online, changed once, with a draft that waits for approval and a report of a resident
    earlier: int  # what was done to the club: made,
    later: int  # and changed
    sketch: str  # a draft with hardly more than a name
    helpline: str  # with a change that waits for a second administrator
    busy: int  # a table of Ada's that is being checked
    confirm: str  # where an organisation says that its listing is right, without an account


def set_scene(app: Flask, cast: Cast) -> Scene:
    """Write listings, drafts and reports, as the cast would."""
    with parts_of(app).sessions() as session:
        olga, mark, ada = (session.get_one(User, cast[name]).actor for name in ("olga", "mark", "ada"))
        earlier, later = _put_club_online(session, mark)
        send_report(
            session,
            service_id=CLUB["key"],
            about="phone",
            text="Ik krijg iemand anders. Het goede nummer is 0591-654321.",
            email="chris@example.org",
            language="nl",
            form="scene",
            sender="chris",
        )
        _propose(session, olga)
        sketch = _begin_others(session, olga, mark)
        line = get_helpline_copy(session, HELPLINE)
        noted = line.data | {"note": "Op de pagina van de eigenaar nagekeken"}
        helplines.propose(session, key=line.key, data=noted, seen=line.seen, reason="Staat op hun pagina", by=LEFT)
        busy = _send_table(session, ada)
        settings = parts_of(app).settings
        checked_on = session.get_one(Service, CLUB["key"]).checked_on
        link = make_link(settings, CheckLink(CLUB["key"], checked_on))
        session.commit()
    return Scene(CLUB["key"], earlier, later, sketch, HELPLINE, busy, link.removeprefix(settings.site_url))


def enter(context: BrowserContext, server: str, app: Flask, user_id: int) -> None:
    """Log someone in, in this browser."""
    cookie = log_in(app, user_id).get_cookie("beheer", path="/beheer")
    assert cookie is not None
    context.add_cookies([{"name": "beheer", "value": cookie.value, "url": f"{server}/beheer"}])


def _put_club_online(session: Session, mark: Actor) -> list[int]:
    """Two versions, of different days; gives the ids of the events, the oldest first."""
    for data, reason in ((CLUB, "Gevraagd door de club"), (CLUB | LATER, "De club begint later")):
        document = check_listing(session, data, "emmen")
        put_online(session, document=document, municipality="emmen", reason=reason, by=mark.key)
        session.flush()
    events = sorted(list_events(session, "service", CLUB["key"]), key=lambda event: event.id)
    for days, event in zip((9, 2), events, strict=True):
        event.last_action_date -= days * DAY
    return [event.id for event in events]


def _propose(session: Session, olga: Actor) -> None:
    copy = get_working_copy(session, CLUB["key"])
    save_draft(session, service_id=copy.id, data=copy.data | PROPOSED, seen=copy.seen, by=olga)
    submit_draft(session, service_id=copy.id, reason="De telefoon is veranderd", by=olga)


def _begin_others(session: Session, olga: Actor, mark: Actor) -> str:
    """One draft that was sent back, and one that is not ready; gives the second."""
    returned, sketch = ("emmen-" + name.lower().replace(" ", "-") for name in OTHERS)
    start_draft(session, service_id=returned, municipality="emmen", data=CLUB | {"name": OTHERS[0]}, by=olga)
    submit_draft(session, service_id=returned, reason=None, by=olga)
    return_draft(session, service_id=returned, remark="Hoe laat begint het? Dat staat er nog niet bij.", by=mark)
    data = {name: CLUB[name] for name in ("kind", "organization", "tier", "status")} | {"name": OTHERS[1]}
    start_draft(session, service_id=sketch, municipality="emmen", data=data, by=olga)
    return sketch


def _send_table(session: Session, ada: Actor) -> int:
    """A table that is half checked, and stays so: the process that has it gives signs of life until tomorrow."""
    now = dt.datetime.now(dt.UTC)
    job = import_jobs.add(session, content=b"Sleutel\n", filename="hulp.csv", by=ada, now=now)
    held = import_jobs.claim(session, now=now)
    assert held is not None
    import_jobs.note_progress(session, held=held, done=150, total=400, now=now + DAY)
    return job.id
