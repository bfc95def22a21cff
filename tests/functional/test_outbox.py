"""Mail: what is put in the outbox is sent once the change is safe, and what goes wrong is tried again or told."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from sociale_kaart.actions import outbox
from sociale_kaart.errors import InvalidValueError
from sociale_kaart.queries.outbox import count_mails, is_mail_due, list_troubled_mails
from tests.mail_server import Postbox, free_port, mail_server
from tests.outbox import FROM, Outbox
from webapp.mail.sender import SENT_BEFORE

NO_SUCH_PERSON = "550 5.1.1 <olga@club.example>: no such person"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Outbox]:
    found = Outbox(tmp_path)
    yield found
    found.engine.dispose()


@pytest.fixture
def server() -> Iterator[Postbox]:
    with mail_server() as postbox:
        yield postbox


# --- putting ---------------------------------------------------------------------------------------------------------


def test_a_mail_goes_with_the_change_when_that_is_undone(box: Outbox, server: Postbox) -> None:
    with box.sessions() as session:
        outbox.put(session, to="olga@club.example", subject="Welkom", text="Dag Olga", kind="invitation")
        session.flush()
        session.rollback()
    box.send(server.url)
    assert box.all() == server.received == []


def test_a_mail_arrives_as_it_was_written(box: Outbox, server: Postbox) -> None:
    long_link = "https://meedoen.example/beheer/uitnodiging/" + "x" * 200
    text = f"Beste Zoë,\n\nKlik op\n{long_link}\n.\n.. en klaar: € 5 – tot ziens\n"
    with box.sessions.begin() as session:
        outbox.put(session, to=" zoe@x.nl ", subject="Één vraag\nBcc: x@y.nl", text=text, kind="test")
    box.send(server.url)
    (mail,) = server.received
    assert mail.get_content().replace("\r\n", "\n") == text
    assert mail["Subject"] == "Één vraag Bcc: x@y.nl"
    assert (mail["To"], mail["From"], mail["Bcc"]) == ("zoe@x.nl", FROM, None)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@emmen.example>")
    assert mail["Date"].datetime <= dt.datetime.now(dt.UTC)
    assert mail[SENT_BEFORE] is None


@pytest.mark.parametrize(
    "to", ["", "olga", "olga@", "@x.nl", "a@x.nl, b@y.nl", "a@x.nl\nBcc: b@y.nl", "<a@x.nl>", "é@x.nl", "a\0@x.nl"]
)
def test_what_is_no_address_is_refused_and_not_repeated(box: Outbox, to: str) -> None:
    with box.sessions() as session, pytest.raises(InvalidValueError) as caught:
        outbox.put(session, to=to, subject="x", text="x", kind="test")
    assert caught.value.code == "invalid_email"
    assert not to or to not in str(caught.value)


def test_a_domain_may_have_letters_with_accents(box: Outbox, server: Postbox) -> None:
    with box.sessions.begin() as session:
        outbox.put(session, to="olga@café.example", subject="x", text="x", kind="test")
    box.send(server.url)
    assert server.received[0]["To"] == "olga@xn--caf-dma.example"


# --- sending ---------------------------------------------------------------------------------------------------------


def test_what_is_sent_is_sent_once_and_its_text_is_removed(box: Outbox, server: Postbox) -> None:
    mail_id = box.put()
    box.send(server.url)
    box.later(days=1)
    box.send(server.url)
    assert len(server.received) == 1
    mail = box.get(mail_id)
    assert (mail.status, mail.tries, mail.maybe_sent) == ("sent", 1, 0)
    assert (mail.subject, mail.text, mail.recipient) == (None, None, "olga@club.example")


def test_the_mail_that_waits_longest_goes_first(box: Outbox, server: Postbox) -> None:
    for name in ("anna", "bert", "chris"):
        box.put(name)
    box.send(server.url)
    assert [mail["Subject"] for mail in server.received] == ["Voor anna", "Voor bert", "Voor chris"]


def test_two_workers_never_take_the_same_mail(box: Outbox) -> None:
    box.put("anna")
    box.put("bert")
    now = dt.datetime.now(dt.UTC)
    taken = []
    for _ in range(3):
        with box.sessions.begin() as session:
            taken.append(outbox.claim(session, domain="x.nl", now=now))
    assert [mail and mail.recipient for mail in taken] == ["anna@club.example", "bert@club.example", None]


def test_a_mail_server_that_is_away_loses_nothing(box: Outbox) -> None:
    port = free_port()
    ids = [box.put("anna"), box.put("bert")]
    box.send(f"smtp://127.0.0.1:{port}")
    # It is the server: the other mail need not be tried now.
    assert [(box.get(each).status, box.get(each).tries) for each in ids] == [("waiting", 1), ("waiting", 0)]
    assert box.get(ids[0]).fault == "ConnectionRefusedError"
    with mail_server(port) as server:
        box.send(server.url)
        assert [mail["To"] for mail in server.received] == ["bert@club.example"]
        box.later(minutes=1.1)
        box.send(server.url)
    assert [mail["To"] for mail in server.received] == ["bert@club.example", "anna@club.example"]
    assert [box.get(each).fault for each in ids] == [None, None]


@pytest.mark.parametrize(
    ("step", "said", "fault"),
    [
        ("MAIL", "451 4.3.0 later", "451 4.3.0"),
        ("MAIL", "550 5.1.8 unknown sender", "550 5.1.8"),
        ("RCPT", "450 mailbox of olga@club.example is busy", "450"),
        ("RCPT", "554 5.7.1 relay access denied", "554 5.7.1"),
        ("RCPT", "530 log in first", "530"),
        ("DATA", "452 4.2.2 olga@club.example is full", "452 4.2.2"),
    ],
)
def test_a_no_that_may_pass_is_asked_again(box: Outbox, server: Postbox, step: str, said: str, fault: str) -> None:
    mail_id = box.put()
    server.at[step] = lambda: said
    box.send(server.url)
    mail = box.get(mail_id)
    assert (mail.status, mail.tries, mail.maybe_sent, mail.fault) == ("waiting", 1, 0, fault)
    server.at.clear()
    box.later(minutes=1.1)
    box.send(server.url)
    assert len(server.received) == 1
    assert server.received[0][SENT_BEFORE] is None


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_final_no_is_told_and_keeps_no_other_mail(
    box: Outbox, server: Postbox, step: str, caplog: pytest.LogCaptureFixture
) -> None:
    box.put("olga")
    box.put("bert")
    answers = iter([NO_SUCH_PERSON, "250 OK"])
    server.at[step] = lambda: next(answers)
    box.send(server.url)
    assert [(mail.status, mail.fault) for mail in box.all()] == [("failed", "550 5.1.1"), ("sent", None)]
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        "mail 1: 550 5.1.1 at try 1: failed, `meedoen worker --retry` tries it again"
    ]
    with box.sessions() as session:
        assert [mail.id for mail in list_troubled_mails(session)] == [1]
        assert count_mails(session) == {"waiting": 0, "sending": 0, "sent": 1, "failed": 1}


def test_waits_grow_and_in_the_end_it_is_marked_and_told(box: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    waits = [outbox.wait_after(tries) for tries in range(1, outbox.MOST_TRIES + 1)]
    assert waits == sorted(waits)
    assert waits[0] < waits[1] < waits[-1]
    mail_id = box.put()
    away = f"smtp://127.0.0.1:{free_port()}"
    for tries in range(1, outbox.MOST_TRIES):
        box.send(away)
        assert (box.get(mail_id).status, box.get(mail_id).tries) == ("waiting", tries)
        box.later(hours=1.1)
    assert not [record for record in caplog.records if record.levelno == logging.ERROR]
    box.send(away)
    assert box.get(mail_id).status == "failed"
    assert [record.levelno for record in caplog.records][-1] == logging.ERROR
    with box.sessions() as session:
        assert not is_mail_due(session, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))


def test_a_failed_mail_can_be_tried_again(box: Outbox, server: Postbox) -> None:
    mail_id = box.put()
    server.at["RCPT"] = lambda: NO_SUCH_PERSON
    box.send(server.url)
    server.at.clear()
    with box.sessions.begin() as session:
        assert outbox.retry_failed(session, now=dt.datetime.now(dt.UTC)) == 1
    box.send(server.url)
    assert box.get(mail_id).status == "sent"
    assert len(server.received) == 1


# --- not knowing whether it was sent ---------------------------------------------------------------------------------


def test_a_lost_answer_has_the_mail_sent_again_under_the_same_name_and_saying_so(box: Outbox, server: Postbox) -> None:
    mail_id = box.put()
    server.at["TAKEN"] = lambda: "hang up"
    box.send(server.url)
    assert (box.get(mail_id).status, box.get(mail_id).maybe_sent) == ("waiting", 1)
    server.at.clear()
    box.later(minutes=1.1)
    box.send(server.url)
    first, second = server.received
    assert first["Message-ID"] == second["Message-ID"]
    assert (first[SENT_BEFORE] is None, second[SENT_BEFORE] is None) == (True, False)
    mail = box.get(mail_id)
    assert (mail.status, mail.maybe_sent) == ("sent", 1)
    with box.sessions() as session:
        assert [found.id for found in list_troubled_mails(session)] == [mail_id]


def test_nobody_gets_the_same_mail_again_and_again(box: Outbox, server: Postbox) -> None:
    mail_id = box.put()
    server.at["TAKEN"] = lambda: "hang up"
    for _ in range(10):
        box.send(server.url)
        box.later(hours=1.1)
    assert len(server.received) == outbox.MOST_MAYBE_SENT
    assert box.get(mail_id).status == "failed"


def test_a_mail_of_a_worker_that_stopped_is_taken_over_once_its_time_is_up(box: Outbox, server: Postbox) -> None:
    mail_id = box.put()
    with box.sessions.begin() as session:
        stopped = outbox.claim(session, domain="emmen.example", now=dt.datetime.now(dt.UTC))
    assert stopped is not None
    box.send(server.url)
    assert server.received == []
    box.later(minutes=15.1)
    box.send(server.url)
    assert server.ids() == [stopped.message_id]
    assert server.received[0][SENT_BEFORE] is not None
    # The worker had not stopped after all: it cannot undo what the other one knows.
    now = dt.datetime.now(dt.UTC)
    with box.sessions.begin() as session:
        assert outbox.mark_failed(session, mail=stopped, fault="x", now=now) is None
        assert not outbox.mark_sent(session, mail=stopped, now=now)
    assert (box.get(mail_id).status, box.get(mail_id).maybe_sent) == ("sent", 1)


def test_a_mail_that_stops_every_worker_is_given_up(box: Outbox) -> None:
    mail_id = box.put()
    for times in range(1, outbox.MOST_MAYBE_SENT + 1):
        now = dt.datetime.now(dt.UTC)
        with box.sessions.begin() as session:
            assert outbox.claim(session, domain="x.nl", now=now) is not None
        box.later(minutes=15.1)
        with box.sessions.begin() as session:
            status = "failed" if times == outbox.MOST_MAYBE_SENT else "waiting"
            assert outbox.release_stopped(session, now=now) == [(mail_id, status)]


# --- personal data ---------------------------------------------------------------------------------------------------


def test_addresses_are_removed_after_a_week_and_the_record_stays(box: Outbox, server: Postbox) -> None:
    mail_id = box.put()
    box.send(server.url)
    for days, left in ((6.9, "olga@club.example"), (0.2, None)):
        box.later(days=days)
        with box.sessions.begin() as session:
            assert outbox.purge(session, now=dt.datetime.now(dt.UTC)) == (left is None)
        assert box.get(mail_id).recipient == left
    assert (box.get(mail_id).status, box.get(mail_id).kind) == ("sent", "invitation")


def test_a_failed_mail_is_kept_a_month(box: Outbox, server: Postbox) -> None:
    mail_id = box.put()
    waiting = box.put("anna")
    answers = iter([NO_SUCH_PERSON, "450 later"])
    server.at["RCPT"] = lambda: next(answers)
    box.send(server.url)
    for days, kept in ((29.9, True), (0.2, False)):
        box.later(days=days)
        with box.sessions.begin() as session:
            outbox.purge(session, now=dt.datetime.now(dt.UTC))
        assert (box.get(mail_id).text is not None) == kept
    assert (box.get(mail_id).status, box.get(mail_id).recipient) == ("failed", None)
    assert box.get(waiting).text is not None
    with box.sessions.begin() as session:
        assert outbox.retry_failed(session, now=dt.datetime.now(dt.UTC)) == 0


def test_nothing_of_a_mail_is_in_the_log(box: Outbox, server: Postbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for said in (NO_SUCH_PERSON, "450 <olga@club.example> is busy", "250 OK"):
        box.put()
        server.at["RCPT"] = lambda said=said: said  # type: ignore[misc]
        box.send(server.url)
    own = [record.getMessage() for record in caplog.records if record.name.startswith(("webapp", "sociale_kaart"))]
    assert len(own) == 3
    assert not [message for message in own if "olga" in message.lower()]
