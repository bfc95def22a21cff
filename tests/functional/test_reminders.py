"""Organisations are asked by mail whether their listings are right, reminded twice, and then residents are told."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sociale_kaart.actions.content_import import import_content
from sociale_kaart.models import Freshness, Metadata, Organization, OutboxMail, Service
from tests.outbox import Outbox
from tests.unit.builders import ContentFolder
from webapp import reminders
from webapp.jobs import Work
from webapp.reminders import CheckLink, ask_organizations, close_and_open, mark_unconfirmed, read_link

DAY = dt.timedelta(days=1)


class Town(Outbox):
    """A town with listings in a database of its own, and the jobs that keep them true."""

    @property
    def work(self) -> Work:
        return Work(self.settings, self.sessions)

    def add(self, key: str, email: str | None = None, organization: str | None = None, **fields: object) -> None:
        """Add a listing that was never checked."""
        about = {"kind": "service", "tier": 2, "status": "active", "summary": "Voor wie hulp zoekt.", "source": "x"}
        with self.sessions.begin() as session:
            service = Service(id=key, name=key.title(), description="x", email=email, organization_id=organization)
            for name, value in (about | fields).items():
                setattr(service, name, value)
            session.add(service)

    def add_organization(self, key: str, email: str | None) -> None:
        with self.sessions.begin() as session:
            session.add(Organization(id=key, name=key.title(), description="x", source="x", email=email))

    def ask(self) -> list[OutboxMail]:
        """Let a worker ask once; gives the mails that this brought."""
        before = len(self.all())
        ask_organizations(self.work)
        return self.all()[before:]

    def days_later(self, days: float) -> None:
        """Let days pass: what was asked and answered happened that much longer ago."""
        with self.sessions.begin() as session:
            for row in session.scalars(select(Freshness)):
                for name in ("asked_on", "answered_on", "unconfirmed_on"):
                    moment = getattr(row, name)
                    setattr(row, name, moment and moment - dt.timedelta(days=days))

    def get_listing(self, key: str) -> Service:
        with self.sessions() as session:
            return session.get_one(Service, key)

    def events(self, key: str) -> list[str]:
        with self.sessions() as session:
            query = select(Metadata.last_action_type).where(Metadata.resource_id == key).order_by(Metadata.id)
            return list(session.scalars(query))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    found = Town(tmp_path)
    yield found
    found.engine.dispose()


def links_in(mail: OutboxMail) -> list[str]:
    return re.findall(r"/controle/(\S+)", mail.text or "")


def test_an_organisation_gets_a_link_for_each_of_its_listings(town: Town) -> None:
    town.add_organization("sedna", "info@sedna.example")
    town.add("breien", organization="sedna")
    town.add("koken", "koken@sedna.example", organization="sedna")
    (mail,) = town.ask()
    assert mail.recipient == "info@sedna.example", "the organisation goes before the listing"
    assert "Breien" in (mail.text or "")
    assert "Sedna" in (mail.text or "")
    found = [read_link(town.settings, token) for token in links_in(mail)]
    assert found == [CheckLink("breien", None), CheckLink("koken", None)]
    assert town.events("breien") == ["asked"]


def test_a_listing_without_an_organisation_has_its_own_address(town: Town) -> None:
    town.add("breien", "breien@club.example")
    town.add("niemand")
    (mail,) = town.ask()
    assert mail.recipient == "breien@club.example"
    assert len(links_in(mail)) == 1


def test_nobody_is_asked_twice_however_often_the_worker_runs(town: Town) -> None:
    town.add("breien", "breien@club.example")
    assert len(town.ask()) == 1
    assert town.ask() == []
    town.days_later(13)
    assert town.ask() == []


def test_two_reminders_come_and_then_residents_are_told(town: Town) -> None:
    town.add("breien", "breien@club.example")
    subjects = []
    for _ in range(3):
        (mail,) = town.ask()
        subjects.append((mail.subject or "").split(":")[0])
        mark_unconfirmed(town.work)
        assert not town.get_listing("breien").is_unconfirmed
        town.days_later(14)
    assert subjects[0] != subjects[1] == subjects[2] == "Herinnering"
    texts = [mail.text or "" for mail in town.all()]
    assert [reminders.LAST.strip() in text for text in texts] == [False, False, True]
    assert town.ask() == []
    mark_unconfirmed(town.work)
    assert town.get_listing("breien").is_unconfirmed
    mark_unconfirmed(town.work)
    assert town.events("breien") == ["asked"] * 3 + ["unconfirmed"]


def test_who_confirms_is_left_alone_for_half_a_year(town: Town) -> None:
    town.add("breien", "breien@club.example")
    town.ask()
    today = dt.datetime.now(dt.UTC).date()
    with town.sessions.begin() as session:
        session.get_one(Service, "breien").checked_on = today
    town.days_later(100)
    assert town.ask() == []
    mark_unconfirmed(town.work)
    assert not town.get_listing("breien").is_unconfirmed
    with town.sessions.begin() as session:
        session.get_one(Service, "breien").checked_on = today - 200 * DAY
    (mail,) = town.ask()
    assert [read_link(town.settings, token) for token in links_in(mail)] == [CheckLink("breien", today - 200 * DAY)]


def test_many_listings_and_many_organisations_are_asked_bit_by_bit(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "MAILS_AT_ONCE", 2)
    monkeypatch.setattr(reminders, "LISTINGS_IN_A_MAIL", 3)
    for number in range(5):
        town.add(f"groot-{number}", "Groot@example.org" if number % 2 else "groot@example.org")
    for name in ("a", "b", "x"):
        town.add(name, f"{name}@example.org")
    rounds = [[(mail.recipient, len(links_in(mail))) for mail in town.ask()] for _ in range(3)]
    assert [len(mails) for mails in rounds] == [2, 2, 0], "one mail a day to one address"
    assert {recipient.lower(): count for recipient, count in rounds[0] + rounds[1] if recipient} == {
        "a@example.org": 1,
        "b@example.org": 1,
        "groot@example.org": 3,
        "x@example.org": 1,
    }
    town.days_later(1)
    assert [len(links_in(mail)) for mail in town.ask()] == [2]


def test_two_workers_at_once_send_one_mail(town: Town) -> None:
    for number in range(10):
        town.add(f"club-{number}", f"club-{number}@example.org")
    workers = [threading.Thread(target=ask_organizations, args=[town.work]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    town.ask()
    recipients = [mail.recipient for mail in town.all()]
    assert sorted(map(str, recipients)) == [f"club-{number}@example.org" for number in range(10)]


def test_what_fails_halfway_leaves_neither_the_mail_nor_the_note(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.add("breien", "breien@club.example")
    with monkeypatch.context() as broken:
        broken.setattr(reminders, "TEXT", "{nothing}")
        with pytest.raises(KeyError):
            town.ask()
    assert town.all() == []
    assert town.events("breien") == []
    assert len(town.ask()) == 1


def test_an_address_that_is_none_keeps_no_other_from_being_asked(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.add("breien", "geen adres@@example.org")
    town.add("koken", "koken@example.org")
    (mail,) = town.ask()
    assert mail.recipient == "koken@example.org"
    assert "breien" in caplog.text
    assert "geen adres" not in caplog.text, "an address is personal"
    assert town.events("breien") == []
    town.days_later(1)
    assert town.ask() == [], "it is tried again, and is still none"


def test_what_is_archived_is_not_asked_about(town: Town) -> None:
    town.add("breien", "breien@club.example", status="archived")
    assert town.ask() == []


def test_a_worker_that_must_stop_asks_no_more(town: Town) -> None:
    town.add("breien", "breien@club.example")
    work = town.work
    work.stopping.set()
    ask_organizations(work)
    assert town.all() == []


def test_a_listing_that_is_closed_for_a_time_closes_and_opens_by_itself(town: Town, tmp_path: Path) -> None:
    with town.sessions.begin() as session:
        import_content(session, content=ContentFolder(tmp_path / "content").read(), by="test")
    closed(town, reminders.today())
    close_and_open(town.work)
    assert town.get_listing("klusdienst").status == "temporarily_closed"
    closed(town, reminders.today() - DAY)
    close_and_open(town.work)
    close_and_open(town.work)
    assert town.get_listing("klusdienst").status == "active"
    assert town.events("klusdienst") == ["created", "updated", "updated"]


def closed(town: Town, day: dt.date) -> None:
    """Let a listing be closed on one day."""
    with town.sessions.begin() as session:
        service = session.get_one(Service, "klusdienst")
        service.closed_from = service.closed_until = day
