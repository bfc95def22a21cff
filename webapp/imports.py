"""Reads in the tables that editors sent, in a process of its own.

`meedoen worker` takes up what waits. A page that finds its file waiting starts a process for it too, so that it works
without a worker; who claims the file first, does it. Never in the web server: the memory and the work of thousands of
listings would be taken from the pages of residents.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import subprocess
import sys
from dataclasses import asdict

from sociale_kaart.actions import import_jobs
from sociale_kaart.actions.import_jobs import Claim
from sociale_kaart.actions.import_table import ChangedSinceError, check_table, write_table
from sociale_kaart.errors import ConflictError
from sociale_kaart.exchange.tables import TableError
from sociale_kaart.models import ImportJob
from webapp.jobs import Job, Work
from webapp.settings import ROOT, Settings
from webapp.wiring import ensure_index, open_database

log = logging.getLogger(__name__)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def start_process(settings: Settings) -> None:
    """Have a process of its own look what waits."""
    where = {"MEEDOEN_DATA": str(settings.data_dir), "DATABASE_URL": settings.url}
    subprocess.Popen(
        [sys.executable, "-m", "webapp.imports"],
        cwd=ROOT,
        env=os.environ | where,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def run_waiting(work: Work) -> None:
    """Do what waits, and what a process that stopped has left."""
    with work.sessions.begin() as session:
        import_jobs.release_stopped(session, now=_now())
    while not work.stopping.is_set():
        with work.sessions.begin() as session:
            held = import_jobs.claim(session, now=_now())
        if held is None:
            return
        try:
            _check(work, held) if held.step == "check" else _write(work, held)
        except ConflictError:
            log.warning("import %d: another process has taken it over", held.job_id)


def _check(work: Work, held: Claim) -> None:
    with work.sessions() as session:
        job = session.get_one(ImportJob, held.job_id)
        try:
            counts = check_table(session, job=job, tick=lambda done, total: _tell(work, held, done, total))
        except TableError as error:
            session.rollback()
            faults = {"faults": [asdict(fault) for fault in error.faults]}
            import_jobs.settle(session, held=held, state="refused", report=faults, now=_now())
        else:
            import_jobs.settle(session, held=held, state="ready", report={"counts": counts}, now=_now())
        session.commit()
    log.info("import %d: checked", held.job_id)


def _write(work: Work, held: Claim) -> None:
    with work.sessions() as session:
        job = session.get_one(ImportJob, held.job_id)
        report = dict(job.report)
        try:
            write_table(session, job=job, tick=lambda done, total: _tell(work, held, done, total))
        except ChangedSinceError as error:
            session.rollback()
            changed = report | {"conflicts": list(error.keys)}
            import_jobs.settle(session, held=held, state="refused", report=changed, now=_now())
        else:
            import_jobs.settle(session, held=held, state="ready", report=report, now=_now())
        session.commit()
    with work.sessions() as session:
        ensure_index(work.settings, session)
    log.info("import %d: written", held.job_id)


def _tell(work: Work, held: Claim, done: int, total: int) -> None:
    """Tell how far it is, in a transaction of its own."""
    with work.sessions.begin() as session:
        import_jobs.note_progress(session, held=held, done=done, total=total, now=_now())


def purge(work: Work) -> None:
    """Delete the files of yesterday."""
    with work.sessions.begin() as session:
        gone = import_jobs.purge(session, now=_now())
    log.info("%d imports deleted", gone)


JOBS = [
    Job("imports", dt.timedelta(seconds=2), run_waiting),
    Job("purge imports", dt.timedelta(hours=1), purge),
]


def main() -> None:
    """Do what waits, and stop."""
    logging.basicConfig(level=logging.INFO)
    settings = Settings.from_environment()
    _engine, sessions = open_database(settings)
    run_waiting(Work(settings, sessions))


if __name__ == "__main__":
    main()
