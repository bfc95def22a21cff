"""How a table that somebody sent comes to be read in: taken up by one process at a time, and by another if it stops."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import JSON, CursorResult, case, delete, literal, select, update
from sqlalchemy.orm import Session

from sociale_kaart.actors import Actor
from sociale_kaart.errors import ConflictError, NotAllowedError
from sociale_kaart.models import ImportJob, ImportRow

# Without a sign of life for so long, a process has stopped; another one takes up its work.
SILENT_FOR = dt.timedelta(minutes=1)
# A file that ends every process that takes it up must not do so for ever.
MOST_TRIES = 3
KEPT_FOR = dt.timedelta(hours=24)
_UNFINISHED = ("waiting", "running")


@dataclass(frozen=True)
class Claim:
    """A job that this process works on; `tries` tells it from an earlier claim on the same job."""

    job_id: int
    step: str
    tries: int


def add(session: Session, *, content: bytes, filename: str, by: Actor, now: dt.datetime) -> ImportJob:
    """Have a file checked."""
    job = ImportJob(
        by=by.key,
        role=by.role,
        municipality=by.municipality,
        filename=filename,
        content=content,
        created_on=now,
        alive_on=now,
    )
    session.add(job)
    session.flush()
    return job


def ask(session: Session, *, job: ImportJob, step: str, reason: str | None = None, by: Actor, now: dt.datetime) -> None:
    """Have a job checked again, or written. Raises ConflictError when it is not fit for that, or no longer."""
    if job.by != by.key:
        raise NotAllowedError
    fit = [ImportJob.id == job.id, ImportJob.state.not_in(_UNFINISHED), ImportJob.content.is_not(None)]
    if step == "write":
        fit += [ImportJob.step == "check", ImportJob.state == "ready"]
        if job.report.get("counts", {}).get("wrong"):
            raise ConflictError
    # What they may do now: it may be other than when they sent the file.
    own = {"role": by.role, "municipality": by.municipality}
    new = own | {"step": step, "state": "waiting", "tries": 0, "done": 0, "reason": reason, "alive_on": now}
    if _count(session, update(ImportJob).where(*fit).values(new)) != 1:
        raise ConflictError


def discard(session: Session, *, job: ImportJob) -> None:
    """Throw a file away that is not being worked on. Raises ConflictError."""
    gone = delete(ImportJob).where(ImportJob.id == job.id, ImportJob.state != "running")
    if _count(session, gone) != 1:
        raise ConflictError


def claim(session: Session, *, now: dt.datetime) -> Claim | None:
    """Take the job that waits longest; two processes never get the same one. Commit before working on it."""
    longest = (
        select(ImportJob.id)
        .where(ImportJob.state == "waiting")
        .order_by(ImportJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite one process writes at a time
    )
    taken = (
        update(ImportJob)
        .where(ImportJob.id == longest.scalar_subquery(), ImportJob.state == "waiting")
        .values(state="running", tries=ImportJob.tries + 1, alive_on=now, done=0)
        .returning(ImportJob.id, ImportJob.step, ImportJob.tries)
    )
    found = session.execute(taken, execution_options={"synchronize_session": False}).one_or_none()
    return None if found is None else Claim(*found)


def note_progress(session: Session, *, held: Claim, done: int, total: int, now: dt.datetime) -> None:
    """Tell how far it is. Raises ConflictError when another process has taken the job over."""
    _set(session, held, done=done, total=total, alive_on=now)


def settle(session: Session, *, held: Claim, state: str, report: dict[str, Any], now: dt.datetime) -> None:
    """End a step, "ready" or "refused", in the transaction of what it wrote. Raises ConflictError as above."""
    over: dict[str, Any] = {}
    if held.step == "write" and state == "ready":
        over = {"content": None}
        rows = update(ImportRow).where(ImportRow.job_id == held.job_id, ImportRow.document.is_not(None))
        session.execute(rows.values(document=None), execution_options={"synchronize_session": False})
    _set(session, held, state=state, report=report, alive_on=now, **over)


def release_stopped(session: Session, *, now: dt.datetime, job_id: int | None = None) -> int:
    """Let jobs wait again whose process stopped, and refuse those that it happens to again and again.

    Gives how many there were, also of those that waited all that time.
    """
    silent = [ImportJob.state.in_(_UNFINISHED), ImportJob.alive_on < now - SILENT_FOR]
    if job_id is not None:
        silent.append(ImportJob.id == job_id)
    given_up = ImportJob.tries >= MOST_TRIES
    return _count(
        session,
        update(ImportJob)
        .where(*silent)
        .values(
            state=case((given_up, "refused"), else_="waiting"),
            report=case((given_up, literal({"faults": [{"code": "stopped"}]}, JSON())), else_=ImportJob.report),
            alive_on=now,
        ),
    )


def purge(session: Session, *, now: dt.datetime) -> int:
    """Delete the files of yesterday and what was said of them; what they wrote stands in the history."""
    old = (ImportJob.created_on < now - KEPT_FOR, ImportJob.state != "running")
    return _count(session, delete(ImportJob).where(*old))


def _set(session: Session, held: Claim, **values: Any) -> None:
    own = (ImportJob.id == held.job_id, ImportJob.state == "running", ImportJob.tries == held.tries)
    if _count(session, update(ImportJob).where(*own).values(values)) != 1:
        raise ConflictError


def _count(session: Session, change: Any) -> int:
    done = session.execute(change, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount
