"""`meedoen worker` as it runs: a real process, a real mail server, killed at each step, and two at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from sociale_kaart.models import Conversation
from tests.mail_server import Postbox, free_port, mail_server
from tests.outbox import FROM, Outbox
from tests.postgres import empty
from webapp.mail.sender import SENT_BEFORE

pytestmark = pytest.mark.slow

Process = subprocess.Popen[str]
PROGRAM = "from webapp.cli import meedoen; meedoen()"
# What an action does: a change and its mail in one transaction.
ACTION = """
import sys
from pathlib import Path
from sociale_kaart.actions import outbox
from sociale_kaart.models import Page
from webapp.settings import Settings
from webapp.wiring import open_database

_engine, sessions = open_database(Settings.from_environment())
with sessions() as session:
    session.add(Page(id="over-ons.nl", text="# Over ons"))
    outbox.put(session, to="olga@club.example", subject="x", text="x", kind="test")
    session.flush()
    if sys.argv[1] == "after":
        session.commit()
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Outbox]:
    found = Outbox(tmp_path / "data")
    yield found
    found.engine.dispose()


@contextmanager
def python(box: Outbox, program: str, *arguments: str, mail_url: str = "") -> Iterator[Process]:
    """Run a Python program on the outbox; it is ended when the test ends."""
    environment = {
        "MEEDOEN_DATA": str(box.settings.data_dir),
        "DATABASE_URL": box.settings.database_url,
        "MAIL_URL": mail_url,
        "MAIL_FROM": FROM,
        "PATH": "",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def worker(box: Outbox, *arguments: str, to: Postbox | str = "") -> Any:
    """Run `meedoen worker`."""
    mail_url = to if isinstance(to, str) else to.url
    return python(box, PROGRAM, "worker", *arguments, mail_url=mail_url)


def run(box: Outbox, *arguments: str, to: Postbox | str = "") -> str:
    """Run `meedoen worker` to its end; gives what it told."""
    with worker(box, *arguments, to=to) as process:
        told, _ = process.communicate(timeout=60)
        assert process.returncode == 0, told
        return str(told)


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.05)


def kill(process: Process) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)


def statuses(box: Outbox) -> list[str]:
    return [mail.status for mail in box.all()]


def assert_repeats_say_so(server: Postbox) -> None:
    """Of the mails with one Message-ID, all but the first say that there may have been another."""
    seen = set()
    for message in server.received:
        assert message["Message-ID"] not in seen or message[SENT_BEFORE] is not None
        seen.add(message["Message-ID"])


@pytest.mark.parametrize(("moment", "mails"), [("before", 0), ("after", 1)])
def test_an_action_killed_before_or_after_its_commit(box: Outbox, moment: str, mails: int) -> None:
    with python(box, ACTION, moment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        kill(process)
    with mail_server() as server:
        run(box, "--once", to=server)
        assert len(server.received) == mails
    with box.sessions() as session:
        assert session.execute(text("select count(*) from page")).scalar_one() == mails


@pytest.mark.parametrize(("step", "times"), [("EHLO", 1), ("RCPT", 1), ("TAKEN", 2), ("QUIT", 2)])
def test_a_worker_killed_while_sending_loses_nothing_and_says_what_it_does_twice(
    box: Outbox, step: str, times: int
) -> None:
    first, second = box.put("anna"), box.put("bert")
    with mail_server() as server:
        with worker(box, "--once", to=server) as process:
            server.at[step] = lambda: kill(process)
            assert process.wait(60) == -signal.SIGKILL
        del server.at[step]
        assert (box.get(first).status, box.get(second).status) == ("sending", "waiting")
        run(box, "--once", to=server)
        # Nobody knows yet that the worker has stopped: its mail is left alone, the other is not.
        assert statuses(box) == ["sending", "sent"]
        box.later(minutes=15.1)
        told = run(box, "--once", to=server)
        assert "a worker stopped while sending it" in told
        assert Counter(str(each["To"]) for each in server.received) == {
            "anna@club.example": times,
            "bert@club.example": 1,
        }
        assert_repeats_say_so(server)
        assert box.get(first).message_id in server.ids()
    assert statuses(box) == ["sent", "sent"]
    assert "mail 1 (invitation): sent, 2 tries, may have been sent more than once" in run(box, "--status")


def test_a_worker_killed_between_two_mails_sends_none_of_them_twice(box: Outbox) -> None:
    box.put("anna")
    box.put("bert")
    greeted = []
    with mail_server() as server:
        with worker(box, "--once", to=server) as process:

            def kill_at_the_second() -> None:
                greeted.append(1)
                if len(greeted) == 2:
                    kill(process)

            server.at["EHLO"] = kill_at_the_second
            assert process.wait(60) == -signal.SIGKILL
        del server.at["EHLO"]
        assert statuses(box) == ["sent", "sending"]
        box.later(minutes=15.1)
        run(box, "--once", to=server)
        assert [str(each["To"]) for each in server.received] == ["anna@club.example", "bert@club.example"]


def test_workers_killed_at_any_moment_lose_nothing(box: Outbox, tmp_path: Path) -> None:
    """Files are named after the Message-ID, so that even a mail that is sent again is there once."""
    names = [f"bewoner{number}" for number in range(60)]
    for name in names:
        box.put(name)
    folder = tmp_path / "mail"
    for enough in (1, 7, 20, 33):
        with worker(box, "--once", to=f"file:{folder}") as process:
            wait_until(lambda enough=enough: len(list(folder.glob("*.eml"))) >= enough)  # type: ignore[misc]
            kill(process)
        box.later(minutes=15.1)
    run(box, "--once", to=f"file:{folder}")
    assert statuses(box) == ["sent"] * len(names)
    found = sorted(path.read_text().partition("To: ")[2].partition("@")[0] for path in folder.iterdir())
    assert found == sorted(names)


def together(box: Outbox) -> None:
    """Let two workers send at once: the server answers nobody before both have come."""
    for number in range(30):
        box.put(f"bewoner{number}")
    come = set()
    both = asyncio.Event()

    with mail_server() as server:
        greeted = []

        async def wait_for_the_other() -> None:
            greeted.append(1)
            if len(greeted) >= 2:
                both.set()
            await asyncio.wait_for(both.wait(), 30)

        server.at["EHLO"] = wait_for_the_other
        with worker(box, "--once", to=server) as one, worker(box, "--once", to=server) as other:
            for process in (one, other):
                told, _ = process.communicate(timeout=60)
                assert process.returncode == 0, told
                come.add("sent" in told)
        assert come == {True}
        assert sorted(str(each["To"]) for each in server.received) == sorted(
            f"bewoner{number}@club.example" for number in range(30)
        )
    assert {(mail.status, mail.tries, mail.maybe_sent) for mail in box.all()} == {("sent", 1, 0)}


def test_two_workers_at_once_send_each_mail_once(box: Outbox) -> None:
    together(box)


@pytest.mark.postgres
def test_two_workers_at_once_on_postgresql_send_each_mail_once(tmp_path: Path) -> None:
    url = os.environ["TEST_DATABASE_URL"]
    empty(url).dispose()
    box = Outbox(tmp_path, url)
    together(box)
    box.engine.dispose()


def test_a_mail_server_that_comes_back_gets_what_has_waited_and_the_worker_stops_when_told(box: Outbox) -> None:
    mail_id = box.put()
    port = free_port()
    with worker(box, to=f"smtp://127.0.0.1:{port}") as process:
        wait_until(lambda: box.get(mail_id).fault)
        assert box.get(mail_id).status == "waiting"
        with mail_server(port) as server:
            box.later(minutes=1.1)
            wait_until(lambda: box.get(mail_id).status == "sent")
            later = box.put("anna")
            wait_until(lambda: box.get(later).status == "sent")
            assert len(server.received) == 2
        process.terminate()
        told, _ = process.communicate(timeout=60)
        assert process.returncode == 0
    assert "worker started: mail, purge conversations" in told
    assert "ConnectionRefusedError at try 1: tried again later" in told
    assert "worker stopped" in told
    assert "olga" not in told.lower()


def test_a_worker_told_to_stop_finishes_the_mail_it_is_sending(box: Outbox) -> None:
    box.put("anna")
    box.put("bert")
    with mail_server() as server, worker(box, to=server) as process:
        server.at["DATA"] = process.terminate
        assert process.wait(60) == 0
    assert statuses(box) == ["sent", "waiting"]


def test_a_mail_that_was_sent_while_another_kept_the_database_is_not_sent_twice(box: Outbox) -> None:
    mail_id = box.put()
    with mail_server() as server, box.engine.connect() as importing:
        # From before the server takes the mail until after the worker's five seconds of patience with a lock.
        def keep_the_database() -> None:
            importing.exec_driver_sql("BEGIN IMMEDIATE")

        server.at["DATA"] = keep_the_database
        with worker(box, "--once", to=server) as process:
            wait_until(lambda: server.received)
            time.sleep(6)
            assert process.poll() is None
            importing.rollback()
            assert process.wait(60) == 0
    assert (box.get(mail_id).status, len(server.received)) == ("sent", 1)


def test_the_daily_jobs_run_too(box: Outbox) -> None:
    mail_id = box.put()
    run(box, "--once", to="console:")
    box.later(days=8)
    with box.sessions.begin() as session:
        old = box.get(mail_id).created_on.replace(year=2020)
        session.add(Conversation(id="x", created_on=old, last_turn_on=old, slots={}, active_loop=None, version=1))
    told = run(box, "--once")
    assert "1 conversations deleted" in told
    assert "1 addresses removed" in told
    assert box.get(mail_id).recipient is None


def test_a_job_that_fails_is_told_and_keeps_no_other(box: Outbox) -> None:
    mail_id = box.put()
    with box.engine.begin() as connection:
        connection.execute(text("drop table conversation_turn"))
    with worker(box, "--once", to="console:") as process:
        told, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "job purge conversations failed: OperationalError" in told
    assert "addresses removed" in told
    assert box.get(mail_id).status == "sent"


def test_status_and_retry(box: Outbox) -> None:
    box.put()
    with mail_server() as server:
        server.at["RCPT"] = lambda: "550 5.1.1 no such person"
        run(box, "--once", to=server)
        told = run(box, "--status")
        assert told == "0 waiting, 0 sending, 0 sent, 1 failed\nmail 1 (invitation): failed, 1 tries, 550 5.1.1\n"
        del server.at["RCPT"]
        assert run(box, "--retry") == "1 mails are tried again\n"
        run(box, "--once", to=server)
    assert run(box, "--status") == "0 waiting, 0 sending, 1 sent, 0 failed\n"


def test_settings_that_cannot_be_used_stop_it_at_once(box: Outbox) -> None:
    with worker(box, to="smtp://anna:geheim@mail.example") as process:
        told, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert told == "Error: MAIL_URL would send its password unencrypted: use smtps:// or ?starttls=1\n"
