"""A process that is killed while it reads a table in leaves all of it done or nothing, and another one goes on."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart.actions import import_jobs
from sociale_kaart.actions.content_import import import_content
from sociale_kaart.actors import Actor, Role
from sociale_kaart.exchange.content_files import read_content
from sociale_kaart.exchange.tables import write_csv
from sociale_kaart.models import ImportJob, ImportRow, Metadata, Service
from tests.unit.builders import ContentFolder, listing
from webapp import imports
from webapp.jobs import Work
from webapp.settings import ROOT, Settings
from webapp.wiring import open_database

pytestmark = pytest.mark.slow

# Works on what waits, and kills itself when something happens to its database sessions for the n-th time.
CHILD = """
import os, signal, sys
from sqlalchemy import event
from webapp import imports
from webapp.jobs import Work
from webapp.settings import Settings
from webapp.wiring import open_database

settings = Settings.from_environment()
_engine, sessions = open_database(settings)
moment, left = sys.argv[1], int(sys.argv[2])
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(sessions, moment, count)
imports.run_waiting(Work(settings, sessions))
"""
# What stopped before is looked for, the file is claimed, how far it is is told, and the step is done: four commits.
STEPS = [("before_commit", 1), ("after_commit", 1), ("before_commit", 2), ("after_commit", 2), ("before_commit", 3)]
STEPS += [("after_commit", 3), ("before_commit", 4), ("after_commit", 4)]
ADA = Actor("user:1", Role.ADMINISTRATOR)
KEYS = [f"sjoelclub-{number}" for number in range(3)]


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """A small database, with a file that waits to be checked."""
    settings = Settings(data_dir=tmp_path / "data")
    _engine, sessions = open_database(settings)
    folder = ContentFolder(tmp_path / "content")
    table = b"".join(write_csv(listing(key) | {"municipality": "emmen"} for key in KEYS))
    with sessions.begin() as session:
        import_content(session, content=read_content(folder.root), by="set-up")
        import_jobs.add(session, content=table, filename="hulp.csv", by=ADA, now=dt.datetime.now(dt.UTC))
    return Work(settings, sessions)


def be_killed(work: Work, moment: str, times: int) -> None:
    where = {"MEEDOEN_DATA": str(work.settings.data_dir), "DATABASE_URL": work.settings.url}
    child = [sys.executable, "-c", CHILD, moment, str(times)]
    killed = subprocess.run(child, cwd=ROOT, env=os.environ | where, check=False)
    assert killed.returncode == -signal.SIGKILL


def go_on(work: Work) -> None:
    """Take up what was left, as if it were left a while ago."""
    with work.sessions.begin() as session:
        long_ago = dt.datetime.now(dt.UTC) - 2 * import_jobs.SILENT_FOR
        session.execute(update(ImportJob).values(alive_on=long_ago))
    imports.run_waiting(work)


def count(sessions: sessionmaker[Session], model: type[Service | ImportRow | Metadata]) -> int:
    with sessions() as session:
        return session.scalars(select(func.count()).select_from(model)).one()


@pytest.mark.parametrize(("moment", "times"), STEPS)
def test_a_check_that_is_killed_is_done_again(work: Work, moment: str, times: int) -> None:
    be_killed(work, moment, times)
    assert count(work.sessions, ImportRow) in (0, len(KEYS))
    go_on(work)
    assert count(work.sessions, ImportRow) == len(KEYS)
    with work.sessions() as session:
        assert session.scalars(select(ImportJob.state)).one() == "ready"


@pytest.mark.parametrize(("moment", "times"), [*STEPS, ("before_flush", 1), ("after_flush", 1)])
def test_writing_that_is_killed_is_whole_or_not_at_all_and_done_once(work: Work, moment: str, times: int) -> None:
    imports.run_waiting(work)
    with work.sessions.begin() as session:
        job = session.scalars(select(ImportJob)).one()
        import_jobs.ask(session, job=job, step="write", by=ADA, now=dt.datetime.now(dt.UTC))
    before, events = count(work.sessions, Service), count(work.sessions, Metadata)
    be_killed(work, moment, times)
    written = len(KEYS) if (moment, times) == ("after_commit", 4) else 0
    assert count(work.sessions, Service) == before + written
    go_on(work)
    assert count(work.sessions, Service) == before + len(KEYS)
    assert count(work.sessions, Metadata) == events + len(KEYS)


def test_a_file_that_ends_every_process_is_given_up(work: Work) -> None:
    for _time in range(import_jobs.MOST_TRIES):
        with work.sessions.begin() as session:
            assert import_jobs.claim(session, now=dt.datetime.now(dt.UTC)) is not None
        with work.sessions.begin() as session:
            later = dt.datetime.now(dt.UTC) + 2 * import_jobs.SILENT_FOR
            assert import_jobs.release_stopped(session, now=later) == 1
    with work.sessions() as session:
        job = session.scalars(select(ImportJob)).one()
        assert (job.state, job.report["faults"]) == ("refused", [{"code": "stopped"}])


def test_two_processes_never_work_on_one_file(work: Work) -> None:
    now = dt.datetime.now(dt.UTC)
    with work.sessions.begin() as session:
        first = import_jobs.claim(session, now=now)
        assert import_jobs.claim(session, now=now) is None
    assert first is not None
    with work.sessions.begin() as session:
        import_jobs.release_stopped(session, now=now + 2 * import_jobs.SILENT_FOR)
        second = import_jobs.claim(session, now=now)
    assert second is not None
    with work.sessions() as session, pytest.raises(import_jobs.ConflictError):
        import_jobs.settle(session, held=first, state="ready", report={}, now=now)
