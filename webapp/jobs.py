"""Work that is done again and again beside the web server: what a job is, and the loop that runs them."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session, sessionmaker

from webapp.settings import Settings

log = logging.getLogger(__name__)

_LOOK_EVERY = 1.0  # seconds
_AFTER_A_FAULT = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Work:
    """What a job works with; one that takes long ends early when `stopping` is set."""

    settings: Settings
    sessions: sessionmaker[Session]
    stopping: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Job:
    """Something to do every so often, and at the start.

    Two workers may run it at once, and a worker may be killed in it: it takes up what is due by its own data. Mail
    waits while another job runs: one that has much to do does a part of it at a time.
    """

    name: str
    every: dt.timedelta
    run: Callable[[Work], None]


def run_once(jobs: Sequence[Job], work: Work) -> bool:
    """Run each job once; False when one failed, which keeps no other from running."""
    return all([_run(job, work) for job in jobs])


def run_for_ever(jobs: Sequence[Job], work: Work) -> None:
    """Run each job whenever its time has come, until `work.stopping` is set."""
    due = dict.fromkeys(jobs, time.monotonic())
    while not work.stopping.is_set():
        for job in jobs:
            if not work.stopping.is_set() and due[job] <= time.monotonic():
                wait = job.every if _run(job, work) else min(job.every, _AFTER_A_FAULT)
                due[job] = time.monotonic() + wait.total_seconds()
        work.stopping.wait(_LOOK_EVERY)


def _run(job: Job, work: Work) -> bool:
    try:
        job.run(work)
    except Exception as error:  # one job that fails must not end the others
        # Where, but not the message: it may hold what somebody wrote.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("job %s failed: %s\n%s", job.name, type(error).__name__, where)
        return False
    return True
