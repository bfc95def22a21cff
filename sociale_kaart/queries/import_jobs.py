"""Tables that were sent to be read in, for the one who sent them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sociale_kaart.actors import Actor
from sociale_kaart.errors import NotFoundError
from sociale_kaart.models import ImportJob, ImportRow

PER_PAGE = 50


def get_job(session: Session, job_id: int, actor: Actor) -> ImportJob:
    """Give a file that the actor sent, as it is now; raises NotFoundError."""
    query = select(ImportJob).where(ImportJob.id == job_id, ImportJob.by == actor.key)
    job = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if job is None:
        raise NotFoundError("import", str(job_id))
    return job


def list_jobs(session: Session, actor: Actor) -> Sequence[ImportJob]:
    """Give the files that the actor sent, the newest first."""
    return session.scalars(select(ImportJob).where(ImportJob.by == actor.key).order_by(ImportJob.id.desc())).all()


def list_rows(session: Session, job: ImportJob, verdict: str | None, page: int) -> Sequence[ImportRow]:
    """Give a page of the rows of a file, in its order; all of them, or those with one verdict."""
    query = select(ImportRow).where(ImportRow.job_id == job.id)
    if verdict is not None:
        query = query.where(ImportRow.verdict == verdict)
    return session.scalars(query.order_by(ImportRow.number).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()


def count_rows(session: Session, job: ImportJob) -> dict[str, int]:
    """Give how many rows there are of each verdict."""
    query = select(ImportRow.verdict, func.count()).where(ImportRow.job_id == job.id)
    rows = session.execute(query.group_by(ImportRow.verdict).order_by(ImportRow.verdict))
    return {verdict: count for verdict, count in rows}
